"""The commands about keys, against a real node that goes on serving."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from matching.subject import EntityType
from node import config
from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.domain.errors import KeyringError
from node.domain.journal import Event
from node.keys import recipient, sealedfile
from node.keys.keyring import Keyring
from tests.factories import TARGET, a_register_of_people
from tests.node.federation import CHEAP, PASSPHRASE, Member, make_folder, running

_HOUR = timedelta(hours=1)
WORDS = "another passphrase of the tests"


class Desk:
    """Somebody who types commands beside a running node."""

    def __init__(self, member: Member, capsys: pytest.CaptureFixture[str]) -> None:
        """Keep the node."""
        self.member, self.capsys = member, capsys

    async def says(self, *words: str, code: ExitCode = ExitCode.OK) -> str:
        """Run a command; return what it prints on standard output."""
        whole = ["--node", str(self.member.node.settings.folder), *words]
        self.capsys.readouterr()
        assert await asyncio.to_thread(main, whole) == code
        return self.capsys.readouterr().out

    async def shows(self, *words: str) -> Any:  # noqa: ANN401 - JSON of any shape
        """Run a command; return the document that it prints."""
        return json.loads(await self.says("--json", *words))


def stretch_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend no memory on passphrases that protect nothing."""
    cost = (CHEAP.passes, CHEAP.memory_bytes)
    monkeypatch.setattr(sealedfile.Stretch.__init__, "__defaults__", cost)


def actions(member: Member) -> list[object]:
    """Return what was done about keys, in order."""
    return [entry.detail.get("action") for entry in member.entries(Event.ADMIN)]


async def test_keys_are_listed_and_rotated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list before and after a rotation tells the epochs apart, and tells no key."""
    async with running(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        desk = Desk(owner, capsys)
        before = await desk.shows("key", "list")

        rotated = await desk.shows("key", "rotate", "--type", "person")

        after = await desk.shows("key", "list")
        assert (rotated["epoch"], rotated["registers"]) == (2, 1)
        assert states(before, "person") == [(1, "in use")]
        assert states(after, "person") == [(1, "live"), (2, "in use")]
        assert {key["use"] for key in after["keys"]} == {"identity", "tls", "box", "oprf"}
        assert "epoch" in await desk.says("key", "list")


def states(shown: Any, entity_type: str) -> list[tuple[int, str]]:  # noqa: ANN401 - JSON
    """Return the epochs of an entity type with their states."""
    return [
        (key["epoch"], key["state"]) for key in shown["keys"] if key["entity_type"] == entity_type
    ]


async def test_a_certificate_is_renewed_and_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each step prints the entry that peers must have next."""
    async with running(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        desk, papers = Desk(owner, capsys), owner.application.keys.papers
        old = papers.current

        both = json.loads(await desk.says("key", "certificate", "--renew"))
        assert both["entry"]["certificate"].encode() == papers.published != old
        alone = json.loads(await desk.says("key", "certificate", "--use"))

        assert alone["entry"]["certificate"].encode() == papers.current != old
        assert alone["entry"]["issued_at"] > both["entry"]["issued_at"]
        await desk.says("key", "certificate", "--use", code=ExitCode.FAILURE)
        await desk.says("key", "certificate", code=ExitCode.USAGE)
        assert actions(owner)[:2] == ["renew-certificate", "use-certificate"]


async def test_the_passphrase_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next start needs the new one, and what the node changes later is sealed under it too."""
    stretch_less(monkeypatch)
    (tmp_path / "new-secret").write_text(WORDS)
    async with running(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        await Desk(owner, capsys).says("key", "passphrase", str(tmp_path / "new-secret"))
        owner.node.ground.keyring.new_epoch(EntityType.PERSON)
        path = owner.node.settings.folder / config.KEYRING

    assert Keyring.open(path, WORDS).epochs(EntityType.PERSON) == (1, 2)
    with pytest.raises(KeyringError):
        Keyring.open(path, PASSPHRASE)


async def test_a_backup_is_written_and_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A running node is backed up, and a new folder becomes the same node."""
    stretch_less(monkeypatch)
    secret, backup, safe = (tmp_path / name for name in ("secret", "node.backup", "safe.key"))
    secret.write_text(WORDS)
    async with running(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        desk = Desk(owner, capsys)
        text = await desk.says("key", "recipient", str(safe), "--passphrase-file", str(secret))
        await desk.says("key", "backup", str(backup), "-r", text.strip(), "--all")
        # Written once and never over another.
        again = ("key", "backup", str(backup), "-r", text.strip())
        await desk.says(*again, code=ExitCode.FAILURE)
        identity = owner.node.entry.identity_key

    words = ["key", "restore", str(backup), "--key", str(safe), "--key-passphrase-file"]
    words += [str(secret), "--passphrase-file", str(secret)]
    assert main(["--node", str(tmp_path / "again"), *words]) == ExitCode.OK
    restored = Keyring.open(tmp_path / "again" / config.KEYRING, WORDS)
    assert restored.identity.public_key == identity


async def test_a_wrong_recipient_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A backup that could not be written is not there."""
    async with running(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        words = ("key", "backup", str(tmp_path / "b"), "-r", "nobody")
        await Desk(owner, capsys).says(*words, code=ExitCode.FAILURE)

    assert not (tmp_path / "b").exists()


async def test_envelope_keys_change_by_themselves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a day peers seal to another key, after two the first is destroyed, all unnoticed."""
    folders = [make_folder(tmp_path / name, name) for name in ("asker-pa", "owner-es")]
    async with running(folders[0]) as asker, running(folders[1]) as owner:
        asker.knows(owner)
        owner.knows(asker)
        owner.load("persons", a_register_of_people())
        keyring, used = owner.node.ground.keyring, []
        for hours in (0, 25, 50):
            for member in (asker, owner):
                member.clock.ahead = hours * _HOUR
            (cell,) = await asker.ask(TARGET)
            assert cell.state == "hit"
            used.append(keyring.current_box_key(owner.clock.now()).id)

        assert len(set(used)) == 3
        with pytest.raises(KeyringError):
            keyring.box_key(used[0], owner.clock.now())


def test_another_file_is_no_recipients_key(tmp_path: Path) -> None:
    """A keyring in its place is told apart, without its content."""
    sealedfile.SealedFile.new(tmp_path / "k", WORDS, stretch=CHEAP).write(b'{"schema": "x"}')

    with pytest.raises(KeyringError, match="no recipient's key"):
        recipient.open_recipient(tmp_path / "k", WORDS)
