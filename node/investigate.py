"""Ask peers: about every subject of a case, or about one subject outside a case file.

Clear subjects enter here and become tokens for the asking.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from matching.profile import tokens
from matching.subject import EntityType
from node.ask import Asker, Asking, Round, prepare
from node.caseseal import Fields, record_of, require_enough
from node.casework import Casework
from node.domain.case import Cell, Run
from node.domain.errors import UnknownPeerError
from node.domain.justification import Justification
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.pursue import Progress, Pursuit
from node.store.peers import Peers


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would carry, in counts."""

    names: int
    tokens: int
    attributes: tuple[str, ...]
    peers: tuple[NodeId, ...]


class Investigator:
    """Asks on behalf of this node's officers."""

    def __init__(
        self, work: Casework, peers: Peers, *, asker: Asker, pursuit: Pursuit, clock: Clock
    ) -> None:
        """Keep where cases and peers are, and who asks and pursues."""
        self._work = work
        self._peers = peers
        self._asker = asker
        self._pursuit = pursuit
        self._clock = clock

    async def run(
        self,
        reference: str,
        *,
        peers: Sequence[str],
        officer: str,
        until: datetime | None = None,
    ) -> AsyncGenerator[Progress, None]:
        """Ask all permitted peers, or those named, about every subject of a case.

        Yields what each has said, until each was asked once. The run goes on without whoever
        follows it: peers that were down are asked again until the time given or the deadline of
        the case. A run that is under way is joined: what waits in it is asked at once.

        Raises:
            NotFoundError: There is no such case of this officer, or it has no subjects.
            CaseClosedError: It is closed.
            UnknownPeerError: There is no such peer, or none at all.
        """
        case = await asyncio.to_thread(self._work.worked, reference, officer)
        run = Run(
            str(uuid.uuid4()),
            reference,
            officer,
            self._clock.now(),
            until=until or case.deadline,
        )
        heard = await self._pursuit.begin(case, self._chosen(peers), run=run)
        async with aclosing(self._pursuit.follow(reference, heard)) as following:
            async for progress in following:
                yield progress

    async def ask(
        self,
        entity_type: EntityType,
        fields: Fields,
        *,
        justification: Justification,
        peers: Sequence[str],
        officer: str,
    ) -> AsyncGenerator[Cell, None]:
        """Ask about one subject outside a case file.

        Raises:
            InvalidRecordError: The subject cannot be what its fields say.
            RefusedError: It brings too little to be asked about.
            UnknownPeerError: There is no such peer, or none at all.
        """
        asking = _asking(entity_type, fields, category=justification.category)
        asked: Round = await asyncio.to_thread(prepare, [asking], justification, officer=officer)
        async with aclosing(self._asker.ask(asked, self._chosen(peers))) as settling:
            async for cells in settling:
                for cell in cells:
                    yield cell

    def preview(self, entity_type: EntityType, fields: Fields, *, peers: Sequence[str]) -> Preview:
        """Say what a query would carry, and send nothing."""
        subject = _asking(entity_type, fields).tokens
        attributes = dict.fromkeys(str(value.attribute) for value in subject.values)
        words = {"name": subject.names, "address": subject.address, "birth place": subject.places}
        named = [name for name, present in words.items() if present]
        return Preview(
            len(subject.names),
            sum(1 for _ in subject.leaves()),
            (*named, *attributes),
            tuple(peer.id for peer in self._chosen(peers)),
        )

    def _chosen(self, names: Sequence[str]) -> list[Peer]:
        """Return the peers named, or all with whom anything is exchanged now."""
        if names:
            return [self._peers.get(NodeId(name)) for name in dict.fromkeys(names)]
        now = self._clock.now()
        chosen = [peer for peer in self._peers.all() if peer.is_open(now)]
        if not chosen:
            raise UnknownPeerError(
                "this node has no peers to ask", hint="Add one with: heliograph peer add"
            )
        return chosen


def _asking(entity_type: EntityType, fields: Fields, *, category: str = "") -> Asking:
    record = record_of(entity_type, fields)
    require_enough(record)
    return Asking("query", str(category), tokens(record, asking=True))
