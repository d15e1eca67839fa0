"""Write a bundle of evidence that a node sends, into a new folder or a new ZIP file."""

import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

from node.domain.errors import SourceError

_ZIP = ".zip"
_Opens = Callable[[str], AbstractContextManager[IO[bytes]]]
"""Opens a new file of the bundle by its name."""


def write_bundle(path: Path, chunks: Iterable[tuple[str, bytes]]) -> int:
    """Write the files; return how many bytes they have.

    Nothing is left under the name, nor beside it, where something fails.

    Raises:
        SourceError: The place is taken or cannot be written.
    """
    if path.exists():
        raise SourceError(f"{path.name} is there already", hint="Name a new file or folder.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with _in_zip(unfinished) if path.suffix == _ZIP else _in_folder(unfinished) as opens:
            written = _write(opens, chunks)
        unfinished.rename(path)
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be written", hint="Look at its folder, and for space."
        ) from error
    finally:
        _remove(unfinished)
    return written


def _write(opens: _Opens, chunks: Iterable[tuple[str, bytes]]) -> int:
    total = 0
    for name, parts in groupby(chunks, key=itemgetter(0)):
        with opens(name) as file:
            total += sum(file.write(content) for _, content in parts)
    return total


@contextmanager
def _in_zip(path: Path) -> Iterator[_Opens]:
    # What a journal tells is for its readers alone, whatever the account's default mode is.
    path.touch(mode=0o600, exist_ok=False)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        yield lambda name: archive.open(name, "w", force_zip64=True)


@contextmanager
def _in_folder(path: Path) -> Iterator[_Opens]:
    path.mkdir(mode=0o700)
    yield lambda name: (path / name).open("xb")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
