"""What else canaries fly through: a room, a blind check, papers, backups, the supporter's file.

What officers are given in clear (papers that name their own subject) is written nowhere here: it
may hold the canaries, and nothing that the node keeps may.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from nacl.public import PrivateKey

from matching.subject import EntityType
from node.blindcheck import Check
from node.casework import NewSubject
from node.domain.alert import Direction
from node.domain.notice import Change
from node.domain.paper import ReportFormat
from node.domain.request import PackPart, Particulars
from node.domain.selection import Selection
from node.draft import PackOrder
from node.keys.sealedstream import recipient_text
from node.paper.model import Format
from node.report import ReportOrder
from node.words import Language
from tests.factories import Fields, a_justification, an_agreement
from tests.node.federation import OFFICER, Member

Say = Callable[[object], None]
RECIPIENT = recipient_text(bytes(PrivateKey(bytes([1]) * 32).public_key))


async def go_on(asker: Member, owner: Member, *, things: tuple[Fields, Fields], say: Say) -> None:
    """Take every further step; `things` are a person and a vessel, `say` hears which were taken."""
    agreed = an_agreement(standing=True, overlap=True, forum=True, blind_check=frozenset({"imo"}))
    asker.knows(owner, agreed)
    owner.knows(asker, agreed)
    await _meet(asker, owner, things=things, say=say)
    await _look_blindly(asker, owner, vessel=things[1], say=say)
    await _follow_up(asker, owner, say=say)
    numbers = ({"passport": things[0]["passport"]}, {"imo": things[1]["imo"]})
    _write_papers(asker, numbers=numbers, say=say)
    await _carry_away(asker, owner, say=say)


async def _meet(asker: Member, owner: Member, *, things: tuple[Fields, Fields], say: Say) -> None:
    """Bring the subjects into a room, have them matched, and close it."""
    host = owner.application.meeting.host
    room = host.open(
        "drug-trafficking",
        "JIT 4/2026",
        ends_at=owner.clock.now() + timedelta(hours=1),
        members=[asker.id],
        officer=OFFICER,
    ).id
    work, seat = asker.application.casework, asker.application.meeting.seat
    work.open(a_justification(case_reference="CASE-ROOM"), officer=OFFICER)
    kinds = (EntityType.PERSON, EntityType.VESSEL)
    rows = [NewSubject("", "", kind, each) for kind, each in zip(kinds, things, strict=True)]
    work.add("CASE-ROOM", rows, officer=OFFICER)
    await seat.join(owner.id, room, officer=OFFICER)
    await seat.drop(room, "CASE-ROOM", officer=OFFICER)
    say(f"matched {host.match(room, officer=OFFICER)}")
    seen = await seat.look(room, officer=OFFICER)
    say(f"room of {len(seen.view.attendees)}")
    host.close(room, officer=OFFICER)


async def _look_blindly(asker: Member, owner: Member, *, vessel: Fields, say: Say) -> None:
    wanted = Check(EntityType.VESSEL, {"imo": vessel["imo"]}, a_justification(), OFFICER)
    peer = asker.application.records.peers.get(owner.id)
    say(f"blind {(await asker.application.blind.check(peer, wanted)).known}")


async def _follow_up(asker: Member, owner: Member, *, say: Say) -> None:
    """Tell what a hit has led to, and take back what was told; both as notices."""
    for alert in asker.alerts(Direction.OUTGOING, case="CASE-CANARY"):
        asker.application.follow_up.outcomes.note(alert.id, "confirmed", officer=OFFICER, tell=True)
    corrector = owner.application.follow_up.corrector
    told = corrector.retract("persons", "R-1", change=Change.CONTESTED, officer=OFFICER)
    for member in (asker, owner):
        await member.node.notifier.deliver()
    say(f"taken back {len(told) > 0}")


def _write_papers(asker: Member, *, numbers: tuple[Fields, ...], say: Say) -> None:
    """Draft a request and the prosecutor's file, with the own subjects and without."""
    writing = asker.application.writing
    alert = asker.alerts(Direction.OUTGOING, case="CASE-CANARY")[0]
    for is_named in (False, True):
        parts = (PackPart.UMF,)
        order = PackOrder(
            alert.id, parts, Format.TEXT, Language.EN, Particulars(), with_subject=is_named
        )
        pack = writing.drafter.draft(order, officer=OFFICER)
        wished = ReportOrder("CASE-CANARY", ReportFormat.JSON, Language.ES, with_subjects=is_named)
        report = writing.reporter.report(wished, officer=OFFICER)
        written = report.content + b"".join(file.content for file in pack.files)
        # The title of the case is its officer's to choose; numbers are the subject's alone.
        said = [
            value for each in numbers for value in each.values() if value[0].encode() in written
        ]
        say(f"papers {len(written) > 0}, numbers in them: {len(said)}")


async def _carry_away(asker: Member, owner: Member, *, say: Say) -> None:
    """Write what leaves the node in files: backups, evidence, the supporter's file."""
    for member in (asker, owner):
        folder = member.node.settings.folder
        sealed = member.application.keys.backup.write([RECIPIENT], whole=True)
        (folder / "node.backup").write_bytes(b"".join(sealed))
        evidence = member.application.auditor.export(Selection(), officer=OFFICER)
        with (folder / "evidence.bin").open("wb") as file:
            for name, content in evidence:
                file.write(name.encode() + content)
        said = await asyncio.to_thread(_collect, folder, folder / "support.json")
        say(f"support {said}")
    say("carried away")


def _collect(folder: Path, file: Path) -> int:
    words = ("--node", str(folder), "support", "collect", str(file))
    command = "import sys; from node.cli.entry import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", command, *words], check=False)  # noqa: S603 - our own module
    return done.returncode
