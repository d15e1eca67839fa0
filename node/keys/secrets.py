"""What a keyring holds, and its one written form."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from matching.subject import EntityType
from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys.boxkey import BoxKey

_VERSION = 1


@dataclass(frozen=True, slots=True)
class EpochKey:
    """The keys of one entity type and epoch: a register built under them needs both."""

    entity_type: EntityType
    epoch: int
    """Counted from 1 for each entity type."""
    oprf_seed: bytes = field(repr=False)
    """32 bytes, from which the RFC's DeriveKeyPair makes the OPRF key."""
    word_key: bytes = field(repr=False)
    """32 bytes, from which the index derives the secrets of its words."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Every secret of one node."""

    node: NodeId
    identity_seed: bytes = field(repr=False)
    vault_key: bytes = field(repr=False)
    ledger_key: bytes = field(repr=False)
    tls_key: bytes = field(repr=False)
    """PEM, P-256."""
    tls_next: bytes = field(default=b"", repr=False)
    """PEM of the key that follows, once peers know its certificate; empty without one."""
    epochs: tuple[EpochKey, ...] = ()
    box_keys: tuple[BoxKey, ...] = ()


def to_json(secrets: Secrets) -> bytes:
    """Write the secrets as JSON with base64 values."""
    document = {
        "version": _VERSION,
        "node": secrets.node,
        "identity_seed": _text(secrets.identity_seed),
        "vault_key": _text(secrets.vault_key),
        "ledger_key": _text(secrets.ledger_key),
        "tls_key": _text(secrets.tls_key),
        "tls_next": _text(secrets.tls_next),
        "epochs": [_epoch_to_json(key) for key in secrets.epochs],
        "box_keys": [_box_key_to_json(key) for key in secrets.box_keys],
    }
    return json.dumps(document, sort_keys=True).encode()


def from_json(document: bytes) -> Secrets:
    """Read what `to_json` wrote.

    Raises:
        KeyringError: It was written by another release, or by something else.
    """
    try:
        return _from_fields(json.loads(document))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyringError(
            "the keyring's content is not of this release",
            hint="Start the release that wrote it.",
        ) from error


def _from_fields(fields: Mapping[str, object]) -> Secrets:
    if fields["version"] != _VERSION:
        raise ValueError("another version")
    return Secrets(
        node=NodeId(str(fields["node"])),
        identity_seed=_raw(fields["identity_seed"]),
        vault_key=_raw(fields["vault_key"]),
        ledger_key=_raw(fields["ledger_key"]),
        tls_key=_raw(fields["tls_key"]),
        tls_next=_raw(fields.get("tls_next", "")),
        epochs=tuple(map(_epoch_from_json, _rows(fields["epochs"]))),
        box_keys=tuple(map(_box_key_from_json, _rows(fields["box_keys"]))),
    )


def _epoch_to_json(key: EpochKey) -> dict[str, object]:
    return {
        "entity_type": key.entity_type.value,
        "epoch": key.epoch,
        "oprf_seed": _text(key.oprf_seed),
        "word_key": _text(key.word_key),
    }


def _epoch_from_json(row: Mapping[str, object]) -> EpochKey:
    return EpochKey(
        EntityType(str(row["entity_type"])),
        int(str(row["epoch"])),
        _raw(row["oprf_seed"]),
        _raw(row["word_key"]),
    )


def _box_key_to_json(key: BoxKey) -> dict[str, object]:
    return {
        "id": key.id,
        "created": key.created.isoformat(),
        "expires": key.expires.isoformat(),
        "secret": _text(key.secret),
    }


def _box_key_from_json(row: Mapping[str, object]) -> BoxKey:
    return BoxKey(
        str(row["id"]),
        datetime.fromisoformat(str(row["created"])),
        datetime.fromisoformat(str(row["expires"])),
        _raw(row["secret"]),
    )


def _rows(value: object) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", value)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)
