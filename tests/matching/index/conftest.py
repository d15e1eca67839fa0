"""A register of a few invented persons, sealed once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from matching.index import layout
from matching.index.page import iter_cells
from matching.index.read import SealedIndex
from matching.subject import Subject
from tests.matching.index.register import Cells, numbered, person, sealed

PERSONS = (
    person("ivan petrov", "wanja petroff", date="1970-05-02", address="lesnaya tver"),
    person("ivan sidorov", date="1970-05-02"),
    person("olga petrova", date="1981-11-30", values=[numbered("KA4711998")]),
    person("maria lopez", date="1990-01-15"),
    person("maria lopez garcia", date="1962-07-07", address="mayor"),
    person("maria garcia"),
)

Open = Callable[[list[Subject[bytes]]], SealedIndex]


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the sealed persons."""
    path = tmp_path_factory.mktemp("generation") / "index.duckdb"
    sealed(path, PERSONS)
    return path


@pytest.fixture
def index(path: Path) -> Iterator[SealedIndex]:
    """Open the sealed persons."""
    index = SealedIndex(path)
    yield index
    index.close()


@pytest.fixture
def open_register(tmp_path: Path) -> Iterator[Open]:
    """Seal and open registers of the test's own."""
    opened: list[SealedIndex] = []

    def open_new(subjects: list[Subject[bytes]]) -> SealedIndex:
        path = tmp_path / f"{len(opened)}.duckdb"
        sealed(path, subjects)
        opened.append(SealedIndex(path))
        return opened[-1]

    yield open_new
    for index in opened:
        index.close()


def _cells(connection: duckdb.DuckDBPyConnection, column: str, table: str) -> dict[int, bytes]:
    pages = connection.query(f"SELECT {column} FROM {table} ORDER BY n").fetchall()  # noqa: S608 - our own names
    return dict(cell for (page,) in pages for cell in iter_cells(page))


@pytest.fixture
def read_cells(tmp_path: Path) -> Callable[[Path], Cells]:
    """Read a file as a thief would."""

    def read(path: Path) -> Cells:
        # From a copy, because a file is open with one configuration only.
        copy = shutil.copy(path, tmp_path / "stolen")
        with duckdb.connect(str(copy), read_only=True) as connection:
            variants, postings, openers, records = (
                _cells(connection, column, table) for column, table in ("bv", "bp", "kp", "br")
            )
        parts = {number: layout.split_record(cell) for number, cell in records.items()}
        headers = {number: header for number, (header, _) in parts.items()}
        tags = {number: each for number, (_, each) in parts.items()}
        return Cells(variants, postings, openers, headers, tags)

    return read
