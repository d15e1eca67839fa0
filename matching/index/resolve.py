"""Resolve a subject's pseudonyms to the words of one generation.

Fuzziness ends here, once per distinct word: a part of the subject's name becomes the set of the
register's words that it may be, each with the quality of that agreement.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.index import layout
from matching.index.read import PostingList, SealedIndex
from matching.subject import Attribute, EntityType, Kind, Part, PartKind, Pseudonym, Subject

EXACT, SYMBOL, EDIT, SOUND = 1.0, 0.95, 0.9, 0.75
"""Quality of an agreement: same spelling, known equivalent, within one edit, sounds alike."""
LEGAL_FORM_WEIGHT = 0.1
SHORT_WORD_WEIGHT: tuple[float, ...] = (0.0, 0.35, 0.6, 0.75)
"""By letters, in names of companies."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the work of one query."""

    words_per_part: int = 64
    """Words that a part may stand for: 32 suffice at one million records, 128 at ten."""
    exact_list: int = 500_000
    """Records of a word beyond which even its exact spelling is not used to find."""
    variant_list: int = 50_000
    """The same for words that only resemble the part."""
    candidates: int = 200


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
    words: list[PostingList] = field(default_factory=list)
    """Every word that a name part or identifier may be, each once."""
    parts: list[AskedPart] = field(default_factory=list)
    identifiers: dict[int, tuple[Attribute, Kind]] = field(default_factory=dict)
    """Number of a word to how an identifier of the subject meets it."""
    compared: dict[str, list[PostingList]] = field(default_factory=dict)
    """`address` and `place`: the subject's words that the register has."""
    _numbers: dict[bytes, int] = field(default_factory=dict, repr=False)

    def take(self, word: np.void) -> int:
        """Return the number of a word, taking it up when it is new."""
        secret = bytes(word["secret"])
        known = self._numbers.get(secret)
        if known is None:
            known = self._numbers[secret] = len(self.words)
            self.words.append(_posting_list(word))
        return known


def rarity(df: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """Weigh a word by how many of `size` records have it: 1 for none, near 0 for all.

    The division by the greatest possible weight makes one model fit registers of any size.
    """
    return np.log((size + 1) / (df + 0.5)) / math.log((size + 1) / 0.5)


def rarity_of(df: float, size: int) -> float:
    """Weigh one word, see `rarity`."""
    return math.log((size + 1) / (df + 0.5)) / math.log((size + 1) / 0.5)


def kind_weight(
    entity_type: EntityType, kinds: NDArray[np.uint8], lengths: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Weigh parts by what they are: legal forms little, short words of companies less."""
    weight = np.where(kinds == PartKind.LEGAL_FORM, LEGAL_FORM_WEIGHT, 1.0)
    if entity_type is EntityType.COMPANY:
        short = np.array(SHORT_WORD_WEIGHT)[np.minimum(lengths, len(SHORT_WORD_WEIGHT) - 1)]
        is_short = (lengths < len(SHORT_WORD_WEIGHT)) & (kinds != PartKind.LEGAL_FORM)
        weight = np.where(is_short, short, weight)
    return weight


def resolve(index: SealedIndex, subject: Subject[Pseudonym], limits: Limits) -> Resolved:
    """Look every token of a subject up, once."""
    opened = index.variants({token.number: token.token_key for token in _looked_up(subject)})
    resolved = Resolved(subject)
    for alias, name in enumerate(subject.names):
        for place, part in enumerate(name.parts):
            words, df = _words_of(part, opened, size=index.size, limit=limits.words_per_part)
            numbered = {resolved.take(word): quality for word, quality in words}
            weight = rarity_of(df, index.size) * _kind_weight(subject.entity_type, part)
            resolved.parts.append(AskedPart(alias, place, part.kind, weight, numbered))
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
        if value.attribute in (Attribute.IDENTIFIER, Attribute.WEAK_IDENTIFIER):
            yield value.token


def _words_of(
    part: Part[Pseudonym], opened: dict[int, NDArray[np.void]], *, size: int, limit: int
) -> tuple[list[tuple[np.void, float]], float]:
    """Return the words a part may be, the best first, and the part's document frequency.

    A spelling that the register lacks is as common as the commonest word one edit away from it,
    so that a slip of the pen does not turn a common name into a rare one.
    """
    best: dict[bytes, tuple[float, np.void]] = {}
    own = opened.get(part.exact.number)
    for token, quality in _spellings(part):
        for word in opened.get(token.number, ()):
            secret = bytes(word["secret"])
            if secret not in best or best[secret][0] < quality:
                best[secret] = (quality, word)
    if own is not None and len(own):
        df = int(own["df"][0])
    else:
        df = max((int(word["df"]) for quality, word in best.values() if quality >= EDIT), default=0)
    ranked = sorted(
        best.values(), key=lambda found: -found[0] * rarity_of(int(found[1]["df"]), size)
    )
    return [(word, quality) for quality, word in ranked[:limit]], df


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
    return float(kind_weight(entity_type, kinds, lengths)[0])


def _resolve_identifiers(resolved: Resolved, opened: dict[int, NDArray[np.void]]) -> None:
    for value in resolved.subject.values:
        if value.attribute not in (Attribute.IDENTIFIER, Attribute.WEAK_IDENTIFIER):
            continue
        for word in opened.get(value.token.number, ()):
            number = resolved.take(word)
            known = resolved.identifiers.get(number)
            if known is None or known[1] is not Kind.EXACT:
                resolved.identifiers[number] = (value.attribute, value.kind)


def _held(
    tokens: Iterable[Pseudonym], opened: dict[int, NDArray[np.void]]
) -> Iterator[PostingList]:
    for token in tokens:
        words = opened.get(token.number, ())
        if len(words):
            yield _posting_list(words[0])


def _posting_list(word: np.void) -> PostingList:
    secret = bytes(word["secret"])
    return PostingList(secret, layout.word_keys(secret), int(word["df"]))
