"""Trying a draft on the past: what would have ended otherwise, counted."""

from dataclasses import replace
from datetime import UTC, datetime

from matching.subject import EntityType
from node.domain.journal import Entry, Event
from node.domain.peer import AgencyKind, DirectoryEntry, NodeId, Peer
from node.policy.rehearse import Change, rehearse
from node.policy.rules import Bound, GateRule, Policy, Quotas, Rules
from tests.factories import a_justification, an_agreement

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEER = Peer(
    DirectoryEntry(
        NodeId("pcc-pa"), "Centre", AgencyKind.COOPERATION_CENTRE, "PA", "h:1", b"k" * 32, b"pem"
    ),
    an_agreement(),
)
PEERS = {PEER.id: PEER}


def asked(event: Event = Event.QUERY_IN, **changes: object) -> Entry:
    """Make the entry of a query about two persons, answered with no hit."""
    entry = Entry(
        event,
        NOON,
        officer="officer-7",
        peer=PEER.id,
        case_reference="CASE-1",
        justification=a_justification(),
        entity_types=(EntityType.PERSON,),
        match_count=0,
        detail={"subjects": 2},
    )
    return replace(entry, **changes)  # type: ignore[arg-type] # a test says what it changes


def change(was: str, would_be: str, count: int) -> Change:
    """Make a change of queries about drugs."""
    return Change(PEER.id, "drug-trafficking", was, would_be, count)


def test_a_draft_that_changes_nothing_says_so() -> None:
    """The requests it was tried on are counted nevertheless, with their days."""
    rehearsal = rehearse([asked(), asked(Event.EVALUATE_IN)], Policy(), peers=PEERS)

    assert (rehearsal.requests, rehearsal.changes) == (2, ())
    assert rehearsal.first == rehearsal.last == NOON.date()


def test_a_stricter_draft_refuses_what_was_answered() -> None:
    """Requests are counted by peer, purpose and code."""
    draft = Policy(default=Rules(purposes=frozenset({"corruption"})))

    rehearsal = rehearse([asked()] * 3, draft, peers=PEERS)

    assert rehearsal.changes == (change("answered", "purpose-not-covered", 3),)


def test_a_looser_draft_answers_what_was_refused() -> None:
    """What the journal calls refused is judged anew."""
    refused = asked(Event.REFUSE, results=("refused:offence-not-covered",))

    rehearsal = rehearse([refused], Policy(), peers=PEERS)

    assert rehearsal.changes == (change("offence-not-covered", "answered", 1),)


def test_quotas_are_spent_anew() -> None:
    """The third query of a day goes past four subjects; the next day begins anew."""
    draft = Policy(default=Rules(quotas=Quotas(officer=Bound(subjects=4))))
    tomorrow = asked(time=NOON.replace(day=2))

    rehearsal = rehearse([*[asked()] * 3, tomorrow], draft, peers=PEERS)

    assert rehearsal.changes == (change("answered", "quota-exhausted", 1),)


def test_the_gate_could_have_held_an_answer_with_a_hit() -> None:
    """An answer without one had nothing to be held."""
    draft = Policy(gate=(GateRule("g", "r", countries=frozenset({"PA"})),))

    rehearsal = rehearse([asked(), asked(match_count=1)], draft, peers=PEERS)

    assert rehearsal.changes == (change("answered", "held", 1),)


def test_what_the_guard_refused_stays_refused() -> None:
    """The journal does not hold what the guard saw, so a draft cannot undo it."""
    refused = asked(Event.REFUSE, results=("refused:quota-guard",))

    assert rehearse([refused], Policy(), peers=PEERS).changes == ()


def test_a_former_member_would_not_be_answered() -> None:
    """A draft is tried under the agreements of today."""
    assert rehearse([asked()], Policy(), peers={}).changes == (
        change("answered", "no-agreement", 1),
    )


def test_what_is_no_request_is_passed_over() -> None:
    """A load, or a query of our own, is nobody's request."""
    others = [Entry(Event.LOAD, NOON), asked(Event.QUERY_OUT), asked(Event.COMBINE)]

    assert rehearse(others, Policy(), peers=PEERS).requests == 0
