"""Let queries about the subjects of a case stand with peers: begin, renew, withdraw, keep up.

A standing query is a query that asks to be kept. It is renewed, and moved to the peer's new keys,
by sending it again under the id of the query that began it.
"""

import asyncio
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from traceback import extract_tb

import structlog

from matching.encode import direct_pseudonyms, encode_subject
from matching.errors import MatchingError
from matching.subject import EntityType
from node.ask import Asker, Asking, Round, prepare
from node.domain.case import Cell, CellState
from node.domain.errors import JustificationError, NodeError, NotFoundError, UnknownPeerError
from node.domain.exchange import AskedSubject, Refusal, Standing
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.notice import About, WithdrawalCause, Withdrawn
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock, PeerLine
from node.domain.standing import Held, StandingQuery, StandingState
from node.keys.keyring import Keyring
from node.noticebook import NoticeBook
from node.overlap import Overlaps
from node.standingbook import StandingBook
from node.standingcase import CaseFiles
from node.store.peers import Peers
from node.store.shelf import Shelf
from node.store.standing import StandingQueries

log = structlog.get_logger()

_ENDS = {
    WithdrawalCause.WITHDRAWN: StandingState.WITHDRAWN,
    WithdrawalCause.CASE_CLOSED: StandingState.CASE_CLOSED,
    WithdrawalCause.EXPIRED: StandingState.EXPIRED,
    WithdrawalCause.CANCELLED: StandingState.CANCELLED,
}
_ID_LETTERS = 32


@dataclass(frozen=True, slots=True)
class Wish:
    """How an officer wants queries to stand."""

    peers: tuple[str, ...] = ()
    """Short names; all whose agreement allows it where none are named."""
    subjects: tuple[str, ...] = ()
    """The officer's own numbers; all of the case where none are named."""
    days: int = 0
    """0 for what the settings say; never longer than an agreement allows."""
    overlap: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """What this node compares its own cases with others' queries under."""

    keyring: Keyring
    shelf: Shelf


class Stander:
    """Lets queries stand; used by the node's event loop."""

    def __init__(  # noqa: PLR0913 - each is a part of the node that standing touches
        self,
        files: CaseFiles,
        asker: Asker,
        *,
        line: PeerLine,
        standing: StandingQueries,
        peers: Peers,
        book: StandingBook,
        overlaps: Overlaps,
        notices: NoticeBook,
        own: OwnKeys,
        clock: Clock,
        days: int,
    ) -> None:
        """Keep who asks, what stands, and for how long it does by default."""
        self._files = files
        self._asker = asker
        self._line = line
        self._standing = standing
        self._peers = peers
        self._book = book
        self._overlaps = overlaps
        self._notices = notices
        self._own = own
        self._clock = clock
        self._days = days

    async def create(self, case: str, wish: Wish, *, officer: str) -> list[Cell]:
        """Ask peers about subjects of a case and let the queries stand; return their answers.

        A subject that stands with a peer already is not asked there again.

        Raises:
            NotFoundError: There is no such case of the officer, or no such subject.
            CaseClosedError: The case is closed.
            UnknownPeerError: There is no such peer, or none whose agreement lets queries stand.
            JustificationError: The reason is no short line.
        """
        require_line("the reason", wish.reason)
        await asyncio.to_thread(self._files.work.worked, case, officer)
        reasons, askings = await asyncio.to_thread(self._files.askings, case, wish.subjects)
        peers = self._chosen(wish)
        asked = await asyncio.to_thread(prepare, askings, reasons, officer=officer)
        rounds = [self._round(asked, peer, wish=wish, case=case) for peer in peers]
        cells = await self._ask_all(rounds)
        if wish.overlap:
            await asyncio.to_thread(self._keep_own, case, officer=officer)
        return cells

    async def leave(self, case: str, wish: Wish, *, officer: str) -> list[Cell]:
        """Let stand with each peer what it answered with no hit in the last run of a case.

        Returns:
            What the peers answer; a peer whose agreement lets no query stand is not asked.

        Raises:
            NotFoundError: There is no such case of the officer.
            CaseClosedError: The case is closed.
            JustificationError: The reason is no short line.
        """
        require_line("the reason", wish.reason)
        await asyncio.to_thread(self._files.work.worked, case, officer)
        misses = await asyncio.to_thread(self._files.misses, case)
        now, known = self._clock.now(), self._peers.all()
        if wish.peers:
            known = [peer for peer in known if peer.id in wish.peers]
        peers = [peer for peer in known if peer.id in misses and peer.is_open(now)]
        asked = [peer for peer in peers if self._lets_stand(peer, wish)]
        cells = [
            Cell(name, peer.id, CellState.NOT_ASKED, refusal=Refusal.STANDING)
            for peer in peers
            if peer not in asked
            for name in sorted(misses[peer.id])
        ]
        if asked:
            wanted = sorted(frozenset[str]().union(*(misses[peer.id] for peer in asked)))
            reasons, askings = await asyncio.to_thread(self._files.askings, case, wanted)
            prepared = await asyncio.to_thread(prepare, askings, reasons, officer=officer)
            cells += await self._ask_all(
                [
                    self._round(prepared, peer, wish=wish, case=case, among=misses[peer.id])
                    for peer in asked
                ]
            )
        return cells

    async def renew(self, case: str, wish: Wish, *, officer: str) -> list[Cell]:
        """Send what stands for a case again, for another life; it needs a new reason.

        Raises:
            JustificationError: There is no reason, or it is no short line.
            NotFoundError: Nothing stands for the case.
        """
        if not wish.reason.strip():
            raise JustificationError(
                "a standing query is renewed for a reason", hint="Give it with: --reason TEXT"
            )
        require_line("the reason", wish.reason)
        await asyncio.to_thread(self._files.work.worked, case, officer)
        standing = [
            each
            for each in self._standing.all(case_reference=case, state=StandingState.STANDING)
            if not wish.peers or each.peer in wish.peers
        ]
        if not standing:
            raise NotFoundError(
                f"nothing stands for case {case}", hint="See: heliograph standing list"
            )
        return await self._resend(standing, wish, officer=officer)

    def withdraw(
        self,
        standing: Iterable[StandingQuery],
        *,
        officer: str,
        cause: WithdrawalCause = WithdrawalCause.WITHDRAWN,
    ) -> int:
        """End standing queries and tell their peers; return how many stood."""
        ended = [each for each in standing if self._end(each, cause, officer=officer)]
        for case in {each.case_reference for each in ended if each.overlap}:
            self._keep_own(case, officer=officer)
        return len(ended)

    def withdraw_case(
        self, case: str, *, officer: str, cause: WithdrawalCause = WithdrawalCause.CASE_CLOSED
    ) -> int:
        """End everything that stands for a case, as when it is closed; return how much stood."""
        standing = self._standing.all(case_reference=case, state=StandingState.STANDING)
        return self.withdraw(standing, officer=officer, cause=cause)

    async def keep_up(self) -> int:
        """End what has expired, and send again what stands under keys that a peer has replaced.

        Returns:
            How many queries were sent again.
        """
        standing = await asyncio.to_thread(self._standing.all, state=StandingState.STANDING)
        now = self._clock.now()
        for each in standing:
            if each.until <= now:
                await asyncio.to_thread(self._end, each, WithdrawalCause.EXPIRED, officer="node")
        await asyncio.to_thread(self._move_own)
        stale = [each for each in standing if each.until > now and await self._is_stale(each)]
        for each in stale:
            moved = Wish(overlap=each.overlap)
            await self._resend([each], moved, officer=each.officer, until=each.until)
        return len(stale)

    async def run(self, interval_s: float) -> None:
        """Keep up for ever; what fails is tried again."""
        while True:
            try:
                await self.keep_up()
            except Exception as error:  # noqa: BLE001 - a node that cannot keep up still answers
                frame = extract_tb(error.__traceback__)[-1]
                place = f"{frame.filename}:{frame.lineno}"
                log.error("standing queries not kept up", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
            await asyncio.sleep(interval_s)

    async def _is_stale(self, standing: StandingQuery) -> bool:
        """Whether a peer announces newer keys than a query stands under."""
        try:
            announced = await self._line.announcement(self._peers.get(standing.peer))
        except (NodeError, MatchingError):
            return False
        epoch = announced.epoch(standing.entity_type)
        return epoch is not None and epoch.number > standing.epoch

    async def _resend(
        self,
        standing: Sequence[StandingQuery],
        wish: Wish,
        *,
        officer: str,
        until: datetime | None = None,
    ) -> list[Cell]:
        rounds: list[tuple[Round, Peer]] = []
        for each in standing:
            reasons, askings = await asyncio.to_thread(
                self._files.askings, each.case_reference, each.subjects
            )
            peer = self._peers.get(each.peer)
            end = until or self._until(wish, agreed=peer.agreement.standing_days)
            stands = Standing(each.id, end, each.overlap, wish.reason)
            asked = await asyncio.to_thread(prepare, askings, reasons, officer=officer)
            rounds.append((replace(asked, standing=stands), peer))
        return await self._ask_all(rounds)

    async def _ask_all(self, rounds: Sequence[tuple[Round, Peer]]) -> list[Cell]:
        async def ask_one(asked: Round, peer: Peer) -> list[Cell]:
            return [cell async for cells in self._asker.ask(asked, [peer]) for cell in cells]

        wanted = [(asked, peer) for asked, peer in rounds if asked.askings]
        settled = await asyncio.gather(*(ask_one(*each) for each in wanted))
        return list(chain.from_iterable(settled))

    def _round(
        self,
        asked: Round,
        peer: Peer,
        *,
        wish: Wish,
        case: str,
        among: frozenset[str] | None = None,
    ) -> tuple[Round, Peer]:
        """Return what one peer is asked, of all or of some: not what stands with it already."""
        standing = self._standing.all(case_reference=case, state=StandingState.STANDING)
        there = {name for each in standing if each.peer == peer.id for name in each.subjects}
        until = self._until(wish, agreed=peer.agreement.standing_days)
        askings = tuple(
            asking
            for asking in asked.askings
            if asking.id not in there and (among is None or asking.id in among)
        )
        types = {asking.tokens.entity_type for asking in askings}
        batches = {kind: batch for kind, batch in asked.batches.items() if kind in types}
        stands = Standing("", until, wish.overlap, wish.reason)
        return replace(asked, askings=askings, batches=batches, standing=stands), peer

    def _until(self, wish: Wish, *, agreed: int) -> datetime:
        return self._clock.now() + timedelta(days=min(wish.days or self._days, agreed))

    def _chosen(self, wish: Wish) -> list[Peer]:
        if wish.peers:
            return [self._peers.get(NodeId(name)) for name in dict.fromkeys(wish.peers)]
        chosen = [peer for peer in self._peers.all() if self._lets_stand(peer, wish)]
        if not chosen:
            raise UnknownPeerError(
                "no agreement lets a query stand",
                hint="An agreement says so with standing = true; see docs/standing.md.",
            )
        return chosen

    def _end(self, standing: StandingQuery, cause: WithdrawalCause, *, officer: str) -> bool:
        now = self._clock.now()
        held_by = (standing.entity_type,)
        entry = Entry(
            Event.STAND_OUT,
            now,
            officer=officer,
            peer=standing.peer,
            query_id=standing.id,
            case_reference=standing.case_reference,
            entity_types=held_by,
            retention_until=self._book.kept_until(now),
            detail={"action": str(cause), "subjects": len(standing.subjects)},
        )
        with self._book.ledger.transaction():
            ended = self._standing.end(standing.id, _ENDS[cause], now=now, entry=entry)
            # When a query expires its holder knows by itself.
            if ended and cause is not WithdrawalCause.EXPIRED:
                about = About(officer, standing.id, standing.case_reference, held_by)
                self._notices.post(standing.peer, Withdrawn(standing.id, cause), about=about)
        return ended

    def _keep_own(self, case: str, *, officer: str) -> None:
        """Keep our own subjects that look for overlaps under our own keys, to meet peers' queries.

        Those are the subjects that stand somewhere and have opted in; without any, nothing is kept.
        """
        standing = [
            each
            for each in self._standing.all(case_reference=case, state=StandingState.STANDING)
            if each.overlap
        ]
        names = self._standing.opted_in(case)
        if not names:
            self._book.end_own(case)
            return
        reasons, askings = self._files.askings(case, names)
        until = max(each.until for each in standing)
        for entity_type in EntityType:
            own = [each for each in askings if each.tokens.entity_type is entity_type]
            epoch = max(self._own.shelf.epochs(entity_type), default=None)
            # Without a register nobody asks us about this type, so nothing can meet here.
            if own and epoch is not None:
                held = Held(
                    self._book.own,
                    _own_id(case, entity_type),
                    entity_type,
                    epoch,
                    reasons,
                    officer,
                    overlap=True,
                    begun_at=self._clock.now(),
                    until=until,
                )
                subjects = self._encoded(case, own, entity_type=entity_type, epoch=epoch)
                with self._book.ledger.transaction():
                    self._book.put(held, subjects)
                    self._overlaps.look(held, subjects)

    def _encoded(
        self, case: str, askings: Sequence[Asking], *, entity_type: EntityType, epoch: int
    ) -> list[AskedSubject]:
        """Return subjects under our own keys, numbered by their places in the case."""
        key = self._own.keyring.oprf_key(entity_type, epoch)
        leaves = chain.from_iterable(asking.tokens.leaves() for asking in askings)
        pseudonyms = dict(direct_pseudonyms(key, leaves))
        places = {each.id: place for place, each in enumerate(self._files.cases.subjects(case))}
        return [
            AskedSubject(
                places[asking.id], asking.category, encode_subject(asking.tokens, pseudonyms)
            )
            for asking in askings
        ]

    def _move_own(self) -> None:
        """Keep our own subjects under our newest keys, for those are what peers ask under."""
        for held in self._book.held.all():
            newest = max(self._own.shelf.epochs(held.entity_type), default=held.epoch)
            if held.peer == self._book.own and held.epoch < newest:
                self._keep_own(held.case_reference, officer=held.officer)

    def _lets_stand(self, peer: Peer, wish: Wish) -> bool:
        """Whether a peer with whom anything is exchanged now has agreed on what is wished."""
        agreed = peer.agreement
        is_covered = agreed.standing and (agreed.overlap or not wish.overlap)
        return is_covered and peer.is_open(self._clock.now())


def _own_id(case: str, entity_type: EntityType) -> str:
    """Return under which id the subjects of a case of ours are kept: the same each time."""
    return hashlib.sha256(f"{case}/{entity_type}".encode()).hexdigest()[:_ID_LETTERS]
