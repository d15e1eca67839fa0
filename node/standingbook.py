"""What is kept of standing queries of peers, and when it goes.

Only what a query asks to be kept is kept: the pseudonyms of its subjects, sealed under the ledger
key, beside the reasons that the journal has anyway.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from node.domain.alert import Alert
from node.domain.errors import AgreementError, UnknownPeerError
from node.domain.exchange import Answer, AskedSubject, Outcome, Query
from node.domain.journal import Entry, Event
from node.domain.notice import About, WithdrawalCause, Withdrawn
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.domain.standing import Held, HeldSubject, Seen
from node.keys.sealing import LedgerSeal
from node.noticebook import NoticeBook
from node.store.held import HeldQueries
from node.store.ledger import Ledger
from node.store.peers import Peers


@dataclass(frozen=True, slots=True)
class StandingCodec:
    """How subjects in pseudonyms become bytes; given at assembly, because only the wire knows."""

    asked_bytes: Callable[[AskedSubject], bytes]
    asked_of: Callable[[bytes], AskedSubject]


@dataclass(frozen=True, slots=True)
class HoldingStores:
    """The parts of the ledger in which holding leaves traces."""

    ledger: Ledger
    held: HeldQueries
    peers: Peers


class StandingBook:
    """Keeps standing queries of peers, and of this node's own cases."""

    def __init__(
        self,
        own: NodeId,
        stores: HoldingStores,
        *,
        seal: LedgerSeal,
        codec: StandingCodec,
        notices: NoticeBook,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep who holds, the stores, the seal of pseudonyms, and how long entries are kept."""
        self.own = own
        self.held = stores.held
        self.ledger = stores.ledger
        self.peers = stores.peers
        self._seal = seal
        self._codec = codec
        self._notices = notices
        self._clock = clock
        self._kept = kept

    def hold(
        self,
        peer: NodeId,
        query: Query,
        *,
        answer: Answer,
        alerts: Iterable[Alert],
        generations: frozenset[str],
    ) -> Held | None:
        """Keep a query that was answered, if it wishes so; joins the transaction of its answer.

        Args:
            peer: who asked.
            query: as it came.
            answer: subjects that it refuses are not kept.
            alerts: what it has touched already, so that nobody hears of it again.
            generations: what it was matched against.
        """
        wish = query.standing
        if wish is None:
            return None
        (entity_type,) = query.entity_types
        held = Held(
            peer,
            wish.query_id,
            entity_type,
            query.epoch,
            query.justification,
            query.officer,
            overlap=wish.overlap,
            begun_at=self._clock.now(),
            until=wish.until,
            generations=generations,
        )
        refused = {told.number for told in answer.subjects if told.outcome is Outcome.REFUSED}
        kept = [asked for asked in query.subjects if asked.number not in refused]
        self.put(held, kept, reason=wish.reason)
        self.held.note_seen(held, (_seen(alert) for alert in alerts))
        return held

    def put(self, held: Held, subjects: Sequence[AskedSubject], *, reason: str = "") -> None:
        """Keep subjects in pseudonyms, in place of what was kept of the query before."""
        is_known = self.held.get(held.peer, held.id) is not None
        sealed = [
            HeldSubject(
                asked.number,
                self._seal.seal(_place(held, asked.number), self._codec.asked_bytes(asked)),
            )
            for asked in subjects
        ]
        entry = self.entry(
            Event.STAND_IN,
            held,
            action="renew" if is_known else "keep",
            count=len(sealed),
            **({"reason": reason} if reason else {}),
        )
        self.held.put(held, sealed, entry=entry)

    def subjects(self, held: Held) -> list[AskedSubject]:
        """Open what is kept of a query, for as long as it is matched.

        Raises:
            SealError: It was altered, or the ledger key is another.
        """
        return [
            self._codec.asked_of(self._seal.open(_place(held, each.number), each.sealed))
            for each in self.held.subjects(held)
        ]

    def end_due(self) -> int:
        """Delete what has expired and what no agreement lets stand any more; return how many.

        The asker of the latter is told; when its own query expires it knows by itself.
        """
        now, ended = self._clock.now(), 0
        self.held.forget_overlaps(now - self._kept)
        for held in self.held.all():
            if held.until <= now:
                ended += self._remove(held, WithdrawalCause.EXPIRED)
            elif not self._may_stand(held):
                ended += self.cancel(held.peer, held.id)
        return ended

    def end_own(self, case_reference: str) -> None:
        """Delete what is kept of a case of our own, because it looks for no overlaps any more."""
        for held in self.held.all():
            if held.peer == self.own and held.case_reference == case_reference:
                self._remove(held, WithdrawalCause.WITHDRAWN)

    def cancel(self, peer: NodeId, query_id: str, *, officer: str = "node") -> bool:
        """End a query that is kept for a peer, and tell the peer; tell whether there was one."""
        held = self.held.get(peer, query_id)
        if held is None:
            return False
        with self.ledger.transaction():
            removed = self._remove(held, WithdrawalCause.CANCELLED, officer=officer)
            if removed and self._is_peer(peer):
                about = About(officer, query_id, held.case_reference, (held.entity_type,))
                body = Withdrawn(query_id, WithdrawalCause.CANCELLED)
                self._notices.post(peer, body, about=about)
        return removed

    def kept_until(self, now: datetime) -> date:
        """Return the last day on which an entry of now is kept."""
        return (now + self._kept).date()

    def entry(self, event: Event, held: Held, **detail: str | int) -> Entry:
        """Return the entry about a query that is kept."""
        now = self._clock.now()
        return Entry(
            event,
            now,
            officer=held.officer,
            peer=held.peer,
            query_id=held.id,
            case_reference=held.case_reference,
            justification=held.justification,
            entity_types=(held.entity_type,),
            epoch=held.epoch,
            retention_until=self.kept_until(now),
            detail=detail,
        )

    def _remove(self, held: Held, cause: WithdrawalCause, *, officer: str = "node") -> bool:
        entry = self.entry(Event.STAND_IN, held, action=str(cause), count=held.subjects)
        return self.held.remove(held.peer, held.id, entry=replace(entry, officer=officer))

    def _may_stand(self, held: Held) -> bool:
        """Whether an agreement lets a query stand; our own need none."""
        if held.peer == self.own:
            return True
        try:
            agreement = self.peers.get(held.peer).agreement
            agreement.require(self._clock.now().date())
        except (UnknownPeerError, AgreementError):
            return False
        return agreement.standing and (agreement.overlap or not held.overlap)

    def _is_peer(self, peer: NodeId) -> bool:
        try:
            self.peers.get(peer)
        except UnknownPeerError:
            return False
        return True


def _place(held: Held, number: int) -> str:
    """Return under which reference a subject that is kept is sealed."""
    return f"standing:{held.peer}/{held.id}/{number}"


def _seen(alert: Alert) -> Seen:
    return Seen(alert.subject_number, alert.reference, alert.zone)
