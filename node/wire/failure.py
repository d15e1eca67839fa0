"""What a peer's refusal, or the silence of a line, means on this side.

Of what the peer sends only the coded reason is used, and only to choose one of our own sentences.
"""

import re

import grpc
from grpc import aio

from matching.errors import MatchingError, StaleKeyError
from node.domain.errors import (
    EnvelopeFault,
    NodeError,
    PeerAnswerError,
    PeerBusyError,
    PeerUnavailableError,
    RefusedError,
)
from node.domain.exchange import Refusal
from node.domain.peer import NodeId
from node.wire.status import STALE_KEY, reason_of
from node.wire.version import no_common_version

_REASON = re.compile(r"[a-z][a-z-]{0,63}")
_BUSY = frozenset({Refusal.UNAVAILABLE.value, "busy"})
_UNREADABLE = {
    "malformed": "",
    "oversize": "Ask about fewer subjects at once.",
    "recipient": "Compare the peer's directory entry with what the peer shows of itself.",
    "signature": "Give the peer this node's present directory entry.",
    "window": "Compare the clocks of both nodes.",
    "replay": "",
    "deadline": "",
    "checkpoint": "Compare both nodes' journals: heliograph audit verify",
}
"""Reasons that speak of our message, not of the subject; with what to try."""


def told(peer: NodeId, reason: str) -> NodeError | MatchingError:
    """Return the error for the coded reason that a peer gave."""
    if reason == STALE_KEY:
        return StaleKeyError(f"{peer} no longer uses the key of this message")
    if reason == EnvelopeFault.VERSION:
        return no_common_version(peer)
    if reason in _BUSY:
        return PeerBusyError(f"{peer} cannot answer now")
    if reason in _UNREADABLE:
        hint = _UNREADABLE[reason]
        return PeerAnswerError(f"{peer} did not accept the message: {reason}", hint=hint)
    if _REASON.fullmatch(reason):
        return RefusedError(reason, f"{peer} refuses the query: {reason}")
    return PeerAnswerError(f"{peer} gave a reason that is none")


def cut(peer: NodeId, error: aio.AioRpcError) -> NodeError | MatchingError:
    """Return the error for a call that ended without a response."""
    reason = reason_of(error.trailing_metadata())
    if reason:
        return told(peer, reason)
    code, details = error.code(), error.details() or ""
    if code is grpc.StatusCode.DEADLINE_EXCEEDED:
        return PeerUnavailableError(f"{peer} did not answer in time")
    if "CERTIFICATE_VERIFY_FAILED" in details:
        return PeerUnavailableError(
            f"{peer} shows another certificate than the directory has",
            hint="Get the peer's present directory entry before anything is sent to it.",
        )
    if code in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}:
        return PeerUnavailableError(f"{peer} cannot be reached")
    return PeerAnswerError(f"{peer} broke the protocol ({code.name.lower()})")
