"""The example settings are complete, explained, and what the node would take by default."""

import shutil
import tomllib
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from node.config import FILE_NAME, Oidc, RelayLine, Settings, load_settings
from node.domain.exchange import ContactPoint

EXAMPLE = Path(__file__).parents[2] / "deploy" / "config" / "node.example.toml"
TABLES = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if name not in {"folder", "contact_points", "relays"}
}


@pytest.fixture
def example() -> dict[str, dict[str, object]]:
    """Return the tables of the example."""
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


def test_node_reads_the_example(tmp_path: Path) -> None:
    """A node starts from the example as it stands."""
    shutil.copy(EXAMPLE, tmp_path / FILE_NAME)

    settings = load_settings(tmp_path)

    assert settings.id == "customs-es"
    assert [point.id for point in settings.contact_points] == ["duty", "night"]


def test_example_has_every_table(example: dict[str, dict[str, object]]) -> None:
    """The example shows each table of the settings and no other."""
    assert set(example) == {*TABLES, "contact_points"}


@pytest.mark.parametrize("table", TABLES)
def test_example_has_every_key(example: dict[str, dict[str, object]], table: str) -> None:
    """The example shows each key of a table."""
    assert set(example[table]) == set(getattr(TABLES[table], "model_fields", ()))


def test_example_has_every_key_of_an_identity_provider(
    example: dict[str, dict[str, dict[str, object]]],
) -> None:
    """The example shows each key of the table within the console's."""
    assert set(example["console"]["oidc"]) == set(Oidc.model_fields)


def test_example_describes_a_whole_contact_point(tmp_path: Path) -> None:
    """The example fills every field of a contact point."""
    shutil.copy(EXAMPLE, tmp_path / FILE_NAME)

    point, _ = load_settings(tmp_path).contact_points

    assert [field.name for field in fields(ContactPoint) if not getattr(point, field.name)] == []


def test_example_shows_how_to_name_a_relay() -> None:
    """What stands there as comments is a whole table, with what holds by default."""
    text = EXAMPLE.read_text(encoding="utf-8")
    commented = text[text.index("#[[relays]]") : text.index("# How long things are kept")]
    lines = [line[1:] for line in commented.splitlines() if not line.startswith("# ")]

    [relay] = tomllib.loads("\n".join(lines))["relays"]

    assert set(relay) == set(RelayLine.model_fields)
    assert RelayLine.model_validate(relay) == RelayLine(
        id=relay["id"], address=relay["address"], certificate=relay["certificate"]
    )


@pytest.mark.parametrize("table", [name for name in TABLES if name != "node"])
def test_example_states_the_default(tmp_path: Path, table: str) -> None:
    """What the example says of a table is what holds where the table is left out."""
    shutil.copy(EXAMPLE, tmp_path / FILE_NAME)

    default = Settings.model_fields[table].default

    assert getattr(load_settings(tmp_path), table) == default


def test_example_explains_every_key() -> None:
    """No key and no table of the example stands without a comment above it."""
    lines = ["", *EXAMPLE.read_text(encoding="utf-8").splitlines()]

    assert [
        line
        for above, line in pairwise(lines)
        if line and not line.startswith("#") and not above.startswith("#")
    ] == []
