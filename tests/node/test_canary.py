"""Nothing of a person or a thing leaves the places in which clear text may be.

Unmistakable values go through everything that a node does with them, and through failures of it.
Afterwards they occur, in any of the usual encodings, in no file, no message and no output.
"""

import base64
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.node.store.postgres import dumped, programs, served

ROOT = Path(__file__).parents[2]
SURNAME = "Zwyrtkowiczanin"
PASSPORT = "QZX9174826"
IMO = "9811000"
CANARIES = (SURNAME, PASSPORT, IMO)


def encodings(text: str) -> Iterator[bytes]:
    """Yield a text as it could stand somewhere: as it is, in capitals or small, and encoded."""
    for spelling in dict.fromkeys((text, text.upper(), text.lower())):
        raw = spelling.encode()
        yield raw
        yield spelling.encode("utf-16-le")
        yield spelling.encode("utf-16-be")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        # Base64 at each of the three places where a text may begin; cut to what only it decides.
        for before in range(3):
            coded = base64.b64encode(bytes(before) + raw)
            start = -(-before * 8 // 6)
            yield coded[start : (before + len(raw)) * 8 // 6]


def found(content: bytes) -> list[str]:
    """Return the canaries that occur in some bytes."""
    return [name for name in CANARIES if any(each in content for each in encodings(name))]


def fly(folder: Path, *more: str) -> bytes:
    """Let a process do all of it in a folder; return everything that it said."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "tests.node.flying", str(folder), SURNAME, PASSPORT, IMO, *more],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def flight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Fly once for this file; return the folder and what was said."""
    folder = tmp_path_factory.mktemp("flight")
    return folder, fly(folder)


@pytest.mark.parametrize("text", CANARIES)
@pytest.mark.parametrize("before", range(3))
def test_a_canary_would_be_found(text: str, before: int) -> None:
    """The search finds what it must: in base64 at any offset, in hexadecimal, in UTF-16."""
    around = b"x" * before
    for content in (
        text.encode(),
        text.lower().encode("utf-16-le"),
        text.encode().hex().encode(),
        base64.b64encode(around + text.encode() + b"behind"),
    ):
        assert found(around + content + b"...")


def test_every_step_was_taken(flight: tuple[Path, bytes]) -> None:
    """The flight went as far as the crash, so that silence means something."""
    steps = flight[1].decode()

    for step in (
        "loaded 2",
        "hit",
        "reviewed",
        "standing",
        "watched",
        "delivered",
        "matched",
        "room of 2",
        "blind (True,)",
        "taken back True",
        "papers True, numbers in them: 0",
        "papers True, numbers in them: 1",
        "support 0",
        "carried away",
        "rejected 1",
        "refused",
        "load failed",
        "thread crashed",
        "node crashed",
    ):
        assert step in steps


@pytest.mark.slow
def test_no_file_holds_a_canary(flight: tuple[Path, bytes]) -> None:
    """Ledger, journal, index, vault, keyring and all that lies beside them hold nothing of it."""
    files = [path for path in flight[0].rglob("*") if path.is_file()]

    assert {path.name: found(path.read_bytes()) for path in files} == {
        path.name: [] for path in files
    }
    names = {path.name for path in files}
    assert {"ledger.sqlite", "index.duckdb", "vault.sqlite", "wire.bin"} <= names
    assert {"node.backup", "evidence.bin", "support.json"} <= names


@pytest.mark.slow
@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed: make tools")
def test_no_row_of_postgresql_holds_a_canary(tmp_path: Path) -> None:
    """The ledger of several replicas holds no more than the one in a file."""
    with served() as url:
        said = fly(tmp_path, url)
        rows = dumped(url)

    assert b"carried away" in said
    assert b"CASE-CANARY" in rows
    assert (found(rows), found(said)) == ([], [])


def test_no_output_holds_a_canary(flight: tuple[Path, bytes]) -> None:
    """Log lines, errors and the traceback of a crash repeat nothing that they were given."""
    assert found(flight[1]) == []
