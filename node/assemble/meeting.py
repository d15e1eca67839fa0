"""Rooms: those that this node hosts, and its seats in others'."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from node.application import Meeting
from node.assemble.answering import book_of, linkages_of
from node.assemble.casing import CaseVerbs
from node.assemble.ground import Ground
from node.domain.peer import DirectoryEntry
from node.forumhost import DropCodec, ForumHost, HostParts
from node.forumseat import ForumSeat, SeatParts, Send, ViewCodec
from node.wire.codec_forum import drop_bytes, laid_of, view_bytes, view_of


def forum_host(ground: Ground, own: Callable[[], DirectoryEntry]) -> ForumHost:
    """Return what hosts rooms."""
    stores = ground.stores
    parts = HostParts(
        stores.forums,
        stores.peers,
        book_of(ground),
        ground.keyring.ledger,
        ground.keyring.identity,
        DropCodec(drop_bytes, laid_of),
        linkages_of(ground.settings),
        own,
        Path(tempfile.gettempdir()),
        ground.kept,
    )
    return ForumHost(parts, clock=ground.clock)


def meeting(ground: Ground, host: ForumHost, *, cases: CaseVerbs, send: Send) -> Meeting:
    """Return what officers do in rooms."""
    stores, keyring = ground.stores, ground.keyring
    parts = SeatParts(
        stores.seats,
        stores.cases,
        stores.peers,
        cases.work,
        keyring.ledger,
        host,
        ground.settings.id,
        keyring.identity.public_key,
        ViewCodec(view_bytes, view_of),
    )
    seat = ForumSeat(parts, send=send, clock=ground.clock, kept=ground.kept)
    return Meeting(host, seat, stores.forums, stores.seats)
