"""Match the queries that are kept for peers when a register has changed.

Each is matched against the generations that it has not been matched against, as often as it takes
and whatever happens in between: which ones these are is written down with what was found.
What is found is judged, alerted and told as an answer would have been, but a record that its asker
or our analysts have heard of is not told again.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from traceback import extract_tb

import structlog

from matching.subject import EntityType
from node.domain.alert import Alert
from node.domain.errors import UnknownPeerError
from node.domain.exchange import AskedSubject, Query, Refusal
from node.domain.journal import Event
from node.domain.notice import About, LateHit
from node.domain.peer import Peer
from node.domain.ports import Clock
from node.domain.standing import Held, Seen
from node.judge import Judge, Judging
from node.match import Matcher, Touched
from node.noticebook import NoticeBook
from node.policy.permit import may_concern, permit
from node.standingbook import StandingBook
from node.store.alerts import Alerts
from node.store.shelf import Shelf
from node.tell import Occasion, Teller

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sight:
    """What finds, judges and words what a query touches."""

    shelf: Shelf
    matcher: Matcher
    judge: Judge
    teller: Teller


@dataclass(frozen=True, slots=True)
class _News:
    """A record that nobody has heard of in this connection."""

    occasion: Occasion
    touched: Touched
    reference: str


class Watcher:
    """Looks at what is kept whenever a register has changed."""

    def __init__(
        self,
        sight: Sight,
        book: StandingBook,
        *,
        alerts: Alerts,
        notices: NoticeBook,
        clock: Clock,
    ) -> None:
        """Keep how to find, what is kept, and who is told."""
        self._sight = sight
        self._book = book
        self._alerts = alerts
        self._notices = notices
        self._clock = clock

    def look(self) -> int:
        """End what is due, then match what has not been matched; return how many alerts arose.

        Raises:
            LedgerError: What is kept cannot be read or written.
        """
        self._book.end_due()
        return sum(self._look_at(held) for held in self._unmatched())

    async def run(self, interval_s: float) -> None:
        """Look for ever; what fails is tried again."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:  # noqa: BLE001 - a node that cannot watch still answers
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("watching failed", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            await asyncio.sleep(interval_s)

    def _unmatched(self) -> Iterator[Held]:
        for entity_type in EntityType:
            shelf = self._sight.shelf
            present = {each.generation.id for each in shelf.of(entity_type)}
            live = shelf.epochs(entity_type)
            for held in self._book.held.of(entity_type):
                is_matched = present <= held.generations
                if held.peer != self._book.own and held.epoch in live and not is_matched:
                    yield held

    def _look_at(self, held: Held) -> int:
        try:
            peer = self._book.peers.get(held.peer)
        except UnknownPeerError:
            return 0
        judging = self._sight.judge.about(
            peer, offence=held.justification.offence, case_reference=held.case_reference
        )
        if not self._is_permitted(peer, held, judging=judging):
            return 0
        shelved = self._sight.shelf.of(held.entity_type)
        present = frozenset(each.generation.id for each in shelved)
        seen = self._book.held.seen(held)
        news = [
            each
            for asked in self._book.subjects(held)
            if may_concern(judging.rules, asked.category)
            for each in self._touched(held, asked, judging=judging, only=present - held.generations)
            if _is_news(each, seen.get((asked.number, each.reference)))
        ]
        with self._book.ledger.transaction():
            self._tell(held, news, judging=judging)
            self._book.held.note_looked(held, present)
        return len(news)

    def _is_permitted(self, peer: Peer, held: Held, *, judging: Judging) -> bool:
        refusal = permit(
            peer,
            held.justification,
            entity_types=(held.entity_type,),
            at=self._clock.now(),
            policy=judging.policy,
        )
        return refusal is Refusal.NONE

    def _touched(
        self, held: Held, asked: AskedSubject, *, judging: Judging, only: frozenset[str]
    ) -> Iterator[_News]:
        query = Query(held.id, held.justification, held.officer, held.epoch, (asked,))
        occasion = Occasion(held.peer, query, asked)
        touched = self._sight.matcher.match(
            asked.subject,
            epoch=held.epoch,
            judge=lambda each: judging.judge(each, asked.category),
            only=only,
        )
        for each in touched:
            # A decoy that was loaded since is no sign of fishing.
            if not each.routing.is_canary:
                yield _News(occasion, each, self._sight.teller.reference(occasion, each))

    def _tell(self, held: Held, news: list[_News], *, judging: Judging) -> None:
        """Write alerts and late hits down, under one entry that says what was combined."""
        model = self._sight.matcher.model(held.entity_type)
        entry = self._book.entry(Event.COMBINE, held, subjects=held.subjects, action="standing")
        entry = replace(entry, models=(model,), match_count=sum(_is_told(each) for each in news))
        alerts = [self._alert(each, model=model) for each in news]
        self._alerts.add(alerts, entry=entry)
        self._book.held.note_seen(held, map(_seen, news))
        for each in filter(_is_told, news):
            self._tell_asker(held, each, judging=judging, model=model)

    def _tell_asker(self, held: Held, news: _News, *, judging: Judging, model: str) -> None:
        told = self._sight.teller.answer(
            news.occasion,
            [news.touched],
            fresh_at=self._sight.shelf.fresh_at(held.entity_type),
            model=model,
        )
        told = replace(told, handling=judging.handling(news.touched.routing))
        about = About(held.officer, held.id, held.case_reference, (held.entity_type,))
        disclosed = self._book.entry(
            Event.DISCLOSE,
            held,
            record_reference=told.reference,
            band=str(told.band),
            handling=str(told.handling),
        )
        self._notices.stores.journal.append(replace(disclosed, results=(str(told.outcome),)))
        self._notices.post(held.peer, LateHit(held.id, told), about=about)

    def _alert(self, news: _News, *, model: str) -> Alert:
        return self._sight.teller.alert(
            news.occasion,
            news.touched,
            now=self._clock.now(),
            model=model,
            is_told=_is_told(news),
        )


def _is_news(news: _News, known: object) -> bool:
    """Whether nobody has heard of a record, or only that it is possible."""
    zone = news.touched.decision.zone
    return known is None or (known != zone and news.touched.is_hit)


def _is_told(news: _News) -> bool:
    return news.touched.is_shareable_hit


def _seen(news: _News) -> Seen:
    return Seen(news.occasion.asked.number, news.reference, news.touched.decision.zone)
