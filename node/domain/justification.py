"""Why a query is asked: mandatory, journalled on both sides, never free of a case.

Regulation (EU) 2024/982, Articles 26 and 33: an individual case, an offence, the category of the
person, and whether the aim is to identify somebody or to learn more about somebody known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from node.domain.errors import JustificationError

TEXT_LIMIT = 200
"""Characters of one field; a justification is a reference, not a report."""


PURPOSE_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
PURPOSE_LIMIT = 40


class Purpose(StrEnum):
    """What a query may be for, as shipped; agreement and policy may name further codes."""

    DRUG_TRAFFICKING = "drug-trafficking"
    ORGANISED_CRIME = "organised-crime"
    MONEY_LAUNDERING = "money-laundering"
    CORRUPTION = "corruption"
    ENVIRONMENTAL_CRIME = "environmental-crime"
    TRAFFICKING_IN_PERSONS = "trafficking-in-persons"
    FIREARMS = "firearms"
    PROTECTION = "protection"
    """Protection of prosecutors and witnesses."""
    MISSING_PERSON = "missing-person"


class Category(StrEnum):
    """What the subject is in the case (Directive (EU) 2016/680, Article 6)."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    WITNESS = "witness"
    VICTIM = "victim"
    MINOR = "minor"
    MISSING = "missing"
    NOT_A_PERSON = "not-a-person"
    """Vessels, companies and identifiers."""


class Gender(StrEnum):
    """As registers record it."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class Aim(StrEnum):
    """What the officer wants to learn (Regulation (EU) 2024/982, Article 33)."""

    IDENTIFY = "identify"
    ENRICH = "enrich"


class Urgency(StrEnum):
    """How soon an answer is needed; urgent needs a reason."""

    NORMAL = "normal"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Justification:
    """The reasons of one query, complete or not constructed at all."""

    case_reference: str
    legal_basis: str
    purpose: str
    """One of `Purpose`, or a code that agreement and policy of both sides name beyond it."""
    offence: str
    """Code of the offence in the agreed table, for example `drugs.trafficking`."""
    category: Category
    aim: Aim = Aim.IDENTIFY
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: str = ""

    def __post_init__(self) -> None:
        """Collect everything that is missing or too long and say it at once."""
        texts = {
            "case reference": self.case_reference,
            "legal basis": self.legal_basis,
            "offence": self.offence,
            "reason of the urgency": self.urgency_reason,
        }
        needed = [name for name in texts if name != "reason of the urgency"]
        if self.urgency is Urgency.URGENT:
            needed = list(texts)
        findings = [f"{name} is missing" for name in needed if not texts[name].strip()]
        findings += [finding for name, text in texts.items() for finding in _faults(name, text)]
        if not is_purpose_code(self.purpose):
            findings.append("the purpose is no code")
        if findings:
            raise JustificationError("; ".join(findings))


def is_purpose_code(text: str) -> bool:
    """Tell whether a text may name a purpose: at most 40 lower-case letters, digits, hyphens."""
    return len(text) <= PURPOSE_LIMIT and PURPOSE_CODE.fullmatch(text) is not None


def require_line(name: str, text: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return a text that may stand in the journal: one line that is not too long.

    Raises:
        JustificationError: It may not.
    """
    findings = list(_faults(name, text, limit=limit))
    if findings:
        raise JustificationError("; ".join(findings), hint="Write it as one short line.")
    return text


def _faults(name: str, text: str, *, limit: int = TEXT_LIMIT) -> Iterator[str]:
    if len(text) > limit:
        yield f"{name} has more than {limit} characters"
    if not text.isprintable():
        yield f"{name} has characters that do not print"
