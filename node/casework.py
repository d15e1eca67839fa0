"""The file of a seizure case: open it, fill it, edit it, close it, and show it to its team.

Clear text enters here and is sealed for the ledger; it is opened for the officers of the case and
for auditors, whose reading is journalled. To anybody else a case does not exist.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta

from matching.errors import InvalidRecordError, MatchingError
from matching.majority import of_age_on
from matching.subject import EntityType
from node.caseseal import CaseSeal, Fields, record_of, require_enough
from node.domain.case import Case, CaseSubject, Closing, Facts, Link, TeamMember, TeamRole
from node.domain.errors import (
    CaseClosedError,
    JustificationError,
    NotFoundError,
    RefusedError,
)
from node.domain.exchange import Handling
from node.domain.journal import Entry, Event
from node.domain.justification import Category, Justification, Urgency
from node.domain.ports import Clock
from node.domain.register import Reject
from node.store.cases import CaseFilter, Cases
from node.store.journal import Journal

_NUMBER = "S{:02}"
"""Number of a subject that came without one."""
_OFFENDERS = frozenset({Category.SUSPECT, Category.CONVICTED})
"""What a child is not asked about as, unless its own row says so."""

Closer = Callable[[str], int]
"""Ends what depends on a case, by its reference; returns how many things ended."""


@dataclass(frozen=True, slots=True)
class NewSubject:
    """One subject as an officer gives it; without a number it gets the next one."""

    id: str
    role: str
    entity_type: EntityType
    fields: Fields = field(repr=False)
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is new in the file of a case; nothing else changes."""

    title: str | None = field(default=None, repr=False)
    handling: Handling | None = None
    deadline: datetime | None = None
    without_deadline: bool = False
    urgency: Urgency | None = None
    urgency_reason: str = ""
    facts: Facts = field(default_factory=Facts, repr=False)
    """Facts that are not empty replace those of the same name."""
    members: tuple[TeamMember, ...] = ()
    """Who joins the team, or has another role in it."""
    leaving: tuple[str, ...] = ()


class Casework:
    """Keeps the case files of this node's officers."""

    def __init__(
        self,
        cases: Cases,
        journal: Journal,
        *,
        seal: CaseSeal,
        clock: Clock,
        kept: timedelta,
        auditors: Callable[[], Collection[str]],
    ) -> None:
        """Keep where cases are, what seals, and who audits."""
        self.seal = seal
        self._cases = cases
        self._journal = journal
        self._clock = clock
        self._kept = kept
        self._auditors = auditors
        self._closers: list[Closer] = []

    def ends_with_case(self, closer: Closer) -> None:
        """Have something end whenever a case is closed; called while the node is put together."""
        self._closers.append(closer)

    def open(
        self,
        justification: Justification,
        *,
        officer: str,
        title: str = "",
        change: Change | None = None,
    ) -> Case:
        """Open a case, led by who opens it.

        Raises:
            LedgerError: There is a case of this reference already.
            JustificationError: A fact is too long, or the deadline is past.
        """
        lead = (TeamMember(officer, TeamRole.LEAD),)
        blank = Case(justification, officer, self._clock.now(), team=lead)
        case = self._changed(self._changed(blank, Change(title=title)), change or Change())
        self._cases.open(case, entry=self.entry(case, "open", officer=officer))
        return case

    def edit(self, reference: str, change: Change, *, officer: str) -> Case:
        """Change the file of a case; its lead may.

        Raises:
            NotFoundError: There is no such case of this officer.
            CaseClosedError: It is closed.
            RefusedError: The officer does not lead it.
            JustificationError: A fact is too long, the deadline is past, or nobody would lead it.
        """
        case = self.led(reference, officer)
        changed = self._changed(case, change)
        entry = self.entry(case, "edit", officer=officer)
        named = ",".join(_differing(case, changed))
        self._cases.change(changed, entry=replace(entry, detail={**entry.detail, "setting": named}))
        return changed

    def close(self, reference: str, closing: Closing, *, officer: str) -> tuple[Case, int]:
        """Close a case and end what depends on it; return how many things that were.

        Raises:
            NotFoundError: There is no such case of this officer.
            CaseClosedError: It is closed already.
            RefusedError: The officer does not lead it.
        """
        case = self.led(reference, officer)
        closed = replace(case, closed_at=self._clock.now(), closed_by=officer, closing=closing)
        entry = replace(
            self.entry(case, "close", officer=officer),
            event=Event.CLOSE_CASE,
            detail={"reason": closing.value},
        )
        # Closed first: nothing that is ended below may begin anew.
        self._cases.change(closed, entry=entry)
        return closed, sum(end(reference) for end in self._closers)

    def add(
        self,
        reference: str,
        subjects: Sequence[NewSubject],
        *,
        links: Sequence[Link] = (),
        officer: str,
    ) -> tuple[int, list[Reject]]:
        """Add subjects and links to a case; return how many subjects, and why not the others.

        A link to a subject that was not added is left out; its row has told why.

        Raises:
            NotFoundError: There is no such case of this officer, or a link names nobody.
            CaseClosedError: It is closed.
            LedgerError: A subject of that number is in the case already.
        """
        case = self.worked(reference, officer)
        kept, rejects, refused = [], [], set()
        for subject in self._numbered(reference, subjects):
            faults = _faults(subject)
            rejects += faults
            if faults:
                refused.add(subject.id)
            else:
                kept.append(self._sealed(case, subject))
        usable = [link for link in links if not {link.source, link.target} & refused]
        if kept or usable:
            entry = self.entry(case, "add-subjects", officer=officer, count=len(kept))
            self._cases.add_subjects(reference, kept, links=usable, entry=entry)
        return len(kept), rejects

    def unlink(self, reference: str, links: Sequence[Link], *, officer: str) -> None:
        """Take links between subjects away.

        Raises:
            NotFoundError: There is no such case of this officer, or no such link.
            CaseClosedError: It is closed.
        """
        case = self.worked(reference, officer)
        entry = self.entry(case, "unlink", officer=officer, count=len(links))
        self._cases.unlink(reference, links, entry=entry)

    def get(self, reference: str, officer: str) -> Case:
        """Return a case to somebody who may see it; the reading of an auditor is journalled.

        Raises:
            NotFoundError: There is no such case of this officer.
        """
        case = self._cases.get(reference)
        if case.is_of(officer):
            return case
        if officer not in self._auditors():
            raise NotFoundError("there is no such case", hint="See yours: heliograph case list")
        read = replace(self.entry(case, "read", officer=officer), event=Event.READ, role="auditor")
        self._journal.append(read)
        return case

    def all(self, wanted: CaseFilter, *, officer: str) -> list[Case]:
        """Return the cases that an officer may see, newest first: an auditor all, others theirs."""
        is_auditor = officer in self._auditors()
        return self._cases.all(wanted if is_auditor else replace(wanted, officer=officer))

    def worked(self, reference: str, officer: str) -> Case:
        """Return a case that is open to somebody of its team.

        Raises:
            NotFoundError: There is no such case of this officer.
            CaseClosedError: It is closed.
        """
        case = self._cases.get(reference)
        if not case.is_of(officer):
            raise NotFoundError("there is no such case", hint="See yours: heliograph case list")
        if case.is_closed:
            raise CaseClosedError(f"case {reference} is closed")
        return case

    def led(self, reference: str, officer: str) -> Case:
        """Return a case that is open to its lead.

        Raises:
            NotFoundError: There is no such case of this officer.
            CaseClosedError: It is closed.
            RefusedError: The officer does not lead it.
        """
        case = self.worked(reference, officer)
        if not case.is_led_by(officer):
            leads = [each.officer for each in case.team if each.role is TeamRole.LEAD]
            raise RefusedError(
                "not-lead",
                f"officer {officer} does not lead case {reference}",
                hint=f"Ask its lead: {', '.join(leads)}.",
            )
        return case

    def entry(self, case: Case, action: str, *, officer: str, count: int | None = None) -> Entry:
        """Return a journal entry about work on a case."""
        now = self._clock.now()
        return Entry(
            Event.OPEN_CASE,
            now,
            officer=officer,
            case_reference=case.reference,
            justification=case.justification,
            retention_until=(now + self._kept).date(),
            detail={"action": action} | ({} if count is None else {"count": count}),
        )

    def _changed(self, case: Case, change: Change) -> Case:
        deadline = None if change.without_deadline else change.deadline or case.deadline
        if change.deadline is not None and change.deadline <= self._clock.now():
            raise JustificationError("the deadline is past", hint="Give one that is still to come.")
        return replace(
            case,
            justification=_urged(case.justification, change),
            sealed_title=case.sealed_title
            if change.title is None
            else self.seal.seal_title(case.reference, change.title),
            sealed_facts=self.seal.seal_facts(case, change.facts),
            handling=change.handling or case.handling,
            deadline=deadline,
            team=_team(case.team, change),
        )

    def _numbered(self, reference: str, subjects: Iterable[NewSubject]) -> list[NewSubject]:
        """Give the next number to each subject that has none."""
        given = list(subjects)
        taken = {each.id for each in given} | {s.id for s in self._cases.subjects(reference)}
        free = (number for n in range(1, 10_000) if (number := _NUMBER.format(n)) not in taken)
        return [each if each.id else replace(each, id=next(free)) for each in given]

    def _sealed(self, case: Case, subject: NewSubject) -> CaseSubject:
        return CaseSubject(
            subject.id,
            subject.role,
            subject.entity_type,
            _category(case, subject, today=self._clock.now().date()),
            self.seal.seal_subject(case.reference, subject.id, given=subject.fields),
        )


def _faults(subject: NewSubject) -> list[Reject]:
    """Return why a subject cannot be asked about; empty when it can."""
    try:
        require_enough(record_of(subject.entity_type, subject.fields))
    except InvalidRecordError as error:
        return [Reject(subject.line, found.field, found.reason) for found in error.findings]
    except (MatchingError, RefusedError) as error:
        return [Reject(subject.line, "", str(error))]
    return []


def _category(case: Case, subject: NewSubject, *, today: date) -> Category:
    """Return what a subject is: by its row, as a minor by its date of birth, or by its case."""
    if subject.entity_type is not EntityType.PERSON:
        return Category.NOT_A_PERSON
    record = record_of(subject.entity_type, subject.fields)
    if any(subject.fields.get("category", ())):
        return Category(record.category)
    usual, of_age = case.justification.category, of_age_on(record.birth_dates)
    is_minor = of_age is not None and today < of_age
    return Category.MINOR if is_minor and usual in _OFFENDERS else usual


def _urged(reasons: Justification, change: Change) -> Justification:
    if change.urgency is None:
        return reasons
    return replace(reasons, urgency=change.urgency, urgency_reason=change.urgency_reason)


def _team(team: tuple[TeamMember, ...], change: Change) -> tuple[TeamMember, ...]:
    """Return the new team; leads come first, as the ledger has them.

    Raises:
        JustificationError: Nobody would lead the case.
    """
    roles = {member.officer: member.role for member in (*team, *change.members)}
    for officer in change.leaving:
        roles.pop(officer, None)
    if TeamRole.LEAD not in roles.values():
        raise JustificationError("nobody would lead the case", hint="Name another lead first.")
    return tuple(sorted((TeamMember(*each) for each in roles.items()), key=_rank))


def _rank(member: TeamMember) -> tuple[str, str]:
    return (member.role.value, member.officer)


def _differing(before: Case, after: Case) -> list[str]:
    """Name what has changed, for the journal."""
    names = {
        "justification": "urgency",
        "sealed_title": "title",
        "sealed_facts": "facts",
    }
    return [
        names.get(each.name, each.name)
        for each in fields(Case)
        if getattr(before, each.name) != getattr(after, each.name)
    ]
