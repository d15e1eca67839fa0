"""The rules of the tree that no single module can keep: who imports whom, sizes, words, freshness.

Everything here reads the checkout itself; nothing of the product runs.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "node" / "pb"
MODULE_LINES = 400
FUNCTION_LINES = 50
# A name like these says that nobody asked what the things inside have in common.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "shared", "misc"}
TEXT_SUFFIXES = {".py", ".md", ".proto", ".toml", ".yaml", ".yml", ".sh", ".txt", ".service", ""}
# A path that means something on one developer's machine only.
MACHINE_PATH = re.compile(r"(?<![\w.$}/*-])/(?:home|root|Users|work|tmp|opt|mnt)/\w")
DOWNLOAD_SOURCE = re.compile(r"--(?:extra-)?index-url|--find-links|/simple\b")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|HACK)\b")
BARE_IGNORE = re.compile(r"# type: ignore(?:\[[^\]]*\])?\s*$", re.MULTILINE)
PINNED_LINE = re.compile(
    r"^(?:#.*|    # .*|[a-z0-9][a-z0-9._-]*==[\w.+!]+(?: ; [^\\]+)? \\"
    r"|    --hash=sha256:[0-9a-f]{64}(?: \\)?)$",
)


def tracked_files() -> list[Path]:
    """Return every file that is committed or would be by adding everything."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - fixed words
    paths = (ROOT / name for name in listing.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def own_modules() -> list[Path]:
    """Return the Python files that people wrote."""
    return [
        path for path in tracked_files() if path.suffix == ".py" and GENERATED not in path.parents
    ]


def findings(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Return `file:line` for every match of `pattern`, this file apart: it names what it seeks."""
    return [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in paths
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__).resolve()
        for text in [path.read_text(encoding="utf-8")]
        for match in pattern.finditer(text)
    ]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, nested ones included."""
    for item in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
            yield item


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines from `def` to its end, without the docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None:
        return total
    return total - ((first.end_lineno or first.lineno) - first.lineno + 1)


def run_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the import contracts of the packages in `folder`, with nothing cached."""
    program = "import importlinter.cli as c; raise SystemExit(c.lint_imports(no_cache=True))"
    return subprocess.run(  # noqa: S603 - our own interpreter, fixed words
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100"},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the sources for tests that spoil them."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("matching", "node"):
        ignored = shutil.ignore_patterns("__pycache__", "*.json")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    return folder


def test_import_contracts_hold() -> None:
    """Imports point inward, and clear text stops where the contracts say."""
    result = run_contracts(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("node/domain/case.py", "import node.register", "Imports point inward"),
        ("node/unplaced.py", "", "Imports point inward"),
        ("matching/index/clock.py", "import time", "Matching is pure"),
        ("matching/index/caller.py", "import node.domain", "Matching is pure"),
        ("node/store/remote.py", "import grpc", "Only the wire and the operator's socket speak"),
        ("node/review.py", "import node.pb", "Only the wire and the operator's socket know"),
        ("matching/index/open.py", "import matching.normalise", "Clear text stops"),
        ("node/domain/record.py", "import node.register", "Clear text stops"),
    ],
)
def test_contract_catches(stage: Path, module: str, line: str, contract: str) -> None:
    """A deliberate violation breaks the contract that is there to catch it."""
    path = stage / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")

    result = run_contracts(stage)

    path.unlink() if before is None else path.write_text(before, encoding="utf-8")
    broken = [text for text in result.stdout.splitlines() if text.endswith(" BROKEN")]
    assert any(text.startswith(contract) for text in broken), result.stdout + result.stderr


def test_generated_code_is_fresh(tmp_path: Path) -> None:
    """The committed package of the protocols is what `make proto` would write now."""
    target = tmp_path / "pb"
    command = [sys.executable, str(ROOT / "proto" / "generate.py"), str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - our own interpreter and script

    assert contents(GENERATED) == contents(target)


def contents(folder: Path) -> dict[str, str]:
    """Return the text of every source file under `folder` by its relative name."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py*")
        if "__pycache__" not in path.parts
    }


def test_no_module_is_too_long() -> None:
    """A module past the limit is split along a noun, but for the one that must stay one file."""
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in own_modules()}
    sizes.pop(ROOT / "deploy" / "verify" / "heliograph_verify.py")

    assert [str(path) for path, lines in sizes.items() if lines > MODULE_LINES] == []


def test_no_function_is_too_long() -> None:
    """A function past the limit hides a second one."""
    assert [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in own_modules()
        for function in functions(path)
        if body_lines(function) > FUNCTION_LINES
    ] == []


def test_every_module_has_a_telling_name() -> None:
    """No module or folder is a drawer for what has no home."""
    assert [
        str(path) for path in own_modules() if EMPTY_NAMES & {path.stem, path.parent.name}
    ] == []


@pytest.mark.parametrize(
    "pattern",
    [MACHINE_PATH, DOWNLOAD_SOURCE, UNFINISHED],
    ids=["machine path", "download source", "unfinished work"],
)
def test_tree_is_free_of(pattern: re.Pattern[str]) -> None:
    """Nothing committed depends on one machine, one download source or a later day."""
    assert findings(pattern, tracked_files()) == []


def test_every_type_ignore_has_a_reason() -> None:
    """A silenced type error says what is silenced and why."""
    assert findings(BARE_IGNORE, own_modules()) == []


@pytest.mark.parametrize("name", ["build", "dev", "runtime"])
def test_requirements_hold_only_pins_and_hashes(name: str) -> None:
    """A requirements file names versions and hashes, and no address to fetch them from."""
    path = ROOT / ("requirements.txt" if name == "runtime" else f"requirements-{name}.txt")

    lines = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not PINNED_LINE.match(line)] == []


def test_requirements_cover_every_dependency() -> None:
    """What the project depends on is pinned, so a new dependency cannot be forgotten."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = {
        name: set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    }
    wanted = [re.split(r"[][<>=]", item)[0] for item in project["dependencies"]]
    wanted_dev = [re.split(r"[][<>=]", item)[0] for item in project["optional-dependencies"]["dev"]]

    assert set(wanted) <= pinned["requirements.txt"]
    assert {*wanted, *wanted_dev} <= pinned["requirements-dev.txt"]


def test_every_data_file_is_packaged() -> None:
    """A file that a module reads travels with the module when the package is installed."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packaged = settings["tool"]["setuptools"]["package-data"]
    data = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path.relative_to(ROOT).parts[0] in {"matching", "node"}
        and path.suffix not in {".py", ".md"}
    ]

    assert [
        str(path)
        for path in data
        if not any(fnmatch(path.name, pattern) for pattern in packaged["*"])
        and not any(
            fnmatch(str(path.relative_to(path.parts[0])), pattern)
            for pattern in packaged[path.parts[0]]
        )
    ] == []
