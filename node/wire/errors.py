"""Why a call is refused before its message is looked at.

NodeError
├── DeadlineError             the call has no deadline, or one too far away
├── BusyError                 too many calls of this peer, or of all, are waiting
└── ForwardedError            what the node behind a relay has refused
"""

from node.domain.errors import NodeError


class DeadlineError(NodeError):
    """A call without a deadline, or with one that is too far away."""

    code = "DEADLINE"


class BusyError(NodeError):
    """Too many calls of this peer, or of all peers together, are already waiting."""

    code = "BUSY"


class ForwardedError(NodeError):
    """The node behind a relay has refused a call; its coded reason is passed on."""

    code = "FORWARDED"

    def __init__(self, reason: str) -> None:
        """Keep the coded reason."""
        super().__init__(f"the node behind the relay refuses: {reason}")
        self.reason = reason
