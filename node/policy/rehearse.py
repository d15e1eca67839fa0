"""Run a policy over what the journal holds of the past, and say what would have been different.

The journal holds who asked, why, about which entity types and how much, and what came of it; not
what was asked. So a rehearsal judges admission and quotas exactly, and of the gate it says which
answers with a hit could have been held. What the guard would have done it cannot say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from node.domain.exchange import Refusal
from node.domain.guard import Scope
from node.domain.journal import Entry, Event
from node.domain.peer import NodeId, Peer
from node.domain.quota import Limit
from node.policy.gate import Passing, held_by
from node.policy.permit import permit
from node.policy.rules import Policy

REPLAYED = frozenset({Event.EVALUATE_IN, Event.QUERY_IN, Event.REFUSE})
ANSWERED = "answered"
HELD = "held"
UNKNOWN_PEER = Refusal.AGREEMENT
_REFUSED = "refused:"


@dataclass(frozen=True, slots=True)
class Change:
    """So many past requests that would have ended otherwise."""

    peer: str
    purpose: str
    was: str
    """`answered`, or the code of the refusal."""
    would_be: str
    """`answered`, `held`, or the code of the refusal."""
    count: int


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a draft would have changed."""

    requests: int
    changes: tuple[Change, ...]
    first: date | None = None
    last: date | None = None


@dataclass(slots=True)
class _Spent:
    """What the draft would have let be spent so far."""

    tokens: Counter[tuple[object, ...]] = field(default_factory=Counter)
    subjects: Counter[tuple[object, ...]] = field(default_factory=Counter)


def rehearse(entries: Iterable[Entry], draft: Policy, *, peers: Mapping[NodeId, Peer]) -> Rehearsal:
    """Judge every past request by a draft, under the agreements of today.

    Args:
        entries: the journal, oldest first; what is no request is passed over.
        draft: the policy to try.
        peers: members with whom there is an agreement now.
    """
    spent = _Spent()
    outcomes: Counter[tuple[str, str, str, str]] = Counter()
    days: list[date] = []
    for entry in entries:
        if entry.event not in REPLAYED or entry.justification is None or entry.peer is None:
            continue
        would_be = _would_be(entry, draft, peer=peers.get(entry.peer), spent=spent)
        outcomes[entry.peer, entry.justification.purpose, _was(entry), would_be] += 1
        days.append(entry.time.date())
    changes = tuple(
        Change(*key, count) for key, count in sorted(outcomes.items()) if key[2] != key[3]
    )
    return Rehearsal(len(days), changes, min(days, default=None), max(days, default=None))


def _was(entry: Entry) -> str:
    if entry.event is not Event.REFUSE:
        return ANSWERED
    return entry.results[0].removeprefix(_REFUSED) if entry.results else Refusal.UNAVAILABLE


def _would_be(entry: Entry, draft: Policy, *, peer: Peer | None, spent: _Spent) -> str:
    if peer is None or entry.justification is None:
        return UNKNOWN_PEER
    # Whether a member is paused today says nothing about the draft.
    refusal = permit(
        peer, entry.justification, entity_types=entry.entity_types, at=entry.time, policy=draft
    )
    if refusal not in {Refusal.NONE, Refusal.UNAVAILABLE}:
        return refusal
    if not _fits(entry, draft, peer=peer, spent=spent):
        return Refusal.QUOTA
    if _was(entry) == Refusal.GUARD:
        return Refusal.GUARD
    return HELD if _is_held(entry, draft, peer=peer) else ANSWERED


def _is_held(entry: Entry, draft: Policy, *, peer: Peer) -> bool:
    if not entry.match_count or entry.justification is None:
        return False
    reasons = entry.justification
    passing = Passing(peer.entry.country, reasons.offence, frozenset({reasons.category}))
    return bool(held_by(draft, passing, assured=()))


def _fits(entry: Entry, draft: Policy, *, peer: Peer, spent: _Spent) -> bool:
    """Spend a request from the draft's quotas, unless that is too much."""
    agreed = Limit(peer.agreement.token_quota_per_day, peer.agreement.subject_quota_per_day)
    limits = draft.of(peer.id).quotas.limits(agreed)
    tokens = int(entry.detail.get("tokens", 0))
    subjects = int(entry.detail.get("subjects", 0))
    day = (peer.id, entry.time.date())
    whose = (
        ((Scope.PEER, *day), limits.peer),
        ((Scope.OFFICER, *day, entry.officer), limits.officer),
        ((Scope.CASE, *day, entry.case_reference), limits.case),
    )
    if any(
        spent.tokens[key] + tokens > limit.tokens or spent.subjects[key] + subjects > limit.subjects
        for key, limit in whose
    ):
        return False
    for key, _ in whose:
        spent.tokens[key] += tokens
        spent.subjects[key] += subjects
    return True
