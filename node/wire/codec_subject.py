"""A subject on the wire: its pseudonyms once, in a table, and its shape as positions in it.

The caps are far above what profile 1 yields; they bound what a peer can make this node hold.
"""

from collections.abc import Callable, Iterable

from matching.subject import (
    PSEUDONYM_BYTES,
    Attribute,
    EntityType,
    Kind,
    NameForm,
    NameRole,
    Part,
    PartKind,
    Pseudonym,
    Subject,
    Value,
)
from node.domain.exchange import AskedSubject
from node.domain.justification import Category
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.strict import at_most, malformed, member

TOKENS_MAX = 1_000
"""Distinct pseudonyms of one subject."""
POSITIONS_MAX = 4_000
"""Uses of pseudonyms in one subject; several spellings share the same ones."""
NAMES_MAX = 64
PARTS_MAX = 24
"""Parts of one name."""
VALUES_MAX = 200
LETTERS_MAX = 15
"""Longest length that a part states; longer ones state this."""

_ENTITY_TYPES = {
    EntityType.PERSON: pb.ENTITY_TYPE_PERSON,
    EntityType.VESSEL: pb.ENTITY_TYPE_VESSEL,
    EntityType.COMPANY: pb.ENTITY_TYPE_COMPANY,
    EntityType.IDENTIFIER: pb.ENTITY_TYPE_IDENTIFIER,
}
_ENTITY_TYPE_OF = {number: entity_type for entity_type, number in _ENTITY_TYPES.items()}

Place = Callable[[Pseudonym], int]
Find = Callable[[int], Pseudonym]


def entity_type_to_proto(entity_type: EntityType) -> pb.EntityType:
    """Write an entity type."""
    return _ENTITY_TYPES[entity_type]


def entity_type_of(number: pb.EntityType) -> EntityType:
    """Read an entity type."""
    if number not in _ENTITY_TYPE_OF:
        raise malformed("entity type")
    return _ENTITY_TYPE_OF[number]


def asked_subject_to_proto(asked: AskedSubject) -> pb.AskedSubject:
    """Write one subject with each of its pseudonyms once, in the order of `Subject.leaves`."""
    subject = asked.subject
    table = {leaf: position for position, leaf in enumerate(subject.leaves())}
    place = table.__getitem__
    return pb.AskedSubject(
        number=asked.number,
        category=asked.category,
        pseudonyms=b"".join(leaf.raw for leaf in table),
        names=[_name_to_proto(name, place) for name in subject.names],
        address=map(place, subject.address),
        places=map(place, subject.places),
        values=[_value_to_proto(value, place) for value in subject.values],
    )


def asked_subject_from_proto(message: pb.AskedSubject, entity_type: EntityType) -> AskedSubject:
    """Read one subject.

    Raises:
        EnvelopeError: it passes a cap, names an unknown kind or points outside its table.
    """
    _check_caps(message)
    find = _finder(message.pseudonyms)
    return AskedSubject(
        number=message.number,
        category=member(Category, message.category, field="category"),
        subject=Subject(
            entity_type,
            tuple(_name_from_proto(name, find) for name in message.names),
            tuple(map(find, message.address)),
            tuple(map(find, message.places)),
            tuple(_value_from_proto(value, find) for value in message.values),
        ),
    )


def _check_caps(message: pb.AskedSubject) -> None:
    """Count before building anything, cheapest first."""
    if len(message.pseudonyms) % PSEUDONYM_BYTES:
        raise malformed("pseudonyms")
    at_most(TOKENS_MAX * PSEUDONYM_BYTES, len(message.pseudonyms), field="pseudonyms")
    at_most(NAMES_MAX, len(message.names), field="names")
    at_most(VALUES_MAX, len(message.values), field="values")
    at_most(VALUES_MAX, len(message.address), field="address")
    at_most(VALUES_MAX, len(message.places), field="places")
    for name in message.names:
        at_most(PARTS_MAX, len(name.parts), field="parts")
    parts = (part for name in message.names for part in name.parts)
    at_most(POSITIONS_MAX, sum(map(_positions, parts)), field="positions")


def _positions(part: pb.Part) -> int:
    return 1 + len(part.edits) + len(part.sounds) + len(part.symbols)


def _finder(raw: bytes) -> Find:
    """Return what looks a position up in the table; the last use of raw bytes as positions."""
    table = [
        Pseudonym(raw[start : start + PSEUDONYM_BYTES])
        for start in range(0, len(raw), PSEUDONYM_BYTES)
    ]

    def find(position: int) -> Pseudonym:
        if position >= len(table):
            raise malformed("position")
        return table[position]

    return find


def _name_to_proto(name: NameForm[Pseudonym], place: Place) -> pb.NameForm:
    return pb.NameForm(role=name.role, parts=[_part_to_proto(part, place) for part in name.parts])


def _name_from_proto(message: pb.NameForm, find: Find) -> NameForm[Pseudonym]:
    role = member(NameRole, message.role, field="role")
    return NameForm(role, tuple(_part_from_proto(part, find) for part in message.parts))


def _part_to_proto(part: Part[Pseudonym], place: Place) -> pb.Part:
    return pb.Part(
        kind=part.kind,
        length=part.length,
        exact=place(part.exact),
        edits=map(place, part.edits),
        sounds=map(place, part.sounds),
        symbols=map(place, part.symbols),
    )


def _part_from_proto(message: pb.Part, find: Find) -> Part[Pseudonym]:
    return Part(
        kind=member(PartKind, message.kind, field="part kind"),
        length=at_most(LETTERS_MAX, message.length, field="part length"),
        exact=find(message.exact),
        edits=_find_all(message.edits, find),
        sounds=_find_all(message.sounds, find),
        symbols=_find_all(message.symbols, find),
    )


def _find_all(positions: Iterable[int], find: Find) -> tuple[Pseudonym, ...]:
    return tuple(map(find, positions))


def _value_to_proto(value: Value[Pseudonym], place: Place) -> pb.Value:
    return pb.Value(
        attribute=value.attribute,
        kind=value.kind,
        token=place(value.token),
        group=value.group,
    )


def _value_from_proto(message: pb.Value, find: Find) -> Value[Pseudonym]:
    return Value(
        attribute=member(Attribute, message.attribute, field="attribute"),
        kind=member(Kind, message.kind, field="kind"),
        token=find(message.token),
        group=at_most(VALUES_MAX, message.group, field="group"),
    )
