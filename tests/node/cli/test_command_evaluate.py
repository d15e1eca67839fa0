"""`heliograph evaluate`: labelled registers in, figures out."""

import json
from pathlib import Path

import pytest

from benchmarks.generated import write
from matching.subject import EntityType
from node.cli.entry import main
from node.cli.exitcode import ExitCode

PROMISED = {
    "best", "hit", "possible", "candidates", "average_precision", "pairs_scored", "seconds",
    "peak_memory_mb", "splits",
}  # fmt: skip


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """Return a command that evaluates a small invented set."""
    write(tmp_path, EntityType.PERSON, links=20, crowd=20, seed=41)
    sides = (("--left", "a.csv"), ("--right", "b.csv"), ("--truth", "truth.csv"))
    files = [word for option, name in sides for word in (option, str(tmp_path / name))]
    return ["evaluate", "--entity", "person", *files]


def test_says_how_good_matching_is(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """People get tables, with clear text beside it where they ask for it."""
    assert main([*words, "--plaintext", "--without", "identifiers"]) == ExitCode.OK

    printed = capsys.readouterr().out
    assert "hit, as shipped" in printed
    assert "clear text, best" in printed


def test_prints_a_document(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the figures under their promised keys."""
    assert main([*words, "--json"]) == ExitCode.OK

    document = json.loads(capsys.readouterr().out)
    assert document.keys() >= PROMISED


def test_writes_a_document(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file behind --json gets the document, and standard output nothing."""
    out = tmp_path / "found.json"

    assert main([*words, "--without", "aliases", "--json", str(out)]) == ExitCode.OK

    assert json.loads(out.read_text(encoding="utf-8")).keys() >= PROMISED
    assert not capsys.readouterr().out


def test_refuses_to_hide_what_it_does_not_know(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt word is not ignored."""
    assert main([*words, "--without", "names"]) != ExitCode.OK

    assert "neither identifiers nor aliases" in capsys.readouterr().err
