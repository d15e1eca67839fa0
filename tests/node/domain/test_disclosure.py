"""Who may be told of a record: decisions only ever wait on the strict side."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.disclosure import Decision, DecisionState, in_force, record_key, strictest
from node.domain.routing import Disclosure

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY = bytes(32)
SETTINGS = st.sampled_from(Disclosure)


def decided(setting: str = "", wished: str = "", review_on: date | None = None) -> Decision:
    """Make a decision about a record."""
    return Decision("key", "persons", b"", setting, wished, "why", "a", NOON, review_on=review_on)


@given(registered=SETTINGS, setting=SETTINGS, wished=SETTINGS)
def test_a_proposal_never_makes_a_record_less_strict(
    registered: Disclosure, setting: Disclosure, wished: Disclosure
) -> None:
    """What holds before a second officer approves is the stricter of both."""
    before = in_force(registered, decided(setting))

    assert in_force(registered, decided(setting, wished)) is strictest(before, wished)
    assert before is setting


@given(registered=SETTINGS)
def test_a_register_speaks_where_nobody_has_decided(registered: Disclosure) -> None:
    """Neither no decision nor an empty one says anything."""
    assert in_force(registered, None) is in_force(registered, decided()) is registered


@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (decided(wished="owner"), DecisionState.PROPOSED),
        (decided("owner", review_on=date(2026, 3, 2)), DecisionState.APPROVED),
        (decided("owner", review_on=date(2026, 3, 1)), DecisionState.REVIEW_DUE),
        (decided("contact"), DecisionState.APPROVED),
        (decided("owner", "contact", date(2020, 1, 1)), DecisionState.PROPOSED),
    ],
)
def test_a_decision_stands_as_its_day_says(decision: Decision, state: DecisionState) -> None:
    """A review falls due and changes nothing by itself."""
    assert decision.state(NOON.date()) is state


def test_a_record_is_named_by_key_register_and_id() -> None:
    """Another of the three is another name, and no two ids run together."""
    names = {
        record_key(KEY, register="persons", record_id="R-1"),
        record_key(b"k" * 32, register="persons", record_id="R-1"),
        record_key(KEY, register="person", record_id="sR-1"),
        record_key(KEY, register="persons", record_id="R-2"),
    }

    assert len(names) == 4
