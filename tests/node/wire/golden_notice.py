"""The recipe of the golden notices in tests/vectors, put together by hand as the envelopes are.

    python -m tests.node.wire.golden_notice

writes them again. A file begins with lines `key: value`:

expect      `read`, or the reason for which it must be refused
comment     what is special about it
kind        which notice it is; further keys say what is read of it, by the names of the protocol

Of an overlap `address` is that of the desk to call, `further` those of its further channels,
`substitute` the id of the desk that stands in.

`acknowledgement*.txt` are what a node answers; there the keys are

identity    Ed25519 public key of fiu-nl, which answers
notice_id   of the notice that must be acknowledged
notice      hash of its envelope: SHA-256 of SHA-256(header) | SHA-256(ciphertext)
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nacl.signing import SigningKey

from tests.node.wire.golden import (
    NOON_S,
    ROW_BYTES,
    VECTORS,
    Row,
    bytes_field,
    number_field,
    seed,
    varint,
)

READ = "read"
_ID = b"0f8fad5b-d9cb-469f-a165-70867728950e"
_RETRACTING = b"3d813cbb-47fb-32ba-91df-831e1593ac29"
_QUERY = b"7c9e6679-7425-40de-944b-e07fc1f90ae7"
_REFERENCE = b"7EKF-QMSB-3X4L-WDTA"
_KEY = SigningKey(seed("fiu-nl identity"))
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
    """One golden message."""

    name: str
    comment: str
    rows: Sequence[Row]
    says: Mapping[str, str] = field(default_factory=dict)
    """What is read of it, by key."""
    expect: str = READ


def _nested(name: str, number: int, *, rows: Sequence[Row]) -> list[Row]:
    length = sum(len(raw) for _, raw in rows)
    return [(f"{name}, {length} bytes", varint(number << 3 | 2) + varint(length)), *rows]


def _notice(body: Sequence[Row], *, notice_id: bytes = _ID) -> list[Row]:
    return [
        ("Notice.id (1)", bytes_field(1, notice_id)),
        ("written_at (2) = noon", bytes_field(2, number_field(1, NOON_S))),
        *body,
    ]


def _hit(outcome: int = 1, desk: bytes = b"duty") -> list[Row]:
    answer = [
        ("number (1) = 3: the subject in that query", number_field(1, 3)),
        (f"outcome (2) = {outcome}: 1 is hit, 2 no hit", number_field(2, outcome)),
        ("band (4)", bytes_field(4, b"strong")),
        ("contact_point (5): of the sender's directory entry", bytes_field(5, desk)),
        ("reference (6)", bytes_field(6, _REFERENCE)),
        ("handling (7): Europol code", bytes_field(7, b"H1")),
        ("fresh_at (8) = noon", bytes_field(8, number_field(1, NOON_S))),
        ("model (9)", bytes_field(9, b"person-3/1")),
    ]
    rows = [("query_id (1): the recipient's query", bytes_field(1, _QUERY))]
    rows += _nested("answer (2)", 2, rows=[row for row in answer if row[1]])
    return _nested("late_hit (4)", 4, rows=rows)


def _overlap(*, is_full: bool) -> list[Row]:
    head = [
        ("query_id (1): the standing query of the recipient", bytes_field(1, _QUERY)),
        ("number (2) = 3: the subject in it", number_field(2, 3)),
        ("node (3)", bytes_field(3, b"customs-es")),
    ]
    desk = [(name, bytes_field(number, value)) for name, number, value in _DESK]
    if is_full:
        desk.append(("channels (11): name (1), address (2)", bytes_field(11, _CHANNEL)))
    tail = [("reference (5): what both are told", bytes_field(5, _REFERENCE))]
    other = [(name, bytes_field(number, value)) for name, number, value in _STANDS_IN]
    body = [*head, *_nested("contact_point (4)", 4, rows=desk), *tail]
    if is_full:
        body += _nested("substitute (6)", 6, rows=other)
    return _nested("overlap (5)", 5, rows=body)


def _withdrawn(cause: bytes) -> list[Row]:
    rows = [
        ("query_id (1): the one that began it", bytes_field(1, _QUERY)),
        ("cause (2)", bytes_field(2, cause)),
    ]
    return _nested("withdrawn (6)", 6, rows=rows)


def _feedback(outcome: bytes, reference: bytes = _REFERENCE) -> list[Row]:
    rows = [
        ("reference (1): as told with the hit", bytes_field(1, reference)),
        ("outcome (2)", bytes_field(2, outcome)),
    ]
    return _nested("feedback (7)", 7, rows=[row for row in rows if row[1]])


def _retraction(change: bytes, sentence: bytes = b"") -> list[Row]:
    rows = [
        ("reference (1): as told with the hit", bytes_field(1, _REFERENCE)),
        ("change (2)", bytes_field(2, change)),
        ("sentence (3)", bytes_field(3, sentence)),
    ]
    return _nested("retraction (8)", 8, rows=[row for row in rows if row[1]])


def _acknowledged(notice_id: bytes, outcome: bytes) -> list[Row]:
    rows = [
        ("notice_id (1): of the retraction", bytes_field(1, notice_id)),
        ("outcome (2)", bytes_field(2, outcome)),
    ]
    return _nested("retraction_acknowledged (9)", 9, rows=rows)


_TOLD = {"query_id": _QUERY.decode(), "number": "3"}
_DESK_TOLD = _TOLD | {"node": "customs-es", "reference": _REFERENCE.decode()}
_HIT_TOLD = _TOLD | {
    "outcome": "hit",
    "band": "strong",
    "contact_point": "duty",
    "reference": _REFERENCE.decode(),
    "handling": "H1",
    "fresh_at": "2026-03-01T12:00:00+00:00",
    "model": "person-3/1",
}


def _read() -> Iterator[Case]:
    """Yield what a reader takes."""
    yield Case(
        "notice_late_hit",
        "a hit that was no answer yet when the query was answered",
        _notice(_hit()),
        {"kind": "late-hit", **_HIT_TOLD},
    )
    address = {"address": "ES-ADU-MRA"}
    yield Case(
        "notice_overlap",
        "an overlap with everything that is told of a desk",
        _notice(_overlap(is_full=True)),
        {"kind": "overlap", **_DESK_TOLD, **address}
        | {"further": "mra@customs.example", "substitute": "night"},
    )
    yield Case(
        "notice_overlap_before",
        "as releases before told it: one desk",
        _notice(_overlap(is_full=False)),
        {"kind": "overlap", **_DESK_TOLD, **address, "further": "", "substitute": ""},
    )
    yield from _read_codes()


def _read_codes() -> Iterator[Case]:
    """Yield what a reader takes of the notices that are codes and references alone."""
    for cause in ("withdrawn", "case-closed", "expired", "cancelled"):
        yield Case(
            f"notice_withdrawn_{cause.replace('-', '_')}",
            "a standing query is over",
            _notice(_withdrawn(cause.encode())),
            {"kind": "withdrawn", "query_id": _QUERY.decode(), "cause": cause},
        )
    yield Case(
        "notice_feedback",
        "what became of a hit at the asker",
        _notice(_feedback(b"seizure")),
        {"kind": "feedback", "reference": _REFERENCE.decode(), "outcome": "seizure"},
    )
    for change, sentence in (
        ("corrected", ""),
        ("deleted", ""),
        ("contested", ""),
        ("corrected", "no-longer-contested"),
    ):
        yield Case(
            f"notice_retraction_{(sentence or change).replace('-', '_')}",
            "what was told of a record is not so any more",
            _notice(_retraction(change.encode(), sentence.encode())),
            {"kind": "retraction", "reference": _REFERENCE.decode()}
            | {"change": change, "sentence": sentence},
        )
    yield Case(
        "notice_retraction_acknowledged",
        "what was taken back has been dealt with",
        _notice(_acknowledged(_RETRACTING, b"flagged")),
        {"kind": "retraction-acknowledged", "notice_id": _RETRACTING.decode()}
        | {"outcome": "flagged"},
    )


def _refused() -> Iterator[Case]:
    """Yield what a reader refuses, and why."""
    later = [("a body (1011) of a later release: empty", varint(1011 << 3 | 2) + b"\0")]
    yield Case(
        "notice_kind_unknown",
        "of a kind that this release does not know",
        _notice(later),
        expect="notice-kind-unknown",
    )
    malformed: dict[str, tuple[str, list[Row]]] = {
        "no_id": ("without an id", _notice(_feedback(b"confirmed"), notice_id=b"")),
        "id_capitals": (
            "an id in capitals: it is kept and compared as text",
            _notice(_feedback(b"confirmed"), notice_id=_ID.upper()),
        ),
        "late_no_hit": ("a late hit that is no hit", _notice(_hit(outcome=2))),
        "late_hit_no_desk": ("a late hit with nobody to call", _notice(_hit(desk=b""))),
        "cause": ("a cause that there is not", _notice(_withdrawn(b"bored"))),
        "no_reference": ("feedback about nothing", _notice(_feedback(b"confirmed", b""))),
        "outcome": ("an outcome that is no code", _notice(_feedback(b"Confirmed!"))),
        "outcome_long": ("an outcome of 65 letters", _notice(_feedback(b"x" * 65))),
        "change": ("a change that there is not", _notice(_retraction(b"lost"))),
        "sentence": ("words in place of a code", _notice(_retraction(b"corrected", b"See file"))),
        "acknowledged_id": (
            "a retraction that is named by no UUID",
            _notice(_acknowledged(b"notice-1", b"flagged")),
        ),
    }
    for name, (comment, rows) in malformed.items():
        kept = [row for row in rows if row[1]]
        yield Case(f"notice_bad_{name}", comment, kept, expect="malformed")


def _head() -> bytes:
    """Return the journal head of fiu-nl as a C2SP signed note of a C2SP checkpoint."""
    name, key = "fiu-nl.heliograph/journal", bytes(_KEY.verify_key)
    root = base64.b64encode(seed("root")).decode()
    body = f"{name}\n7\n{root}\n"
    number = hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]
    signature = _KEY.sign(body.encode()).signature
    line = base64.b64encode(number + signature).decode()
    return f"{body}\n— {name} {line}\n".encode()


def _acknowledgement(
    *, notice_id: bytes = _ID, notice: bytes = seed("notice"), is_altered: bool = False
) -> list[Row]:
    told = bytes_field(1, notice_id)
    answer, head = hashlib.sha256(told).digest(), _head()
    signed = notice + answer + hashlib.sha256(head).digest()
    signature = _KEY.sign(b"heliograph/1/receipt\x00" + signed).signature
    receipt = [
        ("query_hash (1): of the notice's envelope", bytes_field(1, notice)),
        ("answer_hash (2): SHA-256 of this message without receipt", bytes_field(2, answer)),
        ("checkpoint (3): the journal head after the entry of the notice", bytes_field(3, head)),
        (
            'signature (4): Ed25519 over "heliograph/1/receipt" | 00 | both | SHA-256(checkpoint)',
            bytes_field(4, signature[:-1] + bytes([signature[-1] ^ is_altered])),
        ),
    ]
    return [("notice_id (1)", told), *_nested("receipt (2)", 2, rows=receipt)]


def _acknowledgements() -> Iterator[Case]:
    says = {
        "identity": bytes(_KEY.verify_key).hex(),
        "notice_id": _ID.decode(),
        "notice": seed("notice").hex(),
    }
    for name, comment, rows, expect in (
        ("acknowledgement", "of that notice", _acknowledgement(), READ),
        (
            "acknowledgement_other_id",
            "of another notice",
            _acknowledgement(notice_id=_RETRACTING),
            "refused",
        ),
        (
            "acknowledgement_other_envelope",
            "with the receipt of another envelope",
            _acknowledgement(notice=seed("another notice")),
            "refused",
        ),
        (
            "acknowledgement_altered",
            "one bit of the signature changed",
            _acknowledgement(is_altered=True),
            "refused",
        ),
    ):
        yield Case(name, comment, rows, says, expect)


CASES = {each.name: each for each in (*_read(), *_refused(), *_acknowledgements())}


def text(case: Case) -> str:
    """Return the file of a case."""
    head = {"expect": case.expect, "comment": case.comment, **case.says}
    lines = [f"{key}: {value}".rstrip() for key, value in head.items()] + [""]
    for comment, raw in case.rows:
        starts = range(0, len(raw), ROW_BYTES)
        lines += [f"# {comment}", *(raw[start : start + ROW_BYTES].hex() for start in starts)]
    return "\n".join(lines) + "\n"


def path(case: Case) -> Path:
    """Return where the file of a case stands."""
    return VECTORS / f"{case.name}.txt"


if __name__ == "__main__":
    for each in CASES.values():
        path(each).write_text(text(each), encoding="utf-8")
