"""Quotas: counted for peer, officer and case, and refused before anything is spent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.domain.quota import Limit, Limits, Spending
from node.store.ledger import Ledger
from node.store.quota import Quota
from tests.node.store.conftest import Told
from tests.node.store.factories import PEER, TODAY, an_entry

SPENDING = Spending(PEER, "officer-1", "case-1", TODAY, tokens=64, subjects=2)
LIMITS = Limits(Limit(300, 100), Limit(200, 100), Limit(130, 100))


@pytest.fixture
def quota(ledger: Ledger) -> Quota:
    """Open the quotas of the ledger under test."""
    return Quota(ledger)


def test_what_is_spent_adds_up(quota: Quota, told: Told) -> None:
    """Officers and cases of one peer count together, each with its journal entry."""
    quota.spend(SPENDING, LIMITS, entry=an_entry(Event.EVALUATE_IN))
    quota.spend(SPENDING, LIMITS, entry=an_entry(Event.EVALUATE_IN))
    quota.spend(
        replace(SPENDING, officer="officer-2", case_reference="case-2", tokens=1),
        LIMITS,
        entry=an_entry(Event.EVALUATE_IN),
    )

    assert quota.spent(SPENDING) == (129, 6)
    assert told.events() == [Event.EVALUATE_IN] * 3


@pytest.mark.parametrize(
    ("spent", "asked", "whose"),
    [
        pytest.param([SPENDING, SPENDING], SPENDING, "case", id="case"),
        pytest.param(
            [SPENDING, SPENDING, replace(SPENDING, case_reference="case-2")],
            replace(SPENDING, case_reference="case-3"),
            "officer",
            id="officer",
        ),
        pytest.param(
            [
                replace(SPENDING, officer=f"officer-{number}", case_reference=f"case-{number}")
                for number in range(4)
            ],
            replace(SPENDING, officer="officer-9", case_reference="case-9"),
            "peer",
            id="peer",
        ),
        pytest.param([], replace(SPENDING, tokens=0, subjects=101), "peer", id="subjects"),
    ],
)
def test_a_request_past_a_limit_is_refused(
    quota: Quota, told: Told, spent: list[Spending], asked: Spending, whose: str
) -> None:
    """Nothing of it is counted or journalled, and the reason is the coded one."""
    for spending in spent:
        quota.spend(spending, LIMITS, entry=an_entry())
    before = quota.spent(asked)

    with pytest.raises(RefusedError, match=f"the {whose}'s quota") as refused:
        quota.spend(asked, LIMITS, entry=an_entry())

    assert refused.value.reason == Refusal.QUOTA
    assert quota.spent(asked) == before
    assert len(told.events()) == len(spent)


def test_the_last_token_of_a_quota_may_be_spent(quota: Quota) -> None:
    """A limit is what may be spent, not what may not be reached."""
    quota.spend(replace(SPENDING, tokens=130), LIMITS, entry=an_entry())

    assert quota.spent(SPENDING) == (130, 2)


@pytest.mark.parametrize(
    "change",
    [{"day": TODAY + timedelta(days=1)}, {"peer": NodeId("coastguard-cv")}],
    ids=["next-day", "other-peer"],
)
def test_quotas_of_days_and_peers_are_separate(quota: Quota, change: dict[str, object]) -> None:
    """A new day is a new quota, and no peer spends another's."""
    quota.spend(replace(SPENDING, tokens=130), LIMITS, entry=an_entry())
    other = replace(SPENDING, **change)  # type: ignore[arg-type] # the change is the test's

    quota.spend(other, LIMITS, entry=an_entry())

    assert quota.spent(other) == (64, 2)


def test_old_days_are_forgotten(quota: Quota) -> None:
    """Who asked how much is not kept once it limits nothing."""
    quota.spend(SPENDING, LIMITS, entry=an_entry())

    assert quota.forget(TODAY) == 0
    assert quota.forget(TODAY + timedelta(days=1)) == 1
    assert quota.spent(SPENDING) == (0, 0)


@given(tokens=st.integers(max_value=-1))
def test_nothing_is_ever_given_back(tokens: int) -> None:
    """A negative request would refill a quota."""
    with pytest.raises(ValueError, match="negative"):
        Spending(PEER, "officer-1", "case-1", TODAY, tokens=tokens)
