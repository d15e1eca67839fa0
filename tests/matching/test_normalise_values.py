"""Tests of `matching.normalise` for countries, places and vessels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import MalformedValueError
from matching.normalise.countries import country_code, country_of_address
from matching.normalise.places import place_words, postcodes
from matching.normalise.vessels import (
    parse_build_year,
    parse_tonnage,
    tonnage_bands,
    vessel_class,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("es", "es"),
        ("ESP", "es"),
        ("España", "es"),
        ("Россия", "ru"),
        ("الأردن", "jo"),
        ("Russian", "ru"),
        ("Cape Verde", "cv"),
        ("UK", "gb"),
        ("gb-eng", "gb"),
        ("ru-mow", "ru"),
        ("hk", "hk"),
        ("USSR", "suhh"),
    ],
)
def test_countries_have_one_code(text: str, expected: str) -> None:
    """Codes, names in any language, adjectives and parts of a country meet."""
    assert country_code(text) == expected
    assert country_code(expected) == expected


@pytest.mark.parametrize("text", ["", "??", "stateless", "Atlantis"])
def test_what_is_no_country_is_refused(text: str) -> None:
    """An unknown country is told, not guessed."""
    with pytest.raises(MalformedValueError, match="country"):
        country_code(text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Hauptstraße 5, 10115 Berlin"], ["hauptstrasse", "5", "10115", "de-be"]),
        (["Mantulinskaya 24, Moscow 123100, Russia"], ["mantulinskaya", "24", "ru-mow", "123100"]),
        (["Main Boulevard 5", "Main Blvd. 5"], ["main", "blvd", "5"]),
        (["ул. Ленина, д. 5, Москва"], ["lenina", "5", "ru-mow"]),
        (["Vigo, Spain", "Vigo, España", "Vigo"], ["vigo"]),
        (["北京市"], ["beijingshi"]),
        (["Spain", "..."], []),
    ],
)
def test_addresses_become_distinct_words_without_countries(
    texts: list[str], expected: list[str]
) -> None:
    """Street words have one form, scripts one alphabet, and the country is left out."""
    assert list(place_words(texts)) == expected


@given(st.lists(st.text(max_size=40), max_size=3))
def test_any_text_becomes_place_words(texts: list[str]) -> None:
    """No text makes the normaliser raise, and no word repeats."""
    found = place_words(texts)

    assert all(found)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Crude Oil Tanker", "tanker"),
        ("Chemical/Oil Products Tanker", "chemical tanker"),
        ("LNG Carrier", "gas tanker"),
        ("General cargo ship", "cargo"),
        ("Bulk Carrier", "bulk"),
        ("Fish Carrier", "fishing"),
        ("Passenger / Ro-Ro Cargo Ship", "ro-ro"),
        ("Container Ship", "container"),
        ("Offshore Tug/Supply Ship", "tug"),
        ("lancha rápida", "speedboat"),
        ("Velero", "yacht"),
    ],
)
def test_types_of_vessel_have_a_class(text: str, expected: str) -> None:
    """Registers word types differently; the class is what they share."""
    assert vessel_class(text) == expected


@pytest.mark.parametrize("text", ["", "ship", "unknown"])
def test_types_that_say_nothing_are_refused(text: str) -> None:
    """That a vessel is a ship is no class."""
    with pytest.raises(MalformedValueError, match="class"):
        vessel_class(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2840", 2840), ("2,840", 2840), ("2 840 GT", 2840), ("1.234.567", None), ("12.5", 12)],
)
def test_tonnages_are_read(text: str, expected: int | None) -> None:
    """Separators of thousands and units do not matter; no ship is of a million tons."""
    if expected is None:
        with pytest.raises(MalformedValueError):
            parse_tonnage(text)
    else:
        assert parse_tonnage(text) == expected


@pytest.mark.parametrize("text", ["", "0", "GT", "-"])
def test_what_is_no_tonnage_is_refused(text: str) -> None:
    """Zero is how registers write that they do not know."""
    with pytest.raises(MalformedValueError, match="tonnage"):
        parse_tonnage(text)


@given(st.integers(1, 500_000), st.floats(1, 1.11))
def test_near_tonnages_share_a_band(tonnage: int, factor: float) -> None:
    """Wherever the limits fall, a tenth of difference leaves a band in common."""
    other = int(tonnage * factor)

    assert set(tonnage_bands(tonnage)) & set(tonnage_bands(other))


@given(st.integers(1, 400_000))
def test_far_tonnages_share_no_band(tonnage: int) -> None:
    """Half as much again is another ship."""
    other = tonnage * 3 // 2 + 1

    assert not set(tonnage_bands(tonnage)) & set(tonnage_bands(other))


@pytest.mark.parametrize(("text", "expected"), [("1998", 1998), ("1998-05-01", 1998)])
def test_build_years_are_read_from_years_and_dates(text: str, expected: int) -> None:
    """A register that knows the day knows the year."""
    assert parse_build_year(text) == expected


@pytest.mark.parametrize("text", ["", "98", "0000", "19980501", "1750"])
def test_impossible_build_years_are_refused(text: str) -> None:
    """Neither two digits nor a galleon."""
    with pytest.raises(MalformedValueError, match="year"):
        parse_build_year(text)


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Calle 10 # 5-25, Barranquilla, Colombia", "co"),
        ("Pyongyang, Democratic People's Republic of Korea", "kp"),
        ("House 1, Road 1, Uttara, Dhaka, Bangladesh (at time of listing)", "bd"),
        ("Mali", "ml"),
        ("1 High Street, London", None),
        ("12 Main Street, Los Angeles, CA", None),
        ("", None),
    ],
)
def test_country_of_an_address(address: str, country: str | None) -> None:
    """An address that ends in the name of a country says where it is; a code or a town does not."""
    assert country_of_address(address) == country


def test_postcodes_are_words_with_a_digit_and_four_letters() -> None:
    """House numbers and streets are none; of a code in two words the longer part counts."""
    words = place_words(["ul. Lenina 23, Moscow 107241", "10 Downing St, London SW1A 2AA"])

    assert list(postcodes(words)) == ["107241", "sw1a"]
