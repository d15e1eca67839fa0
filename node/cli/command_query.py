"""`heliograph query`: ask peers about one subject, outside a case file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from typing import Annotated, Final

import typer

from matching.schema import FIELDS, Field
from matching.subject import EntityType
from node.cli.choice import ExitCodeHit, Peers, Reasons
from node.cli.command import command, group
from node.cli.conclusion import conclude
from node.cli.exitcode import ExitCode
from node.cli.fieldword import fields_from
from node.cli.progress import bars
from node.cli.render_outcome import PENDING
from node.cli.render_query import render_preview, render_query
from node.cli.session import Session
from node.operator.view import Cell, Preview

_EXAMPLES: Final = {
    EntityType.PERSON: '--name "Ivan Petrov" --birth-date 1975-03-21',
    EntityType.VESSEL: '--name "Atlantic Hope" --imo 9074729',
    EntityType.COMPANY: '--name "Frutas del Mar SA" --country ec',
    EntityType.IDENTIFIER: "--container CSQU3054383",
}
_REASONS: Final = (
    "--case ES-2026-014 --purpose drug-trafficking --offence drugs.trafficking "
    '--legal-basis "UNTOC Art. 18"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskOptions:
    """What every query takes besides the subject."""

    case: Annotated[str, typer.Option(help="Reference of the case it belongs to.")]
    reasons: Reasons
    peer: Peers = field(default_factory=list)
    other: Annotated[
        list[str],
        typer.Option("--field", help="Another column as NAME=VALUE; may be repeated."),
    ] = field(default_factory=list)
    validate_only: Annotated[
        bool, typer.Option("--validate-only", help="Show what would be sent, and send nothing.")
    ] = False
    exit_code_hit: ExitCodeHit = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryOptions:
    """Options of a query; `subject` has one for each column that takes part in matching."""

    subject: object
    ask: AskOptions


def add_query_commands(app: typer.Typer) -> None:
    """Add one command for each type of entity."""
    queries = group(app, "query", about="Ask peers about one subject.")
    for entity_type in EntityType:
        example = f"heliograph query {entity_type} {_EXAMPLES[entity_type]} {_REASONS}"
        command(queries, entity_type.value, example=example)(_asker(entity_type))


def _asker(entity_type: EntityType) -> Callable[[Session, QueryOptions], ExitCode]:
    subject = make_dataclass(
        "SubjectOptions",
        [_option(column) for column in FIELDS.values() if _is_asked(column, entity_type)],
        frozen=True,
        kw_only=True,
    )
    options = make_dataclass(
        "Options", [("subject", subject)], bases=(QueryOptions,), frozen=True, kw_only=True
    )

    def ask(session: Session, options: QueryOptions) -> ExitCode:
        given = _given(options.subject) | fields_from(options.ask.other)
        return _ask(session, entity_type, given=given, options=options.ask)

    ask.__doc__ = (
        f"Ask peers about one {entity_type}.\n\n"
        "Only pseudonyms leave the node. Name as many attributes as are known: a name alone is\n"
        "never a hit. Options that may hold several values may be repeated."
    )
    ask.__annotations__["options"] = options
    return ask


def _is_asked(column: Field, entity_type: EntityType) -> bool:
    return column.matched and entity_type in column.entity_types


def _option(column: Field) -> tuple[str, object, object]:
    """Return one column as the field of a dataclass of options."""
    is_number = EntityType.IDENTIFIER in column.entity_types and column.name != "country"
    panel = "Numbers of the subject" if is_number else "The subject"
    info = typer.Option(
        f"--{column.name.replace('_', '-')}", help=column.description, rich_help_panel=panel
    )
    if column.multiple:
        return column.name, Annotated[list[str], info], field(default_factory=list)
    return column.name, Annotated[str, info], field(default="")


def _given(subject: object) -> dict[str, tuple[str, ...]]:
    """Return the columns that were filled."""
    found = {each.name: getattr(subject, each.name) for each in fields(subject)}  # type: ignore[arg-type]  # made above
    return {
        name: (values,) if isinstance(values, str) else tuple(values)
        for name, values in found.items()
        if values
    }


def _ask(
    session: Session,
    entity_type: EntityType,
    *,
    given: Mapping[str, Sequence[str]],
    options: AskOptions,
) -> ExitCode:
    cells: dict[str, Cell] = {}
    preview: Preview | None = None
    with session.connect() as node, bars(session) as shown:
        for step in node.ask(
            entity_type.value,
            given,
            justification=options.reasons.of(options.case, entity_type),
            peers=options.peer,
            officer=session.officer,
            validate_only=options.validate_only,
        ):
            preview = step.preview or preview
            if step.cell:
                cells[step.cell.peer] = step.cell
                is_done = step.cell.state != PENDING
                shown.move(step.cell.peer, step.cell.state, done=int(is_done), total=1)
    if preview:
        session.show("preview", {"preview": preview}, render_preview(preview))
        return ExitCode.OK
    answers = list(cells.values())
    session.show("query", {"case": options.case, "cells": answers}, *render_query(answers))
    return conclude(answers, exit_code_hit=options.exit_code_hit)
