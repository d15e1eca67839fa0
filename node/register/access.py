"""Open files, and say in our own words why one cannot be opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from node.domain.errors import SourceError


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system says of a file into a SourceError.

    Raises:
        SourceError: The file is missing, no regular file, not permitted or broken off.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise SourceError(
            f"{path.name}: there is no such file", hint=f"Look into {path.parent}."
        ) from error
    except IsADirectoryError as error:
        raise SourceError(
            f"{path.name}: is a directory", hint="Name one file in it; load each by itself."
        ) from error
    except PermissionError as error:
        raise SourceError(
            f"{path.name}: may not be read", hint="Give the node's user the right to read it."
        ) from error
    except OSError as error:
        raise SourceError(
            f"{path.name}: cannot be read ({error.strerror or 'system error'})",
            hint="Copy the file to a local disk and try again.",
        ) from error


def require_file(path: Path) -> int:
    """Return the size in bytes of a regular file that holds something.

    Raises:
        SourceError: The file is missing, a directory, a device or pipe, or empty.
    """
    with reading(path):
        if path.is_dir():
            raise IsADirectoryError
        size = path.stat().st_size
    if not path.is_file():
        raise SourceError(
            f"{path.name}: is no regular file", hint="Save the data to a file and name that."
        )
    if size == 0:
        raise SourceError(
            f"{path.name}: is empty", hint="See the columns with: heliograph register schema"
        )
    return size


def read_head(path: Path, size: int) -> bytes:
    """Return at most the first `size` bytes.

    Raises:
        SourceError: The file cannot be read.
    """
    with reading(path), path.open("rb") as file:
        return file.read(size)
