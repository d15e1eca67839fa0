"""Tests of `node.register.mapping`."""

import pytest

from node.register.dateformat import DateFormat
from node.register.mapping import Cell, Rule, UnreadableCellError


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        (Rule("aliases", ("A", "B")), ("x;y", " z "), ("x", "y", "z")),
        (Rule("aliases", ("A",)), (("x;y", "z"),), ("x;y", "z")),
        (Rule("name", ("A", "B"), glue=" "), (" Petrov ", "Ivan"), ("Petrov Ivan",)),
        (Rule("name", ("A", "B"), glue=", "), ("Petrov", ""), ("Petrov",)),
        (Rule("name", ("A", "B"), glue=" "), ("", " "), ()),
        (Rule("gender", ("A",), substitutes={"h": "male"}), ("H",), ("male",)),
        (Rule("gender", ("A",), substitutes={"h": "male"}), ("M",), ("M",)),
        (Rule("name", ("A",), substitutes={"n/a": ""}), ("N/A",), ()),
        (
            Rule("birth_date", ("A",), date_format=DateFormat("%d/%m/%Y")),
            ("3/4/1975",),
            ("1975-04-03",),
        ),
        (
            Rule("birth_date", ("D", "M", "Y"), glue="/", date_format=DateFormat("%d/%m/%Y")),
            ("3", "4", "1975"),
            ("1975-04-03",),
        ),
        (
            Rule("birth_date", ("A",), date_format=DateFormat("%Y"), substitutes={"?": ""}),
            ("?",),
            (),
        ),
    ],
)
def test_a_rule_makes_values(
    rule: Rule, cells: tuple[Cell, ...], expected: tuple[str, ...]
) -> None:
    """Values are listed or joined, then substituted, then read as dates."""
    assert rule.values(cells, ";") == expected


def test_an_unreadable_date_is_not_repeated() -> None:
    """The error names the column and the format, and has no cause that holds the value."""
    rule = Rule("birth_date", ("F.Nac",), date_format=DateFormat("%d/%m/%Y"))

    with pytest.raises(UnreadableCellError) as caught:
        rule.values(["Zzyzx"], ";")

    assert caught.value.column == "F.Nac"
    assert "%d/%m/%Y" in caught.value.reason
    assert "Zzyzx" not in str(caught.value)
    assert caught.value.__suppress_context__
