"""The vault: source details of the agency's own records, one file per generation, never changed.

It stores bytes that were sealed before they came, each under a locator: a hash of the record's
reference and a salt that is the file's own. A reference is the same in every load, so that an alert
finds its record again; locators of two loads have nothing in common, so that who has both files
cannot tell which records have stayed.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from node.domain.errors import LedgerError, NotFoundError

FILE_NAME = "vault.sqlite"
_PAGE_ROWS = 1_000
LOCATOR_BYTES = 16
SALT_BYTES = 16
_TABLES = (
    "CREATE TABLE record (locator BLOB PRIMARY KEY, routing BLOB, sealed BLOB) WITHOUT ROWID",
    "CREATE TABLE salt (value BLOB)",
)


def new_salt() -> bytes:
    """Return the salt of a new vault."""
    return os.urandom(SALT_BYTES)


def locator(salt: bytes, reference: bytes) -> bytes:
    """Return under what a vault of that salt keeps a record, 16 bytes.

    References are secret and as good as random, so nobody without them can go from one vault's
    locators to another's.
    """
    return hashlib.blake2b(reference, salt=salt, digest_size=LOCATOR_BYTES).digest()


class VaultWriter:
    """Fills the vault of a generation that is being built."""

    def __init__(self, path: Path, salt: bytes) -> None:
        """Make the file; it must not exist."""
        path.touch(mode=0o600, exist_ok=False)
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Nobody reads it before it is complete, and an incomplete one is thrown away whole.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        for table in _TABLES:
            self._connection.execute(table)
        self._connection.execute("INSERT INTO salt VALUES (?)", (salt,))

    def add(self, rows: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Add records: locator, sealed routing, sealed record.

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
            (self._salt,) = self._connection.execute("SELECT value FROM salt").fetchone()
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault of a generation cannot be opened", hint="Load the register again."
            ) from error

    def locator(self, reference: bytes) -> bytes:
        """Return under what this vault keeps a record, and by what name it was sealed."""
        return locator(self._salt, reference)

    def routing(self, place: bytes) -> bytes:
        """Return what is sealed about how the record of that locator may be told.

        Raises:
            NotFoundError: There is no such record.
            LedgerError: The file is damaged.
        """
        return self._read("SELECT routing FROM record WHERE locator = ?", place)

    def routings(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield every locator with its sealed routing.

        Raises:
            LedgerError: The file is damaged.
        """
        yield from self._pages(
            "SELECT locator, routing FROM record WHERE locator > ? ORDER BY locator LIMIT ?"
        )

    def record(self, place: bytes) -> bytes:
        """Return the sealed record of that locator.

        Raises:
            NotFoundError: There is no such record.
            LedgerError: The file is damaged.
        """
        return self._read("SELECT sealed FROM record WHERE locator = ?", place)

    def records(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield locator and sealed record of everything in it, by locator.

        Raises:
            LedgerError: The file is damaged.
        """
        yield from self._pages(
            "SELECT locator, sealed FROM record WHERE locator > ? ORDER BY locator LIMIT ?"
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

    def _read(self, query: str, place: bytes) -> bytes:
        try:
            row = self._connection.execute(query, (place,)).fetchone()
        except sqlite3.Error as error:
            raise LedgerError(
                "the vault cannot be read", hint="Load the register again."
            ) from error
        if row is None:
            raise NotFoundError("the vault has no such record", hint="Its register was reloaded.")
        return bytes(row[0])
