"""Put a node together: the only place that knows every concrete class."""

import fcntl
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import IO

from matching import oprf
from matching.encode import check_value
from matching.index.resolve import Limits
from matching.linkage import Linkage
from matching.model import load_model
from matching.subject import EntityType
from node import config
from node.answer import Answerer, Codec, Craft
from node.answerbook import AnsweringBook, Books
from node.ask import Asker
from node.askbook import AskingBook, Stores
from node.config import Settings
from node.directory.entry import entry_to_json
from node.domain.checkpoint import origin_of
from node.domain.errors import ConfigError, NodeFolderError
from node.domain.peer import Announcement, DirectoryEntry, Epoch, NodeId
from node.ingest import Ingest
from node.investigate import Investigator
from node.keys import certificate
from node.keys.identity import verifies
from node.keys.keyring import Keyring
from node.keys.sealedfile import read_secret
from node.match import Matcher
from node.operator.application import Application, Records
from node.operator.server import OperatorServer
from node.review import Review
from node.store.alerts import Alerts
from node.store.audit import verify_journal
from node.store.cases import Cases
from node.store.heads import Heads
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.peers import Peers
from node.store.queries import Queries
from node.store.quota import Quota
from node.store.registers import Registers
from node.store.replay import Replay
from node.store.shelf import Shelf
from node.tell import Desks, Teller
from node.wire.announcement import sign_announcement
from node.wire.codec import answer_bytes, answer_of, query_digest
from node.wire.credentials import OwnCertificate
from node.wire.envelope import Sender
from node.wire.gate import Places
from node.wire.line import GrpcPeerLine
from node.wire.port import Answering, in_thread
from node.wire.reception import Reception
from node.wire.server import PeerServer, Trust
from node.wire.servicer import ExchangeServicer

PROTOCOL_VERSIONS = (1,)
ANNOUNCED_FOR = timedelta(hours=1)
"""Life of an announcement; a rotated key is known to every peer within it."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present time, aware, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Stores:
    """Everything that the ledger holds."""

    ledger: Ledger
    journal: Journal
    peers: Peers
    cases: Cases
    queries: Queries
    alerts: Alerts
    heads: Heads
    quota: Quota
    replay: Replay
    registers: Registers

    @classmethod
    def of(cls, ledger: Ledger, keyring: Keyring) -> "_Stores":
        """Make each over one ledger."""
        return cls(
            ledger,
            Journal(ledger, keyring.identity.note_signer(origin_of(keyring.node))),
            Peers(ledger),
            Cases(ledger),
            Queries(ledger),
            Alerts(ledger),
            Heads(ledger, verifies),
            Quota(ledger),
            Replay(ledger),
            Registers(ledger),
        )


class Node:
    """One running node: its parts, in the order in which they need one another."""

    def __init__(self, settings: Settings, keyring: Keyring, *, ledger: Ledger) -> None:
        """Open the generations; nothing listens yet."""
        self.settings = settings
        self._keyring = keyring
        self._clock = SystemClock()
        self._started_at = self._clock.now()
        self._stores = _Stores.of(ledger, keyring)
        self._shelf = Shelf(settings.folder / config.GENERATIONS)
        for generation in self._stores.registers.all():
            self._shelf.put(self._shelf.open(generation))
        self._shelf.tidy(self._kept_generations())
        self._certificate = (settings.folder / config.CERTIFICATE).read_bytes()
        self._sender = Sender(settings.id, keyring.identity)
        self._line = GrpcPeerLine(
            self._sender,
            self._own,
            clock=self._clock,
            checkpoint=self._stores.journal.head,
            deadline_s=settings.exchange.deadline_s,
            skew=timedelta(seconds=settings.exchange.clock_skew_s),
        )
        self._peer_server = PeerServer(
            ExchangeServicer(
                self._reception(),
                self._answering(),
                answer_grid_s=settings.exchange.answer_grid_s,
            ),
            Trust(self._own, self._members, self._lookup),
            address=settings.listen,
            clock=self._clock,
            places=Places(
                running_per_peer=settings.exchange.calls_per_peer,
                all_peers=settings.exchange.concurrent_calls * settings.exchange.calls_per_peer,
            ),
        )
        self._operator_server = OperatorServer(self._application(), settings.folder / config.SOCKET)

    async def start(self) -> None:
        """Listen for peers and for the node's own people.

        Raises:
            ConfigError: The address cannot be listened on.
            NodeFolderError: The operator socket cannot be made.
        """
        await self._peer_server.start()
        await self._operator_server.start()

    async def stop(self) -> None:
        """Let calls under way end, then close every line."""
        await self._operator_server.stop()
        await self._peer_server.stop()
        await self._line.close()

    def close(self) -> None:
        """Close the generations."""
        self._shelf.close()

    @cached_property
    def entry(self) -> DirectoryEntry:
        """What this node publishes of itself."""
        about = self.settings.node
        return DirectoryEntry(
            self.settings.id,
            about.name,
            about.kind,
            about.country,
            about.address,
            self._keyring.identity.public_key,
            self._certificate,
            self.settings.contact_points,
            self._started_at,
        )

    def _kept_generations(self) -> Iterator[str]:
        keep = self.settings.retention.generations
        for current in self._stores.registers.all():
            for old in self._stores.registers.history(current.register)[:keep]:
                yield old.id

    def _own(self) -> OwnCertificate:
        return OwnCertificate(self._certificate, self._keyring.tls_key)

    def _members(self) -> Iterable[bytes]:
        return [peer.entry.certificate for peer in self._stores.peers.all()]

    def _lookup(self, key_hash: bytes) -> NodeId | None:
        for peer in self._stores.peers.all():
            if certificate.spki_hash(peer.entry.certificate) == key_hash:
                return peer.id
        return None

    def _identity_key(self, node: NodeId) -> bytes | None:
        return next((p.entry.identity_key for p in self._stores.peers.all() if p.id == node), None)

    def _reception(self) -> Reception:
        return Reception(
            self._sender,
            identity_key=self._identity_key,
            box_secret=lambda key: self._keyring.box_key(key, self._clock.now()).secret,
            first_seen=self._stores.replay.first_seen,
            clock=self._clock,
            skew=timedelta(seconds=self.settings.exchange.clock_skew_s),
        )

    def _answering(self) -> Answering:
        answerer = self._answerer()
        return Answering(
            announce=in_thread(self._announce),
            evaluate=in_thread(answerer.evaluate),
            ask=in_thread(answerer.ask),
        )

    def _answerer(self) -> Answerer:
        stores = self._stores
        books = Books(
            stores.ledger,
            stores.journal,
            stores.peers,
            stores.quota,
            stores.queries,
            stores.alerts,
            stores.heads,
        )
        craft = Craft(
            self._shelf,
            Matcher(self._shelf, self._keyring.vault, linkages=self._linkages()),
            Teller(self._desks(), self._keyring.reference_key),
        )
        return Answerer(
            self._keyring,
            craft,
            book=AnsweringBook(
                books,
                self._keyring.identity,
                clock=self._clock,
                kept_days=self.settings.retention.journal_days,
            ),
            codec=Codec(answer_bytes, answer_of, query_digest),
            clock=self._clock,
        )

    def _linkages(self) -> dict[EntityType, Linkage]:
        bounds = self.settings.matching
        limits = Limits(
            words_per_part=bounds.words_per_part,
            exact_list=bounds.exact_list,
            variant_list=bounds.variant_list,
            candidates=bounds.candidates,
        )
        return {kind: Linkage(load_model(kind), limits=limits) for kind in EntityType}

    def _desks(self) -> Desks:
        """Return the desk for each entity type: one named like it, else the first."""
        points = {point.id: point for point in self.settings.contact_points}
        centre = points.get("centre", self.settings.contact_points[0])
        first = self.settings.contact_points[0]
        return Desks({kind: points.get(kind, first) for kind in EntityType}, centre)

    def _announce(self) -> tuple[bytes, bytes]:
        now = self._clock.now()
        box_key = self._keyring.current_box_key(now)
        announcement = Announcement(
            self.settings.id,
            PROTOCOL_VERSIONS,
            box_key.public,
            box_key.id,
            now,
            now + ANNOUNCED_FOR,
            tuple(self._epochs()),
        )
        return sign_announcement(announcement, self._keyring.identity)

    def _epochs(self) -> Iterator[Epoch]:
        """Yield the epochs under which something can be asked: those of loaded registers."""
        live = {(g.generation.entity_type, g.generation.epoch) for g in self._shelf.all()}
        for entity_type, number in sorted(live):
            key = self._keyring.oprf_key(entity_type, number)
            yield Epoch(entity_type, number, check_value(key))

    def _application(self) -> Application:
        stores = self._stores
        asking = AskingBook(
            Stores(stores.ledger, stores.queries, stores.alerts, stores.heads),
            stores.journal,
            clock=self._clock,
            kept_days=self.settings.retention.journal_days,
        )
        asker = Asker(self._line, asking, fan_out=self.settings.exchange.fan_out)
        return Application(
            version=version("heliograph"),
            started_at=self._started_at,
            clock=self._clock,
            line=self._line,
            ingest=Ingest(
                self._keyring,
                self._shelf,
                registers=stores.registers,
                clock=self._clock,
                workers=self.settings.matching.build_workers,
            ),
            investigator=Investigator(
                stores.cases,
                stores.peers,
                asker=asker,
                seal=self._keyring.ledger,
                clock=self._clock,
            ),
            review=Review(
                stores.alerts,
                stores.journal,
                shelf=self._shelf,
                seal=self._keyring.vault,
                clock=self._clock,
            ),
            records=Records(
                stores.alerts,
                stores.cases,
                stores.journal,
                stores.peers,
                stores.registers,
                self._shelf,
            ),
            entry=lambda: self.entry,
            signed_entry=lambda: entry_to_json(self.entry, self._keyring.identity),
            verify=partial(
                verify_journal,
                stores.ledger,
                self._keyring.identity.note_signer(origin_of(self._keyring.node)),
                verify=verifies,
            ),
            free_bytes=lambda: shutil.disk_usage(self.settings.folder).free,
        )


@contextmanager
def open_node(settings: Settings) -> Iterator[Node]:
    """Open a node for this process alone.

    Raises:
        OPRFUnavailableError: The system's libsodium is missing.
        OPRFSelfTestError: It computes something else than RFC 9497.
        NodeFolderError: Another process has the folder.
        KeyringError: The keyring cannot be opened.
        LedgerError: The ledger cannot be opened.
        ConfigError: There is no contact point to tell to the asker of a hit.
    """
    oprf.self_test()
    if not settings.contact_points:
        raise ConfigError(
            "there is no contact point to tell to the asker of a hit",
            hint="Add one as [[contact_points]] in node.toml.",
        )
    with ExitStack() as stack:
        stack.enter_context(_locked(settings.folder))
        secret = read_secret(config.passphrase_file(settings))
        keyring = Keyring.open(settings.folder / config.KEYRING, secret)
        ledger = Ledger.open(settings.ledger_url)
        stack.callback(ledger.close)
        node = Node(settings, keyring, ledger=ledger)
        stack.callback(node.close)
        yield node


@contextmanager
def _locked(folder: Path) -> Iterator[IO[bytes]]:
    """Hold the folder for this process; the lock goes with the process, however it ends."""
    with (folder / config.LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise NodeFolderError(
                f"another process serves the node in {folder}",
                hint="Talk to it with the other commands, or stop it first.",
            ) from error
        yield lock
