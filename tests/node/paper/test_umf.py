"""The export in the shape of UMF, and the table that documents it."""

from pathlib import Path
from xml.etree import ElementTree as ET

from node.paper.umf import ELEMENTS, NAMESPACE, umf_of
from tests.node.paper.requests import NAMES, a_request

DOCUMENT = Path(__file__).parents[3] / "docs" / "umf.md"


def found(path: str, **changes: object) -> list[str]:
    """Return the texts at a path of an export."""
    root = ET.fromstring(umf_of(a_request(**changes)))  # noqa: S314 - our own output
    spaced = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return [each.text or "" for each in root.findall(spaced)]


def test_the_subject_is_told_in_the_model_of_umf() -> None:
    """Every name is an element; a document is an entity of its own."""
    assert found("Person/Name") == list(NAMES)
    assert found("Person/Document/PassportNumber") == ["AB1234567"]
    assert found("Person/RoleInCase") == ["courier"]


def test_references_desks_and_times_are_told() -> None:
    """A machine finds what the paper says."""
    assert found("Header/Reference") == ["PA-31/67b1f50c"]
    assert found("Header/RequestedReference") == ["ES-2026-00417"]
    assert found("Header/DueAt") == ["2026-09-14T20:00:00.000000Z"]
    assert found("Header/Recipient/ContactPoint/Channel") == ["SIENA"]
    assert found("Purpose/OffenceCode") == ["drugs.trafficking"]
    assert found("Hit/HandlingCode") == ["H2"]


def test_what_is_empty_is_left_out() -> None:
    """Without the subject there is none, not an empty one."""
    assert found("Person/Name", subject={}) == []


def test_letters_that_xml_refuses_are_dropped() -> None:
    """A control character in a name does not spoil the file."""
    assert found("Person/Name", subject={"name": ("A\x00B\x1b[1m",)}) == ["AB[1m"]


def test_the_table_is_the_mapping() -> None:
    """docs/umf.md has each column with its element, in order, and no other."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| `")]
    told = {cells[1].strip(" `"): cells[2].strip(" `") for cells in rows}

    assert {name: element for name, element in told.items() if name in ELEMENTS} == ELEMENTS
