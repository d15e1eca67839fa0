"""What is on the shelf is whole; what is under way is neither seen nor tidied away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from node import config
from node.domain.errors import NotFoundError
from node.store.shelf import Shelf
from tests.factories import TARGET, people
from tests.node.federation import Member, make_folder, opened


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Member]:
    """Open a node with one generation."""
    with opened(make_folder(tmp_path / "node", "fiu-nl")) as owner:
        owner.load("persons", [*people(3), TARGET])
        yield owner


def test_what_was_never_finished_goes_at_the_next_start(tmp_path: Path) -> None:
    """A killed load leaves a folder that nobody reads, until the shelf is opened again."""
    folder = Shelf(tmp_path / "shelf").begin("new")
    (folder / "index.duckdb").touch()

    Shelf(tmp_path / "shelf")

    assert list((tmp_path / "shelf").iterdir()) == []


def test_a_generation_under_way_is_not_tidied(tmp_path: Path) -> None:
    """Between its last byte and its first answer nothing names a generation, and it stays."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.begin("new")
    shelf.finish("new")

    shelf.tidy(())

    assert (tmp_path / "shelf" / "new").exists()


def test_an_abandoned_generation_is_tidied(tmp_path: Path) -> None:
    """What was finished and then not used goes with the next tidying."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.begin("new")
    shelf.finish("new")
    shelf.abandon("new")

    shelf.tidy(())

    assert not (tmp_path / "shelf" / "new").exists()


def test_whoever_holds_a_generation_keeps_it(owner: Member) -> None:
    """A swap, and even the deletion of its files, disturbs nobody who is at work with it."""
    [held] = owner.node.ground.shelf.all()
    reference = owner.node.ground.shelf.all()[0].generation.id
    owner.load("persons", people(2))
    owner.load("persons", people(1))
    owner.node.housekeeping.tidy()

    assert not (owner.node.settings.folder / config.GENERATIONS / reference).exists()
    assert held.index.size == 4
    with pytest.raises(NotFoundError):
        held.vault.record(bytes(16))


def test_closing_leaves_nothing_that_answers(owner: Member) -> None:
    """After the end nothing is found."""
    shelf = owner.node.ground.shelf
    shelf.close()

    assert shelf.all() == ()
