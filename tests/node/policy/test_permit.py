"""Whether a query may be answered at all: the agreement first, then the policy for the peer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matching.subject import EntityType
from node.domain.exchange import Refusal, Standing
from node.domain.justification import Category
from node.domain.peer import AgencyKind, DirectoryEntry, NodeId, Pause, Peer
from node.policy.permit import may_concern, may_stand, permit
from node.policy.rules import Policy, Rules
from tests.factories import a_justification, an_agreement

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEER = Peer(
    DirectoryEntry(
        NodeId("pcc-pa"), "Centre", AgencyKind.COOPERATION_CENTRE, "PA", "h:1", b"k" * 32, b"pem"
    ),
    an_agreement(),
)


def judged(policy: Policy, peer: Peer = PEER, **changes: object) -> Refusal:
    """Return how a query about a person is judged."""
    reasons = a_justification(**changes)
    return permit(peer, reasons, entity_types=[EntityType.PERSON], at=NOON, policy=policy)


@pytest.mark.parametrize(
    ("agreement", "refusal"),
    [
        ({}, Refusal.NONE),
        ({"expires_on": date(2026, 2, 28)}, Refusal.AGREEMENT),
        ({"valid_from": date(2026, 3, 2)}, Refusal.AGREEMENT),
        ({"purposes": frozenset({"corruption"})}, Refusal.PURPOSE),
        ({"entity_types": frozenset({EntityType.VESSEL})}, Refusal.ENTITY_TYPE),
    ],
    ids=["covered", "expired", "to come", "purpose", "entity type"],
)
def test_the_agreement_is_the_outer_bound(agreement: dict[str, object], refusal: Refusal) -> None:
    """What it does not cover is refused, whatever the policy says."""
    peer = replace(PEER, agreement=an_agreement(**agreement))

    assert judged(Policy(), peer) is refusal


@pytest.mark.parametrize(
    "change",
    [
        {"revoked": True},
        {"pause": Pause("moved")},
        {"pause": Pause("moved", NOON + timedelta(seconds=1))},
    ],
    ids=["revoked", "paused", "paused for a time"],
)
def test_nothing_is_answered_to_a_paused_peer(change: dict[str, object]) -> None:
    """A pause is no judgement about the query."""
    peer = replace(PEER, **change)  # type: ignore[arg-type] # a test says what it changes

    assert judged(Policy(), peer) is Refusal.UNAVAILABLE


def test_a_pause_is_over_by_itself() -> None:
    """From the moment at which it ends the peer is answered again."""
    peer = replace(PEER, pause=Pause("moved", NOON))

    assert judged(Policy(), peer) is Refusal.NONE


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        (Rules(), Refusal.NONE),
        (Rules(purposes=frozenset({"corruption"})), Refusal.PURPOSE),
        (Rules(offences=("laundering", "drugs.precursors")), Refusal.OFFENCE),
        (Rules(offences=("drugs.*",)), Refusal.NONE),
        (Rules(minimum_penalty_years=8.0), Refusal.NONE),
        (Rules(minimum_penalty_years=8.1), Refusal.OFFENCE),
        (Rules(entity_types=frozenset({EntityType.VESSEL})), Refusal.ENTITY_TYPE),
        (Rules(entity_types=frozenset()), Refusal.ENTITY_TYPE),
        (Rules(categories=frozenset({Category.CONVICTED})), Refusal.CATEGORY),
        (Rules(categories=frozenset({Category.SUSPECT})), Refusal.NONE),
    ],
)
def test_a_policy_narrows_the_agreement(rules: Rules, refusal: Refusal) -> None:
    """Each rule refuses with its own code."""
    assert judged(Policy(default=rules, offences={"drugs.trafficking": 8.0})) is refusal


def test_what_holds_for_a_peer_goes_before_the_default() -> None:
    """Another peer is judged by the default."""
    policy = Policy(peers={PEER.id: Rules(purposes=frozenset())})
    other = replace(PEER, entry=replace(PEER.entry, id=NodeId("fiu-nl")))

    assert judged(policy) is Refusal.PURPOSE
    assert judged(policy, other) is Refusal.NONE


@pytest.mark.parametrize("accepts", [True, False])
def test_an_unlisted_offence_is_a_question_of_its_own(accepts: bool) -> None:  # noqa: FBT001 - a parameter
    """A node that has no table answers; one that trusts its table alone does not."""
    policy = Policy(default=Rules(accept_unlisted_offences=accepts))

    assert judged(policy) is (Refusal.NONE if accepts else Refusal.OFFENCE)


def test_a_purpose_beyond_the_shipped_ones_is_a_matter_of_both_files() -> None:
    """An agreed code is answered; one that is not agreed is refused by code, not malformed."""
    agreed = replace(PEER, agreement=an_agreement(purposes=frozenset({"wildlife-crime"})))

    assert judged(Policy(), agreed, purpose="wildlife-crime") is Refusal.NONE
    assert judged(Policy(), PEER, purpose="wildlife-crime") is Refusal.PURPOSE


def test_things_have_no_category() -> None:
    """A vessel may be asked about under any rule for persons."""
    rules = Rules(categories=frozenset({Category.CONVICTED}))

    assert may_concern(rules, Category.NOT_A_PERSON)
    assert not may_concern(rules, Category.SUSPECT)


@pytest.mark.parametrize(
    ("agreement", "wish", "allowed"),
    [
        ({}, {}, False),
        ({"standing": True}, {}, True),
        ({"standing": True}, {"overlap": True}, False),
        ({"standing": True, "overlap": True}, {"overlap": True}, True),
        ({"overlap": True}, {"overlap": True}, False),
        ({"standing": True, "standing_days": 29}, {}, False),
        ({"standing": True}, {"until": NOON - timedelta(seconds=1)}, False),
    ],
    ids=["not agreed", "agreed", "no overlap", "overlap", "overlap alone", "too long", "past"],
)
def test_what_may_stand_is_agreed(
    agreement: dict[str, object], wish: dict[str, object], *, allowed: bool
) -> None:
    """A query stands where the agreement says so, for no longer, and overlaps only besides."""
    peer = replace(PEER, agreement=an_agreement(**agreement))
    standing = replace(Standing("q-1", NOON + timedelta(days=30)), **wish)  # type: ignore[arg-type] # a test says what it wishes

    assert may_stand(peer, standing, now=NOON) is allowed
