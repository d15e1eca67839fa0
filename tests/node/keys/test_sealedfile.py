"""The sealed file: opens with its secret, and with nothing else."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from node.domain.errors import KeyringError
from node.keys.sealedfile import SealedFile, Stretch, read_secret

OPENING_WORDS = "a long test passphrase"
QUICK = Stretch(passes=1, memory_bytes=8192)
HEADER_BYTES = 33


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write one small sealed file."""
    path = tmp_path / "keyring.sealed"
    SealedFile.new(path, OPENING_WORDS, stretch=QUICK).write(b"content")
    return path


def test_what_was_written_is_read_again(path: Path) -> None:
    """The secret opens the file and gives its content."""
    _, clear = SealedFile.read(path, OPENING_WORDS)

    assert clear == b"content"


def test_a_file_can_be_written_again_without_the_secret(path: Path) -> None:
    """An opened file is replaced under the same secret."""
    file, _ = SealedFile.read(path, OPENING_WORDS)

    file.write(b"other content")

    assert SealedFile.read(path, OPENING_WORDS)[1] == b"other content"


def test_only_the_owner_may_read_the_file(path: Path) -> None:
    """The mode is 0600, whatever the umask."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_writing_leaves_no_other_file_behind(path: Path) -> None:
    """The temporary file has become the file."""
    assert list(path.parent.iterdir()) == [path]


def test_the_content_is_not_in_the_file(path: Path) -> None:
    """Clear text is sealed."""
    assert b"content" not in path.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]), id="altered-ciphertext"),
        pytest.param(lambda raw: raw[:20] + bytes([raw[20] ^ 1]) + raw[21:], id="altered-salt"),
        pytest.param(lambda raw: raw[:8] + bytes([raw[8] ^ 2]) + raw[9:], id="altered-passes"),
        pytest.param(lambda raw: raw[:HEADER_BYTES], id="header-only"),
        pytest.param(lambda raw: raw[:-5], id="cut-off"),
    ],
)
def test_damage_gives_the_same_sentence_as_a_wrong_secret(
    path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """Whoever guesses learns nothing from the difference."""
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(KeyringError) as damaged:
        SealedFile.read(path, OPENING_WORDS)

    assert str(damaged.value) == "this secret does not open keyring.sealed"


def test_a_wrong_secret_does_not_open_the_file(path: Path) -> None:
    """One other character is enough."""
    with pytest.raises(KeyringError, match="does not open"):
        SealedFile.read(path, OPENING_WORDS + "!")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "not a keyring", id="empty"),
        pytest.param(b"HGKR", "not a keyring", id="magic-only"),
        pytest.param(b"PK\x03\x04" + bytes(60), "not a keyring", id="other-format"),
        pytest.param(b"HGKR\x02" + bytes(60), "version 2", id="newer-version"),
        pytest.param(b"HGKR\x01" + b"\xff" * 60, "more memory or time", id="absurd-header"),
        pytest.param(bytes(1024 * 1024 + 1), "larger than", id="too-large"),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    """What is no keyring of this release is said to be none, before any memory is spent."""
    path = tmp_path / "keyring.sealed"
    path.write_bytes(content)

    with pytest.raises(KeyringError, match=sentence):
        SealedFile.read(path, OPENING_WORDS)


def test_an_existing_file_is_never_replaced_by_a_new_one(path: Path) -> None:
    """Making a second keyring in the same place is refused."""
    with pytest.raises(KeyringError, match="exists already"):
        SealedFile.new(path, OPENING_WORDS, stretch=QUICK)


def test_a_missing_folder_is_a_keyring_error(tmp_path: Path) -> None:
    """A folder that cannot be written is reported in our words."""
    file = SealedFile.new(tmp_path / "absent" / "keyring.sealed", OPENING_WORDS, stretch=QUICK)

    with pytest.raises(KeyringError, match="cannot be written"):
        file.write(b"content")


def test_no_secret_is_printed(path: Path) -> None:
    """The representation names the path only."""
    file, _ = SealedFile.read(path, OPENING_WORDS)

    assert repr(file) == f"SealedFile(path={path!r})"


def test_a_secret_file_may_end_with_a_newline(tmp_path: Path) -> None:
    """Editors add one; it is not part of the secret."""
    path = tmp_path / "secret"
    path.write_text(f"{OPENING_WORDS}\r\n")

    assert read_secret(path) == OPENING_WORDS


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"elevenchars\n", id="too-short"),
        pytest.param(b"\xff" * 20, id="not-text"),
        pytest.param(b"x" * 1025, id="too-long"),
    ],
)
def test_a_weak_or_unreadable_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    """A secret has twelve characters or more, and is text."""
    path = tmp_path / "secret"
    path.write_bytes(content)

    with pytest.raises(KeyringError):
        read_secret(path)


def test_a_missing_secret_file_is_refused(tmp_path: Path) -> None:
    """There is no default secret."""
    with pytest.raises(KeyringError, match="cannot be read"):
        read_secret(tmp_path / "absent")


def test_a_short_secret_makes_no_file(tmp_path: Path) -> None:
    """The lower limit holds for new files too."""
    with pytest.raises(KeyringError, match="12 characters"):
        SealedFile.new(tmp_path / "keyring.sealed", "short", stretch=QUICK)
