"""Write what the node knows as messages of the operator protocol, and read what it is told."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from matching.subject import EntityType
from node.circuit import Circuit
from node.domain.case import Cell
from node.domain.check import Check
from node.domain.errors import JustificationError
from node.domain.exchange import ContactPoint
from node.domain.journal import Recorded
from node.domain.justification import (
    Aim,
    Category,
    Justification,
    Urgency,
    require_line,
)
from node.domain.peer import Peer
from node.domain.register import Generation, Reject
from node.domain.selection import Selection
from node.ingest import Load
from node.keys.certificate import not_after
from node.pb.operator.v1 import operator_pb2 as pb

_OFFICER_LIMIT = 64
"""Characters that the exchange protocol has for it."""
_OFFICER_HINT = "Name the officer by a pseudonymous id with: heliograph --officer ID"
_SOURCE_LIMIT = 255
_REGISTER_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,59})")


def timestamp(moment: datetime | None) -> Timestamp | None:
    """Write a time; none stays none."""
    if moment is None:
        return None
    written = Timestamp()
    written.FromDatetime(moment)
    return written


def justification_of(message: pb.Justification, purposes: Collection[str]) -> Justification:
    """Read a justification; its purpose is one of those that the policy knows.

    Raises:
        JustificationError: Something is missing, or is none of the words that are known.
    """
    findings = []
    words: dict[str, str] = {}
    for name, kind, default in (
        ("purpose", purposes, ""),
        ("category", Category, Category.SUSPECT),
        ("aim", Aim, Aim.IDENTIFY),
        ("urgency", Urgency, Urgency.NORMAL),
    ):
        words[name] = getattr(message, name) or str(default)
        if words[name] not in set(kind):
            said = f"{name} {words[name]!r} is unknown" if words[name] else f"{name} is missing"
            findings.append(f"{said}; known: {', '.join(kind)}")
    if findings:
        raise JustificationError("; ".join(findings))
    return Justification(
        case_reference=message.case_reference,
        legal_basis=message.legal_basis,
        purpose=words["purpose"],
        offence=message.offence,
        category=Category(words["category"]),
        aim=Aim(words["aim"]),
        urgency=Urgency(words["urgency"]),
        urgency_reason=message.urgency_reason,
    )


def justification_message(reasons: Justification) -> pb.Justification:
    """Write a justification."""
    return pb.Justification(
        case_reference=reasons.case_reference,
        legal_basis=reasons.legal_basis,
        purpose=reasons.purpose,
        offence=reasons.offence,
        category=reasons.category,
        aim=reasons.aim,
        urgency=reasons.urgency,
        urgency_reason=reasons.urgency_reason,
    )


def entity_type_of(text: str) -> EntityType:
    """Read an entity type.

    Raises:
        JustificationError: It is none.
    """
    if text not in set(EntityType):
        raise JustificationError(
            f"{text!r} is no entity type", hint=f"Known: {', '.join(EntityType)}"
        )
    return EntityType(text)


def officer_of(text: str) -> str:
    """Read who gives a command: the journal names somebody for everything that people do.

    Raises:
        JustificationError: It is nobody, or no pseudonymous id: at most 64 printable ASCII letters.
    """
    if not text.strip():
        raise JustificationError("it is not said who gives the command", hint=_OFFICER_HINT)
    if not text.isascii():
        raise JustificationError("the id of an officer is ASCII", hint=_OFFICER_HINT)
    return require_line("the id of an officer", text, limit=_OFFICER_LIMIT)


def load_of(start: pb.LoadStart) -> Load:
    """Read what is to be loaded.

    Raises:
        JustificationError: The register has no usable name, the entity type is none, or nobody is
            said to load it.
    """
    if not _REGISTER_NAME.fullmatch(start.register):
        raise JustificationError(
            "a register is named by up to 60 letters, digits, hyphens, points and underscores",
            hint="Name it with: heliograph register load NAME FILE",
        )
    return Load(
        start.register,
        entity_type_of(start.entity_type),
        require_line("the name of the file", start.source, limit=_SOURCE_LIMIT),
        officer_of(start.officer),
        start.dry_run,
    )


def fields_of(messages: Iterable[pb.Field]) -> dict[str, tuple[str, ...]]:
    """Read named values."""
    return {message.name: tuple(message.values) for message in messages}


def field_messages(fields: Mapping[str, Sequence[str]]) -> list[pb.Field]:
    """Write named values."""
    return [pb.Field(name=name, values=values) for name, values in fields.items()]


def cell_message(
    cell: Cell, contacts: Mapping[tuple[str, str], ContactPoint], *, flag: str = ""
) -> pb.Cell:
    """Write a cell, with the contact point that the peer's directory entry has under its id.

    Args:
        cell: what is written.
        contacts: every contact point of the peers by peer and id.
        flag: what the peer has said of the hit since.
    """
    contact = contacts.get((cell.peer, cell.contact_point))
    other = contacts.get((cell.peer, contact.substitute)) if contact else None
    problem = pb.Problem(code=cell.error_code, sentence=cell.error) if cell.error_code else None
    return pb.Cell(
        subject=cell.subject,
        peer=cell.peer,
        state=cell.state,
        refusal=cell.refusal,
        band=cell.band,
        reference=cell.reference,
        contact_point=contact_message(contact) if contact else None,
        substitute=contact_message(other) if other else None,
        flag=flag,
        handling=cell.handling,
        fresh_at=timestamp(cell.fresh_at),
        model=cell.model,
        problem=problem,
        attempts=cell.attempts,
        retry_at=timestamp(cell.retry_at),
    )


def contact_message(contact: ContactPoint) -> pb.ContactPoint:
    """Write a contact point."""
    return pb.ContactPoint(
        id=contact.id,
        agency=contact.agency,
        desk=contact.desk,
        channel=contact.channel,
        address=contact.address,
        phone=contact.phone,
        email=contact.email,
        languages=contact.languages,
        hours=contact.hours,
        time_zone=contact.time_zone,
        channels=[pb.Channel(name=each.name, address=each.address) for each in contact.channels],
        substitute=contact.substitute,
        entity_types=contact.entity_types,
        offences=contact.offences,
        urgencies=contact.urgencies,
    )


def contacts_of(peers: Iterable[Peer]) -> dict[tuple[str, str], ContactPoint]:
    """Return every contact point of the peers by peer and id."""
    return {(peer.id, point.id): point for peer in peers for point in peer.entry.contact_points}


def check_message(check: Check) -> pb.Check:
    """Write what came of looking at one thing."""
    return pb.Check(
        name=check.name, result=check.result, finding=check.finding, remedy=check.remedy
    )


def peer_message(peer: Peer, circuit: Circuit | None = None, *, now: datetime) -> pb.Peer:
    """Write a peer with its agreement, and with its circuit where it has failed."""
    stands, pause = circuit or Circuit(), peer.pause_at(now)
    return pb.Peer(
        id=peer.id,
        name=peer.entry.name,
        kind=peer.entry.kind,
        country=peer.entry.country,
        address=peer.entry.address,
        agreement=peer.agreement.reference,
        expires_on=peer.agreement.expires_on.isoformat(),
        purposes=sorted(peer.agreement.purposes),
        entity_types=sorted(peer.agreement.entity_types),
        paused=not peer.is_open(now),
        revoked=peer.revoked,
        pause_reason=pause.reason if pause else "",
        pause_until=timestamp(pause.until) if pause else None,
        certificate_expires_at=timestamp(not_after(peer.entry.certificate)),
        circuit=stands.state,
        circuit_reason=stands.reason,
        circuit_failures=stands.failures,
        circuit_until=timestamp(stands.until),
    )


def register_message(generation: Generation, size: int) -> pb.Register:
    """Write a register by the generation that answers for it."""
    return pb.Register(
        name=generation.register,
        entity_type=generation.entity_type,
        records=generation.records,
        rejected=generation.rejects,
        loaded_at=timestamp(generation.loaded_at),
        source=generation.source,
        generation=generation.id,
        bytes=size,
    )


def reject_message(reject: Reject) -> pb.Reject:
    """Write where and why a row was rejected."""
    return pb.Reject(line=reject.line, column=reject.column, reason=reject.reason)


def entry_message(recorded: Recorded) -> pb.JournalEntry:
    """Write a journal entry as it stands in the journal, without the salt of its hash."""
    entry = recorded.entry
    return pb.JournalEntry(
        index=recorded.index,
        at=timestamp(entry.time) if entry else None,
        event=entry.event if entry else "erased",
        content=recorded.text(),
        leaf_hash=recorded.leaf.hex() if recorded.leaf else "",
        legal_hold=recorded.legal_hold,
    )


def selection_of(message: pb.JournalFilter) -> Selection:
    """Read which entries are wanted."""
    return Selection(
        since=message.since.ToDatetime(tzinfo=UTC) if message.HasField("since") else None,
        until=message.until.ToDatetime(tzinfo=UTC) if message.HasField("until") else None,
        peer=message.peer,
        case_reference=message.case_reference,
        officer=message.officer,
        event=message.event,
        query_id=message.query_id,
    )
