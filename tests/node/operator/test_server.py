"""The socket of a running node: what its own people get, and what they hear when they err."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import grpc
import pytest
import pytest_asyncio

from node.directory.entry import entry_to_json
from node.domain.case import CellState
from node.domain.journal import Event
from node.operator import view
from node.operator.client import Batch, OperatorClient
from node.operator.errors import OperatorError
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1 import operator_pb2_grpc as services
from tests.factories import (
    TARGET,
    Fields,
    a_justification,
    a_register_of_people,
    asked,
    people,
)
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

T = TypeVar("T")
ROOT = Path(__file__).parents[3]
REASONS = view.Justification("CASE-1", "article 3", "drug-trafficking", "drugs", "suspect")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[list[Member]]:
    """One that is commanded, and one that knows persons."""
    folder = tmp_path_factory.mktemp("s")
    async with federation(folder, "customs-es", "fiu-nl") as members:
        members[1].load("persons", a_register_of_people())
        yield members


async def command(member: Member, work: Callable[[OperatorClient], T]) -> T:
    """Do something over the socket, in a thread as another process would."""

    def run() -> T:
        with OperatorClient(member.node.settings.folder) as client:
            return work(client)

    return await asyncio.to_thread(run)


def start(register: str = "wanted", **changes: object) -> view.LoadStart:
    """Return the beginning of a load."""
    about = {"entity_type": "person", "source": "f.csv", "dry_run": False, "expected": 0}
    return view.LoadStart(register, **about | {"officer": OFFICER} | changes)  # type: ignore[arg-type] # a test says what it changes


def batches(*records: Fields, size: int = 10) -> Iterator[Batch]:
    """Yield records as rows in batches."""
    rows = [view.Row(line, fields) for line, fields in enumerate(records, start=2)]
    for first in range(0, len(rows), size):
        yield rows[first : first + size], []


def load(client: OperatorClient, *records: Fields, **changes: object) -> view.LoadProgress:
    """Load records; return the last that is told."""
    return list(client.load_register(start(**changes), batches(*records)))[-1]  # type: ignore[arg-type] # as above


async def test_a_register_is_loaded_and_listed(pair: list[Member]) -> None:
    """What was loaded answers, is listed, and is in the journal under who loaded it."""
    owner = pair[1]

    last = await command(owner, lambda node: load(node, *people(25), TARGET, register="listed"))

    listed = {each.name: each.records for each in await command(owner, OperatorClient.registers)}
    assert (last.stage, last.records, listed["listed"]) == ("done", 26, 26)
    assert owner.entries(Event.LOAD)[-1].officer == OFFICER


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"register": ""}, id="no-name"),
        pytest.param({"register": "../up"}, id="path"),
        pytest.param({"register": "a\nb"}, id="line-end"),
        pytest.param({"entity_type": "aircraft"}, id="entity-type"),
        pytest.param({"officer": ""}, id="nobody"),
        pytest.param({"officer": "Zoë"}, id="not-ascii"),
        pytest.param({"source": "x" * 300}, id="long-source"),
    ],
)
async def test_a_load_says_what_and_who(pair: list[Member], changes: dict[str, object]) -> None:
    """Before the first row is read, it is clear what is loaded and by whom."""
    before = await command(pair[1], OperatorClient.registers)

    with pytest.raises(OperatorError) as error:
        await command(pair[1], lambda node: load(node, TARGET, **changes))
    assert error.value.code == "JUSTIFICATION"
    assert await command(pair[1], OperatorClient.registers) == before


def _request(*, rows: int | None, end: int | None) -> Iterator[pb.LoadRegisterRequest]:
    yield pb.LoadRegisterRequest(
        start=pb.LoadStart(register="cut", entity_type="person", officer=OFFICER)
    )
    if rows is not None:
        fields = [pb.Field(name="name", values=("Aldo Abelung",))]
        row = pb.Row(line=2, fields=fields)
        yield pb.LoadRegisterRequest(batch=pb.RowBatch(rows=[row] * rows))
    if end is not None:
        yield pb.LoadRegisterRequest(end=pb.LoadEnd(rows=end))


@pytest.mark.parametrize(
    ("rows", "end"), [(3, None), (3, 4), (None, None)], ids=["no-end", "another-number", "nothing"]
)
async def test_rows_that_were_cut_off_are_not_loaded(
    pair: list[Member], rows: int | None, end: int | None
) -> None:
    """A caller that dies looks like one that has finished, except that it has not said so."""
    owner = pair[1]
    socket = owner.node.settings.folder / "operator.sock"

    def send() -> None:
        with grpc.insecure_channel(f"unix:{socket}") as channel:
            list(services.RegisterServiceStub(channel).LoadRegister(_request(rows=rows, end=end)))

    with pytest.raises(grpc.RpcError, match="cut off"):
        await asyncio.to_thread(send)
    assert "cut" not in {each.name for each in await command(owner, OperatorClient.registers)}


async def test_a_loader_that_is_killed_loads_nothing(pair: list[Member]) -> None:
    """The process that reads the file may die at any row; the register before stays."""
    owner = pair[1]
    program = (
        "import sys, itertools\n"
        "from pathlib import Path\n"
        "from node.operator import view\n"
        "from node.operator.client import OperatorClient\n"
        "def rows():\n"
        "    for n in itertools.count():\n"
        "        yield [view.Row(n, {'name': ('Aldo Abelung',)})] * 50, []\n"
        "        print(n, flush=True)\n"
        "start = view.LoadStart('killed','person','f',dry_run=False,expected=0,officer='o-1')\n"
        "with OperatorClient(Path(sys.argv[1])) as node:\n"
        "    list(node.load_register(start, rows()))\n"
    )

    def die() -> None:
        with subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", program, str(owner.node.settings.folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            for _ in range(3):
                process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)

    await asyncio.to_thread(die)
    last = await command(owner, lambda node: load(node, TARGET, register="after"))

    # Loads take turns: the killed one has ended by the time the next is done.
    assert last.records == 1
    assert "killed" not in {each.name for each in await command(owner, OperatorClient.registers)}


async def test_many_loads_at_once_take_turns(pair: list[Member]) -> None:
    """More loads than the node has threads all end, while it goes on answering."""
    asker, owner = pair
    loads = [
        asyncio.create_task(
            command(owner, lambda node, n=n: load(node, *people(30), register=f"turn-{n}"))  # type: ignore[misc] # mypy loses the default
        )
        for n in range(10)
    ]

    [cell] = await asker.ask(asked(TARGET))
    done = await asyncio.gather(*loads)

    assert cell.state is CellState.HIT
    assert [each.records for each in done] == [30] * 10


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        pytest.param(view.Justification(), "purpose", id="none"),
        pytest.param(
            view.Justification("", "b", "drug-trafficking", "o", "suspect"), "case", id="case"
        ),
        pytest.param(
            view.Justification("C", "b", "drug-trafficking", "o", "villain"), "villain", id="word"
        ),
    ],
)
async def test_a_query_needs_its_reasons(
    pair: list[Member], reasons: view.Justification, told: str
) -> None:
    """Without a complete justification nothing leaves, and what is missing is told."""
    asker = pair[0]
    before = len(asker.entries())

    with pytest.raises(OperatorError, match=told) as error:
        await command(
            asker,
            lambda node: list(
                node.ask(
                    "person",
                    asked(TARGET),
                    justification=reasons,
                    peers=(),
                    officer=OFFICER,
                    validate_only=False,
                )
            ),
        )
    assert error.value.code == "JUSTIFICATION"
    assert error.value.hint
    assert len(asker.entries()) == before


async def test_a_query_is_answered_with_a_desk(pair: list[Member]) -> None:
    """The officer sees the contact point as the peer's entry has it."""
    steps = await command(
        pair[0],
        lambda node: list(
            node.ask(
                "person",
                asked(TARGET),
                justification=REASONS,
                peers=(),
                officer=OFFICER,
                validate_only=False,
            )
        ),
    )

    [cell] = [step.cell for step in steps if step.cell is not None]
    assert cell.state == "hit"
    assert cell.contact_point is not None
    assert cell.contact_point.agency == "Agency fiu-nl"


async def test_a_node_is_not_its_own_peer(pair: list[Member]) -> None:
    """The entry of the node itself, and what is no entry, are refused as peers."""
    own = pair[0].node
    entry = entry_to_json(own.entry, own.ground.keyring.identity)
    agreement = (ROOT / "deploy" / "config" / "agreement.example.toml").read_bytes()

    for document, told in ((entry, "this node itself"), (b"{}", "no directory entry")):
        with pytest.raises(OperatorError, match=told):
            await command(
                pair[0],
                lambda node, given=document: node.add_peer(
                    given, agreement=agreement, officer=OFFICER
                ),  # type: ignore[misc] # mypy loses the default
            )


async def test_a_revoked_peer_is_answered_nothing(pair: list[Member]) -> None:
    """From the moment of the command on, until it is taken back; both are journalled with why."""
    asker, owner = pair
    case = a_justification(case_reference="CASE-REVOKED")

    def revoked(*, restore: bool) -> bool:
        with OperatorClient(owner.node.settings.folder) as told:
            return told.revoke_peer(
                asker.id, restore=restore, reason="key stolen", officer=OFFICER
            ).paused

    assert await asyncio.to_thread(revoked, restore=False)
    [refused] = await asker.ask(asked(TARGET), justification=case, peers=(owner.id,))
    assert not await asyncio.to_thread(revoked, restore=True)
    [hit] = await asker.ask(asked(TARGET), justification=case, peers=(owner.id,))

    # Why is not for the peer to know: it hears what a node says that is out of order.
    assert (refused.state, refused.error_code) == (CellState.FAILED, "PEER_UNAVAILABLE")
    assert hit.state is CellState.HIT
    changes = {"revoke-peer", "restore-peer"}
    told = [each for each in owner.entries(Event.ADMIN) if each.detail.get("action") in changes]
    assert [entry.detail["action"] for entry in told] == ["revoke-peer", "restore-peer"]
    assert {entry.detail["reason"] for entry in told} == {"key stolen"}


async def test_a_peer_is_paused_for_a_time_in_both_directions(pair: list[Member]) -> None:
    """While the pause holds nothing is answered to the peer and nothing asked of it; then again."""
    asker, owner = pair
    case = a_justification(case_reference="CASE-PAUSED")

    async def ask() -> tuple[CellState, str]:
        [cell] = await asker.ask(asked(TARGET), justification=case, peers=(owner.id,))
        return cell.state, cell.error_code

    def pause(member: Member, other: Member, until: datetime | None) -> view.Peer:
        with OperatorClient(member.node.settings.folder) as told:
            return told.pause_peer(other.id, reason="moved", until=until, officer=OFFICER)

    soon = owner.clock.now().replace(microsecond=0) + timedelta(hours=1)
    paused = await asyncio.to_thread(pause, owner, asker, soon)
    unanswered = await ask()
    doctor = await command(owner, lambda node: node.diagnose())
    for member in pair:
        member.clock.ahead += timedelta(hours=2)
    over = await ask()
    await asyncio.to_thread(pause, asker, owner, None)
    before = len(owner.entries(Event.EVALUATE_IN))
    unasked = await ask()
    heard = len(owner.entries(Event.EVALUATE_IN)) - before
    await command(asker, lambda node: node.resume_peer(owner.id, officer=OFFICER))
    resumed = await ask()

    assert (paused.paused, paused.revoked, paused.pause_reason) == (True, False, "moved")
    assert paused.pause_until == soon
    assert [each.remedy for each in doctor if each.name == f"exchange with {asker.id}"] == [
        f"Take it up again with: heliograph peer resume {asker.id}"
    ]
    # Why is not for the peer to know: it hears what a node says that is out of order.
    assert unanswered == (CellState.FAILED, "PEER_UNAVAILABLE")
    assert unasked == (CellState.FAILED, "PEER_PAUSED")
    assert heard == 0
    assert over[0] is resumed[0] is CellState.HIT
    told = [entry.detail for entry in owner.entries(Event.ADMIN) if entry.peer == asker.id][-1]
    assert told == {"action": "pause-peer", "reason": "moved", "until": soon.isoformat()}
    ended = [entry.detail for entry in asker.entries(Event.ADMIN) if entry.peer == owner.id]
    assert [each["action"] for each in ended[-2:]] == ["pause-peer", "resume-peer"]


async def test_a_pause_that_cannot_be_is_refused(pair: list[Member]) -> None:
    """It needs a reason and an end that is to come, and there must be one to end."""
    peer, past = pair[0].id, datetime(2020, 1, 1, tzinfo=UTC)
    for work in (
        lambda node: node.pause_peer(peer, reason=" ", officer=OFFICER),
        lambda node: node.pause_peer(peer, reason="moved", until=past, officer=OFFICER),
        lambda node: node.resume_peer(peer, officer=OFFICER),
    ):
        with pytest.raises(OperatorError) as error:
            await command(pair[1], work)

        assert error.value.code == "JUSTIFICATION"


async def test_a_revocation_needs_a_reason(pair: list[Member]) -> None:
    """An empty one is refused, and so is a peer that nobody knows."""
    for peer, reason, code in ((pair[0].id, "", "JUSTIFICATION"), ("nobody", "x", "UNKNOWN_PEER")):
        with pytest.raises(OperatorError) as error:
            await command(
                pair[1],
                lambda node, peer=peer, reason=reason: node.revoke_peer(
                    peer, restore=False, reason=reason, officer=OFFICER
                ),  # type: ignore[misc] # mypy loses the default
            )
        assert error.value.code == code


async def test_the_journal_verifies_over_the_socket(pair: list[Member]) -> None:
    """An auditor sees entries as JSON, and that nothing contradicts anything."""
    report = await command(pair[1], OperatorClient.verify_journal)
    entries = await command(
        pair[1], lambda node: node.tail_journal(limit=5, event="load", officer=OFFICER)
    )

    assert report.is_sound
    assert {json.loads(entry.content)["event"] for entry in entries} == {"load"}


async def test_a_diagnosis_names_what_to_mend(pair: list[Member]) -> None:
    """Everything of a running node is looked at; nothing fails."""
    checks = {check.name: check.result for check in await command(pair[1], OperatorClient.diagnose)}

    assert {"oprf", "certificate", "journal", "space", "register persons"} <= checks.keys()
    assert "fail" not in checks.values()


async def test_a_register_that_nobody_has_is_not_found(pair: list[Member]) -> None:
    """A wrong name is an error with a code."""
    with pytest.raises(OperatorError) as error:
        await command(pair[1], lambda node: node.rejects("none", limit=10))
    assert error.value.code == "NOT_FOUND"
