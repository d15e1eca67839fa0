"""Decide whether a query may be answered at all.

The agreement is the outer bound: nothing beyond it is ever answered. What it allows may be
narrowed by the node's own policy.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from matching.subject import Attribute, EntityType, Subject
from node.domain.errors import AgreementError
from node.domain.exchange import Refusal
from node.domain.justification import Justification
from node.domain.peer import Peer

T = TypeVar("T")


def permit(
    peer: Peer, justification: Justification, *, entity_types: Iterable[EntityType], on: date
) -> Refusal:
    """Return why a query of this peer is refused, or `Refusal.NONE`."""
    try:
        peer.agreement.require(on)
    except AgreementError:
        return Refusal.AGREEMENT
    if peer.paused:
        return Refusal.UNAVAILABLE
    if justification.purpose not in peer.agreement.purposes:
        return Refusal.PURPOSE
    if not set(entity_types) <= peer.agreement.entity_types:
        return Refusal.ENTITY_TYPE
    return Refusal.NONE


def asks_enough(subject: Subject[T]) -> bool:
    """Tell whether a subject brings enough to be asked about.

    A person needs two of given name, family name and date of birth (Regulation (EU) 2024/982,
    Article 43); anything else needs a name or an identifier.
    """
    attributes = {value.attribute for value in subject.values}
    if Attribute.IDENTIFIER in attributes or Attribute.WEAK_IDENTIFIER in attributes:
        return True
    if subject.entity_type is not EntityType.PERSON:
        return bool(subject.names)
    parts = max((len(name.parts) for name in subject.names), default=0)
    return parts > 1 or (parts == 1 and Attribute.BIRTH_DATE in attributes)
