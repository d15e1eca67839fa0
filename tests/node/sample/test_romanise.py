"""Tests of the spellings, against published ones."""

import pytest

from node.sample.country import COUNTRIES, country, patronymic_of
from node.sample.romanise import System, fold, spell, spell_han, wade_giles


@pytest.mark.parametrize(
    ("native", "language", "system", "expected"),
    [
        ("Юрий", "ru", System.PASSPORT, "Iurii"),
        ("Юрий", "ru", System.ENGLISH, "Yury"),
        ("Юрий", "ru", System.DUTCH, "Joeri"),
        ("Щербаков", "ru", System.PASSPORT, "Shcherbakov"),
        ("Егоров", "ru", System.ENGLISH, "Yegorov"),
        ("Александр", "ru", System.PASSPORT, "Aleksandr"),
        ("Александр", "ru", System.ENGLISH, "Alexander"),
        ("Чайковский", "ru", System.DUTCH, "Tsjajkovski"),
        ("Гнатюк", "uk", System.PASSPORT, "Hnatiuk"),
        ("Євген", "uk", System.PASSPORT, "Yevhen"),
        ("Микола", "uk", System.ROMANCE, "Nikolai"),
        ("Ђорђевић", "sr", System.PASSPORT, "Đorđević"),
        ("Ђорђевић", "sr", System.ENGLISH, "Djordjevic"),
        ("Παπαδόπουλος", "el", System.PASSPORT, "Papadopoulos"),
        ("Ευάγγελος", "el", System.PASSPORT, "Evangelos"),
        ("Χατζής", "el", System.ENGLISH, "Hatzis"),
    ],
)
def test_spellings_are_the_published_ones(
    native: str, language: str, system: System, expected: str
) -> None:
    """Each system spells as its authority does."""
    assert spell(native, language)[system] == expected


@pytest.mark.parametrize(
    ("pinyin", "wade"),
    [("zhang", "chang"), ("qian", "ch'ien"), ("xu", "hsu"), ("gao", "kao"), ("deng", "teng")],
)
def test_wade_giles_respells_pinyin(pinyin: str, wade: str) -> None:
    """Common surnames come out as on older documents."""
    assert wade_giles(pinyin) == wade


def test_han_names_have_three_shapes() -> None:
    """A given name of two characters is joined, hyphened or apart."""
    assert spell_han("jian-hua")[:3] == ("Jianhua", "Chien-hua", "Jian Hua")


def test_folding_leaves_plain_letters() -> None:
    """Nothing is lost but the marks."""
    assert fold("Şükrü Đorđe Évora Łoś ı") == "Sukru Djordje Evora Los i"


@pytest.mark.parametrize(
    ("father", "gender", "language", "expected"),
    [
        ("Сергей", "m", "ru", "Сергеевич"),
        ("Юрий", "f", "ru", "Юрьевна"),
        ("Никита", "m", "ru", "Никитич"),
        ("Микола", "m", "uk", "Миколайович"),
        ("Іван", "f", "uk", "Іванівна"),
    ],
)
def test_patronymics_follow_the_grammar(
    father: str, gender: str, language: str, expected: str
) -> None:
    """Children are called after their father as their language does it."""
    assert patronymic_of(father, gender, language=language).native == expected


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_is_complete(code: str) -> None:
    """A country has names of all kinds, places, numbers and ways to name companies."""
    found = country(code)
    pools = (found.male, found.female, found.family, found.family_female)

    assert all(pool.common >= 10 for pool in pools)
    assert all("".join(part.plain).isascii() for pool in pools for part in pool.parts)
    assert len(found.cities) >= 7
    assert len(found.streets) >= 8
    assert found.trade.forms
    assert found.trade.patterns
    assert found.nationality
