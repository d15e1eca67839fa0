"""The work on alerts, desks, retractions and subject access through the command line."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest_asyncio

from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.domain.alert import Direction
from tests.factories import TARGET, Fields, a_justification, asked, people
from tests.node.federation import Member, federation

KNOWN: Fields = {"id": ("R-7",), **TARGET}
POLICY = b'version = 1\ndata_protection_officers = ["dpo-1"]\n'


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


class House:
    """A node whose commands are run, and a peer that asks it."""

    def __init__(self, owner: Member, asker: Member) -> None:
        """Keep both."""
        self.owner = owner
        self.asker = asker

    async def say(self, *words: str, officer: str = "officer-1", at: Member | None = None) -> Said:
        """Run a command beside a node, which goes on serving."""
        folder = (at or self.owner).node.settings.folder
        return await asyncio.to_thread(run, "--node", str(folder), "--officer", officer, *words)

    async def alert(self, case: str) -> str:
        """Have the peer ask and get a hit; return the id of the incoming alert."""
        await self.asker.ask(asked(TARGET), justification=a_justification(case_reference=case))
        (alert,) = self.owner.alerts(Direction.INCOMING, case=case)
        return alert.id


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
        owner.load("persons", [KNOWN, *people(40)])
        owner.application.safeguards.governor.put(POLICY, officer="chief")
        yield House(owner, asker)


async def test_an_alert_goes_through_hands(house: House) -> None:
    """Claimed by one, refused to the other, decided with a note, undone, laid aside."""
    number = await house.alert("CASE-1")

    claimed = await house.say("alert", "claim", number[:8])
    taken = await house.say("alert", "dismiss", number, "--reason", "common-name", officer="o-2")
    wrong = await house.say("alert", "dismiss", number, "--reason", "not him")
    dismissed = await house.say(
        "alert", "dismiss", number, "--reason", "common-name", "--note", "see file 7"
    )
    shown = await house.say("alert", "show", number)
    opened = await house.say("alert", "reopen", number, "--reason", "new-information")
    laid = await house.say("alert", "suppress", number, "--reason", "common-name", "--days", "9")
    aside = await house.say("alert", "suppressed")

    assert "It is yours until" in claimed.out
    assert "officer-1 has held this alert since" in taken.err
    assert "different-birth-date" in wrong.err
    assert "is dismissed" in dismissed.out
    assert "see file 7" in shown.out
    assert "dismissed (common-name) by officer-1" in shown.out
    assert "is open" in opened.out
    assert "is suppressed" in laid.out
    assert "officer-1" in aside.out


async def test_a_desk_sees_its_work(house: House) -> None:
    """What waits is counted with the command that shows it, and listed by what is due."""
    nothing = await house.say("alert", "work")
    number = await house.alert("CASE-1")
    waiting = await house.say("alert", "work")
    due = await house.say("alert", "list", "--sort", "due", "--type", "person")
    dry = await house.say(
        "alert",
        "bulk",
        "--state",
        "open",
        "--outcome",
        "unsure",
        "--reason",
        "source-asked",
        "--dry-run",
    )
    done = await house.say(
        "alert",
        "bulk",
        "--state",
        "open",
        "--outcome",
        "unsure",
        "--reason",
        "source-asked",
        "--yes",
    )
    careless = await house.say(
        "alert", "bulk", "--outcome", "unsure", "--reason", "source-asked", "--yes"
    )

    assert "Nothing waits for you" in nothing.out
    assert "alert list --state open" in waiting.out
    assert number[:8] in due.out
    assert "customs-es" in due.out
    assert "1 alerts would be unsure" in dry.out
    assert "1 alerts unsure" in done.out
    assert careless.code == ExitCode.USAGE


async def test_what_was_decided_is_exported_without_a_value(house: House) -> None:
    """Labels and advice speak of levels and weights."""
    number = await house.alert("CASE-1")
    await house.say("alert", "confirm", number, "--reason", "same-identifier")

    exported = await house.say("--json", "label", "export", "--type", "person")
    counted = await house.say("label", "stats")
    advised = await house.say("model", "advise", "person")
    reasons = await house.say("alert", "reasons")

    (label,) = json.loads(exported.out)["labels"]
    assert label["is_match"]
    assert label["levels"]
    assert "Valdespino" not in exported.out
    assert "100.0%" in counted.out
    assert "Decided pairs that this model scored: 1" in advised.out
    assert "same-identifier" in reasons.out


async def test_desks_are_listed_and_chosen(house: House) -> None:
    """Who answers now, who would be named, and an impossible moment."""
    listed = await house.say("contact", "list")
    shown = await house.say("contact", "show", "customs-es")
    chosen = await house.say("contact", "test", "--type", "vessel", "--at", "2026-12-25T03:00Z")
    nowhen = await house.say("contact", "test", "--at", "tonight")

    assert "fiu-nl (this node)" in listed.out
    assert listed.code == ExitCode.OK
    assert "duty desk" in shown.out
    assert "Open now" in chosen.out
    assert nowhen.code == ExitCode.USAGE


async def test_what_was_told_is_taken_back(house: House) -> None:
    """By command at the owner; confirmed at the recipient; outcome told back before."""
    await house.alert("CASE-1")
    (hit,) = house.asker.alerts(Direction.OUTGOING, case="CASE-1")
    told = await house.say(
        "alert", "outcome", hit.id[:8], "--code", "request-sent", "--tell", at=house.asker
    )
    await house.asker.node.notifier.deliver()
    counted = await house.say("alert", "stats")
    words = ("register", "retract", "--register", "persons", "--record", "R-7")
    said = await house.say(*words, "--reason", "contested")
    await house.owner.node.notifier.deliver()
    heard = await house.say("--json", "retraction", "list", "--open", at=house.asker)
    (retraction,) = json.loads(heard.out)["retractions"]
    done = await house.say(
        "retraction", "acknowledge", retraction["id"][:8], "--outcome", "flagged", at=house.asker
    )
    await house.asker.node.notifier.deliver()
    seen = await house.say("retraction", "list")
    lift = ("register", "lift-contest", "--register", "persons", "--record", "R-7")
    lifted = await house.say(*lift, "--reason", "court")

    assert "fiu-nl is told" in told.out
    assert "request-sent" in counted.out
    assert "1 recipient will be told" in said.out
    assert "fiu-nl will be told: flagged" in done.out
    assert "flagged," in seen.out
    assert "contested no more" in lifted.out


async def test_a_person_who_asks_is_answered(house: House) -> None:
    """The report has the record and its recipients; an analyst gets none."""
    await house.alert("CASE-1")
    given = ("--field", "name=Teodoro Valdespino Quirarte", "--field", "birth_date=1971-04-23")
    words = ("subject", "search", "--reference", "DSR-2026-4", *given)

    refused = await house.say(*words)
    report = await house.say(*words, officer="dpo-1")

    assert refused.code != ExitCode.OK
    assert "data-protection officer" in refused.err
    assert "Valdespino" in report.out
    assert "Agency customs-es" in report.out
    assert "CASE-1" in report.out
