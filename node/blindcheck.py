"""Look in a peer's identifier set without the peer's learning what was looked for, or found.

The peer evaluates the blinded identifiers as for any query: it sees how many, by whom, in which
case and why, and counts them. What is in the set is found here.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from matching.blind import holds, tag_of
from matching.encode import blind_tokens
from matching.profile import exact_identifiers
from matching.records import record_from_fields
from matching.subject import EntityType
from node.askbook import AskingBook
from node.domain.blind import SET_LIFE, SetName, SetPage, SetRequest, digest_of
from node.domain.errors import NotFoundError, PeerAnswerError, PeerBusyError, RefusedError
from node.domain.exchange import Refusal
from node.domain.justification import Justification
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock, PeerLine
from node.evaluator import Evaluator

Fetch = Callable[[Peer, SetRequest], Awaitable[SetPage]]
_TRIES = 2
"""A set that is made anew while it is fetched is fetched once more."""
PATIENCE_S = 1_800.0
"""Making a set of a million identifiers takes a minute and a half of one core that has nothing
else to do; ten sets may be made one after the other."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 10.0


@dataclass(frozen=True, slots=True)
class Looked:
    """What a blind check found."""

    kind: str
    entity_type: EntityType
    known: tuple[bool, ...]
    """For each identifier asked about, in the order given."""
    issued_at: datetime
    """When the peer made the set."""
    pages: int


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be looked for."""

    entity_type: EntityType
    fields: Mapping[str, Sequence[str]] = field(repr=False)
    """Columns of a subject that hold identifiers of one class."""
    justification: Justification
    officer: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A set as it was fetched."""

    issued_at: datetime
    pages: int
    joined: bytes = field(repr=False)


class BlindChecker:
    """Makes blind checks on behalf of officers; used by one event loop only."""

    def __init__(self, line: PeerLine, fetch: Fetch, *, book: AskingBook, clock: Clock) -> None:
        """Keep the line, what fetches pages, and the book."""
        self._line = line
        self._fetch = fetch
        self._book = book
        self._evaluator = Evaluator(line, book)
        self._clock = clock
        self._kept: dict[tuple[NodeId, SetName], _Kept] = {}

    async def check(self, peer: Peer, wanted: Check) -> Looked:
        """Look for identifiers of one class in the set of a peer.

        Raises:
            InvalidRecordError: A value is no identifier.
            NotFoundError: There is no identifier, there are several classes, or the peer holds no
                such records.
            RefusedError: The agreement names no blind check of this class, or the peer refuses.
            StaleKeyError: The peer has changed its keys; ask again.
            PeerUnavailableError: The peer is down or paused here, or has not made its set within
                half an hour.
            PeerAnswerError: What came back is no set.
        """
        kind, tokens = _identifiers(wanted)
        peer.require_open(self._clock.now())
        if kind not in peer.agreement.blind_check:
            raise RefusedError(
                Refusal.ENTITY_TYPE,
                f"the agreement with {peer.id} names no blind check of {kind}",
                hint=f'Agree on it on both sides: blind_check = ["{kind}"]',
            )
        announced = await self._line.announcement(peer, wanted.entity_type)
        epoch = announced.epoch(wanted.entity_type)
        if epoch is None:
            raise NotFoundError(f"{peer.id} holds no {wanted.entity_type} records")
        name = SetName(wanted.entity_type, kind, epoch.number)
        note = partial(self._note, peer, wanted, name=name, count=len(tokens))
        await note()
        kept = await self._set(peer, name, wanted=wanted)
        found = await self._evaluator.evaluate(
            peer,
            epoch,
            batches=blind_tokens(tokens),
            justification=wanted.justification,
            officer=wanted.officer,
            query_id=str(uuid.uuid4()),
        )
        known = tuple(holds(kept.joined, tag_of(found[token])) for token in tokens)
        await note(known=sum(known))
        return Looked(kind, wanted.entity_type, known, kept.issued_at, kept.pages)

    async def _note(
        self, peer: Peer, wanted: Check, *, name: SetName, count: int, known: int | None = None
    ) -> None:
        """Keep the book in a thread: it waits for the disk, and the node goes on answering."""
        await asyncio.to_thread(
            self._book.note_blind_check,
            peer,
            wanted.justification,
            officer=wanted.officer,
            name=name,
            count=count,
            known=known,
        )

    async def _set(self, peer: Peer, name: SetName, *, wanted: Check) -> _Kept:
        kept = self._kept.get((peer.id, name))
        if kept is not None and self._clock.now() < kept.issued_at + SET_LIFE:
            return kept
        for _ in range(_TRIES):
            fetched = await self._fetched(peer, name, wanted=wanted)
            if fetched is not None:
                self._kept[peer.id, name] = fetched
                return fetched
        raise PeerAnswerError(f"{peer.id} sent pages of different sets")

    async def _fetched(self, peer: Peer, name: SetName, *, wanted: Check) -> _Kept | None:
        """Return a whole set; nothing where it was made anew while it was fetched."""
        first = await self._first_page(peer, name, wanted=wanted)
        pages = [first]
        for number in range(1, first.head.pages):
            page = await self._page(peer, name, wanted=wanted, number=number)
            if page is None or page.head != first.head:
                return None
            pages.append(page)
        joined = b"".join(page.tags for page in pages)
        if digest_of(joined) != first.head.digest:
            return None
        return _Kept(first.head.issued_at, first.head.pages, joined)

    async def _first_page(self, peer: Peer, name: SetName, *, wanted: Check) -> SetPage:
        """Return the first page, once the peer has made the set."""
        for pause_s in pauses():
            page = await self._page(peer, name, wanted=wanted, number=0)
            if page is not None:
                return page
            await asyncio.sleep(pause_s)
        raise PeerBusyError(
            f"{peer.id} has not made the set within {PATIENCE_S / 60:.0f} minutes",
            hint="Ask again later, or ask openly with: heliograph query identifier",
        )

    async def _page(
        self, peer: Peer, name: SetName, *, wanted: Check, number: int
    ) -> SetPage | None:
        """Return one page; nothing where the peer has none now, because it makes the set."""
        request = SetRequest(name, number, wanted.justification, wanted.officer)
        try:
            return await self._fetch(peer, request)
        except PeerBusyError:
            return None


def pauses() -> Iterator[float]:
    """Yield how long to wait before each further try, in seconds: `PATIENCE_S` together."""
    pause_s, waited_s = _FIRST_PAUSE_S, 0.0
    while waited_s < PATIENCE_S:
        yield pause_s
        waited_s += pause_s
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


def _identifiers(wanted: Check) -> tuple[str, list[bytes]]:
    """Return the one class of the identifiers given, and their tokens in order."""
    record = record_from_fields(wanted.entity_type, wanted.fields)
    found = list(exact_identifiers(record))
    kinds = {kind for kind, _ in found}
    if len(kinds) != 1:
        raise NotFoundError(
            "a blind check is about identifiers of one class",
            hint="Give one column, such as: --field imo=9074729",
        )
    return kinds.pop(), [token for _, token in found]
