"""A whole case runs through a relay, which sees who talks to whom, when, and how large: no more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node import config
from node.assemble.relay import RelayNode, renew_certificate, use_certificate
from node.assemble.relayfolder import MEMBERS, load_relay, make_relay
from node.assemble.relaypapers import CERTIFICATE
from node.casework import NewSubject
from node.config import load_settings
from node.directory.entry import entry_to_json
from node.domain.alert import Direction
from node.domain.case import CellState
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.keys.sealing import OVERHEAD_BYTES, SIZE_CLASSES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.envelope import PayloadKind, Recipient, seal_request
from node.wire.interceptors import SENDER_KEY
from tests.factories import (
    STRANGER,
    TARGET,
    VESSEL,
    a_justification,
    a_register_of_people,
    asked,
    people,
)
from tests.node.federation import OFFICER, Member, free_port, make_folder, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

RELAYS = """
[[relays]]
id = "relay-eu"
address = "127.0.0.1:{port}"
certificate = "relay-eu.pem"
publish = true

"""


@dataclass
class Passed:
    """One call as the relay had it in hands."""

    method: str
    request: bytes
    response: bytes
    metadata: tuple[tuple[str, str], ...]


@dataclass
class Behind:
    """Two nodes that reach each other through a relay alone, and all that the relay had."""

    asker: Member
    owner: Member
    relay: RelayNode
    passed: list[Passed]
    written: Callable[[], set[str]]


def tapped(relay: RelayNode) -> list[Passed]:
    """Keep a copy of every byte that the relay passes on, as somebody who owns it could."""
    passed: list[Passed] = []
    call = relay.channels.call

    async def tap(entry: object, method: str, **rest: object) -> bytes:
        response = await call(entry, method, **rest)  # type: ignore[arg-type] # passed on
        passed.append(Passed(method, rest["message"], response, rest["metadata"]))  # type: ignore[arg-type] # as the relay says it
        return response

    relay.channels.call = tap  # type: ignore[method-assign, assignment] # the relay's owner may do so
    return passed


@asynccontextmanager
async def _behind(folder: Path) -> AsyncIterator[Behind]:
    port = free_port()
    made = make_relay(folder / "relay", relay_id="relay-eu", address=f"127.0.0.1:{port}")
    all_settings = []
    for name in ("customs-es", "fiu-nl"):
        settings = make_folder(folder / name, name, extra=RELAYS.format(port=port))
        (settings.folder / "relay-eu.pem").write_bytes(made.certificate)
        # What the entry says of the address leads nowhere; the relay is told the true one.
        all_settings.append(load_settings(settings.folder))
    relay = RelayNode(*load_relay(folder / "relay"))
    passed = tapped(relay)
    async with running(all_settings[0]) as asker, running(all_settings[1]) as owner:
        for member in (asker, owner):
            signed = entry_to_json(member.node.entry, member.node.ground.keyring.identity)
            (folder / "relay" / MEMBERS / f"{member.id}.json").write_bytes(signed)
        nowhere = f"127.0.0.1:{free_port()}"
        asker.knows(owner, address=nowhere)
        owner.knows(asker, address=nowhere)
        await relay.start()
        try:
            yield Behind(
                asker,
                owner,
                relay,
                passed,
                lambda: {path.name for path in (folder / "relay").rglob("*") if path.is_file()},
            )
        finally:
            await relay.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def behind(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Behind]:
    """Run the three once for this file; `fiu-nl` holds persons."""
    async with _behind(tmp_path_factory.mktemp("behind")) as behind:
        behind.owner.load("persons", [*a_register_of_people(), *people(3)])
        behind.owner.load("vessels", [VESSEL], kind=EntityType.VESSEL)
        yield behind


async def test_a_case_runs_through_a_relay(behind: Behind) -> None:
    """Hit and no hit come back with receipts, though neither node can reach the other."""
    case = a_justification(case_reference="CASE-RELAYED")

    [hit] = await behind.asker.ask(asked(TARGET), justification=case)
    [miss] = await behind.asker.ask(STRANGER, justification=case)

    assert (hit.state, miss.state) == (CellState.HIT, CellState.NO_HIT)
    assert hit.reference
    told = behind.owner.entries(Event.QUERY_IN)
    assert {entry.peer for entry in told} == {behind.asker.id}
    asked_of = {entry.peer for entry in behind.asker.entries(Event.QUERY_OUT)}
    assert asked_of == {behind.owner.id}


async def test_a_case_file_is_run_through_a_relay(behind: Behind) -> None:
    """Subjects of two kinds, asked as `case run` asks, are settled; nothing is left to be asked."""
    case = "CASE-FILE-RELAYED"
    work, runs = behind.asker.application.casework, behind.asker.application.records.runs
    work.open(a_justification(case_reference=case), officer=OFFICER)
    subjects = (
        NewSubject("S1", "courier", EntityType.PERSON, asked(TARGET)),
        NewSubject("S2", "courier", EntityType.PERSON, STRANGER),
        NewSubject("S3", "carrier", EntityType.VESSEL, asked(VESSEL)),
    )
    work.add(case, subjects, officer=OFFICER)
    behind.passed.clear()

    steps = behind.asker.application.investigator.run(case, peers=(), officer=OFFICER, until=None)
    told = {cell.subject: cell.state async for step in steps for cell in step.cells}

    assert told == {"S1": CellState.HIT, "S2": CellState.NO_HIT, "S3": CellState.HIT}
    assert runs.under_way() == []
    assert {call.method for call in behind.passed} >= {"Evaluate", "Ask"}
    [hit, carrier] = behind.asker.alerts(Direction.OUTGOING, case=case)
    assert {hit.peer, carrier.peer} == {behind.owner.id}
    receipts = [e for e in behind.asker.entries(Event.ANSWER) if e.case_reference == case]
    assert len(receipts) == 2


async def test_a_relay_renews_its_certificate_while_nodes_ask(tmp_path: Path) -> None:
    """Told beside the old one, then shown: neither relay nor node starts anew, no call fails."""
    async with _behind(tmp_path) as behind:
        behind.owner.load("persons", a_register_of_people())
        folder = behind.relay.settings.folder

        async def state(case: str) -> CellState:
            reasons = a_justification(case_reference=case)
            [cell] = await behind.asker.ask(asked(TARGET), justification=reasons)
            return cell.state

        found = [await state("CASE-BEFORE")]
        _, papers = renew_certificate(folder)
        tell(behind, papers.published)
        found.append(await state("CASE-BOTH"))
        use_certificate(folder, is_forced=False)
        behind.relay.read_again()
        found.append(await state("CASE-AFTER"))
        tell(behind, load_relay(folder)[1].published)
        found.append(await state("CASE-NEW-ALONE"))

        assert found == [CellState.HIT] * 4
        assert behind.owner.node.entry.relay is not None
        assert behind.owner.node.entry.relay.certificate == papers.following
        assert behind.relay.papers.shown[0] == papers.following


def tell(behind: Behind, bundle: bytes) -> None:
    """Give nodes the relay's certificates, each other their new entries, and the relay those."""
    for member in (behind.asker, behind.owner):
        (member.node.settings.folder / "relay-eu.pem").write_bytes(bundle)
        member.node.relays.reload()
        signed = entry_to_json(member.node.entry, member.node.ground.keyring.identity)
        (behind.relay.settings.folder / MEMBERS / f"{member.id}.json").write_bytes(signed)
    nowhere = f"127.0.0.1:{free_port()}"
    behind.asker.knows(behind.owner, address=nowhere)
    behind.owner.knows(behind.asker, address=nowhere)
    behind.relay.read_again()


async def test_the_relay_sees_headers_and_sizes_alone(behind: Behind) -> None:
    """Of a case it has names of nodes, times and size classes, and outcomes look alike."""
    behind.passed.clear()
    case = a_justification(case_reference="CASE-SEEN-BY-NOBODY")
    await behind.asker.ask(asked(TARGET), justification=case)
    hit = list(behind.passed)
    behind.passed.clear()
    await behind.asker.ask(STRANGER, justification=case)
    miss = list(behind.passed)

    sizes = {size + OVERHEAD_BYTES for size in SIZE_CLASSES}
    for call in hit + miss:
        assert dict(call.metadata) == {SENDER_KEY: behind.asker.id}
        for words in (b"CASE-SEEN", OFFICER.encode(), b"hit", b"agreement 4/2025", b"SIENA"):
            assert words not in call.request + call.response
        if call.method != "Announce":
            assert len(pb.AskRequest.FromString(call.request).envelope.ciphertext) in sizes
            assert len(pb.AskResponse.FromString(call.response).envelope.ciphertext) in sizes
    answers = [
        len(pb.AskResponse.FromString(call.response).envelope.ciphertext)
        for call in hit + miss
        if call.method == "Ask"
    ]
    assert len(answers) == 2
    assert len(set(answers)) == 1


async def test_the_relay_keeps_nothing(behind: Behind) -> None:
    """Its folder holds what its administrator put there, whatever it has forwarded."""
    before = behind.written()

    await behind.asker.ask(asked(TARGET), justification=a_justification(case_reference="CASE-KEEP"))

    assert behind.written() == before
    assert {CERTIFICATE, "relay.toml", "private-key.pem"} < before


async def test_a_refusal_comes_back_as_it_was_told(behind: Behind) -> None:
    """What the owner refuses is told by its code, and not as a fault of the relay."""
    abroad = a_justification(case_reference="CASE-REFUSED", purpose="corruption")

    [cell] = await behind.asker.ask(asked(TARGET), justification=abroad)

    assert (cell.state, cell.refusal) == (CellState.REFUSED, Refusal.PURPOSE)


async def test_a_relay_that_alters_is_found_out(behind: Behind) -> None:
    """One bit of an answer changed on the way makes it no answer."""
    call = behind.relay.channels.call

    async def altering(entry: object, method: str, **rest: object) -> bytes:
        response = await call(entry, method, **rest)  # type: ignore[arg-type] # passed on
        return response[:-1] + bytes([response[-1] ^ 1]) if method == "Ask" else response

    behind.relay.channels.call = altering  # type: ignore[method-assign, assignment] # a bad relay
    try:
        [cell] = await behind.asker.ask(
            asked(TARGET), justification=a_justification(case_reference="CASE-ALTERED")
        )
    finally:
        behind.relay.channels.call = call  # type: ignore[method-assign] # as it was

    assert (cell.state, cell.error_code) == (CellState.FAILED, "PEER_ANSWER")


async def test_nobody_sends_in_another_name(behind: Behind) -> None:
    """The relay holds a caller to its certificate, so that places and routes are the sender's."""
    keyring = behind.owner.node.ground.keyring
    box = keyring.current_box_key(behind.owner.clock.now())
    thief = replace(behind.owner.node._sender, node=behind.owner.id)  # noqa: SLF001 - signs for itself
    request = seal_request(
        PayloadKind.QUERY,
        b"",
        sender=thief,
        recipient=Recipient(behind.owner.id, box.public, box.id),
        now=behind.owner.clock.now(),
    )
    message = pb.AskRequest(envelope=request.envelope).SerializeToString()
    channels = behind.asker.node.line._channels  # noqa: SLF001 - the asker's own connection
    peer = behind.asker.application.records.peers.get(behind.owner.id)

    with pytest.raises(Exception, match="does not serve the caller"):
        await channels.call(peer.entry, "Ask", message=message, deadline_s=5.0)


async def test_a_stranger_is_not_forwarded(behind: Behind, tmp_path: Path) -> None:
    """A node that is no member of the relay's list does not get through its door."""
    settings = make_folder(tmp_path / "stranger", "police-xx")
    async with running(settings) as stranger:
        stranger.knows(behind.owner)

        [cell] = await stranger.ask(asked(TARGET))

    assert (cell.state, cell.error_code) == (CellState.FAILED, "PEER_UNAVAILABLE")


async def test_a_recipient_that_is_down_is_unavailable(behind: Behind) -> None:
    """The asker hears that nobody answers, within its own deadline."""
    known = behind.relay.members.entry(behind.owner.id)
    assert known is not None
    lost = replace(known, address=f"127.0.0.1:{free_port()}")
    behind.relay.members._known.entries[behind.owner.id] = lost  # noqa: SLF001 - as if it had moved
    try:
        [cell] = await behind.asker.ask(
            asked(TARGET), justification=a_justification(case_reference="CASE-LOST")
        )
    finally:
        await asyncio.to_thread(behind.relay.members.reload)

    assert (cell.state, cell.error_code) == (CellState.FAILED, "PEER_UNAVAILABLE")


async def test_a_node_publishes_its_relay(behind: Behind) -> None:
    """Others learn from the signed entry through what the node is reached."""
    entry = behind.owner.node.entry

    assert entry.relay is not None
    assert entry.relay.id == "relay-eu"
    kept = behind.asker.application.records.peers.get(behind.owner.id).entry
    assert kept.relay == entry.relay
    assert (behind.owner.node.settings.folder / config.FILE_NAME).exists()
