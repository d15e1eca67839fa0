"""No bytes of a peer raise anything but an error of ours; the long run is `make fuzz`."""

import random
from contextlib import suppress

import pytest

from matching.errors import MatchingError
from node.domain.errors import NodeError
from tests.fuzz.mutate import mutate
from tests.fuzz.seed import CORPUS
from tests.fuzz.target import TARGETS

RUNS = 400
"""Of each target: with the corpus a second or two."""


def corpus(name: str) -> list[bytes]:
    """Return the seeds of a target, and what was found before."""
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def test_every_target_has_a_corpus() -> None:
    """Nothing is fuzzed from nothing, and no corpus is left without a target."""
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_end_well_or_as_an_error_of_ours(name: str) -> None:
    """Seeds, former findings and random changes of both."""
    seeds = corpus(name)
    # The same changes every time: what fails here fails for everybody.
    chance = random.Random(name)  # noqa: S311 - picks changes, not keys
    inputs = [*seeds, *(mutate(chance.choice(seeds), seeds, chance) for _ in range(RUNS))]

    for raw in inputs:
        with suppress(NodeError, MatchingError):
            TARGETS[name](raw)


@pytest.mark.parametrize("name", ["envelope", "query", "evaluation", "entry", "head", "root"])
def test_a_seed_is_what_the_target_accepts(name: str) -> None:
    """A target that refuses its own seed would fuzz its first check alone."""
    for path in (CORPUS / name).glob("seed-*"):
        TARGETS[name](path.read_bytes())
