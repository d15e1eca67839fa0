"""A bundle tells a peer nothing that single queries about the same subjects would not tell.

What reaches the peer is caught before it is sealed, and compared as the bytes of its messages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType
from node.ask import Asking, prepare
from node.domain.exchange import Answer, Query, Receipt
from node.domain.peer import Announcement, NodeId, Peer
from node.domain.ports import PeerLine
from node.wire.codec_subject import asked_subject_to_proto
from tests.factories import STRANGER, TARGET, a_justification, asked, people
from tests.node.conftest import Trio
from tests.node.federation import OFFICER, an_asker

pytestmark = pytest.mark.asyncio(loop_scope="session")

REASONS = a_justification(case_reference="CASE-BUNDLE")


@dataclass
class Caught(PeerLine):
    """A line that passes everything on and keeps what was said."""

    line: PeerLine
    queries: list[Query] = field(default_factory=list)
    evaluated: list[int] = field(default_factory=list)

    async def announcement(self, peer: Peer, holding: EntityType | None = None) -> Announcement:
        """Pass on."""
        return await self.line.announcement(peer, holding)

    def forget(self, peer: NodeId) -> None:
        """Pass on."""
        self.line.forget(peer)

    async def evaluate(
        self, peer: Peer, *, elements: Sequence[bytes], **question: object
    ) -> list[bytes]:
        """Count the elements and pass on."""
        self.evaluated.append(len(elements))
        return await self.line.evaluate(peer, elements=elements, **question)  # type: ignore[arg-type] # passed on

    async def ask(self, peer: Peer, query: Query) -> tuple[Answer, Receipt]:
        """Keep the query and pass on."""
        self.queries.append(query)
        return await self.line.ask(peer, query)

    def subjects(self) -> list[bytes]:
        """Return every subject as the bytes that the peer gets, without its number."""
        found = [asked_subject_to_proto(s) for query in self.queries for s in query.subjects]
        for message in found:
            message.number = 0
        return sorted(message.SerializeToString(deterministic=True) for message in found)


ASKED = [
    asked(TARGET),
    STRANGER,
    *({**asked(each), "passport": (f"QX{n:07}",)} for n, each in enumerate(people(6))),
]


def _askings() -> list[Asking]:
    records = [record_from_fields(EntityType.PERSON, each) for each in ASKED]
    return [
        Asking(f"S{number:02}", "suspect", tokens(record, asking=True))
        for number, record in enumerate(records)
    ]


async def _heard(trio: Trio, *bundles: Sequence[Asking], request: str = "") -> Caught:
    """Ask the owner about some bundles, one after the other; return what it got to see."""
    caught = Caught(trio.asker.application.line)
    asker = an_asker(trio.asker, caught, fan_out=1)
    owner = trio.asker.application.records.peers.get(trio.owner.id)
    for bundle in bundles:
        asked_round = prepare(bundle, REASONS, officer=OFFICER, request=request)
        async for _ in asker.ask(asked_round, [owner]):
            pass
    return caught


async def test_a_bundle_is_made_of_single_queries(trio: Trio) -> None:
    """Each subject of a bundle is byte for byte what a single query about it would carry."""
    single = await _heard(trio, *([each] for each in _askings()))
    bundle = await _heard(trio, _askings())

    assert bundle.subjects() == single.subjects()
    assert {query.justification for query in (*bundle.queries, *single.queries)} == {REASONS}
    assert {query.officer for query in bundle.queries} == {OFFICER}


async def test_a_bundle_tells_less_of_sizes(trio: Trio) -> None:
    """Fewer messages than subjects, and tokens rounded up once instead of for each."""
    single = await _heard(trio, *([each] for each in _askings()))
    bundle = await _heard(trio, _askings())

    assert len(bundle.queries) < len(single.queries) == len(ASKED)
    assert sum(bundle.evaluated) <= sum(single.evaluated)
    assert set(bundle.evaluated) <= {16, 32, 64, 128}


async def test_a_bundle_of_one_is_a_single_query(trio: Trio) -> None:
    """The smallest bundle has nothing that the single query does not have."""
    [asking] = _askings()[:1]

    first, second = await _heard(trio, [asking]), await _heard(trio, [asking])

    assert first.subjects() == second.subjects()
    assert first.evaluated == second.evaluated


async def test_order_tells_nothing_of_the_case(trio: Trio) -> None:
    """Two runs about the same subjects send them in orders of their own."""
    orders = set()
    for _ in range(3):
        heard = await _heard(trio, _askings())
        found = (asked_subject_to_proto(s) for query in heard.queries for s in query.subjects)
        orders.add(tuple(message.pseudonyms for message in found))

    # That eight subjects fall into one order three times happens once in 1,600 million.
    assert len(orders) > 1


async def test_the_same_request_repeats_the_same_query(trio: Trio) -> None:
    """Sent again, a bundle has the same ids and the same order: nothing new can be learnt."""
    request = "5f0c7a52-3f3f-4a52-8f43-1f2a52b7a001"

    first = await _heard(trio, _askings(), request=request)
    again = await _heard(trio, list(reversed(_askings())), request=request)

    assert [query.id for query in again.queries] == [query.id for query in first.queries]
    assert again.queries == first.queries


async def test_the_file_of_a_case_does_not_leave(trio: Trio) -> None:
    """A query has no field for links, roles, facts, title, deadline or team."""
    heard = await _heard(trio, _askings())
    [query, *_] = heard.queries

    assert set(Query.__dataclass_fields__) == {
        "id",
        "justification",
        "officer",
        "epoch",
        "subjects",
        "standing",
    }
    assert not any(asking.id in repr(query) for asking in _askings())
