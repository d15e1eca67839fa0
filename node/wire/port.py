"""What the wire asks of the node: five callables, put together by `assemble`.

The verbs know nothing of messages, so what they give and take is in terms of the domain.
They know nothing of event loops either: `in_thread` makes a call of theirs into one of these.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from matching.subject import EntityType
from node.domain.blind import SetPage, SetRequest
from node.domain.errors import RefusedError
from node.domain.exchange import Answer, Query, Receipt, Refusal
from node.domain.forum import Call, Reply
from node.domain.justification import Justification
from node.domain.notice import Notice
from node.domain.peer import NodeId

P = ParamSpec("P")
T = TypeVar("T")


class Announce(Protocol):
    """Gives what this node says of itself, serialised and signed."""

    def __call__(self) -> Awaitable[tuple[bytes, bytes]]:
        """Return the serialised announcement and its signature (see `node.wire.announcement`)."""
        ...


class Evaluate(Protocol):
    """Evaluates blinded elements for a peer, after quota and journal."""

    def __call__(  # noqa: PLR0913 - one for each field of the protocol's message
        self,
        sender: NodeId,
        /,
        *,
        entity_type: EntityType,
        epoch: int,
        elements: list[bytes],
        justification: Justification,
        officer: str,
        query_id: str,
        checkpoint: str,
    ) -> Awaitable[list[bytes]]:
        """Return the evaluated elements, 32 bytes each, in the order asked."""
        ...


class Ask(Protocol):
    """Answers a peer's query."""

    def __call__(
        self, sender: NodeId, /, query: Query, *, query_hash: bytes, checkpoint: str
    ) -> Awaitable[tuple[Answer, Receipt]]:
        """Return the answer and the receipt that signs it; the entry is durable by then."""
        ...


class Notify(Protocol):
    """Hears a peer's notice."""

    def __call__(
        self, sender: NodeId, /, notice: Notice, *, notice_hash: bytes, checkpoint: str
    ) -> Awaitable[Receipt]:
        """Return the receipt that acknowledges it; its effect is durable by then."""
        ...


class Meet(Protocol):
    """Does what a member of a room asks of its host."""

    def __call__(self, sender: NodeId, /, call: Call, *, checkpoint: str) -> Awaitable[Reply]:
        """Return what the member gets to see; what it brought is durable by then."""
        ...


async def _hosts_nothing(sender: NodeId, /, call: Call, *, checkpoint: str) -> Reply:  # noqa: ARG001 - as the port has them
    """Refuse, as a node does that hosts no room."""
    raise RefusedError(Refusal.AGREEMENT, "this node hosts no room")


class TellSet(Protocol):
    """Tells one page of an identifier set."""

    def __call__(
        self, sender: NodeId, /, request: SetRequest, *, checkpoint: str
    ) -> Awaitable[SetPage]:
        """Return the page; the entry is durable by then."""
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
    notify: Notify
    tell_set: TellSet
    meet: Meet = _hosts_nothing


def in_thread(call: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """Return what runs a blocking call in a worker thread and is awaited."""

    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(call, *args, **kwargs)

    return run
