"""Find the candidates of a subject: records that share at least two of its attributes.

Lists are read into flat arrays; a record's rank is the rarity of the name parts it shares, the
best of the subject's names counting, with a bonus where the date codes agree.
The work is bounded by the lists touched, and the cut has a deterministic tie-break.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.read import SealedIndex
from matching.index.resolve import EXACT, AskedPart, Limits, Resolved, rarity_of, resolve
from matching.subject import STRONG, Attribute, Kind, PartKind, Pseudonym, Subject

IDENTIFIER_BONUS = 10.0
TYPO_SHARE = 0.5
"""Of the bonus, where a value is met by another spelling."""
WEAK_IDENTIFIER_BONUS = 2.0
POSTCODE_BONUS = 0.5
YEAR_BONUS = 0.4
DAY_BONUS = 0.9
_IDENTIFIER_WORTH = dict.fromkeys(STRONG, IDENTIFIER_BONUS) | {
    Attribute.WEAK_IDENTIFIER: WEAK_IDENTIFIER_BONUS
}
_POSTCODE_WORTH = {Attribute.POSTCODE: POSTCODE_BONUS}
_DATED = (Attribute.BIRTH_DATE, Attribute.INCORPORATION_DATE)
_SHARED_PARTS = 2
"""Name parts that a candidate shares, where a name has as many."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of all opened posting lists, one after the other."""

    rows: NDArray[np.void]
    word: NDArray[np.int64]
    """Number of each row's word in `Resolved.words`."""
    place: NDArray[np.int64]
    """Place of each row in its own list."""

    def take(self, rows: NDArray[np.int64]) -> "Opened":
        """Choose rows."""
        return Opened(self.rows[rows], self.word[rows], self.place[rows])


@dataclass(frozen=True, slots=True)
class Found:
    """Candidates of one subject, best first, with everything opened on the way."""

    resolved: Resolved
    opened: Opened
    """Only rows of the candidates."""
    candidate: NDArray[np.int64]
    """Position of each opened row's record in `numbers`."""
    numbers: NDArray[np.int64]
    ranks: NDArray[np.float32]
    cut: int
    """Records that qualified but fell to the bound on candidates."""
    unopened: int
    """Words that the subject may mean whose lists the bounds left closed."""


@dataclass(frozen=True, slots=True)
class _Touched:
    """The records that stand in any opened list, each once, in no order."""

    number: NDArray[np.int64]
    slot: NDArray[np.int32]
    """Position in `number` of each opened row's record."""
    of_word: dict[int, slice]
    """Which rows each word's list has."""

    def slots(self, word: int) -> NDArray[np.int32]:
        """Return the positions of the records that have a word."""
        return self.slot[self.of_word[word]]


def find(
    index: SealedIndex,
    subject: Subject[Pseudonym],
    *,
    limits: Limits,
    among: Collection[int] | None = None,
) -> Found:
    """Find the candidates of a subject.

    Args:
        index: the generation to look in.
        subject: its pseudonyms under the key of that generation.
        limits: bounds on the work.
        among: where given, exactly these record numbers are candidates, as far as they share
            anything with the subject; for measuring on a given list of pairs.
    """
    resolved = resolve(index, subject, limits=limits)
    wanted = _words_to_open(resolved, limits)
    lists = index.postings([resolved.words[number] for number in wanted])
    opened = _joined(wanted, lists)
    touched = _touch(index.scratch(), opened, ends=_ends(wanted, lists))
    ranks, qualified = _rank(index.size, resolved, opened=opened, touched=touched)
    if among is not None:
        qualified = np.isin(touched.number, np.fromiter(among, np.int64))
    most = len(touched.number) if among is not None else limits.candidates
    chosen = _first(touched.number, ranks, qualified=qualified, most=most)
    position = np.full(len(touched.number), -1, np.int64)
    position[chosen] = np.arange(len(chosen))
    candidate = position[touched.slot]
    kept = np.flatnonzero(candidate >= 0)
    return Found(
        resolved,
        opened.take(kept),
        candidate[kept],
        touched.number[chosen],
        ranks[chosen],
        int(qualified.sum()) - len(chosen),
        len(resolved.words) - len(wanted),
    )


def _words_to_open(resolved: Resolved, limits: Limits) -> list[int]:
    """Choose the lists that are read: what was asked exactly before what resembles it, rare first.

    A word counts as often as there are parts that it may be, because each of them reads its rows.
    """
    words = resolved.words
    uses = Counter(number for part in resolved.parts for number in part.words)
    exact = {
        number
        for part in resolved.parts
        for number, quality in part.words.items()
        if quality == EXACT
    } | set(resolved.identifiers)
    bound = {True: limits.exact_list, False: limits.variant_list}
    near = [n for n in range(len(words)) if words[n].df <= bound[n in exact]]
    near.sort(key=lambda n: (n not in exact, words[n].df, words[n].secret))
    rows = np.cumsum([words[n].df * max(1, uses[n]) for n in near])
    allowed = min(limits.lists, int(np.searchsorted(rows, limits.rows, side="right")))
    return sorted(near[:allowed])


def _joined(wanted: Sequence[int], lists: Sequence[NDArray[np.void]]) -> Opened:
    lengths = [len(rows) for rows in lists]
    starts = np.repeat(np.cumsum([0, *lengths])[:-1], lengths)
    return Opened(
        layout.joined(lists, layout.POSTING),
        np.repeat(np.array(wanted, np.int64), lengths),
        np.arange(len(starts)) - starts,
    )


def _ends(wanted: Sequence[int], lists: Sequence[NDArray[np.void]]) -> dict[int, slice]:
    ends = np.cumsum([0, *map(len, lists)]).tolist()
    return {word: slice(ends[at], ends[at + 1]) for at, word in enumerate(wanted)}


def _touch(space: NDArray[np.int32], opened: Opened, *, ends: dict[int, slice]) -> _Touched:
    """Gather the records that were touched, without sorting the rows.

    Each row writes its place where its record stands; the last one stays, and is that record's.
    """
    record = opened.rows["record"]
    places = np.arange(len(record), dtype=np.int32)
    space[record] = places
    lasting = record[np.flatnonzero(space[record] == places)]
    space[lasting] = places[: len(lasting)]
    return _Touched(lasting.astype(np.int64), space[record], ends)


def _first(
    number: NDArray[np.int64],
    ranks: NDArray[np.float32],
    *,
    qualified: NDArray[np.bool_],
    most: int,
) -> NDArray[np.int64]:
    """Return the places of the best ranks; among equal ones the smaller record number is first."""
    places = np.flatnonzero(qualified)
    if len(places) > most:
        least = np.partition(ranks[places], -most)[-most]
        places = places[ranks[places] >= least]
    return places[np.lexsort((number[places], -ranks[places]))[:most]]


def _rank(
    size: int, resolved: Resolved, *, opened: Opened, touched: _Touched
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return rank and qualification of each touched record."""
    rank = np.zeros(len(touched.number), np.float32)
    shared = np.zeros(len(touched.number), np.bool_)
    for parts in _parts_of_names(resolved):
        total, count = _share(size, resolved, parts=parts, touched=touched)
        needed = sum(part.kind is not PartKind.LEGAL_FORM for part in parts)
        np.maximum(rank, total, out=rank)
        shared |= count >= max(1, min(_SHARED_PARTS, needed))
    bonus, dated = _date_bonus(resolved.subject, opened.rows, touched=touched)
    known = _value_bonus(resolved, touched, worths=_IDENTIFIER_WORTH)
    near = _value_bonus(resolved, touched, worths=_POSTCODE_WORTH)
    # One part of a name is enough beside the day of birth or the postcode; so are these two.
    paired = ((rank > 0).astype(np.int8) + dated + (near > 0)) > 1
    return rank + bonus + known + near, shared | paired | (known > 0)


def _parts_of_names(resolved: Resolved) -> Iterator[list[AskedPart]]:
    for alias in range(len(resolved.subject.names)):
        yield [part for part in resolved.parts if part.alias == alias]


def _share(
    size: int, resolved: Resolved, *, parts: Sequence[AskedPart], touched: _Touched
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Return the summed weight and the number of the parts that each touched record shares."""
    total = np.zeros(len(touched.number), np.float32)
    count = np.zeros(len(touched.number), np.uint8)
    for part in parts:
        weighed = sorted(
            (quality * rarity_of(resolved.words[word].df, size), word)
            for word, quality in part.words.items()
            if word in touched.of_word
        )
        if not weighed:
            continue
        best = np.zeros(len(touched.number), np.float32)
        for weight, word in weighed:
            # Ascending, so that the greatest weight stays.
            best[touched.slots(word)] = weight
        total += best
        count += best > 0
    return total, count


def _date_bonus(
    subject: Subject[Pseudonym], rows: NDArray[np.void], *, touched: _Touched
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Compare the date codes beside the record numbers: a filter, not a finding."""
    bonus = np.zeros(len(touched.number), np.float32)
    codes = np.zeros((2, len(touched.number)), np.uint8)
    codes[0, touched.slot], codes[1, touched.slot] = rows["year"], rows["day"]
    bonus += _has_code(subject, Kind.YEAR)[codes[0]] * np.float32(YEAR_BONUS)
    same_day = _has_code(subject, Kind.EXACT, Kind.SWAPPED)[codes[1]]
    bonus += same_day * np.float32(DAY_BONUS)
    return bonus, same_day


def _has_code(subject: Subject[Pseudonym], *kinds: Kind) -> NDArray[np.bool_]:
    """Return for each date code whether a date of the subject has it."""
    has = np.zeros(256, np.bool_)
    for value in subject.values:
        if value.attribute in _DATED and value.kind in kinds:
            has[layout.date_code(value.token.raw)] = True
    return has


def _value_bonus(
    resolved: Resolved, touched: _Touched, *, worths: Mapping[Attribute, float]
) -> NDArray[np.float32]:
    """Return the greatest worth of the values that each touched record shares."""
    bonus = np.zeros(len(touched.number), np.float32)
    for number, (attribute, kind) in resolved.identifiers.items():
        if attribute in worths and number in touched.of_word:
            worth = worths[attribute] * (1.0 if kind is Kind.EXACT else TYPO_SHARE)
            slots = touched.slots(number)
            bonus[slots] = np.maximum(bonus[slots], worth)
    return bonus
