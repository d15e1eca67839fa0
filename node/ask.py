"""Ask peers about subjects: blind, have evaluated, unblind, query.

Clear tokens enter here and end in `matching.encode`; what leaves are random-looking elements and
pseudonyms under the asked peer's key. A subject is blinded once for all peers and unblinded for
each.

A bundle of subjects tells a peer no more than single queries about them would: their order in the
case is hidden, each brings its own pseudonyms, and nothing is sent about the bundle as a whole
(docs/disclosure.md, *Small bundles*).
"""

import asyncio
import hashlib
import uuid
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matching.encode import BlindedBatch, blind_tokens, encode_subject
from matching.errors import MatchingError, StaleKeyError
from matching.profile import PROFILE
from matching.subject import EntityType, Pseudonym, Subject
from node.askbook import AskingBook
from node.askcell import cell_of, failure_of
from node.circuit import Circuits
from node.domain.case import Cell, CellState
from node.domain.errors import (
    CircuitOpenError,
    NodeError,
    PeerAnswerError,
    PeerPausedError,
    PeerUnavailableError,
    RefusedError,
)
from node.domain.exchange import (
    AskedSubject,
    Outcome,
    Query,
    Refusal,
    Standing,
)
from node.domain.justification import Justification
from node.domain.peer import Announcement, Epoch, NodeId, Peer
from node.domain.ports import PeerLine
from node.evaluator import Evaluator

TOKENS_PER_QUERY = 1_200
"""Distinct pseudonyms in one query message: 58 KiB, so that it fits the 128 KiB size class."""
SUBJECTS_PER_QUERY = 16
_FAILING = frozenset({PeerUnavailableError.code, PeerAnswerError.code})
"""Failures that count against a peer; a refusal is an answer."""
_UNSENT = frozenset({CircuitOpenError.code, PeerPausedError.code})
"""Why nothing was sent, which says nothing of the peer."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One subject to ask about, in framed tokens."""

    id: str
    """The officer's own number of the subject, such as `S01`; does not leave the node."""
    category: str
    tokens: Subject[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Round:
    """What is asked, blinded once for every peer."""

    askings: tuple[Asking, ...]
    justification: Justification
    officer: str
    request: str
    """UUID of the officer's request; the ids of its queries follow from it, and it never leaves."""
    batches: Mapping[EntityType, tuple[BlindedBatch, ...]] = field(repr=False)
    standing: Standing | None = None
    """Set where the queries shall stand; without a query id, each begins its own."""

    def of(self, entity_type: EntityType) -> list[Asking]:
        """Return the subjects of one entity type."""
        return [a for a in self.askings if a.tokens.entity_type is entity_type]


def prepare(
    askings: Sequence[Asking], justification: Justification, *, officer: str, request: str = ""
) -> Round:
    """Blind the tokens of all subjects, once per entity type; without an id it is a new request."""
    types = dict.fromkeys(asking.tokens.entity_type for asking in askings)
    batches = {
        entity_type: blind_tokens(
            token
            for asking in askings
            if asking.tokens.entity_type is entity_type
            for token in asking.tokens.leaves()
        )
        for entity_type in types
    }
    return Round(tuple(askings), justification, officer, request or str(uuid.uuid4()), batches)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much asking goes on at a time."""

    fan_out: int
    """Peers asked at once."""
    peer_deadline_s: float = 120.0
    """Seconds for everything that is asked of one peer in a round."""


class Asker:
    """Asks peers on behalf of officers."""

    def __init__(
        self, line: PeerLine, book: AskingBook, *, circuits: Circuits, bounds: Bounds
    ) -> None:
        """Keep the line, the book that journals each step, and who is left alone for now."""
        self._line = line
        self._book = book
        self._evaluator = Evaluator(line, book)
        self._circuits = circuits
        self._bounds = bounds
        self._turns = asyncio.Semaphore(bounds.fan_out)

    def ask(self, asked: Round, peers: Iterable[Peer]) -> AsyncGenerator[list[Cell], None]:
        """Ask all peers the same at once; yield the cells of each as it settles."""
        return self.ask_each([(asked, peer) for peer in peers])

    async def ask_each(
        self, questions: Iterable[tuple[Round, Peer]]
    ) -> AsyncGenerator[list[Cell], None]:
        """Ask each peer its own round, all at once; yield the cells of each as it settles.

        A peer that fails costs only its own cells: they say why, and the others go on.
        """
        tasks = [asyncio.create_task(self._ask_one(asked, peer)) for asked, peer in questions]
        try:
            for settled in asyncio.as_completed(tasks):
                yield await settled
        finally:
            for task in tasks:
                task.cancel()

    async def _ask_one(self, asked: Round, peer: Peer) -> list[Cell]:
        """Ask one peer everything within its time; once it is down it is asked nothing more."""
        cells: list[Cell] = []
        async with self._turns:
            try:
                peer.require_open(self._book.clock.now())
                self._circuits.enter(peer.id)
                async with asyncio.timeout(self._bounds.peer_deadline_s):
                    for entity_type in asked.batches:
                        cells += await self._ask_type(asked, peer, entity_type=entity_type)
                        _require_up(cells)
            except PeerUnavailableError as error:
                cells += _unanswered(_left(asked, cells), peer.id, error=error)
            except TimeoutError:
                late = PeerUnavailableError(
                    f"{peer.id} did not answer within {self._bounds.peer_deadline_s:g} s"
                )
                cells += _unanswered(_left(asked, cells), peer.id, error=late)
        self._count(peer.id, cells)
        return cells

    def _count(self, peer: NodeId, cells: Sequence[Cell]) -> None:
        """Have the circuit of a peer know whether it has answered."""
        failed = [cell for cell in cells if cell.error_code in _FAILING]
        if failed:
            self._circuits.fail(peer, failed[0].error)
        elif all(cell.error_code not in _UNSENT for cell in cells):
            self._circuits.succeed(peer)

    async def _ask_type(self, asked: Round, peer: Peer, *, entity_type: EntityType) -> list[Cell]:
        """Ask once, and once more for what the peer's change of keys in between left open."""
        askings = asked.of(entity_type)
        if entity_type not in peer.agreement.entity_types:
            return [_refused(a, peer.id, refusal=Refusal.ENTITY_TYPE) for a in askings]
        if not _lets_stand(peer, asked.standing):
            return [_refused(a, peer.id, refusal=Refusal.STANDING) for a in askings]
        cells = await self._settled(asked, peer, askings=askings)
        stale = {cell.subject for cell in cells if cell.error_code == StaleKeyError.code}
        if not stale:
            return cells
        again = [asking for asking in askings if asking.id in stale]
        cells = [cell for cell in cells if cell.subject not in stale]
        return cells + await self._settled(asked, peer, askings=again)

    async def _settled(self, asked: Round, peer: Peer, *, askings: Sequence[Asking]) -> list[Cell]:
        """Return a cell for each subject, whatever happens."""
        try:
            cells = await self._exchange(asked, peer, askings=askings)
        except Exception as error:  # noqa: BLE001 - one peer must not cost the answers of the others
            cells = _unanswered(askings, peer.id, error=error)
        if any(cell.refusal is Refusal.GUARD for cell in cells):
            await asyncio.to_thread(
                self._book.note_guard, peer, asked.justification, officer=asked.officer
            )
        return cells

    async def _exchange(self, asked: Round, peer: Peer, *, askings: Sequence[Asking]) -> list[Cell]:
        wanted = askings[0].tokens.entity_type
        announced: Announcement = await self._line.announcement(peer, wanted)
        epoch = announced.epoch(wanted)
        if epoch is None:
            return [Cell(a.id, peer.id, CellState.NOT_ASKED) for a in askings]
        groups = _packed(_ordered(asked, peer, askings=askings))
        ids = [_query_id(asked, peer, epoch=epoch, group=group) for group in groups]
        # The first query has the id under which its tokens were evaluated.
        pseudonyms = await self._evaluator.evaluate(
            peer,
            epoch,
            batches=asked.batches[epoch.entity_type],
            justification=asked.justification,
            officer=asked.officer,
            query_id=ids[0],
        )
        cells: list[Cell] = []
        for query_id, group in zip(ids, groups, strict=True):
            query = Query(
                query_id,
                asked.justification,
                asked.officer,
                epoch.number,
                _encoded(group, pseudonyms),
                standing=_standing(asked.standing, query_id, is_first=query_id == ids[0]),
            )
            cells += await self._query(peer, query, askings=group)
        return cells

    async def _query(self, peer: Peer, query: Query, *, askings: Sequence[Asking]) -> list[Cell]:
        """Send one query; what it comes to costs no other query its answer.

        The book is kept in threads: it waits for the disk, and the node goes on answering.
        """
        names = [asking.id for asking in askings]
        # What was not written down was not asked.
        await asyncio.to_thread(self._book.note_query, peer, query, subjects=names)
        try:
            answer, receipt = await self._line.ask(peer, query)
            await asyncio.to_thread(
                self._book.note_answer, peer, query, answer=answer, receipt=receipt
            )
        except (NodeError, MatchingError) as error:
            await asyncio.to_thread(self._book.note_failure, peer, query, result=_result(error))
            return _unanswered(askings, peer.id, error=error, query_id=query.id)
        return [
            cell_of(names[told.number], peer.id, told=told, query_id=query.id)
            for told in answer.subjects
        ]


def _ordered(asked: Round, peer: Peer, *, askings: Sequence[Asking]) -> Sequence[Asking]:
    """Return subjects in a random order, but in that of before where a query is renewed."""
    if asked.standing is not None and asked.standing.query_id:
        return askings
    return _shuffled(askings, secret=f"{asked.request}/{peer.id}")


def _shuffled(askings: Iterable[Asking], *, secret: str) -> list[Asking]:
    """Put subjects in an order that tells a peer nothing of the case, the same at each try.

    The id of the request is random and stays here, so that nobody else can work the order out.
    """

    def place(asking: Asking) -> bytes:
        return hashlib.sha256(f"{secret}/{asking.id}".encode()).digest()

    return sorted(askings, key=place)


def _query_id(asked: Round, peer: Peer, *, epoch: Epoch, group: Iterable[Asking]) -> str:
    """Return the id of a query: the same whenever the same is asked again for the same request."""
    about = [repr(asked.justification), asked.officer, peer.id, str(epoch.number), str(PROFILE)]
    subjects = [f"{asking.id}\0{asking.category}" for asking in group]
    return str(uuid.uuid5(uuid.UUID(asked.request), "\0".join((*about, *subjects))))


def _require_up(cells: Iterable[Cell]) -> None:
    """Raise what a peer that is down has cost already, so that it costs no further deadline."""
    down = (cell.error for cell in cells if cell.error_code == PeerUnavailableError.code)
    if (said := next(down, None)) is not None:
        raise PeerUnavailableError(said)


def _left(asked: Round, cells: Iterable[Cell]) -> list[Asking]:
    """Return the subjects that have no cell yet."""
    settled = {cell.subject for cell in cells}
    return [asking for asking in asked.askings if asking.id not in settled]


def _packed(askings: Sequence[Asking]) -> list[list[Asking]]:
    """Group subjects into messages that are not too large; order is kept."""
    groups: list[list[Asking]] = []
    size = 0
    for asking in askings:
        tokens = sum(1 for _ in asking.tokens.leaves())
        fits = groups and size + tokens <= TOKENS_PER_QUERY
        if not fits or len(groups[-1]) == SUBJECTS_PER_QUERY:
            groups.append([])
            size = 0
        groups[-1].append(asking)
        size += tokens
    return groups


def _encoded(
    askings: Sequence[Asking], pseudonyms: Mapping[bytes, Pseudonym]
) -> tuple[AskedSubject, ...]:
    return tuple(
        AskedSubject(number, asking.category, encode_subject(asking.tokens, pseudonyms))
        for number, asking in enumerate(askings)
    )


def _lets_stand(peer: Peer, wish: Standing | None) -> bool:
    """Whether the agreement covers how a query shall stand; nothing is sent where it does not."""
    agreed = peer.agreement
    return wish is None or (agreed.standing and (agreed.overlap or not wish.overlap))


def _standing(wish: Standing | None, query_id: str, *, is_first: bool) -> Standing | None:
    """Return how one query of a round stands: under the id that it renews, or under its own.

    What fits no longer into the message that began it stands by itself.
    """
    if wish is None or (wish.query_id and is_first):
        return wish
    return replace(wish, query_id=query_id)


def _refused(asking: Asking, peer: NodeId, *, refusal: Refusal, query_id: str = "") -> Cell:
    return Cell(asking.id, peer, CellState.REFUSED, query_id=query_id, refusal=refusal)


def _unanswered(
    askings: Iterable[Asking], peer: NodeId, *, error: Exception, query_id: str = ""
) -> list[Cell]:
    """Return the cells of subjects about which the peer has told nothing."""
    if isinstance(error, RefusedError) and error.reason in set(Refusal):
        reason = Refusal(error.reason)
        return [_refused(asking, peer, refusal=reason, query_id=query_id) for asking in askings]
    code, sentence = failure_of(error, peer)
    return [
        Cell(asking.id, peer, CellState.FAILED, query_id=query_id, error_code=code, error=sentence)
        for asking in askings
    ]


def _result(error: NodeError | MatchingError) -> str:
    """Return how the journal has a query that came to nothing."""
    if isinstance(error, RefusedError):
        return f"{Outcome.REFUSED}:{error.reason}"
    return f"{CellState.FAILED}:{error.code}"
