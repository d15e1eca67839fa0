"""`heliograph label` and `heliograph model`: what reviewed pairs teach."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from matching.subject import EntityType
from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.render_table import render_table
from node.cli.session import Session

_FEWEST = 30
"""Confirmed pairs below which a share says nothing of a weight."""
_NOTABLE = 0.02
"""Shares nearer to each other than this are not shown as different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeOptions:
    """Options that may choose an entity type."""

    type: Annotated[EntityType | None, typer.Option(help="Only pairs of this entity type.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseOptions:
    """Options of `model advise`."""

    entity: Annotated[EntityType, typer.Argument(help="person, vessel, company or identifier.")]


def add_label_commands(app: typer.Typer) -> None:
    """Add the commands about reviewed pairs and the models that they judge."""
    labels = group(app, "label", about="Reviewed pairs: levels of agreement, never a value.")
    command(labels, "stats", example="heliograph label stats")(show_stats)
    command(labels, "export", example="heliograph --json label export --type person > pairs.json")(
        export
    )
    models = group(app, "model", about="The models that decide what a match is.")
    command(models, "advise", example="heliograph model advise person")(advise)


def show_stats(session: Session, options: TypeOptions) -> None:
    """Count reviewed pairs by entity type, zone and what was decided."""
    with session.connect() as node:
        labels = node.review.labels(options.type or "")
    counted = Counter((each.entity_type, each.zone, each.source) for each in labels)
    matches = Counter((e.entity_type, e.zone, e.source) for e in labels if e.is_match)
    rows = [
        (kind, zone, source, number, matches[kind, zone, source])
        for (kind, zone, source), number in sorted(counted.items())
    ]
    names = ("entity_type", "zone", "source", "pairs", "matches")
    table = render_table(
        ("type", "zone", "said by", "pairs", "same", "share"),
        (
            (kind, zone, source, f"{pairs:,}", f"{same:,}", f"{same / pairs:.1%}")
            for kind, zone, source, pairs, same in rows
        ),
        empty="Nothing has been decided yet.",
        right=("pairs", "same", "share"),
    )
    session.show(
        "label-stats", {"counts": [dict(zip(names, row, strict=True)) for row in rows]}, table
    )


def export(session: Session, options: TypeOptions) -> None:
    """Write every reviewed pair: levels of agreement, weight, verdict; no value, no reference.

    With --json it is a document; without, a table of the same.
    """
    with session.connect() as node:
        labels = node.review.labels(options.type or "")
    table = render_table(
        ("type", "model", "zone", "bits", "same", "reason", "levels"),
        (
            (
                each.entity_type,
                each.model,
                each.zone,
                f"{each.weight:+.1f}",
                "yes" if each.is_match else "no",
                each.reason,
                "; ".join(f"{level.column}: {level.level}" for level in each.levels),
            )
            for each in labels
        ),
        empty="Nothing has been decided yet.",
        right=("bits",),
    )
    session.show("labels", {"labels": list(labels)}, table)


def advise(session: Session, options: AdviseOptions) -> None:
    """Say what reviewed pairs say of a model: where its zones should begin, what m is.

    Nothing is changed: a threshold is set by whoever answers for the model, after an evaluation.
    """
    with session.connect() as node:
        advice = node.review.advice(options.entity)
    differing = [
        each
        for each in advice.levels
        if each.pairs >= _FEWEST and abs(each.counted - each.stated) >= _NOTABLE
    ]
    table = render_table(
        ("comparison", "level", "m stated", "m counted", "pairs"),
        (
            (
                each.column,
                each.level,
                f"{each.stated:.3f}",
                f"{each.counted:.3f}",
                f"{each.pairs:,}",
            )
            for each in differing
        ),
        empty=f"No weight differs notably where {_FEWEST} pairs or more were compared.",
        right=("m stated", "m counted", "pairs"),
    )
    sentences = [Text(sentence) for sentence in advice.sentences]
    shown = Group(Text(f"Model {advice.model}", style="bold"), *sentences, Text(""), table)
    session.show("model-advice", fields_of(advice), shown)
