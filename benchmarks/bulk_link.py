"""How long it takes to link a list with a register: sealed, and in plain text.

    python -m benchmarks.bulk_link --list 10000 --records 1000000 --json bulk.json

Both ways get the same persons, drawn beforehand: the list has another agency's record of persons
of the register, other spelling, other gaps. The sealed way is `heliograph link`: normalising,
pseudonyms, the index, candidates and scoring, all counted. The plain way is Splink's own
`predict_between` over the same register with three blocking rules; it protects nobody. Each way
runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks import report
from benchmarks.persons import ASKER, SEED, fields, store, stored
from benchmarks.plaintext import PlainRegister
from matching.link import Link, Pair, Row, link
from matching.link_engine import Engine
from matching.model import load_model
from matching.subject import EntityType
from node.sample import iter_persons

Result = Mapping[str, object]

_REGISTER_PER_LIST = 10
"""A list that is nearly the register would measure the build, not the link."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Where the two sides lie."""

    register: Path
    asking: Path
    workers: int


@dataclass(slots=True)
class _Stages:
    """When each stage of a link was first heard of, in seconds."""

    began: float = field(default_factory=time.perf_counter)
    starts: dict[str, float] = field(default_factory=dict)

    def note(self, stage: str, _done: int, _total: int) -> None:
        self.starts.setdefault(stage, time.perf_counter() - self.began)

    def seconds(self, names: Mapping[str, str]) -> dict[str, float]:
        """Return how long the stages that begin with each key took, under their names."""
        ends = time.perf_counter() - self.began
        starts = [*((names[key], self.starts[key]) for key in names if key in self.starts)]
        return {
            name: round(after - start, 2)
            for (name, start), (_, after) in pairwise([*starts, ("", ends)])
        }


def sealed(lists: Lists, engine: Engine) -> Result:
    """Link as `heliograph link` does."""
    stages, true = _Stages(), 0

    def take(pair: Pair) -> None:
        nonlocal true
        true += pair.left == pair.right

    linked = link(
        Link(load_model(EntityType.PERSON), engine=engine, workers=lists.workers),
        left=_rows(lists.register),
        right=_rows(lists.asking),
        take=take,
        progress=stages.note,
    )
    parts = stages.seconds({"reading": "sealing", "records": "asking", "scoring": "scoring"})
    seconds = time.perf_counter() - stages.began
    more = {"hits": linked.hits, "possible": linked.possible, "stage_seconds": parts}
    return _result(seconds, linked.scored, lists=lists, true=true) | more


def plain(lists: Lists) -> Result:
    """Link with Splink alone, in plain text."""
    held, asking = list(stored(lists.register)), list(stored(lists.asking))
    began, scored, true = time.perf_counter(), 0, 0
    for one, other, weight in PlainRegister(held).ask_all(asking):
        scored += 1
        true += one == other and weight >= 0
    return _result(time.perf_counter() - began, scored, lists=lists, true=true)


def measure(lists: Lists, engine: Engine) -> dict[str, Result]:
    """Run both ways, one after the other."""
    ways: dict[str, Callable[[Lists], Result]] = {
        f"heliograph, {engine}": partial(sealed, engine=engine),
        "splink, plain text": plain,
    }
    found = {}
    for name, way in ways.items():
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
            found[name] = alone.submit(way, lists).result()
    return found


def _rows(path: Path) -> Iterator[Row]:
    for line, (reference, found) in enumerate(stored(path), start=1):
        number = str(int.from_bytes(reference, "big"))
        yield Row(line, {name: tuple(each) for name, each in found.items()} | {"id": (number,)})


def _result(seconds: float, scored: int, *, lists: Lists, true: int) -> dict[str, object]:
    asked = sum(1 for _ in stored(lists.asking))
    peaks = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    this, largest_child = (each.ru_maxrss // 1024 for each in peaks)
    return {
        "seconds": round(seconds, 2),
        "pairs_scored": scored,
        "pairs_per_second": round(scored / seconds),
        "records_per_second": round(asked / seconds, 1),
        # Each worker counted as large as the largest: never too little.
        "peak_memory_mb": this + (lists.workers if largest_child else 0) * largest_child,
        "true_pairs_told": round(true / asked, 4),
    }


def show(title: str, found: Mapping[str, Result]) -> None:
    """Print the ways side by side."""
    headings = ("seconds", "pairs_scored", "pairs_per_second", "records_per_second")
    columns = (*headings, "peak_memory_mb", "true_pairs_told")
    rows = [(name, *(f"{result[key]:,}" for key in columns)) for name, result in found.items()]
    report.show(title, ("way", *(key.replace("_", " ") for key in columns)), rows=rows)
    for name, result in found.items():
        if isinstance(stages := result.get("stage_seconds"), dict):
            print(f"{name}:", ", ".join(f"{stage} {took} s" for stage, took in stages.items()))


def draw(lists: Lists, records: int, *, asking: int) -> None:
    """Draw a register, and the list of another agency that asks about some of its persons."""
    store(lists.register, records)
    _store_asking(lists.asking, asking)


def _store_asking(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in iter_persons(SEED, count, agency=ASKER):
            file.write(f"{json.dumps(fields(row))}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure and tell."""
    parser = argparse.ArgumentParser(description="Measure a bulk link.")
    parser.add_argument("--records", type=int, default=100_000, help="of the register")
    parser.add_argument(
        "--list", type=int, default=10_000, help="records that ask; at most a tenth of the register"
    )
    parser.add_argument("--engine", type=Engine, choices=[*Engine], default=Engine.DUCKDB)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path, help="write the result here as well")
    asked = parser.parse_args(arguments)
    asking = min(asked.list, asked.records // _REGISTER_PER_LIST)
    with tempfile.TemporaryDirectory() as folder:
        lists = Lists(Path(folder) / "register", Path(folder) / "list", asked.workers)
        draw(lists, asked.records, asking=asking)
        found = measure(lists, asked.engine)
    show(f"{asking:,} records against {asked.records:,}", found)
    sizes = {"records": asked.records, "list": asking, "workers": asked.workers}
    report.write(asked.json, "bulk_link", result={**sizes, "ways": found})


if __name__ == "__main__":
    main()
