"""Cases: the file with its team and links, and sealed subjects in their order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.case import (
    Case,
    CaseSubject,
    Closing,
    Link,
    Relation,
    TeamMember,
    TeamRole,
)
from node.domain.errors import LedgerError, NotFoundError
from node.domain.exchange import Handling
from node.domain.journal import Event
from node.domain.justification import Category, Urgency
from node.store.cases import CaseFilter, Cases
from node.store.ledger import Ledger
from tests.node.store.conftest import Told
from tests.node.store.factories import JUSTIFICATION, NOON, an_entry

CASE = Case(JUSTIFICATION, "officer-7", NOON, team=(TeamMember("officer-7", TeamRole.LEAD),))
VESSEL = CaseSubject("S02", "vessel", EntityType.VESSEL, Category.NOT_A_PERSON, b"\x00sealed")
MASTER = CaseSubject("S01", "master", EntityType.PERSON, Category.SUSPECT, b"\xffsealed")


@pytest.fixture
def cases(ledger: Ledger) -> Cases:
    """Open the cases of the ledger under test, with one case of two subjects."""
    cases = Cases(ledger)
    cases.open(CASE, [VESSEL, MASTER], entry=an_entry(Event.OPEN_CASE))
    return cases


def test_a_case_is_read_as_it_was_opened(cases: Cases) -> None:
    """The justification survives whole, and subjects keep their order."""
    assert cases.get(CASE.reference) == CASE
    assert cases.subjects(CASE.reference) == [VESSEL, MASTER]


def test_an_urgent_case_keeps_its_reason(cases: Cases) -> None:
    """Urgency without a reason could not be read back at all."""
    urgent = replace(
        JUSTIFICATION,
        case_reference="PCC-2026-0118",
        urgency=Urgency.URGENT,
        urgency_reason="the vessel sails tonight",
    )

    cases.open(Case(urgent, "officer-7", NOON + timedelta(hours=1)), entry=an_entry())

    assert [case.justification for case in cases.all()] == [urgent, JUSTIFICATION]


def test_subjects_are_added_behind_the_others(cases: Cases) -> None:
    """A case grows while it is worked on."""
    third = replace(MASTER, id="S03")

    cases.add_subjects(CASE.reference, [third], entry=an_entry())

    assert cases.subjects(CASE.reference) == [VESSEL, MASTER, third]


def test_what_is_there_already_is_not_added_again(cases: Cases, told: Told) -> None:
    """Neither a case nor a subject is overwritten."""
    with pytest.raises(LedgerError, match="exists already"):
        cases.open(CASE, entry=an_entry())
    with pytest.raises(LedgerError, match="in the case already"):
        cases.add_subjects(CASE.reference, [MASTER], entry=an_entry())
    with pytest.raises(LedgerError, match="in the case already"):
        cases.add_subjects(CASE.reference, [replace(MASTER, id="S03")] * 2, entry=an_entry())

    assert told.events() == [Event.OPEN_CASE]


def test_the_file_is_edited_and_the_team_with_it(cases: Cases, told: Told) -> None:
    """What is new replaces what was, and who has left is in the team no more."""
    opened = cases.get(CASE.reference)
    edited = replace(
        opened,
        handling=Handling.H3,
        deadline=NOON + timedelta(days=3),
        sealed_facts=b"\x01sealed",
        team=(TeamMember("officer-9", TeamRole.LEAD), TeamMember("officer-8")),
    )

    cases.change(edited, entry=an_entry(Event.OPEN_CASE))

    assert cases.get(CASE.reference) == edited
    assert told.events() == [Event.OPEN_CASE] * 2


def test_links_are_kept_once_and_taken_away(cases: Cases) -> None:
    """The same link twice is one link; one that is not there cannot be taken away."""
    link = Link("S01", Relation.MASTER_OF, "S02")
    cases.add_subjects(CASE.reference, [], links=[link, link], entry=an_entry())
    cases.add_subjects(CASE.reference, [], links=[link], entry=an_entry())

    assert cases.links(CASE.reference) == [link]

    cases.unlink(CASE.reference, [link], entry=an_entry())
    assert cases.links(CASE.reference) == []
    with pytest.raises(NotFoundError, match="no such link"):
        cases.unlink(CASE.reference, [link], entry=an_entry())


def test_a_link_leads_to_subjects_of_the_case(cases: Cases) -> None:
    """With a link that leads nowhere nothing of the addition stays."""
    third = replace(MASTER, id="S03")
    nowhere = Link("S03", Relation.OWNER_OF, "S99")

    with pytest.raises(NotFoundError, match="no subject"):
        cases.add_subjects(CASE.reference, [third], links=[nowhere], entry=an_entry())

    assert cases.subjects(CASE.reference) == [VESSEL, MASTER]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(CaseFilter(), {"PCC-2026-0117", "B"}, id="all"),
        pytest.param(CaseFilter(officer="officer-8"), {"B"}, id="of-an-officer"),
        pytest.param(CaseFilter(is_closed=False), {"PCC-2026-0117"}, id="open"),
        pytest.param(CaseFilter(is_closed=True), {"B"}, id="closed"),
        pytest.param(CaseFilter(urgency=Urgency.URGENT), {"B"}, id="urgent"),
        pytest.param(CaseFilter(offence="drugs."), {"PCC-2026-0117"}, id="offence"),
    ],
)
def test_cases_are_filtered(cases: Cases, wanted: CaseFilter, found: set[str]) -> None:
    """Every condition lets through what meets it."""
    reasons = replace(
        JUSTIFICATION,
        case_reference="B",
        offence="arms.trafficking",
        urgency=Urgency.URGENT,
        urgency_reason="it sails",
    )
    other = Case(
        reasons, "officer-8", NOON, closed_at=NOON, closed_by="officer-8", closing=Closing.SOLVED
    )
    cases.open(other, entry=an_entry())

    assert {case.reference for case in cases.all(wanted)} == found


def test_what_is_absent_is_not_found(cases: Cases) -> None:
    """Every function names what is missing instead of giving an empty list."""
    absent = replace(CASE, justification=replace(JUSTIFICATION, case_reference="absent"))

    for call in (
        lambda: cases.get("absent"),
        lambda: cases.subjects("absent"),
        lambda: cases.links("absent"),
        lambda: cases.change(absent, entry=an_entry()),
        lambda: cases.add_subjects("absent", [], entry=an_entry()),
    ):
        with pytest.raises(NotFoundError):
            call()
