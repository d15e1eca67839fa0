"""Link two registers on one machine: the left one is sealed, and the right one asks it in bulk.

Both sides become pseudonyms under one key that is drawn for the occasion and forgotten: by a keyed
hash, because the oblivious function is for those who must not know each other's key, and takes
most of the time. The left register becomes a sealed index as a node has it; every record of the
right one finds its candidates there as a query would; Splink scores all pairs in one run, on DuckDB
or on Spark; the rules of `matching.decide` say what a score means. So a link tells what a node
would answer.

Clear text: both registers are in the hands of whoever links them.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, cast

from matching import oprf
from matching.agreement import COLUMNS
from matching.encode import keyed_chunk
from matching.errors import LinkError
from matching.index.build import Progress, no_progress
from matching.index.layout import REFERENCE_BYTES
from matching.index.register import Recipe, build_register
from matching.link_ask import Asking, ask
from matching.link_decide import Pair, decided
from matching.link_engine import Engine
from matching.link_side import Reject, Row, Side, Tally, prepare
from matching.link_table import Predict, Tables, TableWriter
from matching.model import Model
from matching.subject import EntityType
from matching.zone import Zone

__all__ = ["Engine", "Link", "Linked", "Pair", "Reject", "Row", "Tally", "link"]

T = TypeVar("T")

_FEW_RECORDS, _FEW_SUBJECTS = 5_000, 500
"""Up to so many, one process is done before others have started."""


@dataclass(frozen=True, slots=True)
class Link:
    """How two registers are to be linked."""

    model: Model
    engine: Engine = Engine.DUCKDB
    threshold: Zone | float = Zone.POSSIBLE
    """Pairs of this zone or a better one; or of at least so many bits, whatever their zone."""
    explain: bool = False
    """Whether each pair tells the level of each attribute."""
    workers: int = 1

    @property
    def least_weight(self) -> float:
        """Bits below which no pair is told of."""
        thresholds = self.model.thresholds
        match self.threshold:
            case Zone.HIT:
                return thresholds.hit
            case Zone.POSSIBLE:
                return thresholds.possible
            case bits:
                return float(bits)


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of a link: counts only."""

    left: Tally
    right: Tally
    scored: int
    """Pairs that Splink scored."""
    cut: int
    """Candidates that fell to the bound of a query, over all of them."""
    hits: int
    possible: int
    subjects: int
    """Records of the right side that have at least one hit."""


def link(
    wanted: Link,
    *,
    left: Iterable[Row | Reject],
    right: Iterable[Row | Reject],
    take: Callable[[Pair], object],
    progress: Progress = no_progress,
) -> Linked:
    """Link two registers, and hand over each pair from the threshold up.

    Pairs come in the order of the right register, the best of each record first. What grows with
    the registers in memory are the flat arrays of the index being built and the ids; the pairs lie
    in the folder for temporary files.

    Args:
        wanted: model, engine and threshold.
        left: the register that is asked; drawn as it is needed.
        right: the register that asks; drawn as it is needed.
        take: told of each pair; what it raises ends the link.
        progress: told how far each stage is.

    Raises:
        EngineUnavailableError: the engine is not installed.
        LinkError: one side has no usable record, or there is no room.
        IndexBuildError: there is no room for the index, or a worker process ended.
    """
    predict = _predict_of(wanted.engine)
    with _temporary_folder() as folder:
        run = _Run(wanted, Tables(Path(folder)), Side(left), Side(right), progress)
        return run.link(predict, take)


def _predict_of(engine: Engine) -> Predict:
    # Only the engine that was asked for: Spark is an optional extra.
    return cast("Predict", import_module(f"matching.link_{engine}").predict)


def _temporary_folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="heliograph-")
    except OSError as error:
        raise LinkError(
            "The folder for temporary files cannot be used.", hint="Name another with TMPDIR."
        ) from error


@dataclass(slots=True)
class _Run:
    wanted: Link
    tables: Tables
    left: Side
    right: Side
    progress: Progress
    key: bytes = field(default_factory=lambda: oprf.derive_key(os.urandom(32), b"link"), repr=False)
    cut: int = 0

    def link(self, predict: Predict, take: Callable[[Pair], object]) -> Linked:
        self._seal()
        scored = self._ask()
        counts = {Zone.HIT: 0, Zone.POSSIBLE: 0, Zone.NO_HIT: 0}
        subjects = set()
        if scored:
            self.progress("scoring", 0, scored)
            settings, least = self.wanted.model.splink, self.wanted.least_weight
            predict(self.tables, settings, threshold=least)
        for pair in self._decided() if scored else ():
            counts[pair.zone] += 1
            if pair.zone is Zone.HIT:
                subjects.add(pair.right)
            take(pair)
        hits, possible = counts[Zone.HIT], counts[Zone.POSSIBLE]
        left, right = self.left.tally, self.right.tally
        return Linked(left, right, scored, self.cut, hits, possible, len(subjects))

    @property
    def _index(self) -> Path:
        return self.tables.folder / "left.duckdb"

    def _seal(self) -> None:
        """Seal the left register."""
        model = self.wanted.model
        items, workers = self._spread(self.left, _FEW_RECORDS)
        recipe = Recipe(
            model.entity_type,
            partial(prepare, entity_type=model.entity_type, asking=False),
            key=self.key,
            word_key=os.urandom(32),
            workers=workers,
            pseudonyms=keyed_chunk,
        )
        build_register(
            self._index,
            recipe,
            rows=((number.to_bytes(REFERENCE_BYTES, "big"), row) for number, row in items),
            taken=lambda _reference, _usable, reject: self.left.note(reject),
            progress=self.progress,
        )
        _require_records("left", self.left, entity_type=model.entity_type)

    def _ask(self) -> int:
        """Find the candidates of the right register; return how many pairs there are."""
        model = self.wanted.model
        items, workers = self._spread(self.right, _FEW_SUBJECTS)
        with TableWriter(self.tables, COLUMNS[model.entity_type]) as table:
            for asked in ask(Asking(self._index, model, self.key), items, workers=workers):
                table.add(asked.pairs)
                self.cut += asked.cut
                for reject in asked.rejects:
                    self.right.note(reject)
                self.progress("asking", self.right.records, 0)
            table.add_subjects(len(self.right.ids))
        _require_records("right", self.right, entity_type=model.entity_type)
        return table.size

    def _decided(self) -> Iterator[Pair]:
        pairs = decided(
            self.tables,
            self.wanted.model,
            ids=(self.left.ids, self.right.ids),
            explain=self.wanted.explain,
        )
        # Enough weight without the minimum of evidence is no hit.
        only_hits = self.wanted.threshold is Zone.HIT
        return (pair for pair in pairs if pair.zone is Zone.HIT or not only_hits)

    def _spread(self, side: Iterable[T], few: int) -> tuple[Iterator[T], int]:
        """Return the items again, and how many processes are worth their start."""
        items = iter(side)
        first = list(islice(items, few))
        return chain(first, items), 1 if len(first) < few else self.wanted.workers


def _require_records(name: str, side: Side, *, entity_type: EntityType) -> None:
    if side.records:
        return
    first = f"Line {side.rejects[0].line}: {side.rejects[0].reason}. " if side.rejects else ""
    raise LinkError(
        f"The {name} register has no usable {entity_type} record among {side.rejected} rows.",
        hint=f"{first}Look at the entity type and at the names of the columns.",
    )
