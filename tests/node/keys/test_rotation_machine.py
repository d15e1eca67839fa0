"""Keys under any order of rotating, ending, restarting and time: what was announced still opens."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from nacl.pwhash import argon2id

from matching.subject import EntityType
from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys.boxkey import LIFE
from node.keys.keyring import Keyring
from node.keys.sealedfile import Stretch

SECRET = "a secret of the tests"  # noqa: S105 - seals nothing that is worth it
CHEAP = Stretch(argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN)
NOON = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
TYPES = st.sampled_from([EntityType.PERSON, EntityType.VESSEL])


class RotationMachine(RuleBasedStateMachine):
    """Works a keyring at random beside what was ever announced."""

    def __init__(self) -> None:
        """Make a keyring of its own."""
        super().__init__()
        self._folder = TemporaryDirectory()
        self._path = Path(self._folder.name) / "keyring"
        self._keyring = Keyring.create(
            self._path, SECRET, node=NodeId("fiu-nl"), entity_types=EntityType, stretch=CHEAP
        )
        self._now = NOON
        self._live: dict[tuple[EntityType, int], bytes] = {}
        self._ended: set[tuple[EntityType, int]] = set()
        self._boxes: dict[str, tuple[bytes, datetime]] = {}
        for entity_type in EntityType:
            self._note(entity_type, 1)

    def _note(self, entity_type: EntityType, epoch: int) -> None:
        self._live[entity_type, epoch] = self._keyring.oprf_key(entity_type, epoch)

    @rule(entity_type=TYPES)
    def rotate(self, entity_type: EntityType) -> None:
        """Make an epoch; its number was never given and its key is like no other."""
        epoch = self._keyring.new_epoch(entity_type)

        assert (entity_type, epoch) not in self._live.keys() | self._ended
        assert self._keyring.oprf_key(entity_type, epoch) not in self._live.values()
        self._note(entity_type, epoch)

    @rule(entity_type=TYPES)
    def end_the_oldest(self, entity_type: EntityType) -> None:
        """Destroy the oldest epoch; the newest cannot be."""
        epochs = self._keyring.epochs(entity_type)
        if len(epochs) == 1:
            with pytest.raises(KeyringError):
                self._keyring.drop_epoch(entity_type, epochs[0])
            return
        self._keyring.drop_epoch(entity_type, epochs[0])
        del self._live[entity_type, epochs[0]]
        self._ended.add((entity_type, epochs[0]))

    @rule()
    def announce(self) -> None:
        """Announce a box key; a peer may seal to it for the rest of its life."""
        key = self._keyring.current_box_key(self._now)
        self._boxes[key.id] = (key.public, self._now + LIFE)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self._now += timedelta(hours=hours)

    @precondition(lambda self: self._path.exists())
    @rule()
    def restart(self) -> None:
        """Open the file again, as after a crash."""
        self._keyring = Keyring.open(self._path, SECRET)

    @invariant()
    def keeps_what_lives(self) -> None:
        """Live epochs have their keys, ended ones have none."""
        for (entity_type, epoch), key in self._live.items():
            assert self._keyring.oprf_key(entity_type, epoch) == key
        for entity_type, epoch in self._ended:
            with pytest.raises(KeyringError):
                self._keyring.oprf_key(entity_type, epoch)

    @invariant()
    def opens_what_was_announced(self) -> None:
        """Open what was sealed within a day of an announcement; know nothing of expired keys."""
        for key_id, (public, until) in self._boxes.items():
            if self._now < until:
                assert self._keyring.box_key(key_id, self._now).public == public
            elif self._now >= until + LIFE:
                with pytest.raises(KeyringError):
                    self._keyring.box_key(key_id, self._now)

    def teardown(self) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()


RotationMachine.TestCase.settings = settings(max_examples=10, stateful_step_count=16, deadline=None)
TestRotations = RotationMachine.TestCase
