"""How soon the console has each page, and how heavy the page is, with a ledger full of alerts.

    python -m benchmarks console --alerts 100000 --json console.json

A new node gets generated alerts and peers; people of the roles that may open the pages sign in, and
each page is asked for through the console's application, without a network. What is measured is the
server's part of a page: from the request to the last byte of the answer.
"""

import argparse
import asyncio
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import httpx

from benchmarks import report
from benchmarks.alerts import fill
from matching.subject import EntityType
from node import log
from node.assemble import Node, SystemClock, open_node
from node.config import load_settings
from node.console.app import build
from node.console.gate import COOKIE
from node.domain.account import Role
from node.domain.alert import AlertState, Direction
from node.domain.journal import Entry, Event, Scalar
from node.domain.justification import Purpose
from node.domain.peer import Agreement, NodeId, Peer
from node.keys import onetime
from node.setup import NewNode, initialise
from node.store.alertfilter import AlertFilter

BAR_MS: Final = 100.0
BAR_BYTES: Final = 60_000
_PEERS: Final = 24
_ENTRIES: Final = 500
_PHRASE: Final = "a phrase of the benchmark"
_PAGES: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.ANALYST: (
        "/",
        "/alerts",
        "/alerts?after={middle}",
        "/alerts?order=due",
        "/alerts?order=newest",
        "/alerts?state=open",
        "/alerts?state=open&order=due",
        "/alerts?state=open&order=newest",
        "/alerts?state=open&zone=possible",
        "/alerts?state=claimed&order=due",
        "/alerts?zone=possible",
        "/alerts?type=vessel",
        "/alerts?peer=peer-07",
        "/alerts?mine=1",
        "/alerts?due=overdue&order=due",
        "/alerts?flagged=1",
        "/alerts/count",
        "/alerts/news?state=open&total=1",
        "/alerts/{incoming}",
        "/hits",
        "/hits/{outgoing}",
        "/labels",
        "/cases",
        "/cases/new",
        "/query",
        "/peers",
        "/peers/peer-07",
        "/account",
        "/help",
    ),
    Role.AUDITOR: (
        "/statistics",
        "/registers",
        "/models/person",
        "/operations",
        "/journal",
        "/users",
    ),
}


@dataclass(frozen=True, slots=True)
class Served:
    """How one page was served."""

    path: str
    median_ms: float
    slowest_ms: float
    bytes: int

    @property
    def is_light(self) -> bool:
        """Whether it is small enough."""
        return self.bytes < BAR_BYTES

    @property
    def is_within(self) -> bool:
        """Whether both bars are met."""
        return self.is_light and self.median_ms < BAR_MS


async def measure(folder: Path, alerts: int, *, rounds: int) -> list[Served]:
    """Make a node with so many alerts in a new folder, and ask for every page so often."""
    found: list[Served] = []
    with _node(folder) as node:
        people = {role: _secret(node, role) for role in _PAGES}
        _fill(node, alerts, officers=[*people])
        for role, paths in _PAGES.items():
            async with _client(node, role, secret=people[role]) as client:
                for path in paths:
                    address = _address(node, path)
                    found.append(await _served(client, address, name=path, rounds=rounds))
    return found


@contextmanager
def _node(folder: Path) -> Iterator[Node]:
    secret = folder / "secret"
    secret.write_text("a secret of the benchmark", encoding="ascii")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    wanted = NewNode(node_id="centre", name="Centre", country="ES", kind="customs", address=address)
    initialise(folder / "node", wanted, passphrase_file=secret)
    with open_node(load_settings(folder / "node")) as node:
        yield node


def _fill(node: Node, alerts: int, *, officers: Sequence[Role]) -> None:
    stores, now = node.ground.stores, node.ground.clock.now()
    peers = [NodeId(f"peer-{number:02}") for number in range(_PEERS)]
    everything, purposes = frozenset(EntityType), frozenset({Purpose.DRUG_TRAFFICKING})
    agreement = Agreement("B-1", "UNTOC", purposes, everything, date.min, date.max, 10**9, 10**9)
    for peer in peers:
        entry = replace(node.entry, id=peer, name=f"Agency {peer}")
        note = Entry(Event.ADMIN, now, officer="officer-1", peer=peer)
        stores.peers.put(Peer(entry, agreement), entry=note)
    for number in range(_ENTRIES):
        detail: dict[str, Scalar] = {"alert": f"{number:032x}"}
        stores.journal.append(Entry(Event.READ, now, officer="officer-1", detail=detail))
    fill(
        stores.ledger, alerts, peers=peers, officers=[_account(each) for each in officers], now=now
    )


def _account(role: Role) -> str:
    return f"{role.value}-1"


def _secret(node: Node, role: Role) -> str:
    """Open an account of that role; return the secret of its one-time codes."""
    registrar, secret = node.application.access.registrar, onetime.new_secret()
    token = registrar.invite(_account(role), role, officer="officer-1")
    # The code before this one is taken as well, and leaves the present one to sign in with.
    code = onetime.code_at(secret, SystemClock().now() - onetime.STEP)
    registrar.enrol(token, phrase=_PHRASE, secret=secret, code=code)
    return secret


def _client(node: Node, role: Role, *, secret: str) -> httpx.AsyncClient:
    """Return a client that is signed in."""
    application, settings = node.application, node.settings.console
    code = onetime.code_at(secret, SystemClock().now())
    token = application.access.doorkeeper.sign_in(_account(role), phrase=_PHRASE, code=code)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(build(application, settings)),
        base_url=settings.origin,
        headers={"accept-language": "en", "sec-fetch-site": "same-origin"},
    )
    client.cookies.set(COOKIE, token)
    return client


def _address(node: Node, path: str) -> str:
    """Put the ids of alerts where a path asks for some."""
    page = node.application.review.page
    incoming = page(AlertFilter(direction=Direction.INCOMING, state=AlertState.OPEN), limit=500)
    outgoing = page(AlertFilter(direction=Direction.OUTGOING), limit=1)
    return path.format(
        incoming=incoming.alerts[0].id,
        middle=incoming.alerts[len(incoming.alerts) // 2].id,
        outgoing=outgoing.alerts[0].id,
    )


async def _served(client: httpx.AsyncClient, address: str, *, name: str, rounds: int) -> Served:
    """Ask for one page, once to warm up and then so often."""
    seconds, size = [], 0
    for _ in range(rounds + 1):
        started = time.perf_counter()
        answer = await client.get(address)
        seconds.append(time.perf_counter() - started)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"{name} was answered with {answer.status_code}")
        size = len(answer.content)
    measured = [each * 1_000 for each in seconds[1:]]
    return Served(name, round(statistics.median(measured), 1), round(max(measured), 1), size)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and report; the exit code is 1 where a page misses a bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=9, help="how often each page is asked for")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    log.configure("error", "text")
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), given.alerts, rounds=given.rounds))
    report.show(
        f"pages of the console, {given.alerts:,} alerts; "
        f"bars: {BAR_MS:.0f} ms in the median, {BAR_BYTES // 1_000} KB",
        ("page", "median ms", "slowest ms", "bytes", "met"),
        rows=[
            (
                each.path,
                f"{each.median_ms:.1f}",
                f"{each.slowest_ms:.1f}",
                f"{each.bytes:,}",
                "yes" if each.is_within else "NO",
            )
            for each in found
        ],
    )
    pages = [asdict(each) | {"met": each.is_within} for each in found]
    result = {"alerts": given.alerts, "rounds": given.rounds, "pages": pages}
    report.write(given.json, "console", result=result)
    if not all(each.is_within for each in found):
        sys.exit("a page misses a bar")


if __name__ == "__main__":
    main()
