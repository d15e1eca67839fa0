"""From when on somebody is of age: for certain, and not a day before."""

from datetime import date

import pytest

from matching.majority import of_age_on
from matching.normalise.dates import parse_date


@pytest.mark.parametrize(
    ("births", "of_age"),
    [
        pytest.param(["2010-05-17"], date(2028, 5, 17), id="birthday"),
        pytest.param(["2012-02-29"], date(2030, 3, 1), id="leap day"),
        pytest.param(["2014-02-29"[:7]], date(2032, 2, 29), id="month alone"),
        pytest.param(["2010"], date(2028, 12, 31), id="year alone"),
        pytest.param(["1990-01-01", "2010-05-17"], date(2028, 5, 17), id="two dates"),
        pytest.param([], None, id="unknown"),
    ],
)
def test_in_doubt_a_child_until_the_last_day(births: list[str], of_age: date | None) -> None:
    """What is not known of the date, or known twice, is taken for the later day."""
    assert of_age_on(map(parse_date, births)) == of_age
