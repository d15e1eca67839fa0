"""Read the links between entities of a FollowTheMoney file.

Links are entities of their own (`Ownership`, `Directorship`, ...) that name both ends by their id,
or properties of one end (`owner` and `operator` of a vehicle). Schemata and properties are named as
in the ontology (https://followthemoney.tech/explorer/).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from node.domain.case import Link, Relation
from node.register.access import reading

_EDGES: Mapping[str, tuple[Relation, str, str]] = {
    "Ownership": (Relation.OWNER_OF, "owner", "asset"),
    "Directorship": (Relation.DIRECTOR_OF, "director", "organization"),
    "Employment": (Relation.EMPLOYEE_OF, "employee", "employer"),
    "Membership": (Relation.MEMBER_OF, "member", "organization"),
    "Representation": (Relation.AGENT_OF, "agent", "client"),
    "Family": (Relation.FAMILY_OF, "person", "relative"),
    "Associate": (Relation.ASSOCIATE_OF, "person", "associate"),
    "Payment": (Relation.PAYS, "payer", "beneficiary"),
    "Call": (Relation.CALLS, "caller", "receiver"),
    "UnknownLink": (Relation.LINKED_TO, "subject", "object"),
}
"""Schema: the relation, and the properties with the ids of its first and its second end."""
_HOLDERS = {"owner": Relation.OWNER_OF, "operator": Relation.OPERATOR_OF}
"""Property of a vessel, aircraft or vehicle: what those whom it names are to it."""


def read_links(path: Path) -> list[Link]:
    """Return every link of a file once, in file order, whether its ends are in the file or not.

    Lines that are no entities are passed over: the reader of the entities tells of them.

    Raises:
        SourceError: The file cannot be read.
    """
    with reading(path), path.open("rb") as file:
        return list(dict.fromkeys(link for line in file for link in _links(line)))


def _links(line: bytes) -> Iterator[Link]:
    try:
        entity = json.loads(line)
        schema, properties = entity["schema"], entity["properties"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    if not isinstance(properties, dict):
        return
    if edge := _EDGES.get(str(schema)):
        relation, first, second = edge
        for source in _ids(properties.get(first)):
            for target in _ids(properties.get(second)):
                yield Link(source, relation, target)
        return
    for name, relation in _HOLDERS.items():
        for source in _ids(properties.get(name)):
            for target in _ids(entity.get("id")):
                yield Link(source, relation, target)


def _ids(value: object) -> Iterator[str]:
    """Yield the ids of entities, which stand there as texts or whole."""
    for each in value if isinstance(value, list) else [value]:
        found = each.get("id") if isinstance(each, dict) else each
        if isinstance(found, str) and found:
            yield found
