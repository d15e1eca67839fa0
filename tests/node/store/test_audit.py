"""The audit finds every change to what was written, and says where."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from node.domain import merkle
from node.domain.checkpoint import Checkpoint, sign_note
from node.domain.journal import AuditReport, Entry, Event, canonical
from node.keys.identity import Identity, verifies
from node.store.audit import verify_journal
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.schema import journal_entry, journal_head, journal_tree
from tests.node.store.factories import NOON, SIGNER, TODAY, an_entry

ERASURE = 6


@pytest.fixture
def written(ledger: Ledger, journal: Journal) -> Ledger:
    """Write nine entries: two erased, the erasure at index 6, heads at 4 and 9."""
    for number in range(4):
        until = TODAY - timedelta(days=1) if number < 2 else None
        journal.append(an_entry(count=number, retention_until=until))
    journal.head()
    for number in range(2):
        journal.append(an_entry(count=number))
    journal.erase(TODAY, Entry(Event.ERASE, NOON))
    for number in range(2):
        journal.append(an_entry(count=number))
    journal.head()
    return ledger


def _audit(ledger: Ledger) -> AuditReport:
    return verify_journal(ledger, SIGNER, verify=verifies)


def test_an_untouched_journal_is_intact(written: Ledger) -> None:
    """Everything written is counted, and nothing is at fault."""
    report = _audit(written)

    assert report.is_intact
    assert (report.entries, report.tombstones, report.heads) == (9, 2, 2)
    assert report.first_bad is None


def test_an_empty_journal_is_intact(ledger: Ledger) -> None:
    """A new node passes its own audit."""
    assert _audit(ledger) == AuditReport(0, merkle.EMPTY_ROOT, 0, 0)


def test_the_report_has_the_root_of_the_signed_head(written: Ledger, journal: Journal) -> None:
    """An auditor compares it with the heads that peers kept."""
    assert Checkpoint(SIGNER.name, 9, _audit(written).root).text() in journal.head()


def test_progress_is_told_to_the_end(written: Ledger) -> None:
    """The last call has all entries done."""
    told: list[tuple[int, int]] = []

    verify_journal(
        written, SIGNER, verify=verifies, progress=lambda done, total: told.append((done, total))
    )

    assert told[-1] == (9, 9)


FORGED = canonical(an_entry(count=99), bytes(16))


def _set(index: int, **values: object) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(
        update(journal_entry).where(journal_entry.c.position == index).values(**values)
    )


def _cut_off(connection: Connection) -> None:
    connection.execute(journal_entry.delete().where(journal_entry.c.position >= 8))


def _remove_one(connection: Connection) -> None:
    connection.execute(journal_entry.delete().where(journal_entry.c.position == 5))


def _head_by_another(connection: Connection) -> None:
    row = connection.execute(journal_head.select().where(journal_head.c.size == 4)).one()
    text = Checkpoint(SIGNER.name, 4, row.root).text()
    forged = sign_note(text, Identity(bytes(32)).note_signer(SIGNER.name))
    connection.execute(update(journal_head).where(journal_head.c.size == 4).values(note=forged))


def _another_tree(connection: Connection) -> None:
    connection.execute(update(journal_tree).values(frontier=bytes(64)))


def _no_tree(connection: Connection) -> None:
    connection.execute(update(journal_tree).values(frontier=b"short"))


@pytest.mark.parametrize(
    ("tamper", "first_bad", "fault"),
    [
        pytest.param(
            _set(3, content=FORGED), 3, "entry 3 is not what was written", id="content-changed"
        ),
        pytest.param(
            _set(3, content=FORGED, leaf=merkle.leaf_hash(FORGED)),
            3,
            "the signed head of size 4 is of another journal",
            id="content-and-hash-changed",
        ),
        pytest.param(
            _set(8, content=FORGED, leaf=merkle.leaf_hash(FORGED)),
            8,
            "the signed head of size 9 is of another journal",
            id="newest-entry-changed",
        ),
        pytest.param(
            _set(4, content=None), 4, "nobody vouches for erased entry 4", id="secretly-erased"
        ),
        pytest.param(
            _set(4, content=None, erased_by=ERASURE),
            ERASURE,
            "entry 6 does not vouch for what is erased",
            id="erased-under-a-false-name",
        ),
        pytest.param(
            _set(4, content=None, erased_by=3),
            3,
            "entry 3 does not vouch for what is erased",
            id="erased-by-no-erasure",
        ),
        pytest.param(
            _set(5, content=b"{}", leaf=merkle.leaf_hash(b"{}")),
            5,
            "entry 5 cannot be read",
            id="nonsense",
        ),
        pytest.param(_remove_one, 5, "entry 5 is missing", id="entry-removed"),
        pytest.param(
            _cut_off, 8, "a signed head covers entries that are missing", id="end-cut-off"
        ),
        pytest.param(
            _head_by_another,
            3,
            "the signed head of size 4 is of another journal",
            id="head-by-another-key",
        ),
        pytest.param(
            _another_tree, 9, "the tree beside the entries is another one", id="another-tree"
        ),
        pytest.param(_no_tree, None, "the journal's tree is damaged", id="no-tree"),
    ],
)
def test_tampering_is_found(
    written: Ledger,
    tamper: Callable[[Connection], object],
    first_bad: int | None,
    fault: str,
) -> None:
    """Whoever can write the database cannot do it unseen."""
    with written.transaction() as connection:
        tamper(connection)

    report = _audit(written)

    assert (report.is_intact, report.first_bad, report.fault) == (False, first_bad, fault)
