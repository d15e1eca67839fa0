"""One relay, from its folder to the port on which it listens."""

import asyncio
import signal
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from node import log as logging
from node.assemble.relayfolder import (
    FILE_NAME,
    MEMBERS,
    MIRROR,
    RelaySettings,
    load_relay,
)
from node.assemble.relaypapers import RelayPapers
from node.directory.entry import entry_from_json
from node.directory.listing import Listing
from node.directory.mirror import Mirror, Source, fingerprint_of
from node.domain.errors import ConfigError, DirectoryError, KeyringError, NodeError
from node.domain.peer import DirectoryEntry, NodeId
from node.domain.ports import Clock
from node.durable import keep_to_owner
from node.keys import certificate
from node.keys.dumps import forbid_core_dumps
from node.wire.channel import Channels
from node.wire.credentials import OwnCertificate
from node.wire.gate import Places
from node.wire.relay import Forwarding
from node.wire.server import PeerServer, Trust

log = structlog.get_logger()


class _SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Known:
    """The members at one moment; replaced as a whole."""

    entries: dict[NodeId, DirectoryEntry] = field(default_factory=dict)
    by_key_hash: dict[bytes, NodeId] = field(default_factory=dict)


class RelayMembers:
    """Who may call, and where they are reached: entries in a folder, and a directory."""

    def __init__(self, settings: RelaySettings, *, clock: Clock) -> None:
        """Start without anybody; `reload` finds them."""
        self._settings = settings
        self._clock = clock
        self._known = _Known()
        self._mirror: Mirror | None = None
        if settings.directory.source:
            source = Source(settings.directory.source, settings.directory.ca_file)
            self._mirror = Mirror(settings.folder / MIRROR, source)

    def reload(self) -> int:
        """Read again who the members are; return how many there are.

        What cannot be read is logged and left out. A directory past its time has no members.
        """
        entries = {**self._listed(), **self._written()}
        by_key_hash = {
            key_hash: entry.id for entry in entries.values() for key_hash in _key_hashes(entry)
        }
        self._known = _Known(entries, by_key_hash)
        return len(entries)

    def entry(self, node: NodeId) -> DirectoryEntry | None:
        """Find a member by its short name."""
        return self._known.entries.get(node)

    def lookup(self, key_hash: bytes) -> NodeId | None:
        """Find the member with this key in one of its certificates."""
        return self._known.by_key_hash.get(key_hash)

    def certificates(self) -> list[bytes]:
        """Return the certificates that are taken in a handshake, PEM."""
        return [entry.certificate for entry in self._known.entries.values()]

    def unaware(self, relay: NodeId, pem: bytes) -> tuple[NodeId, ...]:
        """Return the members that are reached through a relay and do not publish a certificate.

        Nothing is fetched: a directory counts as it was accepted last.
        """
        kept = self._kept() if self._mirror else None
        entries = {**(dict(kept.members) if kept else {}), **self._written()}
        return tuple(
            entry.id
            for entry in entries.values()
            if entry.relay and entry.relay.id == relay and pem not in entry.relay.certificate
        )

    def _listed(self) -> dict[NodeId, DirectoryEntry]:
        if self._mirror is None:
            return {}
        try:
            listing = self._mirror.refresh()
        except DirectoryError as error:
            log.warning("directory not accepted", fault=error.fault, detail=str(error))
            kept = self._kept()
            if kept is None:
                return {}
            listing = kept
        grace = timedelta(seconds=self._settings.directory.grace_s)
        in_force = self._clock.now() < listing.edition.expires + grace
        return dict(listing.members) if in_force else {}

    def _kept(self) -> Listing | None:
        try:
            return self._mirror.accepted() if self._mirror else None
        except DirectoryError:
            return None

    def _written(self) -> dict[NodeId, DirectoryEntry]:
        found: dict[NodeId, DirectoryEntry] = {}
        for path in sorted((self._settings.folder / MEMBERS).glob("*.json")):
            try:
                entry = entry_from_json(path.read_bytes())
            except (NodeError, OSError) as error:
                log.warning("member left out", file=path.name, detail=str(error))
                continue
            found[entry.id] = entry
        return found


class RelayNode:
    """One running relay."""

    def __init__(
        self, settings: RelaySettings, papers: RelayPapers, *, clock: Clock | None = None
    ) -> None:
        """Put the parts together; nothing listens yet."""
        self.settings = settings
        self.papers = papers
        clock = clock or _SystemClock()
        self.members = RelayMembers(settings, clock=clock)
        self.channels = Channels(self._own, direct=True)
        limits = settings.limits
        self._server = PeerServer(
            Forwarding(self.members.entry, self.channels, clock=clock),
            Trust(self._own, self.members.certificates, self.members.lookup),
            address=settings.listen,
            clock=clock,
            places=Places(limits.calls_per_member, limits.waiting_per_member, limits.all_calls),
        )
        self._chore: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen; return the port.

        Raises:
            ConfigError: The address cannot be listened on.
        """
        await asyncio.to_thread(self.members.reload)
        port = await self._server.start()
        self._chore = asyncio.create_task(self._refresh())
        return port

    async def stop(self) -> None:
        """Let calls under way end, then close every line."""
        if self._chore is not None:
            self._chore.cancel()
            await asyncio.gather(self._chore, return_exceptions=True)
        await self._server.stop()
        await self.channels.close()

    def _own(self) -> OwnCertificate:
        return OwnCertificate(*self.papers.shown)

    def read_again(self) -> None:
        """Take over what has changed in the folder and in the directory."""
        try:
            if self.papers.reload():
                log.info("certificates read again", relay=self.settings.relay.id)
        except ConfigError as error:
            log.warning("certificates not read", detail=str(error))
        self.members.reload()

    async def _refresh(self) -> None:
        settings = self.settings
        every_s = min(settings.members_refresh_s, settings.directory.refresh_s)
        while True:
            await asyncio.sleep(every_s)
            await asyncio.to_thread(self.read_again)


def serve_relay(folder: Path, ready_file: Path | None) -> None:
    """Forward calls until SIGTERM or SIGINT.

    Raises:
        ConfigError: The settings are wrong, or the address cannot be listened on.
    """
    forbid_core_dumps()
    settings, papers = load_relay(folder)
    keep_to_owner()
    logging.configure("info", "auto")
    asyncio.run(_run(RelayNode(settings, papers), ready_file))


def renew_certificate(folder: Path) -> tuple[RelaySettings, RelayPapers]:
    """Make a certificate that is to follow the relay's present one; return what it is then.

    Raises:
        ConfigError: The settings or the certificate are wrong.
        NodeFolderError: The folder cannot be written.
    """
    settings, papers = load_relay(folder)
    papers.renew(NodeId(settings.relay.id), now=datetime.now(UTC))
    return settings, papers


def use_certificate(folder: Path, *, is_forced: bool) -> tuple[RelaySettings, RelayPapers]:
    """Show the certificate that was to follow; return what the relay is then.

    Raises:
        ConfigError: There is none, or members would not know it.
        NodeFolderError: The folder cannot be written.
    """
    settings, papers = load_relay(folder)
    members = RelayMembers(settings, clock=_SystemClock())
    unaware = members.unaware(NodeId(settings.relay.id), papers.following)
    if unaware and not is_forced:
        raise ConfigError(
            f"entries of members do not have the new certificate yet: {', '.join(unaware)}",
            hint="Wait until they publish it, or say --force.",
        )
    papers.use()
    return settings, papers


def trust_root(folder: Path, root: bytes) -> str:
    """Take a root of the directory as the beginning of all trust; return its fingerprint.

    Raises:
        ConfigError: The settings are wrong, or name no directory.
        DirectoryError: It is no root, or another one is trusted.
    """
    settings, _ = load_relay(folder)
    if not settings.directory.source:
        raise ConfigError(
            "the relay follows no directory", hint=f"Name one in {folder / FILE_NAME}."
        )
    source = Source(settings.directory.source, settings.directory.ca_file)
    Mirror(folder / MIRROR, source).trust(root)
    return fingerprint_of(root)


async def _run(relay: RelayNode, ready_file: Path | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await relay.start()
    log.info("relay started", relay=relay.settings.relay.id, address=relay.settings.listen)
    try:
        if ready_file is not None:
            await asyncio.to_thread(ready_file.write_text, "ready\n", encoding="ascii")
        await stop.wait()
    finally:
        await relay.stop()
        log.info("relay stopped", relay=relay.settings.relay.id)


def _key_hashes(entry: DirectoryEntry) -> frozenset[bytes]:
    try:
        return frozenset(map(certificate.spki_hash, certificate.each(entry.certificate)))
    except KeyringError:
        return frozenset()
