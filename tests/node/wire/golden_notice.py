"""The recipe of the golden notices in tests/vectors, put together by hand as the envelopes are.

    python -m tests.node.wire.golden_notice

writes them again. A file begins with lines `key: value`:

comment     what is special about it
address     of the desk to call
further     addresses of its further channels
substitute  id of the desk that stands in
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.node.wire.golden import (
    NOON_S,
    ROW_BYTES,
    VECTORS,
    Row,
    bytes_field,
    number_field,
    varint,
)

_ID = b"0f8fad5b-d9cb-469f-a165-70867728950e"
_QUERY = b"7c9e6679-7425-40de-944b-e07fc1f90ae7"
_DESK = (
    ("id (1)", 1, b"duty"),
    ("agency (2)", 2, b"Customs surveillance"),
    ("desk (3)", 3, b"Maritime risk analysis"),
    ("channel (4)", 4, b"SIENA"),
    ("address (5)", 5, b"ES-ADU-MRA"),
    ("phone (6)", 6, b"+34 910 000 000"),
    ("languages (8), one each", 8, b"es"),
    ("languages (8)", 8, b"en"),
    ("hours (9)", 9, b"Mon-Fri 08:00-18:00"),
    ("time_zone (10)", 10, b"Europe/Madrid"),
)
_STANDS_IN = (
    ("id (1)", 1, b"night"),
    ("agency (2)", 2, b"Customs surveillance"),
    ("desk (3)", 3, b"Duty room"),
    ("channel (4)", 4, b"I-24/7"),
    ("address (5)", 5, b"IP MADRID"),
    ("hours (9)", 9, b"24/7"),
)
_CHANNEL = bytes_field(1, b"secure mail") + bytes_field(2, b"mra@customs.example")


@dataclass(frozen=True)
class Case:
    """One golden notice of an overlap."""

    name: str
    comment: str
    is_full: bool


CASES = {
    each.name: each
    for each in (
        Case("notice_overlap", "an overlap with everything that is told of a desk", is_full=True),
        Case("notice_overlap_before", "as releases before told it: one desk", is_full=False),
    )
}


def rows(case: Case) -> Iterator[Row]:
    """Yield the notice, field by field."""
    head = [
        ("query_id (1): the standing query of the recipient", bytes_field(1, _QUERY)),
        ("number (2) = 3: the subject in it", number_field(2, 3)),
        ("node (3)", bytes_field(3, b"customs-es")),
    ]
    desk = [(name, bytes_field(number, value)) for name, number, value in _DESK]
    if case.is_full:
        desk.append(("channels (11): name (1), address (2)", bytes_field(11, _CHANNEL)))
    tail = [("reference (5): what both are told", bytes_field(5, b"7EKF-QMSB-3X4L-WDTA"))]
    other = [(name, bytes_field(number, value)) for name, number, value in _STANDS_IN]
    body = [*head, *_nested("contact_point (4)", 4, rows=desk), *tail]
    if case.is_full:
        body += _nested("substitute (6)", 6, rows=other)
    yield "Notice.id (1)", bytes_field(1, _ID)
    yield "written_at (2) = noon", bytes_field(2, number_field(1, NOON_S))
    yield from _nested("overlap (5)", 5, rows=body)


def _nested(name: str, number: int, *, rows: list[Row]) -> list[Row]:
    length = sum(len(raw) for _, raw in rows)
    return [(f"{name}, {length} bytes", varint(number << 3 | 2) + varint(length)), *rows]


def text(case: Case) -> str:
    """Return the file of a case."""
    head = {
        "comment": case.comment,
        "address": "ES-ADU-MRA",
        "further": "mra@customs.example" if case.is_full else "",
        "substitute": "night" if case.is_full else "",
    }
    lines = [f"{key}: {value}".rstrip() for key, value in head.items()] + [""]
    for comment, raw in rows(case):
        starts = range(0, len(raw), ROW_BYTES)
        lines += [f"# {comment}", *(raw[start : start + ROW_BYTES].hex() for start in starts)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for each in CASES.values():
        (VECTORS / f"{each.name}.txt").write_text(text(each), encoding="utf-8")
