"""Remember message ids for as long as their time window could let them in again."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.schema import seen_message


class Replay:
    """The messages that this node has opened."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger, so that a restart forgets none."""
        self._ledger = ledger

    def first_seen(
        self, message_id: bytes, expires_at: datetime, *, sender: NodeId | None = None
    ) -> bool:
        """Tell whether the message is new, and remember it until it expires.

        Ids of different senders do not meet when the sender is given: a member who learns the id of
        another's message cannot have it refused by using the id first.
        """
        of_sender = sender or ""
        with self._ledger.transaction() as connection:
            known = connection.scalar(
                select(seen_message.c.expires_at).where(
                    seen_message.c.sender == of_sender, seen_message.c.message_id == message_id
                )
            )
            if known is not None:
                return False
            connection.execute(
                insert(seen_message).values(
                    sender=of_sender, message_id=message_id, expires_at=expires_at
                )
            )
            return True

    def forget(self, now: datetime) -> int:
        """Delete ids that have expired; return how many."""
        with self._ledger.transaction() as connection:
            gone = connection.execute(delete(seen_message).where(seen_message.c.expires_at <= now))
            return gone.rowcount
