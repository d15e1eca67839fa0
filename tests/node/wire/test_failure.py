"""A peer's reason chooses one of our own sentences."""

import grpc
import pytest
from grpc import aio

from matching.errors import StaleKeyError
from node.domain.errors import (
    EnvelopeError,
    EnvelopeFault,
    PeerAnswerError,
    PeerBusyError,
    PeerUnavailableError,
    RefusedError,
)
from node.domain.peer import NodeId
from node.wire.failure import cut, told
from node.wire.status import public

PEER = NodeId("fiu-nl")


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("stale-key", StaleKeyError),
        ("busy", PeerBusyError),
        ("not-available-now", PeerBusyError),
        ("quota-exhausted", RefusedError),
        ("a-reason-of-a-later-release", RefusedError),
        ("window", PeerAnswerError),
        ("", PeerAnswerError),
        ("Call me", PeerAnswerError),
        ("x" * 65, PeerAnswerError),
        ("\u202eesrever", PeerAnswerError),
    ],
)
def test_a_reason_becomes_an_error(reason: str, kind: type[Exception]) -> None:
    """Known reasons have their error, unknown ones are refusals, other text is no reason."""
    assert type(told(PEER, reason)) is kind


@pytest.mark.parametrize("fault", EnvelopeFault)
def test_no_fault_of_our_message_is_taken_for_a_refusal_of_the_subject(
    fault: EnvelopeFault,
) -> None:
    """What is wrong with a message is told apart from what policy says; a stranger is refused."""
    error = told(PEER, public(EnvelopeError(fault, "")).reason)

    assert isinstance(error, RefusedError) == (fault is EnvelopeFault.SENDER)


@pytest.mark.parametrize(
    ("code", "details", "kind"),
    [
        (grpc.StatusCode.UNAVAILABLE, "", PeerUnavailableError),
        (grpc.StatusCode.UNAVAILABLE, "CERTIFICATE_VERIFY_FAILED", PeerUnavailableError),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "", PeerUnavailableError),
        (grpc.StatusCode.CANCELLED, "", PeerUnavailableError),
        (grpc.StatusCode.UNIMPLEMENTED, "", PeerAnswerError),
        (grpc.StatusCode.INTERNAL, "words of the peer", PeerAnswerError),
    ],
)
def test_a_call_without_a_response_becomes_an_error(
    code: grpc.StatusCode, details: str, kind: type[Exception]
) -> None:
    """Every status has its error, and the words that came with it are not repeated."""
    error = cut(PEER, aio.AioRpcError(code, aio.Metadata(), aio.Metadata(), details=details))

    assert type(error) is kind
    assert "words" not in str(error)
