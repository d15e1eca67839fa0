"""How fast a register of persons becomes a sealed generation, and how large it is.

    python -m benchmarks.build_index --records 100000 --workers 2 --json build.json

Reading, normalising, evaluation and sealing are included; the register is drawn before. Beside it,
as the natural alternative, clkhash encodes the same persons into Bloom filters: it wants libraries
older than a node allows, so it lives in an environment of its own, whose Python `--clkhash` names.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from rich.progress import Progress

from benchmarks import report
from benchmarks.persons import KEY, WORD_KEY, prepare, register, store, stored
from matching.index.build import Built
from matching.index.register import Recipe, build_register
from matching.subject import EntityType

CLKHASH = Path(__file__).with_name("clkhash_encode.py")
_CLKHASH_RECORDS = 20_000
"""Enough for a rate: clkhash keeps nothing between records."""
_CLKHASH_COLUMNS = ("first_name", "last_name", "birth_date", "nationality", "gender")


def _cpu_seconds() -> float:
    """Return the processor time of this process and of its workers: load does not blur it."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass(slots=True)
class Clock:
    """When each stage of a build began and ended, in seconds."""

    began: float = field(default_factory=time.perf_counter)
    used: float = field(default_factory=_cpu_seconds)
    """Processor time that was used before."""
    stages: dict[str, list[float]] = field(default_factory=dict)

    def note(self, stage: str) -> None:
        """Note that a stage goes on."""
        now = time.perf_counter()
        last = max((times[1] for times in self.stages.values()), default=self.began)
        self.stages.setdefault(stage, [last, now])[1] = now

    def seconds(self) -> dict[str, float]:
        """Return the duration of each stage."""
        return {stage: round(end - start, 2) for stage, (start, end) in self.stages.items()}


def build(path: Path, records: int, *, workers: int) -> tuple[Built, Clock]:
    """Build the generated register, with a progress bar."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, Progress(transient=True) as bars:
        drawing = bars.add_task("drawing the register", total=None)
        persons = Path(folder) / "persons.json"
        store(persons, records)
        bars.remove_task(drawing)
        clock = Clock()
        tasks = {}

        def progress(stage: str, done: int, total: int) -> None:  # noqa: PLR0917 - as a build calls it
            clock.note(stage)
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total or records)
            bars.update(tasks[stage], completed=done)

        recipe = Recipe(EntityType.PERSON, prepare, KEY, WORD_KEY, workers)
        built = build_register(path, recipe, rows=stored(persons), progress=progress)
    return built, clock


def measure(path: Path, records: int, *, workers: int) -> dict[str, object]:
    """Build and say what it took."""
    built, clock = build(path, records, workers=workers)
    seconds = max(end for _, end in clock.stages.values()) - clock.began
    stages = clock.seconds()
    return {
        "records": built.records,
        "workers": workers,
        "seconds": round(seconds, 2),
        "records_per_second": round(built.records / seconds),
        "cpu_seconds": round(_cpu_seconds() - clock.used, 1),
        "bytes_per_record": round(path.stat().st_size / built.records, 1),
        "distinct_words": built.words,
        "distinct_tokens": built.tokens,
        "clashes": built.clashes,
        "oprf_share": round((stages.get("values", 0) + stages.get("evaluating", 0)) / seconds, 3),
        "stage_seconds": stages,
        "peak_mib": _peak_mib(),
    }


def _peak_mib() -> dict[str, int]:
    peaks = {"this_process": resource.RUSAGE_SELF, "largest_worker": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss // 1024 for name, who in peaks.items()}


def clkhash(python: Path | None, records: int) -> dict[str, object]:
    """Let clkhash encode the same persons; say so where it is not there."""
    if python is None:
        return {"skipped": "no environment with clkhash named by --clkhash"}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "persons.csv"
        _write_table(table, min(records, _CLKHASH_RECORDS))
        command = [str(python), str(CLKHASH), str(table)]
        done = subprocess.run(command, capture_output=True, check=False, text=True)  # noqa: S603 - named by the caller
    if done.returncode:
        return {"skipped": "clkhash did not run: " + done.stderr.strip().splitlines()[-1]}
    result: dict[str, object] = json.loads(done.stdout)
    return result


def _write_table(path: Path, records: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_CLKHASH_COLUMNS)
        for _, fields in islice(register(records), records):
            writer.writerow([fields.get(name, ("",))[0] for name in _CLKHASH_COLUMNS])


def show(result: dict[str, object], other: dict[str, object]) -> None:
    """Print both, side by side."""
    stages = result["stage_seconds"]
    rows = [(name, str(value)) for name, value in result.items() if name != "stage_seconds"]
    if isinstance(stages, dict):
        rows += [(f"  {stage}, seconds", str(seconds)) for stage, seconds in stages.items()]
    report.show("Building a sealed generation", ("measure", "value"), rows=rows)
    compared = [(name, str(value)) for name, value in other.items()]
    report.show("clkhash encoding the same persons", ("measure", "value"), rows=compared)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure the build of a sealed generation.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--index", type=Path, help="keep the generation here")
    parser.add_argument("--clkhash", type=Path, help="Python of an environment with clkhash")
    parser.add_argument("--json", type=Path, help="write the result here as well")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = asked.index or Path(folder) / "index.duckdb"
        result = measure(path, asked.records, workers=asked.workers)
    other = clkhash(asked.clkhash, asked.records)
    show(result, other)
    report.write(asked.json, "build_index", result={"heliograph": result, "clkhash": other})


if __name__ == "__main__":
    main()
