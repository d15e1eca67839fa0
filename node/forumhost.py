"""Host a room: let its members in, evaluate, keep what they bring, match it, and delete it all.

The host holds the room's key and the pseudonyms for the room's life: it could try out what they
are, as an answering node could (docs/forum.md). So the room has one host that all members chose,
each evaluation is counted and journalled as in a query, and the end is certified.
"""

import asyncio
import hashlib
import secrets
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from traceback import extract_tb

import structlog

from matching import oprf
from matching.encode import check_value
from matching.linkage import Linkage
from matching.ristretto import random_scalar
from matching.subject import EntityType
from node.answerbook import AnsweringBook
from node.domain.errors import JustificationError, RefusedError
from node.domain.exchange import Query, Refusal
from node.domain.forum import (
    ACTIONS_MAX,
    MEMBERS_MAX,
    SUBJECTS_MAX,
    TEXT_LETTERS,
    Act,
    Call,
    Certificate,
    Drop,
    Evaluate,
    Join,
    Reply,
    RoomView,
    SeatState,
    certificate_text,
)
from node.domain.journal import Entry, Event, Scalar, timestamp
from node.domain.justification import Justification, require_line
from node.domain.peer import DirectoryEntry, NodeId
from node.domain.ports import Clock
from node.forummatch import Laid, cross_match
from node.forumview import RoomViewer
from node.keys.identity import Identity, Label
from node.keys.sealing import LedgerSeal
from node.store.forums import Brought, Forums, Room, SealedAction
from node.store.peers import Peers

log = structlog.get_logger()

_NAME_BYTES = 4
_ROOMS_LISTED = 32
_PER_SUBJECT = "forum/{room}/{node}/{number}"


@dataclass(frozen=True, slots=True)
class DropCodec:
    """How a dropped subject becomes bytes; given at assembly, because only the wire knows."""

    drop_bytes: Callable[[Drop], bytes]
    laid_of: Callable[[Brought, bytes], Laid]


@dataclass(frozen=True, slots=True)
class HostParts:
    """What a host works with."""

    forums: Forums
    peers: Peers
    book: AnsweringBook
    seal: LedgerSeal
    identity: Identity
    codec: DropCodec
    linkages: Mapping[EntityType, Linkage]
    own: Callable[[], DirectoryEntry]
    folder: Path
    """Where indexes lie for the moment of matching."""
    kept: timedelta
    """How long entries of the journal are kept."""


class ForumHost:
    """Hosts the rooms of this node; worker threads may share it."""

    def __init__(self, parts: HostParts, *, clock: Clock) -> None:
        """Keep what hosting needs."""
        self._parts = parts
        self._clock = clock
        self._viewer = RoomViewer(parts.forums, parts.peers, parts.seal, parts.own)

    def open(
        self,
        purpose: str,
        agreement: str,
        *,
        ends_at: datetime,
        members: Sequence[NodeId],
        officer: str,
    ) -> Room:
        """Open a room and invite its members.

        Raises:
            UnknownPeerError: A member is no peer.
            RefusedError: The agreement with a member does not allow rooms.
            JustificationError: The end is past, or there are too few or too many members.
        """
        now = self._clock.now()
        if ends_at <= now:
            raise JustificationError("the end of the room is past", hint="Give a later one.")
        if not 1 <= len(set(members)) <= MEMBERS_MAX:
            raise JustificationError(f"a room has 1 to {MEMBERS_MAX} members beside its host")
        for member in members:
            self._require_allowed(member)
        key = random_scalar()
        name = f"room-{secrets.token_hex(_NAME_BYTES)}"
        room = Room(
            name,
            purpose,
            require_line("the reference of the agreement", agreement),
            officer,
            now,
            ends_at,
            check_value(key),
            self._parts.seal.seal(f"forum/{name}", key),
        )
        everybody = [self._own, *dict.fromkeys(members)]
        entry = self._entry("open", room, officer=officer, count=len(everybody))
        self._parts.forums.open(room, everybody, entry=entry)
        return room

    def invite(self, room: str, member: NodeId, *, officer: str) -> None:
        """Invite one more member.

        Raises:
            NotFoundError: There is no such room.
            UnknownPeerError: The member is no peer.
            RefusedError: The room is closed, or the agreement does not allow rooms.
        """
        found = self._open_room(room)
        self._require_allowed(member)
        seats = self._parts.forums.members(room)
        if member in seats:
            return
        if len(seats) > MEMBERS_MAX:
            raise JustificationError(f"a room has at most {MEMBERS_MAX} members beside its host")
        entry = replace(self._entry("invite", found, officer=officer), peer=member)
        self._parts.forums.seat(room, member, state=SeatState.INVITED, entry=entry)

    def meet(self, sender: NodeId, call: Call, *, checkpoint: str = "") -> Reply:
        """Do what a member asks; the same refusal for a room that is not its own and for none.

        Raises:
            RefusedError: The member may not be here, or may not do this.
        """
        if sender != self._own:
            peer = self._parts.peers.get(sender)
            self._parts.book.keep_head(peer, checkpoint)
            self._require_allowed(sender)
        if not call.room:
            mine = [each for each in self._parts.forums.all() if self._is_of(each.id, sender)]
            # Invitations only: a whole view of each might not fit into one reply.
            return Reply(tuple(self._viewer.head(room) for room in mine[:_ROOMS_LISTED]))
        if not self._is_of(call.room, sender):
            raise _not_yours()
        if isinstance(call.step, Evaluate):
            return Reply(elements=self._evaluate(sender, call, step=call.step))
        if isinstance(call.step, Join | Drop | Act):
            self._take(sender, call)
        return Reply((self._viewer.view(self._current(call.room), sender),))

    def match(self, room: str, *, officer: str) -> int:
        """Match all bundles with each other; return how many subjects are shared.

        Raises:
            NotFoundError: There is no such room.
            RefusedError: It is closed.
        """
        found = self._open_room(room)
        laid = [self._laid(found, each) for each in self._parts.forums.brought(room)]
        shared = cross_match(laid, self._parts.linkages, folder=self._parts.folder)
        entry = self._entry("match", found, officer=officer, count=len(shared))
        self._parts.forums.share(room, shared, matched_at=self._clock.now(), entry=entry)
        return len(shared)

    def close(self, room: str, *, officer: str) -> Certificate:
        """Delete everything in a room and certify it.

        Raises:
            NotFoundError: There is no such room.
            RefusedError: It is closed already.
        """
        return self._close(self._open_room(room), officer=officer)

    def view(self, room: str) -> RoomView:
        """Return a room as its host sees it.

        Raises:
            NotFoundError: There is no such room.
        """
        return self._viewer.view(self._current(room), self._own)

    def expire(self) -> int:
        """Close every room whose time is over; return how many."""
        now = self._clock.now()
        over = [r for r in self._parts.forums.all() if r.closed_at is None and r.ends_at <= now]
        for room in over:
            self._close(room, officer="node")
        return len(over)

    async def run(self, interval_s: float) -> None:
        """Close rooms as their time comes, for ever."""
        while True:
            try:
                await asyncio.to_thread(self.expire)
            except Exception as error:  # noqa: BLE001 - a room that could not be closed is tried again
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("rooms not closed", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            await asyncio.sleep(interval_s)

    def _evaluate(self, sender: NodeId, call: Call, *, step: Evaluate) -> tuple[bytes, ...]:
        room = self._open_room(call.room)
        _require_purpose(room, step.justification)
        # The epoch of a query without subjects yet; the entry tells what is evaluated.
        query = Query(room.id, step.justification, call.officer, 0, ())
        entry = replace(
            self._parts.book.entry(Event.EVALUATE_IN, sender, query=query),
            entity_types=(step.entity_type,),
            detail={"tokens": len(step.elements), "action": "forum"},
        )
        if sender != self._own:
            peer = self._parts.peers.get(sender)
            self._parts.book.admit(peer, entry, tokens=len(step.elements))
        else:
            self._parts.book.books.journal.append(entry)
        key = self._parts.seal.open(f"forum/{room.id}", room.sealed_key)
        return tuple(oprf.evaluate_batch(key, list(step.elements)))

    def _take(self, sender: NodeId, call: Call) -> None:
        room = self._open_room(call.room)
        match call.step:
            case Join():
                if self._parts.forums.members(room.id)[sender] is SeatState.INVITED:
                    entry = self._told("join", room, sender, call)
                    self._parts.forums.seat(room.id, sender, state=SeatState.JOINED, entry=entry)
            case Drop() as drop:
                self._drop(room, sender, call=call, drop=drop)
            case Act() as act:
                self._act(room, sender, call=call, act=act)

    def _drop(self, room: Room, sender: NodeId, *, call: Call, drop: Drop) -> None:
        _require_purpose(room, drop.justification)
        number = drop.record.number
        if not 0 <= number < SUBJECTS_MAX or number != drop.asking.number:
            raise RefusedError(Refusal.QUOTA, f"a member brings at most {SUBJECTS_MAX} subjects")
        place = _PER_SUBJECT.format(room=room.id, node=sender, number=number)
        sealed = self._parts.seal.seal(place, self._parts.codec.drop_bytes(drop))
        brought = Brought(sender, number, drop.record.subject.entity_type, sealed)
        entry = self._told("drop", room, sender, call, justification=drop.justification)
        self._parts.forums.drop(room.id, brought, entry=entry)

    def _act(self, room: Room, sender: NodeId, *, call: Call, act: Act) -> None:
        known = self._parts.forums.actions(room.id)
        if len(known) >= ACTIONS_MAX or len(act.text) > TEXT_LETTERS or not act.text.isprintable():
            raise RefusedError(Refusal.QUOTA, "the list of actions is full, or the text too long")
        if not self._is_of(room.id, act.who) or not _is_day(act.due):
            raise _not_yours()
        number = str(uuid.uuid4())
        sealed = self._parts.seal.seal(f"forum/{room.id}/{number}", act.text.encode())
        action = SealedAction(number, act.who, sender, act.due, sealed)
        self._parts.forums.act(room.id, action, entry=self._told("act", room, sender, call))

    def _laid(self, room: Room, brought: Brought) -> Laid:
        place = _PER_SUBJECT.format(room=room.id, node=brought.node, number=brought.number)
        clear = self._parts.seal.open(place, brought.sealed)
        return self._parts.codec.laid_of(brought, clear)

    def _close(self, room: Room, *, officer: str) -> Certificate:
        now = self._clock.now()
        brought = self._parts.forums.brought(room.id)
        facts: dict[str, object] = {
            "actions": len(self._parts.forums.actions(room.id)),
            "agreement": room.agreement,
            "bundles": len({each.node for each in brought}),
            "closed_at": timestamp(now),
            "host": self._own,
            # Says which key it was without being it: the label of the fixed check token.
            "key_check": hashlib.sha256(room.check_value).hexdigest(),
            "members": sorted(self._parts.forums.members(room.id)),
            "opened_at": timestamp(room.opened_at),
            "room": room.id,
            "shared": len(self._parts.forums.shared(room.id)),
            "subjects": len(brought),
        }
        text = certificate_text(facts)
        signature = self._parts.identity.sign(Label.FORUM, text.encode())
        certificate = Certificate(text, signature)
        entry = self._entry("close", room, officer=officer, count=len(brought))
        self._parts.forums.close(room.id, certificate, closed_at=now, entry=entry)
        return certificate

    def _current(self, room: str) -> Room:
        """Return a room, closed if its time is over."""
        found = self._parts.forums.get(room)
        if found.closed_at is None and found.ends_at <= self._clock.now():
            self._close(found, officer="node")
            found = self._parts.forums.get(room)
        return found

    def _open_room(self, room: str) -> Room:
        found = self._current(room)
        if found.closed_at is not None:
            raise RefusedError("room-closed", "the room is closed and everything in it deleted")
        return found

    def _require_allowed(self, node: NodeId) -> None:
        if node == self._own:
            return
        peer, now = self._parts.peers.get(node), self._clock.now()
        agreement = peer.agreement
        agreement.require(now.date())
        if not peer.is_open(now):
            raise RefusedError(Refusal.UNAVAILABLE, "nothing is exchanged with a paused peer")
        if not agreement.forum:
            raise RefusedError(
                Refusal.AGREEMENT,
                f"the agreement with {node} does not allow rooms",
                hint="Agree on it, and record it with forum = true: heliograph peer add",
            )

    def _is_of(self, room: str, node: NodeId) -> bool:
        return node in self._parts.forums.members(room)

    @property
    def _own(self) -> NodeId:
        return self._parts.own().id

    def _told(  # noqa: PLR0917 - what a member did, in the order of a sentence
        self,
        action: str,
        room: Room,
        sender: NodeId,
        call: Call,
        justification: Justification | None = None,
    ) -> Entry:
        entry = self._entry(action, room, officer=call.officer)
        case = justification.case_reference if justification else ""
        return replace(entry, peer=sender, justification=justification, case_reference=case)

    def _entry(self, action: str, room: Room, *, officer: str, count: int | None = None) -> Entry:
        detail: dict[str, Scalar] = {"action": action}
        if count is not None:
            detail["count"] = count
        now = self._clock.now()
        return Entry(
            Event.FORUM,
            now,
            officer=officer,
            query_id=room.id,
            retention_until=(now + self._parts.kept).date(),
            detail=detail,
        )


def _require_purpose(room: Room, justification: Justification) -> None:
    """Let in what was gathered for the purpose of the room, and nothing else."""
    if justification.purpose != room.purpose:
        raise RefusedError(Refusal.PURPOSE, "the case has another purpose than the room")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _not_yours() -> RefusedError:
    return RefusedError(Refusal.AGREEMENT, "there is no such room for this member")
