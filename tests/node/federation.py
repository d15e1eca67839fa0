"""Real nodes in temporary folders: in this process, on free ports of the loopback.

They are what `node.assemble` makes, with three exceptions: the passphrase is stretched less,
because a test has nothing to protect; a clock may be given; and notices wait until a test delivers
them.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from nacl.pwhash import argon2id

from matching.subject import EntityType
from node import config
from node.answer import Answerer
from node.application import Application
from node.ask import Asker, Bounds
from node.assemble import Node, open_node
from node.assemble.answering import answerer
from node.assemble.casing import asking_book
from node.circuit import Circuits
from node.config import Settings, load_settings
from node.domain.alert import Alert, Direction
from node.domain.case import Cell
from node.domain.journal import Entry, Event
from node.domain.justification import Justification
from node.domain.peer import Agreement, NodeId, Peer
from node.domain.ports import PeerLine
from node.ingest import Load, Loaded
from node.keys import certificate
from node.keys.keyring import Keyring
from node.keys.sealedfile import Stretch
from node.store.alerts import AlertFilter
from tests.factories import Fields, a_justification, an_agreement, rows

PASSPHRASE = "a passphrase of the tests"  # noqa: S105 - seals nothing that is worth it
CHEAP = Stretch(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
OFFICER = "officer-7"
MADE_ON = datetime(2026, 1, 1, tzinfo=UTC)

_SETTINGS = """
[node]
id = "{id}"
name = "Agency {id}"
country = "ES"
kind = "customs"
address = "127.0.0.1:{port}"

[files]
passphrase_file = "{secret}"

[exchange]
deadline_s = 10.0
answer_grid_s = 0.001
notice_interval_s = 3600.0

[matching]
build_workers = 1

[console]
enabled = false

[log]
format = "json"
"""
_DESK = """
[[contact_points]]
id = "{id}"
agency = "Agency {node}"
desk = "{id} desk"
channel = "SIENA"
address = "{node}-{id}"
"""
DESKS = ("duty", "centre", "protection")


@dataclass
class StillClock:
    """Stands still until a test moves it; what is added goes on top of the machine's time."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the time of the machine, as far ahead as a test wants it."""
        return datetime.now(UTC) + self.ahead


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def make_folder(folder: Path, name: str, *, extra: str = "") -> Settings:
    """Make the folder of a new node, as `heliograph init` does; `extra` is further settings."""
    folder.mkdir(mode=0o700)
    secret = folder.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    about = _SETTINGS.format(id=name, port=free_port(), secret=secret)
    desks = "".join(_DESK.format(id=desk, node=name) for desk in DESKS)
    (folder / config.FILE_NAME).write_text(about + extra + desks, encoding="utf-8")
    keyring = Keyring.create(
        folder / config.KEYRING,
        PASSPHRASE,
        node=NodeId(name),
        entity_types=EntityType,
        stretch=CHEAP,
    )
    now = datetime.now(UTC)
    pem = certificate.issue(keyring.tls_key, NodeId(name), now=now)
    (folder / config.CERTIFICATE).write_bytes(pem)
    return load_settings(folder)


@dataclass
class Member:
    """One node that runs."""

    node: Node
    clock: StillClock

    @property
    def id(self) -> NodeId:
        """Short name of the node."""
        return self.node.settings.id

    @cached_property
    def answerer(self) -> Answerer:
        """What answers peers, without a wire before it; made once, because preparing takes time."""
        return answerer(self.node.ground, self.node.sight)

    @property
    def application(self) -> Application:
        """The node as its own people use it."""
        return self.node.application

    def load(
        self, register: str, records: Iterable[Fields], *, kind: EntityType = EntityType.PERSON
    ) -> Loaded:
        """Load a register."""
        wanted = Load(register, kind, f"{register}.csv", OFFICER)
        return self.application.ingest.load(wanted, rows(*records), progress=_silent)

    def knows(self, other: "Member", agreement: Agreement | None = None, **changes: object) -> None:
        """Record another node and an agreement with it; `changes` go into its entry."""
        entry = replace(other.node.entry, issued_at=self.clock.now(), **changes)  # type: ignore[arg-type] # a test says what it changes
        self.application.records.peers.put(
            Peer(entry, agreement or an_agreement()),
            entry=Entry(Event.ADMIN, self.clock.now(), officer=OFFICER, peer=other.id),
        )

    def forgets(self, other: str) -> None:
        """Remove another node from the peers."""
        note = Entry(Event.ADMIN, self.clock.now(), officer=OFFICER, peer=NodeId(other))
        self.application.records.peers.remove(NodeId(other), entry=note)

    async def ask(
        self,
        fields: Fields,
        *,
        kind: EntityType = EntityType.PERSON,
        justification: Justification | None = None,
        peers: tuple[str, ...] = (),
        officer: str = OFFICER,
    ) -> list[Cell]:
        """Ask peers about one subject; return the cells by peer."""
        cells = [
            cell
            async for cell in self.application.investigator.ask(
                kind,
                fields,
                justification=justification or a_justification(),
                peers=peers,
                officer=officer,
            )
        ]
        return sorted(cells, key=lambda cell: cell.peer)

    def entries(self, *events: Event) -> list[Entry]:
        """Return the journal's entries of some events, or all, oldest first."""
        recorded = self.application.records.journal.tail(100_000)
        told = [each.entry for each in recorded if each.entry is not None]
        return [entry for entry in told if not events or entry.event in events]

    def alerts(self, direction: Direction, *, case: str | None = None) -> list[Alert]:
        """Return alerts of one direction, newest first."""
        wanted = AlertFilter(direction=direction, case_reference=case)
        return list(self.application.review.page(wanted, limit=500).alerts)


def an_asker(member: Member, line: PeerLine, *, fan_out: int = 2, **bounds: float) -> Asker:
    """Return what asks peers for a node over a line of the test's own, with circuits of its own."""
    circuits = Circuits(member.clock, after=3, pause=timedelta(minutes=1))
    book = asking_book(member.node.ground)
    return Asker(line, book, circuits=circuits, bounds=Bounds(fan_out, **bounds))


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Hear progress and say nothing."""


@contextmanager
def opened(settings: Settings, clock: StillClock | None = None) -> Iterator[Member]:
    """Open a node that does not listen."""
    clock = clock or StillClock()
    with open_node(settings, clock=clock) as node:
        yield Member(node, clock)


@asynccontextmanager
async def running(settings: Settings, clock: StillClock | None = None) -> AsyncIterator[Member]:
    """Run a node in this process."""
    with opened(settings, clock) as member:
        await member.node.start()
        try:
            yield member
        finally:
            await member.node.stop()


@asynccontextmanager
async def federation(folder: Path, *names: str, extra: str = "") -> AsyncIterator[list[Member]]:
    """Run new nodes that all know one another; nothing is loaded."""
    async with _all_running([make_folder(folder / name, name, extra=extra) for name in names]) as (
        members
    ):
        for one in members:
            for other in members:
                if one is not other:
                    one.knows(other)
        yield members


@asynccontextmanager
async def _all_running(all_settings: list[Settings]) -> AsyncIterator[list[Member]]:
    """Run several nodes; stop all of them however the block ends."""
    members: list[Member] = []
    contexts = [running(settings) for settings in all_settings]
    try:
        for context in contexts:
            members.append(await context.__aenter__())  # noqa: PERF401 - each must be stopped again
        yield members
    finally:
        for context in reversed(contexts[: len(members)]):
            await context.__aexit__(None, None, None)
        await asyncio.sleep(0)
