"""Queries: asked and answered once, however often they are sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.errors import EnvelopeError, EnvelopeFault, LedgerError, NotFoundError
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.queries import AnsweredQuery, OutgoingQuery, Queries, QueryState
from tests.node.store.conftest import Told
from tests.node.store.factories import NOON, PEER, an_entry

QUERY = OutgoingQuery(
    id="query-1",
    request_id="request-1",
    peer=PEER,
    case_reference="PCC-2026-0117",
    entity_type=EntityType.PERSON,
    officer="officer-7",
    sent_at=NOON,
)
ANSWERED = AnsweredQuery(
    peer=PEER,
    id="query-1",
    content_hash=b"\x01" * 32,
    answered_at=NOON,
    expires_at=NOON + timedelta(days=1),
    answer=b"serialised answer",
)


@pytest.fixture
def queries(ledger: Ledger) -> Queries:
    """Open the queries of the ledger under test."""
    return Queries(ledger)


def test_a_query_is_written_before_it_leaves(queries: Queries, told: Told) -> None:
    """It is there, with its entry, when `send` returns."""
    assert queries.send(QUERY, entry=an_entry(Event.QUERY_OUT)) == QUERY

    assert queries.get("query-1") == QUERY
    assert told.events() == [Event.QUERY_OUT]


def test_a_repeated_request_finds_its_query(queries: Queries, told: Told) -> None:
    """The same request does not ask a peer twice, and is not journalled twice."""
    queries.send(QUERY, entry=an_entry(Event.QUERY_OUT))

    again = queries.send(replace(QUERY, id="query-2"), entry=an_entry(Event.QUERY_OUT))

    assert again == QUERY
    assert told.events() == [Event.QUERY_OUT]


def test_a_request_asks_each_peer_about_each_entity_type(queries: Queries) -> None:
    """One request may have many queries."""
    others = [
        replace(QUERY, id="query-2", entity_type=EntityType.VESSEL),
        replace(QUERY, id="query-3", peer=NodeId("coastguard-cv")),
    ]
    for query in (QUERY, *others):
        queries.send(query, entry=an_entry())

    assert queries.of_request("request-1") == [others[1], QUERY, others[0]]
    assert queries.of_request("request-2") == []


def test_a_query_is_settled(queries: Queries) -> None:
    """A failed query may still be answered when it is sent again; an answered one is done."""
    queries.send(QUERY, entry=an_entry())
    for state in (QueryState.FAILED, QueryState.ANSWERED):
        queries.settle("query-1", state, settled_at=NOON, entry=an_entry(Event.ANSWER))

    assert queries.get("query-1") == replace(QUERY, state=QueryState.ANSWERED, settled_at=NOON)
    with pytest.raises(NotFoundError, match="without an answer"):
        queries.settle("query-1", QueryState.FAILED, settled_at=NOON, entry=an_entry())


def test_recent_queries_come_newest_first(queries: Queries) -> None:
    """The list ends where it is told to."""
    for number in range(4):
        query = replace(
            QUERY,
            id=f"query-{number}",
            request_id=f"request-{number}",
            sent_at=NOON + timedelta(minutes=number),
        )
        queries.send(query, entry=an_entry())

    assert [query.id for query in queries.recent(2)] == ["query-3", "query-2"]


def test_an_absent_query_is_not_found(queries: Queries) -> None:
    """There is no default query."""
    with pytest.raises(NotFoundError):
        queries.get("query-9")


def test_the_same_query_has_the_same_answer(queries: Queries, told: Told) -> None:
    """A peer whose line broke asks again and gets what it was given."""
    queries.keep_answer(ANSWERED, entry=an_entry(Event.QUERY_IN))

    answer = queries.answer_given(PEER, "query-1", content_hash=b"\x01" * 32)

    assert answer == b"serialised answer"
    assert told.events() == [Event.QUERY_IN]


def test_a_new_query_has_no_answer(queries: Queries) -> None:
    """Ids of two peers do not meet."""
    queries.keep_answer(ANSWERED, entry=an_entry())

    assert queries.answer_given(NodeId("x"), "query-1", content_hash=b"\x01" * 32) is None
    assert queries.answer_given(PEER, "query-2", content_hash=b"\x01" * 32) is None


def test_an_id_is_not_used_for_two_queries(queries: Queries) -> None:
    """Another query under an answered id is refused as a replay."""
    queries.keep_answer(ANSWERED, entry=an_entry())

    with pytest.raises(EnvelopeError) as refused:
        queries.answer_given(PEER, "query-1", content_hash=b"\x02" * 32)

    assert refused.value.fault is EnvelopeFault.REPLAY


def test_an_answer_is_written_once(queries: Queries, told: Told) -> None:
    """Two replicas that answer at once do not give two answers."""
    queries.keep_answer(ANSWERED, entry=an_entry(Event.QUERY_IN))

    with pytest.raises(LedgerError):
        queries.keep_answer(ANSWERED, entry=an_entry(Event.QUERY_IN))

    assert told.events() == [Event.QUERY_IN]


def test_expired_answers_are_forgotten(queries: Queries) -> None:
    """Whom a peer asked about is not kept longer than retries need."""
    queries.keep_answer(ANSWERED, entry=an_entry())

    assert queries.forget_answers(ANSWERED.expires_at - timedelta(seconds=1)) == 0
    assert queries.forget_answers(ANSWERED.expires_at) == 1
    assert queries.answer_given(PEER, "query-1", content_hash=b"\x01" * 32) is None


def test_no_answer_is_printed() -> None:
    """The representation of a kept answer leaves the answer out."""
    assert "serialised" not in repr(ANSWERED)
