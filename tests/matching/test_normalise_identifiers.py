"""Tests of `matching.normalise.identifiers`: one spelling per scheme, check digits verified."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import MalformedValueError
from matching.normalise.identifiers import (
    Scheme,
    normalise_identifier,
    stated_scheme,
    without_series,
)

S = Scheme

ACCEPTED = [
    (S.PASSPORT, "ab 123456", "AB123456"),
    (S.PASSPORT, "KE007776 expires Aug 2009", "KE007776"),
    (S.PASSPORT, "№ 123456789", "123456789"),
    (S.PASSPORT, "АВ123456", "AB123456"),
    (S.PASSPORT, "AB123456", "AB123456"),
    (S.ID_NUMBER, "30.084.504", "30084504"),
    (S.ID_NUMBER, "Jordanian national number 9681029476", "9681029476"),
    (S.ID_NUMBER, "No 0080467741 (Iran)", "0080467741"),
    (S.ID_NUMBER, "(b) Student ID 200801087", "200801087"),
    (S.ID_NUMBER, "7839332218 (Tax ID/INN)", "7839332218"),
    (S.TAX_NUMBER, "Goztepe V.D. 823 026 0248", "8230260248"),
    (S.TAX_NUMBER, "7704734000/770301001 (Russia)", "7704734000"),
    (S.REG_NUMBER, "HRB 45757", "HRB45757"),
    (S.LEI, "5493001kjtiigc8y1r12", "5493001KJTIIGC8Y1R12"),
    (S.IMO, "IMO 9074729", "9074729"),
    (S.IMO, "9074729", "9074729"),
    (S.MMSI, "MMSI: 224 123 000", "224123000"),
    (S.CALL_SIGN, "ea-ab7", "EAAB7"),
    (S.PHONE, "+34 600 00 00 00", "+34600000000"),
    (S.PHONE, "0034600000000", "+34600000000"),
    (S.PHONE, "+44 (0)20 7946 0000", "+442079460000"),
    (S.EMAIL, "First.Last+tag@Example.ORG", "first.last+tag@example.org"),
    (S.EMAIL, "mailto:a@example.org", "a@example.org"),
    (S.IMEI, "49-015420-323751-8", "49015420323751"),
    (S.IMEI, "4901542032375101", "49015420323751"),
    (S.IBAN, "es91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
    (S.CONTAINER, "CSQU 305438-3", "CSQU3054383"),
    (S.VIN, "1M8GDM9A-XKP042788", "1M8GDM9AXKP042788"),
    (S.PLATE, "1234-bcd", "1234BCD"),
    (S.PLATE, "А 123 ВС 77", "A123BC77"),
    (S.CRYPTO, "bitcoin:1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD", "1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD"),
    (S.CRYPTO, "0x" + "Ab" * 20, "0x" + "ab" * 20),
    (S.CRYPTO, "T" + "a" * 33, "T" + "a" * 33),
    (S.AIRCRAFT, "EC-ABC", "ECABC"),
    (S.SEAL, "SL 0048213", "SL0048213"),
    (S.ENGINE, "6CA-1001234", "6CA1001234"),
    (S.IMSI, "214 07 0123456789", "214070123456789"),
    (S.ICAO_ADDRESS, "ICAO: 343a81", "343A81"),
    (S.HULL, "ES-ABC12345D404", "ABC12345D404"),
    (S.HULL, "HIN ABC 12345 D404", "ABC12345D404"),
    (S.BILL_OF_LADING, "MAEU 123456789", "MAEU123456789"),
]

REFUSED = [
    (S.PASSPORT, "1234", "too short"),
    (S.PASSPORT, "unknown", "too short"),
    (S.PASSPORT, "000000", "too plain"),
    (S.LEI, "5493001KJTIIGC8Y1R13", "check digit"),
    (S.CONTAINER, "CSQU30543", "form"),
    (S.IMO, "9074720", "check digit"),
    (S.IMO, "123", "form"),
    (S.MMSI, "22412300", "nine digits"),
    (S.MMSI, "22412300A", "nine digits"),
    (S.CALL_SIGN, "-", "code"),
    (S.PHONE, "600 000 000", "country code"),
    (S.PHONE, "call me", "country code"),
    (S.EMAIL, "nobody", "e-mail"),
    (S.EMAIL, "a@b@example.org", "e-mail"),
    (S.IMEI, "490154203237519", "check digit"),
    (S.IBAN, "ES9121000418450200051333", "check digit"),
    (S.CONTAINER, "CSQU3054384", "check digit"),
    (S.VIN, "1M8GDM9AXKP04278", "17 letters"),
    (S.VIN, "IM8GDM9AXKP042788", "17 letters"),
    (S.CRYPTO, "1NEDqZPvTWRaoho48qXuLLsrYomMXPABfX", "check digit"),
    (S.CRYPTO, "0x12", "known kind"),
    (S.SEAL, "A" * 33, "code"),
    (S.IMSI, "21407", "form"),
    (S.ICAO_ADDRESS, "343A8G", "hexadecimal"),
    (S.ICAO_ADDRESS, "000000", "hexadecimal"),
    (S.HULL, "ABC12345Z404", "ISO 10087"),
    (S.BILL_OF_LADING, "-", "code"),
]


@pytest.mark.parametrize(("scheme", "text", "expected"), ACCEPTED)
def test_identifiers_have_one_spelling(scheme: Scheme, text: str, expected: str) -> None:
    """Spaces, case, labels and brackets do not matter."""
    assert normalise_identifier(scheme, text) == (expected,)


@pytest.mark.parametrize(("scheme", "text", "expected"), ACCEPTED)
def test_normalising_twice_changes_nothing(scheme: Scheme, text: str, expected: str) -> None:
    """The normal form is its own normal form."""
    again = "490154203237518" if scheme is Scheme.IMEI else expected

    assert normalise_identifier(scheme, again) == (expected,)


@pytest.mark.parametrize(("scheme", "text", "reason"), REFUSED)
def test_impossible_identifiers_are_refused(scheme: Scheme, text: str, reason: str) -> None:
    """The reason is told, the value is not."""
    with pytest.raises(MalformedValueError, match=reason) as caught:
        normalise_identifier(scheme, text)

    assert text not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_cell_may_hold_several_documents() -> None:
    """Numbers separated by commas are documents of their own."""
    found = normalise_identifier(S.TAX_NUMBER, "770701954175, 311774631801199 (IE)")

    assert found == ("770701954175", "311774631801199")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("PS472330208", "472330208"),
        ("472330208", "472330208"),
        ("D000769", "000769"),
        ("D00076", None),
        ("ABCD123456", None),
        ("AB12345X", None),
    ],
)
def test_a_document_has_a_serial_number(number: str, expected: str | None) -> None:
    """One register writes the letters of the series, another does not."""
    assert without_series(number) == expected


def test_a_company_may_have_an_imo_number() -> None:
    """Companies have numbers of the same scheme with another check digit."""
    assert normalise_identifier(S.IMO, "IMO 6246853") == ("6246853",)


@pytest.mark.parametrize(
    ("countries", "expected"),
    [(("es",), "+34600000000"), (("ua", "es"), "+34600000000"), (("cv", "nl"), "+31600000000")],
)
def test_a_national_phone_number_is_read_in_the_record_s_country(
    countries: tuple[str, ...], expected: str
) -> None:
    """The country in which the number is valid goes before one in which it is possible."""
    assert normalise_identifier(S.PHONE, "600 000 000", countries=countries) == (expected,)


@given(st.sampled_from(Scheme), st.text(max_size=40))
def test_any_text_is_an_identifier_or_refused(scheme: Scheme, text: str) -> None:
    """No text makes a normaliser raise anything else."""
    try:
        found = normalise_identifier(scheme, text)
    except MalformedValueError:
        return
    assert found
    assert all(found)


@pytest.mark.parametrize(
    ("column", "text", "stated"),
    [
        (S.REG_NUMBER, "7839332218 (Tax ID/INN)", S.TAX_NUMBER),
        (S.REG_NUMBER, "9718077239 (tax identification number)", S.TAX_NUMBER),
        (S.REG_NUMBER, "ИНН 7839332218", S.TAX_NUMBER),
        (S.TAX_NUMBER, "SRN/OGRN 1027700198767", S.REG_NUMBER),
        (S.ID_NUMBER, "123456 (passport)", S.PASSPORT),
        (S.REG_NUMBER, "INN: 7839332218 KPP: 783901001 OGRN: 1057810153400", S.REG_NUMBER),
        (S.REG_NUMBER, "HRB 45757", S.REG_NUMBER),
        (S.REG_NUMBER, "7839332218", S.REG_NUMBER),
        (S.PHONE, "+34 600 00 00 00 (tax office)", S.PHONE),
    ],
)
def test_what_a_cell_calls_its_number(column: Scheme, text: str, stated: Scheme) -> None:
    """The words beside an official number say which kind it is, unless they name several."""
    assert stated_scheme(column, text) is stated
