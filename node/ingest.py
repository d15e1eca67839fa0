"""Load a register: validate, tokenise, seal, switch. All of it or nothing.

Rows arrive as named texts from whoever read the file. A bad row is rejected, counted and kept by
line, column and reason; the register before stays in use until the new generation is complete.
"""

import json
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from matching.encode import direct_pseudonyms
from matching.errors import InvalidRecordError, TooManyTokensError
from matching.index.build import build
from matching.index.collect import Collection
from matching.profile import PROFILE, tokens
from matching.records import Record, record_from_fields
from matching.subject import EntityType
from node.domain.errors import LoadError
from node.domain.journal import Entry, Event
from node.domain.ports import Clock
from node.domain.register import Generation, Reject
from node.domain.routing import Routing, routing_to_json
from node.keys.keyring import Keyring
from node.register.row import RawRow, RowFault
from node.store.registers import Registers
from node.store.shelf import INDEX, Shelf
from node.store.vault import FILE_NAME as VAULT
from node.store.vault import VaultWriter

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is (0 if unknown)."""

_BATCH = 1_000
REJECTS_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be loaded, and who does it."""

    register: str
    entity_type: EntityType
    source: str
    """Name of the file, without its folder."""
    officer: str
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of it."""

    records: int
    rejected: int
    generation: str
    """Empty after a dry run."""


@dataclass(slots=True)
class _Reading:
    """One load under way: its rows, and what has become of them so far."""

    wanted: Load
    rows: Iterable[RawRow | RowFault] = field(repr=False)
    progress: Progress
    records: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set, repr=False)

    def __iter__(self) -> Iterator[tuple[RawRow, Record]]:
        """Yield usable rows as records; note the others."""
        for done, row in enumerate(self.rows):
            if done % _BATCH == 0:
                self.progress("reading", done, 0)
            record = self._record(row)
            if record is not None and isinstance(row, RawRow):
                self.records += 1
                yield row, record

    def reject(self, line: int, reason: str, *, column: str = "") -> None:
        """Count a row that cannot be used; the first ones are kept."""
        self.rejected += 1
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(Reject(line, column, reason))

    def _record(self, row: RawRow | RowFault) -> Record | None:
        """Return the record of a row, or note why there is none."""
        if isinstance(row, RowFault):
            self.reject(row.line, row.reason, column=row.column or "")
            return None
        try:
            record = record_from_fields(self.wanted.entity_type, row.fields)
        except InvalidRecordError as error:
            finding = error.findings[0]
            self.reject(row.line, finding.reason, column=finding.field)
            return None
        if record.id in self._ids:
            self.reject(row.line, "another row has this id", column="id")
            return None
        if record.id:
            self._ids.add(record.id)
        return record


class Ingest:
    """Loads the registers of this node, one at a time."""

    def __init__(
        self, keyring: Keyring, shelf: Shelf, *, registers: Registers, clock: Clock, workers: int
    ) -> None:
        """Keep where the keys, the generations and their names are."""
        self._keyring = keyring
        self._shelf = shelf
        self._registers = registers
        self._clock = clock
        self._workers = workers

    def load(
        self, wanted: Load, rows: Iterable[RawRow | RowFault], *, progress: Progress
    ) -> Loaded:
        """Load a register.

        Args:
            wanted: what it is.
            rows: its rows, read as they are needed.
            progress: told how far it is.

        Raises:
            LoadError: No row is usable, or the generation could not be written; whatever answered
                before goes on answering.
        """
        reading = _Reading(wanted, rows, progress)
        if wanted.dry_run:
            deque(reading, maxlen=0)
            return Loaded(reading.records, reading.rejected, "")
        self._require_same_type(wanted)
        generation_id = uuid.uuid4().hex
        folder = self._shelf.begin(generation_id)
        try:
            self._build(reading, folder, generation_id=generation_id)
        except BaseException:
            # Cancelled or failed: nothing of it may stay, and the caller hears why.
            self._shelf.abandon(generation_id)
            raise
        return Loaded(reading.records, reading.rejected, generation_id)

    def _require_same_type(self, wanted: Load) -> None:
        for known in self._registers.all():
            if known.register == wanted.register and known.entity_type is not wanted.entity_type:
                raise LoadError(
                    f"register {wanted.register} holds {known.entity_type} records",
                    hint="Load this file under another register name.",
                )

    def _build(self, reading: _Reading, folder: Path, *, generation_id: str) -> None:
        entity_type = reading.wanted.entity_type
        epoch = max(self._keyring.epochs(entity_type))
        collection = self._collect(reading, folder)
        if not collection.size:
            raise LoadError(
                f"none of the {reading.rejected} rows is a usable {entity_type} record",
                hint="See the reasons with: heliograph register load --dry-run",
            )
        build(
            folder / INDEX,
            collection,
            evaluate=partial(
                direct_pseudonyms,
                self._keyring.oprf_key(entity_type, epoch),
                workers=self._workers,
            ),
            word_key=self._keyring.word_key(entity_type, epoch),
            progress=reading.progress,
        )
        self._shelf.finish(generation_id)
        self._activate(reading, generation_id=generation_id, epoch=epoch)

    def _collect(self, reading: _Reading, folder: Path) -> Collection:
        collection = Collection(reading.wanted.entity_type)
        vault = VaultWriter(folder / VAULT)
        pending: list[tuple[bytes, bytes, bytes]] = []
        for row, record in reading:
            reference = uuid.uuid4().bytes
            try:
                collection.add(reference, tokens(record, asking=False))
            except TooManyTokensError as error:
                reading.records -= 1
                reading.reject(row.line, str(error))
                continue
            pending.append((reference, *self._sealed(reference, row, record=record)))
            if len(pending) == _BATCH:
                vault.add(pending)
                pending = []
        vault.add(pending)
        vault.close()
        return collection

    def _sealed(self, reference: bytes, row: RawRow, *, record: Record) -> tuple[bytes, bytes]:
        name = reference.hex()
        routing = routing_to_json(Routing(record.category, record.disclosure))
        fields = {key: list(values) for key, values in row.fields.items() if any(values)}
        seal = self._keyring.vault
        return (
            seal.seal(f"routing:{name}", routing),
            seal.seal(name, json.dumps(fields, ensure_ascii=False).encode()),
        )

    def _activate(self, reading: _Reading, *, generation_id: str, epoch: int) -> None:
        now, wanted = self._clock.now(), reading.wanted
        generation = Generation(
            generation_id,
            wanted.register,
            wanted.entity_type,
            epoch,
            reading.records,
            reading.rejected,
            now,
            PROFILE,
            wanted.source,
        )
        entry = Entry(
            Event.LOAD,
            now,
            officer=wanted.officer,
            entity_types=(wanted.entity_type,),
            generation=generation_id,
            epoch=epoch,
            match_count=reading.records,
            detail={"register": wanted.register, "rejects": reading.rejected},
        )
        # Opened before it is named: a generation that cannot be opened must not answer.
        opened = self._shelf.open(generation)
        self._registers.activate(generation, reading.rejects, entry=entry)
        self._shelf.put(opened)
