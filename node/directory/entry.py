"""Directory entries as files: JSON that a member signs of itself, for its peers to add.

The signed bytes are the entry alone, canonical JSON, so that a directory may carry the same bytes.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from node.domain.errors import KeyringError, SignatureError, UnknownPeerError
from node.domain.exchange import Channel, ContactPoint
from node.domain.peer import AgencyKind, DirectoryEntry, NodeId, Relay
from node.keys import certificate
from node.keys.identity import Identity, Label, verify

SCHEMA = "heliograph.directory-entry.v1"
SIZE_LIMIT = 64 * 1024
KEY_BYTES = 32
_HINT = "Ask the member to export it again with: heliograph peer export"
_LINE = re.compile(r".{0,200}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ADDRESS = re.compile(r"[^\s:]{1,253}:[0-9]{1,5}")


_LISTS = ("languages", "entity_types", "offences", "urgencies")
_NEWER = frozenset({"time_zone", "channels", "substitute", "entity_types", "offences", "urgencies"})
"""Fields of a desk that earlier releases do not know."""


def entry_to_json(entry: DirectoryEntry, identity: Identity) -> bytes:
    """Write an entry with the signature of the member it is about."""
    content = _canonical(entry)
    signature = identity.sign(Label.DIRECTORY_ENTRY, content)
    document = {
        "schema": SCHEMA,
        "entry": json.loads(content),
        "signature": base64.b64encode(signature).decode(),
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def entry_from_json(document: bytes) -> DirectoryEntry:
    """Read an entry and check that the key it names has signed it.

    Whether that key is the member's is for people to check: compare its fingerprint by another way.

    Raises:
        UnknownPeerError: It is no entry, its certificate is none, or its signature is wrong.
    """
    try:
        fields_ = json.loads(_bounded(document))
        entry = _entry(fields_["entry"])
        content = _canonical(entry)
        signature = base64.b64decode(fields_["signature"], validate=True)
    # A file from outside may be nested deeper than can be read; that is one more way to be wrong.
    except (
        *(ValueError, KeyError, TypeError, AttributeError, OverflowError),
        *(RecursionError, KeyringError),
    ) as error:
        raise UnknownPeerError("the file is no directory entry", hint=_HINT) from error
    try:
        verify(entry.identity_key, Label.DIRECTORY_ENTRY, content, signature=signature)
    except SignatureError as error:
        raise UnknownPeerError(
            f"the entry of {entry.id} is not signed by the key it names", hint=_HINT
        ) from error
    return entry


def fingerprint(entry: DirectoryEntry) -> str:
    """Return the identity key as people compare it by telephone: hexadecimal in groups of four."""
    text = entry.identity_key.hex()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _bounded(document: bytes) -> bytes:
    if len(document) > SIZE_LIMIT:
        raise ValueError("larger than an entry can be")
    return document


def _canonical(entry: DirectoryEntry) -> bytes:
    content = asdict(entry) | {
        "contact_points": [_point_content(point) for point in entry.contact_points],
        "identity_key": base64.b64encode(entry.identity_key).decode(),
        "certificate": entry.certificate.decode("ascii"),
        "issued_at": entry.issued_at.astimezone(UTC).isoformat(),
    }
    # Left out where there is none: entries without a relay are read by every release.
    if entry.relay is None:
        del content["relay"]
    else:
        content["relay"] = asdict(entry.relay) | {
            "certificate": entry.relay.certificate.decode("ascii")
        }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _entry(content: Mapping[str, Any]) -> DirectoryEntry:
    names = {item.name for item in fields(DirectoryEntry)}
    if set(content) | {"relay"} != names:
        raise ValueError("fields are missing or unknown")
    return DirectoryEntry(
        id=NodeId(_text(content["id"], form=_ID)),
        name=_text(content["name"]),
        kind=AgencyKind(content["kind"]),
        country=_text(content["country"], form=_COUNTRY),
        address=_text(content["address"], form=_ADDRESS),
        identity_key=_key(content["identity_key"]),
        certificate=_certificate(content["certificate"]),
        contact_points=tuple(_contact_point(point) for point in content["contact_points"]),
        issued_at=datetime.fromisoformat(content["issued_at"]).astimezone(UTC),
        relay=_relay(content["relay"]) if "relay" in content else None,
    )


def _relay(content: Mapping[str, Any]) -> Relay:
    if set(content) != {item.name for item in fields(Relay)}:
        raise ValueError("fields are missing or unknown")
    return Relay(
        NodeId(_text(content["id"], form=_ID)),
        _text(content["address"], form=_ADDRESS),
        _certificate(content["certificate"]),
    )


def _text(value: object, *, form: re.Pattern[str] = _LINE) -> str:
    """Return a text that is shown to officers and written into the journal: one short line."""
    if not isinstance(value, str) or not value.isprintable() or not form.fullmatch(value):
        raise ValueError("a text has another form than an entry has")
    return value


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("the identity key has another length")
    return key


def _certificate(text: str) -> bytes:
    """Return certificates; anything beside them would be trusted in handshakes unseen."""
    bundle = text.encode("ascii")
    certificate.each(bundle)
    return bundle


def _point_content(point: ContactPoint) -> dict[str, object]:
    """Write a desk; what is left out where there is none is read by every release."""
    content = asdict(point)
    return {name: value for name, value in content.items() if value or name not in _NEWER}


def _contact_point(content: Mapping[str, Any]) -> ContactPoint:
    lists = {name: tuple(map(_text, content.get(name, ()))) for name in _LISTS}
    channels = tuple(_channel(each) for each in content.get("channels", ()))
    others = {*_LISTS, "channels"}
    texts = {name: _text(value) for name, value in content.items() if name not in others}
    return ContactPoint(**texts, **lists, channels=channels)  # type: ignore[arg-type] # names are checked by the class


def _channel(content: Mapping[str, Any]) -> Channel:
    return Channel(**{name: _text(value) for name, value in content.items()})
