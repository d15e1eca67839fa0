"""Complete the beginning of an alert's id, as lists show it."""

from typing import TYPE_CHECKING, Final

from node.cli.exitcode import UsageError

if TYPE_CHECKING:
    from node.operator.client import OperatorClient

_ID_LETTERS: Final = 36
"""Letters of a UUID."""


def whole_id(node: "OperatorClient", beginning: str) -> str:
    """Complete the beginning of an alert's id, as lists show it.

    Raises:
        UsageError: Several alerts begin so.
    """
    from node.operator.view_review import AlertConditions  # noqa: PLC0415 - gRPC's neighbour

    if len(beginning) >= _ID_LETTERS:
        return beginning
    found = node.review.find(AlertConditions(id_beginning=beginning), limit=2)
    if found.total > 1:
        raise UsageError(f"{found.total} alerts begin so", hint="Write more letters of the id.")
    return found.alerts[0].id if found.alerts else beginning
