"""Contact cards: whom to call about a hit, through what, quoting which references."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from node.cli.phrase import listed, moment
from node.cli.render_outcome import HIT, outcome
from node.domain.desk import channels
from node.domain.duty import Duty, DutyState, duty_at
from node.domain.exchange import ContactPoint
from node.operator.view import Cell

_WORDS: Final = {
    DutyState.OPEN: "Open now",
    DutyState.CLOSED: "Closed now",
    DutyState.UNKNOWN: "Hours as stated",
}
_STYLES: Final = {
    DutyState.OPEN: "bold green",
    DutyState.CLOSED: "bold yellow",
    DutyState.UNKNOWN: "",
}
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
    contact, other = hits[0].contact_point, hits[0].substitute
    title = Text.assemble("Call ", (hits[0].peer, "bold"), style="bold")
    parts: list[RenderableType] = [render_desk(contact)] if contact else []
    parts += [Padding(render_now(contact, other), (1, 0, 0, 0))] if contact else []
    parts += [_references(hits), *_conditions(hits), _next_step(hits, contact)]
    return Group(title, Padding(Group(*parts), (0, 0, 1, 2)))


def render_now(
    contact: ContactPoint, substitute: ContactPoint | None, *, at: datetime | None = None
) -> RenderableType:
    """Say whom to call now: this desk, the one that stands in, or when somebody answers again."""
    moment_of = at or datetime.now(UTC)
    duty = duty_at(moment_of, hours=contact.hours, time_zone=contact.time_zone)
    lines = [Text.assemble((_WORDS[duty.state], _STYLES[duty.state]), _local(duty))]
    if duty.state is DutyState.CLOSED and duty.opens_at is not None:
        there = f"{duty.opens_at:%A %H:%M} there"
        lines.append(Text(f"Answers again {there}, {moment(duty.opens_at)}."))
    if duty.state is DutyState.CLOSED and substitute is not None:
        standing = duty_at(moment_of, hours=substitute.hours, time_zone=substitute.time_zone)
        lines += [Text(f"Until then {substitute.desk}: {_WORDS[standing.state]}.", style="bold")]
        lines += [Text(f"  {name} {value}") for name, value in channels(substitute).items()]
    return Group(*lines)


def _local(duty: Duty) -> str:
    return f", {duty.local:%H:%M} there ({duty.local.tzname()})" if duty.local else ""


def render_desk(contact: ContactPoint) -> RenderableType:
    """Return how a desk is reached."""
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
    yield from ((each.name, each.address) for each in contact.channels)
    yield "phone", contact.phone
    yield "e-mail", contact.email
    yield "hours", " ".join(filter(None, (contact.hours, contact.time_zone)))
    yield "languages", ", ".join(contact.languages)


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
