"""A case is opened, filled, asked, and shows what every peer has said."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.case import CellState
from node.domain.errors import NotFoundError, RefusedError
from node.domain.journal import Event
from node.investigate import Investigator
from tests.factories import (
    OWNERS_OWN,
    STRANGER,
    TARGET,
    VESSEL,
    Fields,
    a_justification,
    a_register_of_people,
    asked,
)
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Member]]:
    """One that investigates, and one that knows persons and vessels."""
    async with federation(tmp_path_factory.mktemp("pair"), "customs-es", "fiu-nl") as members:
        members[1].load("persons", a_register_of_people())
        members[1].load("vessels", [VESSEL], kind=EntityType.VESSEL)
        yield members


def a_case(member: Member, reference: str, *subjects: NewSubject) -> Investigator:
    """Open a case with some subjects; return who asks about it."""
    work = member.application.casework
    reasons = a_justification(case_reference=reference)
    work.open(reasons, title="Operation Quirarte", officer=OFFICER)
    if subjects:
        work.add(reference, subjects, officer=OFFICER)
    return member.application.investigator


def person(number: str, fields: Fields) -> NewSubject:
    """Return a person of a case."""
    return NewSubject(number, "courier", EntityType.PERSON, fields, line=int(number[1:]) + 1)


SUBJECTS = (
    person("S1", asked(TARGET)),
    person("S2", STRANGER),
    person("S3", asked(OWNERS_OWN)),
    NewSubject("S4", "ship", EntityType.VESSEL, VESSEL, line=5),
    NewSubject("S5", "consignee", EntityType.IDENTIFIER, {"phone": ("+34911234567",)}, line=6),
)


async def test_a_case_is_asked_and_its_matrix_kept(pair: list[Member]) -> None:
    """Every subject has a cell for every peer, and the case shows them later."""
    asker, owner = pair
    investigator = a_case(asker, "CASE-RUN", *SUBJECTS)

    steps = [step async for step in investigator.run("CASE-RUN", peers=(), officer=OFFICER)]

    assert [(step.peer, step.done, step.total) for step in steps] == [(owner.id, 1, 1)]
    runs = asker.application.records.runs
    [run] = runs.of_case("CASE-RUN")
    assert run.finished_at is not None
    assert {cell.subject: cell.state for cell in runs.cells(run.id)} == {
        "S1": CellState.HIT,
        "S2": CellState.NO_HIT,
        "S3": CellState.NO_HIT,
        "S4": CellState.HIT,
        "S5": CellState.NOT_ASKED,
    }


async def test_a_case_without_subjects_cannot_be_asked(pair: list[Member]) -> None:
    """Nothing to ask about is an error, not an empty run."""
    investigator = a_case(pair[0], "CASE-EMPTY")

    with pytest.raises(NotFoundError, match="no subjects"):
        await anext(investigator.run("CASE-EMPTY", peers=(), officer=OFFICER))
    assert pair[0].application.records.runs.of_case("CASE-EMPTY") == []


async def test_a_preview_counts_and_sends_nothing(pair: list[Member]) -> None:
    """An officer sees how much a query would carry, and to whom."""
    asker, owner = pair
    before = len(asker.entries()), len(owner.entries())

    preview = asker.application.investigator.preview(EntityType.PERSON, asked(TARGET), peers=())

    assert preview.tokens > preview.names > 0
    assert preview.peers == (owner.id,)
    assert (len(asker.entries()), len(owner.entries())) == before


async def test_too_little_is_refused_before_it_leaves(pair: list[Member]) -> None:
    """One name is not enough to ask about a person."""
    before = len(pair[0].entries(Event.EVALUATE_OUT))

    with pytest.raises(RefusedError, match="too little"):
        await pair[0].ask({"name": ("Valdespino",)})
    assert len(pair[0].entries(Event.EVALUATE_OUT)) == before
