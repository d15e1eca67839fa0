"""Draft the follow-up of a hit: the papers with which an officer turns to the named desk.

What is drafted stays with the officer. Each file is journalled before it is handed out: for which
alert, in which format, with or without the subject in clear text, and the hash of its bytes.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from node.caseseal import CaseSeal
from node.desk import entry_about
from node.domain.alert import Alert, Direction, Zone
from node.domain.case import Case, CaseSubject, Cell, Facts
from node.domain.errors import JustificationError, NotFoundError
from node.domain.exchange import ContactPoint, Handling
from node.domain.journal import Event, Scalar
from node.domain.justification import Justification
from node.domain.peer import DirectoryEntry
from node.domain.ports import Clock
from node.domain.request import (
    AnsweredHit,
    FollowUpRequest,
    LinkedSubject,
    PackPart,
    Particulars,
    Party,
)
from node.domain.selection import Selection
from node.paper.assistance import assistance_paper
from node.paper.model import Format
from node.paper.request import request_paper
from node.paper.team import team_paper
from node.paper.umf import umf_of
from node.paper.write import file_of
from node.store.alerts import Alerts
from node.store.cases import Cases
from node.store.evidence import Evidence
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.peers import Peers
from node.store.runs import Runs
from node.words import Language

TEXT_LIMIT = 20_000
"""Characters of one text that an officer adds."""
_SHORT_ID_LETTERS = 8
_COMPOSED = {
    PackPart.REQUEST: request_paper,
    PackPart.ASSISTANCE: assistance_paper,
    PackPart.TEAM: team_paper,
}


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What an officer wants."""

    alert_id: str
    parts: tuple[PackPart, ...]
    format: Format
    language: Language
    particulars: Particulars
    with_subject: bool = False
    """Whether the own subject is put in, in clear text."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack."""

    part: PackPart
    name: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal, as journalled."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Pack:
    """The files, and the request they were made of."""

    request: FollowUpRequest
    files: tuple[PackFile, ...]


@dataclass(frozen=True, slots=True)
class FiledHits:
    """The parts of the ledger in which a hit and its case stand."""

    ledger: Ledger
    journal: Journal
    alerts: Alerts
    cases: Cases
    runs: Runs
    peers: Peers
    evidence: Evidence


class Drafter:
    """Drafts packs for the officers of one node."""

    def __init__(
        self,
        filed: FiledHits,
        own: Callable[[], DirectoryEntry],
        *,
        seal: CaseSeal,
        shown: Callable[[str, str], Case],
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep where hits are filed, who may see a case, and how long entries are kept."""
        self._shown = shown
        self._filed = filed
        self._own = own
        self._seal = seal
        self._clock = clock
        self._kept = kept

    def draft(self, order: PackOrder, *, officer: str) -> Pack:
        """Write the papers of one pack; each is journalled with its hash.

        Raises:
            NotFoundError: There is no such alert, or its subject is not kept.
            JustificationError: The alert is no hit of a peer, or a text is too long.
            UnknownPeerError: The peer that answered is no member any more.
            PaperError: The system lacks what the format needs.
        """
        _require_short(order.particulars)
        alert = self._filed.alerts.get(order.alert_id)
        if alert.direction is not Direction.OUTGOING or alert.zone is not Zone.HIT:
            raise JustificationError(
                "there is nothing to follow up: the alert is no hit of a peer",
                hint="See those that are: heliograph alert list --direction outgoing",
            )
        request = self._request(alert, order, case=self._case(alert, officer))
        files = tuple(self._file(part, request, order=order) for part in order.parts)
        with self._filed.ledger.transaction():
            for file in files:
                self._note(alert, file, order=order, officer=officer)
        return Pack(request, files)

    def _file(self, part: PackPart, request: FollowUpRequest, *, order: PackOrder) -> PackFile:
        stem = f"{part}-{alert_number(request.hit.alert)}"
        if part is PackPart.UMF:
            return PackFile(part, f"{stem}.xml", umf_of(request))
        paper = _COMPOSED[part](request, order.language)
        name = f"{stem}-{order.language}{order.format.suffix}"
        return PackFile(part, name, file_of(paper, order.format))

    def _case(self, alert: Alert, officer: str) -> Case | None:
        """Return the case file for an officer who may see it; nothing where there is no file."""
        try:
            self._filed.cases.get(alert.case_reference)
        except NotFoundError:
            return None
        return self._shown(alert.case_reference, officer)

    def _request(self, alert: Alert, order: PackOrder, *, case: Case | None) -> FollowUpRequest:
        peer, own = self._filed.peers.get(alert.peer).entry, self._own()
        cell = self._cell(alert) if case else None
        subjects = self._subjects(case)
        subject = subjects.get(cell.subject) if cell else None
        return FollowUpRequest(
            own_reference=f"{alert.case_reference}/{alert_number(alert.id)}",
            drafted_at=self._clock.now(),
            asker=_party(own, next(iter(own.contact_points), None)),
            owner=_party(peer, _point(peer, alert.contact_point)),
            justification=case.justification if case else self._justification(alert),
            hit=_answered(alert, cell),
            particulars=order.particulars,
            handling=order.particulars.handling or (case.handling if case else Handling.H1),
            facts=self._seal.facts(case) if case else Facts(),
            links=tuple(self._links(case, subject, subjects=subjects)),
            role=subject.role if subject else "",
            subject=self._opened(case, subject) if order.with_subject else {},
        )

    def _subjects(self, case: Case | None) -> dict[str, CaseSubject]:
        known = self._filed.cases.subjects(case.reference) if case else []
        return {subject.id: subject for subject in known}

    def _cell(self, alert: Alert) -> Cell | None:
        """Return what the run of a case has kept of the hit."""
        for run in self._filed.runs.of_case(alert.case_reference):
            for cell in self._filed.runs.cells(run.id):
                if (cell.peer, cell.reference) == (alert.peer, alert.reference):
                    return cell
        return None

    def _opened(self, case: Case | None, subject: CaseSubject | None) -> dict[str, tuple[str, ...]]:
        if case is None or subject is None:
            raise NotFoundError(
                "who was asked about is kept for the subjects of a case alone",
                hint="Draft it without the subject, and complete it by hand.",
            )
        fields = self._seal.fields(case, subject)
        return {name: tuple(values) for name, values in fields.items()}

    def _links(
        self,
        case: Case | None,
        subject: CaseSubject | None,
        *,
        subjects: Mapping[str, CaseSubject],
    ) -> Iterator[LinkedSubject]:
        if case is None or subject is None:
            return
        for link in self._filed.cases.links(case.reference):
            ends = (link.source, link.target)
            if subject.id in ends:
                is_source = link.source == subject.id
                other = subjects[ends[is_source]]
                yield LinkedSubject(
                    link.relation, other.id, other.entity_type, other.role, is_source
                )

    def _justification(self, alert: Alert) -> Justification:
        """Find why a single query was asked, which has no case file, in the journal.

        Raises:
            NotFoundError: The journal has erased it.
        """
        wanted = Selection(query_id=alert.query_id, since=alert.created_at - timedelta(hours=1))
        for recorded in self._filed.evidence.search(wanted, limit=10):
            if recorded.entry is not None and recorded.entry.justification is not None:
                return recorded.entry.justification
        raise NotFoundError("why the query was asked is not kept any more")

    def _note(self, alert: Alert, file: PackFile, *, order: PackOrder, officer: str) -> None:
        now = self._clock.now()
        detail: dict[str, Scalar] = {
            "action": file.part.value,
            "alert": alert.id,
            "clear_text": order.with_subject,
            "digest": file.digest,
            "format": file.name.rpartition(".")[2],
            "record_reference": alert.reference,
        }
        until = (now + self._kept).date()
        self._filed.journal.append(
            entry_about(alert, Event.FOLLOW_UP, at=now, until=until, officer=officer, detail=detail)
        )


def _answered(alert: Alert, cell: Cell | None) -> AnsweredHit:
    return AnsweredHit(
        alert.id,
        alert.reference,
        alert.entity_type,
        alert.band,
        alert.query_id,
        alert.created_at,
        cell.handling if cell else Handling.H1,
        cell.fresh_at if cell else None,
    )


def alert_number(alert_id: str) -> str:
    """Return as much of an alert's id as people write."""
    return alert_id[:_SHORT_ID_LETTERS]


def _party(entry: DirectoryEntry, desk: ContactPoint | None) -> Party:
    return Party(entry.id, entry.name, entry.kind, entry.country, desk)


def _point(peer: DirectoryEntry, wanted: str) -> ContactPoint | None:
    """Return the desk named with the hit, or the first where the peer has renamed its desks."""
    named = (point for point in peer.contact_points if point.id == wanted)
    return next(named, next(iter(peer.contact_points), None))


def _require_short(particulars: Particulars) -> None:
    for name in ("facts", "link", "question", "restrictions"):
        if len(getattr(particulars, name)) > TEXT_LIMIT:
            raise JustificationError(
                f"the {name} of the request have more than {TEXT_LIMIT:,} characters",
                hint="Shorten them, or attach them on the official channel.",
            )
