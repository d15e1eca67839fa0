"""Say in one sentence what an entry of the journal tells; `--full` and `--json` have all of it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from node.cli.phrase import count, listed
from node.cli.sentence_notice import NOTICE_SENTENCES

Content = Mapping[str, Any]
"""An entry as canonical JSON has it; fields that do not apply are absent."""

_PLURALS: Final = {
    "person": "persons",
    "vessel": "vessels",
    "company": "companies",
    "identifier": "identifiers",
}
_ID_CHARS: Final = 8
"""Enough of a UUID to tell entries apart; `--full` has all of it."""


def sentence(content: Content) -> str:
    """Return one sentence; of an event that is not known, its name and its facts."""
    words = _SENTENCES.get(str(content.get("event")))
    return words(content) if words else _other(content)


def _asked_in(entry: Content) -> str:
    return f"{_peer(entry)} asked about {_subjects(entry)}{_reason(entry)}: {_results(entry)}"


def _asked_out(entry: Content) -> str:
    return f"{_officer(entry)} asked {_peer(entry)} about {_subjects(entry)}{_reason(entry)}"


def _answered(entry: Content) -> str:
    results = [str(result) for result in entry.get("results", ())]
    failed = next((each for each in results if each.startswith("failed:")), "")
    if failed:
        return f"{_peer(entry)} gave no answer: {failed.removeprefix('failed:')}{_case(entry)}"
    return f"{_peer(entry)} answered: {_results(entry)}{_case(entry)}"


def _evaluated_in(entry: Content) -> str:
    return f"{_peer(entry)} had {_tokens(entry)} evaluated{_reason(entry)}"


def _evaluated_out(entry: Content) -> str:
    return f"{_tokens(entry)} went to {_peer(entry)} for evaluation{_reason(entry)}"


def _combined(entry: Content) -> str:
    if _detail(entry).get("action") == "standing":
        return f"a standing query of {_peer(entry)} met a changed register{_reason(entry)}"
    return f"a query of {_peer(entry)} was matched with the own registers{_reason(entry)}"


def _disclosed(entry: Content) -> str:
    detail = _detail(entry)
    told = [str(detail[name]) for name in ("band", "handling") if detail.get(name)]
    reference = detail.get("record_reference", "")
    return f"{_peer(entry)} was told whom to call: {', '.join([reference, *told])}{_case(entry)}"


def _loaded(entry: Content) -> str:
    detail = _detail(entry)
    records = count(int(entry.get("match_count", 0)), "record")
    return (
        f"{_officer(entry)} loaded register {detail.get('register', '')}: {records}, "
        f"{detail.get('rejects', 0)} rejected"
    )


def _opened(entry: Content) -> str:
    detail = _detail(entry)
    action = detail.get("action", "")
    if not action or action == "open":
        return f"{_officer(entry)} opened case {entry.get('case_reference', '')}{_purpose(entry)}"
    number = int(detail.get("count", 0))
    words = {
        "add-subjects": f"added {count(number, 'subject')}",
        "edit": f"changed {detail.get('setting') or 'nothing'}",
        "unlink": f"took {count(number, 'link')} away",
        "run": f"put {count(number, 'question')} to peers",
        "settle": f"heard about {count(number, 'question')}",
        "interrupt": f"left {count(number, 'question')} unanswered",
        "finish": "had everything answered that will be",
    }
    told = words.get(str(action), f"{action}, {number}")
    return f"{_officer(entry)} {told}{_case(entry)}"


def _closed(entry: Content) -> str:
    why = str(_detail(entry).get("reason", "")).replace("-", " ")
    return f"{_officer(entry)} closed case {entry.get('case_reference', '')}: {why}"


def _met(entry: Content) -> str:
    detail = _detail(entry)
    words = {
        "open": "opened",
        "join": "took a seat in",
        "drop": "brought subjects into",
        "act": "wrote an action in",
        "match": "matched the bundles of",
        "close": "closed, with everything in it deleted,",
        "certificate": "kept the certificate of",
    }
    action = str(detail.get("action", ""))
    if action == "invite":
        return f"{_officer(entry)} invited {_peer(entry)} to room {entry.get('query_id', '')}"
    by = f" of {_peer(entry)}" if entry.get("peer") else ""
    return f"{_officer(entry)}{by} {words.get(action, action)} room {entry.get('query_id', '')}"


def _moved(verb: str) -> Callable[[Content], str]:
    def say(entry: Content) -> str:
        detail = _detail(entry)
        told = (detail.get("verdict"), detail.get("reason"), detail.get("until"))
        words = [str(each) for each in told if each and each not in verb]
        reason = f": {', '.join(words)}" if words else ""
        return f"{_officer(entry)} {verb} alert {_short(detail.get('alert'))}{_case(entry)}{reason}"

    return say


def _refused(entry: Content) -> str:
    results = [str(result) for result in entry.get("results", ())]
    reason = ", ".join(each.removeprefix("refused:") for each in results)
    return f"a request of {_peer(entry)} was refused: {reason}{_reason(entry)}"


def _read(entry: Content) -> str:
    detail = _detail(entry)
    if "alert" in detail:
        return f"{_officer(entry)} read alert {_short(detail['alert'])} with the own record"
    found = (
        f" ({count(int(detail['count']), 'entry', plural='entries')})" if "count" in detail else ""
    )
    words = {
        "tail": "read the newest of the journal",
        "search": "searched the journal",
        "export": "exported the journal",
        "subject-access": f"searched the registers for request {detail.get('reason', '')}",
        "case-report": "wrote the prosecutor's file",
        "statistics": "had statistics made",
    }
    action = str(detail.get("action", ""))
    about = f" about {_peer(entry)}" if entry.get("peer") else ""
    return f"{_officer(entry)} {words.get(action, action or 'read')}{about}{_case(entry)}{found}"


def _corrected(entry: Content) -> str:
    """Say what was taken back, by whom, or what was done with what a peer has taken back."""
    detail = _detail(entry)
    said = str(detail.get("setting", ""))
    if detail.get("action") == "acknowledge":
        done = f"confirmed to {_peer(entry)} what was {said}: {detail.get('outcome', '')}"
        return f"{_officer(entry)} {done}{_case(entry)}"
    words = {
        "retract": f"took back a record of register {detail.get('register', '')}: {said}",
        "lift-contest": f"ended the contest of a record of {detail.get('register', '')}: {said}",
    }
    action = str(detail.get("action", ""))
    return f"{_officer(entry)} {words.get(action, action)}"


def _administered(entry: Content) -> str:
    detail = dict(_detail(entry))
    action = str(detail.pop("action", "changed something"))
    peer = f" {_peer(entry)}" if entry.get("peer") else ""
    facts = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in detail.items())
    return f"{_officer(entry)}: {action}{peer}{f' ({facts})' if facts else ''}"


def _alarmed(entry: Content) -> str:
    detail = _detail(entry)
    if detail.get("action") == "guard":
        return f"ALARM: {_guarded(entry, detail)}"
    size = count(int(detail.get("checkpoint_size", 0)), "entry", plural="entries")
    words = {
        "two-heads": f"has signed two different journals of {size}",
        "no-consistency": f"cannot prove that its journal of {size} continues the one before",
        "calls-exceeded": f"has called more than {detail.get('count', 0)} times in a day",
    }
    reason = str(detail.get("reason", ""))
    return f"ALARM: {_peer(entry)} {words.get(reason, reason)}"


def _guarded(entry: Content, detail: Content) -> str:
    """Say whom the guard has stopped; the officer of a peer and our own differ by who told."""
    reason = detail.get("reason", "")
    if reason == "told-by-peer":
        return f"the guard of {_peer(entry)} refuses our officer {_officer(entry)}"
    if reason == "notice-undelivered":
        return f"{_peer(entry)} was not reached for days; a notice to it was given up"
    scope = str(detail.get("setting", ""))
    whose = {"officer": f" by officer {_officer(entry)}", "case": _case(entry)}.get(scope, "")
    return f"{_peer(entry)} asks as if fishing{whose}: {reason}, {detail.get('count', 0)}"


def _assured(entry: Content) -> str:
    detail = _detail(entry)
    given = f"{detail.get('reason', '')} for rule {detail.get('setting', '')}"
    return f"{_officer(entry)} recorded an assurance of {_peer(entry)}{_case(entry)}: {given}"


def _followed(entry: Content) -> str:
    detail = _detail(entry)
    if "digest" not in detail:
        return _moved("followed up")(entry)
    subject = " with the subject in clear text" if detail.get("clear_text") else ""
    return (
        f"{_officer(entry)} drafted the {detail.get('action', 'follow-up')} to {_peer(entry)} "
        f"about alert {_short(detail.get('alert'))} as {detail.get('format', '')}{subject}"
        f"{_case(entry)}"
    )


def _erased(entry: Content) -> str:
    detail = _detail(entry)
    number = count(int(detail.get("count", 0)), "entry", plural="entries")
    return (
        f"{_officer(entry)} erased {number} whose retention ended before "
        f"{detail.get('erased_before', '')}"
    )


def _other(entry: Content) -> str:
    facts = {**entry, **_detail(entry)}
    hidden = {"event", "time", "detail", "justification", "retention_until"}
    return ", ".join(
        f"{name.replace('_', ' ')} {_flat(value)}"
        for name, value in facts.items()
        if name not in hidden
    )


_SENTENCES: Final[Mapping[str, Callable[[Content], str]]] = {
    "query-in": _asked_in,
    "query-out": _asked_out,
    "answer": _answered,
    "evaluate-in": _evaluated_in,
    "evaluate-out": _evaluated_out,
    "combine": _combined,
    "disclose": _disclosed,
    "load": _loaded,
    "open-case": _opened,
    "close-case": _closed,
    "forum": _met,
    "claim": _moved("claimed"),
    "confirm": _moved("confirmed"),
    "dismiss": _moved("dismissed"),
    "propose": _moved("proposed a verdict on"),
    "doubt": _moved("cannot yet tell about"),
    "suppress": _moved("laid aside"),
    "escalate": _moved("told the senior desk of"),
    "remind": _moved("found overdue"),
    "reopen": _moved("reopened"),
    "refuse": _refused,
    "read": _read,
    "admin": _administered,
    "alarm": _alarmed,
    "assure": _assured,
    "follow-up": _followed,
    "erase": _erased,
    "correct": _corrected,
    **NOTICE_SENTENCES,
}


def _detail(entry: Content) -> Content:
    detail = entry.get("detail")
    return detail if isinstance(detail, dict) else {}


def _peer(entry: Content) -> str:
    return str(entry.get("peer") or "a peer")


def _officer(entry: Content) -> str:
    return str(entry.get("officer") or "the node")


def _subjects(entry: Content) -> str:
    number = int(_detail(entry).get("subjects") or len(entry.get("results", ())))
    singular, plural = _kind(entry)
    return count(number, singular, plural=plural)


def _tokens(entry: Content) -> str:
    kind = " and ".join(_types(entry))
    number = count(int(_detail(entry).get("tokens", 0)), "blinded token")
    return f"{number}{f' of {kind}' if kind else ''}"


def _kind(entry: Content) -> tuple[str, str]:
    types = entry.get("entity_types", ())
    known = len(types) == 1 and types[0] in _PLURALS
    return (types[0], _PLURALS[types[0]]) if known else ("subject", "subjects")


def _types(entry: Content) -> list[str]:
    return [_PLURALS.get(str(each), str(each)) for each in entry.get("entity_types", ())]


def _results(entry: Content) -> str:
    counted = Counter(str(result) for result in entry.get("results", ()))
    return listed([f"{number:,} {_outcome(result)}" for result, number in counted.items()]) or "-"


def _outcome(result: str) -> str:
    outcome, _, reason = result.partition(":")
    return f"{outcome} ({reason})" if reason else outcome


def _reason(entry: Content) -> str:
    reasons = entry.get("justification")
    purpose = str(reasons.get("purpose", "")) if isinstance(reasons, dict) else ""
    case = f"case {entry['case_reference']}" if entry.get("case_reference") else ""
    told = ", ".join(filter(None, (purpose, case)))
    return f" ({told})" if told else ""


def _purpose(entry: Content) -> str:
    return _reason({**entry, "case_reference": ""})


def _case(entry: Content) -> str:
    return f" (case {entry['case_reference']})" if entry.get("case_reference") else ""


def _short(identifier: object) -> str:
    return str(identifier or "")[:_ID_CHARS]


def _flat(value: object) -> str:
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return ", ".join(map(str, value)) if is_list else str(value)  # type: ignore[call-overload] # a list
