"""Lay out the subjects of a case and the peers that know them, as a drawing without scripts.

Subjects stand in a ring, those with hits in its middle column; peers stand to the right. The same
is said in the table of links and in the matrix, so the drawing is hidden from screen readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Final

from node.domain.case import Cell, CellState, Link

WIDTH: Final = 900
_RING_X: Final = 330
_PEER_X: Final = 790
_LEAST_HEIGHT: Final = 320
_PER_SUBJECT: Final = 34
_PER_PEER: Final = 64
_LETTERS: Final = 22
"""Letters of a name in the drawing; the tables have all of it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A subject or a peer."""

    id: str
    label: str
    detail: str
    x: float
    y: float
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two subjects, or a hit of a subject at a peer."""

    x1: float
    y1: float
    x2: float
    y2: float
    label: str = ""
    is_hit: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """Where its words stand."""
        return round((self.x1 + self.x2) / 2, 1), round((self.y1 + self.y2) / 2 - 4, 1)


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything drawn."""

    height: int
    subjects: tuple[Node, ...]
    peers: tuple[Node, ...]
    links: tuple[Edge, ...]
    hits: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A subject as it is to be drawn."""

    id: str
    label: str
    kind: str


def graph(
    subjects: Sequence[Drawn],
    links: Sequence[tuple[Link, str]],
    *,
    cells: Sequence[Cell],
) -> Graph:
    """Lay out a case; each link comes with its words."""
    hits = [cell for cell in cells if cell.state is CellState.HIT]
    peers = sorted({cell.peer for cell in hits})
    height = max(_LEAST_HEIGHT, _PER_SUBJECT * len(subjects) + 80, _PER_PEER * len(peers) + 80)
    known = {cell.subject for cell in hits}
    placed = {
        each.id: Node(each.id, _short(each.label), each.kind, *place, each.id in known)
        for each, place in zip(subjects, _ring(len(subjects), height), strict=True)
    }
    standing = {
        peer: Node(peer, _short(peer), "", _PEER_X, _row(number, len(peers), height=height))
        for number, peer in enumerate(peers)
    }
    return Graph(
        height,
        tuple(placed.values()),
        tuple(standing.values()),
        tuple(
            _edge(placed[link.source], placed[link.target], label=words)
            for link, words in links
            if {link.source, link.target} <= placed.keys()
        ),
        tuple(
            _edge(placed[cell.subject], standing[cell.peer], is_hit=True)
            for cell in hits
            if cell.subject in placed
        ),
    )


def _ring(count: int, height: int) -> list[tuple[float, float]]:
    radius_x, radius_y = 200, height / 2 - 50
    return [
        (
            round(_RING_X + radius_x * cos(2 * pi * number / max(count, 1) - pi / 2), 1),
            round(height / 2 + radius_y * sin(2 * pi * number / max(count, 1) - pi / 2), 1),
        )
        for number in range(count)
    ]


def _row(number: int, count: int, *, height: int) -> float:
    return round(height * (number + 1) / (count + 1), 1)


def _edge(start: Node, end: Node, *, label: str = "", is_hit: bool = False) -> Edge:
    return Edge(start.x, start.y, end.x, end.y, label, is_hit)


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
