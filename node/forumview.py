"""What a room looks like: to each member its own, and to nobody another's subjects."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from node.domain.desk import usual
from node.domain.exchange import ContactPoint
from node.domain.forum import SHARED_MAX, ActionItem, Attendee, RoomState, RoomView
from node.domain.peer import DirectoryEntry, NodeId, Peer
from node.keys.sealing import LedgerSeal
from node.store.forums import Forums, Room
from node.store.peers import Peers


@dataclass(frozen=True, slots=True)
class RoomViewer:
    """Shows rooms of this node."""

    forums: Forums
    peers: Peers
    seal: LedgerSeal
    own: Callable[[], DirectoryEntry]

    def view(self, room: Room, viewer: NodeId) -> RoomView:
        """Return a room as one member sees it."""
        is_closed = room.closed_at is not None
        shared = self.forums.shared(room.id, viewer)[:SHARED_MAX]
        return RoomView(
            room.id,
            self.own().id,
            room.purpose,
            room.agreement,
            room.opened_at,
            room.ends_at,
            RoomState.CLOSED if is_closed else RoomState.OPEN,
            room.check_value,
            tuple(self._attendees(room)),
            tuple(shared),
            tuple(self._actions(room, viewer)),
            room.matched_at,
            room.certificate,
        )

    def head(self, room: Room) -> RoomView:
        """Return what tells rooms apart, for a list of them."""
        view = self.view(room, self.own().id)
        return replace(view, attendees=(), shared=(), actions=(), certificate=None)

    def _attendees(self, room: Room) -> Iterable[Attendee]:
        peers = {peer.id: peer for peer in self.peers.all()}
        for node, state in self.forums.members(room.id).items():
            entry = self.own() if node == self.own().id else _entry_of(peers.get(node))
            if entry is not None:
                yield Attendee(node, state, _desk(entry))

    def _actions(self, room: Room, viewer: NodeId) -> Iterable[ActionItem]:
        for action in self.forums.actions(room.id):
            if viewer in {action.who, action.by}:
                text = self.seal.open(f"forum/{room.id}/{action.id}", action.sealed)
                yield ActionItem(action.id, action.who, action.due, text.decode(), action.by)


def _entry_of(peer: Peer | None) -> DirectoryEntry | None:
    return peer.entry if peer else None


def _desk(entry: DirectoryEntry) -> ContactPoint:
    """Return the desk to call: the first that a member publishes and that has no other part."""
    return usual(entry.contact_points)[0]
