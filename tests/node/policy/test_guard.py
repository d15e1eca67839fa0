"""The guard's judgement: what looks like fishing, by shape and by count."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType, Subject
from node.domain.guard import Counts, Finding, Observation, Scope, Sign
from node.policy.guard import canary_finding, findings, follow_up_finding, observe
from node.policy.rules import GuardRules, Thresholds
from tests.factories import Fields, people


def subject(fields: Fields, kind: EntityType = EntityType.PERSON) -> Subject[bytes]:
    """Return the tokens of somebody asked about."""
    return tokens(record_from_fields(kind, fields), asking=True)


def seen(*subjects: Subject[bytes], hits: tuple[bool, ...] = (), canaries: int = 0) -> Observation:
    """Observe one query."""
    return observe(subjects, hits or (False,) * len(subjects), canaries=canaries)


def born(date: str, name: str = "Teodoro Valdespino") -> Subject[bytes]:
    """Return somebody with a birth date."""
    return subject({"name": (name,), "birth_date": (date,)})


def phone(number: str) -> Subject[bytes]:
    """Return a telephone."""
    return subject({"phone": (number,)}, EntityType.IDENTIFIER)


def test_guesses_at_one_attribute_are_near_variants() -> None:
    """One name with many birth dates is a dictionary."""
    guesses = [born(f"1971-{month:02}-23") for month in range(1, 13)]

    assert seen(*guesses).near_variants == 12


def test_respellings_of_one_name_are_near_variants() -> None:
    """The same date with a name that is nearly the same."""
    asked = (born("1971-04-23"), born("1971-04-23", "Teodoro Valdespina"))

    assert seen(*asked).near_variants == 2


def test_a_crew_is_no_enumeration() -> None:
    """Persons who differ in name and date are near nobody."""
    crew = [subject({k: v for k, v in each.items() if k != "id"}) for each in people(30)]

    assert seen(*crew).near_variants == 0


def test_phones_are_near_only_when_they_nearly_agree() -> None:
    """Two phones of one case are not guesses at each other."""
    assert seen(phone("+34600111222"), phone("+4915112345678")).near_variants == 0


def test_subjects_of_one_attribute_are_counted() -> None:
    """A bare number brings one attribute, a person with a date two."""
    assert seen(phone("+34600111222"), born("1971-04-23")).single_attribute == 1


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_a_run_of_misses_ends_with_a_hit(hits: list[bool]) -> None:
    """Only what comes behind the last hit goes into the next query's run."""
    observation = observe([phone("+34600111222")] * len(hits), hits, canaries=0)
    behind = hits[::-1].index(True) if any(hits) else len(hits)

    assert (observation.trailing_misses, observation.hits) == (behind, sum(hits))


@pytest.mark.parametrize(
    ("sign", "field"),
    [
        (Sign.NEAR_VARIANTS, "near_variants"),
        (Sign.SINGLE_ATTRIBUTE, "single_attribute"),
        (Sign.MISSES_IN_ROW, "misses_in_row"),
        (Sign.SUBJECT_RATE, "subjects_per_hour"),
    ],
)
def test_a_threshold_is_crossed_when_it_is_reached(sign: Sign, field: str) -> None:
    """Each count has its own sign, and one less is no sign."""
    limits = Thresholds(10, 10, 10, 10)
    rules = GuardRules(thresholds=dict.fromkeys(Scope, limits))
    nine, ten = (replace(Counts(), **{field: number}) for number in (9, 10))

    assert findings({Scope.CASE: nine}, rules) == []
    assert findings({Scope.CASE: ten}, rules) == [Finding(Scope.CASE, sign, 10)]


def test_what_has_no_threshold_is_not_watched() -> None:
    """A peer as a whole may miss as often as its officers do together."""
    rules = GuardRules(thresholds=dict.fromkeys(Scope, Thresholds()))

    assert findings({Scope.PEER: Counts(999, 999, 999, 999)}, rules) == []


def test_one_canary_is_enough() -> None:
    """Nobody has a reason to ask for a record of nobody."""
    assert canary_finding(seen(born("1971-04-23"))) is None
    assert canary_finding(seen(born("1971-04-23"), canaries=1)) == Finding(
        Scope.OFFICER, Sign.CANARY, 1
    )


@pytest.mark.parametrize(
    ("hits", "followed", "is_told"),
    [(19, 0, False), (20, 0, True), (20, 1, True), (20, 2, False), (200, 19, True)],
)
def test_hits_that_nobody_follows_up_are_told_and_not_refused(
    hits: int,
    followed: int,
    is_told: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Whether our own desk is behind must not cost a peer its answers."""
    finding = follow_up_finding(hits, followed, rules=GuardRules())

    assert (finding is not None) is is_told
    assert finding is None or not finding.throttles
