"""Seizure cases: open one, add its subjects, ask everybody, and keep what they say.

Clear subjects enter here, become tokens for the asking and sealed bytes for the ledger.
"""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matching.errors import InvalidRecordError, MatchingError
from matching.profile import tokens
from matching.records import Record, Scheme, record_from_fields
from matching.subject import EntityType
from node.ask import Asker, Asking, Round, prepare
from node.domain.case import Case, CaseSubject, Cell, Run
from node.domain.errors import RefusedError, SealError, UnknownPeerError
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
        self, cases: Cases, peers: Peers, *, asker: Asker, seal: LedgerSeal, clock: Clock
    ) -> None:
        """Keep where cases and peers are, who asks, and what seals subjects."""
        self._cases = cases
        self._peers = peers
        self._asker = asker
        self._seal = seal
        self._clock = clock

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
            entry = replace(entry, detail={"subjects": len(kept), "action": "add-subjects"})
            self._cases.add_subjects(reference, kept, entry=entry)
        return len(kept), rejects

    async def run(
        self, reference: str, *, peers: Sequence[str], officer: str
    ) -> AsyncIterator[Progress]:
        """Ask all permitted peers, or those named, about every subject of a case.

        Raises:
            NotFoundError: There is no such case.
            UnknownPeerError: There is no such peer, or none at all.
        """
        case = self._cases.get(reference)
        subjects = self._cases.subjects(reference)
        asked_peers = self._chosen(peers)
        run = Run(str(uuid.uuid4()), reference, officer, self._clock.now())
        pending = [Cell(s.id, peer.id) for s in subjects for peer in asked_peers]
        entry = self._entry(Event.OPEN_CASE, case, officer=officer)
        self._cases.start_run(
            run, pending, entry=replace(entry, detail={"action": "run", "count": len(pending)})
        )
        askings = await asyncio.to_thread(self._askings, case, subjects)
        asked = await asyncio.to_thread(prepare, askings, case.justification, officer=officer)
        done = 0
        async for cells in self._asker.ask(asked, asked_peers):
            done += 1
            self._cases.settle(
                run.id,
                cells,
                entry=replace(entry, detail={"action": "settle", "count": len(cells)}),
            )
            yield Progress(tuple(cells), cells[0].peer, done, len(asked_peers))
        self._cases.finish_run(run.id, self._clock.now(), entry=entry)

    async def ask(
        self,
        entity_type: EntityType,
        fields: Fields,
        *,
        justification: Justification,
        peers: Sequence[str],
        officer: str,
    ) -> AsyncIterator[Cell]:
        """Ask about one subject outside a case file.

        Raises:
            InvalidRecordError: The subject cannot be what its fields say.
            RefusedError: It brings too little to be asked about.
            UnknownPeerError: There is no such peer, or none at all.
        """
        asking = _asking("query", justification.category, record=_record(entity_type, fields))
        _require_enough(asking)
        asked: Round = await asyncio.to_thread(prepare, [asking], justification, officer=officer)
        async for cells in self._asker.ask(asked, self._chosen(peers)):
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
        return Entry(
            event,
            self._clock.now(),
            officer=officer,
            case_reference=case.reference,
            justification=case.justification,
        )


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
    given = subject.fields.get("category", ())
    return Category(given[0]) if given else case.justification.category
