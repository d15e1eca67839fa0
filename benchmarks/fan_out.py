"""How long a case takes that is asked at hundreds of peers at once.

    python -m benchmarks.fan_out --peers 200 --json fan_out.json

The asking node is whole: subjects are blinded once and unblinded for each peer, every step is
written to a real ledger and journal on this disk before it is taken, heads and receipts are
verified. The peers are simulated in the same process, because two cores cannot run 200 nodes: each
answers after a delay of its own and signs its journal head with a key of its own. What their
machines would compute is computed once: they share one OPRF key, which the asker cannot know, so
that it unblinds for each of them. TLS, envelopes and the network are not in it; the delays stand
for them.

The bar: the last answer comes within twice the time of the slowest peer.
"""

import argparse
import asyncio
import hashlib
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks import report
from benchmarks.persons import ASKER
from benchmarks.persons import fields as fields_of
from matching import oprf
from matching.encode import check_value
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType
from node.ask import Asker, Asking, Bounds, prepare
from node.askbook import AskingBook, Stores
from node.circuit import Circuits
from node.domain.case import CellState
from node.domain.checkpoint import Checkpoint, NoteSigner, origin_of, sign_note
from node.domain.cosignature import witness_of
from node.domain.exchange import Answer, ContactPoint, Outcome, Query, Receipt, SubjectAnswer
from node.domain.justification import Category, Justification, Purpose
from node.domain.peer import (
    AgencyKind,
    Agreement,
    Announcement,
    DirectoryEntry,
    Epoch,
    NodeId,
    Peer,
)
from node.guardbook import GuardBook
from node.keys.identity import Identity, verifies
from node.sample import iter_persons
from node.store.alarms import Alarms
from node.store.alerts import Alerts
from node.store.guard import GuardCounts
from node.store.heads import Heads
from node.store.journal import Journal
from node.store.ledger import Ledger, sqlite_url
from node.store.queries import Queries
from node.store.standing import StandingQueries
from node.store.witness import Witness

_KEY = bytes([7]) + bytes(31)
_SEED = 20_260
_KEPT = timedelta(days=30)
_NAME = NodeId("asker-xx")
_BAR = 2.0
"""The last answer may take so many times as long as the slowest peer."""
_THREADS = 16
"""Workers of a node, as its `concurrent_calls` has them."""


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _SimulatedPeer:
    """One peer: how slow it is, and with what it signs."""

    peer: Peer
    delay_s: float
    """From a call to its answer."""
    signer: NoteSigner


@dataclass(slots=True)
class _Line:
    """Brings calls to simulated peers; what they all compute alike is computed once."""

    peers: dict[NodeId, _SimulatedPeer]
    calls: int = 0
    evaluated: dict[bytes, list[bytes]] = field(default_factory=dict)

    async def announcement(self, peer: Peer, _holding: EntityType | None = None) -> Announcement:
        now = datetime.now(UTC)
        epoch = Epoch(EntityType.PERSON, 1, _CHECK)
        return Announcement(peer.id, (1,), bytes(32), "k", now, now + _KEPT, (epoch,))

    def forget(self, peer: NodeId) -> None:
        """Announce the same whenever asked."""

    async def evaluate(self, peer: Peer, *, elements: Sequence[bytes], **_: object) -> list[bytes]:
        await self._travel(peer.id)
        asked = hashlib.sha256(b"".join(elements)).digest()
        if asked not in self.evaluated:
            self.evaluated[asked] = oprf.evaluate_batch(_KEY, list(elements))
        return self.evaluated[asked]

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        await self._travel(peer.id)
        self.calls += 1
        digest = hashlib.sha256(query.id.encode()).digest()
        head = Checkpoint(origin_of(peer.id), self.calls, digest)
        note = sign_note(head.text(), self.peers[peer.id].signer)
        answers = (
            SubjectAnswer(s.number, Outcome.NO_HIT, model="person-1/1") for s in query.subjects
        )
        return Answer(query.id, tuple(answers)), Receipt(digest, digest, note, bytes(64))

    async def _travel(self, peer: NodeId) -> None:
        await asyncio.sleep(self.peers[peer].delay_s)


_CHECK = check_value(_KEY)


@dataclass(frozen=True, slots=True)
class Result:
    """What one run took."""

    peers: int
    subjects: int
    fan_out: int
    slowest_peer_s: float
    """All calls to the slowest peer, one after the other: no asker can be faster."""
    first_s: float
    median_s: float
    last_s: float
    cpu_s: float
    """Seconds of processor for all of it; on a busy machine the last answer waits for them."""
    answered: int
    peak_mb: float
    grown_mb: float
    """Memory of the process at its peak, above what it had before the run."""

    @property
    def ratio(self) -> float:
        """How many times the slowest peer's time the last answer took."""
        return self.last_s / self.slowest_peer_s


def measure(folder: Path, *, peers: int, subjects: int, fan_out: int, slowest_s: float) -> Result:
    """Ask simulated peers about persons, and time every answer."""
    simulated = {each.peer.id: each for each in _peers(peers, slowest_s / 2)}
    ledger = Ledger.open(sqlite_url(folder / "ledger.sqlite"))
    try:
        asker = Asker(
            _Line(simulated),
            _book(ledger),
            circuits=Circuits(_Clock(), after=5, pause=timedelta(minutes=1)),
            bounds=Bounds(fan_out),
        )
        before, cpu = _memory_mb(), time.process_time()
        times, answered = asyncio.run(_asked(asker, simulated, subjects=subjects))
    finally:
        ledger.close()
    slowest = 2 * max(each.delay_s for each in simulated.values())
    return Result(
        peers,
        subjects,
        fan_out,
        round(slowest, 3),
        round(times[0], 3),
        round(times[len(times) // 2], 3),
        round(times[-1], 3),
        round(time.process_time() - cpu, 3),
        answered,
        round(_memory_mb(), 1),
        round(_memory_mb() - before, 1),
    )


async def _asked(
    asker: Asker, peers: dict[NodeId, _SimulatedPeer], *, subjects: int
) -> tuple[list[float], int]:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(_THREADS))
    reasons = Justification(
        "BENCH-1", "article 3", Purpose.DRUG_TRAFFICKING, "drugs.trafficking", Category.SUSPECT
    )
    askings = [
        Asking(
            f"S{number:02}",
            "suspect",
            tokens(record_from_fields(EntityType.PERSON, fields_of(row)), asking=True),
        )
        for number, row in enumerate(iter_persons(_SEED, subjects, agency=ASKER))
    ]
    begun = time.perf_counter()
    # The blinding counts: it is done once, and every peer waits for it.
    asked = await asyncio.to_thread(prepare, askings, reasons, officer="officer-1")
    times, answered = [], 0
    async for cells in asker.ask(asked, [each.peer for each in peers.values()]):
        times.append(time.perf_counter() - begun)
        answered += sum(cell.state is CellState.NO_HIT for cell in cells)
    return times, answered


def _peers(count: int, slowest_call_s: float) -> list[_SimulatedPeer]:
    """Return peers most of which are quick, and one as slow as is said."""
    random = Random(_SEED)  # noqa: S311 - delays, not keys
    delays = [random.uniform(0.02, slowest_call_s) for _ in range(count - 1)]
    return [_peer(number, delay) for number, delay in enumerate([*delays, slowest_call_s])]


def _peer(number: int, delay_s: float) -> _SimulatedPeer:
    name = NodeId(f"peer-{number:03}")
    identity = Identity(hashlib.sha256(name.encode()).digest())
    entry = DirectoryEntry(
        name,
        f"Agency {number}",
        AgencyKind.CUSTOMS,
        "XX",
        "127.0.0.1:1",
        identity.public_key,
        b"",
        (ContactPoint("desk", name, "Desk", "SIENA", "XX"),),
    )
    agreement = Agreement(
        "1/2026",
        "article 3",
        frozenset({Purpose.DRUG_TRAFFICKING}),
        frozenset(EntityType),
        date(2020, 1, 1),
        date(2099, 12, 31),
    )
    return _SimulatedPeer(Peer(entry, agreement), delay_s, identity.note_signer(origin_of(name)))


def _book(ledger: Ledger) -> AskingBook:
    identity, heads = Identity(bytes(32)), Heads(ledger, verifies)
    journal = Journal(ledger, identity.note_signer(origin_of(_NAME)))
    witness = Witness(
        ledger,
        heads,
        journal=journal,
        signer=identity.note_signer(witness_of(_NAME)),
        verify=verifies,
    )
    standing = StandingQueries(ledger)
    stores = Stores(ledger, Queries(ledger), Alerts(ledger), heads, witness, standing)
    guard = GuardBook(GuardCounts(ledger), Alarms(ledger), clock=_Clock())
    return AskingBook(stores, journal, guard=guard, clock=_Clock(), kept=_KEPT)


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fan_out")
    parser.add_argument("--peers", type=int, default=200)
    parser.add_argument("--subjects", type=int, default=5)
    parser.add_argument("--fan-out", type=int, default=256)
    parser.add_argument("--slowest", type=float, default=5.0, help="seconds of the slowest peer")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = measure(
            Path(folder),
            peers=options.peers,
            subjects=options.subjects,
            fan_out=options.fan_out,
            slowest_s=options.slowest,
        )
    report.show(
        f"{result.subjects} persons asked at {result.peers} peers, {result.fan_out} at a time",
        (
            "",
            "slowest peer",
            "first",
            "median",
            "last",
            "last / slowest",
            "CPU",
            "answers",
            "memory",
        ),
        rows=[
            (
                "seconds",
                f"{result.slowest_peer_s:.2f}",
                f"{result.first_s:.2f}",
                f"{result.median_s:.2f}",
                f"{result.last_s:.2f}",
                f"{result.ratio:.2f} (bar {_BAR:.1f})",
                f"{result.cpu_s:.2f}",
                f"{result.answered} of {result.peers * result.subjects}",
                f"{result.peak_mb:.0f} MiB, +{result.grown_mb:.0f}",
            )
        ],
    )
    content = {name: getattr(result, name) for name in Result.__slots__}
    report.write(options.json, "fan_out", result={**content, "ratio": round(result.ratio, 3)})


if __name__ == "__main__":
    main()
