"""Every event of the journal has a sentence."""

from typing import Any

import pytest

from node.cli.sentence import _SENTENCES, sentence

WHY = {"case_reference": "PA-1", "justification": {"purpose": "drug-trafficking"}}
SENTENCES: list[tuple[dict[str, Any], str]] = [
    (
        {"event": "query-out", "officer": "o-1", "peer": "fiu-nl", "detail": {"subjects": 1}}
        | {"entity_types": ["company"]}
        | WHY,
        "o-1 asked fiu-nl about 1 company (drug-trafficking, case PA-1)",
    ),
    (
        {"event": "answer", "peer": "fiu-nl", "results": ["hit", "refused:quota-exhausted"]} | WHY,
        "fiu-nl answered: 1 hit and 1 refused (quota-exhausted) (case PA-1)",
    ),
    (
        {"event": "answer", "peer": "fiu-nl", "results": ["failed:PEER_UNAVAILABLE"]},
        "fiu-nl gave no answer: PEER_UNAVAILABLE",
    ),
    (
        {"event": "evaluate-in", "peer": "pcc-pa", "detail": {"tokens": 128}}
        | {"entity_types": ["person"]},
        "pcc-pa had 128 blinded tokens of persons evaluated",
    ),
    (
        {"event": "evaluate-out", "peer": "fiu-nl", "detail": {"tokens": 1}},
        "1 blinded token went to fiu-nl for evaluation",
    ),
    (
        {"event": "alarm", "peer": "pcc-pa", "officer": "o-9"}
        | {"detail": {"action": "guard", "reason": "canary", "setting": "officer", "count": 1}},
        "ALARM: pcc-pa asks as if fishing by officer o-9: canary, 1",
    ),
    (
        {"event": "alarm", "peer": "fiu-nl", "officer": "o-1"}
        | {"detail": {"action": "guard", "reason": "told-by-peer", "setting": "officer"}},
        "ALARM: the guard of fiu-nl refuses our officer o-1",
    ),
    (
        {"event": "alarm", "peer": "fiu-nl"}
        | {"detail": {"action": "guard", "reason": "notice-undelivered", "setting": "peer"}},
        "ALARM: fiu-nl was not reached for days; a notice to it was given up",
    ),
    (
        {"event": "alarm", "peer": "fiu-nl"}
        | {"detail": {"reason": "calls-exceeded", "count": 11750}},
        "ALARM: fiu-nl has called more than 11750 times in a day",
    ),
    (
        {"event": "stand-out", "officer": "o-1", "peer": "fiu-nl", "case_reference": "PA-1"}
        | {"detail": {"action": "renew", "subjects": 2, "reason": "second container"}},
        "o-1 lets 2 subjects stand on with fiu-nl (case PA-1): second container",
    ),
    (
        {"event": "stand-in", "peer": "pcc-pa", "detail": {"action": "expired", "count": 1}},
        "a standing query of pcc-pa has expired, 1 subject deleted",
    ),
    (
        {"event": "overlap", "peer": "pcc-pa", "detail": {"record_reference": "ABCD-EFGH"}},
        "pcc-pa is told who else asks about its subject: ABCD-EFGH",
    ),
    (
        {"event": "notice-out", "peer": "fiu-nl", "case_reference": "PA-1"}
        | {"detail": {"kind": "late-hit"}},
        "fiu-nl is told of a late hit (case PA-1)",
    ),
    (
        {"event": "notice-acknowledged", "peer": "fiu-nl", "results": ["refused"]}
        | {"detail": {"kind": "withdrawn", "refusal": "notice-not-awaited"}},
        "fiu-nl refuses (notice-not-awaited) the notice of a standing query that is over",
    ),
    (
        {"event": "notice-in", "peer": "fiu-nl", "case_reference": "PA-1"}
        | {"detail": {"kind": "retraction"}},
        "fiu-nl told of something told before that was wrong (case PA-1)",
    ),
    (
        {"event": "notice-in", "peer": "fiu-nl", "results": ["refused:notice-kind-unknown"]}
        | {"detail": {"kind": "feedback"}},
        "a notice of fiu-nl about what became of a hit was refused: notice-kind-unknown",
    ),
    (
        {"event": "assure", "peer": "pcc-pa", "officer": "chief", "case_reference": "PA-1"}
        | {"detail": {"setting": "death-penalty", "reason": "MoJ 2026/114"}},
        "chief recorded an assurance of pcc-pa (case PA-1): MoJ 2026/114 for rule death-penalty",
    ),
    (
        {"event": "combine", "peer": "pcc-pa"},
        "a query of pcc-pa was matched with the own registers",
    ),
    (
        {"event": "combine", "peer": "pcc-pa", "detail": {"action": "standing"}},
        "a standing query of pcc-pa met a changed register",
    ),
    (
        {"event": "disclose", "peer": "pcc-pa"}
        | {"detail": {"record_reference": "ES-7", "band": "strong", "handling": "H1"}},
        "pcc-pa was told whom to call: ES-7, strong, H1",
    ),
    (
        {"event": "load", "officer": "o-1", "match_count": 3}
        | {"detail": {"register": "persons", "rejects": 2}},
        "o-1 loaded register persons: 3 records, 2 rejected",
    ),
    (
        {"event": "open-case", "officer": "o-1"} | WHY,
        "o-1 opened case PA-1 (drug-trafficking)",
    ),
    (
        {"event": "open-case", "officer": "o-1", "case_reference": "PA-1"}
        | {"detail": {"action": "add-subjects", "count": 2}},
        "o-1 added 2 subjects (case PA-1)",
    ),
    (
        {"event": "confirm", "officer": "o-1"}
        | {"detail": {"alert": "0123456789", "reason": "same-person"}},
        "o-1 confirmed alert 01234567: same-person",
    ),
    (
        {"event": "refuse", "peer": "pcc-pa", "results": ["refused:no-agreement"]},
        "a request of pcc-pa was refused: no-agreement",
    ),
    (
        {"event": "read", "officer": "o-1", "detail": {"alert": "0123456789"}},
        "o-1 read alert 01234567 with the own record",
    ),
    (
        {"event": "read", "officer": "dpo", "peer": "pcc-pa", "detail": {"action": "export"}},
        "dpo exported the journal about pcc-pa",
    ),
    (
        {"event": "read", "officer": "dpo", "detail": {"action": "search", "count": 1}},
        "dpo searched the journal (1 entry)",
    ),
    (
        {"event": "admin", "officer": "o-1", "peer": "fiu-nl"}
        | {"detail": {"action": "add-peer", "agreement": "4/2025"}},
        "o-1: add-peer fiu-nl (agreement 4/2025)",
    ),
    (
        {"event": "erase", "officer": "node"}
        | {"detail": {"count": 2, "erased_before": "2026-03-01"}},
        "node erased 2 entries whose retention ended before 2026-03-01",
    ),
    (
        {"event": "new", "detail": {"state": "open"}, "models": ["a", "b"]},
        "models a, b, state open",
    ),
]


@pytest.mark.parametrize(
    ("content", "said"), SENTENCES, ids=[f"{n}-{c['event']}" for n, (c, _) in enumerate(SENTENCES)]
)
def test_entry_is_told_in_words(content: dict[str, Any], said: str) -> None:
    """The sentence says who did what to whom, why and with which outcome."""
    assert sentence(content) == said


@pytest.mark.parametrize("event", sorted(_SENTENCES))
def test_sentence_needs_nothing_but_the_event(event: str) -> None:
    """An entry that lacks what its event should have does not stop the list."""
    assert sentence({"event": event})
