"""A folder is opened by one process, if everything in it is as it must be."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from matching.errors import MatchingError
from matching.subject import EntityType
from node import config
from node.config import Settings
from node.domain.errors import ConfigError, KeyringError, LedgerError, NodeError, NodeFolderError
from tests.factories import TARGET, people
from tests.node.federation import make_folder, opened, running


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Make a node that was never opened."""
    return make_folder(tmp_path / "node", "customs-es")


def _remove_certificate(settings: Settings) -> Settings:
    (settings.folder / config.CERTIFICATE).unlink()
    return settings


def _remove_keyring(settings: Settings) -> Settings:
    (settings.folder / config.KEYRING).unlink()
    return settings


def _change_secret(settings: Settings) -> Settings:
    Path(settings.files.passphrase_file).write_text("quite another secret", encoding="utf-8")
    return settings


def _damage_ledger(settings: Settings) -> Settings:
    (settings.folder / config.LEDGER).write_bytes(b"this is no database at all" * 100)
    return settings


def _remove_desks(settings: Settings) -> Settings:
    return settings.model_copy(update={"contact_points": ()})


@pytest.mark.parametrize(
    ("harm", "kind"),
    [
        (_remove_certificate, NodeError),
        (_remove_keyring, KeyringError),
        (_change_secret, KeyringError),
        (_damage_ledger, LedgerError),
        (_remove_desks, ConfigError),
    ],
)
def test_what_is_missing_or_damaged_is_told(
    settings: Settings, harm: Callable[[Settings], Settings], kind: type[NodeError]
) -> None:
    """A node that cannot work says why before it listens, with something to try."""
    with pytest.raises(kind) as error, opened(harm(settings)):
        pass
    assert str(error.value)


def test_a_generation_that_is_damaged_is_told(settings: Settings) -> None:
    """A node whose register cannot be opened does not answer as if it had none."""
    with opened(settings) as node:
        generation = node.load("persons", [*people(3), TARGET]).generation
    folder = settings.folder / config.GENERATIONS / generation
    (folder / "index.duckdb").write_bytes(b"nothing that DuckDB knows")

    with pytest.raises(MatchingError), opened(settings):
        pass


def test_a_generation_of_an_older_format_waits_to_be_loaded_again(settings: Settings) -> None:
    """After an update the node starts, and answers for no register of that entity type."""
    with opened(settings) as node:
        generation = node.load("persons", [*people(3), TARGET]).generation
        node.load("others", people(3))
    index = settings.folder / config.GENERATIONS / generation / "index.duckdb"
    with duckdb.connect(str(index)) as connection:
        connection.execute("UPDATE m SET n = 1 WHERE k = 'format'")

    with opened(settings) as node:
        held = node.node.ground.shelf.of(EntityType.PERSON)
        node.load("persons", people(3))
        loaded = node.node.ground.shelf.of(EntityType.PERSON)

    assert not held
    assert [each.generation.register for each in loaded] == ["persons"]


def test_the_lock_goes_with_the_process(settings: Settings) -> None:
    """A folder that was closed can be opened again; while it is open, it cannot."""
    with (
        opened(settings),
        pytest.raises(NodeFolderError, match="another process"),
        opened(settings),
    ):
        pass
    with opened(settings) as again:
        assert again.id == "customs-es"


async def test_an_address_in_use_is_told_and_leaves_no_socket(
    settings: Settings, tmp_path: Path
) -> None:
    """Of two nodes on one port the second hears of it and cleans up after itself."""
    other = make_folder(tmp_path / "other", "fiu-nl")
    taken = other.model_copy(
        update={"node": other.node.model_copy(update={"address": settings.node.address})}
    )
    async with running(settings):
        with pytest.raises(ConfigError, match="cannot listen"):
            async with running(taken):
                pass
    assert not (other.folder / config.SOCKET).exists()


async def test_a_stale_socket_is_replaced(settings: Settings) -> None:
    """What a killed process left behind keeps nobody from starting."""
    (settings.folder / config.SOCKET).touch()

    async with running(settings):
        assert (settings.folder / config.SOCKET).is_socket()
        assert (settings.folder / config.SOCKET).stat().st_mode & 0o077 == 0
    assert not (settings.folder / config.SOCKET).exists()
