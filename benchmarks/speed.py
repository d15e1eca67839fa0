"""Measure building, asking and bulk linking in one run, and write the sheet of speed.

    python -m benchmarks speed --records 100000 --records 1000000 --sheet docs/speed.md

What others need for the same task is measured in the same run, on the same persons, because a
machine is rarely idle: compare the two, not either with another day. `--clkhash` names the Python
of an environment that has clkhash and anonlink.
"""

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import build_index, bulk_link, query_latency
from benchmarks.report import Times
from benchmarks.speed_sheet import sheet
from matching.link_engine import Engine

Result = Mapping[str, object]

SIZES = (100_000,)
QUERIES = 300
_LIST = 10_000
_REGISTER_PER_LIST = 10


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and when it was measured."""

    day: str
    processor: str
    cores: int
    python: str
    load_before: float
    """Processes that ran or waited, over a minute: above the cores, all times are too long."""
    load_after: float


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured on registers of one size."""

    records: int
    built: Result
    encoded: Result
    """What clkhash did with the same persons, or why it was skipped."""
    asked: Result
    linked: Mapping[str, Result] = field(default_factory=dict)


def measure(records: int, asked: argparse.Namespace) -> Speed:
    """Build a register, ask it, and link a list with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = asked.index or Path(folder) / "index.duckdb"
        built = build_index.measure(path, records, workers=asked.workers)
        encoded = build_index.clkhash(asked.clkhash, records)
        answered = query_latency.measure(path, records, queries=asked.queries, with_splink=True)
        path.unlink()
        linked = {} if asked.no_link else _linked(Path(folder), records, workers=asked.workers)
    return Speed(records, built, encoded, answered, linked)


def _linked(folder: Path, records: int, *, workers: int) -> dict[str, Result]:
    lists = bulk_link.Lists(folder / "register", folder / "list", workers)
    bulk_link.draw(lists, records, asking=min(_LIST, records // _REGISTER_PER_LIST))
    return bulk_link.measure(lists, Engine.DUCKDB)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size, and write what was found."""
    parser = argparse.ArgumentParser(description="Measure building, asking and linking.")
    parser.add_argument("--records", type=int, action="append", help="a size; may be repeated")
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--index", type=Path, help="where the generation may lie meanwhile")
    parser.add_argument("--clkhash", type=Path, help="Python of an environment with clkhash")
    parser.add_argument("--no-link", action="store_true", help="leave bulk linking out")
    parser.add_argument("--sheet", type=Path, help="Markdown file to write")
    parser.add_argument("--json", type=Path, help="write the results here as well")
    asked = parser.parse_args(arguments)
    before, found = os.getloadavg()[0], []
    for records in asked.records or SIZES:
        found.append(measure(records, asked))
        print(f"{records:,} records measured", flush=True)
        machine = _machine(before)
        if asked.sheet:
            asked.sheet.write_text(sheet(found, machine), encoding="utf-8")
        if asked.json:
            content = {"machine": asdict(machine), "sizes": [asdict(each) for each in found]}
            asked.json.write_text(json.dumps(content, indent=2, default=_plain) + "\n")
    if not asked.sheet:
        print(sheet(found, _machine(before)))


def _machine(before: float) -> Machine:
    return Machine(
        datetime.now(tz=UTC).date().isoformat(),
        _processor(),
        os.cpu_count() or 1,
        platform.python_version(),
        round(before, 1),
        round(os.getloadavg()[0], 1),
    )


def _processor() -> str:
    """Return the name that Linux gives the processor, else its kind."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _plain(value: object) -> object:
    if isinstance(value, Times):
        return asdict(value)
    raise TypeError(type(value).__name__)


if __name__ == "__main__":
    main()
