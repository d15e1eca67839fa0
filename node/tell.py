"""Close what was found into what may be known: an answer for the asker, an alert for the owner."""

import base64
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256

from matching.explain import PRIOR
from matching.explain import Direction as Speaks
from matching.subject import EntityType
from node.domain.alert import Alert, AlertState, Direction, Work
from node.domain.deadline import Deadlines
from node.domain.desk import desk_for
from node.domain.exchange import (
    AskedSubject,
    ContactPoint,
    Outcome,
    Query,
    Refusal,
    SubjectAnswer,
)
from node.domain.peer import NodeId
from node.domain.routing import Disclosure, Routing
from node.match import Touched

REFERENCE_BYTES = 10
_SHOWN_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Desks:
    """Who answers for a record."""

    points: Sequence[ContactPoint]
    """All desks of the agency; which of them answers depends on record, offence and urgency."""
    centre: ContactPoint
    """The desk named where the owner wants to be reached through its centre only."""
    protection: ContactPoint
    """The owner's desk for victims, witnesses and minors; it is never named to an asker."""

    def of(
        self, entity_type: EntityType, routing: Routing, *, named: str, offence: str, urgency: str
    ) -> str:
        """Return the id of the desk that answers for one record.

        Args:
            entity_type: of the record.
            routing: of the record, as it is today.
            named: desk that the policy names for it, or nothing.
            offence: of the asker's case.
            urgency: of the query.
        """
        if named:
            return named
        if routing.is_protected:
            return self.protection.id
        if routing.disclosure == Disclosure.CENTRE:
            return self.centre.id
        return desk_for(self.points, entity_type, offence=offence, urgency=urgency).id


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose query it is, and which of its subjects."""

    peer: NodeId
    query: Query
    asked: AskedSubject

    @property
    def entity_type(self) -> EntityType:
        """What is asked about."""
        return self.asked.subject.entity_type


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what may be said."""

    desks: Desks
    reference_key: bytes = field(repr=False)
    """32 bytes from which the numbers told to askers derive."""
    deadlines: Deadlines

    def answer(
        self,
        occasion: Occasion,
        touched: Sequence[Touched],
        *,
        fresh_at: datetime | None,
        model: str,
    ) -> SubjectAnswer:
        """Return the closed answer: the best record that may be told of, or no hit."""
        number = occasion.asked.number
        for each in touched:
            if each.is_shareable_hit:
                return SubjectAnswer(
                    number,
                    Outcome.HIT,
                    band=each.decision.band,
                    contact_point=self._desk(occasion, each),
                    reference=self.reference(occasion, each),
                    fresh_at=fresh_at,
                    model=model,
                )
        return SubjectAnswer(number, Outcome.NO_HIT, fresh_at=fresh_at, model=model)

    def refused(self, occasion: Occasion, refusal: Refusal) -> SubjectAnswer:
        """Refuse to say anything about one subject."""
        return SubjectAnswer(occasion.asked.number, Outcome.REFUSED, refusal)

    def alert(
        self, occasion: Occasion, touched: Touched, *, now: datetime, model: str, is_told: bool
    ) -> Alert:
        """Return what an analyst of ours sees of one touched record: words and weights only.

        Args:
            occasion: whose query it is.
            touched: the record.
            now: when the query came in.
            model: model and profile version that decided.
            is_told: whether this is the record of which the answer tells.
        """
        reasons = occasion.query.justification
        clock = self.deadlines.clock(reasons.urgency, occasion.entity_type)
        return Alert(
            id=str(uuid.uuid4()),
            direction=Direction.INCOMING,
            state=AlertState.HELD if touched.hold else AlertState.OPEN,
            zone=touched.decision.zone,
            band=touched.decision.band,
            peer=occasion.peer,
            entity_type=occasion.entity_type,
            query_id=occasion.query.id,
            subject_number=occasion.asked.number,
            case_reference=reasons.case_reference,
            reference=self.reference(occasion, touched),
            contact_point=self._desk(occasion, touched),
            model=model,
            explanation=_explanation(touched),
            created_at=now,
            record=touched.decision.reference.hex(),
            hold=touched.hold,
            purpose=reasons.purpose,
            offence=reasons.offence,
            category=occasion.asked.category,
            urgency=reasons.urgency,
            weight=touched.decision.weight,
            record_key=touched.routing.record_key,
            shows=_shows(touched),
            work=Work(
                told_at=now if is_told else None, due_at=now + clock.length, clock=clock.value
            ),
        )

    def _desk(self, occasion: Occasion, touched: Touched) -> str:
        reasons = occasion.query.justification
        return self.desks.of(
            occasion.entity_type,
            touched.routing,
            named=touched.desk,
            offence=reasons.offence,
            urgency=reasons.urgency,
        )

    def reference(self, occasion: Occasion, touched: Touched) -> str:
        """Return the number told to the asker: the same for one record, peer and case only.

        Two peers, or one peer in two cases, cannot tell from it that a record is the same.
        """
        case = occasion.query.justification.case_reference
        scope = f"{occasion.peer}\0{case}\0".encode()
        digest = hmac.new(self.reference_key, scope + touched.decision.reference, sha256).digest()
        text = base64.b32encode(digest[:REFERENCE_BYTES]).decode()
        return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _explanation(touched: Touched) -> str:
    """Write the findings as JSON; they hold words and bits, never a value."""
    return json.dumps(
        {
            "weight": touched.decision.weight,
            "findings": [asdict(each) for each in touched.matched.explain(touched.decision)],
            "advice": [asdict(each) for each in touched.matched.advise(touched.decision)],
        }
    )


def _shows(touched: Touched) -> str:
    """Digest what was compared and how it agreed, so that the same is not shown twice."""
    compared = sorted(
        (each.column, each.level)
        for each in touched.matched.explain(touched.decision)
        if each.column != PRIOR and each.direction is not Speaks.NOT_COMPARED
    )
    return sha256(json.dumps(compared).encode()).hexdigest()[:_SHOWN_LETTERS]
