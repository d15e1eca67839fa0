"""Read dates in the one layout that a mapping file states for a column."""

import re
from dataclasses import dataclass
from datetime import datetime

_DIRECTIVE = re.compile(r"%(.?)")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS, _MONTHS, _DAYS = frozenset("Y"), frozenset("mbB"), frozenset("d")
_IGNORED = frozenset("HMS")
"""Databases export midnight with every date."""


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A layout in the directives of strptime, such as `%d/%m/%Y`."""

    pattern: str

    def __post_init__(self) -> None:
        """Refuse a layout that does not give a year, or gives it in two digits."""
        directives = self._directives
        unknown = directives - _YEARS - _MONTHS - _DAYS - _IGNORED
        if "y" in unknown:
            raise ValueError("%y leaves the century open; give years in four digits (%Y)")
        if unknown:
            raise ValueError("only %d, %m, %b, %B, %Y, %H, %M and %S can be read")
        if not directives & _YEARS:
            raise ValueError("a date needs its year (%Y)")
        if directives & _DAYS and not directives & _MONTHS:
            raise ValueError("a day without its month (%m) says nothing")

    def iso(self, text: str) -> str:
        """Return the date as ISO 8601, as precise as the layout: year, month or day.

        A date that already is ISO stays: a real date in a spreadsheet arrives so, beside others
        in the same column that somebody typed as text.

        Raises:
            ValueError: The text is not written in this layout.
        """
        if _ISO_DATE.fullmatch(text):
            return text
        day = datetime.strptime(text, self.pattern).date().isoformat()  # noqa: DTZ007 - no time
        if self._directives & _DAYS:
            return day
        return day[:7] if self._directives & _MONTHS else day[:4]

    @property
    def _directives(self) -> frozenset[str]:
        return frozenset(_DIRECTIVE.findall(self.pattern))
