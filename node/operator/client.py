"""Speak with a running node over the Unix socket in its folder.

Rules: every failure is an `OperatorError` with a sentence and a hint; what comes back are views,
never messages; a call that only reads has a deadline, one that works does not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Self, TypeVar

import grpc

from node.operator import view
from node.operator.call import read as _read
from node.operator.call import stream as _stream
from node.operator.call import work as _work
from node.operator.client_blind import BlindClient
from node.operator.client_casework import CaseworkClient
from node.operator.client_contact import ContactClient
from node.operator.client_followup import FollowUpClient
from node.operator.client_forum import ForumClient
from node.operator.client_key import DirectoryClient, KeyClient
from node.operator.client_notice import NoticeClient
from node.operator.client_paper import PaperClient
from node.operator.client_policy import PolicyClient
from node.operator.client_review import ReviewClient
from node.operator.client_standing import StandingClient
from node.operator.client_user import UserClient
from node.operator.errors import OperatorError
from node.operator.failure import failure_of, not_running
from node.operator.translate import message_of, view_of
from node.operator.view_casework import CaseChange, CaseFilter, CaseLink
from node.pb.operator.v1 import casework_pb2
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1 import operator_pb2_grpc as services

R = TypeVar("R")

SOCKET: Final = "operator.sock"
_PATH_BYTES: Final = 107
"""Longest path of a Unix socket on Linux, without the closing zero."""
_OPTIONS: Final = (
    ("grpc.enable_http_proxy", 0),
    # A case file or an alert's record may be large, and comes from our own node.
    ("grpc.max_receive_message_length", 256 << 20),
)

Batch = tuple[Sequence[view.Row], Sequence[view.Reject]]
"""Rows of a register, and rows between them that could not even be read."""


class OperatorClient:
    """One connection to one node; a context manager."""

    def __init__(self, folder: Path) -> None:
        """Prepare the connection to the node in `folder`.

        Raises:
            OperatorError: There is no such folder, nothing listens in it, or its path is too long.
        """
        self._channel = grpc.insecure_channel(_address(folder), options=_OPTIONS)
        self._node = services.NodeServiceStub(self._channel)
        self._registers = services.RegisterServiceStub(self._channel)
        self._queries = services.QueryServiceStub(self._channel)
        self._cases = services.CaseServiceStub(self._channel)
        self._peers = services.PeerServiceStub(self._channel)
        self._audit = services.AuditServiceStub(self._channel)
        self.blind = BlindClient(self._channel)
        self.directory = DirectoryClient(self._channel)
        self.keys = KeyClient(self._channel)
        self.notices = NoticeClient(self._channel)
        self.policy = PolicyClient(self._channel)
        self.standing = StandingClient(self._channel)
        self.review = ReviewClient(self._channel)
        self.papers = PaperClient(self._channel)
        self.contacts = ContactClient(self._channel)
        self.followup = FollowUpClient(self._channel)
        self.casework = CaseworkClient(self._channel)
        self.forum = ForumClient(self._channel)
        self.users = UserClient(self._channel)

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connection."""
        self._channel.close()

    def status(self) -> view.Status:
        """Return what the node is and how it fares."""
        return view_of(view.Status, _read(self._node.GetStatus, pb.GetStatusRequest()))

    def diagnose(self) -> tuple[view.Check, ...]:
        """Have the node look for everything that would keep it from answering."""
        response = _work(self._node.Diagnose, pb.DiagnoseRequest())
        return tuple(view_of(view.Check, check) for check in response.checks)

    def load_register(
        self, start: view.LoadStart, batches: Iterable[Batch]
    ) -> Iterator[view.LoadProgress]:
        """Load a register; nothing of it is used before the last row has been sealed.

        Raises:
            NodeError: What `batches` raised; the node then drops the load.
        """
        upload = _Upload(start, batches)
        try:
            for progress in self._registers.LoadRegister(upload):
                yield view_of(view.LoadProgress, progress)
        except grpc.RpcError as error:
            raise upload.error or failure_of(error) from error
        if upload.error:
            raise upload.error

    def registers(self) -> tuple[view.Register, ...]:
        """Return the node's registers."""
        response = _read(self._registers.ListRegisters, pb.ListRegistersRequest())
        return tuple(view_of(view.Register, register) for register in response.registers)

    def rejects(self, register: str, *, limit: int) -> view.Rejects:
        """Return the rejected rows of a register's last load."""
        request = pb.ListRejectsRequest(register=register, limit=limit)
        return view_of(view.Rejects, _read(self._registers.ListRejects, request))

    def ask(
        self,
        entity_type: str,
        fields: Mapping[str, Sequence[str]],
        *,
        justification: view.Justification,
        peers: Sequence[str],
        officer: str,
        validate_only: bool,
    ) -> Iterator[view.AskStep]:
        """Ask peers about one subject; steps come as they arrive."""
        request = pb.AskPeersRequest(
            entity_type=entity_type,
            fields=_fields(fields),
            justification=message_of(pb.Justification, justification),
            peers=peers,
            officer=officer,
            validate_only=validate_only,
        )
        for response in _stream(self._queries.AskPeers, request):
            yield view_of(view.AskStep, response)

    def create_case(
        self,
        reference: str,
        *,
        title: str,
        justification: view.Justification,
        officer: str,
        change: CaseChange | None = None,
    ) -> str:
        """Open a case and return its reference."""
        request = pb.CreateCaseRequest(
            reference=reference,
            title=title,
            justification=message_of(pb.Justification, justification),
            officer=officer,
            change=message_of(casework_pb2.CaseChange, change) if change else None,
        )
        return str(_work(self._cases.CreateCase, request).reference)

    def add_subjects(
        self,
        reference: str,
        subjects: Sequence[view.SubjectRow],
        *,
        links: Sequence[CaseLink] = (),
        officer: str,
    ) -> view.Addition:
        """Add subjects to a case, and links to or between them."""
        request = pb.AddSubjectsRequest(
            reference=reference,
            subjects=[_subject(subject) for subject in subjects],
            links=[message_of(casework_pb2.CaseLink, link) for link in links],
            officer=officer,
        )
        return view_of(view.Addition, _work(self._cases.AddSubjects, request))

    def run_case(
        self,
        reference: str,
        *,
        peers: Sequence[str],
        officer: str,
        until: datetime | None = None,
        stand: bool = False,
        stand_reason: str = "",
    ) -> Iterator[view.RunStep]:
        """Ask all permitted peers about all subjects; steps come as they arrive.

        With `stand`, what a peer answers with no hit is left standing with it.
        """
        request = pb.RunCaseRequest(
            reference=reference,
            peers=peers,
            officer=officer,
            stand=stand,
            stand_reason=stand_reason,
        )
        if until is not None:
            request.until.FromDatetime(until)
        for response in _stream(self._cases.RunCase, request):
            yield view_of(view.RunStep, response)

    def case(self, reference: str, *, officer: str) -> view.CaseFile:
        """Return a case with its subjects and outcomes."""
        request = pb.GetCaseRequest(reference=reference, officer=officer)
        return view_of(view.CaseFile, _read(self._cases.GetCase, request))

    def cases(self, wanted: CaseFilter) -> tuple[view.Case, ...]:
        """Return the cases of an officer; to an auditor, all."""
        request = message_of(pb.ListCasesRequest, wanted)
        response = _read(self._cases.ListCases, request)
        return tuple(view_of(view.Case, case) for case in response.cases)

    def peers(self) -> tuple[view.Peer, ...]:
        """Return the members with whom there is an agreement."""
        response = _read(self._peers.ListPeers, pb.ListPeersRequest())
        return tuple(view_of(view.Peer, peer) for peer in response.peers)

    def add_peer(self, entry: bytes, *, agreement: bytes, officer: str) -> view.Peer:
        """Record a member's entry and the agreement with it."""
        request = pb.AddPeerRequest(entry=entry, agreement=agreement, officer=officer)
        return view_of(view.Peer, _work(self._peers.AddPeer, request).peer)

    def revoke_peer(self, peer: str, *, restore: bool, reason: str, officer: str) -> view.Peer:
        """End all exchange with a peer at once, or take it up again."""
        request = pb.RevokePeerRequest(id=peer, restore=restore, reason=reason, officer=officer)
        return view_of(view.Peer, _work(self._peers.RevokePeer, request).peer)

    def pause_peer(
        self, peer: str, *, reason: str, until: datetime | None = None, officer: str
    ) -> view.Peer:
        """Exchange nothing with a peer for a time."""
        request = pb.PausePeerRequest(id=peer, reason=reason, until=until, officer=officer)
        return view_of(view.Peer, _work(self._peers.PausePeer, request).peer)

    def resume_peer(self, peer: str, *, officer: str) -> view.Peer:
        """End the pause of a peer."""
        request = pb.PausePeerRequest(id=peer, resume=True, officer=officer)
        return view_of(view.Peer, _work(self._peers.PausePeer, request).peer)

    def export_entry(self) -> bytes:
        """Return the node's own entry for a peer to add."""
        return bytes(_read(self._peers.ExportEntry, pb.ExportEntryRequest()).entry)

    def test_peer(self, number: str) -> tuple[view.Check, ...]:
        """Test the line to a peer, step by step."""
        response = _work(self._peers.TestPeer, pb.TestPeerRequest(id=number))
        return tuple(view_of(view.Check, check) for check in response.checks)

    def verify_journal(self) -> view.JournalReport:
        """Recompute the whole journal and compare it with its signed heads."""
        response = _work(self._audit.VerifyJournal, pb.VerifyJournalRequest())
        return view_of(view.JournalReport, response)

    def tail_journal(
        self, *, limit: int, event: str, officer: str
    ) -> tuple[view.JournalEntry, ...]:
        """Return the newest entries of the journal, of one event where it is named."""
        request = pb.TailJournalRequest(limit=limit, event=event, officer=officer)
        response = _read(self._audit.TailJournal, request)
        return tuple(view_of(view.JournalEntry, entry) for entry in response.entries)

    def search_journal(
        self, wanted: view.JournalFilter, *, limit: int, officer: str
    ) -> tuple[view.JournalEntry, ...]:
        """Return the newest entries that meet conditions; journalled."""
        request = pb.SearchJournalRequest(filter=_filter(wanted), limit=limit, officer=officer)
        response = _work(self._audit.SearchJournal, request)
        return tuple(view_of(view.JournalEntry, entry) for entry in response.entries)

    def export_journal(
        self, wanted: view.JournalFilter, *, officer: str
    ) -> Iterator[tuple[str, bytes]]:
        """Yield a bundle of evidence, file by file, as names and next bytes; journalled."""
        request = pb.ExportJournalRequest(filter=_filter(wanted), officer=officer)
        for response in _stream(self._audit.ExportJournal, request):
            yield response.file, response.content

    def erase_journal(self, before: str, *, officer: str) -> int:
        """Erase contents whose time of keeping is over; return how many."""
        request = pb.EraseJournalRequest(before=before, officer=officer)
        return int(_work(self._audit.EraseJournal, request).erased)

    def hold_entry(self, index: int, *, procedure: str, officer: str) -> None:
        """Forbid the erasure of an entry; with an empty procedure, allow it again."""
        request = pb.HoldEntryRequest(index=index, procedure=procedure, officer=officer)
        _work(self._audit.HoldEntry, request)


class _Upload:
    """The requests of a load; keeps what broke them, which gRPC would swallow."""

    def __init__(self, start: view.LoadStart, batches: Iterable[Batch]) -> None:
        self.error: Exception | None = None
        self._start = start
        self._batches = iter(batches)
        self._started = False
        self._ended = False
        self._sent = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> pb.LoadRegisterRequest:
        if not self._started:
            self._started = True
            return pb.LoadRegisterRequest(start=message_of(pb.LoadStart, self._start))
        if self._ended:
            raise StopIteration
        try:
            rows, faults = next(self._batches)
        except StopIteration:
            self._ended = True
            return pb.LoadRegisterRequest(end=pb.LoadEnd(rows=self._sent))
        except Exception as error:
            # gRPC runs this on a thread of its own, logs what is raised and cancels the call.
            self.error = error
            raise
        self._sent += len(rows) + len(faults)
        batch = pb.RowBatch(
            rows=[pb.Row(line=row.line, fields=_fields(row.fields)) for row in rows],
            faults=[message_of(pb.Reject, fault) for fault in faults],
        )
        return pb.LoadRegisterRequest(batch=batch)


def _fields(fields: Mapping[str, Sequence[str]]) -> list[pb.Field]:
    return [pb.Field(name=name, values=values) for name, values in fields.items()]


def _filter(wanted: view.JournalFilter) -> pb.JournalFilter:
    message = pb.JournalFilter(
        peer=wanted.peer,
        case_reference=wanted.case_reference,
        officer=wanted.officer,
        event=wanted.event,
        query_id=wanted.query_id,
    )
    for name, moment in (("since", wanted.since), ("until", wanted.until)):
        if moment is not None:
            getattr(message, name).FromDatetime(moment)
    return message


def _subject(subject: view.SubjectRow) -> pb.SubjectRow:
    return pb.SubjectRow(
        id=subject.id,
        role=subject.role,
        entity_type=subject.entity_type,
        fields=_fields(subject.fields),
        line=subject.line,
    )


def _address(folder: Path) -> str:
    path = (folder / SOCKET).resolve()
    if not folder.is_dir():
        raise OperatorError(
            "NODE_FOLDER",
            f"there is no node in {folder}",
            hint="Name its folder with --node or HELIOGRAPH_NODE, or make one: heliograph init",
        )
    if len(str(path).encode()) > _PATH_BYTES:
        raise OperatorError(
            "NODE_FOLDER",
            f"the path of {folder} is too long for a socket",
            hint="Move the node to a folder with a shorter path.",
        )
    if not path.exists():
        raise not_running()
    return f"unix:{path}"
