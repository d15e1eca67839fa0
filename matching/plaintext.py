"""The sighted twin: Splink with string comparisons on clear text, over the same attributes.

For comparison only. It is given every advantage: the same candidate pairs, normalised names, word
frequencies, and m and u counted from the very truth it is then measured by. Blind linkage is good
enough where it is as good as this.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from matching.comparator import NUMBER, SIDE, SUBJECT
from matching.figures import Figures, best_choice
from matching.fit import Counts, Probabilities, level_of, name_edges
from matching.labelled import Labelled, Link
from matching.normalise.names import words
from matching.normalise.places import place_words
from matching.records import Record
from matching.subject import EntityType, PartKind

FloatArray = NDArray[np.float64]
MISSING = -1.0
_CONTINUOUS_LEVELS = 10
_SMOOTHING = 0.5
_YEAR, _MONTH = slice(0, 4), slice(0, 7)
_SAME_TONNAGE = 0.03


@dataclass(frozen=True, slots=True)
class _Plain:
    """A record as clear text is compared."""

    names: tuple[tuple[str, ...], ...] = field(repr=False)
    """Sorted Latin words of each name, legal forms left out."""
    address: frozenset[str] = field(repr=False)
    places: frozenset[str] = field(repr=False)
    record: Record = field(repr=False)


def best_in_plain_text(labelled: Labelled, links: Sequence[Link]) -> Figures:
    """Score pairs of clear-text records with Splink and return the best F1.

    Args:
        labelled: the registers.
        links: the pairs to score: those measured on, or the candidates that were found.
    """
    truth = labelled.truth if labelled.pairs is None else labelled.truth & labelled.pairs
    known = [link for link in links if link[0] in labelled.left and link[1] in labelled.right]
    if not known:
        return Figures(0, 0, len(truth))
    is_true = np.array([link in truth for link in known], np.bool_)
    columns = _columns(labelled, known)
    weight = _score(columns, is_true)
    return best_choice(weight, is_true, truth=len(truth))


def _columns(labelled: Labelled, links: Sequence[Link]) -> dict[str, FloatArray]:
    kind = labelled.entity_type
    left = {name: _plain(kind, record) for name, record in labelled.left.items()}
    right = {name: _plain(kind, record) for name, record in labelled.right.items()}
    rarity = _Rarity(left.values())
    pairs = [(left[a], right[b]) for a, b in links]
    columns = {"spelling": _spelling(pairs)}
    for name, measure in rarity.measures.items():
        columns[name] = np.array([measure(a, b) for a, b in pairs])
    for name, compare in _VALUES.items():
        columns[name] = np.array([compare(a.record, b.record) for a, b in pairs])
    return {name: values for name, values in columns.items() if (values != MISSING).any()}


def _plain(kind: EntityType, record: Record) -> _Plain:
    names = (
        tuple(sorted(w.latin for w in words(kind, name.text) if w.kind is not PartKind.LEGAL_FORM))
        for name in record.names
    )
    return _Plain(
        tuple(dict.fromkeys(name for name in names if name)),
        frozenset(place_words(record.addresses)),
        frozenset(place_words(record.birth_places)),
        record,
    )


class _Rarity:
    """Overlap of words, weighed by how rare they are in the left register."""

    def __init__(self, held: Iterable[_Plain]) -> None:
        plain = list(held)
        self._size = len(plain)
        self._names = Counter(w for p in plain for w in {w for name in p.names for w in name})
        self._address = Counter(w for p in plain for w in p.address)
        self._places = Counter(w for p in plain for w in p.places)
        self.measures: Mapping[str, Callable[[_Plain, _Plain], float]] = {
            "words": self._best_overlap,
            "rarest": self._rarest,
            "address": lambda a, b: self._sum(self._address, a.address, b=b.address),
            "place": lambda a, b: self._sum(self._places, a.places, b=b.places),
        }

    def _weight(self, counts: Counter[str], word: str) -> float:
        return math.log((self._size + 1) / (counts[word] + 0.5)) / math.log(2 * self._size + 2)

    def _sum(self, counts: Counter[str], a: frozenset[str], *, b: frozenset[str]) -> float:
        return sum(self._weight(counts, w) for w in a & b) if a and b else MISSING

    def _best_overlap(self, a: _Plain, b: _Plain) -> float:
        return max(
            (self._overlap(set(x), set(y)) for x in a.names for y in b.names), default=MISSING
        )

    def _overlap(self, x: set[str], y: set[str]) -> float:
        shared, every = x & y, x | y
        return sum(self._weight(self._names, w) for w in shared) / (
            sum(self._weight(self._names, w) for w in every) + 1e-9
        )

    def _rarest(self, a: _Plain, b: _Plain) -> float:
        """Return the weight of the words shared by the two names that share most."""
        return max(
            (
                sum(self._weight(self._names, w) for w in set(x) & set(y))
                for x in a.names
                for y in b.names
            ),
            default=MISSING,
        )


def _spelling(pairs: Sequence[tuple[_Plain, _Plain]]) -> FloatArray:
    """Return the best Jaro-Winkler similarity of any two names, words in alphabetical order."""
    rows = [
        (at, " ".join(x), " ".join(y))
        for at, (a, b) in enumerate(pairs)
        for x in a.names
        for y in b.names
    ]
    number, left, right = (list(each) for each in zip(*rows, strict=True)) if rows else ([], [], [])
    table = pa.table({"number": pa.array(number, pa.int64()), "x": left, "y": right})
    with duckdb.connect(":memory:") as database:
        database.register("names", table)
        found = database.execute(
            "SELECT number, max(jaro_winkler_similarity(x, y)) s FROM names GROUP BY number"
        ).fetchnumpy()
    best = np.full(len(pairs), MISSING)
    best[found["number"]] = found["s"]
    return best


def _date(left: Sequence[str], right: Sequence[str]) -> float:
    return max((_same_date(a, b) for a in left for b in right), default=MISSING)


def _same_date(a: str, b: str) -> float:
    shorter = min(len(a), len(b))
    if a[:shorter] == b[:shorter]:
        return {10: 6.0, 7: 5.0}.get(shorter, 4.0)
    if a[_MONTH] == b[_MONTH] or sorted(a) == sorted(b):
        return 3.0
    apart = abs(int(a[_YEAR]) - int(b[_YEAR]))
    return 2.0 if apart == 0 else 1.0 if apart == 1 else 0.0


def _sets(left: Iterable[object], right: Iterable[object]) -> float:
    a, b = set(left), set(right)
    if not a or not b:
        return MISSING
    return 2.0 if a == b else 1.0 if a & b else 0.0


def _near(left: Sequence[int], right: Sequence[int], *, within: float) -> float:
    if not left or not right:
        return MISSING
    nearest = min(abs(a - b) for a in left for b in right)
    return 2.0 if nearest == 0 else 1.0 if nearest <= within else 0.0


def _tonnage(a: Record, b: Record) -> float:
    return _near(a.tonnages, b.tonnages, within=_SAME_TONNAGE * max(b.tonnages, default=0))


_VALUES: Mapping[str, Callable[[Record, Record], float]] = {
    "birth_date": lambda a, b: _date(_iso(a.birth_dates), _iso(b.birth_dates)),
    "incorporation_date": lambda a, b: _date(
        _iso(a.incorporation_dates), _iso(b.incorporation_dates)
    ),
    "country": lambda a, b: _sets(a.countries, b.countries),
    "gender": lambda a, b: _sets(filter(None, (a.gender,)), filter(None, (b.gender,))),
    "flag": lambda a, b: _sets(a.flags + a.former_flags, b.flags + b.former_flags),
    "vessel_type": lambda a, b: _sets(a.vessel_classes, b.vessel_classes),
    "build_year": lambda a, b: _near(a.build_years, b.build_years, within=1),
    "tonnage": _tonnage,
    "identifier": lambda a, b: _sets(a.identifiers, b.identifiers),
}


def _iso(dates: Iterable[object]) -> list[str]:
    return [str(getattr(date, "iso", "")) for date in dates]


def _score(columns: Mapping[str, FloatArray], is_true: NDArray[np.bool_]) -> FloatArray:
    """Count m and u of every column's levels, and let Splink add the weights."""
    comparisons = [_comparison(name, values, is_true=is_true) for name, values in columns.items()]
    settings = {
        "link_type": "link_only",
        "probability_two_random_records_match": min(0.99, max(1e-6, float(is_true.mean()))),
        "unique_id_column_name": NUMBER,
        "source_dataset_column_name": SIDE,
        "blocking_rules_to_generate_predictions": [f"l.{NUMBER} = r.{SUBJECT}"],
        "comparisons": comparisons,
    }
    size = len(is_true)
    blank = dict.fromkeys(columns, np.full(1, np.nan))
    with duckdb.connect(":memory:") as database:
        api = DuckDBAPI(connection=database)
        left = api.register(_table("asked", 1, columns=blank), table_name="asked")
        right = api.register(_table("pairs", size, columns=columns), table_name="pairs")
        linker = Linker([left, right], settings, log_level=None)
        result = linker.inference.predict(threshold_match_weight=None)
        found = database.execute(
            f"SELECT {NUMBER}_r n, match_weight w FROM {result.physical_name}"  # noqa: S608 - ours
        ).fetchnumpy()
    weight = np.empty(size)
    weight[found["n"]] = found["w"]
    return weight


def _table(side: str, size: int, *, columns: Mapping[str, FloatArray]) -> pa.Table:
    beside = {SIDE: pa.repeat(side, size), NUMBER: np.arange(size)}
    beside[SUBJECT] = np.zeros(size, np.int64)
    return pa.table(beside | dict(columns))


def _comparison(name: str, values: FloatArray, *, is_true: NDArray[np.bool_]) -> dict[str, object]:
    conditions = [f'"{name}_r" = -1', *_steps(name, values, is_true=is_true), "ELSE"]
    counts = Counts.of(level_of(conditions, values), is_true, size=len(conditions) - 1)
    even = np.full(len(conditions) - 1, 1 / (len(conditions) - 1))
    found = Probabilities(even, even).estimate(counts, strength=_SMOOTHING * len(even))
    levels: list[dict[str, object]] = [
        {"sql_condition": condition, "m_probability": m, "u_probability": u}
        for condition, m, u in zip(conditions[1:], found.m.tolist(), found.u.tolist(), strict=True)
    ]
    null = {"sql_condition": conditions[0], "is_null_level": True}
    return {"output_column_name": name, "comparison_levels": [null, *levels]}


def _steps(name: str, values: FloatArray, *, is_true: NDArray[np.bool_]) -> Iterator[str]:
    """Yield the conditions of all levels but the last: numbers as they are, or similarities cut."""
    known = values != MISSING
    if name in _VALUES:
        edges: Iterable[float] = range(int(values.max()), 0, -1)
    else:
        edges = name_edges(values[known], is_true[known], levels=_CONTINUOUS_LEVELS)
    for edge in edges:
        yield f'"{name}_r" >= {edge}'
