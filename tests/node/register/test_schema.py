"""Tests of `node.register.schema`."""

import csv
import json
from pathlib import Path

import pytest

from matching.schema import FIELDS
from matching.subject import EntityType
from node.register.csvfile import CSVSource
from node.register.schema import schema_json, schema_markdown, template_csv


def test_the_markdown_has_a_row_for_every_column() -> None:
    """Each column is documented once, with five cells, in the order of the definition."""
    lines = schema_markdown().splitlines()

    assert [line.split("`")[1] for line in lines[2:]] == list(FIELDS)
    assert {line.replace("\\|", "").count("|") for line in lines} == {6}


def test_the_markdown_tells_the_choices() -> None:
    """Where only few values are allowed they are all named."""
    (line,) = [line for line in schema_markdown().splitlines() if line.startswith("| `disclosure`")]

    assert "One of: contact, centre, owner, canary." in line


def test_the_json_tells_what_the_definition_says() -> None:
    """Programs read the same columns as people."""
    document = json.loads(schema_json())

    assert document["separator"] == " | "
    assert [column["name"] for column in document["columns"]] == list(FIELDS)
    by_name = {column["name"]: column for column in document["columns"]}
    assert by_name["imo"]["entity_types"] == ["vessel", "company", "identifier"]
    assert by_name["name"]["multiple"] is False


@pytest.mark.parametrize("entity_type", list(EntityType))
def test_the_template_is_an_empty_register(tmp_path: Path, entity_type: EntityType) -> None:
    """A template is read as it is, and has the columns of its type alone."""
    path = tmp_path / "template.csv"
    path.write_text(template_csv(entity_type), encoding="utf-8", newline="")

    assert list(CSVSource(path).rows()) == []
    header = next(csv.reader(template_csv(entity_type).splitlines()))
    assert all(entity_type in FIELDS[name].entity_types for name in header)
    assert header[0] == "id"
