"""Say of each page and form where it is and who may use it; the permission stands at the route."""

from dataclasses import dataclass
from typing import Literal

from node.console.visit import View
from node.domain.account import Permission


@dataclass(frozen=True, slots=True)
class Route:
    """One page, or one form that changes something."""

    path: str
    view: View
    permission: Permission | None
    """None: also for who is not signed in."""
    method: Literal["GET", "POST"] = "GET"
    again: View | None = None
    """The page of the form, shown again with what was wrong."""
    asks_proof: bool = False
    """Whether who sends it must just have shown that it is they: it cannot be taken back, or lets
    somebody in."""


def page(  # noqa: PLR0917 - where, what, who
    path: str, view: View, permission: Permission | None, *, again: View | None = None
) -> Route:
    """Return a page; `again` is what is shown in its place where it cannot be."""
    return Route(path, view, permission, again=again)


def deed(  # noqa: PLR0917 - where, what, who
    path: str,
    view: View,
    permission: Permission | None,
    *,
    again: View | None = None,
    asks_proof: bool = False,
) -> Route:
    """Return a form that changes something."""
    return Route(path, view, permission, "POST", again, asks_proof)
