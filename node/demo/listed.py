"""The demonstration with public sanctions lists as the registers of agencies.

The subjects are drawn from one list and asked about at the holders of the others; who is who is
known from the published links between the lists.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final

from matching.subject import EntityType
from node.demo.member import Desk, Member, Plan, Seizure
from node.domain.errors import SourceError

_REFERENCE: Final = "AU-2026-LISTS"
_DRAWN: Final = (
    ("persons_ofac24_au26", "ofac-us", 6),
    ("companies_ofac24_au26", "ofac-us", 4),
    ("vessels_eu26_au26", "eu-list", 4),
)
"""Folder whose b.csv is drawn from, the holder of its a.csv, and how many subjects."""
_REGISTERS: Final[Mapping[str, Mapping[EntityType, str]]] = {
    "ofac-us": {
        EntityType.PERSON: "persons_ofac24_au26/a.csv",
        EntityType.COMPANY: "companies_ofac24_au26/a.csv",
        EntityType.VESSEL: "vessels_ofac26_eu26/a.csv",
    },
    "eu-list": {
        EntityType.PERSON: "persons_ofac24_eu26_docs_open/b.csv",
        EntityType.COMPANY: "companies_ofac24_eu26_inn/b.csv",
        EntityType.VESSEL: "vessels_ofac26_eu26/b.csv",
    },
    "ofsi-uk": {
        EntityType.PERSON: "persons_un18_uk18/b.csv",
        EntityType.COMPANY: "companies_un18_uk18/b.csv",
    },
}
_NAMES: Final = {
    "ofac-us": ("Office of Foreign Assets Control", "US", "financial-intelligence"),
    "eu-list": ("European Union, consolidated list", "BE", "financial-intelligence"),
    "ofsi-uk": ("Office of Financial Sanctions Implementation", "GB", "financial-intelligence"),
    "dfat-au": ("Department of Foreign Affairs and Trade", "AU", "police"),
}
_CASE: Final = f"""\
reference = "{_REFERENCE}"
title = "Subjects of the Australian list, asked about at the holders of three others"
legal_basis = "UN Security Council resolution 1373 (2001), paragraph 2(f)"
purpose = "organised-crime"
offence = "sanctions.evasion"
category = "suspect"
"""


def listed_plan(lists: Path, folder: Path, *, seed: int) -> Plan:
    """Draw the subjects and return the plan.

    Raises:
        SourceError: The folder of the lists lacks one of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    description, subjects = folder / "case.toml", folder / "case.csv"
    description.write_text(_CASE, encoding="utf-8")
    drawn = list(_draw(lists, Random(seed)))  # noqa: S311 - a seeded choice, no secret
    expected = _write_subjects(subjects, drawn)
    owners = tuple(_member(name, lists) for name in _REGISTERS)
    seizure = Seizure(_REFERENCE, description, subjects, expected)
    return Plan("Public lists as registers", _member("dfat-au", lists), owners, seizure)


def _member(name: str, lists: Path) -> Member:
    title, country, kind = _NAMES[name]
    files = {entity_type: lists / file for entity_type, file in _REGISTERS.get(name, {}).items()}
    missing = [file.name for file in files.values() if not file.is_file()]
    if missing:
        raise SourceError(f"{name}: a list is missing", hint="Name the folder that holds them.")
    desk = Desk("Sanctions desk", "mutual legal assistance", title, "")
    return Member(name, title, country, kind, desk, files)


def _draw(lists: Path, random: Random) -> Iterator[tuple[dict[str, str], frozenset[str]]]:
    """Yield rows of the drawn list, each with the members that are known to hold it."""
    for name, holder, number in _DRAWN:
        rows = _read(lists / name / "b.csv")
        held = {link["id_b"] for link in _read(lists / name / "truth.csv")}
        known = random.sample([row for row in rows if row["id"] in held], number - 1)
        others = [row for row in rows if row["id"] not in held] or rows
        for row in (*known, random.choice(others)):
            yield row, frozenset({holder} if row["id"] in held else ())


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise SourceError(
            f"{path.parent.name}/{path.name} cannot be read",
            hint="Name the folder that holds the lists with --lists.",
        ) from error


def _write_subjects(
    path: Path, drawn: list[tuple[dict[str, str], frozenset[str]]]
) -> frozenset[tuple[str, str]]:
    """Write the subjects under numbers of their own, and return who holds which."""
    expected: list[tuple[str, str]] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=[*drawn[0][0], "role"])
        writer.writeheader()
        for number, (row, holders) in enumerate(drawn, start=1):
            subject = f"S{number:02d}"
            writer.writerow({**row, "id": subject, "role": ""})
            expected += [(subject, holder) for holder in holders]
    return frozenset(expected)
