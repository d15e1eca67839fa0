"""What a benchmark says: a table for people, a file for machines."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

_WIDTH = 110
"""Columns of a table where no terminal says how many there are."""


@dataclass(frozen=True, slots=True)
class Times:
    """Percentiles of some durations, in milliseconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Take the percentiles of durations in seconds; there is at least one."""
        percentiles = np.percentile(np.array(seconds) * 1_000, [50, 95, 99])
        return cls(*(round(float(each), 2) for each in percentiles))

    @property
    def cells(self) -> tuple[str, str, str]:
        """Return the percentiles as a table shows them."""
        return (f"{self.p50_ms:.2f}", f"{self.p95_ms:.2f}", f"{self.p99_ms:.2f}")


TIMES = ("p50 ms", "p95 ms", "p99 ms")
"""Headings of `Times.cells`."""


def show(title: str, headings: Sequence[str], *, rows: Iterable[Sequence[str]]) -> None:
    """Print a table, the first column to the left and numbers to the right."""
    table = Table(title=title, title_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    console = Console()
    Console(width=max(console.width, _WIDTH) if console.is_terminal else _WIDTH).print(table)


def markdown(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(path: Path | None, name: str, *, result: Mapping[str, object]) -> None:
    """Write a result as JSON, with the machine it was measured on; nothing without a path."""
    if path is None:
        return
    machine = {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_1m": round(os.getloadavg()[0], 2),
    }
    document = {"benchmark": name, "machine": machine, **result}
    path.write_text(json.dumps(document, indent=2, default=_plain) + "\n", encoding="utf-8")


def _plain(value: object) -> object:
    if isinstance(value, Times):
        return asdict(value)
    raise TypeError(type(value).__name__)
