"""Link two labelled registers exactly as a node would: the left one answers what the right asks.

Records become tokens, tokens pseudonyms under a fresh key, the left register a sealed index; each
record of the right one then finds its candidates there. What comes out are arrays, one entry per
pair of a right record and a candidate.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from matching import oprf
from matching.encode import (
    direct_pseudonyms,
    encode_subject,
    keyed_chunk,
    split_pseudonyms,
)
from matching.errors import TooManyTokensError
from matching.index.build import Evaluate, build
from matching.index.collect import Collection
from matching.index.read import SealedIndex
from matching.labelled import Labelled, Link
from matching.linkage import Linkage, Matched
from matching.model import Model
from matching.profile import tokens
from matching.records import Record
from matching.subject import EntityType, Pseudonym, Subject
from matching.zone import Zone

_WORD_KEY_BYTES = 32


def oblivious(*, workers: int = 1) -> Evaluate:
    """Return the function of a node under a fresh key."""
    key = oprf.derive_key(os.urandom(32), b"linking")
    return partial(direct_pseudonyms, key, workers=workers)


def keyed_hash() -> Evaluate:
    """Return a keyed hash with a fresh key, forty times faster than the oblivious function.

    Matching rests on which tokens are equal, and both say the same of that. For training and for
    measuring large registers; never between nodes, where nobody may know both key and token.
    """
    key = os.urandom(32)
    return partial(_hashed, key)


def _hashed(key: bytes, distinct: Iterable[bytes]) -> Iterator[tuple[bytes, Pseudonym]]:
    tokens = [*dict.fromkeys(distinct)]
    return zip(tokens, split_pseudonyms(keyed_chunk(key, tokens)), strict=True)


@dataclass(frozen=True, slots=True)
class Register:
    """The left register as its node has it, and the way its records are named."""

    index: SealedIndex
    ids: tuple[str, ...] = field(repr=False)

    def id_of(self, reference: bytes) -> str:
        """Return the id of the record that has a reference."""
        return self.ids[int.from_bytes(reference, "big")]


@contextmanager
def sealed(
    entity_type: EntityType, records: Mapping[str, Record], *, evaluate: Evaluate
) -> Iterator[Register]:
    """Seal records into an index in a temporary folder and open it."""
    collection = Collection(entity_type)
    ids: list[str] = []
    for name, record in records.items():
        with suppress(TooManyTokensError):
            subject = tokens(record, asking=False)
            collection.add(len(ids).to_bytes(16, "big"), subject)
            ids.append(name)
    with TemporaryDirectory(prefix="heliograph-") as folder:
        path = Path(folder) / "left.duckdb"
        build(path, collection, evaluate=evaluate, word_key=os.urandom(_WORD_KEY_BYTES))
        index = SealedIndex(path)
        try:
            yield Register(index, tuple(ids))
        finally:
            index.close()


def asked(
    labelled: Labelled, *, evaluate: Evaluate, at_once: int = 200
) -> Iterator[tuple[str, Subject[Pseudonym]]]:
    """Yield the id and the pseudonyms of each right record, in order."""
    items = list(labelled.right.items())
    for start in range(0, len(items), at_once):
        yield from _asked(items[start : start + at_once], evaluate)


def _asked(
    items: list[tuple[str, Record]], evaluate: Evaluate
) -> Iterator[tuple[str, Subject[Pseudonym]]]:
    subjects = {}
    for name, record in items:
        with suppress(TooManyTokensError):
            subjects[name] = tokens(record, asking=True)
    leaves = (token for subject in subjects.values() for token in subject.leaves())
    pseudonyms = dict(evaluate(leaves))
    for name, subject in subjects.items():
        yield name, encode_subject(subject, pseudonyms)


@dataclass(frozen=True, slots=True)
class Linked:
    """Every pair of a right record and a candidate that was scored; one entry per pair."""

    labelled: Labelled
    links: tuple[Link, ...] = field(repr=False)
    weight: NDArray[np.float64] = field(repr=False)
    """Match weight in bits."""
    is_hit: NDArray[np.bool_] = field(repr=False)
    is_possible: NDArray[np.bool_] = field(repr=False)
    """In the zone *possible*, hits not among them."""
    chance: NDArray[np.float64] = field(repr=False)
    """Coincidental matches expected, for hits and possible ones; not-a-number for others."""
    cut: int
    """Candidates that fell to the bound, over all queries."""

    @property
    def is_true(self) -> NDArray[np.bool_]:
        """Whether each pair is in the truth."""
        truth = self.labelled.truth
        return np.array([link in truth for link in self.links], np.bool_)

    def among(self, pairs: frozenset[Link]) -> "Linked":
        """Keep what is among some pairs."""
        kept = np.array([link in pairs for link in self.links], np.bool_)
        return Linked(
            self.labelled,
            tuple(link for link, is_kept in zip(self.links, kept, strict=True) if is_kept),
            self.weight[kept],
            self.is_hit[kept],
            self.is_possible[kept],
            self.chance[kept],
            self.cut,
        )


def link(labelled: Labelled, model: Model, *, evaluate: Evaluate) -> Linked:
    """Link two registers with a model, and keep every candidate's score.

    Args:
        labelled: the registers.
        model: for their entity type.
        evaluate: what turns tokens into pseudonyms, see `oblivious` and `keyed_hash`.

    Raises:
        IndexBuildError: there is no room for the index.
    """
    linkage, rows = Linkage(model), _Rows()
    with sealed(labelled.entity_type, labelled.left, evaluate=evaluate) as register:
        for name, subject in asked(labelled, evaluate=evaluate):
            rows.add(register, name, matched=linkage.match(register.index, subject))
    return rows.linked(labelled)


@dataclass(slots=True)
class _Rows:
    links: list[Link] = field(default_factory=list)
    weights: list[NDArray[np.float64]] = field(default_factory=list)
    zones: list[NDArray[np.float64]] = field(default_factory=list)
    """Three columns: whether a hit, whether possible, coincidental matches."""
    cut: int = 0

    def add(self, register: Register, name: str, *, matched: Matched) -> None:
        references = matched.comparison.references
        self.links += [(register.id_of(reference), name) for reference in references]
        self.weights.append(matched.scored.weights)
        zones = np.full((len(references), 3), (0.0, 0.0, np.nan))
        for decision in matched.decisions:
            is_hit = decision.zone is Zone.HIT
            zones[decision.row] = is_hit, not is_hit, matched.chance(decision)
        self.zones.append(zones)
        self.cut += matched.cut

    def linked(self, labelled: Labelled) -> Linked:
        zones = np.concatenate([np.empty((0, 3)), *self.zones])
        return Linked(
            labelled,
            tuple(self.links),
            np.concatenate([np.empty(0), *self.weights]),
            zones[:, 0] > 0,
            zones[:, 1] > 0,
            zones[:, 2],
            self.cut,
        )
