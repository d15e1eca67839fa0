"""A relay is made, shown and refused by commands that an administrator can follow."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from node.assemble.relayfolder import MEMBERS, load_relay
from node.assemble.relaypapers import (
    CERTIFICATE,
    NEXT_CERTIFICATE,
    NEXT_PRIVATE_KEY,
    PRIVATE_KEY,
)
from node.cli.entry import main
from node.directory.entry import entry_to_json
from node.domain.peer import NodeId, Relay
from node.keys import certificate
from tests.node.wire.federation import Node


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
    assert papers.published.decode().strip() == f"-----BEGIN{pem}".strip()
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


def changed(folder: Path, *words: str) -> int:
    """Change the certificate of a relay by the command line; return the exit code."""
    return main(["relay", "certificate", str(folder), *words, "-q"])


def published(folder: Path) -> list[bytes]:
    """Return the certificates that nodes are told of."""
    return list(certificate.each(load_relay(folder)[1].published))


def member(folder: Path, pem: bytes) -> None:
    """Put the entry of a member that is reached through the relay into its folder."""
    node = Node("fiu-nl")
    entry = replace(node.entry, relay=Relay(NodeId("relay-eu"), "r:7500", pem))
    signed = entry_to_json(entry, node.member.identity)
    (folder / MEMBERS / "fiu-nl.json").write_bytes(signed)


def test_a_certificate_is_renewed_in_two_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """First nodes are told of both, then the new one is shown, and the old key is gone."""
    folder = tmp_path / "relay"
    made(folder)
    [old] = published(folder)
    old_key = (folder / PRIVATE_KEY).read_bytes()
    capsys.readouterr()

    assert changed(folder, "--renew") == 0
    both = published(folder)
    assert capsys.readouterr().out.count("BEGIN CERTIFICATE") == 2
    assert (load_relay(folder)[1].shown[0], both[0]) == (old, old)
    assert changed(folder, "--use") == 0

    assert published(folder) == both[1:]
    assert {path.name for path in folder.glob("*.pem")} == {CERTIFICATE, PRIVATE_KEY}
    assert (folder / PRIVATE_KEY).read_bytes() != old_key
    assert (folder / PRIVATE_KEY).stat().st_mode & 0o077 == 0
    assert changed(folder, "--use") != 0


def test_a_certificate_that_members_do_not_know_is_not_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their peers would reach them no more; who must can force it."""
    folder = tmp_path / "relay"
    made(folder)
    member(folder, published(folder)[0])
    changed(folder, "--renew")

    assert changed(folder, "--use") != 0
    told = " ".join(capsys.readouterr().err.split())
    assert "do not have the new certificate yet: fiu-nl" in told
    member(folder, b"".join(published(folder)))
    assert changed(folder, "--use") == 0

    changed(folder, "--renew")
    assert changed(folder, "--use", "--force") == 0


@pytest.mark.parametrize("words", [[], ["--renew", "--use"]], ids=["neither", "both"])
def test_one_step_is_taken_at_a_time(tmp_path: Path, words: list[str]) -> None:
    """Renewing and using at once would cut every line."""
    made(tmp_path / "relay")

    assert changed(tmp_path / "relay", *words) == 2


def test_a_crash_between_two_files_loses_no_key(tmp_path: Path) -> None:
    """The certificate was moved, its key not yet: the relay starts, and the next step mends it."""
    folder = tmp_path / "relay"
    made(folder)
    changed(folder, "--renew")
    new = published(folder)[1]
    (folder / NEXT_CERTIFICATE).replace(folder / CERTIFICATE)

    shown, key = load_relay(folder)[1].shown
    assert (shown, certificate.fits(new, key)) == (new, True)
    assert changed(folder, "--renew") == 0

    assert load_relay(folder)[1].shown == (new, key)
    assert (folder / PRIVATE_KEY).read_bytes() == key
    assert len(published(folder)) == 2


def test_a_next_certificate_without_its_key_is_none(tmp_path: Path) -> None:
    """A crash in the middle of renewing: there is nothing to follow, and it can be done again."""
    folder = tmp_path / "relay"
    made(folder)
    changed(folder, "--renew")
    (folder / NEXT_PRIVATE_KEY).unlink()

    assert len(published(folder)) == 1
    assert changed(folder, "--use") != 0
    assert changed(folder, "--renew") == 0


def test_a_key_of_something_else_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A relay that shows what it cannot prove would refuse every call; it says so instead."""
    folder = tmp_path / "relay"
    made(folder)
    (folder / PRIVATE_KEY).write_bytes(certificate.new_private_key())

    assert main(["relay", "show", str(folder)]) != 0

    assert "no key of the relay" in " ".join(capsys.readouterr().err.split())
