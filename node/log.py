"""Logs for operators: constant event names, details as fields, nothing personal.

What may stand in a line is listed; a field that is not listed is written as `(withheld)`, so that a
careless call shows itself without showing what it would have told.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "address",
        "count",
        "detail",
        "duration_ms",
        "entity_type",
        "epoch",
        "error",
        "event",
        "expires_at",
        "generation",
        "hint",
        "level",
        "logger",
        "node",
        "outcome",
        "peer",
        "place",
        "port",
        "query_id",
        "records",
        "register",
        "rejected",
        "signal",
        "stage",
        "subjects",
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


def withhold(_logger: object, _method: str, event: _Event) -> _Event:
    """Replace the value of every field that is not listed."""
    return {name: value if name in FIELDS else WITHHELD for name, value in event.items()}
