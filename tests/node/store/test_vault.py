"""The vault keeps sealed bytes by locator, and says so when it cannot."""

from pathlib import Path

import pytest

from node.domain.errors import LedgerError, NotFoundError
from node.store.vault import FILE_NAME, Vault, VaultWriter, locator, new_salt

SALT = new_salt()
ROWS = [(bytes([n]) * 16, b"routing %d" % n, b"record %d" % n) for n in range(5)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a vault."""
    writer = VaultWriter(tmp_path / FILE_NAME, SALT)
    writer.add(ROWS[:3])
    writer.add(ROWS[3:])
    writer.close()
    return tmp_path / FILE_NAME


def test_what_was_written_is_read_back(path: Path) -> None:
    """Routing and record are read apart."""
    vault = Vault(path)

    assert [(each, vault.routing(each), vault.record(each)) for each, _, _ in ROWS] == ROWS
    vault.close()


def test_only_the_owner_may_read_it(path: Path) -> None:
    """Nobody else on the machine sees even sealed bytes."""
    assert path.stat().st_mode & 0o077 == 0


def test_an_unknown_locator_is_not_found(path: Path) -> None:
    """A record of another generation is not here."""
    vault = Vault(path)

    with pytest.raises(NotFoundError):
        vault.record(bytes(15) + b"x")
    vault.close()


def test_a_locator_comes_once(tmp_path: Path) -> None:
    """Two records under one locator would be one too many."""
    writer = VaultWriter(tmp_path / FILE_NAME, SALT)

    with pytest.raises(LedgerError):
        writer.add([ROWS[0], ROWS[0]])
    writer.close()


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_what_is_no_vault_is_told(tmp_path: Path, content: bytes | None) -> None:
    """A missing or damaged file is an error of ours."""
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)

    with pytest.raises(LedgerError):
        Vault(tmp_path / FILE_NAME)


def test_a_vault_is_never_overwritten(path: Path) -> None:
    """A generation is written once."""
    with pytest.raises(FileExistsError):
        VaultWriter(path, SALT)


def test_a_vault_knows_where_a_reference_is(path: Path) -> None:
    """The file brings the salt from which its locators derive."""
    vault = Vault(path)

    assert vault.locator(b"r" * 16) == locator(SALT, b"r" * 16)
    vault.close()


def test_two_loads_have_no_locator_in_common() -> None:
    """Who has the vaults of two loads cannot tell which records are in both."""
    references = [bytes([n]) * 16 for n in range(50)]
    first, second = ({locator(salt, each) for each in references} for salt in (SALT, new_salt()))

    assert not first & second
