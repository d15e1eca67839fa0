"""What the wire asks of the node: three callables, put together by `assemble`.

The verbs know nothing of messages, so what they give and take is in terms of the domain.
"""

from dataclasses import dataclass
from typing import Protocol

from matching.subject import EntityType
from node.domain.exchange import Answer, Query, Receipt
from node.domain.justification import Justification
from node.domain.peer import NodeId


class Announce(Protocol):
    """Gives what this node says of itself, serialised and signed."""

    async def __call__(self) -> tuple[bytes, bytes]:
        """Return the serialised announcement and its signature (see `node.wire.announcement`)."""
        ...


class Evaluate(Protocol):
    """Evaluates blinded elements for a peer, after quota and journal."""

    async def __call__(  # noqa: PLR0913 - one for each field of the protocol's message
        self,
        sender: NodeId,
        *,
        entity_type: EntityType,
        epoch: int,
        elements: list[bytes],
        justification: Justification,
        officer: str,
        query_id: str,
        checkpoint: str,
    ) -> list[bytes]:
        """Return the evaluated elements, 32 bytes each, in the order asked."""
        ...


class Ask(Protocol):
    """Answers a peer's query."""

    async def __call__(
        self, sender: NodeId, query: Query, *, query_hash: bytes, checkpoint: str
    ) -> tuple[Answer, Receipt]:
        """Return the answer and the receipt that signs it; the entry is durable by then."""
        ...


@dataclass(frozen=True, slots=True)
class Answering:
    """The answering side of a node.

    Each callable raises errors of `NodeError` or `MatchingError` only; `node.wire.status` says
    what of them a peer may know.
    """

    announce: Announce
    evaluate: Evaluate
    ask: Ask
