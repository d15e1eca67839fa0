"""When somebody is of age: at eighteen (Convention on the Rights of the Child, Article 1).

Where that is uncertain, because the day of birth is not known or several are told, the person is
presumed to be a child until the last day on which it may be (Directive (EU) 2016/800, Article 3).
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from matching.normalise.dates import PartialDate

MAJORITY_YEARS = 18
_DECEMBER = 12


def of_age_on(births: Iterable[PartialDate]) -> date | None:
    """Return the first day on which somebody is of age for certain; None where no birth is known.

    Args:
        births: every date of birth that is told of one person, none of them before year 1.
    """
    return max((_birthday(birth) for birth in births), default=None)


def _birthday(birth: PartialDate) -> date:
    """Return the eighteenth birthday; of the 29th of February it may be the 1st of March."""
    year, month = birth.year + MAJORITY_YEARS, birth.month or _DECEMBER
    last = monthrange(year, month)[1]
    if birth.day is not None and birth.day > last:
        return date(year, month, last) + timedelta(days=1)
    return date(year, month, birth.day or last)
