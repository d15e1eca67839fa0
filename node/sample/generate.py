"""Write a sample federation: registers of several agencies, the case, and who is who.

One pass, a few open files, memory that does not grow with the registers.
"""

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Protocol

from node.domain.errors import SourceError
from node.sample.agency import DEFAULT_AGENCIES, ENTITY_TYPES, AgencyPlan
from node.sample.allotment import allot, scattered
from node.sample.case import CASE_TOML, case_rows, known_entry, known_members
from node.sample.column import CASE_COLUMNS, COLUMNS, Row, cells
from node.sample.entity import draw_entity, observer, record_id, write_entry

FILES = {
    "person": "persons.csv",
    "vessel": "vessels.csv",
    "company": "companies.csv",
    "identifier": "identifiers.csv",
}
"""The register file of each entity type, in the folder of its agency."""

_CASE_NUMBER = 2**39
"""A number no entity has: the chance by which the case is scattered."""


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written."""

    folder: Path
    records: dict[str, dict[str, int]]
    """Records by agency and entity type."""
    shared: int
    """Pairs of records in two registers that are about the same entity."""
    subjects: int
    known: int
    """Pairs of a subject and a record about it."""


class _Writer(Protocol):
    """What csv.writer returns, which has no name of its own."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one line."""


@dataclass(slots=True)
class _Register:
    """One register file while it is written; records of the case wait for their place."""

    plan: AgencyPlan
    entity_type: str
    writer: _Writer
    size: int
    waiting: list[tuple[int, str, Row]]
    """Place in the register, subject, row; the nearest place last."""
    number: int = 0

    def add(self, row: Row) -> str:
        """Write a record and give its id."""
        self.number += 1
        row["id"] = record_id(self.plan.name, self.entity_type, number=self.number)
        row["source"] = self.plan.name
        self.writer.writerow(cells(row))
        return row["id"]

    def due(self) -> tuple[str, Row] | None:
        """Take the record of the case whose place has come."""
        if self.waiting and self.waiting[-1][0] <= self.number:
            _, subject, row = self.waiting.pop()
            return subject, row
        return None


@dataclass(slots=True)
class _Truth:
    """The two truth files, and the records of each subject so far."""

    subjects: _Writer
    pairs: _Writer
    order: tuple[str, ...]
    """Agencies as planned: the one before stands first in a pair."""
    records: dict[str, list[tuple[str, str]]]
    shared: int = 0
    known: int = 0

    def about_subject(self, subject: str, register: _Register, *, identity: str) -> None:
        """Note the record of a subject, and its pair at another agency."""
        self.subjects.writerow((subject, register.plan.name, identity, register.entity_type))
        self.known += 1
        entry = (register.plan.name, identity)
        for other in self.records.setdefault(subject, []):
            self.same(sorted([other, entry], key=lambda each: self.order.index(each[0])))
        self.records[subject].append(entry)

    def same(self, entries: Sequence[tuple[str, str]]) -> None:
        """Note that records of several agencies are about one entity."""
        for first, second in combinations(entries, 2):
            self.pairs.writerow((*first, *second))
            self.shared += 1


def _csv(stack: ExitStack, path: Path, *, header: Sequence[str]) -> _Writer:
    """Open a CSV file for writing; the line ends are the same on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    return writer


def _waiting(
    seed: int, plan: AgencyPlan, *, entity_type: str, size: int
) -> list[tuple[int, str, Row]]:
    """Scatter the records of the case over a register."""
    members = [m for m in known_members(seed, plan) if m.role.entity_type == entity_type]
    random = observer(seed, plan.name, entity_type=entity_type, number=_CASE_NUMBER)
    places = sorted(int(random.random() * size) for _ in members)
    return [
        (place, member.role.subject, known_entry(seed, member, plan=plan))
        for place, member in zip(reversed(places), members, strict=True)
    ]


def _flush(registers: Iterable[_Register], truth: _Truth) -> None:
    """Write the records of the case whose place has come."""
    for register in registers:
        while (due := register.due()) is not None:
            subject, row = due
            truth.about_subject(subject, register, identity=register.add(row))


def _write_type(seed: int, registers: Sequence[_Register], *, truth: _Truth) -> None:
    """Write the registers of one entity type, all agencies side by side."""
    sizes = [register.size for register in registers]
    blocks = allot(sizes, [register.plan.overlap for register in registers])
    start = observer(seed, "scatter", entity_type=registers[0].entity_type, number=0).random()
    for number, places in scattered(blocks, start):
        holders = [registers[place] for place in places]
        lender = holders[number % len(holders)].plan
        entity = draw_entity(seed, holders[0].entity_type, number=number, plan=lender)
        entries = []
        for holder in holders:
            name = holder.plan.name
            random = observer(seed, name, entity_type=holder.entity_type, number=number)
            row = write_entry(random, entity, habit=holder.plan.habit)
            entries.append((name, holder.add(row)))
        if len(entries) > 1:
            truth.same(entries)
        _flush(holders, truth)
    _flush(registers, truth)


def _register(
    stack: ExitStack, folder: Path, *, plan: AgencyPlan, entity_type: str, seed: int, records: int
) -> _Register:
    known = sum(m.role.entity_type == entity_type for m in known_members(seed, plan))
    size = max(0, plan.size(entity_type, records) - known)
    writer = _csv(stack, folder / plan.name / FILES[entity_type], header=COLUMNS)
    return _Register(
        plan, entity_type, writer, size, _waiting(seed, plan, entity_type=entity_type, size=size)
    )


def _write_case(folder: Path, seed: int) -> int:
    rows = case_rows(seed)
    with ExitStack() as stack:
        writer = _csv(stack, folder / "case.csv", header=CASE_COLUMNS)
        for row in rows:
            writer.writerow([row[name] for name in CASE_COLUMNS])
    (folder / "case.toml").write_text(CASE_TOML, encoding="utf-8", newline="\n")
    return len(rows)


def generate(
    folder: Path,
    *,
    seed: int,
    records: int,
    agencies: Sequence[AgencyPlan] = DEFAULT_AGENCIES,
) -> SampleSummary:
    """Write a sample federation into a folder; the same arguments give the same bytes.

    Each agency gets a folder with `persons.csv`, `vessels.csv`, `companies.csv` and
    `identifiers.csv`, as far as it keeps such registers.  Beside them stand `case.csv` and
    `case.toml` (a seizure), `truth.csv` (which record is about which subject of the case) and
    `registers_truth.csv` (which records of two agencies are about the same entity).

    Args:
        folder: where to write; made if absent, files of the same names are replaced.
        seed: any integer that is not negative.
        records: person records of each agency; the other registers are in proportion.
        agencies: who takes part.

    Raises:
        SourceError: the folder cannot be written.
    """
    try:
        return _generate(folder, seed, records=records, agencies=agencies)
    except OSError as error:
        raise SourceError(f"the sample cannot be written: {error.strerror}") from error


def _generate(
    folder: Path, seed: int, *, records: int, agencies: Sequence[AgencyPlan]
) -> SampleSummary:
    counts: dict[str, dict[str, int]] = {plan.name: {} for plan in agencies}
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        truth = _Truth(
            _csv(
                stack,
                folder / "truth.csv",
                header=("subject_id", "agency", "record_id", "entity_type"),
            ),
            _csv(
                stack,
                folder / "registers_truth.csv",
                header=("agency_a", "id_a", "agency_b", "id_b"),
            ),
            tuple(counts),
            {},
        )
        for entity_type in ENTITY_TYPES:
            registers = [
                _register(
                    stack, folder, plan=plan, entity_type=entity_type, seed=seed, records=records
                )
                for plan in agencies
                if entity_type in plan.shares
            ]
            if registers:
                _write_type(seed, registers, truth=truth)
            for register in registers:
                counts[register.plan.name][entity_type] = register.number
    return SampleSummary(folder, counts, truth.shared, _write_case(folder, seed), truth.known)
