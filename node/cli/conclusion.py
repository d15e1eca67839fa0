"""The exit code that a set of outcomes amounts to."""

from collections.abc import Sequence

from node.cli.exitcode import ExitCode
from node.cli.render_outcome import FAILED, HIT, NOT_ASKED, PENDING, REFUSED, WAITING
from node.operator.view import Cell

_UNANSWERED = frozenset({FAILED, PENDING, WAITING})


def conclude(cells: Sequence[Cell], *, exit_code_hit: bool) -> ExitCode:
    """Return what a script needs to know of all outcomes together.

    A hit counts for more than a peer that did not answer, and that for more than a refusal.
    Where nobody could be asked at all there is no answer, and so no success.
    """
    states = [cell.state for cell in cells if cell.state != NOT_ASKED]
    if exit_code_hit and HIT in states:
        return ExitCode.HIT
    if states and _UNANSWERED.issuperset(states):
        return ExitCode.UNAVAILABLE
    if not _UNANSWERED.isdisjoint(states):
        return ExitCode.PARTIAL
    if states and {REFUSED}.issuperset(states):
        return ExitCode.REFUSED
    return ExitCode.OK if states else ExitCode.FAILURE
