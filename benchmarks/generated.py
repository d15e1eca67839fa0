"""Write an invented pair of registers with its truth, in the layout of `matching.labelled`.

    python -m benchmarks.generated FOLDER --entity person --links 400 --others 20000 --seed 1

Persons and companies are those of `heliograph sample`, as two of its agencies write them; ships
those of `benchmarks.fleet`. The left register also holds `--others` records of nobody else.
"""

import argparse
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from benchmarks.fleet import ships
from matching.labelled import Labelled
from matching.records import Record, record_from_fields
from matching.subject import EntityType
from node.sample.column import COLUMNS, SEPARATOR, Row, cells
from node.sample.entity import iter_companies, iter_persons

_FIRST_OTHER = 1_000_000
_LEFT_AGENCY, _RIGHT_AGENCY = "customs-es", "fiu-nl"


def rows(
    entity_type: EntityType, seed: int, *, count: int, side: str, start: int = 0
) -> Iterator[Row]:
    """Yield the records that one side has of entities `start` to `start + count`.

    Raises:
        KeyError: there is no generator for the entity type.
    """
    agency = _LEFT_AGENCY if side == "left" else _RIGHT_AGENCY
    makers: Mapping[EntityType, Callable[[], Iterator[Row]]] = {
        EntityType.PERSON: lambda: iter_persons(seed, count, agency=agency, start=start),
        EntityType.COMPANY: lambda: iter_companies(seed, count, agency=agency, start=start),
        EntityType.VESSEL: lambda: ships(seed, count, side=side, start=start),
    }
    return makers[entity_type]()


def records(entity_type: EntityType, found: Iterable[Row]) -> dict[str, Record]:
    """Read rows as a node reads a register."""
    return {
        row["id"]: record_from_fields(
            entity_type, {name: tuple(text.split(SEPARATOR)) for name, text in row.items() if text}
        )
        for row in found
    }


def others(entity_type: EntityType, count: int, *, seed: int) -> dict[str, Record]:
    """Draw records that are in no labelled set: the crowd of a large register."""
    drawn = records(
        entity_type, rows(entity_type, seed, count=count, side="left", start=_FIRST_OTHER)
    )
    return {f"other-{name}": record for name, record in drawn.items()}


def labelled(entity_type: EntityType, links: int, *, crowd: int, seed: int) -> Labelled:
    """Draw two registers in which every right record has one counterpart on the left."""
    left = records(entity_type, rows(entity_type, seed, count=links, side="left"))
    right = records(entity_type, rows(entity_type, seed, count=links, side="right"))
    return Labelled(
        f"generated_{entity_type}s",
        entity_type,
        {**left, **others(entity_type, crowd, seed=seed)},
        right,
        frozenset(zip(left, right, strict=True)),
    )


def write(folder: Path, entity_type: EntityType, *, links: int, crowd: int, seed: int) -> None:
    """Write `a.csv`, `b.csv` and `truth.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    left = list(rows(entity_type, seed, count=links, side="left"))
    right = list(rows(entity_type, seed, count=links, side="right"))
    more = rows(entity_type, seed, count=crowd, side="left", start=_FIRST_OTHER)
    _write(folder / "a.csv", COLUMNS, content=map(cells, chain(left, more)))
    _write(folder / "b.csv", COLUMNS, content=map(cells, right))
    pairs = ((a["id"], b["id"]) for a, b in zip(left, right, strict=True))
    _write(folder / "truth.csv", ("id_a", "id_b"), content=pairs)


def _write(path: Path, header: Iterable[str], *, content: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(content)


def main() -> None:
    """Read the command line and write the registers."""
    parser = argparse.ArgumentParser(description="Write an invented pair of registers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entity", type=EntityType, required=True)
    parser.add_argument("--links", type=int, default=400)
    parser.add_argument("--others", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.folder, asked.entity, links=asked.links, crowd=asked.others, seed=asked.seed)


if __name__ == "__main__":
    main()
