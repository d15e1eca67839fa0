"""Reading the subjects of a case from files."""

import json
from pathlib import Path

from openpyxl import Workbook

from node.cli.bundle import read_bundle
from node.operator.view_casework import CaseLink

HEADER = ("id", "type", "name", "container", "role")
ROWS = (
    ("S01", "Person", "Иван Петров", "", "courier"),
    ("S02", "Vessel", "Atlantic Hope", "", "carrier"),
    ("S03", "identifier", "", "CSQU3054383", "container"),
)


def test_table_mixes_types(tmp_path: Path) -> None:
    """One CSV holds persons, vessels and identifiers, each with its part in the case."""
    path = tmp_path / "case.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADER, *ROWS)), encoding="utf-8")

    bundle = read_bundle(path)

    assert bundle.rejects == ()
    assert [(each.id, each.entity_type, each.role) for each in bundle.subjects] == [
        ("S01", "person", "courier"),
        ("S02", "vessel", "carrier"),
        ("S03", "identifier", "container"),
    ]
    assert bundle.subjects[2].fields == {"id": ("S03",), "container": ("CSQU3054383",)}


def test_workbook_is_read_alike(tmp_path: Path) -> None:
    """The same table saved by a spreadsheet program gives the same subjects."""
    path = tmp_path / "case.xlsx"
    book = Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    book.save(path)

    assert [each.id for each in read_bundle(path).subjects] == ["S01", "S02", "S03"]


def test_follow_the_money_is_read_by_type(tmp_path: Path) -> None:
    """Entities of every type in one file become subjects of that type."""
    entities = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Ann Lee"]}},
        {"id": "v", "schema": "Vessel", "properties": {"name": ["Hope"]}},
        {"id": "c", "schema": "Company", "properties": {"name": ["Lee Ltd"]}},
    ]
    path = tmp_path / "case.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")

    bundle = read_bundle(path)

    assert {each.id: each.entity_type for each in bundle.subjects} == {
        "p": "person",
        "v": "vessel",
        "c": "company",
    }


def test_links_of_a_table_are_read(tmp_path: Path) -> None:
    """A row says what it is to others; what is no link is told with its line."""
    path = tmp_path / "case.csv"
    path.write_text(
        "id,type,name,links\n"
        "S01,Person,Ann Lee,owner-of S02 | calls:S03\n"
        "S02,Vessel,Hope,friend-of S01\n"
        ",Person,Bo Lee,owner-of S02\n",
        encoding="utf-8",
    )

    bundle = read_bundle(path)

    assert bundle.links == (
        CaseLink("S01", "owner-of", "S02"),
        CaseLink("S01", "calls", "S03"),
    )
    assert [(each.line, each.column) for each in bundle.rejects] == [(3, "links"), (4, "links")]
    assert all("links" not in each.fields for each in bundle.subjects)


def test_links_of_a_file_come_along(tmp_path: Path) -> None:
    """Of the links in a FollowTheMoney file those between its subjects become links."""
    entities = [
        {"id": "p", "schema": "Person", "properties": {"name": ["Ann Lee"]}},
        {"id": "v", "schema": "Vessel", "properties": {"name": ["Hope"], "operator": ["x"]}},
        {"id": "o", "schema": "Ownership", "properties": {"owner": ["p"], "asset": ["v"]}},
    ]
    path = tmp_path / "case.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")

    assert read_bundle(path).links == (CaseLink("p", "owner-of", "v"),)


def test_unknown_type_is_rejected_by_line(tmp_path: Path) -> None:
    """A row of no known type is told with its line, and the others are taken."""
    path = tmp_path / "case.csv"
    path.write_text("id,type,name\nS01,Ship,Hope\nS02,Person,Ann Lee\n", encoding="utf-8")

    bundle = read_bundle(path)

    assert [each.id for each in bundle.subjects] == ["S02"]
    assert [(each.line, each.column) for each in bundle.rejects] == [(2, "type")]
    assert "Ship" not in bundle.rejects[0].reason
