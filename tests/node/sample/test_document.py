"""Tests of the numbers: whatever python-stdnum can check has the right check digit."""

# ruff: noqa: S311 - chance for invented data, nothing secret.

from collections.abc import Callable
from random import Random

import phonenumbers
import pytest
import stdnum.bitcoin
import stdnum.iban
import stdnum.imei
import stdnum.imo
import stdnum.iso6346
import stdnum.lei
from stdnum.be import nn as be_nn
from stdnum.be import vat as be_vat
from stdnum.br import cnpj, cpf
from stdnum.cn import ric
from stdnum.co import nit
from stdnum.ec import ci
from stdnum.es import cif, dni
from stdnum.gr import vat as gr_vat
from stdnum.it import iva
from stdnum.nl import bsn, btw
from stdnum.pt import nif
from stdnum.rs import pib
from stdnum.ru import inn
from stdnum.tr import tckimlik

from node.sample.country import COUNTRIES, country
from node.sample.document import (
    FLAGS,
    bitcoin,
    call_sign,
    container,
    iban,
    imei,
    imo,
    lei,
    mmsi,
    national_number,
    tax_number,
    vin,
)
from node.sample.person import phone_number

Check = Callable[[str], bool]


@pytest.mark.parametrize(
    ("make", "is_valid"),
    [
        (imo, stdnum.imo.is_valid),
        (imei, stdnum.imei.is_valid),
        (lei, stdnum.lei.is_valid),
        (container, stdnum.iso6346.is_valid),
        (bitcoin, stdnum.bitcoin.is_valid),
    ],
)
def test_international_numbers_are_valid(make: Callable[[Random], str], is_valid: Check) -> None:
    """Ships, devices, companies, containers and wallets have valid numbers."""
    random = Random(1)

    assert all(is_valid(make(random)) for _ in range(200))


@pytest.mark.parametrize(
    ("scheme", "is_valid"),
    [
        ("es_dni", dni.is_valid),
        ("nl_bsn", bsn.is_valid),
        ("br_cpf", cpf.is_valid),
        ("pt_nif", nif.is_valid),
        ("be_nn", be_nn.is_valid),
        ("tr_tckn", tckimlik.is_valid),
        ("ec_cedula", ci.is_valid),
        ("cn_ric", ric.is_valid),
    ],
)
@pytest.mark.parametrize("birth", ["1981-03-09", "2001-12-28"])
def test_national_numbers_are_valid(scheme: str, is_valid: Check, birth: str) -> None:
    """Persons have valid national numbers, also those born in this century."""
    random = Random(2)

    assert all(is_valid(national_number(random, scheme, birth=birth)) for _ in range(200))


@pytest.mark.parametrize(
    ("scheme", "is_valid"),
    [
        ("es_cif", cif.is_valid),
        ("br_cnpj", cnpj.is_valid),
        ("it_iva", iva.is_valid),
        ("be_vat", be_vat.is_valid),
        ("gr_afm", gr_vat.is_valid),
        ("ru_inn", inn.is_valid),
        ("co_nit", nit.is_valid),
        ("rs_pib", pib.is_valid),
        ("nl_rsin", btw.is_valid),
        ("pt_nipc", nif.is_valid),
    ],
)
def test_tax_numbers_are_valid(scheme: str, is_valid: Check) -> None:
    """Companies have valid tax numbers."""
    random = Random(3)

    assert all(is_valid(tax_number(random, scheme)) for _ in range(200))


@pytest.mark.parametrize("code", [code for code in COUNTRIES if country(code).iban])
def test_accounts_are_valid(code: str) -> None:
    """Every country with IBANs gives valid ones."""
    random = Random(4)

    assert all(stdnum.iban.is_valid(iban(random, country(code).iban)) for _ in range(200))


@pytest.mark.parametrize("code", COUNTRIES)
def test_telephones_are_numbers_of_their_country(code: str) -> None:
    """Every number is one the numbering plan of the country allows."""
    random = Random(5)

    for _ in range(200):
        number = phonenumbers.parse(phone_number(random, country(code)))
        assert phonenumbers.is_valid_number(number)
        assert str(number.country_code) == country(code).dialling


@pytest.mark.parametrize(
    ("known", "check"), [("1M8GDM9AXKP042788", "X"), ("11111111111111111", "1")]
)
def test_vehicle_numbers_follow_the_rule_of_published_ones(known: str, check: str) -> None:
    """The check of a drawn number is computed as that of published examples."""
    assert known[8] == check
    assert _vin_check(known) == check
    random = Random(6)
    assert all(_vin_check(number) == number[8] for number in (vin(random) for _ in range(200)))


def _vin_check(number: str) -> str:
    """Compute the ninth place of a vehicle number from the table of 49 CFR 565.15."""
    table = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    total = sum(int(table.get(s, s)) * w for s, w in zip(number, weights, strict=True))
    return "0123456789X"[total % 11]


@pytest.mark.parametrize("flag", FLAGS)
def test_radio_numbers_go_with_the_flag(flag: str) -> None:
    """An MMSI has nine digits and begins as all of its flag; so do call signs."""
    random = Random(7)
    numbers = {mmsi(random, flag) for _ in range(20)}

    assert {len(number) for number in numbers} == {9}
    assert len({number[:3] for number in numbers}) == 1
    assert len({call_sign(random, flag)[:1] for _ in range(20)}) == 1
