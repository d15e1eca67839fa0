"""Ask peers about subjects: blind, have evaluated, unblind, query.

Clear tokens enter here and end in `matching.encode`; what leaves are random-looking elements and
pseudonyms under the asked peer's key. A subject is blinded once for all peers and unblinded for
each.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matching.encode import BlindedBatch, blind_tokens, encode_subject
from matching.errors import MatchingError, StaleKeyError
from matching.subject import EntityType, Pseudonym, Subject
from node.askbook import AskingBook
from node.domain.case import Cell, CellState
from node.domain.errors import NodeError, RefusedError
from node.domain.exchange import (
    Answer,
    AskedSubject,
    Outcome,
    Query,
    Receipt,
    Refusal,
    SubjectAnswer,
)
from node.domain.justification import Justification
from node.domain.peer import Announcement, Epoch, NodeId, Peer
from node.domain.ports import PeerLine

TOKENS_PER_QUERY = 1_200
"""Distinct pseudonyms in one query message: 58 KiB, so that it fits the 128 KiB size class."""
SUBJECTS_PER_QUERY = 16


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
    batches: Mapping[EntityType, tuple[BlindedBatch, ...]] = field(repr=False)

    def of(self, entity_type: EntityType) -> list[Asking]:
        """Return the subjects of one entity type."""
        return [a for a in self.askings if a.tokens.entity_type is entity_type]


def prepare(askings: Sequence[Asking], justification: Justification, *, officer: str) -> Round:
    """Blind the tokens of all subjects, once per entity type."""
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
    return Round(tuple(askings), justification, officer, batches)


class Asker:
    """Asks peers on behalf of officers."""

    def __init__(self, line: PeerLine, book: AskingBook, *, fan_out: int) -> None:
        """Keep the line, the book that journals each step, and how many peers are asked at once."""
        self._line = line
        self._book = book
        self._turns = asyncio.Semaphore(fan_out)

    async def ask(self, asked: Round, peers: Iterable[Peer]) -> AsyncIterator[list[Cell]]:
        """Ask all peers at once; yield the cells of each as it settles.

        A peer that fails costs only its own cells: they say why, and the others go on.
        """
        tasks = [asyncio.create_task(self._ask_one(asked, peer)) for peer in peers]
        try:
            for settled in asyncio.as_completed(tasks):
                yield await settled
        finally:
            for task in tasks:
                task.cancel()

    async def _ask_one(self, asked: Round, peer: Peer) -> list[Cell]:
        async with self._turns:
            cells: list[Cell] = []
            for entity_type in asked.batches:
                cells += await self._ask_type(asked, peer, entity_type=entity_type)
            return cells

    async def _ask_type(self, asked: Round, peer: Peer, *, entity_type: EntityType) -> list[Cell]:
        askings = asked.of(entity_type)
        try:
            return await self._try(asked, peer, entity_type=entity_type)
        except RefusedError as error:
            refusal = Refusal(error.reason)
            return [Cell(a.id, peer.id, CellState.REFUSED, refusal=refusal) for a in askings]
        except (NodeError, MatchingError) as error:
            return [
                Cell(a.id, peer.id, CellState.FAILED, error_code=error.code, error=str(error))
                for a in askings
            ]

    async def _try(self, asked: Round, peer: Peer, *, entity_type: EntityType) -> list[Cell]:
        """Ask once, and once more where the peer's key was rotated in between."""
        if entity_type not in peer.agreement.entity_types:
            raise RefusedError(Refusal.ENTITY_TYPE, "the agreement does not cover this entity type")
        try:
            return await self._exchange(asked, peer, entity_type=entity_type)
        except StaleKeyError:
            return await self._exchange(asked, peer, entity_type=entity_type)

    async def _exchange(self, asked: Round, peer: Peer, *, entity_type: EntityType) -> list[Cell]:
        announced: Announcement = await self._line.announcement(peer)
        epoch = announced.epoch(entity_type)
        askings = asked.of(entity_type)
        if epoch is None:
            return [Cell(a.id, peer.id, CellState.NOT_ASKED) for a in askings]
        query_id = str(uuid.uuid4())
        pseudonyms = await self._evaluate(asked, peer, epoch=epoch, query_id=query_id)
        cells: list[Cell] = []
        for part, group in enumerate(_packed(askings)):
            subjects = _encoded(group, pseudonyms)
            # The first query keeps the id under which its tokens were evaluated.
            own_id = query_id if part == 0 else str(uuid.uuid4())
            query = Query(own_id, asked.justification, asked.officer, epoch.number, subjects)
            answer, receipt = await self._send(peer, query)
            cells += _cells(peer.id, query, answer=answer, names=[asking.id for asking in group])
            self._book.note_answer(peer, query, answer=answer, receipt=receipt)
        return cells

    async def _send(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Journal the query, then send it: what was not written down was not asked."""
        self._book.note_query(peer, query)
        return await self._line.ask(peer, query)

    async def _evaluate(
        self, asked: Round, peer: Peer, *, epoch: Epoch, query_id: str
    ) -> dict[bytes, Pseudonym]:
        found: dict[bytes, Pseudonym] = {}
        batches = asked.batches[epoch.entity_type]
        self._book.note_evaluation(
            peer,
            asked.justification,
            officer=asked.officer,
            query_id=query_id,
            epoch=epoch,
            tokens=sum(len(batch.elements) for batch in batches),
        )
        for batch in batches:
            evaluated = await self._line.evaluate(
                peer,
                entity_type=epoch.entity_type,
                epoch=epoch.number,
                elements=batch.elements,
                justification=asked.justification,
                officer=asked.officer,
                query_id=query_id,
            )
            # In a thread: a full batch keeps a core busy for seven milliseconds.
            found |= await asyncio.to_thread(batch.unblind, evaluated, announced=epoch.check_value)
        return found


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


def _cells(peer: NodeId, query: Query, *, answer: Answer, names: Sequence[str]) -> list[Cell]:
    return [
        _cell(names[told.number], peer, told=told, query_id=query.id) for told in answer.subjects
    ]


_STATES = {
    Outcome.HIT: CellState.HIT,
    Outcome.NO_HIT: CellState.NO_HIT,
    Outcome.REFUSED: CellState.REFUSED,
}


def _cell(subject: str, peer: NodeId, *, told: SubjectAnswer, query_id: str) -> Cell:
    return Cell(
        subject,
        peer,
        _STATES[told.outcome],
        query_id=query_id,
        refusal=told.refusal,
        band=told.band,
        contact_point=told.contact_point,
        reference=told.reference,
        handling=told.handling,
        fresh_at=told.fresh_at,
        model=told.model,
    )
