"""A directory entry is one member's word about itself, signed, and fit to be shown."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.directory.entry import SIZE_LIMIT, entry_from_json, entry_to_json, fingerprint
from node.domain.errors import UnknownPeerError
from node.domain.exchange import ContactPoint
from node.domain.peer import AgencyKind, DirectoryEntry, NodeId, Relay
from node.keys.certificate import issue, new_private_key
from node.keys.identity import Identity

IDENTITY = Identity(bytes(range(32)))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEM = issue(new_private_key(), NodeId("fiu-nl"), now=NOW)
ENTRY = DirectoryEntry(
    NodeId("fiu-nl"),
    "Financiële inlichtingen",
    AgencyKind.FINANCIAL_INTELLIGENCE,
    "NL",
    "fiu.example.org:7400",
    IDENTITY.public_key,
    PEM,
    (ContactPoint("duty", "FIU", "Desk", "SIENA", "NL-1", languages=("nl", "en")),),
    NOW,
)


def signed(**changes: object) -> bytes:
    """Return an entry that its member has signed, whatever it says."""
    return entry_to_json(replace(ENTRY, **changes), IDENTITY)  # type: ignore[arg-type] # the mistakes under test


def test_an_entry_is_read_as_it_was_written() -> None:
    """The file carries everything, in every script."""
    assert entry_from_json(signed()) == ENTRY


def test_a_fingerprint_can_be_read_aloud() -> None:
    """Sixteen groups of four hexadecimal digits."""
    assert [len(group) for group in fingerprint(ENTRY).split()] == [4] * 16


def test_an_entry_signed_by_another_key_is_refused() -> None:
    """The key that an entry names must have signed it."""
    with pytest.raises(UnknownPeerError, match="not signed"):
        entry_from_json(entry_to_json(ENTRY, Identity(bytes(32))))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"id": "../../etc"}, id="path"),
        pytest.param({"id": "a\nb"}, id="line-end"),
        pytest.param({"name": "Agency \x1b[31m"}, id="escape-sequence"),
        pytest.param({"name": "x" * 201}, id="long"),
        pytest.param({"country": "nl"}, id="country"),
        pytest.param({"address": "fiu.example.org"}, id="address"),
        pytest.param({"certificate": b"none"}, id="no-certificate"),
        pytest.param({"certificate": PEM + b"beside"}, id="beside-a-certificate"),
        pytest.param({"identity_key": bytes(31)}, id="short-key"),
    ],
)
def test_what_cannot_be_shown_or_trusted_is_refused(changes: dict[str, object]) -> None:
    """A valid signature makes no entry of what officers could not read or nodes not check."""
    with pytest.raises(UnknownPeerError):
        entry_from_json(signed(**changes))


def _without(document: dict[str, Any]) -> None:
    del document["entry"]["country"]


def test_an_entry_names_its_relay() -> None:
    """Who cannot be reached directly says through what, in the bytes that are signed."""
    relay = Relay(NodeId("relay-eu"), "relay.example.org:7500", PEM)

    assert entry_from_json(signed(relay=relay)) == replace(ENTRY, relay=relay)


def test_an_entry_without_a_relay_says_nothing_of_one() -> None:
    """Nodes of before read it: it has the fields that they know."""
    assert "relay" not in json.loads(signed())["entry"]


def _with(document: dict[str, Any]) -> None:
    document["entry"]["colour"] = "red"


def _other(document: dict[str, Any]) -> None:
    document["entry"]["address"] = "evil.example.org:7400"


def _surrogate(document: dict[str, Any]) -> None:
    document["entry"]["name"] = "\ud800"


def _listed(document: dict[str, Any]) -> None:
    document["entry"]["contact_points"] = ["duty"]


@pytest.mark.parametrize("change", [_without, _with, _other, _surrogate, _listed])
def test_a_changed_entry_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    """Nothing can be taken away, added or altered."""
    document = json.loads(signed())
    change(document)

    with pytest.raises(UnknownPeerError):
        entry_from_json(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[" * 60_000, id="deep"),
        pytest.param(b" " * (SIZE_LIMIT + 1), id="large"),
        pytest.param(b'{"entry": 7, "signature": ""}', id="number"),
        pytest.param(b"null", id="null"),
    ],
)
def test_what_is_no_entry_is_refused(document: bytes) -> None:
    """A file from outside may be anything."""
    with pytest.raises(UnknownPeerError, match="no directory entry"):
        entry_from_json(document)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_entry_or_an_error(document: bytes) -> None:
    """No file brings a node to a stand."""
    with pytest.raises(UnknownPeerError):
        entry_from_json(document)
