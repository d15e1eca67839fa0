"""Answer a peer: admit, evaluate or match, write down, and only then tell.

Nothing of a query is kept but its justification, its counts and its outcome. Pseudonyms live in
memory until the answer is signed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matching import oprf
from matching.errors import StaleKeyError
from matching.subject import EntityType
from node.answerbook import KEEP_ANSWER, AnsweringBook, Found
from node.domain.alert import Alert, Zone
from node.domain.exchange import Answer, Band, Query, Receipt, Refusal, SubjectAnswer
from node.domain.guard import Observation
from node.domain.journal import Event
from node.domain.justification import Justification
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.judge import Judge, Judging
from node.keys.keyring import Keyring
from node.match import Matcher, Touched
from node.overlap import Overlaps
from node.policy.guard import observe
from node.policy.permit import asks_enough, may_concern
from node.standingbook import StandingBook
from node.store.queries import AnsweredQuery
from node.store.shelf import Shelf
from node.tell import Occasion, Teller


@dataclass(frozen=True, slots=True)
class Codec:
    """How queries and answers become bytes; given at assembly, because only the wire knows."""

    answer_bytes: Callable[[Answer], bytes]
    answer_of: Callable[[bytes], Answer]
    query_digest: Callable[[Query], bytes]
    """SHA-256 of a query, the same whenever it is sent again."""


@dataclass(frozen=True, slots=True)
class Craft:
    """What turns a query into an answer."""

    shelf: Shelf
    matcher: Matcher
    judge: Judge
    teller: Teller
    standing: StandingBook
    overlaps: Overlaps


class Answerer:
    """Answers the requests of peers; worker threads may share it."""

    def __init__(
        self, keyring: Keyring, craft: Craft, *, book: AnsweringBook, codec: Codec, clock: Clock
    ) -> None:
        """Keep what answering needs."""
        self._keyring = keyring
        self._craft = craft
        self._book = book
        self._codec = codec
        self._clock = clock

    def evaluate(  # noqa: PLR0913 - one for each field of the protocol's message
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
        """Evaluate blinded elements, after quota and journal.

        Raises:
            RefusedError: Agreement, policy or quota forbid it.
            StaleKeyError: No register is built under the key of that epoch.
            InvalidElementError: An element is no group element.
        """
        peer = self._book.books.peers.get(sender)
        self._book.keep_head(peer, checkpoint)
        self._require_live({entity_type}, epoch=epoch)
        # The epoch of a query without subjects yet; the entry tells what is evaluated.
        asked = Query(query_id, justification, officer, epoch, ())
        entry = replace(
            self._book.entry(Event.EVALUATE_IN, sender, query=asked),
            entity_types=(entity_type,),
            detail={"tokens": len(elements)},
        )
        self._book.admit(peer, entry, tokens=len(elements))
        return oprf.evaluate_batch(self._keyring.oprf_key(entity_type, epoch), elements)

    def ask(
        self, sender: NodeId, query: Query, *, query_hash: bytes, checkpoint: str
    ) -> tuple[Answer, Receipt]:
        """Answer a query; what was done is durable when this returns.

        Raises:
            RefusedError: Agreement, policy or quota forbid the whole query.
            StaleKeyError: No register is built under the key of the query's epoch: what it asks
                can be found nowhere, and *no hit* would be untrue.
            EnvelopeError: The peer used the id for another query before.
        """
        peer = self._book.books.peers.get(sender)
        cosignature = self._book.cosign(peer, checkpoint)
        digest = self._codec.query_digest(query)
        given = self._book.books.queries.answer_given(sender, query.id, content_hash=digest)
        written = given or self._answer(peer, query, digest=digest)
        receipt = self._book.receipt(
            peer, query, answer_bytes=written, query_hash=query_hash, cosignature=cosignature
        )
        return self._codec.answer_of(written), receipt

    def _answer(self, peer: Peer, query: Query, *, digest: bytes) -> bytes:
        self._require_live(query.entity_types, epoch=query.epoch)
        now = self._clock.now()
        combining = self._book.entry(Event.COMBINE, peer.id, query=query)
        entry = replace(combining, detail={"subjects": len(query.subjects)})
        self._book.admit(peer, entry, subjects=len(query.subjects), standing=query.standing)
        looked_at = self._generations(query.entity_types)
        judging = self._craft.judge.of(peer, query)
        told: list[SubjectAnswer] = []
        alerts: list[Alert] = []
        seen: list[list[Touched]] = []
        for asked in query.subjects:
            occasion = Occasion(peer.id, query, asked)
            subject_answer, touched = self._consider(occasion, judging)
            told.append(subject_answer)
            seen.append(touched)
            alerts += self._alerts(occasion, touched, now=now)
        answer = Answer(query.id, tuple(told))
        kept = AnsweredQuery(
            peer.id, query.id, digest, now, now + KEEP_ANSWER, self._codec.answer_bytes(answer)
        )
        found = Found(alerts, _observed(query, seen))
        with self._book.books.ledger.transaction():
            written = self._book.settle(peer, query, answer=answer, kept=kept, found=found)
            held = self._craft.standing.hold(
                peer.id, query, answer=answer, alerts=alerts, generations=looked_at
            )
            if held is not None:
                self._craft.overlaps.look(held, query.subjects)
        return written

    def _consider(
        self, occasion: Occasion, judging: Judging
    ) -> tuple[SubjectAnswer, list[Touched]]:
        """Match one subject and close what was found."""
        subject, category = occasion.asked.subject, occasion.asked.category
        if not may_concern(judging.rules, category):
            return self._craft.teller.refused(occasion, Refusal.CATEGORY), []
        if not asks_enough(subject):
            return self._craft.teller.refused(occasion, Refusal.EVIDENCE), []
        touched = self._craft.matcher.match(
            subject,
            epoch=occasion.query.epoch,
            judge=lambda each: judging.judge(each, category),
        )
        believed = [self._believed(occasion, each, judging=judging) for each in touched]
        told = self._craft.teller.answer(
            occasion,
            believed,
            fresh_at=self._craft.shelf.fresh_at(subject.entity_type),
            model=self._craft.matcher.model(subject.entity_type),
        )
        first = next((each.routing for each in believed if each.is_shareable_hit), None)
        return replace(told, handling=judging.handling(first)), touched

    def _believed(self, occasion: Occasion, touched: Touched, *, judging: Judging) -> Touched:
        """Take a possible match for a hit where our officer has confirmed it for this case.

        The asker has heard of it by a late hit; asking again must not say otherwise.
        """
        if touched.is_hit or touched.routing.is_canary:
            return touched
        alert = self._craft.teller.alert(
            occasion, touched, now=self._clock.now(), model="", is_told=False
        )
        if not self._book.books.alerts.is_confirmed(alert):
            return touched
        decision = replace(touched.decision, zone=Zone.HIT, band=Band.STRONG)
        return judging.judge(replace(touched, decision=decision), occasion.asked.category)

    def _alerts(
        self,
        occasion: Occasion,
        touched: Sequence[Touched],
        *,
        now: datetime,
    ) -> Iterator[Alert]:
        """Yield what analysts hear of; a canary is nobody's record, and an alarm tells of it."""
        model = self._craft.matcher.model(occasion.entity_type)
        told = next((each for each in touched if each.is_shareable_hit), None)
        for each in touched:
            if each.routing.is_canary:
                continue
            yield self._craft.teller.alert(
                occasion, each, now=now, model=model, is_told=each is told
            )

    def _generations(self, entity_types: Iterable[EntityType]) -> frozenset[str]:
        """Return the ids of what a query is matched against."""
        shelved = (
            each for entity_type in entity_types for each in self._craft.shelf.of(entity_type)
        )
        return frozenset(each.generation.id for each in shelved)

    def _require_live(self, entity_types: Iterable[EntityType], *, epoch: int) -> None:
        for entity_type in entity_types:
            if epoch not in self._craft.shelf.epochs(entity_type):
                raise StaleKeyError(f"{entity_type} registers are not all of epoch {epoch}")


def _observed(query: Query, seen: Sequence[Sequence[Touched]]) -> Observation:
    """Return what a query adds to the counts of the guard.

    A hit that is not told counts as one: whoever asks for persons that are protected is not
    fishing because of that.
    """
    hits = [[each for each in touched if each.is_hit] for touched in seen]
    return observe(
        [asked.subject for asked in query.subjects],
        [any(not each.routing.is_canary for each in touched) for touched in hits],
        canaries=sum(any(each.routing.is_canary for each in touched) for touched in hits),
    )
