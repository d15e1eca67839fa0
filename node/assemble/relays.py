"""The relays of one node, as its settings have them."""

from dataclasses import dataclass

from node.config import RelayLine, Settings
from node.domain.errors import ConfigError, KeyringError
from node.domain.peer import NodeId, Relay
from node.keys import certificate


@dataclass(frozen=True, slots=True)
class Relays:
    """What carries calls to and from this node."""

    all: tuple[Relay, ...]
    published: Relay | None
    """Through what peers reach this node, as its directory entry says."""
    of_peers: dict[NodeId, Relay]
    """Through what this node reaches some peers, whatever their entries say."""

    @property
    def names(self) -> frozenset[NodeId]:
        """Callers that bring what others send."""
        return frozenset(relay.id for relay in self.all)


def relays_of(settings: Settings) -> Relays:
    """Read the certificates of the relays that the settings name.

    Raises:
        ConfigError: One of them cannot be read, or is none.
    """
    read = [(line, _relay(line, settings)) for line in settings.relays]
    published = (relay for line, relay in read if line.publish)
    return Relays(
        tuple(relay for _, relay in read),
        next(published, None),
        {NodeId(peer): relay for line, relay in read for peer in line.peers},
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
