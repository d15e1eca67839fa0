"""A bundle is believed only where everything in it fits."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from node.domain.errors import JournalError, SourceError
from node.evidence.bundle import bundle_of, read_bundle
from node.evidence.check import check_bundle
from node.keys.identity import Identity
from tests.node.evidence.bundles import ASKER, OWNER, TAMPERINGS, Exported, Files, put, resign


@pytest.mark.parametrize("node", [OWNER, ASKER])
def test_what_a_node_exports_is_sound(exported: Exported, node: str) -> None:
    """Both sides of an exchange export bundles that verify."""
    bundle = read_bundle(exported.path(node))

    check_bundle(bundle)

    assert bundle.node == node
    assert len(bundle.entries) == bundle.size
    # Answers go one way, a notice the other.
    assert {kept.direction for kept in bundle.receipts} == {"given", "received"}


def test_the_asker_has_its_heads_cosigned(exported: Exported) -> None:
    """Every query brings the asker a cosignature of the peer that answers."""
    bundle = read_bundle(exported.path(ASKER))

    assert [each.peer for each in bundle.cosignatures] == [OWNER] * 3


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
@pytest.mark.parametrize("forger", ["a stranger", "the node"])
def test_tampering_is_found(
    exported: Exported, tmp_path: Path, tampering: Callable[[Files], Files], forger: str
) -> None:
    """Neither who finds a bundle nor the node itself can change what was journalled."""
    files = tampering(exported.files(ASKER))
    if forger == "the node":
        files = resign(files, exported.identities[ASKER])

    with pytest.raises(JournalError):
        check_bundle(read_bundle(put(tmp_path / "bundle", files)))


def test_another_key_signs_nothing(exported: Exported, tmp_path: Path) -> None:
    """Who signs a bundle with a key of his own has none of the node's signatures."""
    forger = Identity(b"\x07" * 32)
    files = resign(exported.files(ASKER), forger, identity_key=forger.public_key.hex())

    with pytest.raises(JournalError, match="another node"):
        check_bundle(read_bundle(put(tmp_path / "bundle", files)))


def test_a_missing_file_is_told(exported: Exported, tmp_path: Path) -> None:
    """A bundle has all of its files."""
    files = exported.files(ASKER)
    del files["heads.jsonl"]

    with pytest.raises(SourceError, match="missing"):
        read_bundle(put(tmp_path / "bundle", files))


def test_a_bundle_that_is_packed_oddly_is_told(exported: Exported, tmp_path: Path) -> None:
    """Encrypted, or packed by a way that is not known here: an error with a hint, no traceback."""
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in exported.files(OWNER).items():
            archive.writestr(name, content)
    raw = bytearray(path.read_bytes())

    for at, value in ((6, 1), (8, 99)):
        # Flags and method of compression: the same in each file's own head and in the list of all.
        odd = bytearray(raw)
        for mark, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
            start = odd.find(mark)
            while start >= 0:
                odd[start + at + shift] = value
                start = odd.find(mark, start + 1)
        path.write_bytes(bytes(odd))
        with pytest.raises(SourceError, match="no bundle of evidence"):
            read_bundle(path)


@pytest.mark.parametrize(
    ("name", "found", "wrong"),
    [
        ("manifest.json", b'"files"', b'"filec"'),
        ("manifest.json", b'"size":', b'"size":[1],"was":'),
        ("manifest.json", b'"selection":{', b'"selection":{"case":7'),
        ("heads.jsonl", b'{"note"', b'{"note":7,"was"'),
        ("peers.jsonl", b'"identity_key"', b'"identity_key":"00","was"'),
        ("peer_heads.jsonl", b'"received_at"', b'"received_at":"2026-03-01T12:00:00","was"'),
        ("leaves.txt", b"\n", b"00\n"),
    ],
    ids=["no files", "size", "selection", "note", "key", "zone", "leaf"],
)
def test_what_is_of_another_kind_is_no_bundle(
    exported: Exported, name: str, found: bytes, wrong: bytes
) -> None:
    """A bundle of another agency may say anything; reading it ends in an error of ours."""
    files = exported.files(OWNER)
    plain = files[name].replace(b": ", b":")
    assert found in plain

    with pytest.raises(JournalError, match="no bundle of evidence"):
        bundle_of(files | {name: plain.replace(found, wrong)}, name="theirs")
