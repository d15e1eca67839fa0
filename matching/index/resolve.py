"""Resolve a subject's pseudonyms to the words of one generation.

Fuzziness ends here, once per distinct word: a part of the subject's name becomes the set of the
register's words that it may be, each with the quality of that agreement.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.read import PostingList, SealedIndex
from matching.subject import (
    FINDING,
    Attribute,
    EntityType,
    Kind,
    Part,
    PartKind,
    Pseudonym,
    Subject,
)

EXACT, SYMBOL, EDIT, SOUND = 1.0, 0.95, 0.9, 0.75
"""Quality of an agreement: same spelling, known equivalent, within one edit, sounds alike."""
KIND_WEIGHT = {
    PartKind.LEGAL_FORM: 0.1,
    PartKind.INITIAL: 0.2,
    PartKind.PARTICLE: 0.15,
    PartKind.PATRONYMIC: 0.4,
}
"""Of parts that registers write or leave out as they like; all others weigh 1."""
SHORT_WORD_WEIGHT: tuple[float, ...] = (0.0, 0.35, 0.6, 0.75)
"""By letters, in names of companies."""

_LIKELY_SHARE = 4
"""One word in so many of those considered is chosen because it is common."""

_Opened: TypeAlias = Mapping[int, NDArray[np.void]]
"""Row number to the words of that variant."""
_NO_WORDS = np.empty(0, layout.VARIANT)
_VARIANT_HALVES = np.dtype([("head", "<u8"), ("rest", "V8"), ("df", "<u4")])
"""`layout.VARIANT` with the first half of the secret as a number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the work of one query."""

    words_per_part: int = 64
    """Words that a part may stand for: 64 find what all find at one million records."""
    exact_list: int = 500_000
    """Records of a word beyond which even its exact spelling is not used to find."""
    variant_list: int = 50_000
    """The same for words that only resemble the part."""
    candidates: int = 200
    lists: int = 2_000
    """Posting lists opened for one query."""
    rows: int = 2_000_000
    """Rows read for one query, counted once for each name part that a list may be."""


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One name part of the subject, in terms of the register's words."""

    alias: int
    place: int
    kind: PartKind
    weight: float
    """Rarity of the part in this register, 1 is *never seen*, times the weight of its kind."""
    words: dict[int, float]
    """Number of a word in `Resolved.words` to quality."""


@dataclass(slots=True)
class Resolved:
    """A subject in terms of one generation."""

    subject: Subject[Pseudonym] = field(repr=False)
    size: int
    """Number of records of the generation."""
    words: list[PostingList] = field(default_factory=list)
    """Every word that a name part, identifier or postcode may be, each once."""
    parts: list[AskedPart] = field(default_factory=list)
    identifiers: dict[int, tuple[Attribute, Kind]] = field(default_factory=dict)
    """Number of a word to how an identifier or postcode of the subject meets it."""
    compared: dict[str, list[PostingList]] = field(default_factory=dict)
    """`address` and `place`: the subject's words that the register has."""
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)

    def take(self, words: NDArray[np.void]) -> list[int]:
        """Return the numbers of words (`layout.VARIANT`), taking up those that are new."""
        return [self._number(secret, df) for secret, df in words.tolist()]

    def _number(self, secret: bytes, df: int) -> int:
        known = self._numbers.setdefault(secret, len(self.words))
        if known == len(self.words):
            self.words.append(PostingList(secret, df))
        return known


def rarity(df: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Weigh a word by how many of `size` records have it: 1 for none, near 0 for all.

    The division by the greatest possible weight makes one model fit registers of any size.
    """
    return np.log((size + 1) / (df + 0.5)) / math.log((size + 1) / 0.5)


def rarity_of(df: float, size: int) -> float:
    """Weigh one word, see `rarity`."""
    return math.log((size + 1) / (df + 0.5)) / math.log((size + 1) / 0.5)


_KIND_WEIGHTS = np.array([KIND_WEIGHT.get(kind, 1.0) for kind in PartKind])


def kind_weight(
    entity_type: EntityType, kinds: NDArray[np.uint8], *, lengths: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Weigh parts by what they are; short words of companies weigh less, too."""
    weight = _KIND_WEIGHTS[kinds]
    if entity_type is EntityType.COMPANY:
        short = np.array(SHORT_WORD_WEIGHT)[np.minimum(lengths, len(SHORT_WORD_WEIGHT) - 1)]
        is_short = (lengths < len(SHORT_WORD_WEIGHT)) & (kinds != PartKind.LEGAL_FORM)
        weight = np.where(is_short, short, weight)
    return weight


def resolve(index: SealedIndex, subject: Subject[Pseudonym], *, limits: Limits) -> Resolved:
    """Look every token of a subject up, once."""
    opened = index.variants({token.number: token.token_key for token in _looked_up(subject)})
    resolved = Resolved(subject, index.size)
    for alias, name in enumerate(subject.names):
        for place, part in enumerate(name.parts):
            met = _met(part, opened)
            words = dict(_best(resolved, met, size=index.size, limit=limits.words_per_part))
            weight = _rarity_of_part(met, index.size)
            weight *= _kind_weight(subject.entity_type, part)
            resolved.parts.append(AskedPart(alias, place, part.kind, weight, words))
    _resolve_identifiers(resolved, opened)
    resolved.compared["address"] = list(_held(subject.address, opened))
    resolved.compared["place"] = list(_held(subject.places, opened))
    return resolved


def _looked_up(subject: Subject[Pseudonym]) -> Iterator[Pseudonym]:
    for name in subject.names:
        yield from name.leaves()
    yield from subject.address
    yield from subject.places
    for value in subject.values:
        if value.attribute in FINDING:
            yield value.token


@dataclass(frozen=True, slots=True)
class _Met:
    """The words that the spellings of one part lead to, as often as they do."""

    words: NDArray[np.void]
    quality: NDArray[np.float64]
    own: int
    """How many records have the spelling asked for."""


def _met(part: Part[Pseudonym], opened: _Opened) -> _Met:
    found = [
        (opened[token.number], quality)
        for token, quality in _spellings(part)
        if token.number in opened
    ]
    own = opened.get(part.exact.number, _NO_WORDS)
    return _Met(
        layout.joined((words for words, _ in found), layout.VARIANT),
        np.repeat([quality for _, quality in found], [len(words) for words, _ in found]),
        int(own["df"].max(initial=0)),
    )


def _best(resolved: Resolved, met: _Met, *, size: int, limit: int) -> Iterator[tuple[int, float]]:
    """Yield the words that a part may be and that are worth looking at, each with its best quality.

    A part resembles more words than there is room for, above all a common name, of which a large
    register has hundreds of misspellings. Its own spelling is always kept. The commonest words come
    next, in a quarter of the room: they are what is most likely meant. The rest goes to what would
    say most: good agreement with a rare word.
    """
    # Eight of sixteen bytes of the secret tell words apart: two alike are a matter of 2**-64.
    word = met.words.view(_VARIANT_HALVES)["head"]
    order = np.lexsort((-met.quality, word))
    first = order[np.diff(word[order], prepend=~word[order[:1]]) != 0]
    quality, df = met.quality[first], met.words["df"][first].astype(np.float64)
    is_other = quality < EXACT
    likely = np.lexsort((word[first], -quality, -df, is_other))[: limit // _LIKELY_SHARE]
    is_likely = np.zeros(len(first), np.bool_)
    is_likely[likely] = True
    worth = quality * rarity(df, size)
    chosen = first[np.lexsort((word[first], -worth, ~is_likely, is_other))[:limit]]
    numbers = resolved.take(met.words[chosen])
    return zip(numbers, met.quality[chosen].tolist(), strict=True)


def _rarity_of_part(met: _Met, size: int) -> float:
    """Weigh a part by the spelling asked for.

    A spelling that the register lacks is as common as the commonest word one edit away from it,
    so that a slip of the pen does not turn a common name into a rare one.
    """
    near = met.words["df"][met.quality >= EDIT].max(initial=0)
    return rarity_of(met.own or int(near), size)


def _spellings(part: Part[Pseudonym]) -> Iterator[tuple[Pseudonym, float]]:
    yield part.exact, EXACT
    for token in part.symbols:
        yield token, SYMBOL
    for token in part.edits:
        yield token, EDIT
    for token in part.sounds:
        yield token, SOUND


def _kind_weight(entity_type: EntityType, part: Part[Pseudonym]) -> float:
    kinds, lengths = np.array([part.kind], np.uint8), np.array([part.length], np.uint8)
    return float(kind_weight(entity_type, kinds, lengths=lengths)[0])


def _resolve_identifiers(resolved: Resolved, opened: _Opened) -> None:
    for value in resolved.subject.values:
        if value.attribute not in FINDING:
            continue
        for number in resolved.take(opened.get(value.token.number, _NO_WORDS)):
            known = resolved.identifiers.get(number)
            if known is None or known[1] is not Kind.EXACT:
                resolved.identifiers[number] = (value.attribute, value.kind)


def _held(tokens: Iterable[Pseudonym], opened: _Opened) -> Iterator[PostingList]:
    for token in tokens:
        for secret, df in opened.get(token.number, _NO_WORDS)[:1].tolist():
            yield PostingList(secret, df)
