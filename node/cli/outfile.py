"""Write files that a node has made, each whole or not at all, readable by their owner alone."""

import os
from collections.abc import Iterable
from pathlib import Path

from node.domain.errors import SourceError
from node.operator.view_paper import PaperFile


def write_files(folder: Path, files: Iterable[PaperFile]) -> list[Path]:
    """Write files into a folder, which is made where it is missing; return their paths.

    Raises:
        SourceError: A file of that name is there already, or cannot be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(
            f"{folder.name} cannot be made", hint="Name a folder that may be written."
        ) from error
    return [write_file(folder / file.name, file.content) for file in files]


def write_file(path: Path, content: bytes) -> Path:
    """Write one file.

    Raises:
        SourceError: A file of that name is there already, or cannot be written.
    """
    try:
        # What it tells is for its readers alone, whatever the account's default mode is.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError as error:
        raise SourceError(
            f"{path.name} is there already", hint="Name another place, or remove it first."
        ) from error
    except OSError as error:
        raise SourceError(
            f"{path.name} cannot be written", hint="Look at its folder, and for space."
        ) from error
    return path
