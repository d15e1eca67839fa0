"""The forum of the told story: three agencies meet in a room, see what they share, and leave."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from node.demo import cast
from node.demo.cast import CASE, CENTRE, CUSTOMS, FIU
from node.demo.teller import Teller
from node.demo.typed import side_by_side

_GUESTS: Final = (CUSTOMS, FIU)
_CASES: Final = {CENTRE: CASE, CUSTOMS: cast.CUSTOMS_CASE, FIU: cast.FIU_CASE}
_CONTENT: Final = ("forum_drop", "forum_shared", "forum_action")
_COUNT: Final = "SELECT count(*) FROM {table} WHERE room = ?"
_ACTION: Final = "ask the land register about the company we share, call our desk"


class Forum:
    """One meeting of the three, hosted by the centre."""

    def __init__(self, teller: Teller, *, files: Path, ledger: Path) -> None:
        """Keep who tells, and where the files of the cast and the ledger of the host are."""
        self._teller = teller
        self._files = files
        self._ledger = ledger
        self._room = ""

    def play(self) -> None:
        """Play it from the opening to the certificate.

        Raises:
            DemoError: A command failed, or something is not as it must be.
        """
        self._teller.step(
            "The three meet in a case forum",
            "Each brings a case. Nobody sees what it did not bring itself, and nothing stays.",
        )
        self._gather()
        self._match()
        self._act()
        self._close()

    def _gather(self) -> None:
        side_by_side(self._open_case, _GUESTS)
        words = ["forum", "open", "--purpose", "drug-trafficking", "--until", "3d"]
        words += ["--agreement", cast.MEETING]
        for member in _GUESTS:
            words += ["--member", member]
        self._room = self._teller.ask(CENTRE, words)["room"]["id"]
        self._teller.say(f"The centre hosts {self._room} for three days, and has invited both.")
        self._teller.say("")
        side_by_side(self._bring, [*_CASES])

    def _open_case(self, member: str) -> None:
        words = ["case", "new", _CASES[member], "--legal-basis", cast.MEETING]
        words += ["--purpose", "drug-trafficking", "--offence", "drugs.trafficking"]
        self._teller.run(member, words)
        file = self._files / f"{member}-case.csv"
        self._teller.run(member, ["case", "add", _CASES[member], str(file)])

    def _bring(self, member: str) -> None:
        self._teller.run(member, ["forum", "join", CENTRE, self._room])
        self._teller.run(member, ["forum", "drop", self._room, _CASES[member]])

    def _match(self) -> None:
        self._teller.show(CENTRE, ["forum", "match", self._room])
        self._teller.show(CENTRE, ["forum", "status", self._room])

    def _act(self) -> None:
        words = ["forum", "action", self._room, _ACTION, "--who", FIU, "--due", "2026-12-04"]
        self._teller.run(CUSTOMS, words)
        self._teller.say("Customs asks the financial intelligence unit for something, and it sees:")
        self._teller.show(FIU, ["forum", "status", self._room])
        side_by_side(self._require_own, [*_CASES])

    def _require_own(self, member: str) -> None:
        """Require that a member sees what it shares, whom to call and what to do, and no more."""
        seen = self._seen(member)
        shared = {(each["subject"], each["other"]) for each in seen["shared"]}
        self._teller.require(
            shared == cast.SHARED_IN_ROOM[member], f"{member} sees what it shares, and with whom"
        )
        desks = {each["node"]: each["contact_point"]["address"] for each in seen["members"]}
        self._teller.require(
            all(desks[other] == cast.DESKS[other] for _, other in shared),
            f"{member} sees whom to contact",
        )
        others = (self._files / f"{each}-case.csv" for each in _GUESTS if each != member)
        names = [name for file in others for name in _names(file)]
        text = json.dumps(seen, ensure_ascii=False)
        self._teller.require(
            not any(name in text for name in names), f"{member} sees no subject of the others"
        )
        concerned = [_ACTION] if member in _GUESTS else []
        self._teller.require(
            [each["text"] for each in seen["actions"]] == concerned,
            "who wrote the action and who does it see it, and nobody else",
        )

    def _close(self) -> None:
        self._teller.require(self._left() != (0, 0, 0), "the room has something to delete")
        self._teller.show(CENTRE, ["forum", "close", self._room])
        self._teller.require(self._left() == (0, 0, 0), "nothing of it is left at the host")
        told = side_by_side(self._seen, _GUESTS)
        for member, seen in zip(_GUESTS, told, strict=True):
            self._teller.require(
                seen["state"] == "closed" and seen["is_certified"],
                f"{member} has verified the certificate and keeps it",
            )
        [certificate] = {seen["certificate"] for seen in told}
        counted = json.loads(certificate)
        self._teller.require(
            {fact: counted[fact] for fact in cast.IN_ROOM} == cast.IN_ROOM,
            "it certifies what was in the room",
        )
        self._teller.show(CUSTOMS, ["forum", "status", self._room])
        self._teller.say("What customs was told stays with customs; the host has deleted it all.")

    def _left(self) -> tuple[int, ...]:
        """Count what the host's ledger holds of the room: subjects, results, actions."""
        with closing(sqlite3.connect(f"{self._ledger.as_uri()}?mode=ro", uri=True)) as ledger:
            asked = (_COUNT.format(table=table) for table in _CONTENT)
            return tuple(ledger.execute(sql, (self._room,)).fetchone()[0] for sql in asked)

    def _seen(self, member: str) -> dict[str, Any]:
        room: dict[str, Any] = self._teller.ask(member, ["forum", "status", self._room])["room"]
        return room


def _names(file: Path) -> list[str]:
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    return [row.split(",")[3] for row in rows if row.split(",")[3]]
