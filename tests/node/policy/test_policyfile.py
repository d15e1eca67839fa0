"""Policies as files: what they say, and that everything wrong is told with its key."""

from pathlib import Path

import pytest

from node.domain.errors import PolicyError
from node.domain.guard import Scope
from node.domain.justification import Purpose
from node.domain.peer import NodeId
from node.domain.quota import Limit
from node.domain.routing import Disclosure
from node.policy.policyfile import policy_from_toml
from node.policy.rules import Policy, Rules

SHIPPED = sorted((Path(__file__).parents[3] / "deploy" / "policy").glob("*.toml"))


def read(text: str, desks: tuple[str, ...] | None = None) -> Policy:
    """Read a policy of version 1."""
    return policy_from_toml(f"version = 1\n{text}".encode(), desks=desks)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_examples_can_be_used(path: Path) -> None:
    """Every shipped example is a policy."""
    desks = ["protection", "minors", "women", "victims", "witnesses"]

    assert isinstance(policy_from_toml(path.read_bytes(), desks=desks), Policy)


def test_the_default_example_is_what_holds_without_a_file() -> None:
    """What it shows as defaults are the defaults."""
    default = next(path for path in SHIPPED if path.stem == "default")

    assert policy_from_toml(default.read_bytes()) == read("") == Policy()


def test_a_peer_differs_from_the_default_key_by_key() -> None:
    """What a peer's table does not say is as in the default, at every depth."""
    policy = read(
        """
        [default]
        handling = "H2"
        quotas.officer.subjects = 40
        guard.officer.near_variants = 9
        [peer.pcc-pa]
        disclosure = "centre"
        quotas.officer.tokens = 500
        guard.officer.misses_in_row = 30
        """
    )

    own = policy.of(NodeId("pcc-pa"))
    officer = own.guard.thresholds[Scope.OFFICER]
    assert (own.handling, own.disclosure) == ("H2", Disclosure.CENTRE)
    assert own.quotas.limits(Limit(20_000, 500)).officer == Limit(500, 40)
    assert (officer.near_variants, officer.misses_in_row) == (9, 30)
    assert policy.of(NodeId("fiu-nl")).disclosure is Disclosure.CONTACT


def test_an_empty_list_allows_nothing() -> None:
    """Nothing and unsaid are two things."""
    assert read("default.purposes = []").default.purposes == frozenset()
    assert read("").default.purposes is None


def test_further_purposes_have_a_meaning() -> None:
    """They are known beside the shipped ones, and may then be used."""
    policy = read('default.purposes = ["wildlife-crime"]\n[purposes]\nwildlife-crime = "CITES"\n')

    assert policy.known_purposes == (*Purpose, "wildlife-crime")


def test_everything_wrong_is_told_at_once() -> None:
    """Each finding begins with the key where it stands."""
    with pytest.raises(PolicyError) as told:
        read(
            """
            colour = "blue"
            [default]
            handling = "H9"
            disclosure = "canary"
            quotas.officer_share = 1.5
            [peer.pcc-pa]
            guard.officer.near_variants = 0
            [peer."No Name"]
            [offences]
            "drugs" = -1
            [[gate]]
            name = "g"
            countries = ["Panama"]
            """
        )

    for key in (
        "colour: is unknown",
        "default.handling:",
        "default.disclosure:",
        "default.quotas.officer_share:",
        "peer.pcc-pa.guard.officer.near_variants:",
        "peer.No Name:",
        "offences.drugs:",
        "gate.0.reason:",
        "gate.0.countries.0:",
    ):
        assert key in str(told.value)


def test_contradictions_are_told_with_their_keys() -> None:
    """What each key allows and the whole does not."""
    rule = '[[gate]]\nname = "g"\nreason = "r"\n'

    with pytest.raises(PolicyError) as told:
        read(f'protection_desk = "x"\npeer.a.purposes = ["art"]\n{rule}{rule}', desks=("duty",))

    for finding in (
        "peer.a.purposes: art is neither shipped nor in [purposes]",
        "gate.name: g is there twice",
        "senior_officers: a gate needs somebody",
        "protection_desk: x is no contact point",
    ):
        assert finding in str(told.value)


@pytest.mark.parametrize(
    "document",
    [b"version = ", b"\xff\xfe", b"", b"version = 2"],
    ids=["no TOML", "no UTF-8", "no version", "other version"],
)
def test_what_is_no_policy_is_refused(document: bytes) -> None:
    """A file of another kind or time is not read half."""
    with pytest.raises(PolicyError):
        policy_from_toml(document)


def test_rules_without_a_file_leave_all_to_the_agreement() -> None:
    """Nothing is narrower than what was agreed, but for the guard."""
    limits = Rules().quotas.limits(Limit(100, 10))

    assert (limits.peer, limits.officer, limits.case) == (
        Limit(100, 10),
        Limit(50, 5),
        Limit(50, 5),
    )
