"""Officers decide with coded reasons, one at a time, two where the policy says so."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from node.application import DeskWork
from node.decide import Ruling
from node.domain.alert import (
    Alert,
    AlertChangedError,
    AlertClaimedError,
    AlertMoveError,
    AlertState,
    Direction,
)
from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.justification import Urgency
from node.domain.reason import REASONS, WORDS, Reopening, Verdict
from node.store.alerts import AlertFilter, Order
from tests.factories import TARGET, a_justification, a_register_of_people, asked
from tests.node.federation import Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAME = Ruling(Verdict.CONFIRMED, "same-identifier")
OTHER = Ruling(Verdict.DISMISSED, "different-subject")
UNSURE = Ruling(Verdict.UNSURE, "source-asked")
TWO_PAIRS_OF_EYES = b"""
version = 1
[default.second_review]
offences = ["drugs.*"]
"""
NO_SECOND = b"version = 1\n"


class House:
    """An asker, and an owner whose officers work on alerts."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner
        self._cases = 0

    @property
    def desk(self) -> DeskWork:
        """What the owner's officers do."""
        return self.owner.application.desk

    def settle(self, policy: bytes) -> None:
        """Put a policy in force at the owner."""
        self.owner.application.safeguards.governor.put(policy, officer="officer-chief")

    async def alert(self, **changes: object) -> Alert:
        """Raise an incoming alert of a case of its own."""
        self._cases += 1
        reasons = a_justification(**{"case_reference": f"CASE-{self._cases}", **changes})
        await self.asker.ask(asked(TARGET), justification=reasons)
        alerts = self.owner.alerts(Direction.INCOMING, case=reasons.case_reference)
        return alerts[0]

    def now(self, alert: Alert) -> Alert:
        """Return an alert as it now stands."""
        return self.owner.application.records.alerts.get(alert.id)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Run two nodes; one has a register."""
    folder: Path = tmp_path_factory.mktemp("house")
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people())
        yield House(asker, owner)


@pytest.fixture(autouse=True)
def plain(house: House) -> None:
    """Begin each test without a rule for a second officer and at the machine's time."""
    house.settle(NO_SECOND)
    house.owner.clock.ahead = timedelta()


async def test_every_reason_has_words() -> None:
    """A code without words would reach an officer as it is."""
    codes = {*Reopening, *(reason for reasons in REASONS.values() for reason in reasons)}

    assert set(WORDS) == codes


async def test_an_alert_says_what_was_asked_and_until_when(house: House) -> None:
    """Purpose, offence and weight are there to sort by; an urgent query is owed in eight hours."""
    alert = await house.alert(urgency=Urgency.URGENT, urgency_reason="controlled delivery")

    assert (alert.purpose, alert.offence) == ("drug-trafficking", "drugs.trafficking")
    assert alert.weight > 0
    assert alert.work.told_at is not None
    assert alert.work.due_at == alert.created_at + timedelta(hours=8)


async def test_a_claim_keeps_others_away_until_it_lapses(house: House) -> None:
    """Who is turned away hears by whom; half an hour later the alert is free."""
    alert = await house.alert()
    house.desk.decider.claim(alert.id, officer="officer-1")

    with pytest.raises(AlertClaimedError, match="officer-1 has held this alert since"):
        house.desk.decider.decide(alert.id, OTHER, officer="officer-2")
    with pytest.raises(AlertClaimedError):
        house.desk.decider.release(alert.id, officer="officer-2")
    house.owner.clock.ahead = timedelta(minutes=31)

    assert house.desk.decider.claim(alert.id, officer="officer-2").work.claimed_by == "officer-2"


async def test_a_decision_is_journalled_with_its_code(house: House) -> None:
    """Claim, dismissal and undoing follow each other; each has its entry and its reason."""
    alert = await house.alert()
    house.desk.decider.claim(alert.id, officer="officer-1")
    house.desk.decider.decide(alert.id, OTHER, officer="officer-1")
    opened = house.desk.aside.reopen(alert.id, reason="new-information", officer="officer-1")

    assert (opened.state, opened.work.due_at) == (AlertState.OPEN, alert.work.due_at)
    told = [
        (entry.event, entry.detail.get("reason", ""))
        for entry in house.owner.entries(Event.CLAIM, Event.DISMISS, Event.REOPEN)
        if entry.detail["alert"] == alert.id
    ]
    assert told == [
        (Event.CLAIM, ""),
        (Event.DISMISS, "different-subject"),
        (Event.REOPEN, "new-information"),
    ]


@pytest.mark.parametrize("code", ["", "other person", "same-identifier"])
async def test_a_verdict_has_reasons_of_its_own(house: House, code: str) -> None:
    """Free words, none, and those of another verdict are refused; the hint names the others."""
    alert = await house.alert()

    with pytest.raises(JustificationError) as raised:
        house.desk.decider.decide(alert.id, Ruling(Verdict.DISMISSED, code), officer="officer-1")

    assert "different-birth-date" in raised.value.hint
    assert house.now(alert).state is AlertState.OPEN


async def test_a_note_is_kept_sealed(house: House) -> None:
    """Colleagues read it; neither the ledger nor the journal has it in clear."""
    alert = await house.alert()
    words = "Asked the liaison officer, who knows her"

    decided = house.desk.decider.decide(
        alert.id, Ruling(Verdict.UNSURE, "source-asked", words), officer="officer-1"
    )
    read = house.owner.application.review.get(alert.id, officer="officer-2", with_record=False)

    assert read.note == words
    assert words.encode() not in decided.work.note
    assert words not in str(house.owner.entries(Event.DOUBT)[-1])


async def test_a_decision_stands_on_what_was_looked_at(house: House) -> None:
    """Two officers with the same page open cannot both decide."""
    alert = await house.alert()
    seen = alert.work.revision
    house.desk.decider.decide(
        alert.id, Ruling(Verdict.UNSURE, "source-asked", "", seen), officer="officer-1"
    )

    with pytest.raises(AlertChangedError, match="unsure by officer-1"):
        house.desk.decider.decide(
            alert.id, Ruling(Verdict.DISMISSED, "common-name", "", seen), officer="officer-2"
        )


async def test_a_confirmation_cannot_be_taken_back(house: House) -> None:
    """It has left the house; what follows is owed within 48 hours, and noted when it is done."""
    alert = await house.alert()
    confirmed = house.desk.decider.decide(alert.id, SAME, officer="officer-1")

    with pytest.raises(AlertMoveError):
        house.desk.decider.decide(alert.id, OTHER, officer="officer-1")
    with pytest.raises(AlertMoveError, match="taken back"):
        house.desk.aside.reopen(alert.id, reason="decided-in-error", officer="officer-1")
    work = confirmed.work
    assert work.decided_at is not None
    assert (work.clock, work.due_at) == ("core-data-48h", work.decided_at + timedelta(hours=48))
    assert house.desk.aside.fulfil(alert.id, officer="officer-1").work.clock == ""


async def test_a_second_officer_says_the_same(house: House) -> None:
    """The first alone confirms nothing; the second must be somebody else."""
    house.settle(TWO_PAIRS_OF_EYES)
    alert = await house.alert()
    proposed = house.desk.decider.decide(alert.id, SAME, officer="officer-1")

    with pytest.raises(AlertMoveError, match="second officer"):
        house.desk.decider.decide(alert.id, SAME, officer="officer-1")
    confirmed = house.desk.decider.decide(alert.id, SAME, officer="officer-2")

    assert proposed.state is AlertState.SECOND_REVIEW
    assert confirmed.state is AlertState.CONFIRMED
    assert (confirmed.work.decided_by, confirmed.work.second_by) == ("officer-1", "officer-2")


async def test_a_second_officer_who_differs_decides_otherwise(house: House) -> None:
    """A dismissal needs no second officer under this policy, so it stands."""
    house.settle(TWO_PAIRS_OF_EYES)
    alert = await house.alert()
    house.desk.decider.decide(alert.id, SAME, officer="officer-1")

    dismissed = house.desk.decider.decide(alert.id, OTHER, officer="officer-2")

    assert (dismissed.state, dismissed.work.second_by) == (AlertState.DISMISSED, "")


async def test_a_whole_filter_is_decided_with_one_reason(house: House) -> None:
    """What a colleague holds is left and counted; a confirmation is never given in bulk."""
    case = "CASE-BULK"
    alert = await house.alert(case_reference=case)
    held = await house.alert(purpose="money-laundering")
    house.desk.decider.claim(held.id, officer="officer-9")
    wanted = AlertFilter(state=None, case_reference=None)

    done = house.desk.decider.decide_all(wanted, UNSURE, officer="officer-1")

    assert house.now(alert).state is AlertState.UNSURE
    assert house.now(held).state is AlertState.CLAIMED
    assert (done.decided > 0, done.left > 0) == (True, True)
    with pytest.raises(JustificationError, match="one by one"):
        house.desk.decider.decide_all(wanted, SAME, officer="officer-1")


async def test_the_same_pair_is_shown_again_only_for_something_new(house: House) -> None:
    """Asked again as before it is counted; with more particulars it is back on the desk."""
    less = {"name": TARGET["name"], "birth_date": TARGET["birth_date"]}
    reasons = a_justification(case_reference="CASE-NEWS")
    await house.asker.ask(less, justification=reasons)
    (alert,) = house.owner.alerts(Direction.INCOMING, case="CASE-NEWS")
    house.desk.decider.decide(alert.id, OTHER, officer="officer-1")

    await house.asker.ask(less, justification=reasons)
    again = house.now(alert)
    await house.asker.ask(asked(TARGET), justification=reasons)

    assert (again.state, again.times) == (AlertState.DISMISSED, 2)
    assert (house.now(alert).state, house.now(alert).times) == (AlertState.OPEN, 3)


async def test_earlier_alerts_of_the_pair_are_shown(house: House) -> None:
    """Another case of the same peer about the same record: the officer sees what was decided."""
    first = await house.alert()
    house.desk.decider.decide(first.id, OTHER, officer="officer-1")
    second = await house.alert()

    reviewed = house.owner.application.review.get(second.id, officer="o", with_record=False)

    assert first.id in {each.id for each in reviewed.earlier}
    assert second.id not in {each.id for each in reviewed.earlier}


async def test_alerts_are_sorted_by_weight_and_by_what_is_due(house: House) -> None:
    """Pages follow each other in either order and miss nothing."""
    alerts = house.owner.application.records.alerts
    wanted = AlertFilter(direction=Direction.INCOMING)
    total = alerts.count(wanted)

    for order in (Order.WEIGHT, Order.DUE):
        seen: list[Alert] = []
        after = ""
        while True:
            page = alerts.page(wanted, after=after, limit=3, order=order)
            seen += page.alerts
            after = page.next_after
            if not after:
                break
        assert len({alert.id for alert in seen}) == len(seen) == total
        if order is Order.WEIGHT:
            assert [a.weight for a in seen] == sorted((a.weight for a in seen), reverse=True)
        else:
            due = [a.work.due_at for a in seen if a.work.due_at is not None]
            assert due == sorted(due)
