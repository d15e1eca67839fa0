"""What security costs of one query, as a share of the whole, from end to end.

    python -m benchmarks.security_cost --records 20000 --queries 100 --json security.json

Two real nodes in this process speak over mutual TLS on the loopback: one asks about one person at a
time, the other holds a register. Each part is timed where it happens, on both sides together:

- oblivious function: blinding and unblinding at the asker, evaluation at the peer;
- envelopes: padding, sealing, signing, and everything that opening checks, without the ledger;
- journal and ledger: every transaction of both nodes, synced to the disk;
- TLS and gRPC: what two calls take beyond the work that they call for;
- matching: finding, opening and scoring candidates, which a node without any of this would do, too.

The time grid on which answers leave is set to a millisecond: it is a wait and costs no work.
"""

import argparse
import asyncio
import itertools
import socket
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from benchmarks import report
from benchmarks.persons import ASKER, SEED, Fields, fields, register
from matching import oprf
from matching.subject import EntityType
from node import log
from node.assemble import Node, open_node
from node.config import FILE_NAME, load_settings
from node.domain.journal import Entry, Event
from node.domain.justification import Category, Justification, Purpose
from node.domain.peer import Agreement, Peer
from node.ingest import Load
from node.match import Matcher
from node.register.row import RawRow
from node.sample import iter_persons
from node.setup import NewNode, initialise
from node.store.ledger import Ledger
from node.wire import line, reception
from node.wire.channel import Channels
from node.wire.servicer import ExchangeServicer

FUNCTION, ENVELOPE, LEDGER = "oblivious function", "envelopes", "journal and ledger"
TRANSPORT, MATCHING, REST = "TLS and gRPC", "matching", "everything else"
_CALLS, _SERVED = "calls", "served"
_WARM_UP = 10
_OFFICER = "officer-1"
_SETTINGS = '\n[exchange]\nanswer_grid_s = 0.001\n\n[log]\nlevel = "error"\n'


class Clock:
    """Adds up where the time goes, while it runs."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: Counter[str] = Counter()
        self._inside: ContextVar[frozenset[str]] = ContextVar("inside", default=frozenset())

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Add the time of the block, unless it is inside another of the same name."""
        inside = self._inside.get()
        if name in inside:
            yield
            return
        token = self._inside.set(inside | {name})
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started
            self._inside.reset(token)

    def function(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a clock on it."""

        @wraps(called)
        def timed(*args: object, **kwargs: object) -> object:
            with self.timing(name):
                return called(*args, **kwargs)

        return timed

    def coroutine(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        """Return the coroutine function with a clock on it."""

        @wraps(called)
        async def timed(*args: object, **kwargs: object) -> object:
            with self.timing(name):
                return await called(*args, **kwargs)

        return timed

    def block(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        """Return what makes a context with a clock on it."""

        @contextmanager
        def timed(*args: object, **kwargs: object) -> Iterator[object]:
            with self.timing(name), called(*args, **kwargs) as inner:
                yield inner

        return timed


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Put the clock on every part of both nodes."""
    without_ledger = _without(clock, ENVELOPE, other=LEDGER)
    places: list[tuple[object, str, Callable[..., Any]]] = [
        (oprf, "blind_batch", clock.function(FUNCTION, oprf.blind_batch)),
        (oprf, "evaluate_batch", clock.function(FUNCTION, oprf.evaluate_batch)),
        (oprf, "finalize_batch", clock.function(FUNCTION, oprf.finalize_batch)),
        (line, "seal_request", clock.function(ENVELOPE, line.seal_request)),
        (line, "unseal", clock.function(ENVELOPE, line.unseal)),
        (reception, "unseal", without_ledger(reception.unseal)),
        (reception, "seal_reply", clock.function(ENVELOPE, reception.seal_reply)),
        (Ledger, "transaction", clock.block(LEDGER, Ledger.transaction)),
        (Matcher, "match", clock.function(MATCHING, Matcher.match)),
        (Channels, "call", clock.coroutine(_CALLS, Channels.call)),
        (ExchangeServicer, "Ask", clock.coroutine(_SERVED, ExchangeServicer.Ask)),
        (ExchangeServicer, "Evaluate", clock.coroutine(_SERVED, ExchangeServicer.Evaluate)),
    ]
    patches = [patch.object(owner, name, timed) for owner, name, timed in places]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def _without(clock: Clock, name: str, *, other: str) -> Callable[[Callable[..., Any]], Any]:
    """Return what times a function apart from what it spends under another name."""

    def decorate(called: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(called)
        def timed(*args: object, **kwargs: object) -> object:
            spent, started = clock.seconds[other], time.perf_counter()
            try:
                return called(*args, **kwargs)
            finally:
                whole = time.perf_counter() - started
                clock.seconds[name] += whole - (clock.seconds[other] - spent)

        return timed

    return decorate


@asynccontextmanager
async def two_nodes(folder: Path) -> AsyncIterator[tuple[Node, Node]]:
    """Run a node that asks and one that answers, which know each other."""
    secret = folder / "secret"
    secret.write_text("a secret of the benchmark", encoding="ascii")
    for name in ("asker", "owner"):
        wanted = NewNode(
            node_id=name,
            name=name.title(),
            country="ES",
            kind="customs",
            address=f"127.0.0.1:{_free_port()}",
        )
        initialise(folder / name, wanted, passphrase_file=secret)
        with (folder / name / FILE_NAME).open("a", encoding="utf-8") as file:
            file.write(_SETTINGS)
    with (
        open_node(load_settings(folder / "asker")) as asker,
        open_node(load_settings(folder / "owner")) as owner,
    ):
        for one, other in ((asker, owner), (owner, asker)):
            note = Entry(Event.ADMIN, one.ground.clock.now(), officer=_OFFICER)
            one.ground.stores.peers.put(Peer(other.entry, _agreement()), entry=note)
            await one.start()
        try:
            yield asker, owner
        finally:
            await asker.stop()
            await owner.stop()


def _agreement() -> Agreement:
    everything, plenty = frozenset(EntityType), 10**9
    purposes = frozenset({Purpose.DRUG_TRAFFICKING})
    return Agreement("B-1", "UNTOC", purposes, everything, date.min, date.max, plenty, plenty)


async def measure(records: int, queries: int) -> tuple[float, Counter[str]]:
    """Return seconds of all queries together, and of each part."""
    clock = Clock()
    # From before the nodes start: a server takes its methods once.
    with tempfile.TemporaryDirectory() as name, watched(clock):
        async with two_nodes(Path(name)) as (asker, owner):
            wanted = Load("persons", EntityType.PERSON, "generated", _OFFICER)
            rows = (
                RawRow(number, {name: tuple(values) for name, values in found.items()})
                for number, (_, found) in enumerate(register(records), start=2)
            )
            owner.application.ingest.load(wanted, rows, progress=lambda *_: None)
            subjects = _subjects(records, queries + _WARM_UP)
            for subject in subjects[:_WARM_UP]:
                await _ask(asker, subject)
            clock.seconds.clear()
            started = time.perf_counter()
            for subject in subjects[_WARM_UP:]:
                await _ask(asker, subject)
            whole, seconds = time.perf_counter() - started, Counter(clock.seconds)
    seconds[TRANSPORT] = seconds.pop(_CALLS) - seconds.pop(_SERVED)
    return whole, seconds


_CASES = itertools.count()
_HANDLING = frozenset({"id", "category", "disclosure", "file_reference"})


def _subjects(records: int, count: int) -> list[Fields]:
    """Return what another agency knows of some persons of the register."""
    numbers = Random(SEED).sample(range(records), min(count, records))  # noqa: S311 - a benchmark
    rows = (next(iter(iter_persons(SEED, 1, agency=ASKER, start=n))) for n in numbers)
    return [
        {name: values for name, values in fields(row).items() if name not in _HANDLING}
        for row in rows
    ]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _ask(node: Node, subject: Fields) -> None:
    case = f"BENCH-{next(_CASES)}"
    reasons = Justification(
        case, "UNTOC", Purpose.DRUG_TRAFFICKING, "drugs.trafficking", Category.SUSPECT
    )
    async for cell in node.application.investigator.ask(
        EntityType.PERSON, subject, justification=reasons, peers=(), officer=_OFFICER
    ):
        if cell.error_code:
            raise RuntimeError(f"a query failed: {cell.error_code}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    log.configure("error", "text")
    whole, seconds = asyncio.run(measure(given.records, given.queries))
    seconds[REST] = whole - sum(seconds.values())
    parts = {
        name: {
            "ms": round(seconds[name] / given.queries * 1_000, 3),
            "share": round(seconds[name] / whole, 4),
        }
        for name in (FUNCTION, ENVELOPE, LEDGER, TRANSPORT, MATCHING, REST)
    }
    rows = [(name, f"{part['ms']:.2f}", f"{part['share']:.1%}") for name, part in parts.items()]
    rows.append(("whole query", f"{whole / given.queries * 1_000:.2f}", "100 %"))
    report.show(
        f"one query, {given.records:,} records",
        ("part", "ms", "share"),
        rows=rows,
    )
    result = {"records": given.records, "queries": given.queries, "parts": parts}
    report.write(given.json, "security_cost", result=result)


if __name__ == "__main__":
    main()
