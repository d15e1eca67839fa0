"""Fuzz one target in a process of its own."""

import random
import tempfile
import time
from pathlib import Path

from matching.errors import MatchingError
from node.domain.errors import NodeError

CORPUS = Path(__file__).parent / "corpus"
INSTRUMENTED = ("node", "matching", "tuf", "securesystemslib", "tomllib")
"""Ours, and what reads for us and is written in Python; the rest is opaque to the guide."""


def guided(name: str, seconds: int) -> None:
    """Fuzz one target by coverage; ends the process."""
    import atheris  # noqa: PLC0415 - present on few systems

    with atheris.instrument_imports(include=[*INSTRUMENTED]):
        from tests.fuzz.target import TARGETS  # noqa: PLC0415 - instrumented as it is imported

    def one(raw: bytes) -> None:
        try:
            TARGETS[name](raw)
        except (NodeError, MatchingError):
            return

    with tempfile.TemporaryDirectory() as found:
        arguments = [f"-max_total_time={seconds}", "-max_len=200000", "-verbosity=0"]
        atheris.Setup([name, *arguments, found, str(CORPUS / name)], one)
        atheris.Fuzz()


def blind(name: str, seconds: float) -> int:
    """Fuzz one target by random changes of its corpus; return how many inputs it took."""
    from tests.fuzz.mutate import mutate  # noqa: PLC0415 - beside the other
    from tests.fuzz.target import TARGETS  # noqa: PLC0415 - imported late, as above

    seeds = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    chance = random.Random(time.time_ns())  # noqa: S311 - picks changes, not keys
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        raw = mutate(chance.choice(seeds), seeds, chance)
        try:
            TARGETS[name](raw)
        except (NodeError, MatchingError):
            pass
        except Exception:
            Path(f"finding-{name}").write_bytes(raw)
            raise
        count += 1
    return count


def run(name: str, seconds: int) -> None:
    """Fuzz one target, by coverage if that can be had."""
    try:
        guided(name, seconds)
    except ImportError:
        print(f"{name}: {blind(name, seconds)} inputs", flush=True)  # noqa: T201 - a tool of the terminal
