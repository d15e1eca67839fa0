"""What pages say beyond sentences: columns, codes that may be empty, lines of explanations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from matching.subject import EntityType
from matching.zone import Band
from node.domain.account import Role
from node.domain.deadline import Clock
from node.domain.exchange import Refusal
from node.domain.followup import FollowUp
from node.domain.journal import Event
from node.domain.justification import Category
from node.domain.reason import Reason, Reopening, Verdict
from node.review import Finding
from node.words import Words, marked

COLUMNS: Final[Mapping[str, str]] = {
    "id": marked("Number in the agency's system"),
    "source": marked("Source"),
    "type": marked("Kind"),
    "name": marked("Name"),
    "aliases": marked("Other names"),
    "weak_aliases": marked("Names that many bear"),
    "original_script": marked("Name in its own script"),
    "former_names": marked("Former names"),
    "first_name": marked("Given names"),
    "last_name": marked("Family names"),
    "birth_date": marked("Date of birth"),
    "birth_place": marked("Place of birth"),
    "nationality": marked("Nationality"),
    "nationality_raw": marked("Nationality, as worded"),
    "country": marked("Country of residence or seat"),
    "gender": marked("Gender"),
    "title": marked("Title or rank"),
    "position": marked("Office or role"),
    "role": marked("Role in the case"),
    "passport": marked("Passport"),
    "id_number": marked("Identity document"),
    "tax_number": marked("Tax number"),
    "reg_number": marked("Registration number"),
    "lei": marked("LEI"),
    "address": marked("Address"),
    "imo": marked("IMO number"),
    "mmsi": marked("MMSI"),
    "call_sign": marked("Call sign"),
    "flag": marked("Flag"),
    "former_flags": marked("Former flags"),
    "vessel_type": marked("Type of vessel"),
    "gross_tonnage": marked("Gross tonnage"),
    "dwt": marked("Deadweight"),
    "build_year": marked("Year of build"),
    "incorporation_date": marked("Date of incorporation"),
    "program": marked("Programme or operation"),
    "listed_on": marked("Listed on"),
    "phone": marked("Telephone"),
    "email": marked("E-mail"),
    "imei": marked("IMEI"),
    "imsi": marked("IMSI"),
    "icao_address": marked("Aircraft transponder address (ICAO)"),
    "hull": marked("Hull number"),
    "bill_of_lading": marked("Bill of lading"),
    "iban": marked("Bank account (IBAN)"),
    "container": marked("Container"),
    "vin": marked("Vehicle identification number"),
    "plate": marked("Registration plate"),
    "crypto": marked("Crypto address"),
    "aircraft": marked("Aircraft registration"),
    "seal": marked("Seal"),
    "engine": marked("Engine number"),
    "identifier_type": marked("Kind of identifier"),
    "links": marked("Links to other subjects"),
    "category": marked("Category"),
    "disclosure": marked("Who is told"),
    "file_reference": marked("File number"),
}
"""Columns of registers and forms in words; a test compares them with the schema."""


@dataclass(frozen=True, slots=True)
class PageWords(Words):
    """Everything that a page says in one language."""

    @classmethod
    def like(cls, words: Words) -> Self:
        """Speak the same language."""
        return cls(words.language)

    def field(self, name: str) -> str:
        """Say what a column holds."""
        return self.say(COLUMNS[name]) if name in COLUMNS else name

    def findings(self, findings: Iterable[Finding]) -> list[str]:
        """Say lines of an explanation, each as attribute and agreement."""
        return [f"{self.repeat(each.attribute)} ({self.repeat(each.level)})" for each in findings]

    def verdict(self, code: str) -> str:
        """Say a verdict."""
        return self._code(Verdict, code)

    def reason(self, code: str) -> str:
        """Say the reason of a decision, or to look again."""
        return self._code(Reason if code in set(Reason) else Reopening, code)

    def duty(self, code: str) -> str:
        """Say which duty runs."""
        return self._code(Clock, code)

    def band(self, code: str) -> str:
        """Say how good a hit is; nothing where it is not rated."""
        return self._code(Band, code) if code else ""

    def category(self, code: str) -> str:
        """Say what a subject is in a case."""
        return self._code(Category, code)

    def refusal(self, code: str) -> str:
        """Say why a query was refused."""
        return self._code(Refusal, code) if code else ""

    def outcome(self, code: str) -> str:
        """Say what a hit has led to."""
        return self._code(FollowUp, code)

    def role(self, code: str) -> str:
        """Say a role."""
        return self._code(Role, code)

    def event(self, code: str) -> str:
        """Say what happened."""
        return self._code(Event, code)

    def kind(self, code: str) -> str:
        """Say what a record is about."""
        return self._code(EntityType, code)

    def _code(self, kind: type[StrEnum], code: str) -> str:
        """Say a code; one of a newer release, or none, stands for itself."""
        return self.of(kind(code)) if code in set(kind) else code
