"""Write results as JSON documents whose schema is named in them.

Keys are snake_case, times RFC 3339 in UTC, absent values null.
"""

import json
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime


def document(noun: str, content: dict[str, object]) -> str:
    """Return one JSON document of the schema `heliograph.<noun>.v1`."""
    whole = {"schema": f"heliograph.{noun}.v1", **content}
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=2)


def fields_of(view: object) -> dict[str, object]:
    """Return the fields of a view, to stand at the top of a document."""
    if not is_dataclass(view) or isinstance(view, type):
        raise TypeError("a view is an instance of a dataclass")
    return asdict(view)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return fields_of(value)
