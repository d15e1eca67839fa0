"""Logs for operators: constant event names, details as fields, nothing personal.

What may stand in a line is listed; a field that is not listed is written as `(withheld)`, so that a
careless call shows itself without showing what it would have told.
"""

import logging
import sys
import threading
from collections.abc import MutableMapping
from traceback import extract_tb
from types import TracebackType
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "address",
        "answers",
        "claim",
        "count",
        "counts",
        "detail",
        "duration_ms",
        "entity_type",
        "entries",
        "epoch",
        "error",
        "event",
        "escalated",
        "expires_at",
        "fault",
        "file",
        "generation",
        "hint",
        "kind",
        "lapsed",
        "level",
        "limit",
        "logger",
        "messages",
        "method",
        "node",
        "notices",
        "outcome",
        "overdue",
        "pages",
        "peer",
        "place",
        "port",
        "query_id",
        "reason",
        "recipient",
        "records",
        "register",
        "rejected",
        "relay",
        "route",
        "run",
        "signal",
        "stage",
        "status",
        "subjects",
        "taken_up",
        "timestamp",
        "tokens",
        "version",
    }
)
"""Fields that hold counts, codes, times or the names of members and registers, never a person."""
WITHHELD = "(withheld)"

_Event = MutableMapping[str, Any]


def configure(level: str, form: str) -> None:
    """Set up logging for the process: `form` is auto, json or text; lines go to standard error."""
    is_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if is_text else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            withhold,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # What libraries log holds what they were given: their words are withheld, their place is told.
    logging.basicConfig(level=logging.WARNING, handlers=[_Libraries()], force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


class _Libraries(logging.Handler):
    """Tells that a library had something to say, and where, but not what."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        kind = record.exc_info[0] if record.exc_info else None
        structlog.get_logger().warning(
            "library warned",
            logger=record.name,
            place=f"{record.pathname}:{record.lineno}",
            error=kind.__name__ if kind else record.levelname,
        )


def _crashed(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Tell where the process ended, without the message of the error, which may hold anything."""
    structlog.get_logger().critical("node crashed", error=kind.__name__, place=_places(trace))


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    place = _places(crash.exc_traceback)
    structlog.get_logger().error("thread crashed", error=crash.exc_type.__name__, place=place)


def _places(trace: TracebackType | None) -> str:
    return "; ".join(f"{frame.filename}:{frame.lineno}" for frame in extract_tb(trace))


def withhold(_logger: object, _method: str, event: _Event) -> _Event:
    """Replace the value of every field that is not listed."""
    return {name: value if name in FIELDS else WITHHELD for name, value in event.items()}
