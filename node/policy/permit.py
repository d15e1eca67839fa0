"""Decide whether a query may be answered at all.

The agreement is the outer bound: nothing beyond it is ever answered. What it allows may be
narrowed by the node's own policy.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from matching.subject import IDENTIFYING, Attribute, EntityType, Subject
from node.domain.errors import AgreementError
from node.domain.exchange import Refusal, Standing
from node.domain.justification import Category, Justification
from node.domain.peer import Peer
from node.policy.rules import Policy, Rules, covers

T = TypeVar("T")


def permit(
    peer: Peer,
    justification: Justification,
    *,
    entity_types: Iterable[EntityType],
    at: datetime,
    policy: Policy,
) -> Refusal:
    """Return why a query of this peer is refused, or `Refusal.NONE`."""
    asked = frozenset(entity_types)
    refusal = _agreed(peer, justification, entity_types=asked, at=at)
    if refusal is not Refusal.NONE:
        return refusal
    rules = policy.of(peer.id)
    if rules.purposes is not None and justification.purpose not in rules.purposes:
        return Refusal.PURPOSE
    if not _covers_offence(policy, rules, offence=justification.offence):
        return Refusal.OFFENCE
    if rules.entity_types is not None and not asked <= rules.entity_types:
        return Refusal.ENTITY_TYPE
    if not may_concern(rules, justification.category):
        return Refusal.CATEGORY
    return Refusal.NONE


def may_stand(peer: Peer, standing: Standing, *, now: datetime) -> bool:
    """Tell whether the agreement lets a query of this peer stand as it wishes.

    An hour is allowed for the clocks of both nodes and for the way.
    """
    agreement = peer.agreement
    longest = now + timedelta(days=agreement.standing_days, hours=1)
    if not agreement.standing or (standing.overlap and not agreement.overlap):
        return False
    return now < standing.until <= longest


def may_concern(rules: Rules, category: str) -> bool:
    """Tell whether a peer may ask about somebody of this category; things are always allowed."""
    if rules.categories is None or category == Category.NOT_A_PERSON:
        return True
    return category in rules.categories


def _agreed(
    peer: Peer, justification: Justification, *, entity_types: frozenset[EntityType], at: datetime
) -> Refusal:
    try:
        peer.agreement.require(at.date())
    except AgreementError:
        return Refusal.AGREEMENT
    if not peer.is_open(at):
        return Refusal.UNAVAILABLE
    if justification.purpose not in peer.agreement.purposes:
        return Refusal.PURPOSE
    if not entity_types <= peer.agreement.entity_types:
        return Refusal.ENTITY_TYPE
    return Refusal.NONE


def _covers_offence(policy: Policy, rules: Rules, *, offence: str) -> bool:
    """Tell whether an offence is named for the peer and grave enough.

    Regulation (EU) 2024/982, Article 25, sets a year; what an offence carries is the law of the
    answering node, so its own table decides.
    """
    if not covers(rules.offences, offence):
        return False
    if offence not in policy.offences:
        return rules.accept_unlisted_offences
    return policy.offences[offence] >= rules.minimum_penalty_years


def asks_enough(subject: Subject[T]) -> bool:
    """Tell whether a subject brings enough to be asked about.

    A person needs two of given name, family name and date of birth (Regulation (EU) 2024/982,
    Article 43); anything else needs a name or an identifier.
    """
    attributes = {value.attribute for value in subject.values}
    if not attributes.isdisjoint(IDENTIFYING):
        return True
    if subject.entity_type is not EntityType.PERSON:
        return bool(subject.names)
    parts = max((len(name.parts) for name in subject.names), default=0)
    return parts > 1 or (parts == 1 and Attribute.BIRTH_DATE in attributes)
