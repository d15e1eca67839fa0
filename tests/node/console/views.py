"""Every page of the console: at which node, for whom, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from node.domain.account import Role
from tests.node.console.floor import Floor, House


@dataclass(frozen=True, slots=True)
class View:
    """One page: at which node, for whom, and where."""

    node: str
    role: Role
    path: str


VIEWS = (
    View("owner", Role.ANALYST, "/"),
    View("owner", Role.ANALYST, "/alerts"),
    View("owner", Role.ANALYST, "/alerts/{hit}?state=open"),
    View("owner", Role.ANALYST, "/alerts/{possible}?blind=yes"),
    View("owner", Role.ANALYST, "/labels"),
    View("owner", Role.ANALYST, "/registers"),
    View("owner", Role.ANALYST, "/registers/persons"),
    View("owner", Role.ANALYST, "/models/person"),
    View("owner", Role.ANALYST, "/statistics"),
    View("owner", Role.ANALYST, "/help"),
    View("owner", Role.ANALYST, "/account"),
    View("owner", Role.ANALYST, "/users"),
    View("owner", Role.ANALYST, "/nowhere"),
    View("owner", Role.SECURITY_OFFICER, "/journal"),
    View("owner", Role.SECURITY_OFFICER, "/users"),
    View("owner", Role.SECURITY_OFFICER, "/operations"),
    View("owner", Role.SECURITY_OFFICER, "/peers"),
    View("owner", Role.SECURITY_OFFICER, "/peers/customs-es"),
    View("asker", Role.ANALYST, "/hits"),
    View("asker", Role.ANALYST, "/hits/{told}"),
    View("asker", Role.ANALYST, "/query"),
    View("asker", Role.ANALYST, "/cases"),
    View("asker", Role.ANALYST, "/cases/new"),
    View("asker", Role.ANALYST, "/cases/file?reference={case}"),
    View("asker", Role.ANALYST, "/cases/import?reference={case}"),
    View("asker", Role.ANALYST, "/cases/answer?reference={case}&subject=S01&peer=fiu-nl"),
)


def by_visitor() -> Iterator[tuple[str, Role, list[str]]]:
    """Yield the paths of each node and role, so that one session opens all of them."""
    visitors = dict.fromkeys((view.node, view.role) for view in VIEWS)
    for node, role in visitors:
        yield node, role, [view.path for view in VIEWS if (view.node, view.role) == (node, role)]


def house_of(floor: Floor, node: str) -> House:
    """Return a node by its part in the scene."""
    return floor.owner if node == "owner" else floor.asker


def name_of(path: str) -> str:
    """Return a name for a picture of a page."""
    return re.sub(r"[^a-z]+", "-", path).strip("-") or "home"
