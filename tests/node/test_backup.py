"""A backup opens for its recipients, and a node comes back out of it."""

import base64
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from matching.subject import EntityType
from node import config
from node.backup import restore
from node.domain.errors import KeyringError, NodeFolderError, SealError
from node.domain.journal import Event
from node.keys.keyring import Keyring
from node.keys.sealedstream import recipient_text
from tests.factories import TARGET, a_register_of_people
from tests.node.federation import PASSPHRASE, Member, make_folder, opened, running

SAFE, OTHER = PrivateKey(bytes([1]) * 32), PrivateKey(bytes([2]) * 32)
OTHER_WORDS = "another passphrase"
RECIPIENT = recipient_text(bytes(SAFE.public_key))


def backed_up(member: Member, path: Path, *, whole: bool) -> Path:
    """Write a backup of a node."""
    path.write_bytes(b"".join(member.application.keys.backup.write([RECIPIENT], whole=whole)))
    return path


def test_a_whole_node_comes_back(tmp_path: Path) -> None:
    """Registers, cases, journal and keys are there again, under another passphrase."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        head, identity = owner.node.ground.stores.journal.head(), owner.node.entry.identity_key
        backup = backed_up(owner, tmp_path / "node.backup", whole=True)

    restored = tmp_path / "again"
    restore(backup, restored, recipient=bytes(SAFE), secret=PASSPHRASE)

    with opened(config.load_settings(restored)) as again:
        assert again.node.ground.stores.journal.head() == head
        assert again.node.entry.identity_key == identity
        assert again.application.verify().is_intact
        (held,) = again.node.ground.shelf.all()
        assert held.generation.records > 60
        assert len(again.entries(Event.LOAD)) == 1


async def test_a_restored_node_answers(tmp_path: Path) -> None:
    """Its index opens with its keys: a known person is found."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        backup = backed_up(owner, tmp_path / "node.backup", whole=True)
    restore(backup, tmp_path / "again", recipient=bytes(SAFE), secret=PASSPHRASE)

    again = config.load_settings(tmp_path / "again")
    new = make_folder(tmp_path / "asker-pa", "asker-pa")
    async with running(new) as asker, running(again) as owner:
        owner.knows(asker)
        asker.knows(owner)
        (cell,) = await asker.ask(TARGET)

    assert cell.state == "hit"


def test_keys_alone_start_a_new_ledger(tmp_path: Path) -> None:
    """Without --all the keys, the settings and the certificate come back, and no case."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        certificate = owner.application.keys.papers.current
        backup = backed_up(owner, tmp_path / "node.backup", whole=False)

    names = restore(backup, tmp_path / "again", recipient=bytes(SAFE), secret=OTHER_WORDS)

    assert names == ("certificate.pem", "keyring.sealed", "node.toml")
    keyring = Keyring.open(tmp_path / "again" / config.KEYRING, OTHER_WORDS)
    assert keyring.epochs(EntityType.PERSON) == (1,)
    assert keyring.tls_key_of(certificate) == keyring.tls_key


def test_the_policy_comes_back(tmp_path: Path) -> None:
    """A node that came back without its human-rights gate would tell what it held before."""
    gate = b'[[gate]]\nname = "all"\nreason = "every asker"\n'
    rules = b'version = 1\nsenior_officers = ["officer-chief"]\n' + gate
    extra = '[[relays]]\nid = "r"\naddress = "r:1"\ncertificate = "r.pem"\n'
    settings = make_folder(tmp_path / "owner-es", "owner-es", extra=extra)
    pem = (settings.folder / config.CERTIFICATE).read_bytes()
    (settings.folder / "r.pem").write_bytes(pem)
    with opened(settings) as owner:
        owner.application.safeguards.governor.put(rules, officer="officer-chief")
        backup = backed_up(owner, tmp_path / "node.backup", whole=False)

    restore(backup, tmp_path / "again", recipient=bytes(SAFE), secret=PASSPHRASE)

    assert (tmp_path / "again" / "r.pem").read_bytes() == pem
    with opened(config.load_settings(tmp_path / "again")) as again:
        assert [rule.name for rule in again.node.ground.policy.policy.gate] == ["all"]


def test_no_key_touches_the_disk_in_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off at any moment, a restore leaves no keyring that opens without a secret."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        secret = owner.node.ground.keyring.oprf_key(EntityType.PERSON, 1)
        backup = backed_up(owner, tmp_path / "node.backup", whole=False)
    seen: list[bytes] = []

    def killed(*_: object, **__: object) -> None:
        seen.extend(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Keyring, "restore", killed)
    with pytest.raises(NodeFolderError):
        restore(backup, tmp_path / "again", recipient=bytes(SAFE), secret=PASSPHRASE)

    assert any(b"[node]" in content for content in seen)
    shown = (secret, secret.hex().encode(), base64.b64encode(secret), b"oprf")
    assert not [word for word in shown for content in seen if word in content]


def test_nothing_is_left_of_a_failed_restore(tmp_path: Path) -> None:
    """A wrong key, a damaged file or a short passphrase make no half a node."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        backup = backed_up(owner, tmp_path / "node.backup", whole=True)
    folder = tmp_path / "again"
    cut = tmp_path / "cut.backup"
    cut.write_bytes(backup.read_bytes()[:-1])

    for file, key, secret, error in (
        (backup, OTHER, PASSPHRASE, SealError),
        (cut, SAFE, PASSPHRASE, SealError),
        (backup, SAFE, "short", KeyringError),
    ):
        with pytest.raises(error):
            restore(file, folder, recipient=bytes(key), secret=secret)
        assert list(folder.iterdir()) == []


def test_a_node_is_never_overwritten(tmp_path: Path) -> None:
    """Restoring over something that is there is refused."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        backup = backed_up(owner, tmp_path / "node.backup", whole=False)

    with pytest.raises(NodeFolderError, match="not empty"):
        restore(backup, tmp_path / "owner-es", recipient=bytes(SAFE), secret=PASSPHRASE)


def test_a_wrong_recipient_stops_before_anything_is_written(tmp_path: Path) -> None:
    """A slip of the pen must not make a backup that nobody can open."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        wrong = RECIPIENT[:-1] + ("a" if RECIPIENT[-1] != "a" else "b")
        for recipients in ([wrong], []):
            with pytest.raises(SealError):
                next(owner.application.keys.backup.write(recipients, whole=False))


def test_a_backup_tells_nothing(tmp_path: Path) -> None:
    """Neither names of files nor settings can be read in it."""
    with opened(make_folder(tmp_path / "owner-es", "owner-es")) as owner:
        owner.load("persons", a_register_of_people())
        sealed = backed_up(owner, tmp_path / "node.backup", whole=True).read_bytes()

    for word in (b"owner-es", b"keyring", b"SQLite", b"Quirarte", b"identity_seed"):
        assert word not in sealed
