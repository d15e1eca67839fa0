"""Killed anywhere, a node loses nothing acknowledged and answers from no half register."""

import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from node import config
from node.config import Settings
from node.domain.alert import Direction
from node.domain.errors import NodeFolderError
from node.domain.exchange import Outcome
from node.domain.journal import Event
from tests.factories import TARGET, asked, people
from tests.node.federation import make_folder, opened, running
from tests.node.questions import a_query

ROOT = Path(__file__).parents[2]


def _killed(work: str, folder: Path, *, after: int, wait_s: float = 0.0) -> list[str]:
    """Run a process, kill it some time after so many acknowledgements, and return all of them."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "tests.node.crashing", work, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(after)]
        assert all(acknowledged), "the process ended by itself"
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        return [*acknowledged, *process.stdout.read().split()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Make a node that holds a register and knows one peer."""
    settings = make_folder(tmp_path / "owner", "fiu-nl")
    with (
        opened(settings) as owner,
        opened(make_folder(tmp_path / "asker", "customs-es")) as asker,
    ):
        owner.knows(asker)
        owner.load("persons", [*people(5), TARGET])
    return settings


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize(("after", "wait_s"), [(3, 0.11), (1, 0.0), (5, 0.004)])
def test_no_acknowledged_answer_is_lost(settings: Settings, after: int, wait_s: float) -> None:
    """Every answer that could leave has its entry, its alert and its receipt after the kill."""
    acknowledged = _killed("answer", settings.folder, after=after, wait_s=wait_s)

    with opened(settings) as owner:
        report = owner.application.verify()
        told_of = {entry.query_id for entry in owner.entries(Event.QUERY_IN)}
        alerted = {alert.query_id for alert in owner.alerts(Direction.INCOMING)}
        heads = owner.node.ground.stores.heads
        receipts = {each for each in acknowledged if heads.receipts(each)}

    assert report.is_intact, report.fault
    assert set(acknowledged) <= told_of
    assert set(acknowledged) <= alerted
    assert receipts == set(acknowledged)


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("wait_s", [0.0, 0.007, 0.013, 0.029])
def test_a_killed_load_leaves_a_whole_register(settings: Settings, wait_s: float) -> None:
    """After the kill the last acknowledged generation answers, or the one after it, and whole."""
    acknowledged = _killed("load", settings.folder, after=2, wait_s=wait_s)

    with opened(settings) as owner:
        [present] = owner.application.records.registers.all()
        loads = [entry.generation for entry in owner.entries(Event.LOAD)]
        folder = settings.folder / config.GENERATIONS
        owner.node.housekeeping.tidy()
        peer = owner.application.records.peers.all()[0]
        query = a_query(owner, asked(TARGET))
        answer, _ = owner.answerer.ask(peer.id, query, query_hash=bytes(32), checkpoint="")
        left = sorted(path.name for path in folder.iterdir())

    assert set(acknowledged) <= set(loads)
    assert present.id == loads[-1]
    assert not [name for name in left if name.startswith(".")]
    assert len(left) <= 2
    assert answer.subjects[0].outcome is Outcome.HIT


def test_a_second_process_may_not_open_the_folder(settings: Settings) -> None:
    """Of two processes on one folder the second is told, and the first goes on."""
    with opened(settings) as owner:
        with pytest.raises(NodeFolderError, match="another process"), opened(settings):
            pass
        assert owner.application.verify().is_intact
    with opened(settings) as again:
        assert again.id == "fiu-nl"


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_a_notice_that_was_written_arrives_after_the_kill(tmp_path: Path) -> None:
    """Killed between writing and sending, a node still tells everything, and each thing once."""
    mine, theirs = (
        make_folder(tmp_path / "owner", "fiu-nl"),
        make_folder(tmp_path / "a", "customs-es"),
    )
    async with running(mine) as owner, running(theirs) as asker:
        owner.knows(asker)
        asker.knows(owner)
        owner.load("persons", people(5))
        (cell,) = await asker.ask(TARGET)
    (mine.folder / "query").write_text(cell.query_id, encoding="ascii")

    acknowledged = await asyncio.to_thread(_killed, "tell", mine.folder, after=3, wait_s=0.02)

    async with running(mine) as owner, running(theirs) as asker:
        waiting = [each.id for each in owner.node.ground.stores.notices.sent(10_000)]
        await owner.node.notifier.deliver()
        received = [each.id for each in asker.node.ground.stores.notices.received(10_000)]
        written = [entry.message_id for entry in owner.entries(Event.NOTICE_OUT)]
        report = owner.application.verify()

    assert report.is_intact, report.fault
    assert set(acknowledged) <= set(waiting)
    assert sorted(written) == sorted(waiting) == sorted(received)
