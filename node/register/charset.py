"""Find out in which character set a text file is written.

The whole file is looked at, in pieces: a list whose first accent stands in row 90,000 is as common
as one that shows its encoding in the header.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from node.register.access import reading

_PIECE_BYTES = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "UTF-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)

_ZERO_SHARE = 0.4
"""Latin text in UTF-16 has a zero in every second byte; text in UTF-8 has none at all."""


@dataclass(frozen=True, slots=True)
class Charset:
    """A character set: the name shown to people, and Python's codec."""

    name: str
    codec: str


UTF8 = Charset("UTF-8", "utf-8-sig")
WINDOWS_1252 = Charset("Windows-1252", "cp1252")


def named_charset(name: str) -> Charset:
    """Return the character set that somebody named.

    Raises:
        LookupError: There is no such text encoding.
    """
    codec = codecs.lookup(name).name
    try:
        bytes(4).decode(codec)
    except (UnicodeError, AssertionError) as error:
        raise LookupError(f"{name} does not decode text") from error
    return Charset(name, "utf-8-sig" if codec == "utf-8" else codec)


def sniff_charset(path: Path) -> Charset:
    """Tell UTF-8, UTF-16 and Windows-1252 apart.

    A file with more well-formed UTF-8 characters than broken ones is UTF-8 with some damaged rows;
    the reverse is Windows-1252, in which nearly any byte is a letter.
    Other single-byte sets cannot be told from Windows-1252: a mapping file names them.

    Raises:
        SourceError: The file cannot be read.
    """
    with reading(path), path.open("rb") as file:
        head = file.read(_PIECE_BYTES)
        marked = _from_mark(head) or _from_zeros(head)
        if marked:
            return marked
        tally = _Tally()
        piece = head
        while piece:
            tally.add(piece)
            piece = file.read(_PIECE_BYTES)
    return UTF8 if tally.is_utf8 else WINDOWS_1252


def _from_mark(head: bytes) -> Charset | None:
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return Charset(name, codec)
    return None


def _from_zeros(head: bytes) -> Charset | None:
    half = len(head) // 2
    if half and head[1::2].count(0) > half * _ZERO_SHARE:
        return Charset("UTF-16", "utf-16-le")
    if half and head[0::2].count(0) > half * _ZERO_SHARE:
        return Charset("UTF-16", "utf-16-be")
    return None


class _Tally:
    """Count well-formed and broken characters beyond ASCII."""

    def __init__(self) -> None:
        """Start at nothing, between two characters."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._formed = 0
        self._broken = 0

    def add(self, piece: bytes) -> None:
        """Count one piece; a character cut in two is carried into the next."""
        text = self._decoder.decode(piece)
        if text.isascii():
            return
        # A broken byte became a lone surrogate, which is the one thing UTF-8 cannot encode.
        formed = text.encode("utf-8", "ignore").decode("utf-8")
        self._broken += len(text) - len(formed)
        self._formed += len(formed) - len(formed.encode("ascii", "ignore"))

    @property
    def is_utf8(self) -> bool:
        """Whether the file as a whole is UTF-8, perhaps damaged here and there."""
        return self._broken == 0 or self._formed > self._broken
