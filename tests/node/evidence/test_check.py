"""A bundle is believed only where everything in it fits."""

from collections.abc import Callable
from pathlib import Path

import pytest

from node.domain.errors import JournalError, SourceError
from node.evidence.bundle import read_bundle
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
