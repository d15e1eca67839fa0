"""Turn a failed call on the node's socket into what an officer can act on."""

from typing import Final

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from node.operator.errors import OperatorError

ERROR_DOMAIN: Final = "heliograph"
DETAILS_KEY: Final = "grpc-status-details-bin"
"""Trailing metadata in which gRPC carries a google.rpc.Status."""
HINT_KEY: Final = "hint"
"""Key of the hint in the metadata of an ErrorInfo."""
NOT_RUNNING: Final = "NOT_RUNNING"


def not_running() -> OperatorError:
    """Return the error for a socket at which nobody listens."""
    return OperatorError(
        NOT_RUNNING, "the node is not running", hint="Start it with: heliograph serve"
    )


def failure_of(error: grpc.RpcError) -> OperatorError:
    """Return what the node said in its ErrorInfo, or the best that the status alone can tell."""
    info = _info(error)
    if info is not None:
        return OperatorError(info.reason, _sentence(error), hint=info.metadata[HINT_KEY])
    if error.code() is grpc.StatusCode.UNAVAILABLE:
        return not_running()
    if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        return OperatorError(
            "DEADLINE", "the node did not reply in time", hint="Look at it with: heliograph doctor"
        )
    return OperatorError(
        "NODE", f"the node failed: {_sentence(error)}", hint="Look into the log of the node."
    )


def _sentence(error: grpc.RpcError) -> str:
    return str(error.details() or error.code().name.lower().replace("_", " "))


def _info(error: grpc.RpcError) -> ErrorInfo | None:
    details = dict(error.trailing_metadata() or ()).get(DETAILS_KEY, b"")
    info = ErrorInfo()
    try:
        for detail in Status.FromString(details).details:
            detail.Unpack(info)
    except DecodeError:
        return None
    return info if info.domain == ERROR_DOMAIN else None
