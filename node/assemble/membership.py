"""Who may exchange with this node: its peers, while somebody can say who the members are."""

from datetime import timedelta
from functools import lru_cache

from node import config
from node.assemble.ground import Ground
from node.directory.mirror import Mirror, Source
from node.domain.errors import KeyringError
from node.domain.peer import NodeId, Peer
from node.follow import Follower, Members
from node.keys import certificate

_CACHED = 1_024


class Membership:
    """The members as known at the moment of asking; threads may share it."""

    def __init__(self, ground: Ground, follower: Follower | None) -> None:
        """Keep where peers are written down, and who follows the directory, if anybody does."""
        self._peers = ground.stores.peers
        self._follower = follower

    def require(self) -> None:
        """Let an exchange happen.

        Raises:
            DirectoryError: A directory is followed and past its time.
        """
        if self._follower is not None:
            self._follower.require()

    def certificates(self) -> list[bytes]:
        """Return the certificates that are taken in a handshake, PEM."""
        return [peer.entry.certificate for peer in self._peers.all()]

    def lookup(self, key_hash: bytes) -> NodeId | None:
        """Find the member with this key in one of its certificates.

        Raises:
            DirectoryError: A directory is followed and past its time.
        """
        self.require()
        found = (peer.id for peer in self._peers.all() if key_hash in _key_hashes(peer))
        return next(found, None)

    def identity_key(self, node: NodeId) -> bytes | None:
        """Return the key that signs a member's messages."""
        keys = {peer.id: peer.entry.identity_key for peer in self._peers.all()}
        return keys.get(node)


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


def _key_hashes(peer: Peer) -> frozenset[bytes]:
    return _hashes_of(peer.entry.certificate)


@lru_cache(_CACHED)
def _hashes_of(bundle: bytes) -> frozenset[bytes]:
    """Hash the keys of an entry's certificates; the same few are asked for at every call."""
    try:
        return frozenset(map(certificate.spki_hash, certificate.each(bundle)))
    except KeyringError:
        return frozenset()
