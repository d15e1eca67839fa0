"""Checks, as `doctor` and `peer test` print them: result, finding, what to do."""

from collections.abc import Iterable
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from node.operator.view import Check

_STYLES: Final = {"ok": "green", "warn": "yellow", "fail": "bold red"}
_INDENT: Final = 7


def render_checks(checks: Iterable[Check]) -> RenderableType:
    """Return one line for each check, and below it the remedy where one is needed."""
    return Group(*(_check(check) for check in checks))


def _check(check: Check) -> RenderableType:
    mark = Text(f"[{check.result}]".ljust(_INDENT), style=_STYLES.get(check.result, ""))
    line = Text.assemble(mark, (check.name, "bold"), f": {check.finding}" if check.finding else "")
    if check.result == "ok" or not check.remedy:
        return line
    return Group(line, Padding(Text(check.remedy), (0, 0, 0, _INDENT)))
