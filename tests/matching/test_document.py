"""Reading a JSON document: everything wrong with it is said at once, each with its place."""

import json

import pytest

from matching import document
from matching.document import Part


def test_reads_what_is_there() -> None:
    """A sound document is read without findings."""
    root = document.parse('{"a": {"text": "x", "number": 1.5, "whole": 3}, "list": [1, 2]}')

    read = (
        root.at("a").at("text").text(),
        root.at("a").at("number").number(0, 2),
        root.at("a").at("whole").whole(0, 5),
        [part.number() for part in root.at("list").each()],
    )

    assert read == ("x", 1.5, 3, [1.0, 2.0])
    assert root.findings == []


def test_gathers_every_finding_with_its_place() -> None:
    """Reading goes on after a fault, and each finding names its part."""
    root = document.parse('{"a": {"b": 7}, "list": [1, "two"], "odd": 0}')

    root.only("a", "list")
    root.at("a").at("b").text()
    for part in root.at("list").each():
        part.number()

    assert root.findings == [
        "odd: is not known here",
        "a.b: must be a text that is not blank",
        "list[1]: must be a number",
    ]


def test_says_once_that_something_is_missing() -> None:
    """What hangs below a missing member is not reported as well."""
    root = document.parse("{}")

    section = root.at("section")
    section.at("inner").text()
    list(section.each())
    list(section.items())

    assert root.findings == ["section: is missing"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{", "the document: is no JSON at line 1, column 2"),
        ("[]", "the document: must be an object"),
        ("null", "the document: must be an object"),
    ],
    ids=["no JSON", "list", "null"],
)
def test_notes_what_is_no_object(text: str, finding: str) -> None:
    """A text that is no JSON object reads as an empty one, with one finding."""
    root = document.parse(text)

    list(root.items())

    assert root.findings == [finding]


@pytest.mark.parametrize("value", [True, "1", None, [], float("nan"), float("inf"), -1, 11])
def test_refuses_what_is_no_number_in_range(value: object) -> None:
    """A number is finite, no truth value, and between its bounds."""
    part = Part(value, "n")

    assert part.number(0, 10) == 0.0
    assert len(part.findings) == 1


@pytest.mark.parametrize("value", [True, 1.0, "1", None, -1, 11])
def test_refuses_what_is_no_whole_number_in_range(value: object) -> None:
    """A whole number has no fraction part, is no truth value, and is between its bounds."""
    part = Part(value, "n")

    assert part.whole(0, 10) == 0
    assert len(part.findings) == 1


@pytest.mark.parametrize("value", ["", "  ", 1, None, ["x"]])
def test_refuses_what_is_no_text(value: object) -> None:
    """A text that is blank says nothing and is refused like none."""
    part = document.parse(json.dumps({"t": value})).at("t")

    assert part.text() == ""
    assert len(part.findings) == 1
