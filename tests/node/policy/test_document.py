"""The documentation of the policy names every key, code and sign that there is."""

import re
from pathlib import Path

import pytest

from node.domain.exchange import Refusal
from node.domain.guard import Sign
from node.domain.justification import Purpose
from node.policy.rules import GateRule, GuardRules, Policy, Quotas, Rules, Thresholds

TEXT = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
TABLES = (Policy, Rules, Quotas, GuardRules, Thresholds, GateRule)
ELSEWHERE = {"peers": "peer.NAME", "thresholds": "guard.officer"}
"""Fields whose keys in the file have another name."""
KEYS = sorted({name for table in TABLES for name in table.__dataclass_fields__})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_explained(key: str) -> None:
    """A key stands in code type, alone or behind the table that it belongs to."""
    name = re.escape(ELSEWHERE.get(key, key))

    assert re.search(rf"`[^`]*\b{name}\b[^`]*`", TEXT)


@pytest.mark.parametrize("code", [*filter(None, Refusal), *Sign])
def test_every_code_is_explained(code: str) -> None:
    """Each begins a row of its table."""
    assert f"\n| `{code}` |" in TEXT


def test_every_shipped_purpose_is_named() -> None:
    """So that nobody invents a code for what there is."""
    assert [purpose for purpose in Purpose if purpose not in TEXT] == []
