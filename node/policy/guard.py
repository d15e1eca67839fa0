"""Recognise fishing by its shape and its counts.

Pseudonyms of a query are gone when its answer leaves, so likeness between subjects is judged
within one query, and everything that spans queries is a count.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from matching.subject import STRONG, Attribute, Subject
from node.domain.guard import Counts, Finding, Observation, Scope, Sign
from node.policy.rules import GuardRules, Thresholds

T = TypeVar("T")

_NAMES, _ADDRESS, _PLACES = "names", "address", "places"
_IDENTIFYING = {_NAMES, Attribute.IDENTIFIER, Attribute.WEAK_IDENTIFIER}

Groups = Mapping[str, frozenset[T]]
"""The leaves of a subject by the attribute that they say something of."""


def observe(subjects: Sequence[Subject[T]], hits: Sequence[bool], *, canaries: int) -> Observation:
    """Return what one query adds to the counts; `hits` tells of each subject whether it was one."""
    grouped = [_groups(subject) for subject in subjects]
    return Observation(
        subjects=len(subjects),
        single_attribute=sum(len(groups) == 1 for groups in grouped),
        near_variants=_near_variants(grouped),
        hits=sum(hits),
        trailing_misses=_trailing_misses(hits),
        canaries=canaries,
    )


def findings(counted: Mapping[Scope, Counts], rules: GuardRules) -> list[Finding]:
    """Return every threshold that is crossed."""
    return [
        finding
        for scope, counts in counted.items()
        for finding in _crossed(scope, counts, limits=rules.thresholds[scope])
    ]


def canary_finding(observation: Observation) -> Finding | None:
    """Return what a touched canary says: one is enough, for nobody has a reason to ask for it."""
    if not observation.canaries:
        return None
    return Finding(Scope.OFFICER, Sign.CANARY, observation.canaries)


def follow_up_finding(hits: int, followed: int, *, rules: GuardRules) -> Finding | None:
    """Return whether too few of a peer's hits were followed up.

    It throttles nobody: whether a hit was followed up is known from our own desk's decisions, and
    a desk that is behind with its work must not cost a peer its answers.
    """
    if hits < rules.follow_up_hits or followed >= hits * rules.follow_up_ratio:
        return None
    return Finding(Scope.PEER, Sign.FOLLOW_UP, hits - followed, throttles=False)


def _crossed(scope: Scope, counts: Counts, *, limits: Thresholds) -> Iterator[Finding]:
    for sign, count, limit in (
        (Sign.NEAR_VARIANTS, counts.near_variants, limits.near_variants),
        (Sign.SINGLE_ATTRIBUTE, counts.single_attribute, limits.single_attribute),
        (Sign.MISSES_IN_ROW, counts.misses_in_row, limits.misses_in_row),
        (Sign.SUBJECT_RATE, counts.subjects_per_hour, limits.subjects_per_hour),
    ):
        if limit is not None and count >= limit:
            yield Finding(scope, sign, count)


def _trailing_misses(hits: Sequence[bool]) -> int:
    return next((back for back, hit in enumerate(reversed(hits)) if hit), len(hits))


def _near_variants(grouped: Sequence[Groups[T]]) -> int:
    """Count the subjects that are near another one of the same query."""
    near: set[int] = set()
    for (one, first), (other, second) in combinations(enumerate(grouped), 2):
        if _are_near(first, second):
            near |= {one, other}
    return len(near)


def _are_near(first: Groups[T], second: Groups[T]) -> bool:
    """Tell whether two subjects differ in one attribute, as guesses at it do.

    Two phones, two vessels or two brothers differ in one attribute as well; so either the values
    must be near-spellings of each other, or what identifies the subject must be the same.
    """
    if first.keys() != second.keys():
        return False
    differing = [group for group in first if first[group] != second[group]]
    if len(differing) != 1:
        return False
    (group,) = differing
    is_respelt = not first[group].isdisjoint(second[group])
    return is_respelt or not _IDENTIFYING.isdisjoint(first.keys() - {group})


def _groups(subject: Subject[T]) -> Groups[T]:
    groups: dict[str, set[T]] = {}
    for name in subject.names:
        groups.setdefault(_NAMES, set()).update(name.leaves())
    for group, leaves in ((_ADDRESS, subject.address), (_PLACES, subject.places)):
        groups.setdefault(group, set()).update(leaves)
    for value in subject.values:
        # A number given as a passport's and again as an identity card's is the same guess twice.
        group = Attribute.IDENTIFIER if value.attribute in STRONG else value.attribute
        # Nor does a postcode say more than the address in which it stands.
        group = _ADDRESS if group is Attribute.POSTCODE else group
        groups.setdefault(group, set()).add(value.token)
    return {group: frozenset(leaves) for group, leaves in groups.items() if leaves}
