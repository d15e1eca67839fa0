"""What is written down about who did what: the entries of the journal and their bytes.

Regulation (EU) 2024/982, Article 45, and Directive (EU) 2016/680, Article 25, say what a log of
queries must tell; nothing else may be in an entry, and never a name, a value, a token or a key.
The written form is what the tree hashes, so it is the same wherever and whenever it is written.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from matching.subject import EntityType
from node.domain.errors import JustificationError
from node.domain.justification import (
    TEXT_LIMIT,
    Aim,
    Category,
    Justification,
    Urgency,
)
from node.domain.peer import NodeId

SALT_BYTES = 16
_VERSION = 1
_PLAIN_FIELDS = (
    "officer",
    "role",
    "peer",
    "query_id",
    "message_id",
    "case_reference",
    "generation",
    "epoch",
    "match_count",
)
"""Fields of an entry that are written as they are."""
_JUSTIFICATION_TEXTS = ("case_reference", "legal_basis", "offence", "urgency_reason")
_JUSTIFICATION_FIELDS = tuple(field.name for field in fields(Justification))
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")

Scalar = str | int | bool


class Event(StrEnum):
    """What happened. The words are in the evidence; none is ever renamed."""

    QUERY_OUT = "query-out"
    """An officer's query left for a peer."""
    QUERY_IN = "query-in"
    """A peer's query was answered, or refused."""
    EVALUATE_OUT = "evaluate-out"
    """Blinded tokens were sent to a peer for evaluation."""
    EVALUATE_IN = "evaluate-in"
    """A peer's blinded tokens were evaluated, or refused."""
    ANSWER = "answer"
    """A peer's answer to our query arrived."""
    COMBINE = "combine"
    DISCLOSE = "disclose"
    """A contact point and a reference were told."""
    STAND_OUT = "stand-out"
    """A query of ours stands with a peer, was renewed there, or stands no longer."""
    STAND_IN = "stand-in"
    """A query of a peer is kept here, was renewed, or was deleted."""
    OVERLAP = "overlap"
    """Two agencies ask about one subject; the one named is told of the other's desk."""
    NOTICE_OUT = "notice-out"
    """A notice to a peer was written; it leaves as soon as the line allows."""
    NOTICE_ACKNOWLEDGED = "notice-acknowledged"
    """A peer has acknowledged our notice, or refused it, or was not reached for days."""
    NOTICE_IN = "notice-in"
    """A peer's notice took effect, or was refused."""
    IDENTIFIER_SET = "identifier-set"
    """A page of our identifier set was told to a peer, or refused; or a blind check was made in
    the set of a peer."""
    LOAD = "load"
    """A register was loaded and its generation put in use."""
    OPEN_CASE = "open-case"
    """A case was opened, filled, edited or asked about; the action says which."""
    CLOSE_CASE = "close-case"
    FORUM = "forum"
    """A room was opened, joined, filled, matched or closed; the action says which."""
    CLAIM = "claim"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    PROPOSE = "propose"
    """A verdict waits for a second officer."""
    DOUBT = "doubt"
    """An officer cannot tell whether a pair is the same."""
    SUPPRESS = "suppress"
    """An officer wants to hear no more of a pair until a day."""
    ESCALATE = "escalate"
    """What is owed and still undecided has gone to the senior desk."""
    REMIND = "remind"
    """What is owed has not been done in time."""
    REOPEN = "reopen"
    REFUSE = "refuse"
    CORRECT = "correct"
    TRANSFER = "transfer"
    FOLLOW_UP = "follow-up"
    READ = "read"
    """Somebody read the journal, an alert's explanation or the vault."""
    ADMIN = "admin"
    """Peers, agreements, keys, settings."""
    ALARM = "alarm"
    """A peer contradicts what it signed before, or the guard has stopped somebody who fishes."""
    ASSURE = "assure"
    """A senior officer has recorded an assurance for a hit that the gate held."""
    ERASE = "erase"
    """Contents of entries were erased; it vouches for which."""


DETAIL_FIELDS = frozenset(
    {
        "account",
        "action",
        "agreement",
        "alert",
        "band",
        "certificate_expires",
        "checkpoint_size",
        "clear_text",
        "count",
        "clock",
        "digest",
        "duration_ms",
        "entry",
        "erased_before",
        "format",
        "handling",
        "kind",
        "legal_hold",
        "outcome",
        "policy",
        "reason",
        "receipt",
        "record_reference",
        "refusal",
        "register",
        "rejects",
        "setting",
        "state",
        "subjects",
        "tokens",
        "until",
        "verdict",
        "version",
        "zone",
    }
)
"""What else an entry may tell. Each is a number, a code or an opaque reference."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; fields that do not apply are empty and are not written."""

    event: Event
    time: datetime
    officer: str = ""
    """Pseudonymous id of the acting member of staff; `node` when the node acts by itself."""
    role: str = ""
    peer: NodeId | None = None
    query_id: str = ""
    message_id: str = ""
    case_reference: str = ""
    justification: Justification | None = None
    entity_types: tuple[EntityType, ...] = ()
    results: tuple[str, ...] = ()
    """Coded results, one for each subject in order: hit, no hit, refused:REASON, failed:CODE."""
    models: tuple[str, ...] = ()
    """Model and profile versions that decided."""
    generation: str = ""
    epoch: int | None = None
    match_count: int | None = None
    retention_until: date | None = None
    """After that day the content is erased unless a legal hold is named; None keeps it."""
    detail: Mapping[str, Scalar] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what an entry may not hold, and freeze the detail.

        Raises:
            ValueError: A detail is not on the list, or a text is long or has control characters.
        """
        if self.time.tzinfo is None:
            raise ValueError("the time of an entry is aware")
        unknown = sorted(self.detail.keys() - DETAIL_FIELDS)
        if unknown:
            raise ValueError(f"a journal entry may not tell: {', '.join(unknown)}")
        for name, text in _texts(self):
            if len(text) > TEXT_LIMIT or _CONTROL.search(text):
                raise ValueError(f"{name} of a journal entry is one line of {TEXT_LIMIT} letters")
        object.__setattr__(self, "detail", MappingProxyType(dict(self.detail)))


def canonical(entry: Entry, salt: bytes) -> bytes:
    """Write an entry as the bytes that the tree hashes: JSON, sorted keys, no spaces, UTF-8.

    The salt (16 random bytes) is erased with the content, so that the hash that stays in the tree
    cannot be used to try out what the erased content was.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    fields = {"salt": salt.hex(), "version": _VERSION, **_fields(entry)}
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def from_canonical(content: bytes) -> Entry:
    """Read what `canonical` wrote.

    Raises:
        ValueError: The bytes were written by nobody who keeps to these rules.
    """
    fields = json.loads(content)
    try:
        if fields["version"] != _VERSION:
            raise ValueError("the entry is of another version")
        return _entry(fields)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("the entry is malformed") from error


def timestamp(moment: datetime) -> str:
    """Write a time as RFC 3339 in UTC with microseconds; such texts sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _fields(entry: Entry) -> dict[str, object]:
    fields: dict[str, object] = {
        **{name: getattr(entry, name) for name in _PLAIN_FIELDS},
        "event": entry.event.value,
        "time": timestamp(entry.time),
        "justification": entry.justification and asdict(entry.justification),
        "entity_types": [entity_type.value for entity_type in entry.entity_types],
        "results": list(entry.results),
        "models": list(entry.models),
        "retention_until": entry.retention_until and entry.retention_until.isoformat(),
        "detail": dict(entry.detail),
    }
    # Zero is an answer; only what does not apply is left out.
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _entry(fields: Mapping[str, Any]) -> Entry:
    until, justification = fields.get("retention_until"), fields.get("justification")
    return Entry(
        **{name: fields[name] for name in _PLAIN_FIELDS if name in fields},
        event=Event(fields["event"]),
        time=datetime.fromisoformat(fields["time"]),
        justification=_justification(justification) if justification else None,
        entity_types=tuple(EntityType(name) for name in fields.get("entity_types", ())),
        results=tuple(fields.get("results", ())),
        models=tuple(fields.get("models", ())),
        retention_until=date.fromisoformat(until) if until else None,
        detail=fields.get("detail", {}),
    )


def _justification(fields: Mapping[str, Any]) -> Justification:
    try:
        return Justification(
            **{name: str(fields[name]) for name in _JUSTIFICATION_TEXTS},
            purpose=str(fields["purpose"]),
            category=Category(fields["category"]),
            aim=Aim(fields["aim"]),
            urgency=Urgency(fields["urgency"]),
        )
    except JustificationError as error:
        raise ValueError("the entry's justification is incomplete") from error


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield every free text of an entry with its name."""
    yield from (
        (name, text) for name in _PLAIN_FIELDS if isinstance(text := getattr(entry, name), str)
    )
    yield from (("result", text) for text in entry.results)
    yield from (("model", text) for text in entry.models)
    yield from ((name, text) for name, text in entry.detail.items() if isinstance(text, str))
    reasons = entry.justification
    if reasons is not None:
        # Each is a text of its own; a deep copy of them would be half of reading an entry.
        yield from ((name, getattr(reasons, name)) for name in _JUSTIFICATION_FIELDS)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One place of the journal: its entry, or the tombstone that is left of it."""

    index: int
    entry: Entry | None
    erased_by: int | None = None
    """Index of the entry that vouches for the erasure."""
    leaf: bytes = b""
    """RFC 9162 hash of the content as written, 32 bytes."""
    legal_hold: str = ""
    """Procedure that forbids erasure; empty where there is none."""

    def text(self) -> str:
        """Return the entry as JSON for people, empty where it was erased."""
        if self.entry is None:
            return ""
        return json.dumps(_fields(self.entry), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What recomputing the whole journal has shown."""

    entries: int
    root: bytes
    tombstones: int
    heads: int
    """Own signed heads that were compared."""
    first_bad: int | None = None
    """Index of the first entry that is not what was written, or whose head does not fit."""
    fault: str = ""
    """A sentence; empty when everything fits."""

    @property
    def is_intact(self) -> bool:
        """Tell whether nothing contradicts anything."""
        return not self.fault
