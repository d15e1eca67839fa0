"""Find the candidates of a subject: records that share at least two of its attributes.

Lists are read into flat arrays; a record's rank is the rarity of the name parts it shares, the
best of the subject's names counting, with a bonus where the date codes agree.
The work is bounded by the lists touched, and the cut has a deterministic tie-break.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.read import SealedIndex
from matching.index.resolve import EXACT, Limits, Resolved, rarity_of, resolve
from matching.subject import Attribute, Kind, PartKind, Pseudonym, Subject

IDENTIFIER_BONUS = 10.0
TYPO_BONUS = 5.0
WEAK_IDENTIFIER_BONUS = 2.0
YEAR_BONUS = 0.4
DAY_BONUS = 0.9
_DATED = (Attribute.BIRTH_DATE, Attribute.INCORPORATION_DATE)


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of all opened posting lists, one after the other."""

    rows: NDArray[np.void]
    word: NDArray[np.int64]
    """Number of each row's word in `Resolved.words`."""
    place: NDArray[np.int64]
    """Place of each row in its own list."""


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
    resolved = resolve(index, subject, limits)
    opened = _open(index, resolved, limits)
    touched, slot = np.unique(opened.rows["record"], return_inverse=True)
    ranks, qualified = _rank(index.size, resolved, opened, slot, len(touched))
    if among is not None:
        qualified = np.isin(touched, np.fromiter(among, np.int64))
    places = np.flatnonzero(qualified)
    order = places[np.lexsort((touched[places], -ranks[places]))]
    chosen = order if among is not None else order[: limits.candidates]
    position = np.full(len(touched), -1, np.int64)
    position[chosen] = np.arange(len(chosen))
    candidate = position[slot]
    kept = candidate >= 0
    return Found(
        resolved,
        Opened(opened.rows[kept], opened.word[kept], opened.place[kept]),
        candidate[kept],
        touched[chosen].astype(np.int64),
        ranks[chosen],
        len(order) - len(chosen),
    )


def _open(index: SealedIndex, resolved: Resolved, limits: Limits) -> Opened:
    wanted = sorted(_words_to_open(resolved, limits))
    lists = index.postings([resolved.words[number] for number in wanted])
    if not lists:
        return Opened(np.empty(0, layout.POSTING), *(np.empty(0, np.int64) for _ in range(2)))
    lengths = [len(rows) for rows in lists]
    return Opened(
        np.concatenate(lists),
        np.repeat(np.array(wanted, np.int64), lengths),
        np.concatenate([np.arange(length) for length in lengths]),
    )


def _words_to_open(resolved: Resolved, limits: Limits) -> set[int]:
    wanted = set(resolved.identifiers)
    for part in resolved.parts:
        for number, quality in part.words.items():
            bound = limits.exact_list if quality == EXACT else limits.variant_list
            if resolved.words[number].df <= bound:
                wanted.add(number)
    return wanted


def _rank(
    size: int, resolved: Resolved, opened: Opened, slot: NDArray[np.int64], touched: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return rank and qualification of each touched record."""
    slots = _slots_by_word(opened, slot, len(resolved.words))
    rank, shared = np.zeros(touched, np.float32), np.zeros(touched, np.bool_)
    for alias in range(len(resolved.subject.names)):
        total, count = np.zeros(touched, np.float32), np.zeros(touched, np.int16)
        parts = [part for part in resolved.parts if part.alias == alias]
        for part in parts:
            best = np.zeros(touched, np.float32)
            weighed = [
                (quality * rarity_of(resolved.words[n].df, size), n)
                for n, quality in part.words.items()
            ]
            for weight, number in sorted(weighed):
                best[slots[number]] = weight
            total += best
            count += best > 0
        needed = min(2, sum(part.kind is not PartKind.LEGAL_FORM for part in parts))
        rank = np.maximum(rank, total)
        shared |= count >= max(1, needed)
    bonus, dated = _date_bonus(resolved.subject, opened.rows, slot, touched)
    known, sure = _identifier_bonus(resolved, slots, touched)
    return rank + bonus + known, shared | (dated & (rank > 0)) | sure


def _slots_by_word(opened: Opened, slot: NDArray[np.int64], words: int) -> list[NDArray[np.int64]]:
    ends = np.searchsorted(opened.word, np.arange(words + 1))
    return [slot[ends[number] : ends[number + 1]] for number in range(words)]


def _date_bonus(
    subject: Subject[Pseudonym], rows: NDArray[np.void], slot: NDArray[np.int64], touched: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Compare the date codes beside the record numbers: a filter, not a finding."""
    year, day = np.zeros(touched, np.uint8), np.zeros(touched, np.uint8)
    year[slot], day[slot] = rows["year"], rows["day"]
    years = _codes(subject, (Kind.YEAR,))
    days = _codes(subject, (Kind.EXACT, Kind.SWAPPED))
    same_year, same_day = np.isin(year, years) & (year > 0), np.isin(day, days) & (day > 0)
    return (same_year * YEAR_BONUS + same_day * DAY_BONUS).astype(np.float32), same_day


def _codes(subject: Subject[Pseudonym], kinds: tuple[Kind, ...]) -> NDArray[np.uint8]:
    return np.array(
        [
            layout.date_code(value.token.raw)
            for value in subject.values
            if value.attribute in _DATED and value.kind in kinds
        ],
        np.uint8,
    )


def _identifier_bonus(
    resolved: Resolved, slots: list[NDArray[np.int64]], touched: int
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    bonus = np.zeros(touched, np.float32)
    for number, (attribute, kind) in resolved.identifiers.items():
        worth = IDENTIFIER_BONUS if kind is Kind.EXACT else TYPO_BONUS
        if attribute is Attribute.WEAK_IDENTIFIER:
            worth = WEAK_IDENTIFIER_BONUS
        bonus[slots[number]] = np.maximum(bonus[slots[number]], worth)
    return bonus, bonus > 0
