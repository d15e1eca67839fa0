"""What the command tells a script by its exit code. Published: a code never changes its meaning."""

from enum import IntEnum
from typing import Final

from node.operator.errors import OperatorError


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    UNVERIFIED = 3
    PARTIAL = 4
    UNAVAILABLE = 5
    REFUSED = 6
    HIT = 10


MEANINGS: Final = {
    ExitCode.OK: "done; also where the answer is no hit",
    ExitCode.FAILURE: "failed; the sentence on standard error says why",
    ExitCode.USAGE: "the command was not written as it must be",
    ExitCode.UNVERIFIED: "a journal, signature or entry does not verify",
    ExitCode.PARTIAL: "done in part: some peers did not answer, or some rows were rejected",
    ExitCode.UNAVAILABLE: "the node is not running, or no peer could be reached",
    ExitCode.REFUSED: "refused by policy or agreement",
    ExitCode.HIT: "at least one hit; only with --exit-code-hit",
}

_BY_ERROR: Final = {
    "AGREEMENT": ExitCode.REFUSED,
    "CHECKPOINT": ExitCode.UNVERIFIED,
    "JOURNAL": ExitCode.UNVERIFIED,
    "NOT_RUNNING": ExitCode.UNAVAILABLE,
    "PEER_UNAVAILABLE": ExitCode.UNAVAILABLE,
    "REFUSED": ExitCode.REFUSED,
    "SIGNATURE": ExitCode.UNVERIFIED,
}


def exit_code_of(error_code: str) -> ExitCode:
    """Return the exit code for an error by its stable code."""
    return _BY_ERROR.get(error_code, ExitCode.FAILURE)


class UsageError(OperatorError):
    """A command whose options contradict each other or lack something; ends with code 2."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the sentence and the hint."""
        super().__init__("USAGE", message, hint=hint)
