"""Links of FollowTheMoney: entities that name both ends, and properties that name one."""

import json
from pathlib import Path

from node.domain.case import Link, Relation
from node.register.ftmlink import read_links


def write(folder: Path, *entities: object) -> Path:
    """Write entities, one on each line."""
    path = folder / "case.ftm.json"
    path.write_text("\n".join(map(json.dumps, entities)), encoding="utf-8")
    return path


def edge(schema: str, **ends: object) -> dict[str, object]:
    """Return an entity that is a link."""
    return {"id": schema, "schema": schema, "properties": ends}


def test_each_edge_is_a_relation(tmp_path: Path) -> None:
    """Owner and asset, director and organization, ... read from the first to the second."""
    path = write(
        tmp_path,
        edge("Ownership", owner=["p"], asset=["v"]),
        edge("Directorship", director=["p"], organization=["c"]),
        edge("Call", caller=["p"], receiver=["q", "r"]),
    )

    assert read_links(path) == [
        Link("p", Relation.OWNER_OF, "v"),
        Link("p", Relation.DIRECTOR_OF, "c"),
        Link("p", Relation.CALLS, "q"),
        Link("p", Relation.CALLS, "r"),
    ]


def test_a_vessel_names_its_owner(tmp_path: Path) -> None:
    """Owner and operator stand as ids or whole inside the vessel; twice the same is one link."""
    vessel = {
        "id": "v",
        "schema": "Vessel",
        "properties": {"owner": ["c", {"id": "d"}], "operator": ["c"]},
    }

    assert read_links(write(tmp_path, vessel, vessel)) == [
        Link("c", Relation.OWNER_OF, "v"),
        Link("d", Relation.OWNER_OF, "v"),
        Link("c", Relation.OPERATOR_OF, "v"),
    ]


def test_what_is_no_link_is_passed_over(tmp_path: Path) -> None:
    """Damaged lines and ends that are missing give no link and no error."""
    path = write(
        tmp_path,
        "text",
        {"schema": "Ownership"},
        {"schema": "Ownership", "properties": 7},
        edge("Ownership", owner=["p"]),
        edge("Ownership", owner=[7, ""], asset=["v"]),
        {"schema": "Vessel", "properties": {"owner": ["c"]}},
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("\n{broken")

    assert read_links(path) == []
