"""Sit in a room: join it, bring a case's subjects, see what is shared, keep the certificate.

The subjects of a case become tokens here and pseudonyms under the key of the room, which the host
evaluates blindly; no clear text leaves.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from matching.encode import blind_tokens, encode_subject
from matching.profile import tokens
from matching.subject import EntityType, Pseudonym, Subject
from node.casework import Casework
from node.domain.case import Case, CaseSubject
from node.domain.errors import NotFoundError, RefusedError, SignatureError
from node.domain.exchange import AskedSubject, Refusal
from node.domain.forum import (
    SUBJECTS_MAX,
    Act,
    Call,
    Certificate,
    Drop,
    Evaluate,
    Join,
    Look,
    Reply,
    RoomState,
    RoomView,
)
from node.domain.journal import Entry, Event, Scalar
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.forumhost import ForumHost
from node.keys.identity import Label, verify
from node.keys.sealing import LedgerSeal
from node.store.cases import Cases
from node.store.peers import Peers
from node.store.seats import Seat, Seats

Send = Callable[[Peer, Call], Awaitable[Reply]]
"""Asks something of a host."""


@dataclass(frozen=True, slots=True)
class ViewCodec:
    """How views become bytes; given at assembly, because only the wire knows."""

    view_bytes: Callable[[RoomView], bytes]
    view_of: Callable[[bytes], RoomView]


@dataclass(frozen=True, slots=True)
class SeatParts:
    """What sitting in rooms works with."""

    seats: Seats
    cases: Cases
    peers: Peers
    work: Casework
    seal: LedgerSeal
    host: ForumHost
    """For rooms of this node's own."""
    own: NodeId
    own_key: bytes
    codec: ViewCodec


@dataclass(frozen=True, slots=True)
class Seen:
    """A room as it was seen last, with this node's own words for its subjects."""

    view: RoomView
    case_reference: str
    subjects: Mapping[int, str]
    """Number in the room: subject within the case."""
    is_fresh: bool
    """Whether the host has shown it just now."""
    is_certified: bool
    """Whether the host's certificate of deletion was verified and is kept."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """Bringing a case into a room."""

    seat: Seat
    case: Case
    officer: str
    check_value: bytes

    def call(self, step: Drop | Evaluate) -> Call:
        """Return one step of it."""
        return Call(self.seat.room, self.officer, step)


class ForumSeat:
    """Sits in rooms for this node's officers; used by one event loop."""

    def __init__(self, parts: SeatParts, *, send: Send, clock: Clock, kept: timedelta) -> None:
        """Keep what sitting needs, and how hosts are reached."""
        self._parts = parts
        self._send = send
        self._clock = clock
        self._kept = kept

    async def join(self, host: NodeId, room: str, *, officer: str) -> Seen:
        """Take the seat to which a host has invited this node.

        Raises:
            RefusedError: Either side's agreement does not allow it, or there is no such seat.
        """
        view = await self._ask(host, Call(room, officer, Join()))
        seat = Seat(room, host, officer, sealed_view=self._sealed(view))
        await asyncio.to_thread(
            self._parts.seats.take, seat, entry=self._entry("join", seat, officer=officer)
        )
        return await self._seen(view)

    async def drop(self, room: str, case_reference: str, *, officer: str) -> Seen:
        """Bring every subject of a case.

        Raises:
            NotFoundError: There is no such case of this officer, no subject in it, or no seat.
            RefusedError: The case has more subjects than a member may bring.
        """
        seat = await asyncio.to_thread(self._parts.seats.get, room)
        case = await asyncio.to_thread(self._parts.work.worked, case_reference, officer)
        subjects = await asyncio.to_thread(self._parts.cases.subjects, case_reference)
        if not subjects:
            raise NotFoundError(
                f"case {case_reference} has no subjects", hint="Add some: heliograph case add"
            )
        if len(subjects) > SUBJECTS_MAX:
            raise RefusedError(
                Refusal.QUOTA,
                f"a member brings at most {SUBJECTS_MAX} subjects",
                hint="Make a case of those that matter for the room.",
            )
        view = await self._ask(seat.host, Call(room, officer, Look()))
        named = {number: subject.id for number, subject in enumerate(subjects)}
        entry = replace(
            self._entry("drop", seat, officer=officer, count=len(subjects)),
            justification=case.justification,
            case_reference=case.reference,
        )
        await asyncio.to_thread(
            self._parts.seats.bring, room, case_reference, subjects=named, entry=entry
        )
        errand = _Errand(seat, case, officer, view.check_value)
        for entity_type in dict.fromkeys(subject.entity_type for subject in subjects):
            alike = [each for each in enumerate(subjects) if each[1].entity_type is entity_type]
            await self._bring(errand, alike)
        return await self.look(room, officer=officer)

    async def act(self, room: str, act: Act, *, officer: str) -> Seen:
        """Put something on the list of actions.

        Raises:
            NotFoundError: This node has no seat in the room that this officer may know.
            RefusedError: The host does not take it.
        """
        seat = await asyncio.to_thread(self._seat_of, room, officer)
        return await self._seen(await self._ask(seat.host, Call(room, officer, act)))

    async def look(self, room: str, *, officer: str) -> Seen:
        """Show a room as its host has it now; a closed one from what is kept.

        Raises:
            NotFoundError: This node has no seat in the room that this officer may know.
            SignatureError: The host's certificate is not signed by it.
        """
        seat = await asyncio.to_thread(self._seat_of, room, officer)
        if seat.certificate is not None:
            kept = self._parts.codec.view_of(self._opened(seat))
            return await self._seen(replace(kept, certificate=seat.certificate), is_fresh=False)
        view = await self._ask(seat.host, Call(room, officer, Look()))
        if view.certificate is not None:
            await self._certify(seat, view.certificate, officer=officer)
        return await self._seen(view)

    async def invitations(self, host: NodeId, *, officer: str) -> tuple[RoomView, ...]:
        """Return the rooms of a host to which this node is invited."""
        return (await self._call(host, Call("", officer, Look()))).rooms

    def seats(self) -> list[RoomView]:
        """Return every room in which this node sits, as it was seen last."""
        return [self._parts.codec.view_of(self._opened(seat)) for seat in self._parts.seats.all()]

    async def _bring(self, errand: _Errand, subjects: Sequence[tuple[int, CaseSubject]]) -> None:
        """Bring subjects of one entity type."""
        forms = await asyncio.to_thread(self._forms, errand.case, subjects)
        leaves = [leaf for pair in forms.values() for form in pair for leaf in form.leaves()]
        pseudonyms = await self._evaluated(errand, leaves, entity_type=subjects[0][1].entity_type)
        for number, subject in subjects:
            record, asking = (
                AskedSubject(number, subject.category, encode_subject(form, pseudonyms))
                for form in forms[number]
            )
            step = Drop(errand.case.justification, record, asking)
            await self._ask(errand.seat.host, errand.call(step))

    async def _evaluated(
        self, errand: _Errand, leaves: Sequence[bytes], *, entity_type: EntityType
    ) -> dict[bytes, Pseudonym]:
        found: dict[bytes, Pseudonym] = {}
        for batch in await asyncio.to_thread(blind_tokens, leaves):
            step = Evaluate(errand.case.justification, entity_type, batch.elements)
            reply = await self._call(errand.seat.host, errand.call(step))
            found |= await asyncio.to_thread(
                batch.unblind, reply.elements, announced=errand.check_value
            )
        return found

    def _seat_of(self, room: str, officer: str) -> Seat:
        """Return a seat to those who may see the case whose subjects were brought to it."""
        seat = self._parts.seats.get(room)
        if seat.case_reference:
            self._parts.work.get(seat.case_reference, officer)
        return seat

    def _forms(
        self, case: Case, subjects: Sequence[tuple[int, CaseSubject]]
    ) -> dict[int, tuple[Subject[bytes], Subject[bytes]]]:
        """Return each subject as a record that is found and as a subject that asks, in tokens."""
        found = {}
        for number, subject in subjects:
            record = self._parts.work.seal.record(case, subject)
            found[number] = (tokens(record, asking=False), tokens(record, asking=True))
        return found

    async def _ask(self, host: NodeId, call: Call) -> RoomView:
        reply = await self._call(host, call)
        view = next(iter(reply.rooms), None)
        if view is None or view.id != call.room or view.host != host:
            raise NotFoundError(f"{host} shows no such room")
        if call.step == Join():
            return view
        if view.state is RoomState.CLOSED:
            # The host has deleted what was shared; this node remembers what it was told.
            seat = await asyncio.to_thread(self._parts.seats.get, view.id)
            told = self._parts.codec.view_of(self._opened(seat))
            view = replace(view, shared=told.shared, actions=told.actions)
        await asyncio.to_thread(self._parts.seats.see, view.id, self._sealed(view))
        return view

    async def _call(self, host: NodeId, call: Call) -> Reply:
        """Ask the host, or this node itself where it is the host."""
        if host == self._parts.own:
            return await asyncio.to_thread(self._parts.host.meet, host, call)
        peer = await asyncio.to_thread(self._parts.peers.get, host)
        now = self._clock.now()
        peer.agreement.require(now.date())
        peer.require_open(now)
        if not peer.agreement.forum:
            raise RefusedError(
                Refusal.AGREEMENT,
                f"the agreement with {host} does not allow rooms",
                hint="Agree on it, and record it with forum = true: heliograph peer add",
            )
        return await self._send(peer, call)

    async def _certify(self, seat: Seat, certificate: Certificate, *, officer: str) -> None:
        """Verify the certificate and keep it."""
        key = self._parts.own_key
        if seat.host != self._parts.own:
            key = (await asyncio.to_thread(self._parts.peers.get, seat.host)).entry.identity_key
        verify(key, Label.FORUM, certificate.text.encode(), signature=certificate.signature)
        if f'"room":"{seat.room}"' not in certificate.text:
            raise SignatureError("the certificate is about another room")
        entry = self._entry("certificate", seat, officer=officer)
        await asyncio.to_thread(self._parts.seats.certify, seat.room, certificate, entry=entry)

    async def _seen(self, view: RoomView, *, is_fresh: bool = True) -> Seen:
        seat = await asyncio.to_thread(self._parts.seats.get, view.id)
        subjects = await asyncio.to_thread(self._parts.seats.subjects, view.id)
        return Seen(view, seat.case_reference, subjects, is_fresh, seat.certificate is not None)

    def _sealed(self, view: RoomView) -> bytes:
        return self._parts.seal.seal(f"seat/{view.id}", self._parts.codec.view_bytes(view))

    def _opened(self, seat: Seat) -> bytes:
        return self._parts.seal.open(f"seat/{seat.room}", seat.sealed_view)

    def _entry(self, action: str, seat: Seat, *, officer: str, count: int | None = None) -> Entry:
        now = self._clock.now()
        detail: dict[str, Scalar] = {"action": action}
        if count is not None:
            detail["count"] = count
        return Entry(
            Event.FORUM,
            now,
            officer=officer,
            peer=seat.host,
            query_id=seat.room,
            retention_until=(now + self._kept).date(),
            detail=detail,
        )
