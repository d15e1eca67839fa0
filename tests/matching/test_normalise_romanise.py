"""Tests of `matching.normalise.romanise`: one spelling in ASCII for a word of any script."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normalise.romanise import latin
from matching.normalise.scripts import compose

WITHOUT_ICU = """
import sys
sys.modules["icu"] = sys.modules["normality"] = None
from matching.profile import tokens
from matching.records import EntityType, record_from_fields
fields = {"name": ["محمد الظواهري"], "nationality": ["España"], "address": ["ул. Ленина 5"]}
record = record_from_fields(EntityType.PERSON, fields)
print(len(tokens(record, asking=False).names[0].parts))
"""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Łukasz", "lukasz"),
        ("Nguyễn", "nguyen"),
        ("Straße", "strasse"),
        ("Ґалаґан", "galagan"),
        ("Хачатурян", "hachaturyan"),
        ("Παπαδόπουλος", "papadopoulos"),
        ("გიორგი", "giorgi"),
        ("Հովհաննիսյան", "hovhannisyan"),
        ("정은", "jeongeun"),
        ("٣", "3"),
    ],
)
def test_alphabets_and_digits_are_spelled(word: str, expected: str) -> None:
    """Diacritics go, and scripts that write their vowels keep them."""
    assert latin(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("وليد", "wlid"),
        ("يوسف", "yusf"),
        ("یوسف", "yusf"),
        ("محمود", "mhmud"),
        ("خالد", "khald"),
        ("عمر", "amr"),
        ("سعود", "sawd"),
        ("أوباما", "ubama"),
        ("إيغور", "ighur"),
        ("فاطمة", "fatma"),
        ("مصطفى", "mstfa"),
        ("چنگیز", "chngiz"),
        ("אברהם", "avrhm"),
        ("בנימין", "bnymyn"),
        ("כהן", "khn"),
    ],
)
def test_letters_of_abjads_are_vowels_where_they_stand_for_one(word: str, expected: str) -> None:
    """Waw and ya depend on their neighbours, alef and ain are vowels, ta marbuta is an *a*."""
    assert latin(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("राम", "ram"),
        ("कुमार", "kumar"),
        ("नरेन्द्र", "narendra"),
        ("शर्मा", "sharma"),
        ("आनंद", "anand"),
        ("মোহাম্মদ", "mohammad"),
        ("ਗੁਰਪ੍ਰੀਤ", "guraprit"),
        ("సత్య", "satya"),
    ],
)
def test_indian_consonants_take_their_unwritten_vowel(word: str, expected: str) -> None:
    """An *a* follows where no sign does, and at the end of a word only after two consonants."""
    assert latin(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("シュウ", "shuu"),
        ("じょう", "jou"),
        ("きょうこ", "kyouko"),
        ("サッカー", "sakka"),
        ("はっとり", "hattori"),
    ],
)
def test_japanese_syllables_are_joined(word: str, expected: str) -> None:
    """Small letters change the syllable before or the consonant after."""
    assert latin(word) == expected


def test_what_has_no_spelling_stays_as_it_is() -> None:
    """Such a word still meets itself."""
    assert latin("ー") == "ー"


@given(st.text(max_size=20))
def test_spelling_a_word_twice_changes_nothing(text: str) -> None:
    """Latin spelling is stable."""
    assert latin(latin(compose(text))) == latin(compose(text))


def test_tokens_need_no_icu() -> None:
    """Its spellings differ between systems, so no library that calls it may be asked."""
    told = subprocess.run(  # noqa: S603 - our own interpreter with our own words
        [sys.executable, "-c", WITHOUT_ICU], check=True, capture_output=True, text=True
    )

    assert told.stdout == "3\n"
