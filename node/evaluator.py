"""Have a peer evaluate blinded tokens: journalled before they leave, unblinded when they come."""

import asyncio
from collections.abc import Sequence

from matching.encode import BlindedBatch
from matching.errors import StaleKeyError
from matching.subject import Pseudonym
from node.askbook import AskingBook
from node.domain.justification import Justification
from node.domain.peer import Epoch, Peer
from node.domain.ports import PeerLine


class Evaluator:
    """Turns blinded tokens into pseudonyms under a peer's key."""

    def __init__(self, line: PeerLine, book: AskingBook) -> None:
        """Keep the line, and the book that journals what is evaluated."""
        self._line = line
        self._book = book

    async def evaluate(
        self,
        peer: Peer,
        epoch: Epoch,
        *,
        batches: Sequence[BlindedBatch],
        justification: Justification,
        officer: str,
        query_id: str,
    ) -> dict[bytes, Pseudonym]:
        """Return the pseudonym of every token of the batches.

        Raises:
            StaleKeyError: The peer uses another key than it announced.
            NodeError: The peer cannot be reached, or refuses.
        """
        await asyncio.to_thread(
            self._book.note_evaluation,
            peer,
            justification,
            officer=officer,
            query_id=query_id,
            epoch=epoch,
            tokens=sum(len(batch.elements) for batch in batches),
        )
        found: dict[bytes, Pseudonym] = {}
        for batch in batches:
            evaluated = await self._line.evaluate(
                peer,
                entity_type=epoch.entity_type,
                epoch=epoch.number,
                elements=batch.elements,
                justification=justification,
                officer=officer,
                query_id=query_id,
            )
            try:
                # In a thread: a full batch keeps a core busy for seven milliseconds.
                found |= await asyncio.to_thread(
                    batch.unblind, evaluated, announced=epoch.check_value
                )
            except StaleKeyError:
                # What we keep of the peer's announcement is no longer true.
                self._line.forget(peer.id)
                raise
        return found
