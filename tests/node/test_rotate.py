"""Rotating an OPRF key: new keys beside old ones, and no query that is lost in between."""

from datetime import timedelta
from pathlib import Path

import pytest

from matching.subject import EntityType
from node.domain.alert import Direction
from node.domain.case import Cell, CellState
from node.domain.errors import KeyringError, LoadError
from node.domain.journal import Event
from node.store.vault import FILE_NAME as VAULT
from tests.factories import TARGET, VESSEL, a_register_of_people, people
from tests.node.federation import OFFICER, Member, federation, make_folder, opened

PERSON = EntityType.PERSON
OVER = timedelta(hours=2)
"""Longer than an announcement lives."""
OTHER = {
    "name": ("Ottoline Sverdrupsen",),
    "birth_date": ("1980-05-17",),
    "passport": ("NX4410982",),
}
"""A person in the second register."""


def states(cells: list[Cell]) -> list[CellState]:
    """Return what came of each subject at each peer."""
    return [cell.state for cell in cells]


def live(member: Member) -> list[int]:
    """Return the epochs of person keys under which the member answers."""
    return sorted(member.node.ground.shelf.epochs(PERSON))


def load_two(member: Member) -> None:
    """Load two registers of persons."""
    member.load("persons", a_register_of_people())
    member.load("others", [*people(20), OTHER])


async def test_nothing_is_lost_in_between(tmp_path: Path) -> None:
    """Before, while both keys live and after the old one went, the same person is found."""
    async with federation(tmp_path, "asker-pa", "owner-es") as (asker, owner):
        load_two(owner)
        rotation = owner.application.keys.rotation
        assert states(await asker.ask(TARGET)) == [CellState.HIT]

        rotated = rotation.rotate(PERSON, officer=OFFICER)

        assert (rotated.epoch, rotated.registers) == (2, 2)
        assert live(owner) == [1, 2]
        # The asker goes by the announcement that it has, which names the old epoch alone.
        assert states(await asker.ask(TARGET)) == [CellState.HIT]
        assert owner.entries(Event.QUERY_IN)[-1].epoch == 1

        owner.clock.ahead = OVER
        rotation.retire()
        owner.clock.ahead = timedelta()

        assert live(owner) == [2]
        assert states(await asker.ask(TARGET)) == [CellState.HIT]
        assert states(await asker.ask(OTHER)) == [CellState.HIT]
        assert owner.entries(Event.QUERY_IN)[-1].epoch == 2


async def test_a_stolen_key_goes_at_once(tmp_path: Path) -> None:
    """Without an overlap askers hear that the key is stale, and ask again by themselves."""
    async with federation(tmp_path, "asker-pa", "owner-es") as (asker, owner):
        owner.load("persons", a_register_of_people())
        await asker.ask(TARGET)

        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER, at_once=True)

        assert live(owner) == [2]
        with pytest.raises(KeyringError):
            owner.node.ground.keyring.oprf_key(PERSON, 1)
        assert states(await asker.ask(TARGET)) == [CellState.HIT]


async def test_other_entity_types_are_left_alone(tmp_path: Path) -> None:
    """Rotating the keys of persons changes nothing for vessels."""
    async with federation(tmp_path, "asker-pa", "owner-es") as (asker, owner):
        owner.load("persons", a_register_of_people())
        owner.load("fleet", [VESSEL], kind=EntityType.VESSEL)

        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER, at_once=True)

        assert owner.node.ground.keyring.epochs(EntityType.VESSEL) == (1,)
        assert states(await asker.ask(VESSEL, kind=EntityType.VESSEL)) == [CellState.HIT]


async def test_an_alert_from_before_still_finds_its_record(tmp_path: Path) -> None:
    """References stay: what was told under the old keys can be looked up under the new ones."""
    async with federation(tmp_path, "asker-pa", "owner-es") as (asker, owner):
        owner.load("persons", a_register_of_people())
        before = await asker.ask(TARGET)
        alert = owner.alerts(Direction.INCOMING)[0]

        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER, at_once=True)

        review = owner.application.review
        reviewed = review.get(alert.id, officer=OFFICER, with_record=True)
        assert reviewed.record["name"] == TARGET["name"]
        after = await asker.ask(TARGET)
        assert after[0].reference == before[0].reference


def test_an_epoch_that_lacks_a_register_is_not_answered(tmp_path: Path) -> None:
    """Half a register type under new keys would say *no hit* where there is one."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        load_two(owner)
        rotation, ground = owner.application.keys.rotation, owner.node.ground
        rotation.rotate(PERSON, officer=OFFICER)

        owner.load("persons", a_register_of_people())

        # The load replaced both generations of its register by one under the new keys.
        assert live(owner) == [2]
        rotation.retire()
        assert ground.keyring.epochs(PERSON) == (1, 2)
        owner.clock.ahead = OVER
        rotation.retire()
        assert ground.keyring.epochs(PERSON) == (2,)
        assert {held.generation.epoch for held in ground.shelf.all()} == {2}


def test_an_interrupted_rotation_is_taken_up(tmp_path: Path) -> None:
    """Keys that were made before a crash are used; until then everything stays under the old."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        load_two(owner)
        owner.node.ground.keyring.new_epoch(PERSON)

        owner.load("persons", a_register_of_people())
        assert live(owner) == [1]

        assert owner.application.keys.rotation.rotate(PERSON, officer=OFFICER).epoch == 2
        assert live(owner) == [1, 2]


def test_a_rotation_that_fails_leaves_the_old_epoch(tmp_path: Path) -> None:
    """A vault that cannot be read costs the rotation, not the answers."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        load_two(owner)
        ground = owner.node.ground
        broken = ground.stores.registers.current("persons").id
        (ground.shelf.path(broken) / VAULT).unlink()

        with pytest.raises(LoadError):
            owner.application.keys.rotation.rotate(PERSON, officer=OFFICER)

        assert live(owner) == [1]
        folder = ground.shelf.path(broken).parent
        assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_restart_ends_the_old_epoch(tmp_path: Path) -> None:
    """What is not answered under any more keeps no key."""
    settings = make_folder(tmp_path / "owner-es", "owner-es")
    with opened(settings) as owner:
        load_two(owner)
        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER)

    with opened(settings) as owner:
        assert live(owner) == [2]
        owner.application.keys.rotation.retire()
        assert owner.node.ground.keyring.epochs(PERSON) == (2,)


def test_keys_without_registers_change_at_once(tmp_path: Path) -> None:
    """Nobody can have asked under keys that were never announced."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER, at_once=True)

        assert owner.node.ground.keyring.epochs(PERSON) == (2,)


def test_a_rotation_keeps_what_is_known_of_a_register(tmp_path: Path) -> None:
    """Its age, its source and its rejects are those of the load, which was not repeated."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load(
            "persons", [*a_register_of_people(), {"name": ("No Date",), "birth_date": ("x",)}]
        )
        registers = owner.node.ground.stores.registers
        before = registers.current("persons")
        rejects = registers.rejects(before.id)

        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER)

        after = registers.current("persons")
        assert (after.loaded_at, after.source, after.records) == (
            before.loaded_at,
            before.source,
            before.records,
        )
        assert registers.rejects(after.id) == rejects != []


def test_each_step_is_journalled(tmp_path: Path) -> None:
    """The journal tells who made new keys, and when the old ones went."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        load_two(owner)

        owner.application.keys.rotation.rotate(PERSON, officer=OFFICER, at_once=True)

        entries = [
            entry
            for entry in owner.entries(Event.ADMIN)
            if entry.detail["action"] in {"rotate-key", "end-epoch"}
        ]
        told = [(entry.detail["action"], entry.epoch, entry.officer) for entry in entries]
        named = [entry.generation for entry in entries if entry.generation]
        assert told[-1] == ("end-epoch", 1, "node")
        assert told[:-1] == [("rotate-key", 2, OFFICER)] * 2
        assert len(set(named)) == 2


def test_both_epochs_are_announced_while_both_live(tmp_path: Path) -> None:
    """Epochs tell what they are: answered under, and until when."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        load_two(owner)
        rotation = owner.application.keys.rotation
        retires_at = rotation.rotate(PERSON, officer=OFFICER).retires_at

        shown = [state for state in rotation.epochs() if state.entity_type is PERSON]

        assert [(each.number, each.is_answered, each.retires_at) for each in shown] == [
            (1, True, retires_at),
            (2, True, None),
        ]
