"""The told story: a seizure from the first question to the statistics, every step of it checked.

    python -m node.demo.follow

Three agencies, each a node of its own, driven by the commands that officers type. Where something
does not come out as it must, the story ends there and says what was expected.
"""

import shutil
import subprocess
import sys
import tempfile
from itertools import permutations
from pathlib import Path
from typing import Any, Final

from matching.errors import MatchingError
from matching.subject import EntityType
from node.cli.render_alert import SHORT_ID_LETTERS
from node.demo import cast
from node.demo.cast import CASE, CENTRE, CUSTOMS, FIU, OTHER_CASE
from node.demo.federation import Federation
from node.demo.forum import Forum
from node.demo.member import Member
from node.demo.story import Story
from node.demo.teller import Teller
from node.demo.typed import init_words, load_words, side_by_side
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
forum = true
"""
_VERIFIER: Final = Path(__file__).parents[2] / "deploy" / "verify" / "heliograph_verify.py"


class Told:
    """One telling of the story."""

    def __init__(self, teller: Teller, federation: Federation, *, files: Path) -> None:
        """Bring together who tells, the nodes, and the files of the cast."""
        self._teller = teller
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
            self._meet,
            self._retract,
            self._follow_up,
            self._report,
            self._count,
            self._verify,
        ):
            step()
        self._teller.say("")
        self._teller.say(f"Every step was as it must be; {self._teller.seconds:.0f} s.")

    def _set_up(self) -> None:
        self._teller.step(
            "Three agencies agree",
            "Queries may stand, and overlaps may be told: both sides say so.",
        )
        side_by_side(self._init, self._members)
        self._federation.start(self._members)
        side_by_side(self._export, self._members)
        agreement = self._files / "agreement.toml"
        agreement.write_text(_AGREEMENT, encoding="utf-8")
        pairs = [*permutations(self._members, 2)]
        side_by_side(lambda pair: self._introduce(*pair, agreement=agreement), pairs)
        side_by_side(self._load_all, self._members)
        self._teller.show(CUSTOMS, ["register", "list"])

    def _init(self, member: Member) -> None:
        words = init_words(member, self._federation.address(member.id))
        self._teller.run(member.id, words)

    def _export(self, member: Member) -> None:
        entry = self._teller.run(member.id, ["--quiet", "peer", "export"])
        (self._files / f"{member.id}.json").write_text(entry, encoding="utf-8")

    def _introduce(self, member: Member, peer: Member, *, agreement: Path) -> None:
        words = ["peer", "add", str(self._files / f"{peer.id}.json")]
        self._teller.run(member.id, [*words, "--agreement", str(agreement), "--yes"])

    def _load_all(self, member: Member) -> None:
        for kind, file in member.registers.items():
            self._teller.run(member.id, load_words(kind, file))

    def _seize(self) -> None:
        self._teller.step("A seizure: twelve subjects", "The centre holds nothing, and asks both.")
        facts = ["--seized-on", "2026-11-28", "--place", "Cristobal", "--commodity", "cocaine"]
        facts += ["--quantity", "1,984 kg", "--summary", cast.SUMMARY]
        self._teller.run(CENTRE, ["case", "new", "--file", str(self._files / "case.toml")])
        self._teller.run(CENTRE, ["case", "edit", CASE, *facts])
        self._teller.show(CENTRE, ["case", "add", CASE, str(self._files / "case.csv")])
        self._teller.show(CENTRE, ["case", "run", CASE])
        self._teller.require(self._hits() == cast.EXPECTED, "seven hits, and no other")

    def _review(self) -> None:
        self._teller.step(
            "A possible match is reviewed",
            "Customs has a record that may be the same: the centre has heard no hit so far.",
        )
        [alert] = self._alerts(CUSTOMS, "--zone", "possible")
        number = alert["id"][:SHORT_ID_LETTERS]
        self._teller.show(CUSTOMS, ["alert", "show", number, "--record"])
        self._teller.show(
            CUSTOMS, ["alert", "confirm", number, "--reason", "same-subject-verified"]
        )
        pair = (cast.POSSIBLE, CUSTOMS)
        self._teller.wait_for(lambda: pair in self._hits(), "the centre hears of the hit late")
        self._teller.say("The centre now has a hit, the desk to call and a reference.")

    def _stand(self) -> None:
        self._teller.step(
            "The case stands: customs matches again whenever its register changes",
            "Two updates follow; the second one brings the courier.",
        )
        self._teller.show(CENTRE, ["standing", "create", CASE, "--overlap"])
        pair = (cast.LATE, CUSTOMS)
        before = len(self._alerts(CENTRE, "--direction", "outgoing"))
        self._update("persons-2.csv")
        self._teller.require(pair not in self._hits(), "the first update changes nothing")
        self._update("persons-3.csv")
        self._teller.wait_for(
            lambda: pair in self._hits(), "the second update fires the standing query"
        )
        after = len(self._alerts(CENTRE, "--direction", "outgoing"))
        self._teller.require(after == before + 1, "one alert more, and only one")
        self._teller.show(CENTRE, ["case", "status", CASE])

    def _overlap(self) -> None:
        self._teller.step(
            "Two agencies ask about somebody whom nobody knows",
            "The financial intelligence unit has a case of its own, about the same woman.",
        )
        reasons = ["--purpose", "money-laundering", "--offence", "laundering"]
        self._teller.run(FIU, ["case", "new", OTHER_CASE, *reasons, "--legal-basis", "FATF 40"])
        self._teller.run(FIU, ["case", "add", OTHER_CASE, str(self._files / "other.csv")])
        words = ["standing", "create", OTHER_CASE, "--overlap", "--peer", CUSTOMS]
        self._teller.show(FIU, words)
        for member in (CENTRE, FIU):
            self._teller.wait_for(
                lambda member=member: bool(self._alerts(member, "--direction", "overlap")),  # type: ignore[misc] # the member of this turn
                f"{member} is told of the other",
            )
        [alert] = self._alerts(CENTRE, "--direction", "overlap")
        self._teller.show(CENTRE, ["alert", "show", alert["id"][:SHORT_ID_LETTERS]])

    def _meet(self) -> None:
        ledger = self._federation.node_folder(CENTRE) / "ledger.sqlite"
        Forum(self._teller, files=self._files, ledger=ledger).play()

    def _retract(self) -> None:
        self._teller.step(
            "A record proves wrong", "Customs takes back what it has told; the centre confirms."
        )
        words = ["register", "retract", "--register", "persons"]
        self._teller.show(
            CUSTOMS, [*words, "--record", cast.RETRACTED_RECORD, "--reason", "deleted"]
        )
        self._teller.wait_for(lambda: bool(self._open_retractions()), "the centre is told")
        [retraction] = self._open_retractions()
        number = retraction["id"][:SHORT_ID_LETTERS]
        self._teller.show(CENTRE, ["retraction", "acknowledge", number, "--outcome", "deleted"])
        self._teller.require(not self._open_retractions(), "nothing waits to be confirmed")
        flagged = self._alerts(CENTRE, "--flagged")
        self._teller.require(len(flagged) == 1, "the hit is flagged for good")

    def _follow_up(self) -> None:
        self._teller.step(
            "The hit is followed up",
            "Request, legal-assistance and joint-team drafts, and an export for the case system.",
        )
        alert = self._alert_of("S02", CUSTOMS)
        number, pack = alert["id"][:SHORT_ID_LETTERS], self._files / "pack"
        words = ["alert", "request", number, "--out", str(pack), "--format", "docx"]
        self._teller.show(CENTRE, [*words, "--lang", "es", "--subject"])
        text = ["--part", "request", "--format", "text", "--lang", "en"]
        self._teller.run(CENTRE, ["alert", "request", number, "--out", str(pack), *text])
        [request] = pack.glob("*.txt")
        said = " ".join(request.read_text(encoding="utf-8").split())
        for part in (alert["reference"], f"{CASE}/{number}", "SIENA: ES-ADU-MRA", "1,984 kg"):
            self._teller.require(part in said, f"the request tells {part}")
        self._teller.require(
            len(list(pack.iterdir())) == len(("r", "a", "t", "umf", "text")), "five files"
        )
        self._teller.show(CENTRE, ["alert", "outcome", number, "--code", "request-sent", "--tell"])
        self._teller.wait_for(
            lambda: any(each["outcome"] for each in self._alerts(CUSTOMS)),
            "customs learns that its record was worth it",
        )

    def _report(self) -> None:
        self._teller.step(
            "The prosecutor gets the file", "Checked by one program, without node or network."
        )
        path = self._files / "file.json"
        self._teller.show(CENTRE, ["case", "report", CASE, "--format", "json", "--out", str(path)])
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(_VERIFIER), str(path)], capture_output=True, check=False, text=True
        )
        self._teller.say(done.stdout.rstrip())
        self._teller.require(done.returncode == 0, "the file is verified")

    def _count(self) -> None:
        self._teller.step("The statistics", "Nobody is to be found in them.")
        self._teller.show(CENTRE, ["stats", "report"])
        told = self._teller.ask(CENTRE, ["stats", "report"])["tables"]
        shown = [cell for table in told.values() for row in table for cell in row.values()]
        small = [cell for cell in shown if isinstance(cell, int) and 0 < cell < 5]  # noqa: PLR2004 - the law's five
        self._teller.require(not small, "no small count is shown")

    def _verify(self) -> None:
        self._teller.step("Every journal is whole")
        for member in self._members:
            self._teller.show(member.id, ["audit", "verify"])

    def _update(self, file: str) -> None:
        """Load the persons of customs anew."""
        self._teller.run(CUSTOMS, load_words(EntityType.PERSON, self._files / file))

    def _hits(self) -> frozenset[tuple[str, str]]:
        cells = self._teller.ask(CENTRE, ["case", "status", CASE])["cells"]
        return frozenset((c["subject"], c["peer"]) for c in cells if c["state"] == "hit")

    def _alerts(self, member: str, *conditions: str) -> list[dict[str, Any]]:
        words = ["alert", "list", "--limit", "99", *conditions]
        alerts: list[dict[str, Any]] = self._teller.ask(member, words)["alerts"]
        return alerts

    def _alert_of(self, subject: str, peer: str) -> dict[str, Any]:
        cells = self._teller.ask(CENTRE, ["case", "status", CASE])["cells"]
        [reference] = {
            c["reference"] for c in cells if (c["subject"], c["peer"]) == (subject, peer)
        }
        alerts = self._alerts(CENTRE, "--direction", "outgoing")
        return next(each for each in alerts if each["reference"] == reference)

    def _open_retractions(self) -> list[dict[str, Any]]:
        words = ["retraction", "list", "--open", "--direction", "incoming"]
        found: list[dict[str, Any]] = self._teller.ask(CENTRE, words)["retractions"]
        return found


def main() -> int:
    """Tell the story and return an exit code."""
    story = Story()
    folder = Path(tempfile.mkdtemp(prefix="heliograph-"))
    try:
        files = folder / "files"
        cast.write_files(files)
        story.console.rule("A seizure in Panama, from the first question on", align="left")
        with Federation(folder, cast.members(files)) as federation:
            Told(Teller(story, federation), federation, files=files).play()
    except (NodeError, MatchingError) as error:
        sys.stdout.flush()
        sys.stderr.write(f"story: {error}\n{error.hint}".rstrip() + "\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
