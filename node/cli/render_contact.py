"""Contact cards: whom to call about a hit, through what, quoting which references."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from node.cli.phrase import listed, moment
from node.cli.render_outcome import HIT, outcome
from node.domain.exchange import ContactPoint
from node.operator.view import Cell

_HANDLING: Final = {
    "H0": "for preventing and combating crime, as agreed",
    "H1": "no evidence in court without the consent of this agency",
    "H2": "not to be passed on without the consent of this agency",
    "H3": "restrictions apply; ask this agency before any use",
}
"""Handling codes as Europol defines them, in short."""


def render_contacts(cells: Iterable[Cell]) -> list[RenderableType]:
    """Return one card for each desk, with all its references."""
    desks: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if cell.state == HIT:
            desk = cell.contact_point.id if cell.contact_point else ""
            desks.setdefault((cell.peer, desk), []).append(cell)
    return [_card(hits) for hits in desks.values()]


def _card(hits: list[Cell]) -> RenderableType:
    contact = hits[0].contact_point
    title = Text.assemble("Call ", (hits[0].peer, "bold"), style="bold")
    parts: list[RenderableType] = [_desk(contact)] if contact else []
    parts += [_references(hits), *_conditions(hits), _next_step(hits, contact)]
    return Group(title, Padding(Group(*parts), (0, 0, 1, 2)))


def _desk(contact: ContactPoint) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bright_black", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in _lines(contact):
        if value:
            table.add_row(label, value)
    return table


def _lines(contact: ContactPoint) -> Iterator[tuple[str, str]]:
    yield "agency", contact.agency
    yield "desk", contact.desk
    yield contact.channel or "address", contact.address
    yield "phone", contact.phone
    yield "e-mail", contact.email
    yield "hours", ", ".join(filter(None, (contact.hours, " ".join(contact.languages))))


def _references(hits: list[Cell]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for style in ("", "", "bold", "bright_black"):
        table.add_column(style=style, overflow="fold")
    for cell in hits:
        fresh = f"register of {moment(cell.fresh_at)}" if cell.fresh_at else ""
        table.add_row(cell.subject, outcome(cell), cell.reference, fresh)
    return Padding(table, (1, 0))


def _conditions(hits: list[Cell]) -> Iterator[Text]:
    for code in dict.fromkeys(cell.handling for cell in hits if cell.handling):
        meaning = _HANDLING.get(code, "")
        yield Text(f"Handling {code}{': ' if meaning else ''}{meaning}.")


def _next_step(hits: list[Cell], contact: ContactPoint | None) -> Text:
    references = listed([cell.reference for cell in hits if cell.reference])
    through = f"through {contact.channel}" if contact and contact.channel else "this agency"
    return Text(f"Ask {through}, quoting {references}.", style="bold")
