"""The authority's commands from the first key to a published directory, without any node."""

import json
from pathlib import Path

import pytest

from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.keys import sealedfile
from tests.node.directory.publisher import AGREEMENT, CHEAP, an_entry


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a passphrase that is stretched less, and the keys of four."""
    monkeypatch.setattr(sealedfile.Stretch.__init__, "__defaults__", _cheap())
    (tmp_path / "secret").write_text("a passphrase of the tests")
    monkeypatch.setenv("HELIOGRAPH_PASSPHRASE_FILE", str(tmp_path / "secret"))
    monkeypatch.chdir(tmp_path)
    for name in ("alice", "bob", "carol", "online"):
        assert main(["directory", "key", f"{name}.key"]) == ExitCode.OK
    return tmp_path


def _cheap() -> tuple[int, int]:
    return CHEAP.passes, CHEAP.memory_bytes


def initialise() -> int:
    """Draft a directory that two of three must sign."""
    keys = [word for name in ("alice", "bob", "carol") for word in ("--authority", f"{name}.pub")]
    return main(["directory", "init", "dir", *keys, "--threshold", "2", "--online", "online.pub"])


def sign(*names: str) -> None:
    """Have people sign what is drafted."""
    for name in names:
        assert main(["directory", "sign", "dir", "--key", f"{name}.key"]) == ExitCode.OK


def publish() -> int:
    """Publish with the online key."""
    return main(["directory", "publish", "dir", "--key", "online.key"])


def test_a_directory_is_made_signed_and_published(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything that an authority does, in the order in which it does it."""
    initialise()
    for name in ("customs-es", "fiu-nl"):
        (place / f"{name}.json").write_bytes(an_entry(name))
        assert main(["directory", "add", "dir", f"{name}.json"]) == ExitCode.OK
    (place / "agreement.toml").write_bytes(AGREEMENT)
    both = ["--between", "customs-es", "--between", "fiu-nl"]
    assert main(["directory", "add", "dir", "agreement.toml", *both]) == ExitCode.OK
    sign("alice", "carol")
    assert publish() == ExitCode.OK
    capsys.readouterr()

    assert main(["--json", "directory", "verify", "dir"]) == ExitCode.OK

    shown = json.loads(capsys.readouterr().out)
    assert shown["members"] == ["customs-es", "fiu-nl"]
    assert shown["agreements"] == ["customs-es--fiu-nl"]


def test_a_draft_that_waits_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change that too few have signed leaves the list in force, and the timer hears of it."""
    initialise()
    sign("alice", "bob")
    assert publish() == ExitCode.OK
    (place / "fiu-nl.json").write_bytes(an_entry("fiu-nl"))
    main(["directory", "add", "dir", "fiu-nl.json"])
    sign("bob")
    capsys.readouterr()

    assert publish() == ExitCode.PARTIAL

    assert "1 of 2" in capsys.readouterr().out


def test_removal_is_signed_and_published(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A revoked member is no longer listed."""
    initialise()
    (place / "fiu-nl.json").write_bytes(an_entry("fiu-nl"))
    main(["directory", "add", "dir", "fiu-nl.json"])
    sign("alice", "bob")
    publish()
    assert main(["directory", "remove", "dir", "fiu-nl"]) == ExitCode.OK
    sign("alice", "bob")
    assert publish() == ExitCode.OK
    capsys.readouterr()

    main(["--json", "directory", "verify", "dir"])

    assert json.loads(capsys.readouterr().out)["members"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["add", "dir", "absent.json"], ExitCode.FAILURE),
        (["add", "dir", "alice.pub", "--between", "one"], ExitCode.USAGE),
        (["remove", "dir", "nobody"], ExitCode.FAILURE),
        (["sign", "dir", "--key", "absent.key"], ExitCode.FAILURE),
        (["sign", "dir", "--key", "online.key"], ExitCode.FAILURE),
        (["publish", "dir", "--key", "online.key"], ExitCode.FAILURE),
        (["publish", "dir", "--key", "online.key", "--minutes", "0"], ExitCode.USAGE),
        (["verify", "dir"], ExitCode.FAILURE),
    ],
)
def test_mistakes_are_told(place: Path, words: list[str], code: ExitCode) -> None:
    """Each ends with its code and a sentence, and nothing is published."""
    initialise()

    assert main(["directory", *words]) == code
    assert not (place / "dir" / "public" / "metadata" / "timestamp.json").exists()
