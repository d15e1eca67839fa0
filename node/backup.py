"""Back a node up to recipients, and restore it into an empty folder.

The keyring goes in as its content, not as its file: a backup must help whoever has lost the
passphrase. So a backup is worth as much as the node, and the recipients' keys belong offline.
"""

import io
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from node import config
from node.domain.errors import LedgerError, NodeFolderError, SealError
from node.durable import make_empty_folder, sync_folder, sync_tree
from node.keys import papers
from node.keys.keyring import Keyring
from node.keys.sealedstream import CHUNK_BYTES, open_stream, recipient_key, seal_stream
from node.policy import policyfile
from node.store.shelf import Shelf

_KEYRING = "keyring.json"
_SMALL = (config.FILE_NAME, policyfile.FILE_NAME, papers.CURRENT, papers.NEXT)
"""Files without a secret that every backup holds: a node without its policy would answer what the
human-rights gate holds."""
_DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a running node backs up."""

    folder: Path
    keyring: Keyring
    shelf: Shelf
    named: Sequence[str] = ()
    """Further files without a secret that the settings name, such as certificates of relays."""

    def write(self, recipients: Sequence[str], *, whole: bool) -> Iterator[bytes]:
        """Yield a sealed backup, piece by piece.

        Args:
            recipients: who can open it, as `heliograph-recipient1...`.
            whole: with ledger and registers; else keys, settings and certificate.

        Raises:
            SealError: One of the recipients is none, or there is none at all.
            LedgerError: The ledger cannot be copied.
            NodeFolderError: A file cannot be read.
        """
        keys = [recipient_key(text) for text in recipients]
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".backup-") as scratch:
            yield from seal_stream(self._archive(Path(scratch), whole=whole), keys)

    def _archive(self, scratch: Path, *, whole: bool) -> Iterator[bytes]:
        """Yield a tar archive, made as it is read: a register may be larger than memory."""
        exported = self.keyring.export()
        yield from _member(_KEYRING, len(exported), io.BytesIO(exported))
        for name, path in self._files(scratch, whole=whole):
            try:
                with path.open("rb") as file:
                    yield from _member(name, os.fstat(file.fileno()).st_size, file)
            except OSError as error:
                raise NodeFolderError(f"{name} cannot be read ({error.strerror})") from error
        yield bytes(2 * tarfile.BLOCKSIZE)

    def _files(self, scratch: Path, *, whole: bool) -> Iterator[tuple[str, Path]]:
        inside = (name for name in self.named if _is_inside(name))
        for name in (*_SMALL, f"{_DIRECTORY}/root.json", *inside):
            if (self.folder / name).is_file():
                yield name, self.folder / name
        if not whole:
            return
        if (self.folder / config.LEDGER).is_file():
            yield config.LEDGER, _copied(self.folder / config.LEDGER, scratch / config.LEDGER)
        for held in self.shelf.all():
            generation = held.generation.id
            for path in sorted(self.shelf.path(generation).iterdir()):
                yield f"{config.GENERATIONS}/{generation}/{path.name}", path


def restore(sealed: Path, folder: Path, *, recipient: bytes, secret: str) -> tuple[str, ...]:
    """Make a node again from a backup; return the names of its files.

    Nothing is in its place before the whole backup was read and found authentic.

    Args:
        sealed: the backup.
        folder: where the node is to be; must not exist or be empty.
        recipient: secret X25519 key of one of its recipients, 32 bytes.
        secret: seals the keyring from now on.

    Raises:
        NodeFolderError: The folder is not empty, or cannot be written.
        SealError: The backup was altered or cut off, or is sealed to others.
        KeyringError: The secret is too short.
    """
    try:
        if not make_empty_folder(folder):
            raise NodeFolderError(
                f"{folder} is not empty", hint="Restore into a new folder and compare."
            )
        building = Path(tempfile.mkdtemp(dir=folder, prefix=".restoring-"))
        try:
            exported = _unpack(sealed, building, recipient=recipient)
            Keyring.restore(building / config.KEYRING, exported, secret=secret)
            names = _put_in_place(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise NodeFolderError(f"the backup cannot be restored ({error.strerror})") from error
    return names


def _unpack(sealed: Path, building: Path, *, recipient: bytes) -> bytes:
    """Write the files of a backup; return the keyring's content, which touches no disk in clear."""
    exported = b""
    with sealed.open("rb") as file:
        source = _Source(open_stream(file, recipient))
        try:
            with tarfile.open(mode="r|", fileobj=source) as archive:
                for member in archive:
                    if member.name == _KEYRING and (content := archive.extractfile(member)):
                        exported = content.read()
                    else:
                        archive.extract(member, building, filter="data")
        except tarfile.TarError as error:
            raise SealError("the backup holds no archive") from error
        # The archive ends before the stream does, and the end is what proves that nothing is gone.
        source.exhaust()
    if not exported:
        raise SealError("the backup holds no keyring")
    return exported


def _is_inside(name: str) -> bool:
    """Tell whether a file that the settings name lies in the node's folder."""
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _put_in_place(building: Path, folder: Path) -> tuple[str, ...]:
    names = sorted(path.name for path in building.iterdir())
    sync_tree(building)
    for name in names:
        (building / name).rename(folder / name)
    sync_folder(folder)
    return tuple(names)


def _copied(ledger: Path, copy: Path) -> Path:
    """Copy a ledger that is in use, in one consistent state."""
    try:
        source = sqlite3.connect(f"{ledger.resolve().as_uri()}?mode=ro", uri=True)
        target = sqlite3.connect(copy)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
    except sqlite3.Error as error:
        raise LedgerError("the ledger cannot be copied") from error
    return copy


def _member(name: str, size: int, content: BinaryIO) -> Iterator[bytes]:  # noqa: PLR0917 - as a tar header has them
    """Yield one file as an archive has it: header, content, filling."""
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    yield about.tobuf(tarfile.PAX_FORMAT)
    left = size
    while left and (piece := content.read(min(left, CHUNK_BYTES))):
        left -= len(piece)
        yield piece
    if left:
        raise NodeFolderError(f"{name} became shorter while it was read")
    yield bytes(-size % tarfile.BLOCKSIZE)


class _Source(io.RawIOBase):
    """Reads pieces as one file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = bytearray()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        taken = bytes(self._held if size < 0 else self._held[:size])
        del self._held[: len(taken)]
        return taken

    def exhaust(self) -> None:
        for _ in self._pieces:
            pass
