"""Load a register: validate, tokenise, seal, switch. All of it or nothing.

Rows arrive as named texts from whoever read the file. A bad row is rejected, counted and kept by
line, column and reason; the register before stays in use until the new generation is complete.
Worker processes validate and tokenise; they get the keys they need over a pipe.
"""

import json
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import Path

from matching.errors import InvalidRecordError, TooManyTokensError
from matching.index.register import Recipe, build_register
from matching.majority import of_age_on
from matching.profile import PROFILE, tokens
from matching.records import Record, record_from_fields
from matching.subject import EntityType, Subject
from node.domain.disclosure import Waiting, record_key
from node.domain.errors import LoadError
from node.domain.journal import Entry, Event
from node.domain.ports import Clock
from node.domain.record import KeptRecord, kept_to_bytes, record_reference
from node.domain.register import Generation, Reject
from node.domain.routing import Disclosure, Routing, routing_to_json
from node.keys.keyring import Keyring
from node.keys.sealing import VaultSeal
from node.register.row import RawRow, RowFault
from node.store.disclosures import Disclosures
from node.store.registers import Registers
from node.store.shelf import INDEX, Shelf, Shelved
from node.store.vault import FILE_NAME as VAULT
from node.store.vault import VaultWriter, locator, new_salt

Row = RawRow | RowFault
Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is (0 if unknown)."""

PutInUse = Callable[[Shelved, Callable[[], object], str], object]
"""Told the new generation, what makes it answer, and who loads it; does the second, and what
follows from a load for those who were told of records, as one transaction."""

_BATCH = 1_000
_FEW_ROWS = 5_000
"""Up to so many rows one process is done before others have started."""
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


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What the vault keeps of one record, or why the row is none."""

    routing: bytes = b""
    record: bytes = b""
    reject: Reject | None = None
    waiting: Waiting | None = None
    """Set where the register keeps the record to its owner."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """How decisions name the records of one register."""

    register: str
    key: bytes = field(repr=False)

    def of(self, record_id: str, clear: bytes) -> str:
        """Return the key of a record; one without an id goes by all that it says."""
        return record_key(self.key, register=self.register, record_id=record_id or clear.decode())


def _prepare(
    item: tuple[bytes, RawRow],
    *,
    entity_type: EntityType,
    seal: VaultSeal,
    naming: _Naming,
    salt: bytes,
    today: date,
) -> tuple[Subject[bytes] | None, _Sealed]:
    """Turn a row into tokens and sealed bytes, or into the reason why not."""
    reference, row = item
    try:
        record = record_from_fields(entity_type, row.fields)
        subject = tokens(record, asking=False)
    except InvalidRecordError as error:
        first = error.findings[0]
        return None, _Sealed(reject=Reject(row.line, first.field, first.reason))
    except TooManyTokensError as error:
        return None, _Sealed(reject=Reject(row.line, "", str(error)))
    name = locator(salt, reference).hex()
    fields = {key: list(values) for key, values in row.fields.items() if any(values)}
    clear = json.dumps(fields, ensure_ascii=False).encode()
    routing = Routing(
        record.category,
        record.disclosure,
        naming.of(record.id, clear),
        record.gender,
        _of_age_on(record, today),
    )
    return subject, _Sealed(
        seal.seal(f"routing:{name}", routing_to_json(routing)),
        seal.seal(name, kept_to_bytes(KeptRecord(reference, clear))),
        waiting=_waiting(routing, record.id, seal=seal),
    )


def _of_age_on(record: Record, today: date) -> str:
    """Return the day on which a minor is of age; nothing of whoever is."""
    day = of_age_on(record.birth_dates)
    return day.isoformat() if day is not None and day > today else ""


def _waiting(routing: Routing, record_id: str, *, seal: VaultSeal) -> Waiting | None:
    """Return what a second officer must approve; nothing where the record may be told."""
    if routing.disclosure != Disclosure.OWNER:
        return None
    key = routing.record_key
    return Waiting(key, seal.seal(f"disclosure:{key}", record_id.encode()))


Prepare = Callable[[tuple[bytes, RawRow]], tuple[Subject[bytes] | None, _Sealed]]


@dataclass(slots=True)
class _Reading:
    """One load under way: what has become of its rows so far."""

    wanted: Load
    rows: Iterable[Row] = field(repr=False)
    key: bytes = field(repr=False)
    """From which references derive, 32 bytes."""
    records: int = 0
    rejected: int = 0
    rejects: list[Reject] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    _taken: set[bytes] = field(default_factory=set, repr=False)
    """References so far."""
    _alike: dict[bytes, int] = field(default_factory=dict, repr=False)
    """How many more rows without id said the same as the one of this reference."""

    def __iter__(self) -> Iterator[tuple[bytes, RawRow]]:
        """Yield readable rows under their references; note the others."""
        for row in self.rows:
            if isinstance(row, RowFault):
                self.reject(Reject(row.line, row.column or "", row.reason))
                continue
            given = row.fields.get("id", ())
            reference = self._by_id(given[0]) if given else self._by_content(row)
            if reference in self._taken:
                self.reject(Reject(row.line, "id", "another row has this id"))
                continue
            self._taken.add(reference)
            yield reference, row

    def reject(self, reject: Reject) -> None:
        """Count a row that cannot be used; the first ones are kept."""
        self.rejected += 1
        if len(self.rejects) < REJECTS_KEPT:
            self.rejects.append(reject)

    def note(self, sealed: _Sealed) -> bool:
        """Count a prepared row; tell whether it is a record."""
        if sealed.reject is not None:
            self.reject(sealed.reject)
            return False
        self.records += 1
        return True

    def _by_id(self, given: str) -> bytes:
        return record_reference(
            self.key, register=self.wanted.register, name=b"id\0" + given.encode()
        )

    def _by_content(self, row: RawRow) -> bytes:
        """Name a row without id by all that it says, and by how many before it say the same."""
        fields = {name: values for name, values in row.fields.items() if any(values)}
        content = b"content\0" + json.dumps(fields, sort_keys=True).encode()
        register = self.wanted.register
        reference = record_reference(self.key, register=register, name=content)
        if reference not in self._taken:
            return reference
        alike = self._alike[reference] = self._alike.get(reference, 0) + 1
        return record_reference(self.key, register=register, name=content + b"\0%d" % alike)


class _Filling:
    """Writes prepared rows into the vault of a generation, in batches."""

    def __init__(self, path: Path, reading: _Reading, *, salt: bytes) -> None:
        self._writer = VaultWriter(path, salt)
        self._salt = salt
        self._reading = reading
        self._pending: list[tuple[bytes, bytes, bytes]] = []

    def take(self, reference: bytes, is_usable: bool, sealed: _Sealed) -> None:  # noqa: FBT001, PLR0917 - as the builder tells it
        """Note one prepared row."""
        if self._reading.note(sealed) and is_usable:
            place = locator(self._salt, reference)
            self._pending.append((place, sealed.routing, sealed.record))
            self._reading.waiting += [sealed.waiting] if sealed.waiting else []
        if len(self._pending) >= _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is pending, and end."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.add(self._pending)
        self._pending = []


class Ingest:
    """Loads the registers of this node, one at a time."""

    def __init__(
        self,
        keyring: Keyring,
        shelf: Shelf,
        *,
        registers: Registers,
        disclosures: Disclosures,
        put_in_use: PutInUse,
        clock: Clock,
        workers: int,
    ) -> None:
        """Keep the keys, the generations, their names, officers' decisions, and who is told."""
        self._keyring = keyring
        self._shelf = shelf
        self._registers = registers
        self._disclosures = disclosures
        self._put_in_use = put_in_use
        self._clock = clock
        self._workers = workers

    def load(self, wanted: Load, rows: Iterable[Row], *, progress: Progress) -> Loaded:
        """Load a register.

        Args:
            wanted: what it is.
            rows: its rows, read as they are needed.
            progress: told how far it is.

        Raises:
            LoadError: No row is usable, or the generation could not be written; whatever answered
                before goes on answering.
        """
        reading = _Reading(wanted, rows, self._keyring.reference_key)
        if wanted.dry_run:
            prepare = self._prepare(wanted, new_salt())
            deque((reading.note(prepare(item)[1]) for item in reading), maxlen=0)
            return Loaded(reading.records, reading.rejected, "")
        self._require_same_type(wanted)
        with self._shelf.turn:
            generation_id = self._build_whole(reading, progress=progress)
        return Loaded(reading.records, reading.rejected, generation_id)

    def _build_whole(self, reading: _Reading, *, progress: Progress) -> str:
        """Build a generation and put it in use, or leave nothing of it; return its id."""
        generation_id = uuid.uuid4().hex
        folder = self._shelf.begin(generation_id)
        try:
            self._build(reading, folder, generation_id=generation_id, progress=progress)
        except BaseException:
            # Cancelled or failed: nothing of it may stay, and the caller hears why.
            self._shelf.abandon(generation_id)
            raise
        return generation_id

    def _prepare(self, wanted: Load, salt: bytes) -> Prepare:
        return partial(
            _prepare,
            entity_type=wanted.entity_type,
            seal=self._keyring.vault,
            naming=_Naming(wanted.register, self._keyring.reference_key),
            salt=salt,
            today=self._clock.now().date(),
        )

    def _require_same_type(self, wanted: Load) -> None:
        for known in self._registers.all():
            if known.register == wanted.register and known.entity_type is not wanted.entity_type:
                raise LoadError(
                    f"register {wanted.register} holds {known.entity_type} records",
                    hint="Load this file under another register name.",
                )

    def _build(
        self, reading: _Reading, folder: Path, *, generation_id: str, progress: Progress
    ) -> None:
        wanted = reading.wanted
        # Under the keys of the other registers: a newer epoch is for a rotation to bring in.
        live = self._shelf.epochs(wanted.entity_type) or self._keyring.epochs(wanted.entity_type)
        epoch = max(live)
        salt = new_salt()
        filling = _Filling(folder / VAULT, reading, salt=salt)
        items = iter(reading)
        first = list(islice(items, _FEW_ROWS))
        is_small = len(first) < _FEW_ROWS
        build_register(
            folder / INDEX,
            self._recipe(wanted, epoch, salt=salt, workers=1 if is_small else self._workers),
            rows=((item[0], item) for item in chain(first, items)),
            taken=filling.take,
            progress=progress,
        )
        filling.close()
        if not reading.records:
            raise LoadError(
                f"none of the {reading.rejected} rows is a usable {wanted.entity_type} record",
                hint="See the reasons with: heliograph register load --dry-run",
            )
        self._shelf.finish(generation_id)
        self._activate(reading, generation_id=generation_id, epoch=epoch)

    def _recipe(
        self, wanted: Load, epoch: int, *, salt: bytes, workers: int
    ) -> Recipe[tuple[bytes, RawRow], _Sealed]:
        return Recipe(
            wanted.entity_type,
            self._prepare(wanted, salt),
            key=self._keyring.oprf_key(wanted.entity_type, epoch),
            word_key=self._keyring.word_key(wanted.entity_type, epoch),
            workers=workers,
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
        # Before it answers, so that none of them answers without being listed.
        self._disclosures.await_approval(
            wanted.register, reading.waiting, entry=_awaiting(entry, len(reading.waiting))
        )
        activate = partial(self._registers.activate, generation, reading.rejects, entry=entry)
        self._put_in_use(opened, activate, wanted.officer)
        self._shelf.put(opened)


def _awaiting(entry: Entry, count: int) -> Entry:
    detail = {**entry.detail, "action": "await-approval", "count": count}
    return replace(entry, event=Event.ADMIN, match_count=None, detail=detail)
