"""The standalone verifier finds what the node's own code finds, and shares nothing with it."""

import ast
import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.node.evidence.bundles import (
    ASKER,
    OWNER,
    TAMPERINGS,
    Exported,
    Files,
    export_pair,
    put,
    resign,
)

PROGRAM = Path(__file__).parents[2] / "deploy" / "verify" / "heliograph_verify.py"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Have two real nodes ask, answer and export."""
    return asyncio.run(export_pair(tmp_path_factory.mktemp("evidence")))


def run(*words: str | Path) -> tuple[int, str]:
    """Run the verifier as its user does: alone, with nothing of the checkout importable."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", PROGRAM, *words], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_it_imports_pynacl_alone() -> None:
    """Whoever reads the one file has read all that decides."""
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    }

    assert names - set(sys.stdlib_module_names) == {"nacl"}


@pytest.mark.parametrize("node", [OWNER, ASKER])
def test_a_sound_bundle_is_verified(exported: Exported, node: str) -> None:
    """The report says what was checked, and by which key."""
    key = exported.identities[node].public_key.hex()

    code, report = run(exported.path(node), "--key", key)

    assert code == 0
    assert report.endswith("Everything fits.\n")
    assert node in report


def test_without_a_key_it_says_what_to_compare(exported: Exported) -> None:
    """A bundle that agrees with itself proves nothing about whose it is."""
    code, report = run(exported.path(OWNER))

    assert code == 0
    assert "Compare the identity key by another way" in report


def test_an_unexpected_key_is_refused(exported: Exported) -> None:
    """The bundle of one node is not that of another."""
    code, report = run(exported.path(OWNER), "--key", exported.identities[ASKER].public_key.hex())

    assert code == 3
    assert "another key" in report


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
@pytest.mark.parametrize("forger", ["a stranger", "the node"])
def test_tampering_is_found(
    exported: Exported, tmp_path: Path, tampering: Callable[[Files], Files], forger: str
) -> None:
    """Neither who finds a bundle nor the node itself can change what was journalled."""
    files = tampering(exported.files(ASKER))
    if forger == "the node":
        files = resign(files, exported.identities[ASKER])

    code, report = run(put(tmp_path / "bundle", files))

    assert (code, report[:12]) == (3, "NOT VERIFIED")


def test_what_is_no_bundle_is_not_verified(tmp_path: Path) -> None:
    """A file of something else ends with the same code."""
    (tmp_path / "text.zip").write_text("no archive", encoding="utf-8")

    assert run(tmp_path / "text.zip")[0] == 3
    assert run(tmp_path / "nothing")[0] == 3
