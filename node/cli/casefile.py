"""Read `case.toml`: the reference, the title and the justification of a new case."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from node.domain.errors import JustificationError, SourceError
from node.operator.view import Justification

_NEEDED = ("reference", "legal_basis", "purpose", "offence")
_REASONS = ("legal_basis", "purpose", "offence", "category", "aim", "urgency", "urgency_reason")
_KNOWN = (*_NEEDED, "title", "summary", "route", *_REASONS[3:])
_HINT = f"It needs {', '.join(_NEEDED)}; and may have {', '.join(_KNOWN[len(_NEEDED) :])}."


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that is to be opened."""

    reference: str
    title: str
    justification: Justification


def read_case(path: Path) -> NewCase:
    """Read the file; everything that is wrong with it is told at once.

    Raises:
        SourceError: It cannot be read as TOML.
        JustificationError: A key is missing, unknown or no text.
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
    title = table.get("title") or table.get("summary", "")
    return NewCase(reference, title, Justification(case_reference=reference, **reasons))


def _faults(table: dict[str, object]) -> list[str]:
    missing = [f"{key} is missing" for key in _NEEDED if key not in table]
    unknown = [f"{key} is unknown" for key in table if key not in _KNOWN]
    wrong = [
        f"{key} is no text"
        for key, value in table.items()
        if key in _KNOWN and not isinstance(value, str)
    ]
    return missing + unknown + wrong
