"""Write a paper as plain text that any terminal, fax or message system carries."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from unicodedata import east_asian_width

from node.paper.model import (
    Blank,
    Block,
    Facts,
    Figures,
    Grid,
    Heading,
    Listing,
    Notice,
    Paper,
    Paragraph,
    Verbatim,
)

_COLUMNS = 78
_LABEL = 26
_GAP = 3


def text_of(paper: Paper) -> str:
    """Return the text, in lines of at most 78 columns where words allow."""
    lines = [paper.issuer, *wrap(paper.marking, _COLUMNS), ""]
    lines += [paper.kind.upper(), paper.title, "=" * min(_COLUMNS, _width(paper.title)), ""]
    for block in paper.blocks:
        lines += [*_lines(block), ""]
    lines += ["-" * _COLUMNS, paper.reference]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block) -> Iterator[str]:  # noqa: C901, PLR0912 - one branch for each kind
    match block:
        case Heading():
            yield block.text
            yield "-" * min(_COLUMNS, _width(block.text))
        case Paragraph():
            yield from _wrapped(block.text)
        case Facts():
            for label, value in block.rows:
                if value:
                    yield from _fact(label, value)
        case Grid():
            yield from _aligned(block) if _fits(block) else _records(block)
        case Listing():
            for number, point in enumerate(block.points, start=1):
                yield from _wrapped(point, first=f"{number}. ", later="   ")
        case Notice():
            yield from _wrapped(block.text, first="! ", later="! ")
        case Figures():
            for figure in block.figures:
                yield from _fact(figure.label, figure.value)
        case Blank():
            yield from _wrapped(f"{block.label} {block.hint}".rstrip())
            yield from ("_" * _COLUMNS for _ in range(block.lines))
        case Verbatim():
            yield from block.text.splitlines()


def _fits(grid: Grid) -> bool:
    """Tell whether a table of numbers has room on one line each."""
    cells = [cell for row in grid.rows for cell in row]
    return bool(grid.numbers) and sum(_widths(grid)) <= _COLUMNS and "\n" not in "".join(cells)


def _widths(grid: Grid) -> list[int]:
    """Return the room of each column: for its cells, and for the longest word of its title."""
    titles = [max(title.split() or [""], key=_width) for title in grid.titles]
    return [max(map(_width, column)) + _GAP for column in zip(titles, *grid.rows, strict=True)]


def _aligned(grid: Grid) -> Iterator[str]:
    """Write a table with its numbers below each other, titles on as many lines as they need."""
    widths = _widths(grid)
    heads = [
        wrap(title, max(1, width - _GAP), break_on_hyphens=False)
        for title, width in zip(grid.titles, widths, strict=True)
    ]
    height = max(map(len, heads))
    stacked = [[""] * (height - len(head)) + head for head in heads]
    for row in (*zip(*stacked, strict=True), *grid.rows):
        line = ""
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - _GAP - _width(cell))
            line += f"{room}{cell}" if number in grid.numbers else f"{cell}{room}"
            line += " " * _GAP
        yield line


def _records(grid: Grid) -> Iterator[str]:
    """Write each row of a table as a record of its own: columns of text break in every font."""
    if not grid.rows:
        yield from _wrapped(grid.empty)
    for number, row in enumerate(grid.rows):
        if number:
            yield ""
        for title, cell in zip(grid.titles, row, strict=True):
            if cell:
                yield from _fact(title, cell)


def _fact(label: str, value: str) -> Iterator[str]:
    gap = " " * max(1, _LABEL - _width(label))
    yield from _wrapped(value, first=f"{label}{gap}", later=" " * _LABEL)


def _wrapped(text: str, *, first: str = "", later: str = "") -> Iterator[str]:
    beginning = first
    for line in text.splitlines() or [""]:
        yield from wrap(
            line,
            _COLUMNS,
            initial_indent=beginning,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [beginning]
        beginning = later


def _width(text: str | Sequence[str]) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
