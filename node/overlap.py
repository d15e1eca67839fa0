"""Find out that two agencies ask about the same subject, and tell each whom to call.

Pseudonyms of one subject at two peers cannot be linked, so only a node that both have asked, and
that both have let keep their queries for this, can see it. It says to each what the other's desk
is, and a number that both can quote; nothing else.
"""

import base64
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256

from matching.overlap import is_same_subject
from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.desk import desk_for, substitute_of
from node.domain.errors import AgreementError, UnknownPeerError
from node.domain.exchange import AskedSubject, Band, ContactPoint
from node.domain.journal import Event
from node.domain.notice import About, Overlap
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.domain.standing import Held, StandingState
from node.noticebook import NoticeBook
from node.standingbook import StandingBook
from node.store.alerts import Alerts
from node.store.cases import Cases
from node.store.peers import Peers
from node.store.standing import StandingQueries

_REFERENCE_BYTES = 10
TOLD_OF_DESK = (
    "id",
    "agency",
    "desk",
    "channel",
    "address",
    "phone",
    "email",
    "languages",
    "hours",
    "time_zone",
)
"""What an officer is told of the other agency's desk."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One agency's asking about one subject."""

    held: Held
    number: int

    @property
    def name(self) -> str:
        """What the number that both are told is made of."""
        return f"{self.held.peer}/{self.held.id}/{self.number}"


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Looks for others who ask about the same; worker threads may share it."""

    book: StandingBook
    peers: Peers
    notices: NoticeBook
    alerts: Alerts
    standing: StandingQueries
    cases: Cases
    desks: Sequence[ContactPoint]
    """Our own desks."""
    clock: Clock
    key: bytes = field(repr=False)
    """32 bytes from which the numbers told derive."""

    def look(self, held: Held, subjects: Sequence[AskedSubject]) -> int:
        """Compare subjects that are kept with all others; return how many overlaps are new.

        Joins the transaction in which they are kept.
        """
        if not held.overlap or not self._may_tell(held):
            return 0
        return sum(
            self._tell(_Side(held, mine.number), _Side(other, theirs.number))
            for other in self.book.held.of(held.entity_type)
            if self._is_other(held, other)
            for theirs in self.book.subjects(other)
            for mine in subjects
            if is_same_subject(mine.subject, theirs.subject)
        )

    def _is_other(self, held: Held, other: Held) -> bool:
        """Whether somebody else's query may be compared: pseudonyms of two epochs never meet."""
        comparable = other.peer != held.peer and other.epoch == held.epoch and other.overlap
        if not comparable or not self._may_tell(other):
            return False
        own = next((each for each in (held, other) if each.peer == self.book.own), None)
        return own is None or not self._is_seen_there(own, other if own is held else held)

    def _is_seen_there(self, own: Held, theirs: Held) -> bool:
        """Whether the peer itself sees that we ask about the same, and is the one to say so.

        Where two nodes let queries stand with each other, both see it: the first by name tells.
        """
        if theirs.peer > self.book.own:
            return False
        standing = self.standing.all(
            case_reference=own.case_reference, state=StandingState.STANDING
        )
        return any(
            each.overlap and each.peer == theirs.peer and each.entity_type == own.entity_type
            for each in standing
        )

    def _may_tell(self, held: Held) -> bool:
        """Whether the agreement with an asker allows it; our own cases need none."""
        now = self.clock.now()
        if held.until <= now:
            return False
        if held.peer == self.book.own:
            return True
        try:
            agreement = self.peers.get(held.peer).agreement
            agreement.require(now.date())
        except (UnknownPeerError, AgreementError):
            return False
        return agreement.standing and agreement.overlap

    def _tell(self, one: _Side, other: _Side) -> bool:
        reference = self._reference(one, other)
        with self.book.ledger.transaction():
            is_new = self.book.held.tell_overlap(reference, now=self.clock.now())
            if is_new:
                self._tell_one(one, of=other, reference=reference)
                self._tell_one(other, of=one, reference=reference)
        return is_new

    def _tell_one(self, side: _Side, *, of: _Side, reference: str) -> None:
        held = side.held
        desk, substitute = self._desk(of.held)
        body = Overlap(held.id, side.number, of.held.peer, desk, reference, substitute)
        told = About(
            held.officer,
            held.id,
            held.case_reference,
            (held.entity_type,),
            {"record_reference": reference},
        )
        entry = self.book.entry(Event.OVERLAP, held, record_reference=reference)
        if held.peer == self.book.own:
            name = self.cases.subjects(held.case_reference)[side.number].id
            alert = overlap_alert(body, told_by=held.peer, about=told, subject=name, now=entry.time)
            self.alerts.add([alert], entry=entry)
            return
        self.notices.stores.journal.append(entry)
        self.notices.post(held.peer, body, about=told)

    def _desk(self, held: Held) -> tuple[ContactPoint, ContactPoint | None]:
        """Return the desk to call about an asking, as with a hit, and the one that stands in."""
        is_own = held.peer == self.book.own
        entry = None if is_own else self.peers.get(held.peer).entry
        points = self.desks if entry is None else entry.contact_points
        if not points:
            return ContactPoint("", entry.name if entry else "", "", "", ""), None
        reasons = held.justification
        meant = desk_for(points, held.entity_type, offence=reasons.offence, urgency=reasons.urgency)
        return meant, substitute_of(points, meant)

    def _reference(self, one: _Side, other: _Side) -> str:
        """Return the number that both are told: the same in whatever order they came."""
        scope = "\0".join(sorted((one.name, other.name))).encode()
        digest = hmac.new(self.key, b"overlap\0" + scope, sha256).digest()
        text = base64.b32encode(digest[:_REFERENCE_BYTES]).decode()
        return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def overlap_alert(
    body: Overlap, *, told_by: NodeId, about: About, subject: str, now: datetime
) -> Alert:
    """Return what an officer sees: who else asks about which subject, and the desk in full."""
    (entity_type,) = about.entity_types
    return Alert(
        id=str(uuid.uuid4()),
        direction=Direction.OVERLAP,
        state=AlertState.OPEN,
        zone=Zone.HIT,
        band=Band.NONE,
        peer=body.node,
        entity_type=entity_type,
        query_id=body.query_id,
        subject_number=body.number,
        case_reference=about.case_reference,
        reference=body.reference,
        contact_point=body.contact_point.id,
        model="",
        explanation=json.dumps(
            {
                "overlap": {
                    "told_by": told_by,
                    "subject": subject,
                    "contact_point": _told(body.contact_point),
                    "substitute": _told(body.substitute) if body.substitute else None,
                }
            }
        ),
        created_at=now,
    )


def _told(point: ContactPoint) -> dict[str, object]:
    """Return what a notice tells of a desk, and no more."""
    told = {name: getattr(point, name) for name in TOLD_OF_DESK}
    return told | {"channels": [asdict(each) for each in point.channels]}
