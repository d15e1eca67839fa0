"""Say in one sentence what an entry about a notice or a standing query tells."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from node.cli.phrase import count

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


def _stands_out(entry: Content) -> str:
    detail = entry.get("detail", {})
    officer = str(entry.get("officer") or "the node")
    subjects = count(int(detail.get("subjects", 0)), "subject")
    action = str(detail.get("action", ""))
    words = {
        "begin": f"{officer} lets {subjects} stand with {_peer(entry)}",
        "renew": f"{officer} lets {subjects} stand on with {_peer(entry)}",
        "withdrawn": f"{officer} withdrew {subjects} that stood with {_peer(entry)}",
        "case-closed": f"the case is closed: nothing stands with {_peer(entry)}, {subjects}",
        "expired": f"a query that stood with {_peer(entry)} has expired, {subjects}",
    }
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    return f"{words.get(action, f'{action}, {subjects}')}{_case(entry)}{reason}"


def _stands_in(entry: Content) -> str:
    detail = entry.get("detail", {})
    subjects = count(int(detail.get("count", 0)), "subject")
    action = str(detail.get("action", ""))
    words = {
        "keep": f"a query of {_peer(entry)} is kept to be matched again, {subjects}",
        "renew": f"a query of {_peer(entry)} is kept on, {subjects}",
        "withdrawn": f"a standing query of {_peer(entry)} was withdrawn, {subjects} deleted",
        "case-closed": f"a case of {_peer(entry)} is closed, {subjects} deleted",
        "expired": f"a standing query of {_peer(entry)} has expired, {subjects} deleted",
        "cancelled": f"this node ended a standing query of {_peer(entry)}, {subjects} deleted",
    }
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    return f"{words.get(action, f'{action}, {subjects}')}{_case(entry)}{reason}"


def _overlapped(entry: Content) -> str:
    reference = entry.get("detail", {}).get("record_reference", "")
    return f"{_peer(entry)} is told who else asks about its subject: {reference}{_case(entry)}"


NOTICE_SENTENCES: Final[Mapping[str, Callable[[Content], str]]] = {
    "stand-out": _stands_out,
    "stand-in": _stands_in,
    "overlap": _overlapped,
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
