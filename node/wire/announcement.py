"""Sign what this node says of itself, and verify what a peer says of itself."""

from datetime import datetime, timedelta

from node.domain.errors import EnvelopeError, PeerAnswerError, SignatureError
from node.domain.peer import Announcement, DirectoryEntry
from node.keys.identity import Identity, Label, verify
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import announcement_from_proto, announcement_to_proto
from node.wire.envelope import SKEW
from node.wire.strict import parse


def sign_announcement(announcement: Announcement, identity: Identity) -> tuple[bytes, bytes]:
    """Return the announcement as serialised bytes, and the signature over exactly these."""
    raw = announcement_to_proto(announcement).SerializeToString(deterministic=True)
    return raw, identity.sign(Label.ANNOUNCEMENT, raw)


def verify_announcement(
    response: bytes, peer: DirectoryEntry, *, now: datetime, skew: timedelta = SKEW
) -> Announcement:
    """Return what a peer's AnnounceResponse says, if the peer signed it and says it for now.

    Raises:
        PeerAnswerError: The bytes are no announcement of this peer, or an outdated one.
    """
    try:
        told = parse(pb.AnnounceResponse, response)
        raw = told.announcement
        verify(peer.identity_key, Label.ANNOUNCEMENT, raw, signature=told.signature)
        announcement = announcement_from_proto(parse(pb.Announcement, raw))
    except (SignatureError, EnvelopeError) as error:
        raise PeerAnswerError(f"{peer.id} sent no valid announcement") from error
    _require_use(announcement, peer, now=now, skew=skew)
    return announcement


def _require_use(
    announcement: Announcement, peer: DirectoryEntry, *, now: datetime, skew: timedelta
) -> None:
    """Refuse an announcement for somebody else or for another time."""
    if announcement.node != peer.id:
        raise PeerAnswerError(f"{peer.id} sent the announcement of another node")
    if not announcement.issued_at - skew <= now < announcement.expires_at:
        raise PeerAnswerError(
            f"{peer.id} sent an announcement that is not in force",
            hint="Compare the clocks of both nodes.",
        )
