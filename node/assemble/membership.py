"""Who may exchange with this node: its peers, while somebody can say who the members are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from node import config
from node.assemble.ground import Ground
from node.assemble.relays import Relays
from node.directory.mirror import Mirror, Source
from node.domain.errors import KeyringError
from node.domain.peer import NodeId, Peer
from node.follow import Follower, Members
from node.keys import certificate


@dataclass(frozen=True, slots=True)
class _Known:
    """The peers as one revision of the ledger has them; never changed, only replaced."""

    revision: int
    by_key_hash: Mapping[bytes, NodeId]
    identity_keys: Mapping[NodeId, bytes]
    certificates: tuple[bytes, ...]


class Membership:
    """The members as known at the moment of asking; threads may share it."""

    def __init__(
        self, ground: Ground, follower: Follower | None, *, relays: Relays | None = None
    ) -> None:
        """Keep where peers are written down, who follows the directory, and who brings calls."""
        self._relays = relays
        self._peers = ground.stores.peers
        self._follower = follower
        # Read again when the ledger has another revision: a removed peer is gone at once, in this
        # process and in every other one on the same ledger.
        self._kept = _known(-1, [])

    def require(self) -> None:
        """Let an exchange happen.

        Raises:
            DirectoryError: A directory is followed and past its time.
        """
        if self._follower is not None:
            self._follower.require()

    def certificates(self) -> tuple[bytes, ...]:
        """Return the certificates that are taken in a handshake, PEM."""
        brought = self._relays.certificates() if self._relays else ()
        return self._present().certificates + brought

    def lookup(self, key_hash: bytes) -> NodeId | None:
        """Find the member, or relay, with this key in one of its certificates.

        Raises:
            DirectoryError: A directory is followed and past its time.
        """
        self.require()
        member = self._present().by_key_hash.get(key_hash)
        if member is None and self._relays is not None:
            return self._relays.lookup(key_hash)
        return member

    def identity_key(self, node: NodeId) -> bytes | None:
        """Return the key that signs a member's messages."""
        return self._present().identity_keys.get(node)

    def _present(self) -> _Known:
        # Before the peers: if they change in between, the next call reads them once more.
        revision = self._peers.revision()
        kept = self._kept
        if kept.revision != revision:
            kept = self._kept = _known(revision, self._peers.all())
        return kept


def follower(ground: Ground) -> Follower | None:
    """Return what follows the directory, if the settings name one."""
    settings = ground.settings.directory
    if not settings.source:
        return None
    stores = ground.stores
    mirror = Mirror(
        ground.settings.folder / config.DIRECTORY, Source(settings.source, settings.ca_file)
    )
    return Follower(
        ground.settings.id,
        mirror,
        members=Members(stores.peers, stores.journal, stores.ledger),
        clock=ground.clock,
        grace=timedelta(seconds=settings.grace_s),
    )


def _known(revision: int, peers: list[Peer]) -> _Known:
    return _Known(
        revision,
        {key_hash: peer.id for peer in peers for key_hash in _key_hashes(peer.entry.certificate)},
        {peer.id: peer.entry.identity_key for peer in peers},
        tuple(peer.entry.certificate for peer in peers),
    )


def _key_hashes(bundle: bytes) -> frozenset[bytes]:
    try:
        return frozenset(map(certificate.spki_hash, certificate.each(bundle)))
    except KeyringError:
        return frozenset()
