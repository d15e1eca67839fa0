"""A room through the command line, at running nodes: from the opening to the certificate."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.domain.exchange import ContactPoint
from tests.factories import STRANGER, TARGET, Fields, a_justification, an_agreement, asked
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = an_agreement(forum=True)
PROTECTION = ContactPoint("protection", "Customs", "children first", "SIENA", "ES-PROT")
DESK = ContactPoint(
    "maritime", "Customs", "risk analysis", "SIENA", "ES-MRA", phone="+34 910 000 000"
)


async def say(member: Member, *words: str) -> tuple[int, str]:
    """Run a command beside a node, which goes on serving; return its end and its words."""

    def run() -> tuple[int, str]:
        told, errors = StringIO(), StringIO()
        node = ["--node", str(member.node.settings.folder), "--officer", OFFICER]
        with redirect_stdout(told), redirect_stderr(errors):
            code = main([*node, *words])
        return code, told.getvalue() if code == ExitCode.OK else errors.getvalue()

    return await asyncio.to_thread(run)


def a_case(member: Member, reference: str, *subjects: Fields) -> None:
    """Open a case of some persons."""
    casework = member.application.casework
    casework.open(a_justification(case_reference=reference), officer=OFFICER)
    new = [
        NewSubject(f"S{number:02}", "courier", EntityType.PERSON, fields)
        for number, fields in enumerate(subjects, 1)
    ]
    casework.add(reference, new, officer=OFFICER)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Member, Member]]:
    """Run a host and a guest, each with a case; the guest names its protection desk first."""
    async with federation(tmp_path_factory.mktemp("forum"), "centre-pt", "customs-es") as (
        host,
        guest,
    ):
        host.knows(guest, AGREED, contact_points=(PROTECTION, DESK))
        guest.knows(host, AGREED)
        a_case(host, "PT-1", STRANGER, asked(TARGET))
        a_case(guest, "ES-1", asked(TARGET))
        yield host, guest


async def test_a_room_is_told_in_words(pair: tuple[Member, Member]) -> None:
    """Open, join, bring, match, see what is shared and whom to call, agree, close, certify."""
    host, guest = pair
    words = ["--member", guest.id, "--until", "3d", "--purpose", "drug-trafficking"]
    code, told = await say(host, "--json", "forum", "open", *words, "--agreement", "JIT 4/2026")
    room = json.loads(told)["room"]["id"]
    assert code == ExitCode.OK
    assert room in (await say(guest, "forum", "list", "--host", host.id))[1]

    for member, case in ((host, "PT-1"), (guest, "ES-1")):
        await say(member, "forum", "join", host.id, room)
        _, told = await say(member, "forum", "drop", room, case)
        assert f"subjects of case {case}" in told
    _, told = await say(host, "forum", "match", room)
    assert "2 shared subjects" in told

    _, told = await say(host, "forum", "status", room)
    assert "S02" in told.partition("own subject")[2]
    card = told.partition("Call customs-es about S02")[2]
    assert "risk analysis" in card
    assert "+34 910 000 000" in card
    assert "Open now" in card
    assert "ES-PROT" not in told
    assert "Valdespino" not in told

    words = ["--who", host.id, "--due", "2026-12-04"]
    _, told = await say(guest, "forum", "action", room, "ask the bank", *words)
    assert "ask the bank" in told
    assert "ask the bank" in (await say(host, "forum", "status", room))[1]

    _, told = await say(host, "forum", "close", room)
    assert "everything in it deleted" in told
    _, told = await say(guest, "forum", "status", room)
    assert "closed, all deleted" in told
    assert "verified and kept" in told
    code, told = await say(guest, "forum", "drop", room, "ES-1")
    assert (code, "closed" in told) == (ExitCode.REFUSED, True)


async def test_mistakes_are_told(pair: tuple[Member, Member]) -> None:
    """A room that is not there, and one without an end."""
    host, guest = pair
    code, told = await say(host, "forum", "match", "room-00000000")
    assert (code, "no such room" in told) == (ExitCode.FAILURE, True)
    words = ["--member", guest.id, "--purpose", "drug-trafficking", "--agreement", "JIT 4/2026"]
    code, told = await say(host, "forum", "open", *words, "--until", "")
    assert (code, "--until is empty" in told) == (ExitCode.USAGE, True)
