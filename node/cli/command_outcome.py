"""`heliograph alert outcome` and `alert stats`: what hits have led to."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import typer

from node.cli.alertid import whole_id
from node.cli.document import fields_of
from node.cli.render_table import render_table
from node.cli.session import Session
from node.domain.followup import FOLLOW_UP_WORDS, FollowUp

_FEWEST = 3
"""Smaller counts are not told apart: with few cases a count may be somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeOptions:
    """Options of `alert outcome`."""

    id: Annotated[str, typer.Argument(help="Id of the outgoing alert, or its beginning.")]
    code: Annotated[FollowUp, typer.Option(help="What the hit has led to.")]
    tell: Annotated[bool, typer.Option("--tell", help="Tell the owner, by the code alone.")] = False
    keep: Annotated[
        bool, typer.Option("--keep", help="Do not tell the owner, whatever the settings say.")
    ] = False


def record_outcome(session: Session, options: OutcomeOptions) -> None:
    """Note what a peer's hit has led to; the owner learns which hits were worth the work.

    Without --tell or --keep the settings decide whether the owner is told.
    """
    tell = None if options.tell == options.keep else options.tell
    with session.connect() as node:
        recorded = node.followup.record_outcome(
            whole_id(node, options.id),
            code=options.code,
            officer=session.officer,
            tell=tell,
        )
    alert = recorded.alert
    told = f"{alert.peer} is told." if recorded.is_told else f"{alert.peer} is not told."
    said = f"Alert {alert.id}: {FOLLOW_UP_WORDS[options.code]}.\n{told}"
    session.show("alert-outcome", fields_of(recorded), said)


def count_outcomes(session: Session) -> None:
    """Count alerts by direction, peer, state and what they have led to; nobody can be told apart.

    Counts below three are shown as "<3".
    """
    with session.connect() as node:
        counts = node.followup.outcomes()
    summed: Counter[tuple[str, str, str, str]] = Counter()
    for each in counts:
        summed[each.direction, each.peer, each.state, each.outcome] += each.count
    rows = [(*kind, number) for kind, number in sorted(summed.items())]
    table = render_table(
        ("direction", "peer", "state", "led to", "alerts"),
        ((*kind, f"{n:,}" if n >= _FEWEST else f"<{_FEWEST}") for *kind, n in rows),
        empty="no alerts",
        right=("alerts",),
    )
    names = ("direction", "peer", "state", "outcome", "count")
    document = [
        dict(zip(names, (*kind, n if n >= _FEWEST else None), strict=True)) for *kind, n in rows
    ]
    session.show("alert-stats", {"counts": document, "suppressed_below": _FEWEST}, table)
