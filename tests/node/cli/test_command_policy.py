"""Policy, alarms and disclosures through the command line, at a running node."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import pytest_asyncio

from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.domain.alert import Direction
from tests.factories import TARGET, a_justification, a_register_of_people
from tests.node.federation import Member, federation

CANARY = {"id": ("C-1",), "name": ("Hrodgar Ebbesvik",), "birth_date": ("1990-09-09",)}
GATE = """
version = 1
senior_officers = ["chief"]
[[gate]]
name = "death-penalty"
reason = "it may be"
countries = ["ES"]
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


class House:
    """A node whose commands are run, and a peer that asks it."""

    def __init__(self, owner: Member, asker: Member, folder: Path) -> None:
        """Keep both, and where files may lie."""
        self.owner = owner
        self.asker = asker
        self.folder = folder

    async def say(self, *words: str, officer: str = "chief") -> Said:
        """Run a command beside the node, which goes on serving."""
        node = ["--node", str(self.owner.node.settings.folder), "--officer", officer]
        return await asyncio.to_thread(run, *node, *words)

    def file(self, text: str) -> str:
        """Write a draft; return its path."""
        path = self.folder / "draft.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)


def run(*words: str) -> Said:
    """Run a command."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return Said(code, out.getvalue(), err.getvalue())


@pytest_asyncio.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Run two nodes; one has a register."""
    async with federation(tmp_path, "fiu-nl", "customs-es") as (owner, asker):
        owner.load("persons", a_register_of_people({**CANARY, "disclosure": ("canary",)}))
        yield House(owner, asker, tmp_path)


async def test_a_policy_is_checked_tried_and_set(house: House) -> None:
    """The draft is told wrong with its keys, tried on the past, and then in force."""
    await house.asker.ask(TARGET)
    wrong = await house.say("policy", "check", house.file("version = 1\ncolour = 'red'\n"))
    text = "version = 1\ndefault.purposes = ['corruption']\n"
    draft = house.file(text)
    checked = await house.say("policy", "check", draft)
    tried = await house.say("policy", "test", draft)
    put = await house.say("policy", "set", draft)
    shown = await house.say("policy", "show")
    printed = await house.say("policy", "show", "--toml")

    assert (wrong.code, "colour: is unknown" in wrong.err) == (ExitCode.FAILURE, True)
    assert "can be used" in checked.out
    assert "purpose-not-covered" in tried.out
    assert "is in force" in put.out
    assert "none: everything is refused" in shown.out
    assert printed.out == text


async def test_a_policy_shows_who_meets_protected_persons(house: House) -> None:
    """Each rule with its desk, and the desk where none fits."""
    rule = '[[protection]]\ndesk = "duty"\nreason = "trained"\ngenders = ["female"]\n'
    await house.say("policy", "set", house.file(f"version = 1\n{rule}"))

    shown = await house.say("policy", "show")
    told = json.loads((await house.say("--json", "policy", "show")).out)

    lines = shown.out.partition("Protected persons")[2].splitlines()[2:4]
    assert [line.split()[0] for line in lines] == ["duty", "protection"]
    assert "female" in lines[0]
    assert told["protection"][0]["genders"] == ["female"]


async def test_a_policy_is_shown_as_a_document(house: House) -> None:
    """A script reads limits and rules by name."""
    await house.say("policy", "set", house.file(GATE))

    shown = json.loads((await house.say("--json", "policy", "show")).out)

    assert shown["schema"] == "heliograph.policy.v1"
    assert shown["gate"][0]["name"] == "death-penalty"
    assert [limit["scope"] for limit in shown["peers"][0]["limits"]] == ["peer", "officer", "case"]


def test_a_draft_is_checked_without_a_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes policies needs no access to the node."""
    monkeypatch.delenv("HELIOGRAPH_NODE", raising=False)
    path = tmp_path / "draft.toml"
    path.write_text("version = 1\n", encoding="utf-8")

    assert run("policy", "check", str(path)).code == ExitCode.OK
    assert run("policy", "check", str(tmp_path / "none.toml")).code == ExitCode.FAILURE


async def test_a_senior_officer_lets_a_held_hit_pass(house: House) -> None:
    """By the beginning of the alert's id, as lists show it."""
    await house.say("policy", "set", house.file(GATE))
    await house.asker.ask(TARGET)
    (alert,) = house.owner.alerts(Direction.INCOMING)
    words = ("alert", "assure", alert.id[:8], "--statement", "MoJ 1")

    junior = await house.say(*words, officer="junior")
    listed = await house.say("alert", "list", "--state", "held")
    shown = await house.say("alert", "show", alert.id[:8])
    senior = await house.say(*words)

    assert junior.code == ExitCode.REFUSED
    assert alert.id[:8] in listed.out
    assert "death-penalty" in shown.out
    assert "is open" in senior.out


async def test_an_alarm_is_listed_and_closed(house: House) -> None:
    """The doctor says that it waits; closing it ends the refusals where that is wished."""
    await house.asker.ask(CANARY | {"id": ()}, justification=a_justification())
    listed = await house.say("alarm", "list")
    doctor = await house.say("doctor")
    number = house.owner.application.safeguards.guard.alarms.all()[0].id
    closed = await house.say("alarm", "close", number[:8], "--reason", "a test", "--lift")
    empty = await house.say("alarm", "list")
    everything = await house.say("alarm", "list", "--all")

    assert "canary" in listed.out
    assert "open alarms: 1" in doctor.out
    assert closed.code == ExitCode.OK
    assert "no alarms" in empty.out
    assert "closed" in everything.out


async def test_two_officers_decide_about_a_record(house: House) -> None:
    """One proposes, the same may not approve, another does."""
    about = ("persons", "P00001")
    reasons = ("--disclosure", "owner", "--reason", "under way", "--review-on", "2099-01-01")

    proposed = await house.say("register", "disclosure", "propose", *about, *reasons, officer="a")
    alone = await house.say("register", "disclosure", "approve", *about, officer="a")
    approved = await house.say("register", "disclosure", "approve", *about, officer="b")
    listed = await house.say("--json", "register", "disclosure", "list", "persons")

    assert "proposed" in proposed.out
    assert (alone.code, "second officer" in alone.err) == (ExitCode.FAILURE, True)
    assert "approved" in approved.out
    states = {each["record_id"]: each["state"] for each in json.loads(listed.out)["disclosures"]}
    assert states == {"P00001": "approved", "": "proposed"}
