"""Stop the exchange with a peer at this node: for a time, or until somebody takes it up again.

A pause has a reason and may have an end, at which it is over by itself; a revocation has none,
because what it is for (a stolen key, a broken agreement) does not pass by waiting. While either
holds, nothing is asked of the peer, answered to it or told to it; it hears that the node cannot
answer now, and not why. Each change is in the journal with its reason.
"""

from datetime import datetime
from typing import Final

from node.domain.errors import JustificationError
from node.domain.journal import Entry, Event, Scalar
from node.domain.justification import require_line
from node.domain.peer import NodeId, Pause, Peer
from node.domain.ports import Clock
from node.store.peers import Peers

_HINT: Final = "Give it with: --reason"


class Suspender:
    """Stops and takes up the exchange with peers; threads may share it."""

    def __init__(self, peers: Peers, *, clock: Clock) -> None:
        """Keep where peers are."""
        self._peers = peers
        self._clock = clock

    def pause(self, peer: str, *, reason: str, until: datetime | None = None, officer: str) -> Peer:
        """Exchange nothing with a peer for a time; a later pause replaces an earlier one.

        Raises:
            UnknownPeerError: There is no such peer.
            JustificationError: There is no reason, it is no short line, or the end is past.
        """
        said = _reason(reason, what="a pause")
        if until is not None and until <= self._clock.now():
            raise JustificationError("the end is past", hint="Give one that is still to come.")
        detail: dict[str, Scalar] = {"action": "pause-peer", "reason": said}
        if until is not None:
            detail["until"] = until.isoformat(timespec="seconds")
        entry = self._entry(peer, officer=officer, detail=detail)
        self._peers.pause(NodeId(peer), Pause(said, until), entry=entry)
        return self._peers.get(NodeId(peer))

    def resume(self, peer: str, *, officer: str) -> Peer:
        """End the pause of a peer before its time.

        Raises:
            UnknownPeerError: There is no such peer.
            JustificationError: The exchange is not paused.
        """
        if self._peers.get(NodeId(peer)).pause_at(self._clock.now()) is None:
            raise JustificationError(
                f"the exchange with {peer} is not paused", hint="See: heliograph peer list"
            )
        entry = self._entry(peer, officer=officer, detail={"action": "resume-peer"})
        self._peers.pause(NodeId(peer), None, entry=entry)
        return self._peers.get(NodeId(peer))

    def revoke(self, peer: str, *, reason: str, officer: str, restore: bool = False) -> Peer:
        """End all exchange with a peer at once, or take it up again.

        Raises:
            UnknownPeerError: There is no such peer.
            JustificationError: There is no reason, or it is no short line.
        """
        action = "restore-peer" if restore else "revoke-peer"
        said = _reason(reason, what="a revocation")
        detail: dict[str, Scalar] = {"action": action, "reason": said}
        entry = self._entry(peer, officer=officer, detail=detail)
        self._peers.revoke(NodeId(peer), revoked=not restore, entry=entry)
        return self._peers.get(NodeId(peer))

    def _entry(self, peer: str, *, officer: str, detail: dict[str, Scalar]) -> Entry:
        known = self._peers.get(NodeId(peer)).id
        return Entry(Event.ADMIN, self._clock.now(), officer=officer, peer=known, detail=detail)


def _reason(reason: str, *, what: str) -> str:
    if not reason.strip():
        raise JustificationError(f"{what} needs a reason", hint=_HINT)
    return require_line("reason", reason)
