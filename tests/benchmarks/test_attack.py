"""The attacks on an index work where they should, and get nothing from the sealed one."""

from pathlib import Path

import pytest

from benchmarks import generated
from benchmarks.attack import Result, attack, case_of
from matching.subject import EntityType


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    """Attack a small register of invented persons."""
    folder: Path = tmp_path_factory.mktemp("attack")
    data = generated.labelled(EntityType.PERSON, 60, crowd=140, seed=1)
    return list(attack(case_of(data, stolen="left"), folder, seed=1))


def _shares(results: list[Result], index: str, name: str) -> list[float]:
    return [each.share for each in results if each.index == index and each.attack == name]


def test_a_shared_key_protects_nothing(results: list[Result]) -> None:
    """Whoever has the key of all reads the index of each."""
    assert _shares(results, "a", "dictionary") == [100.0]


@pytest.mark.parametrize("name", ["co-occurrence", "refinement"])
def test_equality_gives_records_away(results: list[Result], name: str) -> None:
    """Without any key, pseudonyms that can be compared are nearly as good as names."""
    assert min(_shares(results, "b", name)) > 80


def test_sizes_of_the_sealed_index_single_nobody_out(results: list[Result]) -> None:
    """What the file shows without a key is padded sizes, and many records have each."""
    assert max(_shares(results, "c", "sizes of records")) < 2


def test_a_key_opens_the_index_of_its_own_node_alone(results: list[Result]) -> None:
    """Another member's key finds no label; the node's own finds all, which is a breach."""
    assert _shares(results, "c", "dictionary, labels found") == [0.0, 100.0]
