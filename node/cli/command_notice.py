"""`heliograph notice`: what this node tells its peers beyond answers, and what they tell it."""

from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.render_notice import render_notices
from node.cli.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `notice list`."""

    limit: Annotated[int, typer.Option(help="Notices shown of each direction.", min=1)] = 20


def add_notice_commands(app: typer.Typer) -> None:
    """Add the commands about notices."""
    notices = group(app, "notice", about="See what nodes tell one another beyond answers.")
    command(notices, "list", example="heliograph notice list")(list_notices)


def list_notices(session: Session, options: ListOptions) -> None:
    """List notices sent and received, newest first: kind, peer, state and times; no content."""
    with session.connect() as node:
        notices = node.notices.all(limit=options.limit)
    session.show("notices", {"notices": notices}, render_notices(notices))
