"""Tests of `matching.profile`: which tokens a record has, and that equal things meet."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import TooManyTokensError
from matching.profile import MAX_SYMBOLS, MAX_TOKENS_ASKING, MAX_TOKENS_RECORDING, tokens
from matching.records import (
    EntityType,
    Identifier,
    Name,
    PartialDate,
    Record,
    Scheme,
    record_from_fields,
)
from matching.subject import Attribute, Kind, NameRole, Part, PartKind, Subject

PERSON, VESSEL = EntityType.PERSON, EntityType.VESSEL
COMPANY, IDENTIFIER = EntityType.COMPANY, EntityType.IDENTIFIER
VECTORS = sorted((Path(__file__).parents[1] / "vectors").glob("tokens_*.json"))


def a_person(*names: str, **values: object) -> Record:
    """Make a person with a primary name and aliases."""
    first, *others = names or ("Ivan Petrov",)
    known = (Name(first), *(Name(name, NameRole.ALIAS) for name in others))
    return Record(entity_type=PERSON, **{"names": known, **values})  # type: ignore[arg-type]  # fields by name


def unframed(token: bytes) -> list[str]:
    """Read a token: entity type, attribute, kind, value; domain and profile must be known."""
    fields = list(_fields(token))
    assert fields[:2] == [b"heliograph", b"\x00\x01"]
    return [field.decode() for field in fields[2:]]


def _fields(token: bytes) -> Iterator[bytes]:
    while token:
        length = int.from_bytes(token[:2], "big")
        yield token[2 : 2 + length]
        token = token[2 + length :]


def shown(tokens_: tuple[bytes, ...]) -> list[str]:
    """List what tokens say, without the entity type."""
    return ["/".join(unframed(token)[1:]) for token in tokens_]


def parts_of(subject: Subject[bytes]) -> list[Part[bytes]]:
    """List the parts of all names."""
    return [part for name in subject.names for part in name.parts]


def values_of(subject: Subject[bytes], attribute: Attribute) -> list[tuple[Kind, str]]:
    """List kind and framed kind and value of an attribute."""
    return [
        (value.kind, "/".join(unframed(value.token)[2:]))
        for value in subject.values
        if value.attribute is attribute
    ]


def test_a_word_has_its_exact_form_edits_and_sounds() -> None:
    """The three ways in which spellings of a name meet, each framed by its kind."""
    (part,) = parts_of(tokens(a_person("Ivanov"), asking=False))

    assert (part.kind, part.length) == (PartKind.WORD, 6)
    assert shown((part.exact,)) == ["name/exact/ivanov"]
    assert shown(part.edits) == [
        "name/edits/ivanov",
        "name/edits/vanov",
        "name/edits/ianov",
        "name/edits/ivnov",
        "name/edits/ivaov",
        "name/edits/ivanv",
        "name/edits/ivano",
    ]
    assert shown(part.sounds) == ["name/sounds/AFNF"]
    assert part.symbols == ()


def test_a_word_of_a_company_has_symbols_too() -> None:
    """What it means is a token as well, up to a number."""
    bank = Record(entity_type=COMPANY, names=(Name("Banco"),))

    (part,) = parts_of(tokens(bank, asking=False))

    assert "name/symbols/DOMAIN:BANK" in shown(part.symbols)
    assert len(part.symbols) <= MAX_SYMBOLS


def test_a_record_holds_a_birth_date_as_far_as_known() -> None:
    """Year and month follow from the date, and nothing is stored that does not."""
    dates = (PartialDate(1975, 3, 4), PartialDate(1976, 5), PartialDate(1980))
    subject = tokens(a_person(birth_dates=dates), asking=False)

    assert values_of(subject, Attribute.BIRTH_DATE) == [
        (Kind.EXACT, "exact/1975-03-04"),
        (Kind.YEAR_MONTH, "year_month/1975-03"),
        (Kind.YEAR, "year/1975"),
        (Kind.YEAR_MONTH, "year_month/1976-05"),
        (Kind.YEAR, "year/1976"),
        (Kind.YEAR, "year/1980"),
    ]
    assert [value.group for value in subject.values] == [0, 0, 0, 1, 1, 2]


def test_a_query_also_asks_for_near_birth_dates() -> None:
    """What a query asks more is framed as a record would hold it."""
    subject = tokens(a_person(birth_dates=(PartialDate(1975, 3, 4),)), asking=True)

    assert values_of(subject, Attribute.BIRTH_DATE)[3:] == [
        (Kind.SWAPPED, "exact/1975-04-03"),
        (Kind.NEAR_YEAR_1, "year/1974"),
        (Kind.NEAR_YEAR_1, "year/1976"),
        (Kind.NEAR_YEAR_2, "year/1973"),
        (Kind.NEAR_YEAR_2, "year/1977"),
    ]


def test_an_asked_swapped_date_meets_the_stored_one() -> None:
    """Day and month exchanged between two registers are found by equality."""
    held = tokens(a_person(birth_dates=(PartialDate(1975, 4, 3),)), asking=False)
    asked = tokens(a_person(birth_dates=(PartialDate(1975, 3, 4),)), asking=True)

    exact = {value.token for value in held.values if value.kind is Kind.EXACT}
    swapped = {value.token for value in asked.values if value.kind is Kind.SWAPPED}
    assert exact == swapped


def test_a_vessel_has_its_values() -> None:
    """Flags of today and before are framed alike; build year and tonnage have neighbours."""
    record = Record(
        entity_type=VESSEL,
        names=(Name("OCEAN STAR"),),
        flags=("pa",),
        former_flags=("lr",),
        vessel_classes=("tanker",),
        build_years=(1998,),
        tonnages=(2840,),
        identifiers=(Identifier(Scheme.IMO, "9074729"), Identifier(Scheme.MMSI, "224123000")),
    )
    subject = tokens(record, asking=True)

    assert shown(tuple(value.token for value in subject.values)) == [
        "build_year/exact/1998",
        "build_year/exact/1997",
        "build_year/exact/1999",
        "tonnage/exact/a35",
        "tonnage/exact/b36",
        "flag/exact/pa",
        "flag/exact/lr",
        "vessel_type/exact/tanker",
        "identifier/exact/imo:9074729",
        "weak_identifier/exact/mmsi:224123000",
    ]
    assert [value.attribute for value in subject.values[5:7]] == [
        Attribute.FLAG,
        Attribute.FORMER_FLAG,
    ]


@pytest.mark.parametrize("scheme", [Scheme.ID_NUMBER, Scheme.TAX_NUMBER, Scheme.REG_NUMBER])
def test_a_document_meets_itself_in_another_column(scheme: Scheme) -> None:
    """Registers disagree about what kind of document a number is."""
    held = tokens(a_person(identifiers=(Identifier(scheme, "AB123456"),)), asking=False)
    asked = tokens(a_person(identifiers=(Identifier(Scheme.PASSPORT, "AB123456"),)), asking=True)

    assert [value.token for value in held.values] == [value.token for value in asked.values]


def test_a_document_meets_itself_without_its_series() -> None:
    """A number that lacks its letters is near, not equal."""
    held, asked = (
        tokens(a_person(identifiers=(Identifier(Scheme.PASSPORT, number),)), asking=asking)
        for number, asking in (("AB123456", False), ("123456", True))
    )

    shared = {value.token for value in held.values} & {value.token for value in asked.values}
    assert shown(tuple(shared)) == ["identifier/typo/document:123456"]


def test_the_same_document_in_two_columns_is_one_value() -> None:
    """A number entered twice is no more evidence than once."""
    both = (Identifier(Scheme.PASSPORT, "AB123456"), Identifier(Scheme.ID_NUMBER, "AB123456"))

    subject = tokens(a_person(identifiers=both), asking=False)

    assert {value.group for value in subject.values} == {0}


def test_an_identifier_register_finds_one_error() -> None:
    """Two phone numbers with one digit wrong share a spelling one digit shorter."""
    held = tokens(a_phone("+34600000001"), asking=False)
    asked = tokens(a_phone("+34600700001"), asking=True)

    typos = [{v.token for v in s.values if v.kind is Kind.TYPO} for s in (held, asked)]
    assert typos[0] & typos[1]
    assert not {v.token for v in held.values if v.kind is Kind.EXACT} & set(asked.leaves())


def a_phone(number: str) -> Record:
    """Make an identifier record."""
    return Record(entity_type=IDENTIFIER, identifiers=(Identifier(Scheme.PHONE, number),))


def test_a_short_identifier_has_no_typos() -> None:
    """One error makes a short number somebody else's."""
    seal = Record(entity_type=IDENTIFIER, identifiers=(Identifier(Scheme.SEAL, "AB1234"),))

    assert [value.kind for value in tokens(seal, asking=True).values] == [Kind.EXACT]


def test_equal_names_are_kept_once_in_their_strongest_role() -> None:
    """A name that is also its own alias adds nothing."""
    record = a_person("Иван Петров", "Ivan PETROV", "Petrov Ivan")

    names = tokens(record, asking=False).names

    assert [name.role for name in names] == [NameRole.PRIMARY, NameRole.ALIAS]


def test_a_postcode_is_a_value_and_a_word() -> None:
    """By the value a record is found, as a word it is compared."""
    subject = tokens(a_person(addresses=("Calle Mayor 5, 28013 Madrid",)), asking=False)

    codes = tuple(v.token for v in subject.values if v.attribute is Attribute.POSTCODE)
    assert shown(codes) == ["postcode/exact/28013"]
    assert "address/exact/28013" in shown(subject.address)


def test_addresses_and_places_have_words_of_their_own() -> None:
    """A town where somebody lives is no town where somebody was born."""
    subject = tokens(
        a_person(addresses=("Calle Mayor 5, Vigo",), birth_places=("Vigo, Spain",)), asking=False
    )

    assert shown(subject.address) == [
        "address/exact/mayor",
        "address/exact/5",
        "address/exact/vigo",
    ]
    assert shown(subject.places) == ["birth_place/exact/vigo"]


def test_entity_types_share_no_token() -> None:
    """A person named like a company has other tokens."""
    names = (Name("Ivan Petrov"),)
    person = tokens(Record(entity_type=PERSON, names=names), asking=False)
    company = tokens(Record(entity_type=COMPANY, names=names), asking=False)

    assert not set(person.leaves()) & set(company.leaves())


WORDS = st.sampled_from(("Ivan", "Petrov", "محمد", "al", "Шевченко", "张伟", "J.", "Nguyễn", "2"))
NAMES = st.lists(WORDS, min_size=1, max_size=6)


@given(NAMES, st.booleans())
def test_tokens_are_deterministic(words: list[str], asking: bool) -> None:  # noqa: FBT001
    """Two nodes derive the same tokens, or they would never meet."""
    record = a_person(" ".join(words), " ".join(words[::-1]))

    assert tokens(record, asking=asking) == tokens(record, asking=asking)


@given(NAMES)
def test_reversed_order_gives_the_same_parts(words: list[str]) -> None:
    """Family name first or last, the words are the same, whatever each is to its name."""
    forth, back = (
        tokens(a_person(" ".join(order)), asking=False).names[:1] for order in (words, words[::-1])
    )

    assert {part.exact for name in forth for part in name.parts} == {
        part.exact for name in back for part in name.parts
    }


@given(NAMES)
def test_what_a_record_holds_a_query_for_it_asks(words: list[str]) -> None:
    """A record always finds itself."""
    record = a_person(" ".join(words), birth_dates=(PartialDate(1975, 3, 4),))

    held, asked = (set(tokens(record, asking=asking).leaves()) for asking in (False, True))

    assert held <= asked


@pytest.mark.parametrize(
    ("asking", "limit"), [(True, MAX_TOKENS_ASKING), (False, MAX_TOKENS_RECORDING)]
)
def test_the_weakest_names_are_left_out_first(asking: bool, limit: int) -> None:  # noqa: FBT001
    """A subject with very many aliases is cut to the limit, its primary name kept."""
    aliases = [
        f"Abcdefghij{letter}klm Nopqrst{letter}uvw" for letter in "abcdefghijklmnopqrstuvwxyz"
    ]
    record = a_person("Ivan Petrov", *aliases, *(alias[1:] + "xy" for alias in aliases))

    subject = tokens(record, asking=asking)

    assert limit - 60 < len(list(subject.leaves())) <= limit
    assert subject.names[0] == tokens(a_person("Ivan Petrov"), asking=asking).names[0]


def test_a_name_too_long_is_thinned_to_its_words() -> None:
    """One endless name keeps its exact words rather than being lost."""
    endless = " ".join(f"abcdefghijklmnop{letter}rstuvwxyz" for letter in "abcdefghijklmnopqrst")

    (name,) = tokens(a_person(endless), asking=True).names

    assert len(name.parts) == 20
    assert not any(part.edits or part.sounds or part.symbols for part in name.parts)


def test_too_many_values_are_refused() -> None:
    """Values are never dropped in silence: each may be the one that proves."""
    phones = tuple(Identifier(Scheme.PHONE, f"+346{n:08}") for n in range(401))

    with pytest.raises(TooManyTokensError):
        tokens(a_person(identifiers=phones), asking=True)


def test_repr_of_tokens_shows_no_value() -> None:
    """Tokens are clear text: a traceback may not spell them."""
    record = a_person("Xanthippe", birth_dates=(PartialDate(1931, 5),), addresses=("Xanthi 5",))

    told = repr(tokens(record, asking=True)).casefold()

    assert "xanth" not in told
    assert "1931" not in told


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vectors(path: Path) -> None:
    """The published examples hold; a change of any of them is a new profile."""
    vector = json.loads(path.read_text("utf-8"))
    record = record_from_fields(EntityType(vector["entity_type"]), vector["fields"])

    subject = tokens(record, asking=vector["asking"])

    assert described(subject) == vector["subject"]
    assert next(subject.leaves()).hex() == vector["first_leaf_hex"]
    assert hashlib.sha256(b"".join(subject.leaves())).hexdigest() == vector["sha256_of_leaves"]


def described(subject: Subject[bytes]) -> dict[str, object]:
    """Show a subject as the vectors do: tokens as `attribute/kind/value`."""
    return {
        "names": [
            {"role": name.role.name, "parts": [_described_part(part) for part in name.parts]}
            for name in subject.names
        ],
        "address": shown(subject.address),
        "places": shown(subject.places),
        "values": [
            {
                "attribute": value.attribute,
                "kind": value.kind,
                "group": value.group,
                "token": shown((value.token,))[0],
            }
            for value in subject.values
        ],
    }


def _described_part(part: Part[bytes]) -> dict[str, object]:
    return {
        "kind": part.kind.name,
        "length": part.length,
        "exact": shown((part.exact,))[0],
        "edits": shown(part.edits),
        "sounds": shown(part.sounds),
        "symbols": shown(part.symbols),
    }
