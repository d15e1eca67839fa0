"""Tell whether two subjects, in pseudonyms under one key, are taken for the same.

This is for two questions about somebody of whom no record exists, so no model can be trained for
it: the rule is of evidence alone, and strict. A name alone never suffices.

- The same strong identifier: passport, IMO number, account, container, ...
- Or, where no identifier speaks against it, a name whose every part agrees, together with
  - the full date of birth (person) or of incorporation, or two words of the address (company),
  - call sign or MMSI, or flag and build year (vessel).
"""

from collections.abc import Iterable
from typing import TypeVar

from matching.subject import (
    COMPARABLE,
    STRONG,
    Attribute,
    EntityType,
    Kind,
    NameForm,
    Part,
    PartKind,
    Subject,
)

T = TypeVar("T")

_PARTS_OF_PERSON = 2
"""Given and family name; one of both is no name."""
_ADDRESS_WORDS = 2
_NOT_A_NAME = frozenset({PartKind.LEGAL_FORM, PartKind.GENERIC, PartKind.INITIAL})


def is_same_subject(one: Subject[T], other: Subject[T]) -> bool:
    """Whether two subjects share enough that their askers should know of each other."""
    if one.entity_type is not other.entity_type:
        return False
    if _shares(one, other, attributes=STRONG):
        return True
    if _differs(one, other) or not _names_agree(one, other):
        return False
    return _SUPPORT[one.entity_type](one, other)


def _person(one: Subject[T], other: Subject[T]) -> bool:
    return _shares(one, other, attributes={Attribute.BIRTH_DATE})


def _company(one: Subject[T], other: Subject[T]) -> bool:
    if _shares(one, other, attributes={Attribute.INCORPORATION_DATE}):
        return True
    return len(set(one.address) & set(other.address)) >= _ADDRESS_WORDS


def _vessel(one: Subject[T], other: Subject[T]) -> bool:
    if _shares(one, other, attributes={Attribute.WEAK_IDENTIFIER}):
        return True
    return all(
        _shares(one, other, attributes={attribute})
        for attribute in (Attribute.FLAG, Attribute.BUILD_YEAR)
    )


def _identifier(_one: Subject[T], _other: Subject[T]) -> bool:
    """Refuse: an identifier has no name that could say more than the identifier."""
    return False


_SUPPORT = {
    EntityType.PERSON: _person,
    EntityType.COMPANY: _company,
    EntityType.VESSEL: _vessel,
    EntityType.IDENTIFIER: _identifier,
}


def _exact(subject: Subject[T], attributes: Iterable[Attribute]) -> set[tuple[Attribute, T]]:
    wanted = frozenset(attributes)
    return {
        (value.attribute, value.token)
        for value in subject.values
        if value.kind is Kind.EXACT and value.attribute in wanted
    }


def _shares(one: Subject[T], other: Subject[T], *, attributes: Iterable[Attribute]) -> bool:
    wanted = frozenset(attributes)
    return not _exact(one, wanted).isdisjoint(_exact(other, wanted))


def _differs(one: Subject[T], other: Subject[T]) -> bool:
    """Whether both have an identifier of a kind of which a subject has one, and none in common."""
    mine, theirs = _exact(one, COMPARABLE), _exact(other, COMPARABLE)
    kinds = {attribute for attribute, _ in mine} & {attribute for attribute, _ in theirs}
    return bool(kinds) and mine.isdisjoint(theirs)


def _names_agree(one: Subject[T], other: Subject[T]) -> bool:
    needed = _PARTS_OF_PERSON if one.entity_type is EntityType.PERSON else 1
    return any(
        _name_agrees(mine, theirs, needed=needed) for mine in one.names for theirs in other.names
    )


def _name_agrees(one: NameForm[T], other: NameForm[T], *, needed: int) -> bool:
    """Whether every telling part of the shorter name is a part of the longer, in any order."""
    shorter, longer = sorted((_telling(one), _telling(other)), key=len)
    left = list(longer)
    for part in shorter:
        found = next((each for each in left if _part_agrees(part, each)), None)
        if found is None:
            return False
        left.remove(found)
    return len(shorter) >= needed


def _telling(name: NameForm[T]) -> list[Part[T]]:
    return [part for part in name.parts if part.kind not in _NOT_A_NAME]


def _part_agrees(one: Part[T], other: Part[T]) -> bool:
    """Whether two parts are the same, one edit apart, or known equivalents."""
    if one.exact == other.exact:
        return True
    return not set(one.edits).isdisjoint(other.edits) or not set(one.symbols).isdisjoint(
        other.symbols
    )
