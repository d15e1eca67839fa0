"""The file of a case: opened, filled, edited and closed by its team, and shown to nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matching.subject import EntityType
from node.casework import Casework, Change, NewSubject
from node.domain.case import Case, Closing, Facts, Link, Relation, TeamMember, TeamRole
from node.domain.errors import (
    CaseClosedError,
    JustificationError,
    LedgerError,
    NotFoundError,
    RefusedError,
)
from node.domain.exchange import Handling
from node.domain.journal import Entry, Event
from node.domain.justification import Category, Urgency
from node.store.cases import CaseFilter
from tests.factories import TARGET, VESSEL, Fields, a_justification, asked
from tests.node.federation import OFFICER, Member, make_folder, opened

STRANGER_TO_IT, AUDITOR = "officer-99", "dpo-1"
FACTS = Facts("2026-11-03", "Vigo, quay 4", "cocaine", "412 kg", "Found in bananas.", "not to XX")


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    """Open a node that does not listen, with an auditor."""
    settings = make_folder(tmp_path_factory.mktemp("work") / "a", "customs-es")
    with opened(settings) as member:
        policy = f'version = 1\nauditors = ["{AUDITOR}"]\n'.encode()
        member.application.safeguards.governor.put(policy, officer=OFFICER)
        yield member


@pytest.fixture(scope="module")
def work(member: Member) -> Casework:
    """Return what works on its cases."""
    return member.application.casework


def a_case(work: Casework, reference: str, *subjects: NewSubject, **change: object) -> Case:
    """Open a case with some subjects."""
    reasons = a_justification(case_reference=reference)
    new = Change(**change)  # type: ignore[arg-type] # a test says what it changes
    case = work.open(reasons, title="Operation Quirarte", change=new, officer=OFFICER)
    if subjects:
        work.add(reference, subjects, officer=OFFICER)
    return case


def person(number: str, fields: Fields) -> NewSubject:
    """Return a person of a case."""
    return NewSubject(number, "courier", EntityType.PERSON, fields, line=int(number[1:]) + 1)


SHIP = NewSubject("S4", "ship", EntityType.VESSEL, VESSEL, line=5)


def entries_of(member: Member, reference: str) -> list[Entry]:
    """Return what the journal tells of a case."""
    return [each for each in member.entries() if each.case_reference == reference]


def test_what_names_anybody_lies_sealed(member: Member, work: Casework) -> None:
    """Title, facts and subjects are opened for the officers of the case only."""
    case = a_case(work, "CASE-SEALED", person("S1", asked(TARGET)), facts=FACTS)
    [subject] = member.application.records.cases.subjects("CASE-SEALED")

    assert work.seal.title(case) == "Operation Quirarte"
    assert work.seal.facts(case) == FACTS
    assert work.seal.label(case, subject) == TARGET["name"][0]
    sealed = case.sealed_title + case.sealed_facts + subject.sealed
    assert not any(word in sealed for word in (b"Quirarte", b"Vigo", b"bananas"))
    assert not any(word in repr((case, subject)) for word in ("Quirarte", "Vigo", "bananas"))


def test_a_case_exists_once(work: Casework) -> None:
    """A reference names one case."""
    a_case(work, "CASE-ONCE")

    with pytest.raises(LedgerError, match="exists already"):
        a_case(work, "CASE-ONCE")


def test_unusable_subjects_are_told_with_line_and_column(work: Casework) -> None:
    """The usable subjects are added; of the others line, field and reason are told, no value."""
    a_case(work, "CASE-FAULTS")
    subjects = [
        person("S1", asked(TARGET)),
        person("S2", {"name": ("Solo",)}),
        person("S3", {**asked(TARGET), "imo": ("9074729",)}),
        NewSubject("S4", "ship", EntityType.VESSEL, {"imo": ("9074728",)}, line=5),
        person("S5", {**asked(TARGET), "category": ("villain",)}),
    ]
    links = [Link("S1", Relation.MASTER_OF, "S4")]

    added, rejects = work.add("CASE-FAULTS", subjects, links=links, officer=OFFICER)

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
def test_a_person_has_a_category(
    member: Member, work: Casework, given: tuple[str, ...], kept: Category
) -> None:
    """What a person is in the case comes from the subject, or else from the case."""
    reference = f"CASE-CATEGORY-{kept}"
    a_case(work, reference, person("S1", {**asked(TARGET), "category": given}))

    [subject] = member.application.records.cases.subjects(reference)

    assert subject.category is kept


@pytest.mark.parametrize(
    ("case", "given", "kept"),
    [
        pytest.param(Category.SUSPECT, "", Category.MINOR, id="suspect"),
        pytest.param(Category.VICTIM, "", Category.VICTIM, id="victim"),
        pytest.param(Category.SUSPECT, "suspect", Category.SUSPECT, id="said-so"),
    ],
)
def test_a_child_is_no_suspect_unless_said_so(
    member: Member, work: Casework, case: Category, given: str, kept: Category
) -> None:
    """By the date of birth a child is asked about as a minor where the case says suspect."""
    reference = f"CASE-CHILD-{case}-{kept}"
    child = {**asked(TARGET), "birth_date": (str(datetime.now(UTC).year - 9),)}
    work.open(a_justification(case_reference=reference, category=case), officer=OFFICER)
    work.add(reference, [person("S1", {**child, "category": (given,)})], officer=OFFICER)

    [subject] = member.application.records.cases.subjects(reference)

    assert subject.category is kept


def test_one_number_for_two_subjects_adds_none(member: Member, work: Casework) -> None:
    """A file in which a number comes twice is not half taken."""
    a_case(work, "CASE-TWICE")

    with pytest.raises(LedgerError):
        work.add("CASE-TWICE", [SHIP, SHIP], officer=OFFICER)
    assert member.application.records.cases.subjects("CASE-TWICE") == []


def test_subjects_without_a_number_get_the_next(member: Member, work: Casework) -> None:
    """A subject from a form has no number yet; none is given twice."""
    a_case(work, "CASE-NUMBERS", replace(SHIP, id="S02"))
    nameless = replace(SHIP, id="")

    work.add("CASE-NUMBERS", [nameless, nameless], officer=OFFICER)

    subjects = member.application.records.cases.subjects("CASE-NUMBERS")
    assert [subject.id for subject in subjects] == ["S02", "S01", "S03"]


def test_entries_of_a_case_end_after_the_retention(member: Member, work: Casework) -> None:
    """What is written about a case can be erased when its time has come."""
    a_case(work, "CASE-KEPT", SHIP)

    entries = entries_of(member, "CASE-KEPT")

    assert [entry.detail["action"] for entry in entries] == ["open", "add-subjects"]
    assert all(entry.retention_until is not None for entry in entries)


def test_an_edit_changes_what_it_names(member: Member, work: Casework) -> None:
    """Everything else stays, facts one by one; the journal names what changed and no value."""
    before = a_case(work, "CASE-EDIT", facts=FACTS)
    deadline = member.clock.now() + timedelta(hours=8)
    change = Change(
        handling=Handling.H3,
        deadline=deadline,
        urgency=Urgency.URGENT,
        urgency_reason="sails tonight",
        facts=Facts(quantity="415 kg"),
        members=(TeamMember("officer-8"),),
    )

    after = work.edit("CASE-EDIT", change, officer=OFFICER)

    assert (after.handling, after.deadline) == (Handling.H3, deadline)
    assert after.justification.urgency_reason == "sails tonight"
    assert after.sealed_title == before.sealed_title
    assert work.seal.facts(after) == replace(FACTS, quantity="415 kg")
    assert after.is_of("officer-8")
    assert work.get("CASE-EDIT", "officer-8") == after
    told = entries_of(member, "CASE-EDIT")[-1].detail["setting"]
    assert told == "urgency,team,handling,deadline,facts"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(Change(leaving=(OFFICER,)), "nobody would lead", id="no-lead"),
        pytest.param(Change(facts=Facts(summary="x" * 2_001)), "longer than", id="long-fact"),
        pytest.param(Change(title="two\nlines"), "do not print", id="title"),
        pytest.param(Change(urgency=Urgency.URGENT), "reason of the urgency", id="no-reason"),
    ],
)
def test_a_change_that_cannot_be_is_refused(work: Casework, change: Change, fault: str) -> None:
    """What is wrong is told, and the case stays as it was."""
    reference = f"CASE-WRONG-{abs(hash(fault))}"
    before = a_case(work, reference)

    with pytest.raises(JustificationError, match=fault):
        work.edit(reference, change, officer=OFFICER)

    assert work.get(reference, OFFICER) == before


def test_a_deadline_lies_ahead(member: Member, work: Casework) -> None:
    """A deadline that is past already helps nobody."""
    with pytest.raises(JustificationError, match="past"):
        a_case(work, "CASE-PAST", deadline=member.clock.now() - timedelta(minutes=1))


def test_to_others_a_case_does_not_exist(work: Casework) -> None:
    """An officer outside the team hears the same as of a case that was never opened."""
    a_case(work, "CASE-MINE", SHIP)

    calls: list[Callable[[str], object]] = [
        lambda reference: work.get(reference, STRANGER_TO_IT),
        lambda reference: work.add(reference, [SHIP], officer=STRANGER_TO_IT),
        lambda reference: work.edit(reference, Change(title="x"), officer=STRANGER_TO_IT),
        lambda reference: work.close(reference, Closing.SOLVED, officer=STRANGER_TO_IT),
        lambda reference: work.unlink(reference, [], officer=STRANGER_TO_IT),
    ]
    for call in calls:
        with pytest.raises(NotFoundError) as mine:
            call("CASE-MINE")
        with pytest.raises(NotFoundError) as nobodys:
            call("CASE-NOBODYS")
        assert str(mine.value) == str(nobodys.value)
    assert work.all(CaseFilter(), officer=STRANGER_TO_IT) == []


def test_an_auditor_reads_every_case_and_is_journalled(member: Member, work: Casework) -> None:
    """Who audits may look, may not work, and leaves a trace."""
    case = a_case(work, "CASE-AUDIT", SHIP)

    assert work.get("CASE-AUDIT", AUDITOR) == case
    assert case in work.all(CaseFilter(), officer=AUDITOR)
    [read] = [e for e in entries_of(member, "CASE-AUDIT") if e.event is Event.READ]
    assert (read.officer, read.role) == (AUDITOR, "auditor")
    with pytest.raises(NotFoundError):
        work.add("CASE-AUDIT", [SHIP], officer=AUDITOR)


def test_a_member_works_and_the_lead_decides(work: Casework) -> None:
    """A member adds and links; edits and the end are the lead's, who is named."""
    a_case(work, "CASE-TEAM", members=(TeamMember("officer-8"),))

    added, _ = work.add("CASE-TEAM", [SHIP], officer="officer-8")

    assert added == 1
    with pytest.raises(RefusedError) as refused:
        work.close("CASE-TEAM", Closing.SOLVED, officer="officer-8")
    assert OFFICER in refused.value.hint
    work.edit(
        "CASE-TEAM", Change(members=(TeamMember("officer-8", TeamRole.LEAD),)), officer=OFFICER
    )
    work.close("CASE-TEAM", Closing.SOLVED, officer="officer-8")


def test_a_closed_case_stays_as_it_is(member: Member, work: Casework) -> None:
    """It can be read, and nothing can be done with it; what depends on it ends once."""
    a_case(work, "CASE-CLOSED", SHIP)
    ended: list[str] = []

    def end(reference: str) -> int:
        ended.append(reference)
        return 3

    work.ends_with_case(end)

    case, count = work.close("CASE-CLOSED", Closing.HANDED_OVER, officer=OFFICER)

    assert (case.closing, case.closed_by, count) == (Closing.HANDED_OVER, OFFICER, 3)
    assert ended == ["CASE-CLOSED"]
    assert work.get("CASE-CLOSED", OFFICER) == case
    last = entries_of(member, "CASE-CLOSED")[-1]
    assert (last.event, last.detail) == (Event.CLOSE_CASE, {"reason": "handed-over"})
    for call in (
        lambda: work.add("CASE-CLOSED", [SHIP], officer=OFFICER),
        lambda: work.edit("CASE-CLOSED", Change(title="x"), officer=OFFICER),
        lambda: work.close("CASE-CLOSED", Closing.SOLVED, officer=OFFICER),
    ):
        with pytest.raises(CaseClosedError):
            call()
