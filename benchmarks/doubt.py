"""False hits of which the records do not tell that they are false.

A list of truth has errors, and lists name a subject twice. Where a name is equal and nothing that
both records state differs, nobody could tell from the records that they are two; such pairs count
as false all the same, and are counted here besides.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import numpy as np

from matching.linking import Linked
from matching.normalise.dates import PartialDate
from matching.normalise.names import words
from matching.normalise.places import place_words
from matching.records import Record
from matching.subject import PartKind


def doubtful(linked: Linked) -> int:
    """Count the false hits of which nothing in the records tells that they are false."""
    labelled = linked.labelled
    false = np.flatnonzero(linked.is_hit & ~linked.is_true)
    pairs = (linked.links[at] for at in false.tolist())
    return sum(nothing_differs(labelled.left[a], labelled.right[b]) for a, b in pairs)


def nothing_differs(left: Record, right: Record) -> bool:
    """Tell whether a whole name is equal and nothing that both records state differs."""
    if _names(left).isdisjoint(_names(right)):
        return False
    stated: tuple[tuple[AbstractSet[object], AbstractSet[object]], ...] = (
        (set(left.countries), set(right.countries)),
        (set(place_words(left.addresses)), set(place_words(right.addresses))),
        (set(left.flags + left.former_flags), set(right.flags + right.former_flags)),
        (set(left.vessel_classes), set(right.vessel_classes)),
        (set(left.build_years), set(right.build_years)),
        *_numbers(left, right),
    )
    differs = any(here and there and here.isdisjoint(there) for here, there in stated)
    return not differs and _dates_may_agree(left.birth_dates, right.birth_dates)


def _names(record: Record) -> set[tuple[str, ...]]:
    """Return the names without legal forms, as their words in alphabetical order."""
    split = (words(record.entity_type, name.text) for name in record.names)
    return {
        tuple(sorted(word.latin for word in found if word.kind is not PartKind.LEGAL_FORM))
        for found in split
    }


def _numbers(left: Record, right: Record) -> Iterable[tuple[set[str], set[str]]]:
    """Yield the numbers of both by kind."""
    for scheme in {each.scheme for each in left.identifiers}:
        yield (
            {each.number for each in left.identifiers if each.scheme is scheme},
            {each.number for each in right.identifiers if each.scheme is scheme},
        )


def _dates_may_agree(left: tuple[PartialDate, ...], right: tuple[PartialDate, ...]) -> bool:
    """Tell whether two of the dates are the same as far as both are known."""
    if not left or not right:
        return True
    return any(a.iso.startswith(b.iso) or b.iso.startswith(a.iso) for a in left for b in right)
