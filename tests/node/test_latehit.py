"""What an owner's analyst confirms reaches the asker afterwards, within the rules of an answer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio

from matching.subject import EntityType
from matching.zone import Zone
from node.assemble.desk import releaser_of
from node.casework import NewSubject
from node.decide import Ruling
from node.domain.alert import Alert, AlertState, Direction
from node.domain.case import Cell, CellState
from node.domain.exchange import Band
from node.domain.journal import Event
from node.domain.reason import Verdict
from tests.factories import (
    OWNERS_OWN,
    SHIELDED,
    TARGET,
    THROUGH_CENTRE,
    Fields,
    a_justification,
    a_register_of_people,
    an_agreement,
)
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAME = Ruling(Verdict.CONFIRMED, "same-subject-verified")
OTHER = Ruling(Verdict.DISMISSED, "different-subject")
PLAIN = b"version = 1\n"
GATE = b"""
version = 1
senior_officers = ["officer-chief"]
[[gate]]
name = "death-penalty"
reason = "it may be"
offences = ["drugs.*"]
countries = ["ES"]
"""


class House:
    """An asker with a case, and an owner whose analyst decides."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner

    def settle(self, policy: bytes) -> None:
        """Put a policy in force at the owner."""
        self.owner.application.safeguards.governor.put(policy, officer="officer-chief")

    async def possible(self, case: str, who: Fields) -> Alert:
        """Ask about the bare name of a person within a case; return what the analyst sees."""
        investigator = self.asker.application.investigator
        casework = self.asker.application.casework
        casework.open(a_justification(case_reference=case), officer=OFFICER)
        name: Fields = {"name": who["name"]}
        subject = NewSubject("S07", "courier", EntityType.PERSON, name)
        casework.add(case, [subject], officer=OFFICER)
        async for _ in investigator.run(case, peers=(), officer=OFFICER):
            pass
        [alert] = self.owner.alerts(Direction.INCOMING, case=case)
        assert alert.zone is Zone.POSSIBLE
        assert self.cell(case).state is CellState.NO_HIT
        return alert

    async def decide(self, alert: Alert, ruling: Ruling) -> Alert:
        """Decide as the owner's analyst, and let what is to be told arrive."""
        decider = self.owner.application.desk.decider
        decided = await asyncio.to_thread(decider.decide, alert.id, ruling, officer="officer-2")
        await self.owner.node.notifier.deliver()
        return decided

    def cell(self, case: str) -> Cell:
        """Return where the subject stands with the owner."""
        records = self.asker.application.records
        (run,) = records.runs.of_case(case)
        (cell,) = records.runs.cells(run.id)
        return cell


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Run two nodes; one has a register of persons of every kind of disclosure."""
    folder = tmp_path_factory.mktemp("release")
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people())
        yield House(asker, owner)


async def test_a_confirmed_possible_match_becomes_a_hit(house: House) -> None:
    """The cell of the run turns to hit, an alert arises, and both journals tell of it."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-1", TARGET)

    decided = await house.decide(alert, SAME)

    assert decided.state is AlertState.CONFIRMED
    assert decided.work.told_at is not None
    cell = house.cell("LATE-1")
    assert (cell.state, cell.contact_point, cell.band) == (CellState.HIT, "duty", Band.STRONG)
    assert cell.reference == alert.reference
    assert cell.fresh_at is not None
    [flash] = house.asker.alerts(Direction.OUTGOING, case="LATE-1")
    assert (flash.reference, flash.query_id) == (alert.reference, alert.query_id)
    told = house.owner.entries(Event.DISCLOSE)[-1]
    assert (told.case_reference, told.detail["record_reference"]) == ("LATE-1", alert.reference)
    assert house.asker.entries(Event.NOTICE_IN)[-1].query_id == alert.query_id


async def test_asking_again_says_what_was_confirmed(house: House) -> None:
    """After a late hit the same question is a hit at once, in that case and in no other."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-9", TARGET)
    await house.decide(alert, SAME)
    name: Fields = {"name": TARGET["name"]}

    (again,) = await house.asker.ask(name, justification=a_justification(case_reference="LATE-9"))
    (other,) = await house.asker.ask(name, justification=a_justification(case_reference="LATE-0"))

    assert (again.state, again.reference) == (CellState.HIT, alert.reference)
    assert other.state is CellState.NO_HIT
    [kept] = house.owner.alerts(Direction.INCOMING, case="LATE-9")
    assert (kept.state, kept.times) == (AlertState.CONFIRMED, 2)


async def test_a_dismissal_tells_nothing(house: House) -> None:
    """The asker has heard *no hit*, and that stands."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-2", TARGET)
    before = len(house.owner.entries(Event.NOTICE_OUT))

    await house.decide(alert, OTHER)

    assert house.cell("LATE-2").state is CellState.NO_HIT
    assert house.asker.alerts(Direction.OUTGOING, case="LATE-2") == []
    assert len(house.owner.entries(Event.NOTICE_OUT)) == before


@pytest.mark.parametrize(("case", "who"), [("LATE-3", SHIELDED), ("LATE-4", OWNERS_OWN)])
async def test_what_may_not_be_told_is_not_told_late(house: House, case: str, who: Fields) -> None:
    """A witness, or a record that only its owner hears of, is told no more than in an answer."""
    house.settle(PLAIN)
    alert = await house.possible(case, who)

    decided = await house.decide(alert, SAME)

    assert decided.state is AlertState.CONFIRMED
    assert decided.work.told_at is None
    assert house.cell(case).state is CellState.NO_HIT


async def test_a_late_hit_names_the_desk_that_an_answer_would(house: House) -> None:
    """Where the owner wants to be reached through its centre, so it is afterwards."""
    house.settle(b'version = 1\ndefault.handling = "H2"\n')
    alert = await house.possible("LATE-5", THROUGH_CENTRE)

    await house.decide(alert, SAME)

    cell = house.cell("LATE-5")
    assert (cell.contact_point, str(cell.handling)) == ("centre", "H2")


async def test_the_gate_holds_a_late_hit(house: House) -> None:
    """A confirmation waits for an assurance like any other hit, and is told after it."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-6", TARGET)
    house.settle(GATE)

    held = await house.decide(alert, SAME)

    assert (held.state, held.hold) == (AlertState.HELD, "death-penalty")
    assert house.cell("LATE-6").state is CellState.NO_HIT

    assurer = house.owner.application.safeguards.assurer
    assurer.assure(alert.id, statement="MoJ 2026/114", officer="officer-chief")
    opened = house.owner.application.records.alerts.get(alert.id)
    await house.decide(opened, SAME)

    assert house.cell("LATE-6").state is CellState.HIT


async def test_nothing_is_told_after_the_agreement(house: House) -> None:
    """An asker whose agreement has ended meanwhile learns nothing."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-7", TARGET)
    house.owner.knows(house.asker, an_agreement(expires_on=date(2020, 6, 1)))

    decided = await house.decide(alert, SAME)

    house.owner.knows(house.asker)
    assert decided.work.told_at is None
    assert house.cell("LATE-7").state is CellState.NO_HIT


async def test_a_record_that_is_gone_is_not_told(house: House) -> None:
    """Nobody can say how a record may be told that is in no register any more."""
    house.settle(PLAIN)
    alert = await house.possible("LATE-8", TARGET)

    releaser = releaser_of(house.owner.node.ground)
    told = releaser.tell(replace(alert, record="00" * 16))

    assert (told.is_told, told.hold) == (False, "")
