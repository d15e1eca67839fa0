"""A person who asks hears what is known of her and who was told, through the controller alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.domain.errors import JustificationError, RefusedError
from node.domain.journal import Event
from node.domain.notice import Change
from node.subjectaccess import Access, Search
from tests.factories import STRANGER, TARGET, Fields, a_justification, asked, people
from tests.node.federation import Member, federation

POLICY = b'version = 1\ndata_protection_officers = ["dpo-1"]\n'
KNOWN: Fields = {"id": ("R-7",), **TARGET}


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[list[Member]]:
    """Run two nodes; one has told the other of a hit, and names its data-protection officer."""
    async with federation(tmp_path, "customs-es", "fiu-nl") as members:
        asker, owner = members
        owner.load("persons", [KNOWN, *people(40)])
        owner.application.safeguards.governor.put(POLICY, officer="officer-chief")
        reasons = a_justification(case_reference="CASE-1")
        await asker.ask(asked(TARGET), justification=reasons)
        yield members


def search(owner: Member, fields: Fields, *, reference: str = "DSR-4", by: str = "dpo-1") -> Access:
    """Search at the owner."""
    wanted = Search(EntityType.PERSON, fields, reference)
    return owner.application.follow_up.access.search(wanted, officer=by)


async def test_the_record_and_its_recipients_are_found(pair: list[Member]) -> None:
    """Her record in clear, to whom it was told, for which case, and when."""
    _, owner = pair

    found = search(owner, asked(TARGET))

    (known,) = found.records
    (told,) = known.disclosures
    assert known.fields["name"] == TARGET["name"]
    assert (told.agency, told.country) == ("Agency customs-es", "ES")
    assert told.alert.case_reference == "CASE-1"
    assert (known.untold, known.is_contested, found.registers) == (0, False, ("persons",))
    assert TARGET["name"][0] not in repr(found)


async def test_a_search_is_journalled_without_the_person(pair: list[Member]) -> None:
    """The entry has officer, role and number of the request; it is there on a miss as well."""
    _, owner = pair

    found = search(owner, asked(STRANGER), reference="DSR-5")

    entry = owner.entries(Event.READ)[-1]
    assert found.records == ()
    assert (entry.officer, entry.role) == ("dpo-1", "data-protection-officer")
    assert (entry.detail["reason"], entry.match_count) == ("DSR-5", 0)


async def test_nobody_else_searches(pair: list[Member]) -> None:
    """Neither an analyst, nor without the number of a request."""
    _, owner = pair

    with pytest.raises(RefusedError, match="data-protection officer"):
        search(owner, asked(TARGET), by="officer-1")
    with pytest.raises(JustificationError):
        search(owner, asked(TARGET), reference=" ")

    assert owner.entries(Event.READ) == []


async def test_a_contest_is_said(pair: list[Member]) -> None:
    """What she disputes is marked in what she is told."""
    _, owner = pair
    corrector = owner.application.follow_up.corrector
    corrector.retract("persons", "R-7", change=Change.CONTESTED, officer="dpo-1")

    (known,) = search(owner, asked(TARGET)).records

    assert known.is_contested
    assert known.disclosures[0].alert.work.flag == "contested"
