"""A peer that fails again and again is left alone, and tried by one call after a pause."""

from datetime import timedelta

import pytest

from node.circuit import Circuit, Circuits, CircuitState
from node.domain.errors import CircuitOpenError
from node.domain.peer import NodeId
from tests.node.federation import StillClock

PEER, OTHER = NodeId("fiu-nl"), NodeId("police-pt")
PAUSE = timedelta(minutes=1)
REASON = "fiu-nl cannot be reached"


@pytest.fixture
def clock() -> StillClock:
    """Return a clock that a test moves."""
    return StillClock()


@pytest.fixture
def circuits(clock: StillClock) -> Circuits:
    """Return circuits that open with the third failure."""
    return Circuits(clock, after=3, pause=PAUSE)


def fail(circuits: Circuits, times: int) -> None:
    """Have a peer fail several times in a row."""
    for _ in range(times):
        circuits.enter(PEER)
        circuits.fail(PEER, REASON)


def test_it_opens_with_the_last_failure_that_is_borne(circuits: Circuits) -> None:
    """Until then the peer is asked; then it is not, and the reason is told."""
    fail(circuits, 3)

    with pytest.raises(CircuitOpenError, match=f"3 failures in a row: {REASON}"):
        circuits.enter(PEER)
    circuits.enter(OTHER)
    assert circuits.all()[PEER].state is CircuitState.OPEN


def test_an_answer_forgets_the_failures_before_it(circuits: Circuits) -> None:
    """Only failures in a row count."""
    fail(circuits, 2)
    circuits.succeed(PEER)
    fail(circuits, 2)

    circuits.enter(PEER)
    assert circuits.all()[PEER] == Circuit(CircuitState.CLOSED, 2, REASON)


def test_one_call_tries_after_the_pause(circuits: Circuits, clock: StillClock) -> None:
    """The others wait for what becomes of it."""
    fail(circuits, 3)
    clock.ahead += PAUSE

    circuits.enter(PEER)

    with pytest.raises(CircuitOpenError):
        circuits.enter(PEER)
    circuits.succeed(PEER)
    circuits.enter(PEER)
    assert circuits.all() == {}


def test_a_trial_that_fails_opens_it_again(circuits: Circuits, clock: StillClock) -> None:
    """One failure is enough then."""
    fail(circuits, 3)
    clock.ahead += PAUSE
    fail(circuits, 1)

    with pytest.raises(CircuitOpenError, match="4 failures"):
        circuits.enter(PEER)


def test_a_trial_that_is_lost_is_followed_by_another(circuits: Circuits, clock: StillClock) -> None:
    """A call that never came back does not shut a peer out for ever."""
    fail(circuits, 3)
    clock.ahead += PAUSE
    circuits.enter(PEER)

    clock.ahead += PAUSE

    circuits.enter(PEER)
