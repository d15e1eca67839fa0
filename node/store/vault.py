"""The vault: source details of the agency's own records, one file per generation, never changed.

It stores bytes that were sealed before they came, keyed by the record's reference.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from node.domain.errors import LedgerError, NotFoundError

FILE_NAME = "vault.sqlite"
_PAGE_ROWS = 1_000
_TABLE = "CREATE TABLE record (reference BLOB PRIMARY KEY, routing BLOB, sealed BLOB) WITHOUT ROWID"


class VaultWriter:
    """Fills the vault of a generation that is being built."""

    def __init__(self, path: Path) -> None:
        """Make the file; it must not exist."""
        path.touch(mode=0o600, exist_ok=False)
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nobody reads it before it is complete, and an incomplete one is thrown away whole.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(_TABLE)

    def add(self, rows: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Add records: reference (16 bytes), sealed routing, sealed record.

        Raises:
            LedgerError: They cannot be written.
        """
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault cannot be written", hint="Look for space on the node's volume."
            ) from error

    def close(self) -> None:
        """End writing; the caller makes the file durable."""
        self._connection.close()


class Vault:
    """The vault of a finished generation; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open it for reading.

        Raises:
            LedgerError: It is missing or damaged.
        """
        try:
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._connection.execute("SELECT 1 FROM record LIMIT 1")
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault of a generation cannot be opened", hint="Load the register again."
            ) from error

    def routing(self, reference: bytes) -> bytes:
        """Return what is sealed about how a record may be told.

        Raises:
            NotFoundError: There is no such record.
            LedgerError: The file is damaged.
        """
        return self._read("SELECT routing FROM record WHERE reference = ?", reference)

    def routings(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield every reference with its sealed routing.

        Raises:
            LedgerError: The file is damaged.
        """
        yield from self._pages(
            "SELECT reference, routing FROM record WHERE reference > ? ORDER BY reference LIMIT ?"
        )

    def record(self, reference: bytes) -> bytes:
        """Return a sealed record.

        Raises:
            NotFoundError: There is no such record.
            LedgerError: The file is damaged.
        """
        return self._read("SELECT sealed FROM record WHERE reference = ?", reference)

    def records(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield reference and sealed record of everything in it, by reference.

        Raises:
            LedgerError: The file is damaged.
        """
        yield from self._pages(
            "SELECT reference, sealed FROM record WHERE reference > ? ORDER BY reference LIMIT ?"
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _pages(self, query: str) -> Iterator[tuple[bytes, bytes]]:
        last = b""
        # A page at a time: other threads read through the same connection.
        while rows := self._page(query, last):
            yield from rows
            last = rows[-1][0]

    def _page(self, query: str, after: bytes) -> list[tuple[bytes, bytes]]:
        try:
            return self._connection.execute(query, (after, _PAGE_ROWS)).fetchall()
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault cannot be read", hint="Load the register again."
            ) from error

    def _read(self, query: str, reference: bytes) -> bytes:
        try:
            row = self._connection.execute(query, (reference,)).fetchone()
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault cannot be read", hint="Load the register again."
            ) from error
        if row is None:
            raise NotFoundError("the vault has no such record", hint="Its register was reloaded.")
        return bytes(row[0])
