"""Document Heliograph's CSV from the fields that records have, so that the two cannot differ."""

import csv
import io
import json
from dataclasses import asdict

from matching.schema import FIELDS, Field
from matching.subject import EntityType
from node.register.row import DEFAULT_SEPARATOR

_HEAD = "| column | of | values | meaning | example |"
_RULE = "| --- | --- | --- | --- | --- |"


def schema_markdown() -> str:
    """Return the columns as a Markdown table, one row for each."""
    return "\n".join([_HEAD, _RULE, *map(_markdown_row, FIELDS.values())]) + "\n"


def schema_json() -> str:
    """Return the columns as JSON: an object with `separator` and the list `columns`."""
    columns = [asdict(field) | {"entity_types": _types(field)} for field in FIELDS.values()]
    document = {"separator": DEFAULT_SEPARATOR, "columns": columns}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def template_csv(entity_type: EntityType) -> str:
    """Return the header of an empty register, to be filled in.

    It has no example row: one that stayed in would be loaded.
    """
    text = io.StringIO()
    names = [field.name for field in FIELDS.values() if entity_type in field.entity_types]
    csv.writer(text).writerow(names)
    return text.getvalue()


def _markdown_row(field: Field) -> str:
    meaning = field.description
    if field.choices:
        meaning += f" One of: {', '.join(field.choices)}."
    cells = (
        f"`{field.name}`",
        ", ".join(_types(field)),
        "several" if field.multiple else "one",
        meaning,
        field.example,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _types(field: Field) -> list[str]:
    """Return the entity types of a column in the order in which they are declared."""
    return [entity_type.value for entity_type in EntityType if entity_type in field.entity_types]
