"""The human-rights gate: which rule holds a hit, and which assurance lets it pass."""

import pytest

from node.domain.justification import Category
from node.policy.gate import Passing, held_by
from node.policy.rules import GateRule, Policy

DEATH = GateRule("death-penalty", "it may be", ("drugs.*", "homicide"), frozenset({"XA"}))
MINORS = GateRule("minors", "a minor", categories=frozenset({Category.MINOR}))
POLICY = Policy(gate=(DEATH, MINORS))


def passing(country: str = "XA", offence: str = "drugs.trafficking", *categories: str) -> Passing:
    """Make what the gate judges."""
    return Passing(country, offence, frozenset(categories or {"suspect"}))


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        (passing(), "death-penalty"),
        (passing("XA", "homicide"), "death-penalty"),
        (passing("XA", "homicides"), ""),
        (passing("XA", "laundering"), ""),
        (passing("PA"), ""),
        (passing("PA", "laundering", "minor"), "minors"),
        (passing("PA", "laundering", "suspect", "minor"), "minors"),
        (passing("XA", "drugs.trafficking", "minor"), "death-penalty"),
    ],
)
def test_a_hit_is_held_where_all_parts_of_a_rule_fit(asked: Passing, rule: str) -> None:
    """Offence, country and category; the first rule that fits is named."""
    assert held_by(POLICY, asked, assured=()) == rule


def test_an_assurance_satisfies_its_own_rule_only() -> None:
    """A hit that two rules hold needs both."""
    both = passing("XA", "drugs.trafficking", "minor")

    assert held_by(POLICY, both, assured={"death-penalty"}) == "minors"
    assert held_by(POLICY, both, assured={"minors"}) == "death-penalty"
    assert held_by(POLICY, both, assured={"minors", "death-penalty"}) == ""


def test_no_gate_holds_nothing() -> None:
    """Without rules every hit passes."""
    assert held_by(Policy(), passing(), assured=()) == ""
