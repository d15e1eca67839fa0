"""The one place where an error becomes what a caller may know of it.

A caller learns a status, a coded reason and a fixed sentence: nothing of the query, nothing of this
node's inside, and no difference between *unknown* and *not permitted*.
The same reason and sentence stand in a sealed fault and in an open gRPC status; what fails after
the message was opened leaves as a fault.
"""

from dataclasses import dataclass
from typing import Final

import grpc
from google.protobuf.any_pb2 import Any
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from matching.errors import (
    EngineUnavailableError,
    IndexBuildError,
    IndexCorruptError,
    IndexOutdatedError,
    InvalidElementError,
    InvalidRecordError,
    LabelledDataError,
    LinkError,
    MalformedValueError,
    MatchingError,
    ModelError,
    OPRFSelfTestError,
    OPRFUnavailableError,
    RecordError,
    StaleKeyError,
    TooManyTokensError,
)
from node.domain.account import AccountError, SignInError
from node.domain.alert import AlertChangedError, AlertClaimedError, AlertMoveError
from node.domain.errors import (
    AgreementError,
    CaseClosedError,
    CheckpointError,
    ConfigError,
    DirectoryError,
    EnvelopeError,
    EnvelopeFault,
    JournalError,
    JustificationError,
    KeyringError,
    LedgerError,
    LoadError,
    MappingError,
    NodeError,
    NodeFolderError,
    NotFoundError,
    PaperError,
    PeerAnswerError,
    PeerUnavailableError,
    ProviderError,
    RefusedError,
    SealError,
    SignatureError,
    SourceError,
    UnknownPeerError,
)
from node.domain.exchange import Refusal
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.errors import BusyError, DeadlineError, ForwardedError

ERROR_DOMAIN: Final = "heliograph"
DETAILS_KEY: Final = "grpc-status-details-bin"
"""Trailing metadata in which gRPC carries a google.rpc.Status."""
STALE_KEY: Final = "stale-key"


@dataclass(frozen=True, slots=True)
class Public:
    """All that a caller may know of an error."""

    code: grpc.StatusCode
    reason: str
    """Stable, lower case with hyphens."""
    sentence: str

    def fault(self) -> pb.Fault:
        """Return it as the content of a sealed reply."""
        return pb.Fault(reason=self.reason, sentence=self.sentence)

    def trailer(self) -> tuple[tuple[str, bytes], ...]:
        """Return it as gRPC's trailing metadata, with the reason in an ErrorInfo."""
        info = ErrorInfo(reason=self.reason.upper().replace("-", "_"), domain=ERROR_DOMAIN)
        detail = Any()
        detail.Pack(info)
        status = Status(code=self.code.value[0], message=self.sentence, details=[detail])
        return ((DETAILS_KEY, status.SerializeToString()),)


_Code = grpc.StatusCode
_NOT_SERVED = Public(
    _Code.PERMISSION_DENIED, Refusal.AGREEMENT, "This node does not serve the caller."
)
_MALFORMED = Public(
    _Code.INVALID_ARGUMENT, "malformed", "The message is not what the protocol allows."
)
_STALE_KEY = Public(
    _Code.FAILED_PRECONDITION, STALE_KEY, "The message uses a key that is not in use."
)
_FAILED = Public(_Code.INTERNAL, Refusal.UNAVAILABLE, "This node cannot answer now.")

_ENVELOPE: dict[EnvelopeFault, Public] = {
    EnvelopeFault.MALFORMED: _MALFORMED,
    EnvelopeFault.OVERSIZE: Public(
        _Code.RESOURCE_EXHAUSTED, "oversize", "The message is larger than the protocol allows."
    ),
    EnvelopeFault.VERSION: Public(
        _Code.UNIMPLEMENTED, "version", "The protocol version is not spoken here."
    ),
    EnvelopeFault.SENDER: _NOT_SERVED,
    EnvelopeFault.RECIPIENT: Public(
        _Code.INVALID_ARGUMENT, "recipient", "The message is meant for another node."
    ),
    EnvelopeFault.SIGNATURE: Public(
        _Code.UNAUTHENTICATED, "signature", "The signature is not valid."
    ),
    EnvelopeFault.WINDOW: Public(
        _Code.FAILED_PRECONDITION, "window", "The message is outside its time window."
    ),
    EnvelopeFault.REPLAY: Public(
        _Code.ALREADY_EXISTS, "replay", "A message with this id was here before."
    ),
    EnvelopeFault.KEY: _STALE_KEY,
}

_ERRORS: dict[type[Exception], Public] = {
    UnknownPeerError: _NOT_SERVED,
    AgreementError: _NOT_SERVED,
    DeadlineError: Public(
        _Code.INVALID_ARGUMENT, "deadline", "A call needs a deadline of at most 60 seconds."
    ),
    BusyError: Public(_Code.RESOURCE_EXHAUSTED, "busy", "Too many calls are waiting."),
    InvalidElementError: _MALFORMED,
    TooManyTokensError: _MALFORMED,
    JustificationError: _MALFORMED,
    CheckpointError: Public(
        _Code.INVALID_ARGUMENT, "checkpoint", "The journal head is not acceptable."
    ),
    StaleKeyError: _STALE_KEY,
}

# Failures of this node's own: what exactly broke is for its operator, not for a peer.
_ERRORS.update(
    dict.fromkeys(
        (
            AccountError,
            AlertChangedError,
            AlertClaimedError,
            AlertMoveError,
            CaseClosedError,
            ConfigError,
            DirectoryError,
            EngineUnavailableError,
            IndexBuildError,
            IndexCorruptError,
            IndexOutdatedError,
            InvalidRecordError,
            JournalError,
            KeyringError,
            LabelledDataError,
            LedgerError,
            PaperError,
            LinkError,
            LoadError,
            MalformedValueError,
            MappingError,
            ModelError,
            NodeFolderError,
            NotFoundError,
            OPRFSelfTestError,
            OPRFUnavailableError,
            PeerAnswerError,
            PeerUnavailableError,
            ProviderError,
            RecordError,
            SealError,
            SignInError,
            SignatureError,
            SourceError,
        ),
        _FAILED,
    )
)


def public(error: Exception) -> Public:
    """Return what a caller may know of an error; of an unforeseen one, only that it happened."""
    if isinstance(error, EnvelopeError):
        return _ENVELOPE[error.fault]
    if isinstance(error, ForwardedError):
        known = {each.reason: each for each in (*_ENVELOPE.values(), *_ERRORS.values())}
        return known.get(error.reason, _FAILED)
    if isinstance(error, RefusedError):
        return Public(_Code.PERMISSION_DENIED, error.reason, "The query is refused.")
    return next((_ERRORS[kind] for kind in type(error).__mro__ if kind in _ERRORS), _FAILED)


def is_foreseen(kind: type[NodeError | MatchingError]) -> bool:
    """Whether somebody has decided what a caller may know of this class of errors."""
    decided = {EnvelopeError, ForwardedError, RefusedError, *_ERRORS}
    return not decided.isdisjoint(kind.__mro__)


def reason_of(trailer: object) -> str:
    """Return the coded reason in the trailing metadata of a failed call, or nothing."""
    details = dict(trailer).get(DETAILS_KEY, b"")  # type: ignore[call-overload]  # grpc is untyped
    info = ErrorInfo()
    try:
        for detail in Status.FromString(details).details:
            detail.Unpack(info)
    except DecodeError:
        return ""
    return info.reason.lower().replace("_", "-") if info.domain == ERROR_DOMAIN else ""
