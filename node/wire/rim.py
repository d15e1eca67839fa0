"""The last stop of every error: one line in this node's log, and what the caller may know."""

from contextvars import ContextVar
from traceback import extract_tb
from typing import Final

import structlog

from matching.errors import MatchingError
from node.domain.errors import NodeError
from node.wire.caller import CALLER
from node.wire.status import Public, public

log = structlog.get_logger()

ANSWERED: Final = "ok"
RESULT: ContextVar[str] = ContextVar("result", default=ANSWERED)
"""What the present call came to; also of a fault that only the sealed reply tells."""


def settle(error: Exception) -> Public:
    """Log an error and return what the caller may know of it.

    Of an error that nobody foresaw only its class and place are logged, because its message may
    hold anything.
    """
    peer = CALLER.get(None)
    if isinstance(error, NodeError | MatchingError):
        log.warning("call refused", peer=peer, error=error.code, detail=str(error))
    else:
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{frame.filename}:{frame.lineno}"
        log.error("call failed", peer=peer, error=type(error).__name__, place=place)
    told = public(error)
    RESULT.set(told.reason)
    return told
