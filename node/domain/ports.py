"""The two things of which a node knows a second implementation: the line to a peer, and time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from matching.subject import EntityType
from node.domain.exchange import Answer, Query, Receipt
from node.domain.justification import Justification
from node.domain.peer import Announcement, NodeId, Peer


class Clock(Protocol):
    """Tells the time; tests have one that stands still."""

    def now(self) -> datetime:
        """Return the present time, aware, UTC."""
        ...


class PeerLine(Protocol):
    """The line to one peer at a time.

    Every method raises `PeerUnavailableError` when it is cut and `PeerAnswerError` when what comes
    back is no valid answer.
    """

    async def announcement(self, peer: Peer, holding: EntityType | None = None) -> Announcement:
        """Fetch and verify what the peer says of itself.

        What was fetched before may serve again, but not long where it names no register of the
        entity type `holding`.
        """
        ...

    def forget(self, peer: NodeId) -> None:
        """Fetch what the peer says of itself anew before anything else is sent to it."""
        ...

    async def evaluate(
        self,
        peer: Peer,
        *,
        entity_type: EntityType,
        epoch: int,
        elements: Sequence[bytes],
        justification: Justification,
        officer: str,
        query_id: str,
    ) -> list[bytes]:
        """Have at most 128 blinded elements (32 bytes each) evaluated, same order."""
        ...

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Send one query and return the verified answer with its receipt."""
        ...
