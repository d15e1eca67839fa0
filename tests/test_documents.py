"""What the documents promise by name exists: files, tests, commands and targets.

A page for a court that names a test which was renamed proves nothing any more, and nobody sees it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path.relative_to(ROOT)
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("deploy/**/*.md"))
    # The changelog names what there was; the reference is generated.
    if path.name not in {"CHANGELOG.md", "cli.md"}
)
FOLDERS = ("benchmarks", "deploy", "docs", "matching", "node", "proto", "tests")
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w./*{{}},-]*")
TEST = re.compile(r"test_\w+\.py")
WORDS = re.compile(r"[a-z][a-z-]*(?:\|[a-z][a-z-]*)*")
TARGET = re.compile(r"make ([a-z]+)")
COMMANDS = set(
    re.findall(
        r"^## heliograph (.+)$",
        (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)
TARGETS = set(
    re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)
DUTIES = ROOT / "docs" / "obligations.md"
CLAIMS = ROOT / "docs" / "threat-model.md"


def lines(page: Path) -> list[str]:
    """Return a page, line by line."""
    return (ROOT / page).read_text(encoding="utf-8").splitlines()


def spans(page: Path) -> Iterator[tuple[int, str]]:
    """Yield what a page sets as code within its sentences, with the number of its line."""
    for number, line in enumerate(lines(page), start=1):
        for span in SPAN.findall(line):
            yield number, span


def is_there(path: str) -> bool:
    """Tell whether a path of the checkout exists; a star stands for anything."""
    return any(ROOT.glob(path.rstrip("/"))) if path.strip("/") else False


def is_command(words: str) -> bool:
    """Tell whether words begin with a command; `a|b` names two of one group."""
    ways = [""]
    for word in words.split():
        if not WORDS.fullmatch(word):
            break
        ways = [f"{way} {each}".strip() for way in ways for each in word.split("|")]
        if all(way in COMMANDS for way in ways):
            return True
    return bool(ways[0]) and all(any(c.startswith(f"{way} ") for c in COMMANDS) for way in ways)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    """In code within a sentence; a test without a folder is in that of the one before it."""
    missing = []
    for number, line in enumerate(lines(page), start=1):
        folder = ""
        for span in SPAN.findall(line):
            named = PATH.fullmatch(span)
            if named:
                folder = span.rpartition("/")[0]
            elif TEST.fullmatch(span):
                span = f"{folder or 'tests/**'}/{span}"  # noqa: PLW2901 - the same test by its whole name
            else:
                continue
            if not is_there(span):
                missing.append(f"{page}:{number} {span}")

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    """What an officer or auditor would type is what the command line has."""
    wrong = [
        f"{page}:{number} {span}"
        for number, span in spans(page)
        if span.startswith("heliograph ") and not span.startswith("heliograph --")
        if not is_command(span.removeprefix("heliograph "))
    ]
    wrong += [
        f"{page}:{number} {span}"
        for number, span in spans(page)
        if (named := TARGET.match(span)) and named[1] not in TARGETS
    ]

    assert wrong == []


@pytest.mark.parametrize("page", [DUTIES, CLAIMS], ids=lambda page: page.stem)
def test_every_duty_and_claim_is_shown(page: Path) -> None:
    """Each row ends in a test, a command or a file that shows it, or is the agency's to show."""
    text = page.read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")]
        for table in re.split(r"\n\n", text)
        if "shown by" in table
        for row in table.splitlines()
        if row.startswith("| ") and "shown by" not in row
    ]

    assert len(rows) > 20
    assert [
        row[0] for row in rows if not SPAN.search(row[-1]) and "the agency" not in row[-1]
    ] == []


def test_duties_are_shown_by_tests() -> None:
    """What software can do for a duty is shown by a test, wherever it does anything."""
    rows = [line for line in lines(DUTIES.relative_to(ROOT)) if "tests/" in line]

    assert len(rows) > 35
