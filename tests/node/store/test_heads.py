"""What peers signed is kept, and a contradiction is never lost."""

from dataclasses import replace

import pytest

from node.domain.checkpoint import Checkpoint, sign_note
from node.domain.errors import CheckpointError
from node.domain.exchange import Receipt
from node.keys.identity import verifies
from node.store.heads import Heads, KeptReceipt, ReceiptDirection
from node.store.ledger import Ledger
from tests.node.store.factories import NOON, PEER, PEER_SIGNER, SIGNER, a_peer


@pytest.fixture
def heads(ledger: Ledger) -> Heads:
    """Open the heads of the ledger under test."""
    return Heads(ledger, verifies)


def _note(size: int, root: bytes) -> str:
    return sign_note(Checkpoint(PEER_SIGNER.name, size, root).text(), PEER_SIGNER)


def test_heads_of_a_peer_are_kept_once(heads: Heads) -> None:
    """The same head comes with many messages."""
    first, second = _note(3, bytes(32)), _note(5, bytes(32))
    for note in (second, first, second):
        heads.keep_head(a_peer().entry, note, now=NOON)

    assert heads.kept_of(PEER) == [first, second]


def test_two_journals_of_one_size_are_kept_as_evidence(heads: Heads) -> None:
    """A peer that rewrites its journal is caught, and the proof outlives the error."""
    honest, rewritten = _note(3, bytes(32)), _note(3, b"\x01" * 32)
    heads.keep_head(a_peer().entry, honest, now=NOON)

    for _ in range(2):
        with pytest.raises(CheckpointError, match="two different journals of 3 entries"):
            heads.keep_head(a_peer().entry, rewritten, now=NOON)

    assert sorted(heads.kept_of(PEER)) == sorted([honest, rewritten])


def test_a_head_signed_by_another_is_not_kept(heads: Heads) -> None:
    """Nobody can put a contradiction into a peer's mouth."""
    forged = sign_note(Checkpoint(PEER_SIGNER.name, 3, bytes(32)).text(), SIGNER)

    with pytest.raises(CheckpointError, match="not signed"):
        heads.keep_head(a_peer().entry, forged, now=NOON)

    assert heads.kept_of(PEER) == []


RECEIPT = KeptReceipt(
    ReceiptDirection.RECEIVED,
    PEER,
    "query-1",
    Receipt(b"\x01" * 32, b"\x02" * 32, _note(3, bytes(32)), b"\x03" * 64),
    NOON,
)


def test_receipts_are_found_by_query(heads: Heads) -> None:
    """Both directions are kept apart, each once."""
    given = replace(RECEIPT, direction=ReceiptDirection.GIVEN)
    for kept in (RECEIPT, given, RECEIPT):
        heads.keep_receipt(kept)

    found = heads.receipts("query-1")

    assert sorted(found, key=lambda kept: kept.direction) == [given, RECEIPT]
    assert heads.receipts("query-2") == []
