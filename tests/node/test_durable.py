"""Small files are replaced as one step, readable by their owner alone, and survive a power cut."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from node.durable import make_empty_folder, move_file, open_to_others, replace_file


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the account's default is, and whatever stood there before."""
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o644)

    replace_file(path, b"new")

    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk or a lost one: the old content is there, and no draft beside it."""
    path = tmp_path / "secret"
    path.write_bytes(b"old")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fails)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")

    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


def test_content_is_durable_before_it_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File, then name, then folder: a power cut between two of them loses neither content."""
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("folder" if is_folder else "file")
        sync(descriptor)

    def noted_rename(self: Path, target: Path) -> Path:
        steps.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_rename)

    replace_file(tmp_path / "one", b"content")
    move_file(tmp_path / "one", tmp_path / "two")

    assert steps == ["file", "name", "folder", "name", "folder"]


def test_a_folder_that_was_there_becomes_its_owners_alone(tmp_path: Path) -> None:
    """An administrator who has made it first has made it for everybody to look into."""
    there, used = tmp_path / "there", tmp_path / "used"
    for folder in (there, used):
        folder.mkdir()
        folder.chmod(0o755)
    (used / "file").touch()

    assert [make_empty_folder(each) for each in (there, tmp_path / "new", used)] == [
        True,
        True,
        False,
    ]
    assert [mode(each) for each in (there, tmp_path / "new", used)] == [0o700, 0o700, 0o755]


def test_what_a_served_node_writes_is_its_owners_alone(tmp_path: Path) -> None:
    """Databases of libraries too, which ask for no mode of their own."""
    asks = "import sys, node.durable as d; d.keep_to_owner(); open(sys.argv[1], 'w').close()"
    subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", asks, str(tmp_path / "db")], check=True, umask=0o022
    )

    assert mode(tmp_path / "db") == 0o600


def test_what_others_may_read_is_named(tmp_path: Path) -> None:
    """By its name alone, and not what is not there; a group is the administrator's to choose."""
    for name, rights in (("open", 0o604), ("group", 0o640), ("own", 0o600)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(rights)

    paths = (tmp_path / name for name in ("open", "group", "own", "absent"))
    assert open_to_others(*paths) == ("open",)


def test_a_draft_that_was_left_is_not_written_into(tmp_path: Path) -> None:
    """A link in the place of the draft would lead what is secret elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    folder = tmp_path / "node"
    folder.mkdir()
    (folder / f".secret.{os.getpid()}").symlink_to(elsewhere)

    replace_file(folder / "secret", b"ours")

    assert elsewhere.read_bytes() == b"theirs"
    assert not (folder / "secret").is_symlink()
