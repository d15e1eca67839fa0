"""What a node tells another beyond answers: signed notices about what the two exchanged before.

A notice holds codes and references only, like an answer; who the subject is stands in none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from matching.subject import EntityType
from node.domain.errors import RefusedError
from node.domain.exchange import ContactPoint, Outcome, SubjectAnswer
from node.domain.journal import Scalar
from node.domain.peer import NodeId

CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""How a coded outcome, change or sentence is written, in at most 64 letters."""


class NoticeKind(StrEnum):
    """What a notice is about. The words are in ledgers and journals; none is ever renamed."""

    LATE_HIT = "late-hit"
    OVERLAP = "overlap"
    WITHDRAWN = "withdrawn"
    FEEDBACK = "feedback"
    RETRACTION = "retraction"
    RETRACTION_ACKNOWLEDGED = "retraction-acknowledged"


ALWAYS_HEARD = frozenset(
    {NoticeKind.WITHDRAWN, NoticeKind.RETRACTION, NoticeKind.RETRACTION_ACKNOWLEDGED}
)
"""Kinds that a peer may say after its agreement has ended: they undo what it has said before.

Directive (EU) 2016/680, Article 7(3): recipients are notified of errors without delay.
"""


class NoticeRefusal(StrEnum):
    """Coded reasons for which a notice is refused."""

    UNKNOWN_KIND = "notice-kind-unknown"
    NOT_AWAITED = "notice-not-awaited"
    """It is about nothing that this peer may speak of."""


def not_awaited() -> RefusedError:
    """Return the refusal of a notice about nothing that its peer may speak of.

    It is the same for what does not exist and for what is another's.
    """
    return RefusedError(
        NoticeRefusal.NOT_AWAITED, "the notice is about nothing that this peer may speak of"
    )


@dataclass(frozen=True, slots=True)
class LateHit:
    """A hit that was no answer yet when the query was answered."""

    query_id: str
    """Of a standing query the one that began it."""
    told: SubjectAnswer

    def __post_init__(self) -> None:
        """Refuse another outcome than a hit with somebody to call."""
        if self.told.outcome is not Outcome.HIT or not self.told.contact_point:
            raise ValueError("a late hit is a hit, with a contact point")

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.LATE_HIT


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another agency asks the sender about the same subject."""

    query_id: str
    """The recipient's own standing query."""
    number: int
    """The subject's number in that query."""
    node: NodeId
    """Short name of the other agency's node."""
    contact_point: ContactPoint
    """The other agency's desk in full: the recipient may have no agreement with it."""
    reference: str
    """Opaque number that both agencies are told, so that they know what to talk about."""
    substitute: ContactPoint | None = None
    """The desk that answers while the other one is closed; releases before do not tell it."""

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.OVERLAP


class WithdrawalCause(StrEnum):
    """Why a standing query is over."""

    WITHDRAWN = "withdrawn"
    CASE_CLOSED = "case-closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    """The holder has ended it: by an officer, or because its agreement no longer allows it."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A standing query is over: its asker or its holder says so."""

    query_id: str
    cause: WithdrawalCause

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of a hit at the asker."""

    reference: str
    """The number that the recipient told with the hit."""
    outcome: str
    """Coded, such as `confirmed`, `rejected` or `led-to-request`."""

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.FEEDBACK


class Change(StrEnum):
    """What happened to something that was told (Regulation (EU) 2024/982, Article 51)."""

    CORRECTED = "corrected"
    DELETED = "deleted"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Retraction:
    """Something that was told was wrong."""

    reference: str
    change: Change
    sentence: str = ""
    """Code of the sentence that says more, or nothing."""

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.RETRACTION


@dataclass(frozen=True, slots=True)
class RetractionAcknowledged:
    """What was retracted has been dealt with."""

    notice_id: str
    """Id of the notice that retracted."""
    outcome: str
    """Coded, such as `corrected`, `deleted` or `flagged`."""

    @property
    def kind(self) -> NoticeKind:
        """What the notice is about."""
        return NoticeKind.RETRACTION_ACKNOWLEDGED


Body = LateHit | Overlap | Withdrawn | Feedback | Retraction | RetractionAcknowledged


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice, the same whenever it is sent again."""

    id: str
    """UUID."""
    written_at: datetime
    body: Body

    @property
    def kind(self) -> NoticeKind:
        """What it is about."""
        return self.body.kind


@dataclass(frozen=True, slots=True)
class About:
    """What the journal says a notice is about, beside its kind and its peer."""

    officer: str = "node"
    """Who caused it; `node` where nobody gave a command."""
    query_id: str = ""
    case_reference: str = ""
    entity_types: tuple[EntityType, ...] = ()
    detail: Mapping[str, Scalar] = field(default_factory=lambda: MappingProxyType({}))
    """Fields of `node.domain.journal.DETAIL_FIELDS`."""


class NoticeState(StrEnum):
    """Where a notice of ours stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    """The peer has said that it does not take it."""
    GIVEN_UP = "given up"
    """The peer was not reached for days; an alarm tells the officer."""
