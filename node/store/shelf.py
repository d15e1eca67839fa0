"""The shelf: the generations that answer, open and swapped whole.

Rules:
- A generation is built in a folder that nobody reads, made durable, renamed, and only then named in
  the ledger: what the ledger names is complete.
- Whoever took a generation from the shelf keeps it open until done; a swap disturbs nobody.
"""

import os
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from matching.index.read import SealedIndex
from matching.subject import EntityType
from node.domain.errors import LoadError
from node.domain.register import Generation
from node.store.vault import FILE_NAME as VAULT
from node.store.vault import Vault

INDEX = "index.duckdb"
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Shelved:
    """One open generation."""

    generation: Generation
    index: SealedIndex
    vault: Vault


class Shelf:
    """The open generations of all registers; threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Keep generations in that folder, and throw away what was never finished."""
        self._folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob(f"{_BUILDING}*"):
            shutil.rmtree(left)
        # Replaced as a whole under the lock; readers take the tuple that is there.
        self._shelved: tuple[Shelved, ...] = ()
        # Generations between their beginning and their first answer, which nobody may tidy away.
        self._underway: set[str] = set()
        self._lock = threading.Lock()
        self.turn = threading.Lock()
        """Held by whoever builds generations: of two at once, the older could replace the newer."""

    def of(self, entity_type: EntityType) -> list[Shelved]:
        """Return the generations that answer for an entity type."""
        return [held for held in self._shelved if held.generation.entity_type is entity_type]

    def all(self) -> tuple[Shelved, ...]:
        """Return every generation that answers."""
        return self._shelved

    def epochs(self, entity_type: EntityType) -> frozenset[int]:
        """Return the epochs under which every register of an entity type can be asked."""
        held = self.of(entity_type)
        registers = {each.generation.register for each in held}
        return frozenset(
            epoch
            for epoch in {each.generation.epoch for each in held}
            if registers == {e.generation.register for e in held if e.generation.epoch == epoch}
        )

    def fresh_at(self, entity_type: EntityType) -> datetime | None:
        """Return when the stalest register of an entity type was loaded; nothing without one."""
        loaded = [held.generation.loaded_at for held in self.of(entity_type)]
        return min(loaded, default=None)

    def path(self, generation_id: str) -> Path:
        """Return the folder of a finished generation."""
        return self._folder / generation_id

    def begin(self, generation_id: str) -> Path:
        """Make the folder in which a generation is built."""
        folder = self._folder / f"{_BUILDING}{generation_id}"
        folder.mkdir(mode=0o700)
        with self._lock:
            self._underway.add(generation_id)
        return folder

    def finish(self, generation_id: str) -> int:
        """Make a built generation durable under its name; return its size in bytes.

        Raises:
            LoadError: The volume refuses.
        """
        building = self._folder / f"{_BUILDING}{generation_id}"
        try:
            size = sum(_made_durable(path) for path in building.iterdir())
            _made_durable(building)
            building.rename(self._folder / generation_id)
            _made_durable(self._folder)
        except OSError as error:
            raise LoadError("the generation could not be made durable") from error
        return size

    def abandon(self, generation_id: str) -> None:
        """Throw away a generation that is not going to be used.

        One that was finished is left for `tidy`, which asks what the ledger names: whoever
        abandons does not know whether the ledger took it.
        """
        shutil.rmtree(self._folder / f"{_BUILDING}{generation_id}", ignore_errors=True)
        with self._lock:
            self._underway.discard(generation_id)

    def open(self, generation: Generation) -> Shelved:
        """Open a finished generation; it does not answer yet.

        Raises:
            IndexCorruptError: Its index cannot be opened.
            LedgerError: Its vault cannot be opened.
        """
        folder = self._folder / generation.id
        return Shelved(generation, SealedIndex(folder / INDEX), Vault(folder / VAULT))

    def put(self, opened: Shelved) -> None:
        """Let an open generation answer in place of the one before of its register."""
        register = opened.generation.register
        with self._lock:
            others = [held for held in self._shelved if held.generation.register != register]
            self._shelved = (*others, opened)
            self._underway.discard(opened.generation.id)

    def join(self, opened: Iterable[Shelved]) -> None:
        """Let open generations answer beside those of other epochs, all from the same moment."""
        new = {(each.generation.register, each.generation.epoch): each for each in opened}
        with self._lock:
            others = [
                held
                for held in self._shelved
                if (held.generation.register, held.generation.epoch) not in new
            ]
            self._shelved = (*others, *new.values())
            self._underway.difference_update(each.generation.id for each in new.values())

    def drop(self, entity_type: EntityType, epoch: int) -> None:
        """Stop answering under an epoch; its generations are closed when nobody uses them."""
        with self._lock:
            self._shelved = tuple(
                held
                for held in self._shelved
                if (held.generation.entity_type, held.generation.epoch) != (entity_type, epoch)
            )

    def tidy(self, kept: Iterable[str]) -> None:
        """Delete finished generations that neither answer nor are among those to keep."""
        with self._lock:
            names = set(kept) | {held.generation.id for held in self._shelved} | self._underway
            for folder in self._folder.iterdir():
                if folder.name not in names and not folder.name.startswith("."):
                    shutil.rmtree(folder, ignore_errors=True)

    def size(self, generation_id: str) -> int:
        """Return the bytes that a finished generation takes."""
        return sum(path.stat().st_size for path in (self._folder / generation_id).iterdir())

    def close(self) -> None:
        """Close every generation."""
        for held in self._shelved:
            held.index.close()
            held.vault.close()
        self._shelved = ()


def _made_durable(path: Path) -> int:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)
