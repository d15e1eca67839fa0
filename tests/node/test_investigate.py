"""A case is opened, filled, asked, and shows what every peer has said."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.domain.case import CellState
from node.domain.errors import LedgerError, NotFoundError, RefusedError
from node.domain.journal import Event
from node.domain.justification import Category
from node.domain.peer import NodeId
from node.investigate import Investigator, NewSubject
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
from tests.node.federation import OFFICER, Member, federation, free_port

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Member]]:
    """One that investigates, and one that knows persons and vessels."""
    async with federation(tmp_path_factory.mktemp("pair"), "customs-es", "fiu-nl") as members:
        members[1].load("persons", a_register_of_people())
        members[1].load("vessels", [VESSEL], kind=EntityType.VESSEL)
        yield members


def a_case(member: Member, reference: str, *subjects: NewSubject) -> Investigator:
    """Open a case with some subjects."""
    investigator = member.application.investigator
    reasons = a_justification(case_reference=reference)
    investigator.open(reasons, title="Operation Quirarte", officer=OFFICER)
    if subjects:
        investigator.add(reference, subjects, officer=OFFICER)
    return investigator


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
    cases = asker.application.records.cases
    [run] = cases.runs("CASE-RUN")
    assert run.finished_at is not None
    assert {cell.subject: cell.state for cell in cases.cells(run.id)} == {
        "S1": CellState.HIT,
        "S2": CellState.NO_HIT,
        "S3": CellState.NO_HIT,
        "S4": CellState.HIT,
        "S5": CellState.NOT_ASKED,
    }


async def test_names_of_a_case_lie_sealed(pair: list[Member]) -> None:
    """Title and subjects are opened for the officers of the case only."""
    asker, _ = pair
    investigator = a_case(asker, "CASE-SEALED", *SUBJECTS[:1])
    cases = asker.application.records.cases
    case, [subject] = cases.get("CASE-SEALED"), cases.subjects("CASE-SEALED")

    assert investigator.title(case) == "Operation Quirarte"
    assert investigator.label(case, subject) == TARGET["name"][0]
    assert b"Quirarte" not in case.sealed_title + subject.sealed
    assert "Quirarte" not in repr((case, subject))


async def test_a_case_without_subjects_cannot_be_asked(pair: list[Member]) -> None:
    """Nothing to ask about is an error, not an empty run."""
    investigator = a_case(pair[0], "CASE-EMPTY")

    with pytest.raises(NotFoundError, match="no subjects"):
        await anext(investigator.run("CASE-EMPTY", peers=(), officer=OFFICER))
    assert pair[0].application.records.cases.runs("CASE-EMPTY") == []


async def test_a_case_exists_once(pair: list[Member]) -> None:
    """A reference names one case."""
    a_case(pair[0], "CASE-ONCE")

    with pytest.raises(LedgerError, match="exists already"):
        a_case(pair[0], "CASE-ONCE")


async def test_unusable_subjects_are_told_with_line_and_column(pair: list[Member]) -> None:
    """The usable subjects are added; of the others line, field and reason are told, no value."""
    investigator = a_case(pair[0], "CASE-FAULTS")
    subjects = [
        person("S1", asked(TARGET)),
        person("S2", {"name": ("Solo",)}),
        person("S3", {**asked(TARGET), "imo": ("9074729",)}),
        NewSubject("S4", "ship", EntityType.VESSEL, {"imo": ("9074728",)}, line=5),
        person("S5", {**asked(TARGET), "category": ("villain",)}),
    ]

    added, rejects = investigator.add("CASE-FAULTS", subjects, officer=OFFICER)

    assert added == 1
    assert [(reject.line, reject.column) for reject in rejects][:2] == [(3, ""), (4, "imo")]
    assert {reject.line for reject in rejects} == {3, 4, 5, 6}
    assert not any("9074728" in reject.reason for reject in rejects)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param(("Victim",), Category.VICTIM, id="capital-letter"),
        pytest.param((), Category.SUSPECT, id="as-the-case"),
    ],
)
async def test_a_person_has_a_category(
    pair: list[Member], given: tuple[str, ...], kept: Category
) -> None:
    """What a person is in the case comes from the subject, or else from the case."""
    reference = f"CASE-CATEGORY-{kept}"
    a_case(pair[0], reference, person("S1", {**asked(TARGET), "category": given}))

    [subject] = pair[0].application.records.cases.subjects(reference)

    assert subject.category is kept


async def test_one_number_for_two_subjects_adds_none(pair: list[Member]) -> None:
    """A file in which a number comes twice is not half taken."""
    investigator = a_case(pair[0], "CASE-TWICE")

    with pytest.raises(LedgerError):
        investigator.add("CASE-TWICE", [SUBJECTS[0], SUBJECTS[0]], officer=OFFICER)
    assert pair[0].application.records.cases.subjects("CASE-TWICE") == []


async def test_an_officer_who_leaves_ends_the_run(pair: list[Member]) -> None:
    """Peers that had not answered are shown as failed, not as pending for ever."""
    asker, owner = pair
    investigator = a_case(asker, "CASE-LEFT", *SUBJECTS)
    asker.knows(owner, id=NodeId("slow-one"), address=f"127.0.0.1:{free_port()}")
    try:
        async with aclosing(investigator.run("CASE-LEFT", peers=(), officer=OFFICER)) as run:
            first = await anext(run)
    finally:
        asker.forgets("slow-one")

    cases = asker.application.records.cases
    [run_] = cases.runs("CASE-LEFT")
    cells = cases.cells(run_.id)
    assert run_.finished_at is not None
    assert CellState.PENDING not in {cell.state for cell in cells}
    others = [cell for cell in cells if cell.peer != first.peer]
    assert {cell.error_code for cell in others} == {"INTERRUPTED"}


async def test_a_run_that_a_crash_left_open_is_ended_at_the_next_start(pair: list[Member]) -> None:
    """What a dead process had under way is settled before anything new begins."""
    asker, _ = pair
    investigator = a_case(asker, "CASE-CRASH", *SUBJECTS)
    run = investigator.run("CASE-CRASH", peers=(), officer=OFFICER)
    await anext(run)
    cases = asker.application.records.cases
    [under_way] = cases.runs("CASE-CRASH")
    assert under_way.finished_at is None

    assert investigator.end_interrupted() == 1

    assert cases.runs("CASE-CRASH")[0].finished_at is not None
    with pytest.raises(NotFoundError):
        await run.aclose()


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


async def test_entries_of_a_case_end_after_the_retention(pair: list[Member]) -> None:
    """What is written about a case can be erased when its time has come."""
    a_case(pair[0], "CASE-KEPT", *SUBJECTS[:1])

    entries = [e for e in pair[0].entries(Event.OPEN_CASE) if e.case_reference == "CASE-KEPT"]

    assert len(entries) == 2
    assert all(entry.retention_until is not None for entry in entries)
