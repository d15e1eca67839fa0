"""The outermost stop of every operator call: an error becomes a status with code and hint."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from traceback import extract_tb

import grpc
import structlog
from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc import aio

from matching.errors import MatchingError
from node.domain.errors import (
    AgreementError,
    ConfigError,
    JustificationError,
    LoadError,
    NodeError,
    NotFoundError,
    RefusedError,
    UnknownPeerError,
)
from node.operator.failure import DETAILS_KEY, ERROR_DOMAIN, HINT_KEY

log = structlog.get_logger()

_CODES = (
    ((RefusedError, AgreementError), grpc.StatusCode.PERMISSION_DENIED),
    ((NotFoundError, UnknownPeerError), grpc.StatusCode.NOT_FOUND),
    ((JustificationError, ConfigError, LoadError, MatchingError), grpc.StatusCode.INVALID_ARGUMENT),
    ((NodeError,), grpc.StatusCode.FAILED_PRECONDITION),
)
"""First match counts; the command line tells errors apart by their code, not by the status."""


@asynccontextmanager
async def rim(context: aio.ServicerContext) -> AsyncIterator[None]:
    """End the call with what its caller may know of an error.

    Our own people may know sentence and hint. Of an error that nobody foresaw only class and place
    are told, because its message may hold anything.
    """
    try:
        yield
    except (NodeError, MatchingError) as error:
        code = next(code for kinds, code in _CODES if isinstance(error, kinds))
        await _abort(context, code, reason=error.code, sentence=str(error), hint=error.hint)
    except Exception as error:  # noqa: BLE001 - the rim
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename}:{frame.lineno}"
        log.error("command failed", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
        await _abort(
            context,
            grpc.StatusCode.INTERNAL,
            reason="INTERNAL",
            sentence=f"the node has a fault ({type(error).__name__})",
            hint="Look for 'command failed' in the log of the node, and report that line.",
        )


async def _abort(
    context: aio.ServicerContext,
    code: grpc.StatusCode,
    *,
    reason: str,
    sentence: str,
    hint: str,
) -> None:
    packed = Any()
    packed.Pack(ErrorInfo(reason=reason, domain=ERROR_DOMAIN, metadata={HINT_KEY: hint}))
    status = Status(code=code.value[0], message=sentence, details=[packed])
    await context.abort(code, sentence, ((DETAILS_KEY, status.SerializeToString()),))
