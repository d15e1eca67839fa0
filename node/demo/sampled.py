"""The demonstration with sample registers: a seizure in Panama, asked about in three countries."""

import csv
import tomllib
from pathlib import Path
from typing import Final

from matching.subject import EntityType
from node.demo.member import Desk, Member, Plan, Seizure
from node.sample import generate

RECORDS: Final = 2000
SEED: Final = 20260914
_FILES: Final = {
    EntityType.PERSON: "persons.csv",
    EntityType.VESSEL: "vessels.csv",
    EntityType.COMPANY: "companies.csv",
    EntityType.IDENTIFIER: "identifiers.csv",
}
_ASKER: Final = Member(
    "pcc-pa",
    "Police cooperation centre, Panama",
    "PA",
    "cooperation-centre",
    Desk("Duty officer", "I-24/7", "IP PANAMA", "+507 500 0000"),
)
_OWNERS: Final = (
    Member(
        "customs-es",
        "Customs surveillance, Spain",
        "ES",
        "customs",
        Desk("Maritime risk analysis", "SIENA", "ES-ADU-MRA", "+34 910 000 000"),
    ),
    Member(
        "fiu-nl",
        "Financial intelligence unit, Netherlands",
        "NL",
        "financial-intelligence",
        Desk("International desk", "SIENA", "NL-FIU-INT", "+31 88 000 0000"),
    ),
    Member(
        "coastguard-cv",
        "Coast guard, Cabo Verde",
        "CV",
        "coast-guard",
        Desk("Maritime operations centre", "I-24/7", "IP PRAIA", "+238 200 0000"),
    ),
)


def sampled_plan(folder: Path, *, seed: int) -> Plan:
    """Generate the registers into `folder` and return the plan for them."""
    generate(folder, seed=seed, records=RECORDS)
    description = folder / "case.toml"
    seizure = Seizure(
        reference=tomllib.loads(description.read_text(encoding="utf-8"))["reference"],
        description=description,
        subjects=folder / "case.csv",
        expected=_expected(folder / "truth.csv"),
    )
    owners = tuple(_with_registers(member, folder / member.id) for member in _OWNERS)
    return Plan("A seizure in Panama, and what three agencies know", _ASKER, owners, seizure)


def _with_registers(member: Member, folder: Path) -> Member:
    files = {kind: folder / name for kind, name in _FILES.items() if (folder / name).exists()}
    return Member(member.id, member.name, member.country, member.kind, member.desk, files)


def _expected(truth: Path) -> frozenset[tuple[str, str]]:
    with truth.open(encoding="utf-8", newline="") as file:
        return frozenset((row["subject_id"], row["agency"]) for row in csv.DictReader(file))
