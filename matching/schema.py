"""The columns of a Heliograph register: which there are, what they mean, whom they concern.

This table is the only definition. Readers check headers against it, `matching.records` reads
values by it, and the documentation of the format is printed from it. It holds no clear text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from matching.subject import EntityType

_PERSON = frozenset({EntityType.PERSON})
_VESSEL = frozenset({EntityType.VESSEL})
_COMPANY = frozenset({EntityType.COMPANY})
_IDENTIFIER = frozenset({EntityType.IDENTIFIER})
_ALL = frozenset(EntityType)
_NAMED = _ALL - _IDENTIFIER
_LEGAL = _PERSON | _COMPANY

CATEGORIES = ("suspect", "convicted", "witness", "victim", "minor", "missing")
"""Categories of persons, Directive (EU) 2016/680, Article 6, and the missing."""
DISCLOSURES = ("contact", "centre", "owner", "canary")
"""Who is told of a hit: the asker gets the desk's contact point, the centre's, or nothing until
the owner has decided. A canary is nobody's record; who asks for it is held back."""
GENDERS = ("male", "female", "other")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a register."""

    name: str
    entity_types: frozenset[EntityType]
    """The entity types it may be filled for."""
    description: str
    example: str
    """A synthetic value."""
    multiple: bool = True
    """Whether a cell may hold several values."""
    strict: bool = False
    """Whether a value that cannot be read makes the row invalid; else it is left out and said."""
    choices: tuple[str, ...] = ()
    """The only values, if they are few."""
    matched: bool = True
    """Whether it takes part in matching; else it stays with the record for its owner."""


def _aside(
    name: str, entity_types: frozenset[EntityType], *, description: str, example: str
) -> Field:
    """Define a column that is kept for the record's owner."""
    return Field(name, entity_types, description, example, matched=False)


def _identifier(
    name: str, entity_types: frozenset[EntityType], *, description: str, example: str
) -> Field:
    """Define a column of identifiers without a check digit."""
    return Field(name, entity_types | _IDENTIFIER, description, example)


def _checked(
    name: str, entity_types: frozenset[EntityType], *, description: str, example: str
) -> Field:
    """Define a column of identifiers whose form or check digit betrays a wrong one."""
    return Field(name, entity_types | _IDENTIFIER, description, example, strict=True)


_TABLE = (
    Field(
        "id",
        _ALL,
        "Number of the record in the agency's own system.",
        "R-000417",
        multiple=False,
        matched=False,
    ),
    _aside(
        "source",
        _ALL,
        description="System or list from which the record comes.",
        example="intelligence",
    ),
    Field(
        "type",
        _ALL,
        "Entity type: Person, Vessel, Company or Identifier.",
        "Person",
        multiple=False,
        matched=False,
    ),
    Field(
        "name", _NAMED, "Name, in any order and script.", "Ivan Petrov", multiple=False, strict=True
    ),
    Field(
        "aliases",
        _NAMED,
        "Other names. For a vessel: other and former names, of equal worth.",
        "Vanya Petrov",
    ),
    Field("weak_aliases", _NAMED, "Names that many bear: nicknames, single words.", "Vanya"),
    Field("original_script", _NAMED, "The name in the script of its bearer.", "Иван Петров"),
    Field("former_names", _NAMED, "Names no longer borne: maiden names, renamings.", "Ivan Orlov"),
    Field(
        "first_name", _PERSON, "Given names; read where `name` is empty.", "Ivan", multiple=False
    ),
    Field(
        "last_name", _PERSON, "Family names; read where `name` is empty.", "Petrov", multiple=False
    ),
    Field(
        "birth_date",
        _PERSON,
        "Date of birth, whole or in part; day first where the year comes last.",
        "1975-03-21",
        strict=True,
    ),
    Field("birth_place", _PERSON, "Place of birth.", "Odesa, Ukraine"),
    Field("nationality", _PERSON, "Citizenships: ISO 3166 code or name of the country.", "ua"),
    _aside(
        "nationality_raw",
        _PERSON,
        description="Citizenship as the source words it.",
        example="Ukrainian",
    ),
    Field("country", _ALL, "Countries of residence or seat: ISO 3166 code or name.", "es"),
    Field("gender", _PERSON, "Gender.", "male", multiple=False, choices=GENDERS),
    _aside("title", _PERSON, description="Title or rank.", example="Captain"),
    _aside("position", _PERSON, description="Office or role.", example="master of the vessel"),
    _aside("role", _ALL, description="Part played in the case asked about.", example="consignee"),
    _aside(
        "links",
        _ALL,
        description="What it is to other subjects of the case: relation and number.",
        example="owner-of S02",
    ),
    _identifier("passport", _PERSON, description="Passport numbers.", example="AB1234567"),
    _identifier(
        "id_number", _LEGAL, description="Numbers of identity documents.", example="X1234567L"
    ),
    _identifier("tax_number", _LEGAL, description="Tax numbers.", example="B12345674"),
    _identifier(
        "reg_number",
        _NAMED,
        description="Numbers in a commercial or ship register.",
        example="HRB 45757",
    ),
    _checked(
        "lei",
        _COMPANY,
        description="Legal entity identifier, ISO 17442.",
        example="5493001KJTIIGC8Y1R12",
    ),
    Field(
        "address", _NAMED, "Addresses, each with street, town and country.", "Calle Mayor 5, Vigo"
    ),
    _checked(
        "imo",
        _VESSEL | _COMPANY,
        description="IMO number of the ship, or of the company.",
        example="9074729",
    ),
    _identifier(
        "mmsi", _VESSEL, description="Maritime mobile service identity.", example="224123000"
    ),
    _identifier("call_sign", _VESSEL, description="Radio call sign.", example="EAAB7"),
    Field("flag", _VESSEL, "Flag: ISO 3166 code or name of the country.", "pa"),
    Field("former_flags", _VESSEL, "Flags flown before.", "lr"),
    Field("vessel_type", _VESSEL, "Type of vessel, in words.", "General cargo ship"),
    Field("gross_tonnage", _VESSEL, "Gross tonnage.", "2840"),
    _aside("dwt", _VESSEL, description="Deadweight, tonnes.", example="4100"),
    Field("build_year", _VESSEL, "Year of build.", "1998"),
    Field("incorporation_date", _COMPANY, "Date of incorporation, whole or in part.", "2011-06-30"),
    _aside(
        "program",
        _ALL,
        description="Operation, programme or legal act of the listing.",
        example="HARBOUR",
    ),
    _aside("listed_on", _ALL, description="Date of the entry.", example="2024-11-05"),
    _identifier(
        "phone",
        _NAMED,
        description="Telephone numbers, best with country code.",
        example="+34 600 000 000",
    ),
    _identifier("email", _NAMED, description="E-mail addresses.", example="office@example.org"),
    _checked("imei", _PERSON, description="IMEI of a handset.", example="490154203237518"),
    _checked(
        "iban", _LEGAL, description="Bank accounts, ISO 13616.", example="ES9121000418450200051332"
    ),
    _checked(
        "container", _VESSEL | _COMPANY, description="Containers, ISO 6346.", example="CSQU3054383"
    ),
    _checked(
        "vin",
        _LEGAL,
        description="Vehicle identification number, ISO 3779.",
        example="1M8GDM9AXKP042788",
    ),
    _identifier(
        "plate", _LEGAL, description="Registration plates of vehicles.", example="1234 BCD"
    ),
    _checked(
        "crypto",
        _LEGAL,
        description="Addresses of crypto assets.",
        example="1BoatSLRHtKNngkdXEeobR76b53LETtpyT",
    ),
    _identifier(
        "aircraft", _LEGAL, description="Registration marks of aircraft.", example="EC-ABC"
    ),
    _identifier("seal", _COMPANY, description="Seals of containers.", example="SL 0048213"),
    _identifier("engine", _VESSEL, description="Numbers of boat engines.", example="6CA-1001234"),
    _checked(
        "imsi", _PERSON, description="IMSI of a SIM card, ITU-T E.212.", example="214070123456789"
    ),
    _checked(
        "icao_address",
        _LEGAL,
        description="24-bit address of an aircraft, ICAO Annex 10.",
        example="343A81",
    ),
    _checked(
        "hull",
        _VESSEL,
        description="Hull number of a craft, ISO 10087.",
        example="ES-ABC12345D404",
    ),
    _identifier(
        "bill_of_lading",
        _COMPANY,
        description="Numbers of bills of lading.",
        example="MAEU 123456789",
    ),
    Field(
        "identifier_type",
        _IDENTIFIER,
        "The column that is filled, if the register says it.",
        "phone",
        multiple=False,
        strict=True,
        matched=False,
    ),
    Field(
        "category",
        _ALL,
        "What the person is in the file; empty means suspect.",
        "suspect",
        multiple=False,
        strict=True,
        choices=CATEGORIES,
        matched=False,
    ),
    Field(
        "disclosure",
        _ALL,
        "Who is told of a hit; empty means contact.",
        "contact",
        multiple=False,
        strict=True,
        choices=DISCLOSURES,
        matched=False,
    ),
    Field(
        "file_reference",
        _ALL,
        "File number at the agency, told with a hit.",
        "2026-00417",
        multiple=False,
        matched=False,
    ),
)

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for field in _TABLE})
"""Every column by its name, in the order of the documentation."""


def nearest_field(name: str) -> str | None:
    """Find the known column that looks most like a name, if any does."""
    close = get_close_matches(name.strip().casefold().replace(" ", "_"), FIELDS, n=1)
    return close[0] if close else None
