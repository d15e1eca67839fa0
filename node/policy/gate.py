"""The human-rights gate: hits that wait until a senior officer has recorded an assurance.

Guidelines on human rights and drug policy ask for due diligence that cooperation does not
contribute to a death penalty or to torture. Which combinations those are is the agency's to say.
"""

from collections.abc import Collection
from dataclasses import dataclass

from node.policy.rules import GateRule, Policy, covers


@dataclass(frozen=True, slots=True)
class Passing:
    """What the gate judges about one hit."""

    country: str
    """Of the asking agency."""
    offence: str
    categories: frozenset[str]
    """Of the person: as asked, and as recorded here."""


def held_by(policy: Policy, passing: Passing, *, assured: Collection[str]) -> str:
    """Return the name of the first rule that holds a hit, or nothing.

    Args:
        policy: where the rules are.
        passing: what is asked, by whom, about what kind of person.
        assured: names of the rules for which an assurance covers this case.
    """
    holding = (rule.name for rule in policy.gate if _applies(rule, passing))
    return next((name for name in holding if name not in assured), "")


def _applies(rule: GateRule, passing: Passing) -> bool:
    return (
        covers(rule.offences, passing.offence)
        and (not rule.countries or passing.country in rule.countries)
        and (not rule.categories or not rule.categories.isdisjoint(passing.categories))
    )
