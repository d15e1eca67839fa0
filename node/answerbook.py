"""What the answering side writes down, and whom it refuses: all of it before anything is told."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NoReturn

from node.domain.alert import Alert
from node.domain.errors import RefusedError
from node.domain.exchange import Answer, Outcome, Query, Receipt, Refusal, Standing, SubjectAnswer
from node.domain.guard import Asker, Observation
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.domain.quota import Limit, Spending
from node.guardbook import GuardBook
from node.keys.identity import Identity, Label
from node.policy.permit import may_stand, permit
from node.policy.rules import Policy
from node.store.alerts import Alerts
from node.store.heads import Heads, KeptReceipt, ReceiptDirection
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.peers import Peers
from node.store.queries import AnsweredQuery, Queries
from node.store.quota import Quota
from node.store.witness import Witness

KEEP_ANSWER = timedelta(days=1)
"""How long the same query sent again gets the same answer without being matched again."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the node itself has settled about answering, within every agreement."""

    policy: Callable[[], Policy]
    kept: timedelta
    """How long entries are kept."""
    flag: Callable[[Iterable[Alert]], None]
    """Tells askers of hits on records whose correctness is disputed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query has come to, besides its answer."""

    alerts: list[Alert]
    seen: Observation
    """What it adds to the counts of the guard."""


@dataclass(frozen=True, slots=True)
class Books:
    """The parts of the ledger in which answering leaves traces."""

    ledger: Ledger
    journal: Journal
    peers: Peers
    quota: Quota
    queries: Queries
    alerts: Alerts
    heads: Heads
    witness: Witness
    guard: GuardBook


class AnsweringBook:
    """Permits, counts, journals and signs."""

    def __init__(self, books: Books, identity: Identity, *, clock: Clock, terms: Terms) -> None:
        """Keep the stores, who signs, and on which terms answers are given."""
        self.books = books
        self._identity = identity
        self._clock = clock
        self._terms = terms

    def admit(
        self,
        peer: Peer,
        entry: Entry,
        *,
        tokens: int = 0,
        subjects: int = 0,
        standing: Standing | None = None,
    ) -> None:
        """Let a request in: it is covered and paid for, and its entry is durable.

        Raises:
            RefusedError: Agreement, policy or quota forbid it; that is journalled.
        """
        justification = entry.justification
        if justification is None:
            raise ValueError("a request without justification is never admitted")
        refusal = permit(
            peer,
            justification,
            entity_types=entry.entity_types,
            at=entry.time,
            policy=self._terms.policy(),
        )
        if standing is not None and not may_stand(peer, standing, now=entry.time):
            refusal = refusal or Refusal.STANDING
        if refusal is not Refusal.NONE:
            self.refuse(entry, refusal)
        try:
            self.books.guard.require_free(asker_of(entry))
            self._spend(peer, entry, tokens=tokens, subjects=subjects)
        except RefusedError as error:
            self._note_refusal(entry, error.reason)
            raise

    def refuse(self, entry: Entry, refusal: Refusal) -> NoReturn:
        """Refuse a request; that is journalled.

        Raises:
            RefusedError: Always.
        """
        self._note_refusal(entry, refusal)
        raise RefusedError(refusal, "the request is not covered")

    def keep_head(self, peer: Peer, checkpoint: str) -> None:
        """Keep the journal head that a peer sent with its request.

        Raises:
            CheckpointError: It is not signed by the peer, or contradicts an earlier one.
        """
        if checkpoint:
            self.books.heads.keep_head(peer.entry, checkpoint, now=self._clock.now())

    def cosign(self, peer: Peer, submission: str) -> str:
        """Keep the journal head that a peer submitted with its query; return what is cosigned.

        Raises:
            CheckpointError: It is not signed by the peer, or contradicts an earlier one.
        """
        if not submission:
            return ""
        return self.books.witness.cosign(peer.entry, submission, now=self._clock.now())

    def settle(
        self, peer: Peer, query: Query, *, answer: Answer, kept: AnsweredQuery, found: Found
    ) -> bytes:
        """Write answer, alerts and disclosures down, all or nothing; return the answer that stands.

        A peer whose line was cut may send a query again while the first is still being matched:
        then the one written first stands, and the other leaves no trace.
        """
        queries = self.books.queries
        with self.books.ledger.transaction():
            given = queries.answer_given(peer.id, query.id, content_hash=kept.content_hash)
            if given is not None:
                return given
            entry = self._answered(peer, query, answer=answer)
            queries.keep_answer(kept, entry=entry)
            self.books.alerts.add(found.alerts, entry=None)
            self._terms.flag(found.alerts)
            rules = self._terms.policy().of(peer.id).guard
            self.books.guard.observe(asker_of(entry), found.seen, rules=rules, entry=entry)
            for told in answer.subjects:
                if told.outcome is Outcome.HIT:
                    self.books.journal.append(self._disclosed(peer, query, told=told))
        return kept.answer

    def receipt(
        self, peer: Peer, query: Query, *, answer_bytes: bytes, query_hash: bytes, cosignature: str
    ) -> Receipt:
        """Sign what was asked, what is answered and the journal that holds both."""
        answered = hashlib.sha256(answer_bytes).digest()
        checkpoint = self.books.journal.head()
        head = hashlib.sha256(checkpoint.encode()).digest()
        signature = self._identity.sign(Label.RECEIPT, query_hash, answered, head)
        receipt = Receipt(query_hash, answered, checkpoint, signature, cosignature)
        kept = KeptReceipt(ReceiptDirection.GIVEN, peer.id, query.id, receipt, self._clock.now())
        self.books.heads.keep_receipt(kept)
        return receipt

    def entry(self, event: Event, peer: NodeId, *, query: Query) -> Entry:
        """Return the entry about a query, to be completed."""
        now = self._clock.now()
        return Entry(
            event,
            now,
            officer=query.officer,
            peer=peer,
            query_id=query.id,
            case_reference=query.justification.case_reference,
            justification=query.justification,
            entity_types=tuple(sorted(query.entity_types)),
            epoch=query.epoch,
            retention_until=(now + self._terms.kept).date(),
        )

    def _answered(self, peer: Peer, query: Query, *, answer: Answer) -> Entry:
        subjects = answer.subjects
        return replace(
            self.entry(Event.QUERY_IN, peer.id, query=query),
            results=tuple(map(result_code, subjects)),
            models=tuple(sorted({told.model for told in subjects if told.model})),
            match_count=sum(told.outcome is Outcome.HIT for told in subjects),
            detail={"subjects": len(subjects)},
        )

    def _disclosed(self, peer: Peer, query: Query, *, told: SubjectAnswer) -> Entry:
        return replace(
            self.entry(Event.DISCLOSE, peer.id, query=query),
            results=(str(told.outcome),),
            detail={
                "record_reference": told.reference,
                "band": str(told.band),
                "handling": str(told.handling),
            },
        )

    def _note_refusal(self, entry: Entry, reason: str) -> None:
        refused = replace(entry, event=Event.REFUSE, results=(f"refused:{reason}",))
        self.books.journal.append(refused)

    def _spend(self, peer: Peer, entry: Entry, *, tokens: int, subjects: int) -> None:
        limit = Limit(peer.agreement.token_quota_per_day, peer.agreement.subject_quota_per_day)
        spending = Spending(
            peer.id,
            entry.officer,
            entry.case_reference,
            entry.time.date(),
            tokens=tokens,
            subjects=subjects,
        )
        quotas = self._terms.policy().of(peer.id).quotas
        self.books.quota.spend(spending, quotas.limits(limit), entry=entry)


def asker_of(entry: Entry) -> Asker:
    """Return who asks in a request, by its entry."""
    if entry.peer is None:
        raise ValueError("a request comes from a peer")
    return Asker(entry.peer, entry.officer, entry.case_reference)


def result_code(told: SubjectAnswer) -> str:
    """Write the outcome of a subject as the journal has it."""
    return f"{told.outcome}:{told.refusal}" if told.refusal else str(told.outcome)
