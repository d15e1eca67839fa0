"""The rim of the command line: global options, errors, exit codes, help."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from node.cli.entry import main
from node.cli.exitcode import MEANINGS, ExitCode
from node.cli.reference import reference

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HELIOGRAPH_NODE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")


def test_reference_is_current() -> None:
    """docs/cli.md lists every command and every option as they are."""
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == reference()


def test_reference_explains_every_option() -> None:
    """No option is without a meaning."""
    rows = [line for line in reference().splitlines() if line.startswith("| `")]

    assert len(rows) > 100
    assert [row for row in rows if not row.rstrip("| ").rpartition("|")[2].strip()] == []


def test_version_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, before or after the command, the result is one document with its schema."""
    assert main(["version", "--json"]) == ExitCode.OK
    after = json.loads(capsys.readouterr().out)
    assert main(["--json", "version"]) == ExitCode.OK

    assert json.loads(capsys.readouterr().out) == after
    assert after["schema"] == "heliograph.version.v1"


def test_exit_codes_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    """Every code has a meaning and is printed."""
    assert main(["--json", "help", "exit-codes"]) == ExitCode.OK

    codes = json.loads(capsys.readouterr().out)["exit_codes"]
    assert set(codes) == {str(code.value) for code in ExitCode} == {str(each) for each in MEANINGS}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status"], ExitCode.USAGE),
        (["--node", "absent", "status"], ExitCode.FAILURE),
        (["status", "--node", "{folder}"], ExitCode.UNAVAILABLE),
        (["status", "--node={folder}"], ExitCode.UNAVAILABLE),
        (["no-such-command"], ExitCode.USAGE),
        (["case", "new", "PA-1"], ExitCode.USAGE),
        (["case", "run"], ExitCode.USAGE),
        (["query", "person", "--name", "Ann"], ExitCode.USAGE),
        (["register", "load", "a.csv", "--type", "ship", "--register", "r"], ExitCode.USAGE),
        (["register", "load", "absent.csv", "--type", "person", "--register", "r"], 1),
        (["alert", "list", "--limit", "0", "--node", "{folder}"], ExitCode.USAGE),
        (["init", "--id", "x", "--name", "X", "--country", "ES", "--kind", "shop"], ExitCode.USAGE),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_failures_end_with_their_code(
    words: list[str], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failure prints a sentence on standard error, nothing on standard output."""
    assert main([word.format(folder=tmp_path) for word in words]) == code

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("heliograph: ")


def test_error_is_a_document_with_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json an error has a code, a message and a hint."""
    assert main(["--json", "--node", str(tmp_path), "doctor"]) == ExitCode.UNAVAILABLE

    error = json.loads(capsys.readouterr().err)
    assert error["schema"] == "heliograph.error.v1"
    assert error["error"]["code"] == "NOT_RUNNING"
    assert error["error"]["hint"] == "Start it with: heliograph serve"


def test_unknown_field_is_met_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt column is corrected, and its value is not repeated."""
    words = ["query", "person", "--name", "Ann", "--field", "catgory=Zzyzx", "--case", "C"]
    words += ["--purpose", "firearms", "--offence", "o", "--legal-basis", "l"]

    assert main([*words, "--node", str(tmp_path)]) == ExitCode.USAGE

    told = capsys.readouterr().err
    assert "category" in told
    assert "Zzyzx" not in told


def test_init_keeps_an_existing_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with something in it is never made a node."""
    (tmp_path / "kept").touch()
    words = ["init", "--id", "x", "--name", "X", "--country", "ES", "--kind", "customs"]
    words += ["--address", "127.0.0.1:7400", "--passphrase-file", "secret"]

    assert main(["--node", str(tmp_path), *words]) == ExitCode.FAILURE

    assert "never overwritten" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_contact_point_needs_desk_and_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a contact point is refused before anything is made."""
    words = ["init", "--id", "x", "--name", "X", "--country", "ES", "--kind", "customs"]
    words += ["--address", "127.0.0.1:7400", "--passphrase-file", "secret"]
    words += ["--contact-phone", "+34 600 000 000"]

    assert main(["--node", str(tmp_path / "node"), *words]) == ExitCode.USAGE

    assert "a desk and a way" in capsys.readouterr().err
    assert not (tmp_path / "node").exists()


@pytest.mark.parametrize(
    "words", [["case", "run"], ["query", "vessel"], ["init"], ["audit", "tail"]]
)
def test_help_begins_with_an_example(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The first thing below the usage is a command that one could type."""
    assert main([*words, "--help"]) == ExitCode.OK

    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[0].startswith("Usage:")
    assert lines[1].startswith("$ heliograph ")


def test_help_imports_nothing_heavy() -> None:
    """Help and completion pay for neither gRPC nor matching nor readers."""
    program = (
        "import sys, node.cli.entry as entry;"
        "entry.main(['--help']);"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    result = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )

    heavy = {"grpc", "splink", "duckdb", "faker", "numpy", "pyarrow", "openpyxl", "pydantic"}
    assert heavy.isdisjoint(result.stderr.split())


def test_closed_pipe_is_no_failure() -> None:
    """A reader that has seen enough does not make the command fail."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        result = subprocess.run(
            [sys.executable, "-m", "node.cli", "register", "schema"],
            cwd=ROOT,
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )

    assert result.stderr == ""
    assert result.returncode == ExitCode.OK


def test_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After an upgrade of the sources alone, the error says what to install."""

    def incomplete() -> None:
        raise ModuleNotFoundError("No module named 'seal'", name="seal")

    monkeypatch.setattr("node.cli.entry.build_app", incomplete)

    assert main(["version"]) == ExitCode.FAILURE
    assert "the installation is incomplete: seal is missing" in capsys.readouterr().err
