"""`heliograph register`: the agency's own registers."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from matching.subject import EntityType
from node.cli.command import command, group
from node.cli.command_disclosure import add_disclosure_commands
from node.cli.command_retraction import lift_contest, retract
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode
from node.cli.progress import bars
from node.cli.render_register import render_loaded, render_registers, render_rejects
from node.cli.session import Session
from node.domain.errors import LoadError
from node.operator.view import LoadProgress, LoadStart


class SchemaFormat(StrEnum):
    """How the columns are written down."""

    MD = "md"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadOptions:
    """Options of `register load`."""

    file: Annotated[Path, typer.Argument(help="CSV, XLSX, Parquet or FollowTheMoney line JSON.")]
    type: Annotated[EntityType, typer.Option(help="What the register holds.")]
    register: Annotated[str, typer.Option(help="Name of the register; a load replaces it.")]
    map: Annotated[
        Path | None, typer.Option(help="TOML that says what the file's own columns mean.")
    ] = None
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Validate and count; change nothing.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectOptions:
    """Options of `register rejects`."""

    name: Annotated[str, typer.Argument(help="Name of the register.")]
    limit: Annotated[int, typer.Option(help="Rows shown.", min=1)] = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaOptions:
    """Options of `register schema`."""

    type: Annotated[EntityType, typer.Option(help="Entity type of the CSV template.")] = (
        EntityType.PERSON
    )
    format: Annotated[
        SchemaFormat, typer.Option(help="Markdown, JSON, or a CSV header to fill in.")
    ] = SchemaFormat.MD


def add_register_commands(app: typer.Typer) -> None:
    """Add the commands about registers."""
    registers = group(app, "register", about="Load and look at the agency's own registers.")
    command(
        registers,
        "load",
        example="heliograph register load persons.csv --type person --register persons",
    )(load)
    command(registers, "list", example="heliograph register list")(list_registers)
    command(registers, "rejects", example="heliograph register rejects persons")(show_rejects)
    command(registers, "schema", example="heliograph register schema --format csv --type vessel")(
        show_schema
    )
    add_disclosure_commands(registers)
    command(
        registers,
        "retract",
        example="heliograph register retract --register persons --record R-17 --reason corrected",
    )(retract)
    command(
        registers,
        "lift-contest",
        example="heliograph register lift-contest --register persons --record R-17 --reason court",
    )(lift_contest)


def load(session: Session, options: LoadOptions) -> ExitCode:
    """Load a register from a file, in place of the one that has its name.

    Queries are answered from the former one until the last row has been sealed.
    Ends with code 4 where rows were rejected; the others are loaded.
    """
    end = _loaded(session, options)
    content = {"register": options.register, "dry_run": options.dry_run, **fields_of(end)}
    picture = render_loaded(options.register, end, dry_run=options.dry_run)
    session.show("load", content, picture)
    return ExitCode.PARTIAL if end.rejected else ExitCode.OK


def list_registers(session: Session) -> None:
    """List the registers with their counts and their age."""
    with session.connect() as node:
        registers = node.registers()
    session.show("registers", {"registers": registers}, render_registers(registers))


def show_rejects(session: Session, options: RejectOptions) -> None:
    """Show the rejected rows of the last load: line, column, reason, never a value."""
    with session.connect() as node:
        rejects = node.rejects(options.name, limit=options.limit)
    session.show("rejects", fields_of(rejects), render_rejects(rejects))


def show_schema(session: Session, options: SchemaOptions) -> None:
    """Print the columns of a register, or an empty one to fill in."""
    from node.register.schema import (  # noqa: PLC0415 - readers take long to import
        schema_json,
        schema_markdown,
        template_csv,
    )

    match options.format:
        case SchemaFormat.CSV:
            session.write(template_csv(options.type))
        case SchemaFormat.JSON:
            session.write(schema_json())
        case SchemaFormat.MD:
            session.write(schema_json() if session.as_json else schema_markdown())


def _loaded(session: Session, options: LoadOptions) -> LoadProgress:
    from node.cli.upload import batches  # noqa: PLC0415 - readers take long to import
    from node.register.mappingfile import load_mapping  # noqa: PLC0415
    from node.register.source import open_source  # noqa: PLC0415

    mapping = load_mapping(options.map, options.type) if options.map else None
    source = open_source(options.file, options.type, mapping=mapping)
    start = LoadStart(
        register=options.register,
        entity_type=options.type.value,
        source=options.file.name,
        dry_run=options.dry_run,
        expected=0,
        officer=session.officer,
    )
    end = None
    with session.connect() as node, bars(session) as shown:
        for end in node.load_register(start, batches(source)):
            is_reading = end.stage == "reading"
            shown.move(
                options.file.name,
                end.stage,
                done=source.position if is_reading else end.done,
                total=(source.total or 0) if is_reading else end.total,
            )
    if end is None or end.stage != "done":
        raise LoadError("the node ended the load before it was done")
    return end
