"""Leave a peer alone that fails again and again: one circuit breaker for each.

A circuit opens after so many failures in a row and says why; after a pause one call is let through
to try, and closes it or opens it for another pause. What a peer refuses is no failure. The circuits
live in memory: a node that starts again tries everybody.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from node.domain.errors import CircuitOpenError
from node.domain.peer import NodeId
from node.domain.ports import Clock


class CircuitState(StrEnum):
    """Whether a peer is asked."""

    CLOSED = "closed"
    """As usual."""
    OPEN = "open"
    """Nothing is sent before the pause is over."""
    TRYING = "trying"
    """The pause is over; one call is under way and decides."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """How it stands with one peer."""

    state: CircuitState = CircuitState.CLOSED
    failures: int = 0
    """In a row, up to now."""
    reason: str = ""
    """The sentence of the last failure."""
    until: datetime | None = None
    """When an open circuit lets a call through."""


class Circuits:
    """The circuits of all peers; threads may share them."""

    def __init__(self, clock: Clock, *, after: int, pause: timedelta) -> None:
        """Open a circuit after so many failures in a row, each time for a pause."""
        self._clock = clock
        self._after = after
        self._pause = pause
        self._circuits: dict[NodeId, Circuit] = {}
        # Guards the dictionary: the event loop counts while a command lists.
        self._lock = threading.Lock()

    def enter(self, peer: NodeId) -> None:
        """Let a call happen, the one that tries a peer after its pause included.

        Raises:
            CircuitOpenError: The peer is left alone for now; nothing was sent.
        """
        with self._lock:
            circuit = self._circuits.get(peer, Circuit())
            if circuit.state is CircuitState.CLOSED:
                return
            is_over = circuit.until is not None and circuit.until <= self._clock.now()
            if is_over:
                # The new time bounds the call that tries: were it lost, another would be let in.
                until = self._clock.now() + self._pause
                self._circuits[peer] = replace(circuit, state=CircuitState.TRYING, until=until)
                return
        raise CircuitOpenError(
            f"{peer} is left alone after {circuit.failures} failures in a row: {circuit.reason}",
            hint=f"It is tried again at {circuit.until:%H:%M:%S} UTC, or with: "
            f"heliograph peer test {peer}",
        )

    def succeed(self, peer: NodeId) -> None:
        """Count an answer, whatever it says: the circuit is closed."""
        with self._lock:
            self._circuits.pop(peer, None)

    def fail(self, peer: NodeId, reason: str) -> None:
        """Count a failure; the circuit opens with the last one that is borne."""
        with self._lock:
            before = self._circuits.get(peer, Circuit())
            failures = before.failures + 1
            is_open = failures >= self._after or before.state is CircuitState.TRYING
            self._circuits[peer] = Circuit(
                CircuitState.OPEN if is_open else CircuitState.CLOSED,
                failures,
                reason,
                self._clock.now() + self._pause if is_open else None,
            )

    def all(self) -> Mapping[NodeId, Circuit]:
        """Return the circuits of the peers that have failed since they last answered."""
        with self._lock:
            return dict(self._circuits)
