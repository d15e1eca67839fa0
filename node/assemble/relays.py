"""The relays of one node, as its settings have them and their certificates are at present."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog

from node.config import RelayLine, Settings
from node.domain.errors import ConfigError, KeyringError
from node.domain.peer import NodeId, Relay
from node.domain.ports import Clock
from node.keys import certificate

log = structlog.get_logger()

READ_AGAIN_S = 60.0


@dataclass(frozen=True, slots=True)
class _Read:
    """The relays at one moment; never changed, only replaced."""

    all: tuple[Relay, ...] = ()
    published: Relay | None = None
    of_peers: Mapping[NodeId, Relay] = field(default_factory=dict)
    by_key_hash: Mapping[bytes, NodeId] = field(default_factory=dict)


class Relays:
    """What carries calls to and from this node; threads may share it.

    Which relays there are is settled when the node starts. Their certificates are read again every
    minute, so that a relay renews its own without a restart of the nodes behind it.
    """

    def __init__(self, settings: Settings, *, clock: Clock) -> None:
        """Read the certificates of the relays that the settings name.

        Raises:
            ConfigError: One of them cannot be read, or is none.
        """
        self._settings = settings
        self._clock = clock
        self._read = _relays_of(settings)
        self._changed_at = datetime.min.replace(tzinfo=UTC)
        self.names = frozenset(relay.id for relay in self._read.all)
        """Callers that bring what others send."""

    @property
    def published(self) -> Relay | None:
        """Through what peers reach this node, as its directory entry says."""
        return self._read.published

    @property
    def changed_at(self) -> datetime:
        """When this process last read another certificate; before all time if it did not."""
        return self._changed_at

    def toward(self, peer: NodeId) -> Relay | None:
        """Return through what this node reaches a peer, whatever the peer's entry says."""
        return self._read.of_peers.get(peer)

    def certificates(self) -> tuple[bytes, ...]:
        """Return the certificates that are taken in a handshake, PEM."""
        return tuple(relay.certificate for relay in self._read.all)

    def lookup(self, key_hash: bytes) -> NodeId | None:
        """Find the relay with this key in one of its certificates."""
        return self._read.by_key_hash.get(key_hash)

    def reload(self) -> None:
        """Read the certificates again; what cannot be read stays as it was."""
        try:
            read = _relays_of(self._settings)
        except ConfigError as error:
            log.warning("certificates of relays not read", detail=str(error))
            return
        if read != self._read:
            self._read, self._changed_at = read, self._clock.now()
            log.info("certificates of relays read again")

    async def run(self, interval_s: float = READ_AGAIN_S) -> None:
        """Read them again at every interval, until cancelled."""
        while self.names:
            await asyncio.sleep(interval_s)
            await asyncio.to_thread(self.reload)


def _relays_of(settings: Settings) -> _Read:
    read = [(line, _relay(line, settings)) for line in settings.relays]
    published = (relay for line, relay in read if line.publish)
    return _Read(
        tuple(relay for _, relay in read),
        next(published, None),
        {NodeId(peer): relay for line, relay in read for peer in line.peers},
        {
            certificate.spki_hash(pem): relay.id
            for _, relay in read
            for pem in certificate.each(relay.certificate)
        },
    )


def _relay(line: RelayLine, settings: Settings) -> Relay:
    path = settings.folder / line.certificate
    try:
        bundle = path.read_bytes()
        certificate.each(bundle)
    except (OSError, KeyringError) as error:
        raise ConfigError(
            f"{path} is no certificate of the relay {line.id}",
            hint="Ask who runs the relay for what it prints: heliograph relay show",
        ) from error
    return Relay(NodeId(line.id), line.address, bundle)
