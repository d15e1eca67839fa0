"""The told story: a seizure from the first question to the statistics, every step of it checked.

    python -m node.demo.follow

Three agencies, each a node of its own, driven by the commands that officers type. Where something
does not come out as it must, the story ends there and says what was expected.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from matching.errors import MatchingError
from node.cli.render_alert import SHORT_ID_LETTERS
from node.demo import cast
from node.demo.cast import CASE, CENTRE, CUSTOMS, FIU, OTHER_CASE
from node.demo.federation import DemoError, Federation
from node.demo.member import Member
from node.demo.story import Story
from node.domain.errors import NodeError

_AGREEMENT: Final = """\
reference = "STORY-2026-001"
legal_basis = "UN Convention against Transnational Organized Crime, Article 18"
purposes = ["drug-trafficking", "money-laundering"]
entity_types = ["person", "vessel", "company", "identifier"]
valid_from = 2020-01-01
expires_on = 2099-12-31
standing = true
overlap = true
"""
_REGISTERS: Final = {
    "person": "persons",
    "vessel": "vessels",
    "company": "companies",
    "identifier": "identifiers",
}
_NOTICE_S: Final = 60.0
"""Longest time that a notice may take from one node to another."""
_POLL_S: Final = 1.0
_VERIFIER: Final = Path(__file__).parents[2] / "deploy" / "verify" / "heliograph_verify.py"


class Told:
    """One telling of the story."""

    def __init__(self, story: Story, federation: Federation, *, files: Path) -> None:
        """Bring together who tells, the nodes, and the files of the cast."""
        self._story = story
        self._federation = federation
        self._files = files
        self._members = cast.members(files)

    def play(self) -> None:
        """Play every step.

        Raises:
            DemoError: A command failed, or something is not as it must be.
        """
        for step in (
            self._set_up,
            self._seize,
            self._review,
            self._stand,
            self._overlap,
            self._retract,
            self._follow_up,
            self._report,
            self._count,
            self._verify,
        ):
            step()
        self._story.say("")
        self._story.say(f"Every step was as it must be; {self._story.seconds:.0f} s.")

    def _set_up(self) -> None:
        self._story.step(
            "Three agencies agree",
            "Queries may stand, and overlaps may be told: both sides say so.",
        )
        for member in self._members:
            self._run(member.id, _init_words(member, self._federation.address(member.id)))
        self._federation.start(self._members)
        agreement = self._files / "agreement.toml"
        agreement.write_text(_AGREEMENT, encoding="utf-8")
        for member in self._members:
            entry = self._run(member.id, ["--quiet", "peer", "export"])
            (self._files / f"{member.id}.json").write_text(entry, encoding="utf-8")
        for one, other in permutations(self._members, 2):
            words = ["peer", "add", str(self._files / f"{other.id}.json")]
            self._run(one.id, [*words, "--agreement", str(agreement), "--yes"])
        for member in self._members:
            for kind, file in member.registers.items():
                self._load(member.id, file, kind=kind.value)
        self._show(CUSTOMS, ["register", "list"])

    def _seize(self) -> None:
        self._story.step("A seizure: twelve subjects", "The centre holds nothing, and asks both.")
        facts = ["--seized-on", "2026-11-28", "--place", "Cristobal", "--commodity", "cocaine"]
        facts += ["--quantity", "1,984 kg", "--summary", cast.SUMMARY]
        self._run(CENTRE, ["case", "new", "--file", str(self._files / "case.toml")])
        self._run(CENTRE, ["case", "edit", CASE, *facts])
        self._show(CENTRE, ["case", "add", CASE, str(self._files / "case.csv")])
        self._show(CENTRE, ["case", "run", CASE])
        self._require(self._hits() == cast.EXPECTED, "seven hits, and no other")

    def _review(self) -> None:
        self._story.step(
            "A possible match is reviewed",
            "Customs has a record that may be the same: the centre has heard no hit so far.",
        )
        [alert] = self._alerts(CUSTOMS, "--zone", "possible")
        number = alert["id"][:SHORT_ID_LETTERS]
        self._show(CUSTOMS, ["alert", "show", number, "--record"])
        self._show(CUSTOMS, ["alert", "confirm", number, "--reason", "same-subject-verified"])
        pair = (cast.POSSIBLE, CUSTOMS)
        self._await(lambda: pair in self._hits(), "the centre hears of the hit late")
        self._story.say("The centre now has a hit, the desk to call and a reference.")

    def _stand(self) -> None:
        self._story.step(
            "The case stands: customs matches again whenever its register changes",
            "Two updates follow; the second one brings the courier.",
        )
        self._show(CENTRE, ["standing", "create", CASE, "--overlap"])
        pair = (cast.LATE, CUSTOMS)
        before = len(self._alerts(CENTRE, "--direction", "outgoing"))
        self._load(CUSTOMS, self._files / "persons-2.csv", kind="person")
        self._require(pair not in self._hits(), "the first update changes nothing")
        self._load(CUSTOMS, self._files / "persons-3.csv", kind="person")
        self._await(lambda: pair in self._hits(), "the second update fires the standing query")
        after = len(self._alerts(CENTRE, "--direction", "outgoing"))
        self._require(after == before + 1, "one alert more, and only one")
        self._show(CENTRE, ["case", "status", CASE])

    def _overlap(self) -> None:
        self._story.step(
            "Two agencies ask about somebody whom nobody knows",
            "The financial intelligence unit has a case of its own, about the same woman.",
        )
        reasons = ["--purpose", "money-laundering", "--offence", "laundering"]
        self._run(FIU, ["case", "new", OTHER_CASE, *reasons, "--legal-basis", "FATF 40"])
        self._run(FIU, ["case", "add", OTHER_CASE, str(self._files / "other.csv")])
        words = ["standing", "create", OTHER_CASE, "--overlap", "--peer", CUSTOMS]
        self._show(FIU, words)
        for member in (CENTRE, FIU):
            self._await(
                lambda member=member: bool(self._alerts(member, "--direction", "overlap")),  # type: ignore[misc] # the member of this turn
                f"{member} is told of the other",
            )
        self._show(CENTRE, ["alert", "list", "--direction", "overlap"])

    def _retract(self) -> None:
        self._story.step(
            "A record proves wrong", "Customs takes back what it has told; the centre confirms."
        )
        words = ["register", "retract", "--register", "persons"]
        self._show(CUSTOMS, [*words, "--record", cast.RETRACTED_RECORD, "--reason", "deleted"])
        self._await(lambda: bool(self._open_retractions()), "the centre is told")
        [retraction] = self._open_retractions()
        number = retraction["id"][:SHORT_ID_LETTERS]
        self._show(CENTRE, ["retraction", "acknowledge", number, "--outcome", "deleted"])
        self._require(not self._open_retractions(), "nothing waits to be confirmed")
        flagged = self._alerts(CENTRE, "--flagged")
        self._require(len(flagged) == 1, "the hit is flagged for good")

    def _follow_up(self) -> None:
        self._story.step(
            "The hit is followed up",
            "Request, legal-assistance and joint-team drafts, and an export for the case system.",
        )
        alert = self._alert_of("S02", CUSTOMS)
        number, pack = alert["id"][:SHORT_ID_LETTERS], self._files / "pack"
        words = ["alert", "request", number, "--out", str(pack), "--format", "docx"]
        self._show(CENTRE, [*words, "--lang", "es", "--subject"])
        text = ["--part", "request", "--format", "text", "--lang", "en"]
        self._run(CENTRE, ["alert", "request", number, "--out", str(pack), *text])
        [request] = pack.glob("*.txt")
        said = " ".join(request.read_text(encoding="utf-8").split())
        for part in (alert["reference"], f"{CASE}/{number}", "SIENA: ES-ADU-MRA", "1,984 kg"):
            self._require(part in said, f"the request tells {part}")
        self._require(
            len(list(pack.iterdir())) == len(("r", "a", "t", "umf", "text")), "five files"
        )
        self._show(CENTRE, ["alert", "outcome", number, "--code", "request-sent", "--tell"])
        self._await(
            lambda: any(each["outcome"] for each in self._alerts(CUSTOMS)),
            "customs learns that its record was worth it",
        )

    def _report(self) -> None:
        self._story.step(
            "The prosecutor gets the file", "Checked by one program, without node or network."
        )
        path = self._files / "file.json"
        self._show(CENTRE, ["case", "report", CASE, "--format", "json", "--out", str(path)])
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(_VERIFIER), str(path)], capture_output=True, check=False, text=True
        )
        self._story.say(done.stdout.rstrip())
        self._require(done.returncode == 0, "the file is verified")

    def _count(self) -> None:
        self._story.step("The statistics", "Nobody is to be found in them.")
        self._show(CENTRE, ["stats", "report"])
        told = json.loads(self._run(CENTRE, ["--json", "stats", "report"]))["tables"]
        shown = [cell for table in told.values() for row in table for cell in row.values()]
        small = [cell for cell in shown if isinstance(cell, int) and 0 < cell < 5]  # noqa: PLR2004 - the law's five
        self._require(not small, "no small count is shown")

    def _verify(self) -> None:
        self._story.step("Every journal is whole")
        for member in self._members:
            self._show(member.id, ["audit", "verify"])

    def _load(self, member: str, file: Path, *, kind: str) -> None:
        words = ["register", "load", str(file), "--type", kind, "--register", _REGISTERS[kind]]
        self._run(member, words)

    def _hits(self) -> frozenset[tuple[str, str]]:
        cells = json.loads(self._run(CENTRE, ["--json", "case", "status", CASE]))["cells"]
        return frozenset((c["subject"], c["peer"]) for c in cells if c["state"] == "hit")

    def _alerts(self, member: str, *conditions: str) -> list[dict[str, Any]]:
        listed = self._run(member, ["--json", "alert", "list", "--limit", "99", *conditions])
        alerts: list[dict[str, Any]] = json.loads(listed)["alerts"]
        return alerts

    def _alert_of(self, subject: str, peer: str) -> dict[str, Any]:
        cells = json.loads(self._run(CENTRE, ["--json", "case", "status", CASE]))["cells"]
        [reference] = {
            c["reference"] for c in cells if (c["subject"], c["peer"]) == (subject, peer)
        }
        alerts = self._alerts(CENTRE, "--direction", "outgoing")
        return next(each for each in alerts if each["reference"] == reference)

    def _open_retractions(self) -> list[dict[str, Any]]:
        words = ["--json", "retraction", "list", "--open", "--direction", "incoming"]
        found: list[dict[str, Any]] = json.loads(self._run(CENTRE, words))["retractions"]
        return found

    def _run(self, member: str, words: Sequence[str]) -> str:
        return self._federation.run(member, words)

    def _show(self, member: str, words: Sequence[str]) -> None:
        self._story.command(member, [_short(word) for word in words])
        self._federation.show(member, words)
        self._story.say("")

    def _require(self, holds: object, expected: str) -> None:
        if not holds:
            raise DemoError(f"it should be so, and is not: {expected}")

    def _await(self, holds: Callable[[], bool], expected: str) -> None:
        """Wait for a notice from one node to another."""
        deadline = monotonic() + _NOTICE_S
        while not holds():
            if monotonic() > deadline:
                raise DemoError(f"it should have come by now: {expected}")
            sleep(_POLL_S)


def _init_words(member: Member, address: str) -> list[str]:
    words = ["init", "--id", member.id, "--name", member.name, "--country", member.country]
    words += ["--kind", member.kind, "--address", address]
    words += ["--contact-desk", member.desk.name, "--contact-channel", member.desk.channel]
    return [*words, "--contact-address", member.desk.address]


def _short(word: str) -> str:
    """Return file names instead of paths: that is what one would type in the folder."""
    return Path(word).name if word.startswith("/") else word


def main() -> int:
    """Tell the story and return an exit code."""
    story = Story()
    folder = Path(tempfile.mkdtemp(prefix="heliograph-"))
    try:
        files = folder / "files"
        cast.write_files(files)
        story.console.rule("A seizure in Panama, from the first question on", align="left")
        with Federation(folder, cast.members(files)) as federation:
            Told(story, federation, files=files).play()
    except (NodeError, MatchingError) as error:
        sys.stdout.flush()
        sys.stderr.write(f"story: {error}\n{error.hint}".rstrip() + "\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
