"""Which versions of the protocol this release speaks, and which one two nodes use.

A node announces every version that it speaks; whoever asks it uses the highest that both know, and
the reply is in the version of its request. A release speaks its own version and the one before, so
that the members of a federation need not change theirs on one day.
"""

from collections.abc import Collection

from node.domain.errors import PeerVersionError
from node.domain.peer import Announcement

VERSIONS = (1, 2)
"""Ascending; the last is this release's own."""


def common_version(announcement: Announcement, spoken: Collection[int]) -> int:
    """Return the highest version that the peer announces and this node speaks.

    Raises:
        PeerVersionError: There is none.
    """
    common = set(announcement.protocol_versions) & set(spoken)
    if not common:
        raise no_common_version(announcement.node)
    return max(common)


def no_common_version(peer: str) -> PeerVersionError:
    """Return the error about a peer with which no version is shared."""
    return PeerVersionError(f"{peer} speaks no version of the protocol that this node speaks")
