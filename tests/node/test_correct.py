"""What was told and is not so any more is taken back at every recipient, and confirmed there."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from node.domain.alert import Alert, AlertMoveError, Direction, Flag
from node.domain.case import Cell
from node.domain.errors import JustificationError, NotFoundError, RefusedError
from node.domain.exchange import Handling
from node.domain.journal import Event
from node.domain.notice import Change, Notice, Retraction
from node.domain.retraction import LIFTED
from node.store.retractions import Retractions
from tests.factories import TARGET, Fields, a_justification, asked, people
from tests.node.federation import Member, federation

KNOWN: Fields = {"id": ("R-7",), **TARGET}
OTHERS = list(people(40))
OFFICER = "officer-1"


class Pair:
    """One that was told of a hit, and the owner of the record."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner
        self.corrector = owner.application.follow_up.corrector
        self.heeder = asker.application.follow_up.heeder
        self.taken_back = owner.application.follow_up.retractions
        self.heard_of = asker.application.follow_up.retractions

    def load(self, *records: Fields) -> None:
        """Load the owner's register again."""
        self.owner.load("persons", [*records, *OTHERS])

    async def ask(self, case: str = "CASE-1") -> Cell:
        """Ask about the person and get a hit."""
        reasons = a_justification(case_reference=case)
        (cell,) = await self.asker.ask(asked(TARGET), justification=reasons)
        return cell

    async def deliver(self) -> None:
        """Send what waits at either node."""
        for member in (self.owner, self.asker):
            await member.node.notifier.deliver()

    def hit(self, case: str = "CASE-1") -> Alert:
        """Return the asker's alert of a case."""
        (alert,) = self.asker.alerts(Direction.OUTGOING, case=case)
        return alert


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Run two nodes; one has told the other of a hit."""
    async with federation(tmp_path, "customs-es", "fiu-nl") as (asker, owner):
        found = Pair(asker, owner)
        found.load(KNOWN)
        await found.ask()
        yield found


@pytest.mark.parametrize(
    ("records", "change"),
    [
        ([{**KNOWN, "birth_date": ("1971-04-24",)}], Change.CORRECTED),
        ([], Change.DELETED),
    ],
    ids=["changed", "gone"],
)
async def test_a_load_takes_back_what_it_changes(
    pair: Pair, records: list[Fields], change: Change
) -> None:
    """The recipient's alert is flagged, and 48 hours begin to run there."""
    pair.load(*records)
    await pair.deliver()

    (said,) = pair.taken_back.all(Direction.OUTGOING)
    hit = pair.hit()
    assert (said.change, said.raised_by, said.reference) == (change, "officer-7", hit.reference)
    assert (hit.work.flag, hit.work.clock) == (Flag(change.value), "retraction-48h")
    key = (str(pair.owner.id), hit.reference)
    assert pair.heard_of.flags([key]) == {key: change.value}
    assert pair.owner.alerts(Direction.INCOMING)[0].work.flag == change.value


async def test_a_load_that_changes_nothing_says_nothing(pair: Pair) -> None:
    """Neither another order nor what nobody is compared by is a correction."""
    pair.load({**KNOWN, "disclosure": ("centre",)})

    assert pair.taken_back.all() == []


async def test_a_confirmation_reaches_the_owner(pair: Pair) -> None:
    """Who has confirmed what is known on both sides; the clock stops; once is enough."""
    pair.corrector.retract("persons", "R-7", change=Change.DELETED, officer=OFFICER)
    await pair.deliver()
    (heard,) = pair.heard_of.all(Direction.INCOMING)

    pair.heeder.acknowledge(heard.id, "deleted", officer="officer-9")
    await pair.deliver()

    (said,) = pair.taken_back.all(Direction.OUTGOING)
    assert (said.outcome, said.acknowledged_at is not None) == ("deleted", True)
    assert pair.hit().work.clock == ""
    assert pair.asker.entries(Event.CORRECT)[-1].officer == "officer-9"
    with pytest.raises(AlertMoveError):
        pair.heeder.acknowledge(heard.id, "deleted", officer="officer-9")


async def test_who_has_not_confirmed_is_seen_to_be_late(pair: Pair) -> None:
    """After 48 hours the owner sees it, and the recipient's senior desk hears of it."""
    pair.corrector.retract("persons", "R-7", change=Change.CORRECTED, officer=OFFICER)
    await pair.deliver()
    (said,) = pair.taken_back.all(Direction.OUTGOING, is_open=True)
    pair.asker.clock.ahead = timedelta(hours=49)

    done = pair.asker.application.desk.reminder.remind()

    assert not said.is_overdue(pair.owner.clock.now())
    assert said.is_overdue(pair.owner.clock.now() + timedelta(hours=48))
    assert (done.escalated, done.overdue) == (1, 1)


async def test_contested_data_are_flagged_at_every_later_hit(pair: Pair) -> None:
    """A later answer says H3, and a notice says why; it ends by consent, court or authority."""
    pair.corrector.retract("persons", "R-7", change=Change.CONTESTED, officer=OFFICER)
    later = await pair.ask("CASE-2")
    await pair.deliver()
    assert later.handling is Handling.H3
    assert [pair.hit(case).work.flag for case in ("CASE-1", "CASE-2")] == [Flag.CONTESTED] * 2
    with pytest.raises(JustificationError):
        pair.corrector.lift("persons", "R-7", why="time", officer=OFFICER)

    said = pair.corrector.lift("persons", "R-7", why="court", officer=OFFICER)
    after = await pair.ask("CASE-3")
    await pair.deliver()

    assert [each.sentence for each in said] == [LIFTED, LIFTED]
    assert [pair.hit(f"CASE-{n}").work.flag for n in (1, 2, 3)] == [Flag.NONE] * 3
    assert after.handling is Handling.H1


async def test_the_same_hit_is_not_flagged_twice(pair: Pair) -> None:
    """Asking every day about a contested record does not bring a notice every day."""
    pair.corrector.retract("persons", "R-7", change=Change.CONTESTED, officer=OFFICER)
    await pair.ask()
    await pair.ask()

    assert len(pair.taken_back.all(Direction.OUTGOING)) == 1


async def test_nobody_takes_back_what_it_never_told(pair: Pair) -> None:
    """A number of another is refused, and changes nothing."""
    (peer,) = pair.owner.application.records.peers.all()
    hit = pair.hit()

    with pytest.raises(NotFoundError):
        pair.corrector.retract("persons", "R-999", change=Change.DELETED, officer=OFFICER)
    with pytest.raises(RefusedError):
        pair.owner.node.hearer.hear(
            peer.id, _forged(pair, hit), notice_hash=bytes(32), checkpoint=""
        )

    assert (pair.hit().work.flag, pair.heard_of.all()) == (Flag.NONE, [])


def _forged(pair: Pair, hit: Alert) -> Notice:
    body = Retraction(hit.reference, Change.DELETED)
    return Notice("11111111-1111-4111-8111-111111111111", pair.owner.clock.now(), body)


async def test_another_replica_hears_of_a_dispute_at_once(pair: Pair) -> None:
    """Two processes on one ledger flag the same records, and what was rolled back never was."""
    ledger = pair.owner.node.ground.stores.ledger
    replica = Retractions(ledger)
    pair.corrector.retract("persons", "R-7", change=Change.CONTESTED, officer=OFFICER)
    (contested,) = pair.taken_back.contests()

    assert replica.is_contested(contested.record_key)
    with suppress(ZeroDivisionError), ledger.transaction():
        pair.corrector.lift("persons", "R-7", why="court", officer=OFFICER)
        raise ZeroDivisionError

    assert pair.taken_back.is_contested(contested.record_key)
    assert replica.is_contested(contested.record_key)
