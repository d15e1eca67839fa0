"""Hear what peers have to tell beyond answers: once each, and only what they may say.

The verb that a kind concerns registers a handler for it.
A handler judges whether this peer may say this, works its effect in the transaction that it is
called in, and says what the journal shall tell; whatever it raises undoes all of it.
"""

import hashlib
from collections.abc import Callable, Mapping

from node.domain.errors import AgreementError, RefusedError
from node.domain.exchange import Receipt, Refusal
from node.domain.journal import Event
from node.domain.notice import ALWAYS_HEARD, About, Notice, NoticeKind, NoticeRefusal
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.keys.identity import Identity, Label
from node.noticebook import NoticeBook
from node.store.heads import KeptReceipt, ReceiptDirection
from node.store.peers import Peers

Handler = Callable[[Peer, Notice], About]
"""Works the effect of a notice; raises `RefusedError` where the peer may not say this."""


class Hearer:
    """Hears notices; worker threads may share it."""

    def __init__(
        self,
        book: NoticeBook,
        peers: Peers,
        *,
        identity: Identity,
        handlers: Mapping[NoticeKind, Handler],
        clock: Clock,
    ) -> None:
        """Keep where notices are written down, who signs, and whom each kind concerns."""
        self._book = book
        self._peers = peers
        self._identity = identity
        self._handlers = handlers
        self._clock = clock

    def hear(
        self, sender: NodeId, notice: Notice, *, notice_hash: bytes, checkpoint: str
    ) -> Receipt:
        """Let a notice take effect, once, and return the receipt that acknowledges it.

        Raises:
            RefusedError: Its kind has no handler, or the peer may not say this; journalled.
            EnvelopeError: The peer used the id for another notice.
            CheckpointError: The peer's journal head contradicts an earlier one.
        """
        peer, stores = self._peers.get(sender), self._book.stores
        if checkpoint:
            stores.heads.keep_head(peer.entry, checkpoint, now=self._clock.now())
        try:
            with stores.ledger.transaction():
                self._take(peer, notice)
        except RefusedError as error:
            self._note_refusal(peer, notice, error=error)
            raise
        return self._receipt(peer, notice, notice_hash=notice_hash)

    def _take(self, peer: Peer, notice: Notice) -> None:
        digest = hashlib.sha256(self._book.codec.notice_bytes(notice)).digest()
        if self._book.stores.notices.is_known(peer.id, notice.id, content_hash=digest):
            return
        self._require_agreement(peer, notice)
        handler = self._handlers.get(notice.kind)
        if handler is None:
            raise RefusedError(
                NoticeRefusal.UNKNOWN_KIND, "nothing here is concerned with such a notice"
            )
        about = handler(peer, notice)
        self._book.take(peer.id, notice, content_hash=digest, about=about)

    def _require_agreement(self, peer: Peer, notice: Notice) -> None:
        if notice.kind in ALWAYS_HEARD:
            return
        now = self._clock.now()
        try:
            peer.agreement.require(now.date())
        except AgreementError as error:
            raise RefusedError(Refusal.AGREEMENT, str(error)) from error
        if not peer.is_open(now):
            raise RefusedError(Refusal.UNAVAILABLE, "nothing is exchanged with a paused peer")

    def _note_refusal(self, peer: Peer, notice: Notice, *, error: RefusedError) -> None:
        results = (f"refused:{error.reason}",)
        entry = self._book.entry(
            Event.NOTICE_IN, peer.id, notice=notice, about=About(), results=results
        )
        self._book.stores.journal.append(entry)

    def _receipt(self, peer: Peer, notice: Notice, *, notice_hash: bytes) -> Receipt:
        stores = self._book.stores
        written = self._book.codec.acknowledgement_bytes(notice.id)
        acknowledged = hashlib.sha256(written).digest()
        checkpoint = stores.journal.head()
        head = hashlib.sha256(checkpoint.encode()).digest()
        signature = self._identity.sign(Label.RECEIPT, notice_hash, acknowledged, head)
        receipt = Receipt(notice_hash, acknowledged, checkpoint, signature)
        kept = KeptReceipt(ReceiptDirection.GIVEN, peer.id, notice.id, receipt, self._clock.now())
        stores.heads.keep_receipt(kept)
        return receipt
