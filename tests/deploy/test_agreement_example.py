"""The example agreement is one that could be recorded as it stands."""

import tomllib
from dataclasses import fields
from pathlib import Path

from matching.subject import EntityType
from node.domain.justification import Purpose
from node.domain.peer import Agreement

EXAMPLE = Path(__file__).parents[2] / "deploy" / "config" / "agreement.example.toml"


def test_example_has_every_key() -> None:
    """The example explains each field of an agreement and no other."""
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    assert set(example) == {field.name for field in fields(Agreement)}


def test_example_names_every_purpose() -> None:
    """An administrator sees in the example which purposes exist."""
    text = EXAMPLE.read_text(encoding="utf-8")

    assert [purpose for purpose in Purpose if purpose not in text] == []


def test_example_values_are_known() -> None:
    """The purposes and entity types of the example exist."""
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    assert {Purpose(item) for item in example["purposes"]}
    assert {EntityType(item) for item in example["entity_types"]} == set(EntityType)


def test_example_states_the_defaults() -> None:
    """The quotas in the example are those that hold where none is given."""
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    defaults = {field.name: field.default for field in fields(Agreement)}

    assert example["token_quota_per_day"] == defaults["token_quota_per_day"]
    assert example["subject_quota_per_day"] == defaults["subject_quota_per_day"]
