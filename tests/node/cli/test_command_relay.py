"""A relay is made, shown and refused by commands that an administrator can follow."""

import json
import tomllib
from pathlib import Path

import pytest

from node.assemble.relayfolder import MEMBERS, PRIVATE_KEY, load_relay
from node.cli.entry import main


def made(folder: Path, *more: str) -> int:
    """Make a relay by the command line; return the exit code."""
    return main(["relay", "init", str(folder), "--id", "relay-eu", "--address", "r:7500", *more])


def test_a_relay_is_made_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `show` prints is a table that a node reads, and the certificate that it needs."""
    assert made(tmp_path / "relay") == 0
    assert main(["relay", "show", str(tmp_path / "relay"), "-q"]) == 0

    shown = capsys.readouterr().out
    table, _, pem = shown.partition("-----BEGIN")
    [relay] = tomllib.loads(table[table.index("[[relays]]") :])["relays"]
    assert (relay["id"], relay["address"], relay["publish"]) == ("relay-eu", "r:7500", True)
    _, papers = load_relay(tmp_path / "relay")
    assert papers.certificate.decode().strip() == f"-----BEGIN{pem}".strip()
    assert (tmp_path / "relay" / PRIVATE_KEY).stat().st_mode & 0o077 == 0
    assert (tmp_path / "relay" / MEMBERS).is_dir()


def test_a_relay_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time there is something in the folder, and it stays."""
    made(tmp_path / "relay")
    before = (tmp_path / "relay" / PRIVATE_KEY).read_bytes()

    assert made(tmp_path / "relay") != 0

    # A long path breaks the line anywhere between words.
    assert "is not empty" in " ".join(capsys.readouterr().err.split())
    assert (tmp_path / "relay" / PRIVATE_KEY).read_bytes() == before


def test_where_there_is_no_relay_it_is_said_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error names what is missing and the command that makes it."""
    assert main(["relay", "serve", str(tmp_path), "--json"]) != 0

    error = json.loads(capsys.readouterr().err)["error"]
    assert "relay.toml is missing" in error["message"]
    assert "heliograph relay init" in error["hint"]


def test_a_wrong_setting_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped key is told with its place and what is near to it."""
    made(tmp_path / "relay")
    with (tmp_path / "relay" / "relay.toml").open("a", encoding="utf-8") as file:
        file.write("\n[limits]\ncalls_per_membre = 3\n")

    assert main(["relay", "show", str(tmp_path / "relay")]) != 0

    assert "limits.calls_per_membre is unknown" in capsys.readouterr().err


def test_a_root_is_trusted_where_a_directory_is_named_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a directory there is nothing that a root could vouch for."""
    made(tmp_path / "relay")
    (tmp_path / "root.json").write_text("{}", encoding="utf-8")

    assert main(["relay", "trust", str(tmp_path / "relay"), str(tmp_path / "root.json")]) != 0

    assert "follows no directory" in capsys.readouterr().err
