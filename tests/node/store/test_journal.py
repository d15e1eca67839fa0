"""The journal in the ledger: provable, signed, and erasable without a gap."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from node.domain.checkpoint import Checkpoint, open_checkpoint
from node.domain.errors import JournalError, NotFoundError
from node.domain.journal import Entry, Event
from node.domain.merkle import EMPTY_ROOT, verify_consistency, verify_inclusion
from node.keys.identity import verifies
from node.store import schema
from node.store.audit import verify_journal
from node.store.journal import Journal, erasure_digest
from node.store.ledger import Ledger, sqlite_url
from tests.node.store.factories import IDENTITY, NODE, NOON, SIGNER, TODAY, an_entry


def _opened(note: str) -> Checkpoint:
    return open_checkpoint(note, node=NODE, public_key=IDENTITY.public_key, verify=verifies)


def _append(journal: Journal, count: int, *, until: date | None = None) -> None:
    for number in range(count):
        journal.append(an_entry(count=number, retention_until=until))


def _leaf(ledger: Ledger, index: int) -> bytes:
    with ledger.reading() as connection:
        rows = connection.execute(schema.journal_entry.select()).all()
    return next(bytes(row.leaf) for row in rows if row.position == index)


def test_entries_are_read_as_they_were_appended(journal: Journal) -> None:
    """Indexes count from 0, and the order is that of appending."""
    assert [journal.append(an_entry(count=number)) for number in range(5)] == [0, 1, 2, 3, 4]

    assert [row.index for row in journal.tail(2)] == [3, 4]
    assert [row.entry for row in journal.entries(1, 3)] == [an_entry(count=1), an_entry(count=2)]


def test_an_empty_journal_has_a_head(journal: Journal) -> None:
    """The first message of a new node carries the head of an empty tree."""
    assert _opened(journal.head()) == Checkpoint(SIGNER.name, 0, EMPTY_ROOT)


def test_a_head_is_signed_once(journal: Journal) -> None:
    """Asking again gives the same note, and the next entry another."""
    _append(journal, 3)
    head = journal.head()

    assert journal.head() == head
    _append(journal, 1)
    assert _opened(journal.head()).size == 4


def test_a_head_goes_with_its_entries(ledger: Ledger, journal: Journal) -> None:
    """No head is left of entries that were rolled back."""

    def fail_after_signing() -> None:
        with ledger.transaction():
            journal.append(an_entry())
            journal.head()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_signing()

    journal.append(an_entry())
    assert _opened(journal.head()).size == 1
    assert verify_journal(ledger, SIGNER, verify=verifies).is_intact


def test_inclusion_is_proven_against_the_signed_head(ledger: Ledger, journal: Journal) -> None:
    """A supervisor needs the entry's hash, the proof and the head."""
    _append(journal, 7)
    head = _opened(journal.head())

    proof = journal.inclusion_proof(4, head.size)

    assert verify_inclusion(_leaf(ledger, 4), 4, size=head.size, proof=proof, root_hash=head.root)


def test_growth_is_proven_between_signed_heads(journal: Journal) -> None:
    """A peer that kept the old head sees that nothing before it was changed."""
    _append(journal, 3)
    old = _opened(journal.head())
    _append(journal, 4)
    new = _opened(journal.head())

    proof = journal.consistency_proof(old.size, new.size)

    assert verify_consistency((old.size, old.root), (new.size, new.root), proof=proof)


def test_there_is_no_proof_of_what_never_was(journal: Journal) -> None:
    """Sizes and indexes beyond the journal are not found."""
    _append(journal, 2)

    with pytest.raises(NotFoundError):
        journal.inclusion_proof(2, 2)
    with pytest.raises(NotFoundError):
        journal.inclusion_proof(0, 3)
    with pytest.raises(NotFoundError):
        journal.consistency_proof(0, 2)


def test_entries_of_equal_content_have_different_hashes(ledger: Ledger, journal: Journal) -> None:
    """An erased entry cannot be found out by hashing guesses."""
    journal.append(an_entry())
    journal.append(an_entry())

    assert _leaf(ledger, 0) != _leaf(ledger, 1)


ERASING = Entry(Event.ERASE, NOON, officer="node")


def test_what_is_due_is_erased_and_the_tree_stays(ledger: Ledger, journal: Journal) -> None:
    """Contents are gone, heads and proofs hold, and an entry vouches for the gap."""
    _append(journal, 3, until=TODAY - timedelta(days=1))
    _append(journal, 2, until=TODAY)
    _append(journal, 1)
    journal.head()

    assert journal.erase(TODAY, ERASING) == 3

    rows = journal.entries(0, 99)
    assert [row.entry is None for row in rows] == [True] * 3 + [False] * 4
    assert {row.erased_by for row in rows[:3]} == {6}
    vouching = rows[6].entry
    assert vouching is not None
    assert vouching.detail == {"count": 3, "digest": erasure_digest([0, 1, 2])}
    report = verify_journal(ledger, SIGNER, verify=verifies)
    assert (report.is_intact, report.entries, report.tombstones) == (True, 7, 3)


def test_erasing_nothing_says_nothing(journal: Journal) -> None:
    """A day on which nothing is due leaves no entry."""
    _append(journal, 2)

    assert journal.erase(TODAY, ERASING) == 0
    assert len(journal.tail(9)) == 2


def test_erasing_twice_erases_once(ledger: Ledger, journal: Journal) -> None:
    """A tombstone is not erased again, and each erasure vouches for its own."""
    _append(journal, 2, until=TODAY)
    journal.erase(TODAY + timedelta(days=1), ERASING)
    _append(journal, 1, until=TODAY)

    assert journal.erase(TODAY + timedelta(days=1), ERASING) == 1
    assert verify_journal(ledger, SIGNER, verify=verifies).tombstones == 3


def test_a_legal_hold_forbids_erasure(journal: Journal) -> None:
    """A held entry stays until the hold is lifted, and both are journalled."""
    _append(journal, 2, until=TODAY - timedelta(days=1))

    journal.hold(0, "monitoring 2026/12", entry=an_entry(Event.ADMIN, action="hold"))
    assert journal.erase(TODAY, ERASING) == 1
    journal.hold(0, "", entry=an_entry(Event.ADMIN, action="release"))
    assert journal.erase(TODAY, ERASING) == 1


@pytest.mark.parametrize("index", [0, 7], ids=["erased", "absent"])
def test_only_what_is_there_is_held(journal: Journal, index: int) -> None:
    """A hold on nothing would be a false assurance."""
    _append(journal, 1, until=TODAY - timedelta(days=1))
    journal.erase(TODAY, ERASING)

    with pytest.raises(NotFoundError):
        journal.hold(index, "monitoring", entry=an_entry(Event.ADMIN))


@pytest.mark.parametrize(
    "entry", [an_entry(), an_entry(Event.ERASE, retention_until=TODAY)], ids=["other", "mortal"]
)
def test_only_a_lasting_erasure_vouches(journal: Journal, entry: Entry) -> None:
    """An erasing entry that could be erased itself would leave tombstones without a word."""
    with pytest.raises(ValueError, match="tombstones"):
        journal.erase(TODAY, entry)


def test_erased_content_is_not_in_the_file(tmp_path: Path) -> None:
    """SQLite overwrites what is erased, so that a disk image does not hold it."""
    path = tmp_path / "ledger.db"
    ledger = Ledger.open(sqlite_url(path))
    journal = Journal(ledger, SIGNER)
    yesterday = TODAY - timedelta(days=1)
    journal.append(an_entry(retention_until=yesterday, reason="unmistakable"))

    journal.erase(TODAY, ERASING)

    ledger.close()
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"unmistakable" not in files


def test_a_head_over_a_rewritten_journal_is_not_signed(ledger: Ledger, journal: Journal) -> None:
    """A node never signs two heads of one size, even if its ledger was tampered with."""
    _append(journal, 1)
    journal.head()
    with ledger.transaction() as connection:
        connection.execute(schema.journal_tree.update().values(frontier=bytes(32)))

    with pytest.raises(JournalError, match="not the one whose head"):
        journal.head()


def test_a_damaged_tree_is_not_appended_to(ledger: Ledger, journal: Journal) -> None:
    """A node whose journal is damaged stops, instead of going on with another."""
    _append(journal, 1)
    with ledger.transaction() as connection:
        connection.execute(schema.journal_tree.update().values(frontier=b""))

    with pytest.raises(JournalError, match="damaged"):
        journal.append(an_entry())


def test_an_entry_that_cannot_be_read_is_named(ledger: Ledger, journal: Journal) -> None:
    """Reading a tampered journal fails in our words, with the place."""
    _append(journal, 2)
    with ledger.transaction() as connection:
        tampered = schema.journal_entry.c.position == 1
        connection.execute(schema.journal_entry.update().where(tampered).values(content=b"{}"))

    with pytest.raises(JournalError, match="entry 1"):
        journal.tail(2)
