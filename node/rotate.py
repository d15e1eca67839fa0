"""Rotate an OPRF key without an outage: a new epoch beside the old one, then the old one's end.

Rules:
- Every register of the entity type is built again from the vault before the new epoch is announced:
  an epoch under which one register is missing would answer *no hit* where there is one.
- Until the last announcement that names only the old epoch has run out, both are answered under.
- Loads wait meanwhile: a generation built from an older load must not replace a newer one.

Records are opened one by one and become tokens at once, in worker processes.
"""

import asyncio
import json
import os
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from matching.errors import InvalidRecordError, TooManyTokensError
from matching.index.register import Recipe, build_register
from matching.profile import PROFILE, tokens
from matching.records import record_from_fields
from matching.subject import EntityType, Subject
from node.domain.errors import LoadError, NodeError
from node.domain.journal import Entry, Event
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.domain.register import Generation
from node.keys.keyring import Keyring
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.registers import Registers
from node.store.shelf import INDEX, Shelf, Shelved
from node.store.vault import FILE_NAME as VAULT

log = structlog.get_logger()

RETIRE_EVERY_S = 60.0
_ITSELF = "node"
_ALL = 100_000
_FEW_RECORDS = 5_000
"""Up to so many records one process is done before others have started."""


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where generations are, and where it is written which of them answer."""

    shelf: Shelf
    registers: Registers
    ledger: Ledger
    journal: Journal


@dataclass(frozen=True, slots=True)
class EpochState:
    """One epoch of the keys of an entity type."""

    entity_type: EntityType
    number: int
    is_answered: bool
    """Whether queries under it are answered; a new one is not before its registers are built."""
    retires_at: datetime | None = None
    """When its keys are destroyed; nothing for the newest."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What came of a rotation."""

    epoch: int
    registers: int
    records: int
    retires_at: datetime
    """When the keys of the epoch before are destroyed."""


class Rotation:
    """Rotates the OPRF keys of one node, one entity type at a time."""

    def __init__(
        self,
        keyring: Keyring,
        shelves: Shelves,
        *,
        clock: Clock,
        overlap: timedelta,
        workers: int,
    ) -> None:
        """Keep what is rotated.

        Args:
            keyring: whose keys.
            shelves: where the generations are.
            clock: tells when an epoch is over.
            overlap: life of an announcement with room for clocks and calls under way.
            workers: processes that build.
        """
        self._keyring = keyring
        self._shelves = shelves
        self._clock = clock
        self._overlap = overlap
        self._workers = workers
        self._due: dict[tuple[EntityType, int], datetime] = {}

    def rotate(self, entity_type: EntityType, *, officer: str, at_once: bool = False) -> Rotated:
        """Put new keys in use; the old ones follow when their last announcement has run out.

        A rotation that was interrupted is taken up with the keys it had made.

        Args:
            entity_type: whose keys.
            officer: who wants it.
            at_once: end the old epoch now, as after a theft: queries under way are asked again.

        Raises:
            KeyringError: The keyring cannot be written.
            LoadError: A generation cannot be written; the old epoch goes on.
        """
        with self._shelves.shelf.turn:
            epoch = self._next_epoch(entity_type)
            built = self._build_all(entity_type, epoch)
            self._activate(built, self._entry("rotate-key", entity_type, epoch, officer=officer))
        now = self._clock.now()
        retires_at = now if at_once else now + self._overlap
        for old in self._keyring.epochs(entity_type)[:-1]:
            self._due[entity_type, old] = retires_at
        self.retire()
        records = sum(each.generation.records for each in built)
        return Rotated(epoch, len(built), records, retires_at)

    def retire(self) -> None:
        """Destroy the keys of epochs that are over; those that a restart has ended are, too.

        Raises:
            KeyringError: The keyring cannot be written.
            LedgerError: The journal cannot be written.
        """
        now = self._clock.now()
        for entity_type in EntityType:
            epochs = self._keyring.epochs(entity_type)
            # Without registers nothing was ever announced under the older keys.
            newest = max(self._shelves.shelf.epochs(entity_type) or epochs, default=0)
            for old in epochs:
                if old < newest and self._due.get((entity_type, old), now) <= now:
                    self._end(entity_type, old)

    async def run(self, every_s: float = RETIRE_EVERY_S) -> None:
        """Retire what is over, now and then at every interval; what fails waits for the next."""
        while True:
            try:
                await asyncio.to_thread(self.retire)
            except NodeError as error:
                log.warning("epoch not retired", error=error.code, detail=str(error))
            await asyncio.sleep(every_s)

    def epochs(self) -> list[EpochState]:
        """Return every epoch for which there are keys."""
        return [
            EpochState(
                entity_type,
                number,
                number in self._shelves.shelf.epochs(entity_type),
                self._due.get((entity_type, number)),
            )
            for entity_type in EntityType
            for number in self._keyring.epochs(entity_type)
        ]

    def _next_epoch(self, entity_type: EntityType) -> int:
        """Return the epoch that an interrupted rotation has left, or a new one."""
        answered = max(self._shelves.shelf.epochs(entity_type), default=0)
        newest = max(self._keyring.epochs(entity_type), default=0)
        if 0 < answered < newest:
            return newest
        return self._keyring.new_epoch(entity_type)

    def _build_all(self, entity_type: EntityType, epoch: int) -> list[Shelved]:
        built: list[Shelved] = []
        try:
            for current in self._shelves.registers.all():
                if current.entity_type is entity_type:
                    built.append(self._build(current, epoch))  # noqa: PERF401 - what is built before a failure is thrown away
        except BaseException:
            for each in built:
                each.index.close()
                each.vault.close()
                self._shelves.shelf.abandon(each.generation.id)
            raise
        return built

    def _build(self, current: Generation, epoch: int) -> Shelved:
        """Build a register again from its vault, under other keys; its references stay."""
        shelf, generation_id = self._shelves.shelf, uuid.uuid4().hex
        held = next(each for each in shelf.all() if each.generation.id == current.id)
        folder = shelf.begin(generation_id)
        try:
            _link(shelf.path(current.id) / VAULT, folder / VAULT)
            indexed = self._index(folder / INDEX, held, epoch=epoch)
            shelf.finish(generation_id)
        except BaseException:
            shelf.abandon(generation_id)
            raise
        generation = replace(
            current, id=generation_id, epoch=epoch, records=indexed, profile=PROFILE
        )
        return shelf.open(generation)

    def _index(self, path: Path, held: Shelved, *, epoch: int) -> int:
        """Write the index of a register anew; return how many records it holds."""
        entity_type, indexed = held.generation.entity_type, 0

        def count(_reference: bytes, usable: bool, _beside: None) -> None:  # noqa: FBT001 - as builds tell it
            nonlocal indexed
            indexed += usable

        is_small = held.generation.records < _FEW_RECORDS
        workers = 1 if is_small else self._workers
        seal = self._keyring.vault
        opened = (
            kept_from_bytes(seal.open(place.hex(), sealed))
            for place, sealed in held.vault.records()
        )
        rows = ((kept.reference, kept.clear) for kept in opened)
        recipe = self._recipe(entity_type, epoch, workers=workers)
        build_register(path, recipe, rows=rows, taken=count)
        return indexed

    def _recipe(self, entity_type: EntityType, epoch: int, *, workers: int) -> Recipe[bytes, None]:
        return Recipe(
            entity_type,
            partial(_prepare, entity_type=entity_type),
            key=self._keyring.oprf_key(entity_type, epoch),
            word_key=self._keyring.word_key(entity_type, epoch),
            workers=workers,
        )

    def _activate(self, built: list[Shelved], entry: Entry) -> None:
        """Let all registers answer under the new epoch, in one step."""
        registers = self._shelves.registers
        with self._shelves.ledger.transaction():
            for each in built:
                register = each.generation.register
                before = registers.current(register)
                rejects = registers.rejects(before.id, limit=_ALL)
                named = replace(entry, generation=each.generation.id)
                registers.activate(each.generation, rejects, entry=named)
            if not built:
                self._shelves.journal.append(entry)
        self._shelves.shelf.join(built)

    def _end(self, entity_type: EntityType, epoch: int) -> None:
        self._shelves.journal.append(self._entry("end-epoch", entity_type, epoch, officer=_ITSELF))
        self._shelves.shelf.drop(entity_type, epoch)
        self._keyring.drop_epoch(entity_type, epoch)
        self._due.pop((entity_type, epoch), None)

    def _entry(self, action: str, entity_type: EntityType, epoch: int, *, officer: str) -> Entry:  # noqa: PLR0917 - a journal entry reads in this order
        return Entry(
            Event.ADMIN,
            self._clock.now(),
            officer=officer,
            entity_types=(entity_type,),
            epoch=epoch,
            detail={"action": action},
        )


def _link(vault: Path, name: Path) -> None:
    """Give a vault a second name: it does not depend on these keys, and is never changed."""
    try:
        os.link(vault, name)
    except OSError as error:
        raise LoadError("the vault of a register cannot be read") from error


def _prepare(clear: bytes, *, entity_type: EntityType) -> tuple[Subject[bytes] | None, None]:
    """Turn one record into tokens; nothing where present rules find none in it."""
    try:
        return tokens(record_from_fields(entity_type, json.loads(clear)), asking=False), None
    except (InvalidRecordError, TooManyTokensError):
        return None, None
