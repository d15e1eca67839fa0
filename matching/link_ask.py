"""Ask a sealed register about many records at once, in worker processes.

Candidates and comparison columns come from the same functions as in a query between nodes; only
the scoring is left to one run over all pairs.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from matching.agreement import COLUMNS, Comparison
from matching.encode import encode_subject, keyed_chunk, split_pseudonyms
from matching.index.compare import compare
from matching.index.find import find
from matching.index.pool import Pool
from matching.index.read import SealedIndex
from matching.index.resolve import Limits
from matching.link_side import Reject, Row, prepare
from matching.link_table import Pairs
from matching.model import Model
from matching.subject import Pseudonym, Subject

Numbered = tuple[int, Row]

_SUBJECTS_AT_ONCE = 250
"""A few seconds of work, and at most 50,000 pairs to hand over."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a worker needs."""

    path: Path
    """The sealed register."""
    model: Model
    key: bytes = field(repr=False)
    """The key under which it was sealed; travels over a pipe."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of some rows."""

    pairs: Pairs
    cut: int
    """Candidates that fell to the bound, over all of these subjects."""
    rejects: tuple[Reject | None, ...]
    """Of each row, in order, why it is no subject; None where it is one."""


def ask(asking: Asking, rows: Iterable[Numbered], *, workers: int) -> Iterator[Asked]:
    """Ask about every row, in order; rows are drawn as they are needed.

    Raises:
        IndexBuildError: a worker process ended.
    """
    with Pool(workers) as pool:
        yield from pool.map(partial(ask_some, asking), _chunks(rows))


def ask_some(asking: Asking, rows: Sequence[Numbered]) -> Asked:
    """Ask about some rows in this process."""
    entity_type = asking.model.entity_type
    prepared = [(at, *prepare(row, entity_type=entity_type, asking=True)) for at, row in rows]
    subjects = {at: subject for at, subject, _ in prepared if subject is not None}
    leaves = [*dict.fromkeys(leaf for subject in subjects.values() for leaf in subject.leaves())]
    joined = keyed_chunk(asking.key, leaves)
    pseudonyms = dict(zip(leaves, split_pseudonyms(joined), strict=True))
    # Opened anew for each task, in a hundredth of its time: nothing outlives it.
    with closing(SealedIndex(asking.path)) as index:
        found = {
            at: _candidates(index, encode_subject(subject, pseudonyms), model=asking.model)
            for at, subject in subjects.items()
        }
    return Asked(
        _joined(asking.model, {at: comparison for at, (comparison, _) in found.items()}),
        sum(cut for _, cut in found.values()),
        tuple(reject for _, _, reject in prepared),
    )


def _candidates(
    index: SealedIndex, subject: Subject[Pseudonym], *, model: Model
) -> tuple[Comparison, int]:
    found = find(index, subject, limits=Limits())
    comparison, _ = compare(index, found, score=model.name)
    return comparison, found.cut


def _joined(model: Model, found: dict[int, Comparison]) -> Pairs:
    sizes = [len(comparison.references) for comparison in found.values()]
    references = (each for comparison in found.values() for each in comparison.references)
    return Pairs(
        np.repeat(np.array([*found], np.int64), sizes),
        np.array([int.from_bytes(each, "big") for each in references], np.int64),
        {
            name: np.concatenate([np.empty(0), *(each.columns[name] for each in found.values())])
            for name in COLUMNS[model.entity_type]
        },
    )


def _chunks(rows: Iterable[Numbered]) -> Iterator[tuple[Numbered, ...]]:
    drawn = iter(rows)
    while chunk := tuple(islice(drawn, _SUBJECTS_AT_ONCE)):
        yield chunk
