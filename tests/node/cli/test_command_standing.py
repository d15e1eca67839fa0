"""Standing queries, overlaps and notices through the command line, at running nodes."""

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
from node.domain.case import Closing
from tests.factories import STRANGER, TARGET, a_justification, an_agreement, people
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = an_agreement(standing=True, overlap=True)


class House:
    """Two that ask, and a third with which their queries stand."""

    def __init__(self, one: Member, other: Member, hub: Member) -> None:
        """Keep all, with a case each."""
        self.one = one
        self.other = other
        self.hub = hub
        for member, case in ((one, "PA-1"), (other, "LI-9")):
            casework = member.application.casework
            casework.open(a_justification(case_reference=case), officer=OFFICER)
            subjects = [
                NewSubject(f"S{number:02}", "courier", EntityType.PERSON, fields)
                for number, fields in enumerate((TARGET, STRANGER), 1)
            ]
            casework.add(case, subjects, officer=OFFICER)

    async def say(self, member: Member, *words: str) -> tuple[int, str]:
        """Run a command beside a node, which goes on serving; return its end and its words."""
        node = ["--node", str(member.node.settings.folder), "--officer", OFFICER]
        return await asyncio.to_thread(run, *node, *words)

    async def arrive(self) -> None:
        """Watch at the hub, and let everything arrive."""
        await asyncio.to_thread(self.hub.node.watcher.look)
        for member in (self.hub, self.one, self.other):
            await member.node.notifier.deliver()


def run(*words: str) -> tuple[int, str]:
    """Run the command line."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return code, out.getvalue() + err.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Run three nodes; the hub holds nobody of note."""
    folder = tmp_path_factory.mktemp("standing")
    async with federation(folder, "customs-es", "guard-pt", "fiu-nl") as (one, other, hub):
        for member in (one, other):
            hub.knows(member, AGREED)
            member.knows(hub, AGREED)
        hub.load("persons", people(3))
        yield House(one, other, hub)


async def test_the_whole_story_is_told_in_words(house: House) -> None:
    """Create, list on both sides, hear of another agency, hear of a record, renew, withdraw."""
    code, words = await house.say(house.one, "standing", "create", "PA-1", "--overlap")
    assert code == ExitCode.OK
    assert "2 subjects stand with 1 peer." in words
    await house.say(house.other, "standing", "create", "LI-9", "--overlap", "--subject", "S01")
    await house.arrive()

    _, words = await house.say(house.one, "alert", "list", "--direction", "overlap")
    assert "guard-pt asks about the same subject as we do in case PA-1" in words
    _, listed = await house.say(house.one, "alert", "list", "--direction", "overlap", "--json")
    [alert] = json.loads(listed)["alerts"]
    _, words = await house.say(house.one, "alert", "show", alert["id"])
    assert "Agency guard-pt" in words
    assert "It asks about subject S01 as well; fiu-nl told us." in words

    await asyncio.to_thread(house.hub.load, "persons", [*people(3), STRANGER])
    await house.arrive()
    _, words = await house.say(house.one, "alert", "list", "--direction", "outgoing")
    assert "fiu-nl answered in case PA-1" in words
    _, words = await house.say(house.hub, "standing", "list")
    assert "Kept here for peers: 3 subjects for 2 peers" in words
    assert "person x 2" in words
    _, words = await house.say(house.one, "notice", "list")
    assert "late-hit" in words
    assert "overlap" in words

    code, words = await house.say(house.one, "standing", "renew", "PA-1", "--reason", "goes on")
    assert (code, "2 subjects stand with 1 peer." in words) == (ExitCode.OK, True)
    _, words = await house.say(house.one, "standing", "withdraw", "--case", "PA-1")
    assert "1 standing query withdrawn." in words
    await house.arrive()
    _, listed = await house.say(house.hub, "standing", "list", "--json")
    [left] = json.loads(listed)["standing"]["held"]
    assert left["peer"] == "guard-pt"

    code, words = await house.say(house.hub, "standing", "cancel", "guard-pt", left["id"][:8])
    assert "deleted" in words
    await house.arrive()
    _, words = await house.say(house.other, "standing", "list", "--all")
    assert "cancelled" in words


async def test_a_run_leaves_queries_standing(house: House) -> None:
    """After the matrix stands what is left with whom; a reason without it is a mistake."""
    casework = house.one.application.casework
    casework.open(a_justification(case_reference="PA-2"), officer=OFFICER)
    someone = {"name": ("Ermelinda Quaresma",), "passport": ("WW771144",)}
    casework.add("PA-2", [NewSubject("S01", "", EntityType.PERSON, someone)], officer=OFFICER)

    words = ["case", "run", "PA-2", "--reason", "more is expected"]
    code, said = await house.say(house.one, *words)
    assert (code, "Give --stand as well" in said) == (ExitCode.USAGE, True)
    code, said = await house.say(house.one, *words, "--stand")
    assert (code, "1 subject stands with 1 peer." in said) == (ExitCode.OK, True)
    assert "Left standing where a peer knows nothing" in said
    _, listed = await house.say(house.one, *words, "--stand", "--json")
    assert json.loads(listed)["standing"] == []
    [standing] = house.one.application.standing.queries.all(case_reference="PA-2")
    assert standing.peer == house.hub.id
    house.one.application.casework.close("PA-2", Closing.SOLVED, officer=OFFICER)


async def test_mistakes_are_told(house: House) -> None:
    """What cannot be is a sentence and a hint."""
    code, words = await house.say(house.one, "standing", "create", "PA-none")
    assert (code, "there is no such case" in words) == (ExitCode.FAILURE, True)
    _, words = await house.say(house.one, "standing", "withdraw")
    assert "either ids or a case say what is withdrawn" in words
    _, words = await house.say(house.one, "standing", "renew", "PA-1", "--reason", "more")
    assert "nothing stands for case PA-1" in words
    _, words = await house.say(house.hub, "standing", "cancel", "customs-es", "nothing")
    assert "Nothing was kept under this id." in words
