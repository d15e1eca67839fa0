"""What is written down about notices, in both directions, before and after they pass."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from node.domain.exchange import Receipt
from node.domain.journal import Entry, Event
from node.domain.notice import About, Body, Notice, NoticeState
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.guardbook import GuardBook
from node.keys.sealing import LedgerSeal
from node.store.heads import Heads, KeptReceipt, ReceiptDirection
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.notices import Incoming, Notices, Outgoing


@dataclass(frozen=True, slots=True)
class NoticeCodec:
    """How notices become bytes; given at assembly, because only the wire knows."""

    notice_bytes: Callable[[Notice], bytes]
    """The same bytes whenever the notice is sent again."""
    notice_of: Callable[[bytes], Notice]
    acknowledgement_bytes: Callable[[str], bytes]
    """What is signed to acknowledge the notice of that id."""


@dataclass(frozen=True, slots=True)
class NoticeStores:
    """The parts of the ledger in which notices leave traces."""

    ledger: Ledger
    journal: Journal
    notices: Notices
    heads: Heads
    guard: GuardBook


class NoticeBook:
    """Keeps the notices that are to be sent, and knows those that were received."""

    def __init__(
        self,
        stores: NoticeStores,
        seal: LedgerSeal,
        *,
        codec: NoticeCodec,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep the stores, the seal of what waits, and how long entries are kept."""
        self.stores = stores
        self.codec = codec
        self._seal = seal
        self._clock = clock
        self._kept = kept

    def kept_until(self, now: datetime) -> date:
        """Return the last day of keeping of what is written now."""
        return (now + self._kept).date()

    def post(self, peer: NodeId, body: Body, *, about: About) -> Notice:
        """Write a notice to a peer, to be sent as soon as the line allows.

        Call it inside the transaction of what causes the notice: either both are durable or
        neither is.

        Raises:
            LedgerError: It could not be written.
        """
        now = self._clock.now()
        notice = Notice(str(uuid.uuid4()), now, body)
        sealed = self._seal.seal(_place(notice.id), self.codec.notice_bytes(notice))
        waiting = Outgoing(notice.id, peer, notice.kind, about.case_reference, now, now, sealed)
        entry = self.entry(Event.NOTICE_OUT, peer, notice=notice, about=about)
        self.stores.notices.post(waiting, entry=entry)
        return notice

    def opened(self, waiting: Outgoing) -> Notice:
        """Return a notice that waits, as it was written.

        Raises:
            SealError: It was altered, or the ledger key is another.
        """
        return self.codec.notice_of(self._seal.open(_place(waiting.id), waiting.sealed_body))

    def note_delivered(self, peer: Peer, waiting: Outgoing, *, receipt: Receipt) -> None:
        """Write that a peer has acknowledged a notice, with its receipt.

        Raises:
            CheckpointError: The peer's journal head contradicts an earlier one; the notice waits
                on, as nothing proves its delivery.
        """
        now, heads = self._clock.now(), self.stores.heads
        heads.keep_head(peer.entry, receipt.checkpoint, now=now)
        digest = hashlib.sha256(receipt.signature).hexdigest()
        with self.stores.ledger.transaction():
            heads.keep_receipt(
                KeptReceipt(ReceiptDirection.RECEIVED, peer.id, waiting.id, receipt, now)
            )
            entry = self._settled(waiting, NoticeState.DELIVERED, receipt=digest)
            self._settle(waiting, NoticeState.DELIVERED, entry=entry)

    def note_refused(self, waiting: Outgoing, *, reason: str) -> None:
        """Write that a peer does not take a notice."""
        entry = self._settled(waiting, NoticeState.REFUSED, refusal=reason)
        self._settle(waiting, NoticeState.REFUSED, entry=entry, error_code=reason)

    def note_given_up(self, waiting: Outgoing, *, error_code: str) -> None:
        """Write that a peer was not reached for days, and raise an alarm."""
        entry = self._settled(waiting, NoticeState.GIVEN_UP, reason=error_code)
        with self.stores.ledger.transaction():
            self._settle(waiting, NoticeState.GIVEN_UP, entry=entry, error_code=error_code)
            self.stores.guard.note_undelivered(waiting.peer, entry=entry)

    def take(self, peer: NodeId, notice: Notice, *, content_hash: bytes, about: About) -> None:
        """Write that a peer's notice takes effect; joins the transaction of the effect."""
        now = self._clock.now()
        taken = Incoming(peer, notice.id, notice.kind, content_hash, about.case_reference, now)
        entry = self.entry(Event.NOTICE_IN, peer, notice=notice, about=about)
        self.stores.notices.take(taken, entry=entry)

    def entry(
        self,
        event: Event,
        peer: NodeId,
        *,
        notice: Notice,
        about: About,
        results: tuple[str, ...] = (),
    ) -> Entry:
        """Return the entry about a notice."""
        now = self._clock.now()
        return Entry(
            event,
            now,
            officer=about.officer,
            peer=peer,
            query_id=about.query_id,
            message_id=notice.id,
            case_reference=about.case_reference,
            entity_types=about.entity_types,
            results=results,
            retention_until=self.kept_until(now),
            detail={**about.detail, "kind": str(notice.kind)},
        )

    def _settle(
        self, waiting: Outgoing, state: NoticeState, *, entry: Entry, error_code: str = ""
    ) -> None:
        self.stores.notices.settle(
            waiting.id, state, now=self._clock.now(), entry=entry, error_code=error_code
        )

    def _settled(self, waiting: Outgoing, state: NoticeState, **detail: str) -> Entry:
        now = self._clock.now()
        return Entry(
            Event.NOTICE_ACKNOWLEDGED,
            now,
            officer="node",
            peer=waiting.peer,
            message_id=waiting.id,
            case_reference=waiting.case_reference,
            results=(str(state),),
            retention_until=self.kept_until(now),
            detail={**detail, "kind": str(waiting.kind)},
        )


def _place(notice_id: str) -> str:
    """Return under which reference a notice that waits is sealed."""
    return f"notice:{notice_id}"
