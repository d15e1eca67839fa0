"""What one officer or case may use of a peer's day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.quota import Limit, Shares

limits = st.builds(Limit, st.integers(1, 10**9), st.integers(1, 10**6))
shares = st.floats(0, 1, exclude_min=True)


@given(limits, shares, shares)
def test_a_share_is_something_and_never_more_than_the_whole(
    whole: Limit, officer: float, case: float
) -> None:
    """Everybody may ask something, and nobody more than the peer."""
    parts = Shares(officer, case).of(whole)

    for part in (parts.officer, parts.case):
        assert 1 <= part.tokens <= whole.tokens
        assert 1 <= part.subjects <= whole.subjects
    assert parts.peer == whole


@pytest.mark.parametrize(
    ("share", "expected"), [(1.0, Limit(100, 9)), (0.5, Limit(50, 5)), (0.01, Limit(1, 1))]
)
def test_a_share_is_rounded_up(share: float, expected: Limit) -> None:
    """Half of nine subjects are five."""
    assert Shares(share, share).of(Limit(100, 9)).officer == expected
