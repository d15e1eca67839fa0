"""Say things in one language: sentences, numbers, times, and the words for codes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from node.domain.justification import Purpose
from node.words.catalogue import forms
from node.words.language import ZERO_IS_SINGULAR, Language
from node.words.mark import marked
from node.words.meaning import meaning

_MOMENT: Final = "d MMM y, HH:mm"
_CLOCK: Final = "HH:mm"
PRIOR: Final = marked("before anything is compared, one candidate in {n} is the subject")
"""What an explanation begins with (`matching.explain`)."""
CANDIDATES: Final = marked("candidates")
_NUMBER: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said in one language."""

    language: Language

    def say(self, sentence: str, **values: object) -> str:
        """Say an English sentence in this language, with `{name}` replaced by the values."""
        found = forms(self.language).get(sentence)
        said = found[0] if found else sentence
        return said.format(**values) if values else said

    def say_count(self, one: str, many: str, number: int, **values: object) -> str:  # noqa: PLR0917 - as gettext has it
        """Say a sentence about a number of things; `{n}` is the number as people write it."""
        found = forms(self.language).get(one)
        said = found or (one, many)
        return said[self._form(number)].format(n=self.number(number), **values)

    def repeat(self, sentence: str) -> str:
        """Say again what another part of the node has said in English, such as an explanation.

        Where the sentence as it is stands in no catalogue, its first number is taken for `{n}`.
        """
        found = forms(self.language).get(sentence)
        if found is not None or self.language is Language.EN:
            return found[0] if found else sentence
        number = _NUMBER.search(sentence)
        if number is None:
            return sentence
        general = f"{sentence[: number.start()]}{{n}}{sentence[number.end() :]}"
        return self.say(general, n=number[0])

    def of(self, code: StrEnum) -> str:
        """Say what a code of the domain means."""
        return self.say(meaning(code))

    def purpose(self, code: str) -> str:
        """Say what a query is for; a code that an agreement or policy added stands for itself."""
        return self.of(Purpose(code)) if code in set(Purpose) else code

    def listed(self, parts: Iterable[str]) -> str:
        """Say several things as one list: a, b and c."""
        return format_list(list(parts), locale=self._locale)

    def number(self, value: float, *, digits: int = 0) -> str:
        """Write a number."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def signed(self, value: float) -> str:
        """Write a weight with one digit and always a sign; the minus is the one that is as wide."""
        return format_decimal(value, format="+#,##0.0;−#,##0.0", locale=self._locale)

    def percent(self, share: float) -> str:
        """Write a share of one as a percentage."""
        return format_percent(share, locale=self._locale)

    def day(self, day: date) -> str:
        """Write a day."""
        return format_date(day, "d MMM y", locale=self._locale)

    def moment(self, moment: datetime | None, zone: str = "UTC") -> str:
        """Write a time with its zone; nothing where there is none."""
        if moment is None:
            return ""
        if zone == "UTC":
            return f"{format_datetime(moment.astimezone(UTC), _MOMENT, locale=self._locale)} UTC"
        there = moment.astimezone(ZoneInfo(zone))
        return f"{format_datetime(there, _MOMENT, locale=self._locale)} {there.tzname()}"

    def clock(self, moment: datetime) -> str:
        """Write the hour and minute, UTC."""
        return f"{format_datetime(moment.astimezone(UTC), _CLOCK, locale=self._locale)} UTC"

    def age(self, span: timedelta) -> str:
        """Write how long something takes or has lasted, in its largest unit."""
        return format_timedelta(span, threshold=1.0, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return _locale_of(self.language)

    def _form(self, number: int) -> int:
        """Return which of two forms goes with a number."""
        is_singular = number <= 1 if self.language in ZERO_IS_SINGULAR else number == 1
        return int(not is_singular)


@cache
def _locale_of(language: Language) -> Locale:
    return Locale.parse(language.locale)


@cache
def words_in(language: Language) -> Words:
    """Return everything that is said in a language; read once."""
    return Words(language)
