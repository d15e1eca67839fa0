"""Notices as one node writes them to another."""

from datetime import UTC, datetime

from node.assemble.noticing import notice_book
from node.domain.exchange import Band, Outcome, SubjectAnswer
from node.domain.notice import About, Body, LateHit, Notice
from node.domain.peer import NodeId
from tests.node.federation import Member

REFERENCE = "AAAA-BBBB-CCCC-DDDD"
HIT = SubjectAnswer(
    0,
    Outcome.HIT,
    band=Band.PROBABLE,
    contact_point="duty",
    reference=REFERENCE,
    fresh_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    model="person-1/1",
)


def posted(sender: Member, peer: NodeId, body: Body) -> Notice:
    """Write a notice, to be delivered."""
    return notice_book(sender.node.ground).post(peer, body, about=About(case_reference="CASE-1"))


def a_late_hit(sender: Member, peer: NodeId, *, query_id: str) -> Notice:
    """Write that the first subject of a query is a hit after all."""
    return posted(sender, peer, LateHit(query_id, HIT))
