"""Report a case to a prosecutor: hits, decisions and proofs, signed, verifiable without the node.

What is handed out is journalled first, with the hash of its bytes, and signed once: the same case
reported again is another file, because the journal has grown and a PDF is not written twice alike.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from matching.model import load_model
from matching.subject import EntityType
from node.caseseal import CaseSeal
from node.domain.alert import Alert, Direction
from node.domain.case import Case, CaseSubject, Cell, Run
from node.domain.casereport import (
    AgencyAnswers,
    CaseReport,
    Decision,
    JournalLine,
    ModelUse,
    ReportedHit,
    ReportedSubject,
)
from node.domain.exchange import Handling
from node.domain.journal import Entry, Event, Scalar, from_canonical, timestamp
from node.domain.paper import ReportFormat
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.evidence.casefile import CaseEvidence, Proven
from node.evidence.export import Own
from node.keys.identity import Label
from node.paper.casereport import case_paper
from node.paper.casetable import case_sheets
from node.paper.docxfile import docx_of
from node.paper.model import Attachment
from node.paper.sheetfile import csv_of, xlsx_of
from node.store.alertfilter import AlertFilter
from node.store.alerts import Alerts
from node.store.cases import Cases
from node.store.journal import Journal
from node.store.peers import Peers
from node.store.runs import Runs
from node.words import Language

EVIDENCE_NAME = "evidence.json"
_MOST_ALERTS = 500
_DECIDING = frozenset(
    {
        Event.CLAIM,
        Event.CONFIRM,
        Event.DISMISS,
        Event.REOPEN,
        Event.FOLLOW_UP,
        Event.PROPOSE,
        Event.DOUBT,
        Event.ASSURE,
        Event.CORRECT,
        Event.TRANSFER,
    }
)


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What an officer wants."""

    case_reference: str
    format: ReportFormat
    language: Language
    with_subjects: bool = False
    """Whether the subjects' names or numbers are put in, in clear text."""
    with_officers: bool = False
    """Whether decisions name officers by their pseudonymous ids, not by their roles."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """One file with what signs it."""

    name: str
    content: bytes = field(repr=False)
    signature: bytes
    """Ed25519 by the node over label and content, 64 bytes."""
    digest: str
    """SHA-256, hexadecimal, as journalled."""


@dataclass(frozen=True, slots=True)
class CaseSources:
    """The parts of the ledger in which a case stands."""

    cases: Cases
    runs: Runs
    alerts: Alerts
    peers: Peers
    journal: Journal
    evidence: CaseEvidence


class Reporter:
    """Writes the files of cases."""

    def __init__(
        self,
        sources: CaseSources,
        own: Own,
        *,
        seal: CaseSeal,
        shown: Callable[[str, str], Case],
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep where cases are, who may see one, who signs, and how long entries are kept."""
        self._shown = shown
        self._sources = sources
        self._own = own
        self._seal = seal
        self._clock = clock
        self._kept = kept

    def report(self, order: ReportOrder, *, officer: str) -> SignedFile:
        """Write the file of a case, signed; it is journalled with its hash.

        Raises:
            NotFoundError: There is no such case.
            JournalError: The journal is damaged.
            PaperError: The system lacks what the format needs.
        """
        case = self._shown(order.case_reference, officer)
        proven = self._sources.evidence.entries(order.case_reference)
        report = self._gather(case, proven, order=order)
        document = self._document(report, proven)
        content = _file(
            replace(report, evidence_digest=hashlib.sha256(document).hexdigest()),
            document,
            order=order,
        )
        digest = hashlib.sha256(content).hexdigest()
        self._note(order, digest, officer=officer)
        signature = self._own.identity.sign(Label.REPORT, content)
        name = f"case-{_file_name(order.case_reference)}-{order.language}.{order.format}"
        return SignedFile(name, content, signature, digest)

    def _gather(self, case: Case, proven: Proven, *, order: ReportOrder) -> CaseReport:
        sources, reference = self._sources, case.reference
        subjects, runs = sources.cases.subjects(reference), sources.runs.of_case(reference)
        peers = {peer.id: peer for peer in sources.peers.all()}
        own = self._own.entry()
        entries = [
            (each.index, each.leaf, from_canonical(each.content))
            for each in proven.entries
            if each.content is not None
        ]
        hits = tuple(self._hits(reference, runs, peers=peers))
        return CaseReport(
            reference=reference,
            node=own.id,
            agency=own.name,
            country=own.country,
            identity_key=own.identity_key,
            created_at=self._clock.now(),
            justification=case.justification,
            opened_at=case.created_at,
            runs=len(runs),
            title=self._seal.title(case),
            subjects=tuple(self._subject(case, each, order=order) for each in subjects),
            hits=hits,
            answers=tuple(self._answers(runs, peers)),
            decisions=tuple(_decisions((entry for _, _, entry in entries), order=order)),
            models=tuple(_models(hits)),
            lines=tuple(
                JournalLine(index, entry.time, entry.event, entry.peer or "", entry.results, leaf)
                for index, leaf, entry in entries
            ),
            checkpoint=proven.checkpoint,
        )

    def _document(self, report: CaseReport, proven: Proven) -> bytes:
        contents = (each.content for each in proven.entries if each.content is not None)
        return self._sources.evidence.document(
            proven,
            query_ids=[entry.query_id for entry in map(from_canonical, contents) if entry.query_id],
            report=_plain(report),
            created_at=report.created_at,
        )

    def _hits(
        self, reference: str, runs: Sequence[Run], *, peers: Mapping[NodeId, Peer]
    ) -> Iterator[ReportedHit]:
        """Yield a hit for each outgoing alert, oldest first, with what its cell has kept."""
        cells = {
            (cell.peer, cell.reference): cell
            for run in reversed(runs)
            for cell in self._sources.runs.cells(run.id)
            if cell.reference
        }
        for alert in reversed(self._alerts(reference)):
            cell = cells.get((alert.peer, alert.reference))
            yield _hit(alert, cell, peer=peers.get(alert.peer))

    def _alerts(self, reference: str) -> list[Alert]:
        wanted = AlertFilter(direction=Direction.OUTGOING, case_reference=reference)
        found: list[Alert] = []
        after = ""
        while True:
            page = self._sources.alerts.page(wanted, after=after, limit=_MOST_ALERTS)
            found += page.alerts
            after = page.next_after
            if not after:
                return found

    def _answers(
        self, runs: Sequence[Run], peers: Mapping[NodeId, Peer]
    ) -> Iterator[AgencyAnswers]:
        counts: dict[NodeId, Counter[str]] = {}
        for cell in self._sources.runs.cells(runs[0].id) if runs else ():
            counts.setdefault(cell.peer, Counter())[cell.state] += 1
        for peer, counted in counts.items():
            name = peers[peer].entry.name if peer in peers else peer
            yield AgencyAnswers(peer, name, dict(counted))

    def _subject(self, case: Case, subject: CaseSubject, *, order: ReportOrder) -> ReportedSubject:
        label = self._seal.label(case, subject) if order.with_subjects else ""
        return ReportedSubject(subject.id, subject.role, subject.entity_type, label)

    def _note(self, order: ReportOrder, digest: str, *, officer: str) -> None:
        now = self._clock.now()
        detail: dict[str, Scalar] = {
            "action": "case-report",
            "clear_text": order.with_subjects,
            "digest": digest,
            "format": order.format.value,
        }
        self._sources.journal.append(
            Entry(
                Event.READ,
                now,
                officer=officer,
                case_reference=order.case_reference,
                retention_until=(now + self._kept).date(),
                detail=detail,
            )
        )


def _file(report: CaseReport, document: bytes, *, order: ReportOrder) -> bytes:
    match order.format:
        case ReportFormat.JSON:
            return document
        case ReportFormat.CSV:
            return csv_of(case_sheets(report, order.language))
        case ReportFormat.XLSX:
            return xlsx_of(case_sheets(report, order.language), created_at=report.created_at)
        case ReportFormat.DOCX:
            return docx_of(case_paper(report, order.language))
        case ReportFormat.PDF:
            from node.paper.pdffile import pdf_of  # noqa: PLC0415 - it costs a second to import

            attached = Attachment(EVIDENCE_NAME, "Heliograph evidence", document)
            return pdf_of(case_paper(report, order.language), [attached])


def _hit(alert: Alert, cell: Cell | None, *, peer: Peer | None) -> ReportedHit:
    points = peer.entry.contact_points if peer else ()
    return ReportedHit(
        alert=alert.id,
        subject=cell.subject if cell else "",
        entity_type=alert.entity_type,
        peer=alert.peer,
        agency=peer.entry.name if peer else alert.peer,
        country=peer.entry.country if peer else "",
        reference=alert.reference,
        desk=next((point for point in points if point.id == alert.contact_point), None),
        band=alert.band,
        outcome=alert.work.outcome,
        flag=alert.work.flag,
        answered_at=alert.created_at,
        query_id=alert.query_id,
        subject_number=alert.subject_number,
        model=alert.model,
        handling=cell.handling if cell else Handling.H1,
        fresh_at=cell.fresh_at if cell else None,
    )


def _decisions(entries: Iterable[Entry], *, order: ReportOrder) -> Iterator[Decision]:
    for entry in entries:
        if entry.event in _DECIDING:
            alert, reason = entry.detail.get("alert", ""), _reason(entry)
            by = entry.officer if order.with_officers else entry.role
            yield Decision(entry.time, entry.event, str(alert), by, reason)


def _reason(entry: Entry) -> str:
    """Return the code that a decision was given: reason, outcome, or which paper was written."""
    codes = (entry.detail.get(name, "") for name in ("reason", "outcome", "action"))
    return str(next(filter(None, codes), ""))


def _models(hits: Iterable[ReportedHit]) -> Iterator[ModelUse]:
    """Yield every model that decided, with its thresholds where this node has the very same."""
    used = sorted({(hit.entity_type, hit.model) for hit in hits if hit.model})
    for entity_type, version in used:
        own = load_model(EntityType(entity_type))
        if version.partition("/")[0] == own.version:
            limits = own.thresholds
            yield ModelUse(version, limits.hit, limits.strong, limits.possible)
        else:
            yield ModelUse(version)


def _plain(report: CaseReport) -> dict[str, object]:
    """Return the report as JSON has it."""
    fields = asdict(report)
    fields["schema"] = "heliograph.case-report.v1"
    for name in ("lines", "checkpoint", "evidence_digest"):
        # The evidence around it holds the entries and the head themselves.
        fields.pop(name)
    plain: dict[str, object] = json.loads(json.dumps(fields, default=_scalar))
    return plain


def _scalar(value: object) -> str:
    if isinstance(value, datetime):
        return timestamp(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError("a report holds times and bytes beside plain values")


def _file_name(reference: str) -> str:
    """Return a reference as it may stand in the name of a file anywhere."""
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in reference)
