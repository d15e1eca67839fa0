"""The matrix of a case: one row for each subject, one column for each peer.

It is read at 80 columns as well as on paper: every outcome is words, subjects are grouped by what
they are, and peers that do not fit beside each other continue below.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from node.cli.phrase import count
from node.cli.render_outcome import HIT, NO_HIT, outcome, reasons
from node.operator.view import CaseFile, CaseSubject, Cell

_TYPES: Final = {
    "vessel": "Vessels",
    "person": "Persons",
    "company": "Companies",
    "identifier": "Identifiers",
}
_GAP: Final = 2
_MARGIN: Final = 1
_LABEL_LETTERS: Final = 24
"""A label cut shorter than this says too little."""
_OUTCOME_LETTERS: Final = 13
"""Letters of the longest outcome that is not broken, `HIT probable`, and one."""
_PEER_LETTERS: Final = 20
"""A longer name of a peer is broken."""

Cells = Mapping[tuple[str, str], Cell]
"""Cells by subject and peer."""


@dataclass(frozen=True, slots=True)
class _Widths:
    """Letters of each column."""

    id: int
    label: int
    role: int
    """0 where there is no room beside the label: the role then stands below it."""
    peer: int


def render_matrix(file: CaseFile, *, width: int) -> RenderableType:
    """Return the matrix for a terminal of `width` columns, with what needs saying below it."""
    if not file.subjects:
        return Text("no subjects yet; add them with: heliograph case add")
    cells = {(cell.subject, cell.peer): cell for cell in file.cells}
    widths, blocks = _layout(file, _peers_with_news(file, cells, width=width), width=width)
    parts = [_block(file, cells, peers=peers, widths=widths) for peers in blocks]
    quiet = [peer for peer in file.peers if not any(peer in peers for peers in blocks)]
    return Padding(Group(*parts, *_below(file, quiet)), (0, 0, 0, _MARGIN))


def _peers_with_news(file: CaseFile, cells: Cells, *, width: int) -> tuple[str, ...]:
    """Return the peers that need a column: all, unless that is more than fits."""
    if len(file.peers) <= _fitting(file, width=width):
        return file.peers
    return tuple(
        peer
        for peer in file.peers
        if any(_is_news(cells.get((subject.id, peer))) for subject in file.subjects)
    )


def _is_news(cell: Cell | None) -> bool:
    return cell is not None and cell.state != NO_HIT


def _layout(
    file: CaseFile, peers: Sequence[str], *, width: int
) -> tuple[_Widths, list[tuple[str, ...]]]:
    """Divide the width among the columns, and the peers into blocks that fit."""
    fitting = _fitting(file, width=width)
    starts = range(0, max(1, len(peers)), fitting)
    blocks = [tuple(peers[start : start + fitting]) for start in starts]
    left = width - _MARGIN - _id_letters(file) - _GAP
    left -= max(map(len, blocks)) * (_peer_letters(file) + _GAP)
    label = _longest([subject.label for subject in file.subjects])
    role = _longest([subject.role for subject in file.subjects])
    if label + _GAP + role > left:
        label, role = max(_LABEL_LETTERS, min(left, max(label, role))), 0
    return _Widths(_id_letters(file), label, role, _peer_letters(file)), blocks


def _fitting(file: CaseFile, *, width: int) -> int:
    """Return how many peers have room beside each other."""
    left = width - _MARGIN - _id_letters(file) - _GAP - _LABEL_LETTERS
    return max(1, left // (_peer_letters(file) + _GAP))


def _longest(texts: Sequence[str]) -> int:
    return max([*(Text(text).cell_len for text in texts), *map(len, _TYPES.values())])


def _id_letters(file: CaseFile) -> int:
    return max(len(subject.id) for subject in file.subjects)


def _peer_letters(file: CaseFile) -> int:
    return min(_PEER_LETTERS, max([_OUTCOME_LETTERS, *map(len, file.peers)]))


def _block(
    file: CaseFile, cells: Cells, *, peers: Sequence[str], widths: _Widths
) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    described = [widths.id, widths.label, *([widths.role] if widths.role else [])]
    for letters in described:
        table.add_column(width=letters, no_wrap=True, overflow="ellipsis")
    for _ in peers:
        table.add_column(width=widths.peer)
    blank = [""] * (len(described) - 2)
    table.add_row("", "", *blank, *(Text(peer, style="bold underline") for peer in peers))
    for entity_type, subjects in _by_type(file.subjects):
        table.add_row("", Text(_TYPES.get(entity_type, entity_type), style="bold"))
        for subject in subjects:
            found = (outcome(cells.get((subject.id, peer))) for peer in peers)
            table.add_row(*_described(subject, is_stacked=not widths.role), *found)
    table.add_row("")
    table.add_row("", Text("known", style="bold"), *blank, *_totals(file, cells, peers=peers))
    return Group(table, Text(""))


def _described(subject: CaseSubject, *, is_stacked: bool) -> Sequence[str | Text]:
    """Return who or what it is, with its part in the case beside or below it."""
    role = Text(subject.role, style="bright_black")
    if not is_stacked:
        return subject.id, subject.label, role
    below = Text.assemble("\n", role) if subject.role else Text("")
    return subject.id, Text.assemble(subject.label, below)


def _by_type(subjects: Sequence[CaseSubject]) -> Iterator[tuple[str, list[CaseSubject]]]:
    """Yield the subjects by what they are: the ship first, then who and what came with it."""
    types = dict.fromkeys([*_TYPES, *(subject.entity_type for subject in subjects)])
    for entity_type in types:
        alike = [subject for subject in subjects if subject.entity_type == entity_type]
        if alike:
            yield entity_type, alike


def _totals(file: CaseFile, cells: Cells, *, peers: Sequence[str]) -> Iterator[Text]:
    for peer in peers:
        found = [cells.get((subject.id, peer)) for subject in file.subjects]
        hits = sum(cell is not None and cell.state == HIT for cell in found)
        yield Text(f"{hits} of {len(found)}", style="bold" if hits else "bright_black")


def _below(file: CaseFile, quiet: Sequence[str]) -> Iterator[RenderableType]:
    """Yield what the matrix leaves open: peers without news, refusals, failures."""
    if quiet:
        words = f"No hit about any subject from {count(len(quiet), 'peer')}: {', '.join(quiet)}."
        yield Text(words)
    yield from reasons(file.cells)
