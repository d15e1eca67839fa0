"""How many calls of peers were answered, how, and how long they took."""

from prometheus_client import CollectorRegistry, Counter, Histogram

# Answers leave on a time grid of 50 ms; a bulk of sixteen subjects may take seconds.
BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class CallTally:
    """Counts since the node started; threads may share it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Publish the counts in that registry."""
        self._calls = Counter(
            "heliograph_calls",
            "Calls of peers since the start, by what came of them.",
            ("method", "result"),
            registry=registry,
        )
        self._seconds = Histogram(
            "heliograph_call_seconds",
            "Seconds from the arrival of a peer's call to its end.",
            ("method",),
            buckets=BUCKETS_S,
            registry=registry,
        )

    def __call__(self, method: str, result: str, seconds: float) -> None:  # noqa: PLR0917 - as the wire tells
        """Count one call.

        Args:
            method: name of the remote procedure, such as `Ask`.
            result: `ok` or the coded reason that the peer was given.
            seconds: how long it took.
        """
        self._calls.labels(method, result).inc()
        self._seconds.labels(method).observe(seconds)
