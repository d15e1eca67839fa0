"""What the asking side writes down: each step before it is taken, what came before it is shown."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from node.domain.alert import Alert, AlertState, Direction, Zone
from node.domain.blind import SetName
from node.domain.exchange import Answer, Outcome, Query, Receipt, SubjectAnswer
from node.domain.guard import Asker
from node.domain.journal import Entry, Event
from node.domain.justification import Justification
from node.domain.peer import Epoch, Peer
from node.domain.ports import Clock
from node.domain.standing import StandingQuery
from node.guardbook import GuardBook
from node.store.alerts import Alerts
from node.store.heads import Heads, KeptReceipt, ReceiptDirection
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.queries import OutgoingQuery, Queries, QueryState
from node.store.standing import StandingQueries
from node.store.witness import Witness


@dataclass(frozen=True, slots=True)
class Stores:
    """The parts of the ledger in which asking leaves traces."""

    ledger: Ledger
    queries: Queries
    alerts: Alerts
    heads: Heads
    witness: Witness
    standing: StandingQueries


class AskingBook:
    """Journals what this node asks and what it is told."""

    def __init__(
        self,
        stores: Stores,
        journal: Journal,
        *,
        guard: GuardBook,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep the stores, the journal, where alarms go, and how long entries are kept."""
        self._guard = guard
        self._stores = stores
        self._journal = journal
        self.clock = clock
        self._kept = kept

    def note_evaluation(
        self,
        peer: Peer,
        justification: Justification,
        *,
        officer: str,
        query_id: str,
        epoch: Epoch,
        tokens: int,
    ) -> None:
        """Journal that blinded tokens are about to be sent for evaluation."""
        now = self.clock.now()
        self._journal.append(
            Entry(
                Event.EVALUATE_OUT,
                now,
                officer=officer,
                peer=peer.id,
                query_id=query_id,
                case_reference=justification.case_reference,
                justification=justification,
                entity_types=(epoch.entity_type,),
                epoch=epoch.number,
                retention_until=(now + self._kept).date(),
                detail={"tokens": tokens},
            )
        )

    def note_blind_check(
        self,
        peer: Peer,
        justification: Justification,
        *,
        officer: str,
        name: SetName,
        count: int,
        known: int | None = None,
    ) -> None:
        """Journal that somebody is about to look in a peer's set, or how many he has found."""
        now = self.clock.now()
        self._journal.append(
            Entry(
                Event.IDENTIFIER_SET,
                now,
                officer=officer,
                peer=peer.id,
                case_reference=justification.case_reference,
                justification=justification,
                entity_types=(name.entity_type,),
                epoch=name.epoch,
                retention_until=(now + self._kept).date(),
                match_count=known,
                detail={"action": "blind-check", "kind": name.kind, "count": count},
            )
        )

    def note_query(self, peer: Peer, query: Query, *, subjects: Sequence[str]) -> None:
        """Write a query down before it leaves, with the officer's own numbers of its subjects.

        One that is sent again stands there already.
        """
        now = self.clock.now()
        entity_type = query.subjects[0].subject.entity_type
        self._stores.queries.send(
            OutgoingQuery(
                query.id,
                query.id,
                peer.id,
                query.justification.case_reference,
                entity_type,
                query.officer,
                now,
            ),
            entry=self._entry(
                Event.QUERY_OUT, peer, query=query, detail={"subjects": len(query.subjects)}
            ),
            subjects=subjects,
        )

    def note_answer(self, peer: Peer, query: Query, *, answer: Answer, receipt: Receipt) -> None:
        """Write an answer down with its receipt, and raise an alert for each hit.

        Raises:
            CheckpointError: The peer's journal head contradicts an earlier one; nothing of the
                answer is kept, as nothing would prove it.
        """
        now = self.clock.now()
        # A transaction of its own: a contradiction must be kept even though it raises.
        self._stores.heads.keep_head(peer.entry, receipt.checkpoint, now=now)
        self._stores.witness.keep(peer.entry, receipt.cosignature, now=now)
        if self._is_answered(query):
            # Sent again after a crash between this writing and the cells of the case.
            return
        hits = [told for told in answer.subjects if told.outcome is Outcome.HIT]
        with self._stores.ledger.transaction():
            self._stores.queries.settle(
                query.id,
                QueryState.ANSWERED,
                settled_at=now,
                entry=self._entry(
                    Event.ANSWER,
                    peer,
                    query=query,
                    results=tuple(_result(told) for told in answer.subjects),
                    match_count=len(hits),
                    detail={"receipt": hashlib.sha256(receipt.signature).hexdigest()},
                ),
            )
            self._stores.heads.keep_receipt(
                KeptReceipt(ReceiptDirection.RECEIVED, peer.id, query.id, receipt, now)
            )
            self._stores.alerts.add(list(self._alerts(peer, query, hits=hits)), entry=None)
            if any(told.outcome is not Outcome.REFUSED for told in answer.subjects):
                self._note_standing(peer, query)

    def _note_standing(self, peer: Peer, query: Query) -> None:
        """Write that a peer keeps a query, if it was asked to."""
        wish = query.standing
        if wish is None:
            return
        (entity_type,) = query.entity_types
        standing = StandingQuery(
            wish.query_id,
            peer.id,
            query.justification.case_reference,
            entity_type,
            query.officer,
            query.epoch,
            wish.overlap,
            self.clock.now(),
            wish.until,
        )
        action = "begin" if wish.query_id == query.id else "renew"
        detail: dict[str, str | int | bool] = {"action": action, "subjects": len(query.subjects)}
        if wish.reason:
            detail["reason"] = wish.reason
        entry = self._entry(Event.STAND_OUT, peer, query=query, detail=detail)
        self._stores.standing.put(standing, entry=entry)

    def note_failure(self, peer: Peer, query: Query, *, result: str) -> None:
        """Write down why a query has no answer: `failed:CODE` or `refused:REASON`."""
        if self._is_answered(query):
            return
        self._stores.queries.settle(
            query.id,
            QueryState.FAILED,
            settled_at=self.clock.now(),
            entry=self._entry(
                Event.ANSWER, peer, query=query, results=(result,) * len(query.subjects)
            ),
        )

    def note_guard(self, peer: Peer, justification: Justification, *, officer: str) -> None:
        """Raise an alarm for our own data-protection officer: a peer's guard refuses an officer."""
        now = self.clock.now()
        entry = Entry(
            Event.ALARM,
            now,
            officer=officer,
            peer=peer.id,
            case_reference=justification.case_reference,
            justification=justification,
            retention_until=(now + self._kept).date(),
        )
        asker = Asker(peer.id, officer, justification.case_reference)
        self._guard.note_told(asker, entry=entry)

    def _is_answered(self, query: Query) -> bool:
        return self._stores.queries.get(query.id).state is QueryState.ANSWERED

    def _entry(
        self,
        event: Event,
        peer: Peer,
        *,
        query: Query,
        results: tuple[str, ...] = (),
        match_count: int | None = None,
        detail: dict[str, str | int | bool] | None = None,
    ) -> Entry:
        now = self.clock.now()
        return Entry(
            event,
            now,
            officer=query.officer,
            peer=peer.id,
            query_id=query.id,
            case_reference=query.justification.case_reference,
            justification=query.justification,
            entity_types=tuple(sorted(query.entity_types)),
            results=results,
            epoch=query.epoch,
            match_count=match_count,
            retention_until=(now + self._kept).date(),
            detail=detail or {},
        )

    def _alerts(
        self, peer: Peer, query: Query, *, hits: Iterable[SubjectAnswer]
    ) -> Iterable[Alert]:
        for told in hits:
            yield Alert(
                str(uuid.uuid4()),
                Direction.OUTGOING,
                AlertState.OPEN,
                Zone.HIT,
                told.band,
                peer.id,
                query.subjects[told.number].subject.entity_type,
                query.id,
                told.number,
                query.justification.case_reference,
                told.reference,
                told.contact_point,
                told.model,
                "",
                self.clock.now(),
                purpose=query.justification.purpose,
                offence=query.justification.offence,
                category=query.subjects[told.number].category,
                urgency=query.justification.urgency,
            )


def _result(told: SubjectAnswer) -> str:
    return f"{told.outcome}:{told.refusal}" if told.refusal else str(told.outcome)
