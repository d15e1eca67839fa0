"""The matrix of a case, as it is printed."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console, RenderableType
from rich.text import Text

from node.cli.render_matrix import render_matrix
from node.operator.view import Case, CaseFile, CaseSubject, Cell, Problem

AT = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)
PEERS = ("customs-es", "fiu-nl", "coastguard-cv")
SUBJECTS = (
    CaseSubject("S01", "carrier", "vessel", "ATLANTIC HOPE"),
    CaseSubject("S02", "master", "person", "Мазур Григорій Олексійович"),
    CaseSubject("S03", "container", "identifier", "CSQU3054383"),
)


def a_file(cells: list[Cell], *, peers: tuple[str, ...] = PEERS) -> CaseFile:
    """Return a case in which everything that is not told is no hit."""
    told = {(cell.subject, cell.peer): cell for cell in cells}
    every = tuple(
        told.get((subject.id, peer), Cell(subject.id, peer, "no hit"))
        for subject in SUBJECTS
        for peer in peers
    )
    case = Case("PA-1", "Bananas", None, "uid-1", AT, AT, len(SUBJECTS), len(cells))
    return CaseFile(case, SUBJECTS, peers, every)


def printed(picture: RenderableType, *, width: int) -> list[str]:
    """Return the lines that a terminal of that width without colours shows."""
    page = StringIO()
    Console(file=page, width=width, color_system=None, markup=False).print(picture)
    return [line.rstrip() for line in page.getvalue().splitlines()]


def line_with(lines: list[str], word: str) -> str:
    """Return the first line that has the word."""
    return next(line for line in lines if word in line)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("S01", "fiu-nl", "hit", band="strong"), "HIT strong"),
        (Cell("S01", "fiu-nl", "hit", band="probable"), "HIT probable"),
        (Cell("S01", "fiu-nl", "no hit"), "no hit"),
        (Cell("S01", "fiu-nl", "not asked"), "no register"),
        (Cell("S01", "fiu-nl", "failed"), "not reached"),
        (Cell("S01", "fiu-nl", "pending"), "asking"),
        (Cell("S01", "fiu-nl", "waiting"), "will retry"),
    ],
    ids=lambda value: value.state if isinstance(value, Cell) else value,
)
def test_every_outcome_is_words(cell: Cell, words: str) -> None:
    """Without any colour the outcome can be read."""
    lines = printed(render_matrix(a_file([cell], peers=("fiu-nl",)), width=80), width=80)

    assert line_with(lines, "S01").endswith(words)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Names of any script fit, cut where they must be."""
    lines = printed(render_matrix(a_file([]), width=width), width=width)

    assert max(Text(line).cell_len for line in lines) <= width
    assert any("Мазур" in line for line in lines)


def test_subjects_stand_under_what_they_are() -> None:
    """The ship comes first, then persons, then what came with them."""
    lines = printed(render_matrix(a_file([]), width=80), width=80)
    order = [
        line.strip() for line in lines if line.strip() in {"Vessels", "Persons", "Identifiers"}
    ]

    assert order == ["Vessels", "Persons", "Identifiers"]


def test_hits_are_counted_for_each_peer() -> None:
    """Under each peer stands how many of the subjects it knows."""
    hits = [Cell("S01", "fiu-nl", "hit"), Cell("S02", "fiu-nl", "hit")]

    lines = printed(render_matrix(a_file(hits), width=80), width=80)

    assert " ".join(line_with(lines, "known").split()) == "known 0 of 3 2 of 3 0 of 3"


def test_refusals_say_why_once() -> None:
    """A peer that refuses three subjects for one reason is explained once."""
    refused = [
        Cell(subject.id, "fiu-nl", "refused", refusal="purpose-not-covered") for subject in SUBJECTS
    ]

    text = " ".join(printed(render_matrix(a_file(refused), width=120), width=120))

    assert text.count("does not cover this purpose") == 1


def test_failures_say_what_to_try() -> None:
    """Below the matrix stands why a peer was not reached."""
    problem = Problem("PEER_UNAVAILABLE", "the peer is silent", "Test the line.")
    failed = Cell("S01", "fiu-nl", "failed", problem=problem)

    lines = printed(render_matrix(a_file([failed]), width=80), width=80)

    assert "fiu-nl: the peer is silent. Test the line." in "\n".join(lines)


def test_quiet_peers_give_way_to_those_with_news() -> None:
    """Of two hundred peers, those that know nothing are named below, not given a column."""
    many = tuple(f"peer-{number:03d}" for number in range(200))
    hit = Cell("S01", "peer-117", "hit", band="strong")

    lines = printed(render_matrix(a_file([hit], peers=many), width=80), width=80)

    assert lines[0].split() == ["peer-117"]
    assert "199 peers" in " ".join(lines)


def test_peers_that_do_not_fit_continue_below() -> None:
    """More peers with news than columns make a second block with all subjects again."""
    many = tuple(f"customs-{number:02d}" for number in range(7))
    hits = [Cell("S01", peer, "hit", band="strong") for peer in many]

    lines = printed(render_matrix(a_file(hits, peers=many), width=80), width=80)

    assert sum("ATLANTIC HOPE" in line for line in lines) == 3
    assert " ".join(lines).count("HIT strong") == 7


def test_empty_case_says_what_to_do() -> None:
    """A case without subjects names the command that adds them."""
    file = CaseFile(a_file([]).case, (), (), ())

    assert "heliograph case add" in " ".join(printed(render_matrix(file, width=80), width=80))
