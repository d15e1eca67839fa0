"""Why a call is refused before its message is looked at.

NodeError
├── DeadlineError             the call has no deadline, or one too far away
└── BusyError                 too many calls of this peer, or of all, are waiting
"""

from node.domain.errors import NodeError


class DeadlineError(NodeError):
    """A call without a deadline, or with one that is too far away."""

    code = "DEADLINE"


class BusyError(NodeError):
    """Too many calls of this peer, or of all peers together, are already waiting."""

    code = "BUSY"
