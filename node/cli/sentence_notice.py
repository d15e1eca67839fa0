"""Say in one sentence what an entry about a notice tells."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Content = Mapping[str, Any]

_ABOUT: Final = {
    "late-hit": "a late hit",
    "overlap": "another agency that asks about the same subject",
    "withdrawn": "a standing query that is over",
    "feedback": "what became of a hit",
    "retraction": "something told before that was wrong",
    "retraction-acknowledged": "what was done about a retraction",
}
"""What each kind of notice is about; a kind that is not here is told by its code."""


def _written(entry: Content) -> str:
    return f"{_peer(entry)} is told of {_about(entry)}{_case(entry)}"


def _settled(entry: Content) -> str:
    state = str(next(iter(entry.get("results", ())), ""))
    detail = entry.get("detail", {})
    words = {
        "delivered": "has acknowledged the notice of",
        "refused": f"refuses ({detail.get('refusal', '')}) the notice of",
        "given up": f"was not reached for days ({detail.get('reason', '')}) with the notice of",
    }
    return f"{_peer(entry)} {words.get(state, state)} {_about(entry)}{_case(entry)}"


def _heard(entry: Content) -> str:
    refused = str(next(iter(entry.get("results", ())), ""))
    if refused:
        reason = refused.removeprefix("refused:")
        return f"a notice of {_peer(entry)} about {_about(entry)} was refused: {reason}"
    return f"{_peer(entry)} told of {_about(entry)}{_case(entry)}"


NOTICE_SENTENCES: Final[Mapping[str, Callable[[Content], str]]] = {
    "notice-out": _written,
    "notice-acknowledged": _settled,
    "notice-in": _heard,
}


def _peer(entry: Content) -> str:
    return str(entry.get("peer") or "a peer")


def _about(entry: Content) -> str:
    kind = str(entry.get("detail", {}).get("kind", ""))
    return _ABOUT.get(kind, kind)


def _case(entry: Content) -> str:
    return f" (case {entry['case_reference']})" if entry.get("case_reference") else ""
