"""A possible match that an officer confirms reaches the asker as a late hit, if it may."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from node.decide import Ruling
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.case import CellState
from node.domain.journal import Event
from node.domain.reason import Verdict
from tests.factories import (
    OWNERS_OWN,
    TARGET,
    Fields,
    a_justification,
    a_register_of_people,
    vaguely,
)
from tests.node.federation import Member, federation

SAME = Ruling(Verdict.CONFIRMED, "same-subject-verified")
GATE = b"""
version = 1
senior_officers = ["officer-chief"]
[[gate]]
name = "death-penalty"
reason = "it may be"
offences = ["drugs.*"]
"""


class Pair:
    """An asker and an owner."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner

    async def possible(self, person: Fields, case: str) -> Alert:
        """Ask so that only a person could decide; return the owner's alert."""
        reasons = a_justification(case_reference=case)
        (cell,) = await self.asker.ask(vaguely(person), justification=reasons)
        assert cell.state is CellState.NO_HIT
        (alert,) = self.owner.alerts(Direction.INCOMING, case=case)
        assert alert.zone is Zone.POSSIBLE
        return alert

    def confirm(self, alert: Alert) -> Alert:
        """Confirm it at the owner."""
        decider = self.owner.application.desk.decider
        return decider.decide(alert.id, SAME, officer="officer-1")

    async def heard(self, case: str) -> list[Alert]:
        """Deliver what waits; return what the asker has heard of a case."""
        await self.owner.node.notifier.deliver()
        return self.asker.alerts(Direction.OUTGOING, case=case)


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Run two nodes; one has a register."""
    async with federation(tmp_path, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people())
        yield Pair(asker, owner)


async def test_a_confirmation_tells_the_asker(pair: Pair) -> None:
    """It hears desk and reference as with any hit; both journals have it; the clock goes on."""
    alert = await pair.possible(TARGET, "CASE-LATE")

    confirmed = pair.confirm(alert)
    (told,) = await pair.heard("CASE-LATE")

    assert alert.work.told_at is None
    assert confirmed.work.told_at is not None
    assert confirmed.work.clock == "core-data-48h"
    assert (told.reference, told.contact_point) == (alert.reference, "duty")
    (entry,) = pair.owner.entries(Event.DISCLOSE)
    assert entry.detail["record_reference"] == alert.reference
    assert pair.owner.entries(Event.NOTICE_OUT)[0].officer == "officer-1"


async def test_a_dismissal_tells_nobody(pair: Pair) -> None:
    """The asker has heard no hit, and that is what it stays."""
    alert = await pair.possible(TARGET, "CASE-NOT")
    no = Ruling(Verdict.DISMISSED, "different-subject")

    pair.owner.application.desk.decider.decide(alert.id, no, officer="officer-1")

    assert await pair.heard("CASE-NOT") == []


async def test_the_gate_holds_a_late_hit_until_there_is_an_assurance(pair: Pair) -> None:
    """A confirmation does not walk around the gate: after the assurance it is decided again."""
    alert = await pair.possible(TARGET, "CASE-GATE")
    pair.owner.application.safeguards.governor.put(GATE, officer="officer-chief")

    held = pair.confirm(alert)
    unheard = await pair.heard("CASE-GATE")
    pair.owner.application.safeguards.assurer.assure(
        alert.id, statement="MoJ 2026/114", officer="officer-chief"
    )
    confirmed = pair.confirm(alert)
    heard = await pair.heard("CASE-GATE")

    assert (held.state, held.hold, unheard) == (AlertState.HELD, "death-penalty", [])
    assert (confirmed.state, len(heard)) == (AlertState.CONFIRMED, 1)


async def test_what_only_the_owner_hears_of_is_confirmed_for_the_owner(pair: Pair) -> None:
    """The asker goes on hearing no hit, and no clock of disclosure starts."""
    reasons = a_justification(case_reference="CASE-OWN")
    person = {name: OWNERS_OWN[name] for name in ("name", "birth_date", "passport")}
    await pair.asker.ask(person, justification=reasons)
    (alert,) = pair.owner.alerts(Direction.INCOMING, case="CASE-OWN")

    confirmed = pair.confirm(alert)

    assert (confirmed.state, confirmed.work.told_at) == (AlertState.CONFIRMED, None)
    assert confirmed.work.clock == ""
    assert await pair.heard("CASE-OWN") == []
