"""The shipped policies can be used as they stand, and do what they say in their cases."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from matching.subject import EntityType
from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.domain.peer import NodeId
from node.domain.reason import Verdict
from node.policy.gate import Passing, held_by
from node.policy.policyfile import policy_from_toml
from node.policy.rules import Policy, ProtectedPerson

FOLDER = Path(__file__).parents[2] / "deploy" / "policy"
FILES = sorted(path.name for path in FOLDER.glob("*.toml"))
PEER = NodeId("customs-xb")


def policy(name: str) -> Policy:
    """Read a shipped policy as it stands."""
    return policy_from_toml((FOLDER / name).read_bytes())


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_policy_can_be_used(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`policy check` finds nothing wrong with it, without a node."""
    assert main(["policy", "check", str(FOLDER / name)]) == ExitCode.OK
    assert "can be used" in capsys.readouterr().out


SCENARIOS: Mapping[str, tuple[str, str, set[str], str]] = {
    "death penalty": ("XA", "drugs.trafficking", {"suspect"}, "death-penalty"),
    "the same elsewhere": ("ES", "drugs.trafficking", {"suspect"}, ""),
    "torture risk": ("XC", "customs.fraud", {"convicted"}, "torture-risk"),
    "a vessel there": ("XC", "customs.fraud", {"not-a-person"}, ""),
    "political offence": ("ES", "defamation.head-of-state", {"suspect"}, "political-offence"),
    "a minor, as asked": ("ES", "customs.fraud", {"minor", "suspect"}, "minors"),
    "a minor, as recorded": ("ES", "customs.fraud", {"suspect", "minor"}, "minors"),
    "a trafficked person": ("ES", "prostitution.soliciting", {"victim"}, "trafficked-persons"),
    "her trafficker": ("ES", "trafficking.persons", {"suspect"}, ""),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_gate_holds_what_it_is_for(scenario: str) -> None:
    """Each rule holds its case, and lets the one beside it through."""
    country, offence, categories, rule = SCENARIOS[scenario]
    passing = Passing(country, offence, frozenset(categories))

    assert held_by(policy("human-rights.toml"), passing, assured=()) == rule


def test_two_rules_need_two_assurances() -> None:
    """What the death penalty and torture both hold is not released by one word of a state."""
    rules = policy("human-rights.toml")
    passing = Passing("XB", "drugs.trafficking", frozenset({"suspect"}))

    assert held_by(rules, passing, assured=()) == "death-penalty"
    assert held_by(rules, passing, assured={"death-penalty"}) == "torture-risk"
    assert held_by(rules, passing, assured={"death-penalty", "torture-risk"}) == ""


@pytest.mark.parametrize(
    ("categories", "gender", "offence", "desk"),
    [
        ({"minor"}, "", "drugs.trafficking", "minors"),
        ({"minor"}, "male", "trafficking.persons", "minors"),
        ({"suspect", "minor"}, "", "drugs.trafficking", "minors"),
        ({"victim", "minor"}, "female", "trafficking.persons", "minors"),
        ({"victim"}, "female", "sexual.exploitation", "women"),
        ({"victim"}, "male", "sexual.exploitation", "victims"),
        ({"victim"}, "", "sexual.exploitation", "victims"),
        ({"victim"}, "female", "customs.fraud", "protection"),
        ({"witness"}, "female", "organised-crime.membership", "witnesses"),
        ({"witness"}, "", "customs.fraud", "protection"),
    ],
)
def test_protected_persons_are_met_by_the_right_desk(
    categories: set[str], gender: str, offence: str, desk: str
) -> None:
    """The first rule that fits names it; without one the usual protection desk hears."""
    person = ProtectedPerson(frozenset(categories), gender, is_recorded=True)

    assert policy("protective-routing.toml").protecting(person, offence) == desk


def test_whom_only_the_asker_protects_has_the_desk_of_a_rule_or_the_usual_one() -> None:
    """The protection desk hears of our own protected records, and is told to nobody."""
    rules = policy("protective-routing.toml")
    asked = ProtectedPerson(frozenset({"suspect", "victim"}), "female", is_recorded=False)

    assert rules.protecting(asked, "trafficking.persons") == "women"
    assert rules.protecting(asked, "customs.fraud") == ""


@pytest.mark.parametrize(
    ("name", "offence", "verdict"),
    [
        ("protective-routing.toml", "sexual.exploitation", Verdict.DISMISSED),
        ("human-rights.toml", "terrorism.financing", Verdict.CONFIRMED),
    ],
)
def test_grave_cases_need_two_officers(name: str, offence: str, verdict: Verdict) -> None:
    """And customs fraud does not."""
    second = policy(name).of(PEER).second_review

    assert second.asks(verdict, offence=offence, entity_type=EntityType.PERSON)
    assert not second.asks(verdict, offence="customs.fraud", entity_type=EntityType.PERSON)
