"""What a hit has led to goes back to its owner by a code, if the asker wants that."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from node.decide import Ruling
from node.domain.alert import Alert, AlertMoveError, AlertState, Direction
from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.reason import Verdict
from node.outcome import Outcomes
from tests.factories import TARGET, a_justification, a_register_of_people, asked
from tests.node.federation import Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Pair:
    """An asker and an owner."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner
        self._cases = 0

    @property
    def outcomes(self) -> Outcomes:
        """What the asker's officers note."""
        return self.asker.application.follow_up.outcomes

    async def hit(self) -> tuple[Alert, Alert]:
        """Get a hit in a case of its own; return the asker's alert and the owner's."""
        self._cases += 1
        case = f"CASE-{self._cases}"
        await self.asker.ask(asked(TARGET), justification=a_justification(case_reference=case))
        (outgoing,) = self.asker.alerts(Direction.OUTGOING, case=case)
        (incoming,) = self.owner.alerts(Direction.INCOMING, case=case)
        return outgoing, incoming

    def at_owner(self, alert: Alert) -> Alert:
        """Return the owner's alert as it now stands."""
        return self.owner.application.records.alerts.get(alert.id)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Run two nodes; one has a register."""
    folder: Path = tmp_path_factory.mktemp("outcome")
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people())
        yield Pair(asker, owner)


async def test_nothing_is_told_unless_it_is_wanted(pair: Pair) -> None:
    """The settings say no by default; the outcome is kept and journalled all the same."""
    outgoing, incoming = await pair.hit()

    noted = pair.outcomes.note(outgoing.id, "request-sent", officer="officer-1")
    await pair.asker.node.notifier.deliver()

    assert (noted.is_told, noted.alert.work.outcome) == (False, "request-sent")
    assert noted.alert.state is AlertState.OPEN
    assert pair.asker.entries(Event.FOLLOW_UP)[-1].detail["outcome"] == "request-sent"
    assert pair.at_owner(incoming).work.outcome == ""


async def test_feedback_reaches_the_owner_and_ends_its_clock(pair: Pair) -> None:
    """The owner sees the code at its own alert, and owes core data no more."""
    outgoing, incoming = await pair.hit()
    same = Ruling(Verdict.CONFIRMED, "same-identifier")
    pair.owner.application.desk.decider.decide(incoming.id, same, officer="officer-2")

    noted = pair.outcomes.note(outgoing.id, "arrest", officer="officer-1", tell=True)
    await pair.asker.node.notifier.deliver()

    told = pair.at_owner(incoming)
    assert noted.alert.state is AlertState.CONFIRMED
    assert (told.work.outcome, told.work.clock) == ("arrest", "")
    assert told.work.outcome_at is not None


@pytest.mark.parametrize(("code", "is_match"), [("confirmed", True), ("rejected", False)])
async def test_feedback_teaches(pair: Pair, code: str, *, is_match: bool) -> None:
    """What both desks have found out is a label, with its source."""
    outgoing, incoming = await pair.hit()

    pair.outcomes.note(outgoing.id, code, officer="officer-1", tell=True)
    await pair.asker.node.notifier.deliver()

    labels = {each.alert_id: each for each in pair.owner.application.desk.labels.all()}
    label = labels[incoming.id]
    assert (label.is_match, label.source) == (is_match, "feedback")
    assert label.levels


async def test_an_outcome_is_one_of_the_codes_and_the_askers(pair: Pair) -> None:
    """Free words are refused, and an incoming alert is decided instead."""
    outgoing, incoming = await pair.hit()

    with pytest.raises(JustificationError):
        pair.outcomes.note(outgoing.id, "they got him", officer="officer-1")
    with pytest.raises(AlertMoveError):
        pair.owner.application.follow_up.outcomes.note(incoming.id, "arrest", officer="officer-1")


async def test_alerts_are_counted_by_what_they_led_to(pair: Pair) -> None:
    """The counts add up and name no case."""
    await pair.hit()

    tally = pair.asker.application.records.alerts.tally()

    every = pair.asker.alerts(Direction.OUTGOING)
    assert sum(each.count for each in tally if each.direction == "outgoing") == len(every)
    assert "CASE" not in str(tally)
