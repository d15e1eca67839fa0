"""Who may be told of a record, where two officers have decided it beyond its register.

A record that only its owner hears of is a hit that is kept from another agency. So it takes a
second person and a date of review; until then it is treated as strictly as it was wished.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from node.domain.routing import Disclosure

KEY_BYTES = 16
_PERSON = b"heliograph/discl"
_STRICTNESS = (Disclosure.CONTACT, Disclosure.CENTRE, Disclosure.OWNER, Disclosure.CANARY)


class DecisionState(StrEnum):
    """How a decision stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REVIEW_DUE = "review due"
    """Approved, and the date of review has come; it stays in force until decided anew."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided or waits to be decided about one record."""

    record_key: str
    register: str
    sealed_id: bytes = field(repr=False)
    setting: str
    """In force; empty for what the register says."""
    wished: str
    """Waits for a second officer; empty when nothing does."""
    reason: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    review_on: date | None = None

    def state(self, today: date) -> DecisionState:
        """Return how it stands on a day."""
        if self.wished:
            return DecisionState.PROPOSED
        is_due = self.review_on is not None and self.review_on <= today
        return DecisionState.REVIEW_DUE if is_due else DecisionState.APPROVED


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that its register keeps to the owner, before anybody has approved that."""

    record_key: str
    sealed_id: bytes = field(repr=False)


def record_key(key: bytes, *, register: str, record_id: str) -> str:
    """Return what a decision names a record by: the same in every load, and nobody's id.

    Args:
        key: 32 bytes that never leave the keyring.
        register: name of the register.
        record_id: the agency's own id of the record.
    """
    content = f"{register}\0{record_id}".encode()
    digest = hashlib.blake2b(content, key=key, person=_PERSON, digest_size=KEY_BYTES)
    return digest.hexdigest()


def strictest(*settings: str) -> Disclosure:
    """Return the strictest of some settings; empty ones say nothing."""
    known = [Disclosure(setting) for setting in settings if setting]
    return max(known, key=_STRICTNESS.index, default=Disclosure.CONTACT)


def in_force(registered: str, decision: Decision | None) -> Disclosure:
    """Return the disclosure that holds for a record.

    Args:
        registered: what its register says.
        decision: what officers have decided or proposed, if anything.
    """
    if decision is None:
        return Disclosure(registered)
    return strictest(decision.setting or registered, decision.wished)
