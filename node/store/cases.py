"""Cases: the file, its team, its sealed subjects and the links between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from matching.subject import EntityType
from node.domain.case import (
    Case,
    CaseSubject,
    Closing,
    Link,
    Relation,
    TeamMember,
    TeamRole,
)
from node.domain.errors import LedgerError, NotFoundError
from node.domain.exchange import Handling
from node.domain.journal import Entry
from node.domain.justification import Aim, Category, Justification, Urgency
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_case import case_file, case_link, case_officer, case_subject


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; an empty condition lets every case through."""

    officer: str = ""
    """Only those in whose team this officer is."""
    is_closed: bool | None = None
    urgency: Urgency | None = None
    offence: str = ""
    """Only those whose code of the offence begins like this."""


class Cases:
    """The cases of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def open(self, case: Case, subjects: Sequence[CaseSubject] = (), *, entry: Entry) -> None:
        """Open a case, with subjects if there are any yet; without a team its opener leads it.

        Raises:
            LedgerError: There is a case of this reference already, or a subject comes twice.
        """
        team = case.team or (TeamMember(case.officer, TeamRole.LEAD),)
        with self._ledger.transaction() as connection:
            if _case_row(connection, case.reference) is not None:
                raise LedgerError(
                    f"case {case.reference} exists already",
                    hint="Add subjects to it, or choose another reference.",
                )
            connection.execute(insert(case_file).values(**_case_columns(case)))
            _put_team(connection, case.reference, team=team)
            _add_subjects(connection, case.reference, subjects=subjects)
            append(connection, entry)

    def change(self, case: Case, *, entry: Entry) -> None:
        """Write what has changed in the file of a case, its team included.

        Raises:
            NotFoundError: There is no such case.
        """
        with self._ledger.transaction() as connection:
            require_case(connection, case.reference)
            connection.execute(
                update(case_file)
                .where(case_file.c.reference == case.reference)
                .values(**_case_columns(case))
            )
            connection.execute(
                delete(case_officer).where(case_officer.c.case_reference == case.reference)
            )
            _put_team(connection, case.reference, team=case.team)
            append(connection, entry)

    def add_subjects(
        self,
        reference: str,
        subjects: Sequence[CaseSubject],
        *,
        links: Sequence[Link] = (),
        entry: Entry,
    ) -> None:
        """Add subjects to a case, and links between subjects of it.

        Raises:
            NotFoundError: There is no such case, or a link names no subject of it.
            LedgerError: One of them is in the case already.
        """
        with self._ledger.transaction() as connection:
            require_case(connection, reference)
            _add_subjects(connection, reference, subjects=subjects)
            _add_links(connection, reference, links=links)
            append(connection, entry)

    def unlink(self, reference: str, links: Sequence[Link], *, entry: Entry) -> None:
        """Take links between subjects away.

        Raises:
            NotFoundError: The case has no such link.
        """
        with self._ledger.transaction() as connection:
            for link in links:
                gone = connection.execute(
                    delete(case_link).where(
                        case_link.c.case_reference == reference,
                        case_link.c.source == link.source,
                        case_link.c.relation == link.relation,
                        case_link.c.target == link.target,
                    )
                )
                if not gone.rowcount:
                    raise NotFoundError("the case has no such link")
            append(connection, entry)

    def get(self, reference: str) -> Case:
        """Return one case.

        Raises:
            NotFoundError: There is no such case.
        """
        with self._ledger.reading() as connection:
            row = require_case(connection, reference)
            return _case(row, _teams(connection, reference).get(reference, ()))

    def all(self, wanted: CaseFilter | None = None) -> list[Case]:
        """Return all cases, or those wanted, newest first."""
        chosen = wanted or CaseFilter()
        asked = select(case_file).order_by(
            case_file.c.created_at.desc(), case_file.c.reference.desc()
        )
        if chosen.is_closed is not None:
            closed = case_file.c.closed_at.is_not(None)
            asked = asked.where(closed if chosen.is_closed else ~closed)
        if chosen.urgency is not None:
            asked = asked.where(case_file.c.urgency == chosen.urgency)
        if chosen.offence:
            asked = asked.where(case_file.c.offence.startswith(chosen.offence, autoescape=True))
        if chosen.officer:
            of_officer = select(case_officer.c.case_reference).where(
                case_officer.c.officer == chosen.officer
            )
            asked = asked.where(case_file.c.reference.in_(of_officer))
        with self._ledger.reading() as connection:
            teams = _teams(connection)
            rows = connection.execute(asked)
            return [_case(row, teams.get(str(row.reference), ())) for row in rows]

    def subjects(self, reference: str) -> list[CaseSubject]:
        """Return the subjects of a case, still sealed, in the order they were added.

        Raises:
            NotFoundError: There is no such case.
        """
        wanted = (
            select(case_subject)
            .where(case_subject.c.case_reference == reference)
            .order_by(case_subject.c.position)
        )
        with self._ledger.reading() as connection:
            require_case(connection, reference)
            return [_subject(row) for row in connection.execute(wanted)]

    def links(self, reference: str) -> list[Link]:
        """Return the links between the subjects of a case, sorted.

        Raises:
            NotFoundError: There is no such case.
        """
        wanted = select(case_link).where(case_link.c.case_reference == reference)
        with self._ledger.reading() as connection:
            require_case(connection, reference)
            rows = connection.execute(wanted)
            return sorted(Link(row.source, Relation(row.relation), row.target) for row in rows)


def require_case(connection: Connection, reference: str) -> Row[tuple[object, ...]]:
    """Return the row of a case, inside a transaction.

    Raises:
        NotFoundError: There is no such case.
    """
    row = _case_row(connection, reference)
    if row is None:
        raise NotFoundError("there is no such case", hint="See: heliograph case list")
    return row


def _case_row(connection: Connection, reference: str) -> Row[tuple[object, ...]] | None:
    wanted = select(case_file).where(case_file.c.reference == reference)
    return connection.execute(wanted).one_or_none()


def _put_team(connection: Connection, reference: str, *, team: Sequence[TeamMember]) -> None:
    rows = [
        {"case_reference": reference, "officer": member.officer, "role": member.role}
        for member in team
    ]
    connection.execute(insert(case_officer), rows)


def _teams(connection: Connection, reference: str = "") -> dict[str, tuple[TeamMember, ...]]:
    """Return the team of each case, leads first."""
    wanted = select(case_officer).order_by(case_officer.c.role, case_officer.c.officer)
    if reference:
        wanted = wanted.where(case_officer.c.case_reference == reference)
    found: dict[str, list[TeamMember]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.case_reference, []).append(TeamMember(row.officer, TeamRole(row.role)))
    return {case: tuple(team) for case, team in found.items()}


def _add_subjects(
    connection: Connection, reference: str, *, subjects: Sequence[CaseSubject]
) -> None:
    of_case = case_subject.c.case_reference == reference
    known = set(connection.scalars(select(case_subject.c.id).where(of_case)))
    ids = [subject.id for subject in subjects]
    if known & set(ids) or len(set(ids)) < len(ids):
        raise LedgerError("a subject is in the case already", hint="Give each its own number.")
    first = connection.scalar(select(func.count()).where(of_case)) or 0
    rows = [
        _subject_columns(subject) | {"case_reference": reference, "position": position}
        for position, subject in enumerate(subjects, start=first)
    ]
    if rows:
        connection.execute(insert(case_subject), rows)


def _add_links(connection: Connection, reference: str, *, links: Sequence[Link]) -> None:
    """Add links that are not there yet; both ends must be subjects of the case."""
    of_case = case_link.c.case_reference == reference
    known = {
        (row.source, row.relation, row.target)
        for row in connection.execute(select(case_link).where(of_case))
    }
    subjects = set(
        connection.scalars(
            select(case_subject.c.id).where(case_subject.c.case_reference == reference)
        )
    )
    for link in dict.fromkeys(links):
        if not {link.source, link.target} <= subjects:
            raise NotFoundError(
                "a link names no subject of the case", hint="Name both by their numbers."
            )
        if (link.source, str(link.relation), link.target) not in known:
            connection.execute(
                insert(case_link).values(
                    case_reference=reference,
                    source=link.source,
                    relation=link.relation,
                    target=link.target,
                )
            )


def _case_columns(case: Case) -> dict[str, object]:
    reasons = case.justification
    return {
        "reference": case.reference,
        "legal_basis": reasons.legal_basis,
        "purpose": reasons.purpose,
        "offence": reasons.offence,
        "category": reasons.category,
        "aim": reasons.aim,
        "urgency": reasons.urgency,
        "urgency_reason": reasons.urgency_reason,
        "officer": case.officer,
        "created_at": case.created_at,
        "sealed_title": case.sealed_title,
        "handling": case.handling,
        "deadline": case.deadline,
        "sealed_facts": case.sealed_facts,
        "closed_at": case.closed_at,
        "closed_by": case.closed_by,
        "closing": case.closing or "",
    }


def _case(row: Row[tuple[object, ...]], team: tuple[TeamMember, ...]) -> Case:
    justification = Justification(
        case_reference=row.reference,
        legal_basis=row.legal_basis,
        purpose=row.purpose,
        offence=row.offence,
        category=Category(row.category),
        aim=Aim(row.aim),
        urgency=Urgency(row.urgency),
        urgency_reason=row.urgency_reason,
    )
    return Case(
        justification,
        row.officer,
        row.created_at,
        row.sealed_title,
        team=team,
        handling=Handling(row.handling),
        deadline=row.deadline,
        sealed_facts=row.sealed_facts,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closing=Closing(row.closing) if row.closing else None,
    )


def _subject_columns(subject: CaseSubject) -> dict[str, object]:
    return {
        "id": subject.id,
        "role": subject.role,
        "entity_type": subject.entity_type,
        "category": subject.category,
        "sealed": subject.sealed,
    }


def _subject(row: Row[tuple[object, ...]]) -> CaseSubject:
    return CaseSubject(
        row.id, row.role, EntityType(row.entity_type), Category(row.category), row.sealed
    )
