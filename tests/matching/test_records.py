"""Tests of `matching.records`: what is read, what is left out, what is refused."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidRecordError, RecordError
from matching.records import (
    FIELDS,
    EntityType,
    Identifier,
    Name,
    PartialDate,
    Record,
    Scheme,
    record_from_fields,
)
from matching.subject import NameRole

PERSON, VESSEL = EntityType.PERSON, EntityType.VESSEL
COMPANY, IDENTIFIER = EntityType.COMPANY, EntityType.IDENTIFIER


def findings(entity_type: EntityType, fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Read a record that must be refused, and list field and reason of every finding."""
    with pytest.raises(InvalidRecordError) as caught:
        record_from_fields(entity_type, fields)
    return [(str(finding.field), finding.reason) for finding in caught.value.findings]


def test_a_person_is_read_with_every_matched_field() -> None:
    """Each column ends where matching expects it, in its normal form."""
    record = record_from_fields(
        PERSON,
        {
            "id": ["R-1"],
            "type": ["Person"],
            "name": ["Ivan Petrov"],
            "aliases": ["Vanya P."],
            "weak_aliases": ["The Uncle"],
            "original_script": ["Иван Петров"],
            "former_names": ["Ivan Orlov"],
            "birth_date": ["21/03/1975", "1976"],
            "birth_place": ["Odesa"],
            "nationality": ["Ukraine"],
            "country": ["ES", "ua"],
            "gender": ["M"],
            "passport": ["ab 123456"],
            "phone": ["600 000 000"],
            "address": ["Calle Mayor 5, Vigo"],
            "category": ["Witness"],
            "disclosure": ["owner"],
            "file_reference": ["2026-00417"],
        },
    )

    assert record == Record(
        entity_type=PERSON,
        id="R-1",
        names=(
            Name("Ivan Petrov"),
            Name("Иван Петров", NameRole.ALIAS),
            Name("Vanya P.", NameRole.ALIAS),
            Name("Ivan Orlov", NameRole.FORMER),
            Name("The Uncle", NameRole.WEAK),
        ),
        birth_dates=(PartialDate(1975, 3, 21), PartialDate(1976)),
        birth_places=("Odesa",),
        countries=("ua", "es"),
        gender="male",
        identifiers=(
            Identifier(Scheme.PASSPORT, "AB123456"),
            Identifier(Scheme.PHONE, "+34600000000"),
        ),
        addresses=("Calle Mayor 5, Vigo",),
        category="witness",
        disclosure="owner",
        file_reference="2026-00417",
    )


def test_a_vessel_is_read_with_every_matched_field() -> None:
    """A vessel's other names count as former ones, and its numbers become numbers."""
    record = record_from_fields(
        VESSEL,
        {
            "name": ["OCEAN STAR"],
            "aliases": ["SEA QUEEN"],
            "imo": ["IMO 9074729"],
            "mmsi": ["224123000"],
            "call_sign": ["ea-ab7"],
            "flag": ["Panama"],
            "former_flags": ["lr"],
            "vessel_type": ["Oil Products Tanker"],
            "gross_tonnage": ["2,840"],
            "build_year": ["1998-05"],
        },
    )

    assert record == Record(
        entity_type=VESSEL,
        names=(Name("OCEAN STAR"), Name("SEA QUEEN", NameRole.FORMER)),
        identifiers=(
            Identifier(Scheme.IMO, "9074729"),
            Identifier(Scheme.MMSI, "224123000"),
            Identifier(Scheme.CALL_SIGN, "EAAB7"),
        ),
        flags=("pa",),
        former_flags=("lr",),
        vessel_classes=("tanker",),
        tonnages=(2840,),
        build_years=(1998,),
    )


def test_defaults_follow_the_entity_type() -> None:
    """Nobody is a suspect who is not a person."""
    person = record_from_fields(PERSON, {"name": ["Ivan Petrov"]})
    phone = record_from_fields(IDENTIFIER, {"phone": ["+34600000000"]})

    assert (person.category, person.disclosure) == ("suspect", "contact")
    assert (phone.category, phone.disclosure) == ("not-a-person", "contact")


def test_given_and_family_name_stand_in_for_an_empty_name() -> None:
    """A register without a column for the whole name is readable."""
    record = record_from_fields(PERSON, {"first_name": ["Ivan"], "last_name": ["Petrov"]})

    assert record.names == (Name("Ivan Petrov"),)


def test_blank_values_count_as_absent() -> None:
    """An empty cell says nothing, whatever its column."""
    record = record_from_fields(PERSON, {"name": ["Ivan"], "imo": [" "], "birth_date": ["", " "]})

    assert record == Record(entity_type=PERSON, names=(Name("Ivan"),))


def test_a_company_without_a_country_has_that_of_its_address() -> None:
    """A seat is read from the address where no column says it; a person's nationality is not."""
    address = {"address": ["Calle Mayor 5, Vigo, Spain"]}

    company = record_from_fields(COMPANY, {"name": ["Acme"], **address})
    told = record_from_fields(COMPANY, {"name": ["Acme"], "country": ["pa"], **address})
    person = record_from_fields(PERSON, {"name": ["Ana Ruiz"], **address})

    assert (company.countries, told.countries, person.countries) == (("es",), ("pa",), ())


def test_unreadable_optional_values_are_left_out_and_told() -> None:
    """A strange flag does not cost the register a vessel."""
    record = record_from_fields(VESSEL, {"name": ["OCEAN STAR"], "flag": ["??", "pa"]})

    assert record.flags == ("pa",)
    assert [(note.field, note.reason) for note in record.unusable] == [
        ("flag", "not a known country code or name")
    ]


def test_all_findings_are_told_together() -> None:
    """A row is mended once, not once for each fault."""
    fields = {
        "name": ["Ivan", "Petr"],
        "birthdate": ["1975"],
        "birth_date": ["1975-02-30"],
        "iban": ["ES9121000418450200051333"],
        "category": ["culprit"],
    }

    assert findings(PERSON, fields) == [
        ("name", "holds more than one value"),
        ("birthdate", "no such field; nearest is birth_date"),
        ("birth_date", "the month has no such day"),
        ("iban", "the check digit of the IBAN is wrong"),
        ("category", "none of suspect, convicted, witness, victim, minor, missing"),
    ]


@pytest.mark.parametrize(
    ("entity_type", "fields", "expected"),
    [
        (PERSON, {}, ("name", "neither a name nor an identifier")),
        (PERSON, {"birth_date": ["1975"]}, ("name", "neither a name nor an identifier")),
        (PERSON, {"name": ["..."]}, ("name", "no letter or digit")),
        (PERSON, {"name": ["a" * 301]}, ("name", "longer than 300 characters")),
        (PERSON, {"name": ["a\ud800"]}, ("name", "holds characters that no text has")),
        (PERSON, {"name": ["A"], "imo": ["9074729"]}, ("imo", "not a field of a person")),
        (
            PERSON,
            {"name": ["A"], "address": ["a" * 1001]},
            ("address", "longer than 1000 characters"),
        ),
        (PERSON, {"name": ["A"], "zzz": ["1"]}, ("zzz", "no such field")),
        (
            PERSON,
            {"name": ["A"], "type": ["Vessel"]},
            ("type", "not a person, which this register holds"),
        ),
        (VESSEL, {"imo": ["9074720"]}, ("imo", "the check digit of the IMO number is wrong")),
        (
            COMPANY,
            {"lei": ["5493001KJTIIGC8Y1R13"]},
            ("lei", "the check digit of the LEI is wrong"),
        ),
        (IDENTIFIER, {}, ("identifier", "no identifier that can be matched")),
        (IDENTIFIER, {"phone": ["12"]}, ("phone", "not a phone number with a country code")),
        (
            IDENTIFIER,
            {"passport": ["12"]},
            ("passport", "too short or too plain to identify anybody"),
        ),
        (
            IDENTIFIER,
            {"phone": ["+34600000000"], "plate": ["1234 BCD"]},
            ("type", "an identifier record has one identifier"),
        ),
        (
            IDENTIFIER,
            {"phone": ["+34600000000"], "identifier_type": ["plate"]},
            ("identifier_type", "the column it names is empty"),
        ),
    ],
)
def test_bad_input_is_refused_with_field_and_reason(
    entity_type: EntityType, fields: Mapping[str, Sequence[str]], expected: tuple[str, str]
) -> None:
    """Every kind of fault has its own sentence."""
    assert findings(entity_type, fields) == [expected]


def test_no_message_holds_a_value() -> None:
    """What a finding says may be logged."""
    with pytest.raises(InvalidRecordError) as caught:
        record_from_fields(
            PERSON,
            {"name": ["Xanthippe"], "birth_date": ["31.31.1931"], "iban": ["XANTHIPPE931"]},
        )

    told = f"{caught.value} {caught.value!r} {caught.value.findings!r}"
    assert "31.31" not in told
    assert "xanthippe" not in told.casefold()


def test_repr_of_a_record_shows_no_value() -> None:
    """A record that reaches a log or a traceback says only what it is."""
    record = record_from_fields(
        PERSON,
        {"id": ["R-77"], "name": ["Xanthippe"], "birth_date": ["1931"], "passport": ["AB123456"]},
    )

    assert repr(record) == "Record(entity_type=<EntityType.PERSON: 'person'>)"
    assert repr(record.names[0]) == "Name(role=<NameRole.PRIMARY: 0>)"
    assert repr(record.birth_dates[0]) == "PartialDate()"
    assert repr(record.identifiers[0]) == "Identifier(scheme=<Scheme.PASSPORT: 'passport'>)"


def test_a_record_needs_a_name_or_an_identifier() -> None:
    """An instance that exists can be matched."""
    with pytest.raises(RecordError):
        Record(entity_type=PERSON)


ANY_VALUE = st.one_of(st.text(max_size=30), st.text("0123456789 /-.", max_size=30))


@given(
    st.sampled_from(EntityType),
    st.dictionaries(st.sampled_from(sorted(FIELDS)), st.lists(ANY_VALUE, max_size=3), max_size=6),
)
def test_any_fields_are_a_record_or_findings(
    entity_type: EntityType, fields: dict[str, list[str]]
) -> None:
    """Whatever a file holds, a row is read or refused with reasons."""
    with suppress(InvalidRecordError):
        record = record_from_fields(entity_type, fields)

        assert record.names or record.identifiers


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_endless_digits_are_refused_or_left_out(name: str) -> None:
    """No number is too long for the reader to say so."""
    entity_type = min(FIELDS[name].entity_types)

    with pytest.raises(InvalidRecordError) as caught:
        record_from_fields(entity_type, {name: ["9" * 5_000]})

    assert (name, "longer than 1000 characters") in {
        (str(finding.field), finding.reason) for finding in caught.value.findings
    }


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_example_of_the_schema_is_valid(name: str) -> None:
    """The documentation of the format shows values that load."""
    field = FIELDS[name]
    for entity_type in sorted(field.entity_types):
        base = {"phone": ["+34600000000"]} if entity_type is IDENTIFIER else {"name": ["Ivan"]}
        wanted = {"phone": ()} if name in set(Scheme) and entity_type is IDENTIFIER else {}
        example = entity_type.title() if name == "type" else field.example

        record = record_from_fields(entity_type, {**base, **wanted, name: [example]})

        assert record.unusable == ()
