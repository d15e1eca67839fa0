"""Two nodes speak over real connections, and nothing unverified passes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from matching.errors import InvalidElementError, StaleKeyError
from matching.subject import EntityType
from node.domain.errors import (
    AgreementError,
    CheckpointError,
    EnvelopeError,
    EnvelopeFault,
    JournalError,
    PeerAnswerError,
    PeerUnavailableError,
    RefusedError,
)
from node.domain.exchange import Outcome, Refusal, SubjectAnswer
from node.wire.line import GrpcPeerLine, Manner
from tests.node.wire.exchange import a_hit, a_justification, a_query
from tests.node.wire.federation import Node, running
from tests.node.wire.members import a_certificate, a_member

Pair = tuple[Node, Node]

ELEMENTS = [bytes([number]) + bytes(31) for number in range(32)]


async def evaluate(asker: Node, peer: Node) -> list[bytes]:
    """Have the peer evaluate 32 elements."""
    return await asker.line.evaluate(
        peer.peer,
        entity_type=EntityType.PERSON,
        epoch=3,
        elements=ELEMENTS,
        justification=a_justification(),
        officer="officer-7",
        query_id="query-1",
    )


async def test_an_honest_query_is_answered(pair: Pair) -> None:
    """The peer gets the query as asked, and the asker the answer as given, with its receipt."""
    asker, peer = pair
    query = a_query()

    answer, receipt = await asker.line.ask(peer.peer, query)

    assert peer.desk.queries == [(asker.member.id, query)]
    assert peer.desk.checkpoints == [f"head of customs-es for {peer.member.id}"]
    assert answer.subjects == (a_hit(),)
    assert receipt.checkpoint == "head of the peer"


async def test_elements_are_evaluated_in_order(pair: Pair) -> None:
    """Elements come back evaluated, in the order asked, and the peer knows who asks and why."""
    asker, peer = pair

    evaluated = await evaluate(asker, peer)

    assert evaluated == [element[::-1] for element in ELEMENTS]
    sender, fields = peer.desk.evaluations[0]
    assert sender == asker.member.id
    assert fields["justification"] == a_justification()
    assert fields["officer"] == "officer-7"
    assert fields["checkpoint"] == "head of customs-es"


async def test_both_directions_work(pair: Pair) -> None:
    """Each of two nodes can ask the other."""
    asker, peer = pair

    answer, _ = await peer.line.ask(asker.peer, a_query())

    assert answer.subjects == (a_hit(),)


async def test_an_announcement_is_kept_for_half_its_life(pair: Pair) -> None:
    """A peer is asked for its announcement once, and again after half of its life."""
    asker, peer = pair
    for offset in (0, 11, 13):
        asker.clock.moment = peer.clock.moment + timedelta(hours=offset)
        await asker.line.announcement(peer.peer)

    assert peer.desk.announced == 2


async def test_a_register_that_a_peer_loads_is_soon_known(pair: Pair) -> None:
    """A peer that held nothing of a kind is asked again a minute later, and not before."""
    asker, peer = pair
    heard = []
    for seconds in (0, 50, 61):
        asker.clock.moment = peer.clock.moment + timedelta(seconds=seconds)
        await asker.line.announcement(peer.peer, EntityType.VESSEL)
        heard.append(peer.desk.announced)

    assert heard == [1, 1, 2]


async def test_what_a_peer_holds_is_kept(pair: Pair) -> None:
    """A peer that holds what is wanted is not asked again."""
    asker, peer = pair
    for seconds in (0, 61):
        asker.clock.moment = peer.clock.moment + timedelta(seconds=seconds)
        await asker.line.announcement(peer.peer, EntityType.PERSON)

    assert peer.desk.announced == 1


async def test_an_outdated_announcement_is_refused(pair: Pair) -> None:
    """An announcement that is no longer in force is not used."""
    asker, peer = pair
    asker.clock.moment += timedelta(hours=25)

    with pytest.raises(PeerAnswerError, match="not in force"):
        await asker.line.announcement(peer.peer)


async def test_another_nodes_announcement_is_refused(pair: Pair) -> None:
    """A node cannot pass on what another one says of itself."""
    asker, peer = pair
    peer.desk.member = replace(peer.member, id=a_member("police-pt").id)

    with pytest.raises(PeerAnswerError, match="another node"):
        await asker.line.announcement(peer.peer)


async def test_an_announcement_by_another_identity_is_refused(pair: Pair) -> None:
    """An announcement counts if the identity of the directory signed it."""
    asker, peer = pair
    peer.desk.member = replace(peer.member, identity=a_member("police-pt").identity)

    with pytest.raises(PeerAnswerError, match="no valid announcement"):
        await asker.line.announcement(peer.peer)


async def test_an_announcement_for_another_protocol_is_refused(pair: Pair) -> None:
    """A peer that speaks later versions only is not sent what it cannot read."""
    asker, peer = pair
    peer.desk.versions = (3, 4)

    with pytest.raises(PeerAnswerError, match="no version") as caught:
        await asker.line.announcement(peer.peer)

    assert "newer release" in caught.value.hint


async def test_a_slow_peer_is_unavailable(pair: Pair) -> None:
    """A peer that does not answer within the deadline is reported as such."""
    asker, peer = pair
    peer.desk.hold = asyncio.Event()
    hasty = GrpcPeerLine(
        asker.member.sender,
        lambda: asker.own,
        clock=asker.clock,
        checkpoint=str,
        submission=str,
        manner=Manner(deadline_s=0.2),
    )

    with pytest.raises(PeerUnavailableError, match="in time"):
        await hasty.announcement(peer.peer)

    await hasty.close()


async def test_callers_are_not_mixed_up(pair: Pair) -> None:
    """Calls of several members at the same time are each served in the right name."""
    asker, peer = pair
    other = Node("police-pt")
    async with running(other):
        peer.knows(other)
        asked = [
            node.line.ask(peer.peer, a_query(query_id=f"{node.member.id}-{turn}"))
            for turn in range(10)
            for node in (asker, other)
        ]
        await asyncio.gather(*asked)

    assert len(peer.desk.queries) == 20
    assert all(query.id.startswith(sender) for sender, query in peer.desk.queries)


REFUSALS = {
    "policy": (
        RefusedError(Refusal.QUOTA, "the quota of this officer is used up"),
        RefusedError,
    ),
    "agreement": (AgreementError("agreement A-1 is not in force"), RefusedError),
    "rotated key": (StaleKeyError("epoch 3 is gone"), StaleKeyError),
    "journal": (JournalError("the disk is full"), PeerUnavailableError),
    "checkpoint": (CheckpointError("the heads contradict"), PeerAnswerError),
    "bug": (ZeroDivisionError("a bug"), PeerUnavailableError),
    "bad element": (InvalidElementError("element 7"), PeerAnswerError),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_a_failure_is_told_by_its_reason_only(pair: Pair, case: str) -> None:
    """What fails at the peer becomes one of four errors here, without the peer's words."""
    asker, peer = pair
    peer.desk.failure, expected = REFUSALS[case]

    with pytest.raises(expected) as of_query:
        await asker.line.ask(peer.peer, a_query())
    with pytest.raises(expected):
        await evaluate(asker, peer)

    assert str(peer.desk.failure) not in str(of_query.value)


async def test_the_coded_refusal_arrives(pair: Pair) -> None:
    """The asker learns which of the coded refusals it was."""
    asker, peer = pair
    peer.desk.failure = RefusedError(Refusal.OFFENCE, "not in the table")

    with pytest.raises(RefusedError) as caught:
        await asker.line.ask(peer.peer, a_query())

    assert caught.value.reason == Refusal.OFFENCE


async def test_a_stale_key_makes_the_announcement_be_fetched_again(pair: Pair) -> None:
    """After a peer has rotated its box key, the second query reaches it."""
    asker, peer = pair
    await asker.line.announcement(peer.peer)
    fresh = replace(peer.member, box=a_member("fresh").box, box_id="box-2")
    await peer.stop()
    peer.member = peer.desk.member = fresh
    await peer.start()

    with pytest.raises(StaleKeyError):
        await asker.line.ask(peer.peer, a_query())
    answer, _ = await asker.line.ask(peer.peer, a_query())

    assert answer.query_id == "query-1"


async def test_a_peer_that_is_down_is_unavailable(pair: Pair) -> None:
    """A peer that does not listen is reported as such."""
    asker, peer = pair
    await peer.stop()

    with pytest.raises(PeerUnavailableError, match="fiu-nl cannot be reached"):
        await asker.line.ask(peer.peer, a_query())


async def test_a_peer_that_comes_back_is_reached(pair: Pair) -> None:
    """A connection that was cut is opened again within one call."""
    asker, peer = pair
    await asker.line.ask(peer.peer, a_query())
    await peer.stop()
    await peer.start()

    answer, _ = await asker.line.ask(peer.peer, a_query())

    assert answer.query_id == "query-1"


async def test_another_certificate_is_not_spoken_to(pair: Pair) -> None:
    """A server that shows another key than the directory has is sent nothing."""
    asker, peer = pair
    elsewhere = replace(peer.entry, certificate=a_certificate("fiu-nl").certificate)

    with pytest.raises(PeerUnavailableError, match="another certificate") as caught:
        await asker.line.ask(replace(peer.peer, entry=elsewhere), a_query())

    assert "directory entry" in caught.value.hint
    assert not peer.desk.announced


async def test_a_certificate_of_another_member_is_not_enough(pair: Pair) -> None:
    """A member's certificate does not serve for another member's name."""
    asker, peer = pair
    posing = replace(peer.entry, id=a_member("police-pt").id)

    with pytest.raises(PeerUnavailableError):
        await asker.line.ask(replace(peer.peer, entry=posing), a_query())

    assert not peer.desk.announced


async def test_a_stranger_is_not_served(pair: Pair) -> None:
    """Who shows a certificate that is in no directory gets nothing, not even the announcement."""
    _, peer = pair
    stranger = Node("police-xx")
    async with running(stranger):
        with pytest.raises(PeerUnavailableError):
            await stranger.line.announcement(peer.peer)

    assert not peer.desk.announced


async def test_a_new_member_is_served_without_a_restart(pair: Pair) -> None:
    """Who enters the directory while the server runs can call at once."""
    _, peer = pair
    newcomer = Node("police-pt")
    async with running(newcomer):
        peer.knows(newcomer)

        announcement = await newcomer.line.announcement(peer.peer)

    assert announcement.node == peer.member.id


async def test_an_expelled_member_is_refused_on_its_open_connection(pair: Pair) -> None:
    """The directory counts at every call, not only when a connection is opened."""
    asker, peer = pair
    await asker.line.announcement(peer.peer)
    del peer.members[asker.member.id]

    with pytest.raises(RefusedError) as caught:
        await asker.line.ask(peer.peer, a_query())

    assert caught.value.reason == Refusal.AGREEMENT


async def test_a_rotated_certificate_is_taken_without_a_restart(pair: Pair) -> None:
    """A server shows its new certificate to the next connection."""
    asker, peer = pair
    peer.own = a_certificate("fiu-nl")

    answer, _ = await asker.line.ask(peer.peer, a_query())

    assert answer.query_id == "query-1"


async def test_an_expired_certificate_is_refused() -> None:
    """A member whose certificate has run out is not let in."""
    asker, peer = Node("customs-es"), Node("fiu-nl")
    long_ago = asker.clock.now() - timedelta(days=400)
    asker.own = a_certificate("customs-es", now=long_ago)
    async with running(asker, peer):
        with pytest.raises(PeerUnavailableError):
            await asker.line.announcement(peer.peer)


async def test_a_certificate_that_expires_on_an_open_connection_is_refused(pair: Pair) -> None:
    """A connection does not outlive the certificate with which it was opened."""
    asker, peer = pair
    await asker.line.announcement(peer.peer)
    peer.clock.moment += timedelta(days=399)

    with pytest.raises(RefusedError):
        await asker.line.ask(peer.peer, a_query())


async def test_clocks_apart_are_told(pair: Pair) -> None:
    """A message outside its window says so, with what to compare."""
    asker, peer = pair
    await asker.line.announcement(peer.peer)
    peer.clock.moment += timedelta(minutes=8)

    with pytest.raises(PeerAnswerError, match="window") as caught:
        await asker.line.ask(peer.peer, a_query())

    assert "clocks" in caught.value.hint


async def test_a_query_too_large_for_a_message_is_not_sent(pair: Pair) -> None:
    """A query past the largest size class is the asker's to split."""
    asker, peer = pair
    crowd = a_query(64)
    wide = tuple(
        replace(asked, subject=replace(asked.subject, values=asked.subject.values * 100))
        for asked in crowd.subjects
    )

    with pytest.raises(EnvelopeError) as caught:
        await asker.line.ask(peer.peer, replace(crowd, subjects=wide))

    assert caught.value.fault is EnvelopeFault.OVERSIZE
    assert not peer.desk.queries


async def test_subjects_are_answered_one_by_one(pair: Pair) -> None:
    """Several subjects have several outcomes, in the order asked."""
    asker, peer = pair
    missed = SubjectAnswer(number=1, outcome=Outcome.NO_HIT)
    peer.desk.answers = (a_hit(), missed)

    answer, _ = await asker.line.ask(peer.peer, a_query(2))

    assert answer.subjects == (a_hit(), missed)


async def test_an_answer_that_no_peer_would_read_does_not_leave(pair: Pair) -> None:
    """A node whose own answer breaks the protocol says that it cannot answer."""
    asker, peer = pair
    peer.desk.answers = (replace(a_hit(), reference="r" * 81),)

    with pytest.raises(PeerUnavailableError, match="cannot answer now"):
        await asker.line.ask(peer.peer, a_query())
