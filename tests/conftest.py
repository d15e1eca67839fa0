"""Fixtures for every test: none.

Values come from factories and are made where they are used; a fixture is for what costs time or
must be closed again, and stands in the folder of the tests that need it.
"""

import atexit
import os
import sys

import structlog
from hypothesis import settings

# Before any test file imports grpc, as the packages of the product do it for themselves.
import node.tls  # noqa: F401

# An example may be the first to load a library's tables, which takes seconds, and no test of this
# project asserts by the clock.
settings.register_profile("heliograph", deadline=None)
settings.load_profile("heliograph")

# A node of a test logs from its own threads, whenever it likes: never into what a command prints at
# that moment while a test listens to it.
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.__stderr__))


def _silence() -> None:
    """Say nothing after the last test.

    Hypothesis keeps modules alive past the interpreter's end,
    where DuckDB's bindings report every one of their own types as leaked, on a hundred lines.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


atexit.register(_silence)
