"""What goes wrong between a node and its own people.

NodeError
└── OperatorError             the node refused or failed a command, or does not run
"""

from node.domain.errors import NodeError


class OperatorError(NodeError):
    """A command that the node did not carry out; `code` is the code of the error there."""

    def __init__(self, code: str, message: str, *, hint: str = "") -> None:
        """Keep the code beside the sentence and the hint."""
        super().__init__(message, hint=hint)
        self.code = code
