"""Cosigning between two nodes whose journals are real."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from node.domain.checkpoint import Checkpoint, NoteSigner, origin_of, sign_note
from node.domain.cosignature import Submission, read_cosigned, read_submission, witness_of
from node.domain.errors import CheckpointError
from node.domain.journal import Event
from node.domain.peer import DirectoryEntry
from node.keys.identity import Identity, verifies
from node.store.heads import Heads
from node.store.journal import Journal
from node.store.ledger import Ledger, sqlite_url
from node.store.witness import Witness
from tests.node.store.factories import (
    IDENTITY,
    NODE,
    NOON,
    PEER,
    PEER_IDENTITY,
    PEER_SIGNER,
    a_peer,
    an_entry,
)


@dataclass
class Side:
    """One node with its journal and its part in cosigning."""

    entry: DirectoryEntry
    ledger: Ledger
    journal: Journal
    heads: Heads
    witness: Witness

    def write(self, count: int) -> None:
        """Append some entries."""
        for number in range(count):
            self.journal.append(an_entry(count=number))

    def alarms(self) -> list[object]:
        """Return the reasons of the alarms journalled so far."""
        rows = [row.entry for row in self.journal.tail(99)]
        return [each.detail["reason"] for each in rows if each and each.event is Event.ALARM]


def _side(folder: Path, entry: DirectoryEntry, identity: Identity) -> Side:
    ledger = Ledger.open(sqlite_url(folder / f"{entry.id}.db"))
    journal = Journal(ledger, identity.note_signer(origin_of(entry.id)))
    heads = Heads(ledger, verifies)
    signer: NoteSigner = identity.note_signer(witness_of(entry.id))
    witness = Witness(ledger, heads, journal=journal, signer=signer, verify=verifies)
    return Side(entry, ledger, journal, heads, witness)


@pytest.fixture
def asker(tmp_path: Path) -> Iterator[Side]:
    """Make the node that submits its heads."""
    entry = replace(a_peer().entry, id=PEER, identity_key=PEER_IDENTITY.public_key)
    side = _side(tmp_path, entry, PEER_IDENTITY)
    yield side
    side.ledger.close()


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Side]:
    """Make the node that cosigns them."""
    entry = replace(a_peer().entry, id=NODE, identity_key=IDENTITY.public_key)
    side = _side(tmp_path, entry, IDENTITY)
    yield side
    side.ledger.close()


def _exchange(asker: Side, owner: Side) -> str:
    told = owner.witness.cosign(asker.entry, asker.witness.submission(owner.entry.id), now=NOON)
    asker.witness.keep(owner.entry, told, now=NOON)
    return told


def test_growing_heads_are_cosigned_one_after_the_other(asker: Side, owner: Side) -> None:
    """The first is taken on trust, the next are proven to continue it."""
    for size, more in ((3, 3), (8, 5), (8, 0), (700, 692)):
        asker.write(more)

        told = _exchange(asker, owner)

        assert read_cosigned(told)[0] == size
        assert [peer for peer, _ in asker.witness.lines(size)] == [NODE]
    assert asker.witness.newest() == {NODE: 700}
    assert owner.alarms() == []


def test_an_empty_journal_is_not_cosigned(asker: Side, owner: Side) -> None:
    """Nothing is attested where there is nothing."""
    assert _exchange(asker, owner) == "0\n"
    assert asker.witness.newest() == {}


def test_a_lost_reply_is_made_up_for(asker: Side, owner: Side) -> None:
    """The peer says how far it has cosigned, and the next submission starts from there."""
    asker.write(2)
    owner.witness.cosign(asker.entry, asker.witness.submission(NODE), now=NOON)
    asker.write(2)

    assert _exchange(asker, owner) == "2\n"
    asker.write(1)
    _exchange(asker, owner)

    assert asker.witness.newest() == {NODE: 5}
    assert owner.alarms() == []


def test_a_rewritten_journal_is_not_cosigned_and_alarms(
    asker: Side, owner: Side, tmp_path: Path
) -> None:
    """A journal that does not continue the cosigned one has no proof that it does."""
    asker.write(3)
    _exchange(asker, owner)
    (tmp_path / "again").mkdir()
    rewritten = _side(tmp_path / "again", asker.entry, PEER_IDENTITY)
    rewritten.write(6)
    honest = rewritten.journal.consistency_proof(3, 6)
    forged = Submission(rewritten.journal.head(), 3, tuple(honest)).text()

    told = owner.witness.cosign(asker.entry, forged, now=NOON)

    assert told == "3\n"
    assert owner.alarms() == ["no-consistency"]
    rewritten.ledger.close()


def test_two_heads_of_one_size_alarm_once(asker: Side, owner: Side) -> None:
    """Equivocation is refused, kept as evidence, and told once."""
    asker.write(3)
    _exchange(asker, owner)
    other = sign_note(Checkpoint(PEER_SIGNER.name, 3, bytes(32)).text(), PEER_SIGNER)

    for _ in range(2):
        with pytest.raises(CheckpointError, match="two different journals"):
            owner.witness.cosign(asker.entry, Submission(other, 3).text(), now=NOON)

    assert owner.alarms() == ["two-heads"]
    assert owner.heads.contradictions() == [(PEER, 3)]


TAMPERED = {
    "no size": "no number\n",
    "a head that never was": "4\n",
    "another line": "3\n\u2014 customs-es.heliograph/witness AAAA\n",
    "no line": "3\nwhatever",
}


@pytest.mark.parametrize("told", TAMPERED.values(), ids=TAMPERED.keys())
def test_what_does_not_verify_is_not_kept(asker: Side, owner: Side, told: str) -> None:
    """A peer cannot have a node keep a cosignature that proves nothing."""
    asker.write(3)
    asker.journal.head()

    asker.witness.keep(owner.entry, told, now=NOON)

    assert asker.witness.newest() == {}


def test_a_cosignature_of_another_head_is_not_kept(asker: Side, owner: Side) -> None:
    """A line over an older head does not pass for one over a newer."""
    asker.write(3)
    line = read_cosigned(_exchange(asker, owner))[1]
    asker.write(1)
    asker.journal.head()

    asker.witness.keep(owner.entry, f"4\n{line}", now=NOON)

    assert asker.witness.newest() == {NODE: 3}


MALFORMED = {
    "bare note": "origin\n3\nAAAA\n",
    "no size": "old x\n\nnote\n",
    "leading zero": "old 03\n\nnote\n",
    "hash too short": "old 3\nAAAA\n\nnote\n",
    "hash no base64": "old 3\n!!!!\n\nnote\n",
    "proof too long": "old 3\n" + "A\n" * 64 + "\nnote\n",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_submission_is_refused(text: str) -> None:
    """Only the published form is read."""
    with pytest.raises(CheckpointError):
        read_submission(text)
