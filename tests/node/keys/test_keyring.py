"""The keyring: complete after a restart, rotating on time, silent when printed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matching.oprf import direct
from matching.subject import EntityType
from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys import secrets
from node.keys.identity import Label, verify
from node.keys.keyring import Keyring
from node.keys.sealedfile import SealedFile, Stretch
from node.keys.sealing import open_box, seal_box

OPENING_WORDS = "a long test passphrase"
QUICK = Stretch(passes=1, memory_bytes=8192)
NODE = NodeId("customs-es")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name the keyring's file; nothing is there yet."""
    return tmp_path / "keyring.sealed"


@pytest.fixture
def keyring(path: Path) -> Keyring:
    """Make a keyring that holds persons."""
    return Keyring.create(
        path, OPENING_WORDS, node=NODE, entity_types=[EntityType.PERSON], stretch=QUICK
    )


def test_a_keyring_opens_with_the_same_keys(keyring: Keyring, path: Path) -> None:
    """Every key survives a restart."""
    sealed = keyring.vault.seal("REF-1", b"details")
    subject = keyring.ledger.seal("S01", b"subject")

    opened = Keyring.open(path, OPENING_WORDS)

    assert opened.node == NODE
    assert opened.identity.public_key == keyring.identity.public_key
    assert opened.tls_key == keyring.tls_key
    assert opened.oprf_key(EntityType.PERSON, 1) == keyring.oprf_key(EntityType.PERSON, 1)
    assert opened.word_key(EntityType.PERSON, 1) == keyring.word_key(EntityType.PERSON, 1)
    assert opened.vault.open("REF-1", sealed) == b"details"
    assert opened.ledger.open("S01", subject) == b"subject"
    assert opened.reference_key == keyring.reference_key


def test_the_identity_signs_what_its_public_key_verifies(keyring: Keyring) -> None:
    """The public key of the directory entry fits the keyring's identity."""
    signature = keyring.identity.sign(Label.ANNOUNCEMENT, b"payload")

    verify(keyring.identity.public_key, Label.ANNOUNCEMENT, b"payload", signature=signature)


def test_two_nodes_have_no_key_in_common(tmp_path: Path) -> None:
    """Every key is random: there is no default and no derivation from the secret."""
    first, second = (
        Keyring.create(
            tmp_path / name,
            OPENING_WORDS,
            node=NODE,
            entity_types=[EntityType.PERSON],
            stretch=QUICK,
        )
        for name in ("first", "second")
    )

    assert first.identity.public_key != second.identity.public_key
    assert first.tls_key != second.tls_key
    assert first.oprf_key(EntityType.PERSON, 1) != second.oprf_key(EntityType.PERSON, 1)
    assert first.word_key(EntityType.PERSON, 1) != second.word_key(EntityType.PERSON, 1)


def test_the_oprf_key_is_usable(keyring: Keyring) -> None:
    """The derived key is a scalar that the function accepts."""
    assert len(direct(keyring.oprf_key(EntityType.PERSON, 1), b"token")) == 64


def test_a_new_epoch_has_other_keys_and_keeps_the_old(keyring: Keyring, path: Path) -> None:
    """Rotation of the OPRF key adds an epoch, durable at once."""
    epoch = keyring.new_epoch(EntityType.PERSON)

    opened = Keyring.open(path, OPENING_WORDS)
    assert epoch == 2
    assert opened.epochs(EntityType.PERSON) == (1, 2)
    assert opened.oprf_key(EntityType.PERSON, 2) != opened.oprf_key(EntityType.PERSON, 1)


def test_epochs_are_counted_for_each_entity_type(keyring: Keyring) -> None:
    """The first epoch of another entity type is 1."""
    assert keyring.epochs(EntityType.VESSEL) == ()
    assert keyring.new_epoch(EntityType.VESSEL) == 1


def test_a_dropped_epoch_is_gone_for_good(keyring: Keyring, path: Path) -> None:
    """Its keys are in no file any more."""
    keyring.new_epoch(EntityType.PERSON)

    keyring.drop_epoch(EntityType.PERSON, 1)

    with pytest.raises(KeyringError, match="no person key of epoch 1"):
        Keyring.open(path, OPENING_WORDS).oprf_key(EntityType.PERSON, 1)


def test_the_newest_epoch_stays(keyring: Keyring) -> None:
    """A number is never given to two keys."""
    with pytest.raises(KeyringError, match="newest"):
        keyring.drop_epoch(EntityType.PERSON, 1)


def test_a_box_key_is_current_for_a_day(keyring: Keyring) -> None:
    """The same key is published until its life is over, then another."""
    first = keyring.current_box_key(NOON)

    assert keyring.current_box_key(NOON + 23 * HOUR) == first
    assert keyring.current_box_key(NOON + 24 * HOUR) != first


def test_a_box_key_survives_a_restart(keyring: Keyring, path: Path) -> None:
    """A message sealed before a crash is opened after it."""
    key = keyring.current_box_key(NOON)

    assert Keyring.open(path, OPENING_WORDS).box_key(key.id, NOON + HOUR) == key


def test_what_is_sealed_to_the_published_key_is_opened_with_the_kept_one(keyring: Keyring) -> None:
    """The public half fits the secret half."""
    key = keyring.current_box_key(NOON)

    sender, sealed = seal_box(b"padded payload", key.public)

    assert open_box(sealed, sender_key=sender, secret_key=key.secret) == b"padded payload"


def test_an_old_box_key_opens_for_a_second_day(keyring: Keyring) -> None:
    """Messages on their way when a key is rotated still arrive."""
    first = keyring.current_box_key(NOON)
    keyring.current_box_key(NOON + 24 * HOUR)

    assert keyring.box_key(first.id, NOON + 47 * HOUR) == first


def test_an_expired_box_key_is_refused_even_before_rotation(keyring: Keyring) -> None:
    """Expiry does not wait for somebody to ask for the current key."""
    first = keyring.current_box_key(NOON)

    with pytest.raises(KeyringError, match="no live box key"):
        keyring.box_key(first.id, NOON + 48 * HOUR)


def test_an_expired_box_key_is_destroyed_at_rotation(keyring: Keyring, path: Path) -> None:
    """Forward secrecy: the file no longer holds it."""
    first = keyring.current_box_key(NOON)

    keyring.current_box_key(NOON + 48 * HOUR)

    _, clear = SealedFile.read(path, OPENING_WORDS)
    assert first.id not in {key.id for key in secrets.from_json(clear).box_keys}


def test_a_corrected_clock_does_not_keep_a_key_for_years(keyring: Keyring) -> None:
    """A key made in a mistaken future is not current once the clock is right again."""
    mistaken = keyring.current_box_key(NOON + timedelta(days=3650))

    current = keyring.current_box_key(NOON)

    assert current != mistaken
    assert current.expires == NOON + 48 * HOUR


def test_a_keyring_that_cannot_be_written_rotates_nothing(keyring: Keyring, path: Path) -> None:
    """A key that would be lost by a crash is never published."""
    path.unlink()
    path.mkdir()

    with pytest.raises(KeyringError, match="cannot be written"):
        keyring.current_box_key(NOON)
    with pytest.raises(KeyringError, match="cannot be written"):
        keyring.new_epoch(EntityType.PERSON)
    assert keyring.epochs(EntityType.PERSON) == (1,)


def test_no_part_of_a_keyring_is_printed(keyring: Keyring) -> None:
    """Representations hold no key."""
    key = keyring.current_box_key(NOON)
    parts = (keyring, keyring.identity, keyring.vault, keyring.ledger, key)

    printed = " ".join(map(repr, parts))

    assert "secret" not in printed
    assert "=b'" not in printed
    assert repr(key.secret) not in printed


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"{}", id="no-fields"),
        pytest.param(b'{"version": 2}', id="newer"),
        pytest.param(b"\xff", id="not-text"),
    ],
)
def test_a_foreign_content_is_refused(document: bytes) -> None:
    """What another release wrote is not guessed at."""
    with pytest.raises(KeyringError, match="not of this release"):
        secrets.from_json(document)
