"""An officer follows a hit up: what is drafted, and what the journal says of it."""

import hashlib
from collections.abc import Mapping

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.alert import Alert, Direction
from node.domain.errors import JustificationError, NotFoundError
from node.domain.exchange import Handling
from node.domain.journal import Event
from node.domain.request import PackPart, Particulars
from node.draft import TEXT_LIMIT, Drafter, PackOrder
from node.paper.model import Format
from node.words import Language
from tests.factories import TARGET, a_justification, asked
from tests.node.conftest import Trio
from tests.node.federation import OFFICER, Member

pytestmark = pytest.mark.asyncio(loop_scope="session")

TARGET_TYPE = EntityType.PERSON
SURNAME = "Valdespino"


def an_order(alert: Alert, **changes: object) -> PackOrder:
    """Order every part as text."""
    wanted: Mapping[str, object] = {
        "parts": tuple(PackPart),
        "format": Format.TEXT,
        "language": Language.EN,
        "particulars": Particulars(facts="Found in a container.", handling=Handling.H2),
        **changes,
    }
    return PackOrder(alert.id, **wanted)  # type: ignore[arg-type] # a test says what it changes


async def run_case(member: Member, case: str, peer: Member) -> None:
    """Open a case about the known person, and run it."""
    work, investigator = member.application.casework, member.application.investigator
    work.open(a_justification(case_reference=case), title="", officer=OFFICER)
    subject = NewSubject("S01", "courier", TARGET_TYPE, asked(TARGET))
    work.add(case, [subject], officer=OFFICER)
    async for _ in investigator.run(case, peers=(peer.id,), officer=OFFICER):
        pass


@pytest_asyncio.fixture(loop_scope="session")
async def hit(trio: Trio, request: pytest.FixtureRequest) -> Alert:
    """Have a peer answer hit in a case of the test's own."""
    case = f"CASE-{request.node.name}"[:60]
    await run_case(trio.asker, case, trio.owner)
    [alert] = trio.asker.alerts(Direction.OUTGOING, case=case)
    return alert


@pytest.fixture
def drafter(trio: Trio) -> Drafter:
    """Return what the asker's officers use."""
    return trio.asker.application.writing.drafter


async def test_every_file_is_journalled_with_its_hash(
    trio: Trio, drafter: Drafter, hit: Alert
) -> None:
    """Whoever finds such a file later can prove which officer had it written, and from what."""
    pack = drafter.draft(an_order(hit), officer=OFFICER)

    entries = [
        entry
        for entry in trio.asker.entries(Event.FOLLOW_UP)
        if entry.case_reference == hit.case_reference
    ]
    assert [file.part for file in pack.files] == list(PackPart)
    assert [entry.detail["digest"] for entry in entries] == [
        hashlib.sha256(file.content).hexdigest() for file in pack.files
    ]
    assert {entry.officer for entry in entries} == {OFFICER}
    assert {entry.detail["clear_text"] for entry in entries} == {False}


async def test_the_pack_names_the_desk_of_the_hit(trio: Trio, drafter: Drafter, hit: Alert) -> None:
    """Reference, channel, role in the case and the officer's facts are there."""
    pack = drafter.draft(an_order(hit, parts=(PackPart.REQUEST,)), officer=OFFICER)

    [file] = pack.files
    said = " ".join(file.content.decode().split())
    assert pack.request.own_reference == f"{hit.case_reference}/{hit.id[:8]}"
    for part in (hit.reference, "SIENA: fiu-nl-", "appears as: courier", "Found in a container."):
        assert part in said


async def test_the_subject_is_told_by_choice_alone(drafter: Drafter, hit: Alert) -> None:
    """Without the choice no file holds the name; with it every part does."""
    silent = drafter.draft(an_order(hit), officer=OFFICER)
    told = drafter.draft(an_order(hit, with_subject=True), officer=OFFICER)

    assert all(SURNAME not in file.content.decode() for file in silent.files)
    assert all(SURNAME in file.content.decode() for file in told.files)
    assert SURNAME not in repr(told)


async def test_clear_text_is_journalled_as_such(trio: Trio, drafter: Drafter, hit: Alert) -> None:
    """The data-protection officer sees which papers hold the subject."""
    drafter.draft(an_order(hit, parts=(PackPart.UMF,), with_subject=True), officer=OFFICER)

    entry = trio.asker.entries(Event.FOLLOW_UP)[-1]
    assert entry.detail["clear_text"] is True
    assert entry.detail["action"] == "umf"


async def test_a_query_without_a_case_file_is_followed_up(trio: Trio, drafter: Drafter) -> None:
    """Why it was asked is in the journal; who was asked about is kept nowhere."""
    reasons = a_justification(case_reference="NO-CASE-FILE", offence="drugs.precursors")
    await trio.asker.ask(asked(TARGET), justification=reasons, peers=(trio.owner.id,))
    [alert] = trio.asker.alerts(Direction.OUTGOING, case="NO-CASE-FILE")

    pack = drafter.draft(an_order(alert, parts=(PackPart.REQUEST,)), officer=OFFICER)

    assert pack.request.justification.offence == "drugs.precursors"
    with pytest.raises(NotFoundError, match="subjects of a case alone"):
        drafter.draft(an_order(alert, with_subject=True), officer=OFFICER)


async def test_only_a_peers_hit_is_followed_up(trio: Trio, hit: Alert) -> None:
    """The owner of a record waits for the asker's request."""
    [incoming] = trio.owner.alerts(Direction.INCOMING, case=hit.case_reference)

    with pytest.raises(JustificationError, match="nothing to follow up"):
        trio.owner.application.writing.drafter.draft(an_order(incoming), officer=OFFICER)


async def test_a_novel_is_refused(drafter: Drafter, hit: Alert) -> None:
    """A text that no desk would read is said to be too long before anything is written."""
    told = Particulars(link="x" * (TEXT_LIMIT + 1))

    with pytest.raises(JustificationError, match="the link of the request"):
        drafter.draft(an_order(hit, particulars=told), officer=OFFICER)
