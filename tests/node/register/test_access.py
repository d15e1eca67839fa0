"""Tests of `node.register.access`."""

import errno
from pathlib import Path

import pytest

from node.domain.errors import SourceError
from node.register.access import read_head, reading, require_file


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FileNotFoundError(), "there is no such file"),
        (IsADirectoryError(), "is a directory"),
        (PermissionError(), "may not be read"),
        (OSError(errno.EIO, "Input/output error"), "cannot be read (Input/output error)"),
        (OSError(), "cannot be read (system error)"),
    ],
    ids=["missing", "directory", "rights", "disk", "nameless"],
)
def test_what_the_system_says_is_told_in_our_words(error: OSError, told: str) -> None:
    """Each failure names the file alone, says what is wrong and what to try."""
    with pytest.raises(SourceError) as caught, reading(Path("folder/a.csv")):
        raise error

    assert str(caught.value) == f"a.csv: {told}"
    assert caught.value.hint
    assert caught.value.__cause__ is error


def test_a_file_is_measured_and_its_head_read(tmp_path: Path) -> None:
    """The size is in bytes, and the head is no longer than asked for."""
    path = tmp_path / "a.csv"
    path.write_bytes("Peña".encode())

    assert require_file(path) == 5
    assert read_head(path, 2) == b"Pe"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A file without a byte holds no register."""
    path = tmp_path / "a.csv"
    path.touch()

    with pytest.raises(SourceError, match="is empty"):
        require_file(path)
