"""Open a register file with the reader that fits it.

What a file begins with counts more than what it is called: a workbook named .csv is a workbook.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from matching.subject import EntityType
from node.domain.errors import MappingError, SourceError
from node.register.access import read_head, require_file
from node.register.csvfile import CSVSource
from node.register.ftmfile import FtMSource
from node.register.mapping import ColumnMapping
from node.register.parquetfile import ParquetSource
from node.register.row import RawRow, RowFault
from node.register.xlsxfile import XLSXSource

_HEAD_BYTES = 512
_BEGINNINGS = {
    b"PK\x03\x04": "xlsx",
    b"PAR1": "parquet",
    b"\xd0\xcf\x11\xe0": "ole",
    b"\x1f\x8b": "packed",
    b"BZh": "packed",
    b"7z\xbc\xaf": "packed",
    b"Rar!": "packed",
    b"%PDF": "pdf",
}
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".json": "ftm",
    ".jsonl": "ftm",
    ".ndjson": "ftm",
    ".ftm": "ftm",
}
_REFUSALS = {
    "ole": (
        "is an old or a protected workbook",
        "Save it as .xlsx without a password, or as .csv.",
    ),
    "packed": ("is packed", "Unpack it and load what is inside."),
    "pdf": ("is a PDF", "Ask for the data behind it as .csv or .xlsx."),
    "unknown": (
        "is of no known format",
        "Save it as .csv, .xlsx, .parquet or FollowTheMoney line JSON (.ftm.json).",
    ),
}
_TABLES: Mapping[str, Callable[[Path, ColumnMapping | None], "Source"]] = {
    "csv": CSVSource,
    "xlsx": XLSXSource,
    "parquet": ParquetSource,
}


class Source(Protocol):
    """A register file, opened far enough to know that its header fits."""

    @property
    def format(self) -> str:
        """Name of the format, for people."""

    @property
    def encoding(self) -> str | None:
        """Character set that was found, or None where the format has but one."""

    @property
    def unit(self) -> str:
        """What `total` and `position` count: bytes or rows."""

    @property
    def total(self) -> int | None:
        """How far `position` will come; None where it is known only at the end."""

    @property
    def position(self) -> int:
        """How far the last call of `rows` has read."""

    @property
    def skipped(self) -> Mapping[str, int]:
        """Entities that were left out because they are of another schema, by schema."""

    def rows(self) -> Iterator[RawRow | RowFault]:
        """Yield every row or its fault in file order, from the start at each call.

        Raises:
            SourceError: The file turns out to be unreadable further on.
        """


def open_source(
    path: Path, entity_type: EntityType, *, mapping: ColumnMapping | None = None
) -> Source:
    """Open a register file with the reader that fits it.

    Raises:
        SourceError: The file is missing, unreadable or of no known format, or its header does
            not fit.
        MappingError: The mapping does not fit the file.
    """
    require_file(path)
    kind = _kind(path)
    if kind == "ftm":
        if mapping is not None:
            raise MappingError(
                f"{path.name}: FollowTheMoney needs no mapping", hint="Leave the mapping out."
            )
        return FtMSource(path, entity_type)
    if kind in _TABLES:
        return _TABLES[kind](path, mapping)
    fault, hint = _REFUSALS[kind]
    raise SourceError(f"{path.name}: {fault}", hint=hint)


def _kind(path: Path) -> str:
    head = read_head(path, _HEAD_BYTES)
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    begins_entity = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    return _SUFFIXES.get(path.suffix.lower(), "ftm" if begins_entity else "unknown")
