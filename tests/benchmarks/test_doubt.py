"""A false hit is in doubt where nothing in the records tells that it is false."""

from collections.abc import Mapping, Sequence

import pytest

from benchmarks.doubt import nothing_differs
from matching.records import Record, record_from_fields
from matching.subject import EntityType

COMPANY = {
    "name": ["Daehan Trading Co., Ltd."],
    "address": ["Dong 1, Pyongyang"],
    "reg_number": ["1234567"],
}


def a_record(fields: Mapping[str, Sequence[str]], **changed: Sequence[str]) -> Record:
    """Return a company, or a person where a date of birth is given."""
    known = {name: value for name, value in {**fields, **changed}.items() if value}
    kind = EntityType.PERSON if "birth_date" in known else EntityType.COMPANY
    return record_from_fields(kind, known)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"name": ["DAEHAN TRADING CO LTD"]}, True),
        ({"address": [], "reg_number": []}, True),
        ({"tax_number": ["7654321"]}, True),
        ({"name": ["Daehan Shipping Co., Ltd."]}, False),
        ({"address": ["Calle Mayor 5, Vigo"]}, False),
        ({"reg_number": ["7654321"]}, False),
    ],
)
def test_companies(changed: dict[str, Sequence[str]], *, expected: bool) -> None:
    """What one side leaves out does not differ; what both state and is another value does."""
    assert nothing_differs(a_record(COMPANY), a_record(COMPANY, **changed)) is expected


@pytest.mark.parametrize(
    ("date", "expected"), [("1967-03-01", True), ("1967", True), ("1968", False)]
)
def test_persons_by_date_of_birth(date: str, *, expected: bool) -> None:
    """A year alone may be the date; another year may not."""
    one, other = ({"name": ["Ana Ruiz"], "birth_date": [each]} for each in ("1967-03-01", date))

    assert nothing_differs(a_record(one), a_record(other)) is expected
