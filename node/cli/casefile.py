"""Read `case.toml`: reference, title, justification, facts, deadline and team of a new case."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from node.cli.when import moment_of
from node.domain.errors import JustificationError, SourceError
from node.operator.view import Justification
from node.operator.view_casework import CaseChange, SeizureFacts, TeamMember

_NEEDED: Final = ("reference", "legal_basis", "purpose", "offence")
_REASONS: Final = (*_NEEDED[1:], "category", "aim", "urgency", "urgency_reason")
_FACTS: Final = {
    "seized_on": "day",
    "place": "place",
    "commodity": "commodity",
    "quantity": "quantity",
    "summary": "summary",
    "restrictions": "restrictions",
}
"""Key of the file: fact of the case."""
_KNOWN: Final = (*_NEEDED, "title", "route", *_REASONS[3:], "handling", "deadline", *_FACTS, "team")
_DATED: Final = {"deadline", "seized_on"}
_HINT: Final = f"It needs {', '.join(_NEEDED)}; and may have {', '.join(_KNOWN[len(_NEEDED) :])}."


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that is to be opened."""

    reference: str
    title: str
    justification: Justification
    change: CaseChange


def read_case(path: Path) -> NewCase:
    """Read the file; everything that is wrong with it is told at once.

    Raises:
        SourceError: It cannot be read as TOML.
        JustificationError: A key is missing, unknown or no text.
        UsageError: The deadline is no time.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: cannot be read as TOML", hint=_HINT) from error
    table = document.get("case", document)
    faults = _faults(table) if isinstance(table, dict) else ["case is no table"]
    if faults:
        raise JustificationError(f"{path.name}: {'; '.join(faults)}", hint=_HINT)
    reasons = {"category": "suspect", "aim": "identify", "urgency": "normal"} | {
        key: table[key] for key in _REASONS if key in table
    }
    reference = table["reference"]
    title = table.get("title") or table.get("summary", "").partition(". ")[0]
    justification = Justification(case_reference=reference, **reasons)
    return NewCase(reference, title, justification, _change(table))


def _change(table: dict[str, object]) -> CaseChange:
    facts = {fact: str(table[key]) for key, fact in _FACTS.items() if key in table}
    team = table.get("team", ())
    return CaseChange(
        handling=str(table.get("handling", "")),
        deadline=moment_of(str(table.get("deadline", ""))),
        facts=SeizureFacts(**facts) if facts else None,
        members=tuple(TeamMember(str(each)) for each in team if isinstance(team, list)),  # type: ignore[attr-defined]  # checked to be a list of texts
    )


def _faults(table: dict[str, object]) -> list[str]:
    missing = [f"{key} is missing" for key in _NEEDED if key not in table]
    unknown = [f"{key} is unknown" for key in table if key not in _KNOWN]
    wrong = [
        f"{key} is no {'list of officers' if key == 'team' else 'text'}"
        for key, value in table.items()
        if key in _KNOWN and not _fits(key, value)
    ]
    return missing + unknown + wrong


def _fits(key: str, value: object) -> bool:
    if key == "team":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, str) or (key in _DATED and isinstance(value, date | datetime))
