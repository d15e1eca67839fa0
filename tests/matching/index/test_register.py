"""A register is built by several processes as by one."""

import os
from pathlib import Path

import duckdb
import pytest

from matching.errors import IndexBuildError
from matching.index import register as building
from matching.index.page import iter_cells
from matching.index.read import SealedIndex
from matching.index.register import Recipe, build_register
from matching.subject import Subject
from tests.matching.index.register import KEY, PERSON, WORD_KEY, found, person, reference

Row = tuple[str, str]


def prepare(row: Row) -> tuple[Subject[bytes] | None, str]:
    """Turn a name and a date into tokens; refuse the nameless."""
    name, date = row
    return (person(name, date=date), "kept") if name else (None, "no name")


def give_up(_: Row) -> tuple[Subject[bytes] | None, str]:
    """End the worker process."""
    os._exit(1)


def recipe(workers: int, key: bytes = KEY) -> Recipe[Row, str]:
    """Return the recipe of the rows above."""
    return Recipe(PERSON, prepare, key, WORD_KEY, workers)


ROWS: list[Row] = [("ivan petrov", "1970-05-02"), ("", ""), ("maria lopez", "1990-01-15")] * 20
NUMBERED = [(reference(number), row) for number, row in enumerate(ROWS)]


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_register_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """Every usable row is in the index, whoever prepared it, in however many chunks."""
    monkeypatch.setattr(building, "_ROWS_AT_ONCE", 7)
    told: list[tuple[bytes, bool, str]] = []

    built = build_register(
        tmp_path / "index",
        recipe(workers),
        rows=iter(NUMBERED),
        taken=lambda *each: told.append(each),
    )
    index = SealedIndex(tmp_path / "index")

    assert (built.records, built.words, index.size) == (40, 4, 40)
    assert len(found(index, person("ivan petrov")).numbers) == 20
    assert told == [(ref, bool(name), "kept" if name else "no name") for ref, (name, _) in NUMBERED]


def test_progress_is_told_from_the_first_row(tmp_path: Path) -> None:
    """Reading reports how many rows it has seen; how many there are is not known."""
    told: list[tuple[str, int, int]] = []

    build_register(
        tmp_path / "index",
        recipe(1),
        rows=NUMBERED,
        progress=lambda *each: told.append(each),
    )

    assert told[0] == ("reading", 60, 0)
    assert told[-1] == ("records", 40, 40)


def test_error_of_the_caller_ends_the_build(tmp_path: Path) -> None:
    """What the caller's own work raises is not hidden, and no file is left."""

    def full(_reference: bytes, _usable: bool, _beside: str) -> None:  # noqa: FBT001 - as called
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        build_register(tmp_path / "index", recipe(1), rows=NUMBERED, taken=full)

    assert not (tmp_path / "index").exists()


@pytest.mark.slow
def test_lost_worker_is_an_error_of_the_build(tmp_path: Path) -> None:
    """A worker that dies while it prepares rows ends the build."""
    deadly = Recipe(PERSON, give_up, KEY, WORD_KEY, 2)

    with pytest.raises(IndexBuildError, match="worker process"):
        build_register(tmp_path / "index", deadly, rows=NUMBERED)


def test_key_that_is_none_is_a_mistake(tmp_path: Path) -> None:
    """A key that is no scalar is refused before any row is read."""
    with pytest.raises(ValueError, match="scalar"):
        build_register(tmp_path / "index", recipe(1, bytes(32)), rows=NUMBERED)


def test_keys_are_not_told() -> None:
    """A recipe shows neither of its keys."""
    assert repr(KEY) not in repr(recipe(1))
    assert repr(WORD_KEY) not in repr(recipe(1))


def test_same_rows_twice_differ_in_every_cell(tmp_path: Path) -> None:
    """Record numbers, record keys and nonces are drawn anew for each build."""
    cells: list[set[bytes]] = []
    for name in ("one", "two"):
        build_register(tmp_path / name, recipe(1), rows=NUMBERED)
        with duckdb.connect(str(tmp_path / name), read_only=True) as connection:
            pages = connection.query("SELECT b FROM r").fetchall()
            cells.append({cell for (page,) in pages for _, cell in iter_cells(page)})

    assert not cells[0] & cells[1]
