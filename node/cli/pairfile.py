"""Write linked pairs as CSV: complete under its name, or not at all."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from matching.errors import LinkError
from matching.link import Pair

HEADER: Final = ("left_id", "right_id", "match_weight", "zone", "band")


@contextmanager
def pair_file(path: Path, columns: Sequence[str] = ()) -> Iterator[Callable[[Pair], None]]:
    """Yield what writes one pair; the file takes the place of another of its name at the end.

    Only the account that runs the command may read it: it tells who is on two lists.

    Args:
        path: the file.
        columns: attributes whose levels the pairs tell.

    Raises:
        LinkError: the file cannot be written.
    """
    with _writable(path):
        # Beside its place, because a file is renamed in one step only on its own volume.
        file = NamedTemporaryFile(  # noqa: SIM115 - closed below, before it is renamed
            "w", dir=path.parent, suffix=".part", encoding="utf-8", newline="", delete=False
        )
    written = Path(file.name)
    try:
        writer = csv.writer(file, lineterminator="\n")

        def write(cells: Sequence[str]) -> None:
            with _writable(path):
                writer.writerow(cells)

        write((*HEADER, *(f"{column}_level" for column in columns)))
        yield lambda pair: write(_cells(pair))
        with _writable(path):
            file.close()
            written.replace(path)
    finally:
        # After a failure; what was renamed is not there any more.
        with suppress(OSError):
            file.close()
            written.unlink()


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LinkError(
            f"{path.name} cannot be written", hint="Look at its folder, and for space there."
        ) from error


def _cells(pair: Pair) -> tuple[str, ...]:
    return (pair.left, pair.right, f"{pair.weight:.4f}", pair.zone, pair.band, *pair.levels)
