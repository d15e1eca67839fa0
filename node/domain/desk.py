"""Which desk answers for what, and whether it can be reached at all."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from matching.subject import EntityType
from node.domain.duty import parse_hours, zone_of
from node.domain.exchange import ContactPoint
from node.domain.justification import Urgency

CENTRE, PROTECTION = "centre", "protection"
"""Ids of the desks with a part of their own; see `node.example.toml`."""
PLACEHOLDER = "to be completed"
"""Address that `heliograph init` writes where it is told of no desk."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9][0-9](?:[ .()/-]?[0-9]){5,13}")
"""International form, ITU-T E.164: a country code and at most fifteen digits."""
_ANY = "*"


def desk_for(
    points: Sequence[ContactPoint], entity_type: EntityType, *, offence: str, urgency: str
) -> ContactPoint:
    """Return the desk that answers for a record: the one that is most particularly for it.

    Offence counts before urgency, urgency before entity type; of equal ones the first stands. A
    desk named like the entity type answers for it. Where none is meant, the first of all answers.
    """
    known = usual(points)
    meant = [
        point for point in known if _is_meant(point, entity_type, offence=offence, urgency=urgency)
    ]
    return max(meant or known[:1], key=lambda point: _particularity(point, entity_type))


def usual(points: Sequence[ContactPoint]) -> list[ContactPoint]:
    """Return the desks that have no part of their own, or all where there are no others."""
    return [point for point in points if point.id not in {CENTRE, PROTECTION}] or list(points)


def substitute_of(points: Iterable[ContactPoint], point: ContactPoint) -> ContactPoint | None:
    """Return the desk that answers while one is closed, if it names one of the same agency."""
    return next((each for each in points if each.id == point.substitute), None)


def faults(points: Sequence[ContactPoint]) -> Iterator[str]:
    """Yield everything because of which an officer elsewhere would not reach somebody."""
    ids = [point.id for point in points]
    yield from (f"{name} is there twice" for name in sorted({i for i in ids if ids.count(i) > 1}))
    for point in points:
        yield from (f"{point.id}: {fault}" for fault in _own_faults(point))
        if point.substitute and point.substitute not in ids:
            yield f"{point.id}: its substitute {point.substitute} is no contact point"
        if point.substitute == point.id:
            yield f"{point.id}: it cannot be its own substitute"


def is_complete(point: ContactPoint) -> bool:
    """Tell whether somebody has written down how the desk is reached."""
    return point.address.strip() != PLACEHOLDER


def channels(point: ContactPoint) -> Mapping[str, str]:
    """Return the ways to reach a desk, the official channel first."""
    ways = {point.channel: point.address} | {each.name: each.address for each in point.channels}
    ways |= {"phone": point.phone, "e-mail": point.email}
    return {name: address for name, address in ways.items() if name and address}


def _own_faults(point: ContactPoint) -> Iterator[str]:
    if not channels(point):
        yield "it has no channel: give channel and address, phone or e-mail"
    if point.phone and not _PHONE.fullmatch(point.phone):
        yield "its phone is not in international form, such as +34 900 000 000"
    if point.email and not _EMAIL.fullmatch(point.email):
        yield "its e-mail is no address"
    for check in (lambda: point.time_zone and zone_of(point.time_zone), lambda: _hours(point)):
        try:
            check()
        except ValueError as error:
            yield str(error)
    yield from _unknown(point.entity_types, EntityType, what="entity type")
    yield from _unknown(point.urgencies, Urgency, what="urgency")


def _hours(point: ContactPoint) -> None:
    if parse_hours(point.hours) and not point.time_zone:
        raise ValueError('hours need a time zone, such as time_zone = "Europe/Madrid"')


def _unknown(words: Iterable[str], known: Iterable[str], *, what: str) -> Iterator[str]:
    for word in words:
        if word not in set(known):
            yield f"{word!r} is no {what}"


def _is_meant(point: ContactPoint, entity_type: EntityType, *, offence: str, urgency: str) -> bool:
    return (
        (not point.entity_types or entity_type in point.entity_types)
        and (not point.offences or any(_covers(each, offence) for each in point.offences))
        and (not point.urgencies or urgency in point.urgencies)
        and (point.id not in set(EntityType) or point.id == entity_type)
    )


def _covers(pattern: str, offence: str) -> bool:
    if pattern.endswith(_ANY):
        return offence.startswith(pattern[:-1])
    return offence == pattern


def _particularity(point: ContactPoint, entity_type: EntityType) -> tuple[bool, bool, bool]:
    is_for_type = 0 < len(point.entity_types) < len(EntityType) or point.id == entity_type
    is_for_urgency = 0 < len(point.urgencies) < len(Urgency)
    return any(each != _ANY for each in point.offences), is_for_urgency, is_for_type
