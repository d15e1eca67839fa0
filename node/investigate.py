"""Seizure cases: open one, add its subjects, ask everybody, and keep what they say.

Clear subjects enter here, become tokens for the asking and sealed bytes for the ledger.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from matching.errors import InvalidRecordError, MatchingError
from matching.profile import tokens
from matching.records import Record, Scheme, record_from_fields
from matching.subject import EntityType
from node.ask import Asker, Asking, Round, prepare
from node.domain.case import Case, CaseSubject, Cell, CellState, Run
from node.domain.errors import NotFoundError, RefusedError, SealError, UnknownPeerError
from node.domain.exchange import Refusal
from node.domain.journal import Entry, Event
from node.domain.justification import Category, Justification
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.domain.register import Reject
from node.keys.sealing import LedgerSeal
from node.policy.permit import asks_enough
from node.store.cases import Cases
from node.store.peers import Peers

_INTERRUPTED = "INTERRUPTED"
_INTERRUPTED_SAYS = "the run ended before this peer had answered"

Fields = Mapping[str, Sequence[str]]
"""A subject in clear text: column to values."""


@dataclass(frozen=True, slots=True)
class NewSubject:
    """One subject as an officer gives it."""

    id: str
    role: str
    entity_type: EntityType
    fields: Fields = field(repr=False)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would carry, in counts."""

    names: int
    tokens: int
    attributes: tuple[str, ...]
    peers: tuple[NodeId, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    cells: tuple[Cell, ...]
    peer: NodeId
    done: int
    total: int


class Investigator:
    """Works the cases of this node's officers."""

    def __init__(
        self,
        cases: Cases,
        peers: Peers,
        *,
        asker: Asker,
        seal: LedgerSeal,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep where cases and peers are, who asks, what seals, and how long entries are kept."""
        self._cases = cases
        self._peers = peers
        self._asker = asker
        self._seal = seal
        self._clock = clock
        self._kept = kept

    def open(self, justification: Justification, *, title: str, officer: str) -> Case:
        """Open a case.

        Raises:
            LedgerError: There is a case of this reference already.
        """
        reference = justification.case_reference
        sealed = self._seal.seal(f"title:{reference}", title.encode()) if title else b""
        case = Case(justification, officer, self._clock.now(), sealed)
        self._cases.open(case, entry=self._entry(Event.OPEN_CASE, case, officer=officer))
        return case

    def title(self, case: Case) -> str:
        """Open the title of a case for its own officers."""
        if not case.sealed_title:
            return ""
        return self._seal.open(f"title:{case.reference}", case.sealed_title).decode()

    def add(
        self, reference: str, subjects: Sequence[NewSubject], *, officer: str
    ) -> tuple[int, list[Reject]]:
        """Add subjects to a case; return how many, and why others were not added.

        Raises:
            NotFoundError: There is no such case.
            LedgerError: A subject of that number is in the case already.
        """
        case = self._cases.get(reference)
        kept, rejects = [], []
        for subject in subjects:
            faults = _faults(subject)
            rejects += faults
            if not faults:
                kept.append(self._sealed(case, subject))
        if kept:
            entry = self._entry(Event.OPEN_CASE, case, officer=officer)
            added = _did(entry, "add-subjects", count=len(kept))
            self._cases.add_subjects(reference, kept, entry=added)
        return len(kept), rejects

    async def run(
        self, reference: str, *, peers: Sequence[str], officer: str
    ) -> AsyncGenerator[Progress, None]:
        """Ask all permitted peers, or those named, about every subject of a case.

        Raises:
            NotFoundError: There is no such case, or it has no subjects.
            UnknownPeerError: There is no such peer, or none at all.
        """
        case = self._cases.get(reference)
        subjects = self._cases.subjects(reference)
        if not subjects:
            raise NotFoundError(
                f"case {reference} has no subjects", hint="Add some with: heliograph case add"
            )
        asked_peers = self._chosen(peers)
        run = Run(str(uuid.uuid4()), reference, officer, self._clock.now())
        pending = [Cell(s.id, peer.id) for s in subjects for peer in asked_peers]
        entry = self._entry(Event.OPEN_CASE, case, officer=officer)
        started = _did(entry, "run", count=len(pending))
        await _to_its_end(partial(self._cases.start_run, run, pending, entry=started))
        try:
            askings = await asyncio.to_thread(self._askings, case, subjects)
            asked = await asyncio.to_thread(prepare, askings, case.justification, officer=officer)
            done = 0
            async with aclosing(self._asker.ask(asked, asked_peers)) as settling:
                async for cells in settling:
                    done += 1
                    settled = _did(entry, "settle", count=len(cells))
                    await _to_its_end(partial(self._cases.settle, run.id, cells, entry=settled))
                    yield Progress(tuple(cells), cells[0].peer, done, len(asked_peers))
        finally:
            # Also when the officer has gone: nothing stays pending that nobody works on.
            self._end(run, case)

    def end_interrupted(self) -> int:
        """End the runs that the end of a process left under way; return how many."""
        left = [
            (run, case)
            for case in self._cases.all()
            for run in self._cases.runs(case.reference)
            if run.finished_at is None
        ]
        for run, case in left:
            self._end(run, case)
        return len(left)

    def _end(self, run: Run, case: Case) -> None:
        """End a run; what is still pending is settled as failed."""
        entry = self._entry(Event.OPEN_CASE, case, officer=run.officer)
        pending = [
            replace(cell, state=CellState.FAILED, error_code=_INTERRUPTED, error=_INTERRUPTED_SAYS)
            for cell in self._cases.cells(run.id)
            if cell.state is CellState.PENDING
        ]
        if pending:
            self._cases.settle(run.id, pending, entry=_did(entry, "interrupt", count=len(pending)))
        self._cases.finish_run(
            run.id, self._clock.now(), entry=_did(entry, "finish", count=len(pending))
        )

    async def ask(
        self,
        entity_type: EntityType,
        fields: Fields,
        *,
        justification: Justification,
        peers: Sequence[str],
        officer: str,
    ) -> AsyncGenerator[Cell, None]:
        """Ask about one subject outside a case file.

        Raises:
            InvalidRecordError: The subject cannot be what its fields say.
            RefusedError: It brings too little to be asked about.
            UnknownPeerError: There is no such peer, or none at all.
        """
        asking = _asking("query", justification.category, record=_record(entity_type, fields))
        _require_enough(asking)
        asked: Round = await asyncio.to_thread(prepare, [asking], justification, officer=officer)
        async with aclosing(self._asker.ask(asked, self._chosen(peers))) as settling:
            async for cells in settling:
                for cell in cells:
                    yield cell

    def preview(self, entity_type: EntityType, fields: Fields, *, peers: Sequence[str]) -> Preview:
        """Say what a query would carry, and send nothing."""
        asking = _asking("preview", "", record=_record(entity_type, fields))
        _require_enough(asking)
        subject = asking.tokens
        attributes = dict.fromkeys(str(value.attribute) for value in subject.values)
        words = {"name": subject.names, "address": subject.address, "birth place": subject.places}
        named = [name for name, present in words.items() if present]
        return Preview(
            len(subject.names),
            sum(1 for _ in subject.leaves()),
            (*named, *attributes),
            tuple(peer.id for peer in self._chosen(peers)),
        )

    def label(self, case: Case, subject: CaseSubject) -> str:
        """Open a subject's own words for the officers of its case: its first name or number."""
        fields = self._opened(case, subject)
        shown = (fields[name][0] for name in ("name", *Scheme) if fields.get(name))
        return str(next(shown, ""))

    def _sealed(self, case: Case, subject: NewSubject) -> CaseSubject:
        fields = {name: list(values) for name, values in subject.fields.items() if any(values)}
        clear = json.dumps(fields, ensure_ascii=False).encode()
        category = _category(case, subject)
        return CaseSubject(
            subject.id,
            subject.role,
            subject.entity_type,
            category,
            self._seal.seal(f"{case.reference}/{subject.id}", clear),
        )

    def _opened(self, case: Case, subject: CaseSubject) -> dict[str, list[str]]:
        clear = self._seal.open(f"{case.reference}/{subject.id}", subject.sealed)
        try:
            fields: dict[str, list[str]] = json.loads(clear)
        except ValueError as error:
            raise SealError("a sealed subject cannot be read") from error
        return fields

    def _askings(self, case: Case, subjects: Iterable[CaseSubject]) -> list[Asking]:
        return [
            _asking(s.id, s.category, record=_record(s.entity_type, self._opened(case, s)))
            for s in subjects
        ]

    def _chosen(self, names: Sequence[str]) -> list[Peer]:
        """Return the peers named, or all that are not paused."""
        if names:
            return [self._peers.get(NodeId(name)) for name in dict.fromkeys(names)]
        chosen = [peer for peer in self._peers.all() if not peer.paused]
        if not chosen:
            raise UnknownPeerError(
                "this node has no peers to ask", hint="Add one with: heliograph peer add"
            )
        return chosen

    def _entry(self, event: Event, case: Case, *, officer: str) -> Entry:
        now = self._clock.now()
        return Entry(
            event,
            now,
            officer=officer,
            case_reference=case.reference,
            justification=case.justification,
            retention_until=(now + self._kept).date(),
        )


async def _to_its_end(work: Callable[[], None]) -> None:
    """Do blocking work in a thread; whoever stops waiting for it still lets it end first."""
    task = asyncio.create_task(asyncio.to_thread(work))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _record(entity_type: EntityType, fields: Fields) -> Record:
    known = {name: values for name, values in fields.items() if name != "role"}
    return record_from_fields(entity_type, known)


def _asking(subject_id: str, category: str, *, record: Record) -> Asking:
    return Asking(subject_id, str(category), tokens(record, asking=True))


def _require_enough(asking: Asking) -> None:
    if not asks_enough(asking.tokens):
        raise RefusedError(
            Refusal.EVIDENCE,
            "the subject brings too little to be asked about",
            hint="Give two of given name, family name and date of birth, or an identifier.",
        )


def _faults(subject: NewSubject) -> list[Reject]:
    """Return why a subject cannot be asked about; empty when it can."""
    try:
        _require_enough(
            _asking(subject.id, "", record=_record(subject.entity_type, subject.fields))
        )
    except InvalidRecordError as error:
        return [Reject(subject.line, found.field, found.reason) for found in error.findings]
    except (MatchingError, RefusedError) as error:
        return [Reject(subject.line, "", str(error))]
    return []


def _category(case: Case, subject: NewSubject) -> Category:
    if subject.entity_type is not EntityType.PERSON:
        return Category.NOT_A_PERSON
    if not any(subject.fields.get("category", ())):
        return case.justification.category
    return Category(_record(subject.entity_type, subject.fields).category)


def _did(entry: Entry, action: str, *, count: int) -> Entry:
    return replace(entry, detail={"action": action, "count": count})
