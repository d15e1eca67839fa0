"""Whether sentences, numbers and times read as people of a language write them."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest

from node.domain.alert import AlertState
from node.domain.guard import AlarmState
from node.words import Language, words_in
from node.words.meaning import MEANINGS, meaning

MOMENT = datetime(2026, 11, 29, 1, 20, tzinfo=UTC)


def test_a_code_means_what_its_enumeration_says() -> None:
    """Two enumerations with an equal value have words of their own."""
    words = words_in(Language.EN)

    assert (words.of(AlertState.OPEN), words.of(AlarmState.OPEN)) == ("new", "open")


@pytest.mark.parametrize("kind", MEANINGS, ids=lambda kind: str(kind.__name__))
def test_every_member_has_words(kind: type[StrEnum]) -> None:
    """A code added to the domain cannot be shown without words."""
    assert all(meaning(member) for member in kind)


def test_a_code_without_words_is_told() -> None:
    """A code of which nothing is known is a mistake of ours, not a blank on a page."""

    class Unknown(StrEnum):
        MOOD = "mood"

    with pytest.raises(LookupError, match=r"Unknown\.MOOD"):
        meaning(Unknown.MOOD)


@pytest.mark.parametrize(
    ("language", "number", "moment"),
    [
        (Language.EN, "48,213", "29 Nov 2026, 01:20 UTC"),
        (Language.ES, "48.213", "29 nov 2026, 01:20 UTC"),
        (Language.FR, "48\u202f213", "29 nov. 2026, 01:20 UTC"),
        (Language.PT_BR, "48.213", "29 nov. 2026, 01:20 UTC"),
    ],
)
def test_numbers_and_times(language: Language, number: str, moment: str) -> None:
    """Numbers and times look native, and a time never comes without its zone."""
    words = words_in(language)

    assert words.number(48213) == number
    assert words.moment(MOMENT) == moment


def test_local_time_names_its_zone() -> None:
    """The second line of a time says where it is that late."""
    assert words_in(Language.EN).moment(MOMENT, "Europe/Madrid") == "29 Nov 2026, 02:20 CET"


def test_no_time_is_no_words() -> None:
    """What has not happened yet leaves its place empty."""
    assert not words_in(Language.EN).moment(None)


def test_a_weight_has_a_sign() -> None:
    """A weight says by its sign whether it speaks for or against."""
    words = words_in(Language.ES)

    assert (words.signed(11.24), words.signed(-3.5), words.signed(0)) == ("+11,2", "−3,5", "+0,0")


def test_an_age_is_one_unit() -> None:
    """How long something waits is said in its largest unit."""
    words = words_in(Language.FR)

    assert words.age(timedelta(hours=3, minutes=20)) == "3\xa0heures"


def test_other_things_in_short() -> None:
    """Days, shares, hours and lists follow the language."""
    words = words_in(Language.PT_BR)

    assert words.day(date(2026, 3, 1)) == "1 mar. 2026"
    assert words.percent(0.25) == "25%"
    assert words.clock(MOMENT) == "01:20 UTC"
    assert words.listed(["A", "B", "C"]) == "A, B e C"


def test_an_explanation_is_repeated_in_another_language() -> None:
    """A sentence of the matcher is said with its own number."""
    words = words_in(Language.ES)

    said = words.repeat("before anything is compared, one candidate in 51 is the subject")

    assert said == "antes de comparar nada, uno de cada 51 candidatos es el sujeto"
    assert words.repeat("full date equal") == "fecha completa igual"
    assert words.repeat("never said anywhere") == "never said anywhere"
    assert words_in(Language.EN).repeat("equal") == "equal"


def test_french_keeps_its_spaces_together() -> None:
    """No line of a French page or paper begins with a colon."""
    words = words_in(Language.FR)

    assert words.repeat("agreement of names: slight") == "concordance des noms\u00a0: légère"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("pt-PT,pt;q=0.9,en;q=0.5", Language.PT_BR),
        ("de, fr;q=0.4, es;q=0.8", Language.ES),
        ("de;q=1", None),
        ("", None),
        ("fr;q=x, es", Language.ES),
    ],
)
def test_a_browser_is_understood(header: str, wanted: Language | None) -> None:
    """The language wanted most of those there are is chosen."""
    assert Language.accepted(header) is wanted
