"""A generation is read by several threads at once, and a damaged one is told as such."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from matching.errors import IndexCorruptError
from matching.index.read import PostingList, SealedIndex
from tests.matching.index.conftest import PERSONS
from tests.matching.index.register import OTHER_KEY, PERSON, asked, found


def test_generation_says_what_it_is(index: SealedIndex) -> None:
    """Entity type, size and generation stand in the file."""
    assert index.entity_type is PERSON
    assert index.size == len(PERSONS)
    assert len(index.generation) == 16


def test_several_threads_read_at_once(index: SealedIndex) -> None:
    """Queries at the same time find what each finds alone."""
    queries = [*PERSONS] * 8
    alone = [found(index, subject).numbers.tolist() for subject in queries]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda each: found(index, each).numbers.tolist(), queries))

    assert together == alone


def test_row_that_does_not_open_is_absent(index: SealedIndex) -> None:
    """A row of the right number under the wrong key counts as not there, as a clash must."""
    right, wrong = asked(PERSONS[0]), asked(PERSONS[0], OTHER_KEY)
    token, other = right.names[0].parts[0].exact, wrong.names[0].parts[0].exact

    assert index.variants({token.number: other.token_key}) == {}
    assert list(index.variants({token.number: token.token_key})) == [token.number]


def test_unknown_list_is_empty(index: SealedIndex) -> None:
    """A secret that no word has leads to no posting and no key."""
    stranger = PostingList(bytes(16))

    assert [len(rows) for rows in index.postings([stranger])] == [0]
    assert index.record_keys([(stranger, 0)]) == [b""]


def test_nothing_asked_is_nothing_found(index: SealedIndex) -> None:
    """No look-up is made for nothing."""
    assert index.variants({}) == {}
    assert index.postings([]) == []
    assert index.record_keys([]) == []
    assert index.records([]) == {}


def test_secret_of_a_list_is_not_told() -> None:
    """A posting list shows neither its secret nor its keys."""
    held = PostingList(b"sixteen bytes ok", 3)

    assert held.keys.number
    assert repr(held) == "PostingList(df=3)"


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE m",
        "DELETE FROM m WHERE k = 'format'",
        "DELETE FROM m WHERE k = 'generation'",
        "UPDATE m SET n = 1 WHERE k = 'format'",
        "UPDATE m SET b = 'spaceship' WHERE k = 'format'",
        "UPDATE m SET b = '\\xFF' WHERE k = 'format'",
        "UPDATE m SET n = NULL WHERE k = 'generation'",
        "UPDATE m SET b = NULL WHERE k = 'generation'",
    ],
)
def test_unknown_format_is_corrupt(path: Path, tmp_path: Path, statement: str) -> None:
    """A file that does not say what it is, or says another format, is not opened."""
    altered = tmp_path / "altered"
    shutil.copy(path, altered)
    with duckdb.connect(str(altered)) as connection:
        connection.execute(statement)

    with pytest.raises(IndexCorruptError):
        SealedIndex(altered)


def test_file_that_is_no_database_is_corrupt(tmp_path: Path) -> None:
    """Any other file, an empty one or none is not opened."""
    (tmp_path / "text").write_text("no database")
    (tmp_path / "short").write_bytes(b"")

    for name in ("text", "short", "missing"):
        with pytest.raises(IndexCorruptError):
            SealedIndex(tmp_path / name)


def test_truncated_file_is_corrupt(path: Path, tmp_path: Path) -> None:
    """A file that lost its end is told as damaged, at the latest when it is asked."""
    whole = path.read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(IndexCorruptError):
        found(SealedIndex(tmp_path / "cut"), PERSONS[0])


def test_table_that_is_gone_is_corrupt(path: Path, tmp_path: Path) -> None:
    """A look-up in a damaged file is an error of ours, not the library's."""
    altered = tmp_path / "altered"
    shutil.copy(path, altered)
    with duckdb.connect(str(altered)) as connection:
        connection.execute("DROP TABLE p")

    with pytest.raises(IndexCorruptError):
        found(SealedIndex(altered), PERSONS[0])
