"""What every paper consists of, whatever file it becomes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from node.words import Language


class Format(StrEnum):
    """What file a paper becomes."""

    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"

    @property
    def suffix(self) -> str:
        """End of the file's name."""
        return ".txt" if self is Format.TEXT else f".{self.value}"


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; lines of it are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, below each other; empty values are left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    """What is said instead of a table without rows."""
    numbers: frozenset[int] = frozenset()
    """Columns that hold numbers."""
    codes: frozenset[int] = frozenset()
    """Columns that hold references and hashes, which may break anywhere."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Points, one below the other."""

    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the eye shall find first, with what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of such numbers."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """What the officer completes by hand, and what belongs there."""

    label: str
    hint: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text in which every letter counts: commands, hashes, signed notes."""

    text: str


Block = Heading | Paragraph | Facts | Grid | Listing | Notice | Figures | Blank | Verbatim


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper."""

    language: Language
    kind: str
    """What sort of paper it is, above the title."""
    title: str
    reference: str
    """By which it is found, at the foot of every page."""
    issuer: str
    """Agency, at the head of every page."""
    marking: str
    """Who may do what with it, at the head of every page."""
    page_of: str
    """How pages are counted, with `{page}` and `{pages}`."""
    created_at: datetime
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF."""

    name: str
    description: str
    content: bytes
