"""Read what is known of a subject from words on the command line."""

from collections.abc import Iterable

from matching.schema import FIELDS, nearest_field
from node.cli.exitcode import UsageError


def fields_from(assignments: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read `name=value` pairs as columns.

    Raises:
        UsageError: One is no such pair, or names no column.
    """
    found: dict[str, tuple[str, ...]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or name not in FIELDS:
            near = nearest_field(name)
            hint = f"Did you mean {near}=...?" if near else "Write NAME=VALUE."
            raise UsageError("--field names no column", hint=hint)
        found[name] = (*found.get(name, ()), value)
    return found
