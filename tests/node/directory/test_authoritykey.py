"""Keys of the authority: sealed, and named by what they are."""

import json
from pathlib import Path

import pytest

from node.directory.authoritykey import make_key, open_key, read_public_key
from node.domain.errors import KeyringError
from node.keys.sealedfile import SealedFile
from tests.node.directory.publisher import CHEAP

SECRET = "twelve letters and more"  # noqa: S105 - seals nothing that is worth it


def test_a_key_signs_what_its_public_half_verifies(tmp_path: Path) -> None:
    """The two files belong together."""
    public = make_key(tmp_path / "alice.key", SECRET, stretch=CHEAP)

    signer = open_key(tmp_path / "alice.key", SECRET)

    read_public_key(public).verify_signature(signer.sign(b"list"), b"list")


def test_the_secret_is_sealed(tmp_path: Path) -> None:
    """Another passphrase opens nothing."""
    make_key(tmp_path / "alice.key", SECRET, stretch=CHEAP)

    with pytest.raises(KeyringError):
        open_key(tmp_path / "alice.key", "another passphrase")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A key that is gone cannot sign for the authority any more."""
    make_key(tmp_path / "alice.key", SECRET, stretch=CHEAP)

    with pytest.raises(KeyringError):
        make_key(tmp_path / "alice.key", SECRET, stretch=CHEAP)


def test_a_given_name_is_not_believed(tmp_path: Path) -> None:
    """A key is named after its bytes, whatever its file says."""
    public = make_key(tmp_path / "alice.key", SECRET, stretch=CHEAP)
    named = read_public_key(public).keyid
    document = json.loads(public.read_text())
    document["key"]["keyid"] = document["id"] = "bob"
    public.write_text(json.dumps(document))

    assert read_public_key(public).keyid == named


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"schema": "heliograph.entry.v1"}'])
def test_another_file_is_no_key(tmp_path: Path, content: str) -> None:
    """A file of another kind is told by its name, without its content."""
    (tmp_path / "alice.pub").write_text(content)
    SealedFile.new(tmp_path / "bob.key", SECRET, stretch=CHEAP).write(content.encode())

    with pytest.raises(KeyringError, match=r"alice\.pub"):
        read_public_key(tmp_path / "alice.pub")
    with pytest.raises(KeyringError, match=r"bob\.key"):
        open_key(tmp_path / "bob.key", SECRET)
