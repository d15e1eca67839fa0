"""The commands that need no node: version, help topics, sample registers."""

from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from node.cli.command import command
from node.cli.document import fields_of
from node.cli.exitcode import MEANINGS
from node.cli.render_table import render_table
from node.cli.session import Session


class Topic(StrEnum):
    """What can be read about apart from commands."""

    EXIT_CODES = "exit-codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOptions:
    """Options of `help`."""

    topic: Annotated[Topic, typer.Argument(help="What to read about.")] = Topic.EXIT_CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleOptions:
    """Options of `sample`."""

    folder: Annotated[Path, typer.Argument(help="New folder for the registers.")]
    records: Annotated[int, typer.Option(help="Records of each register.", min=1)] = 2000
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1


def add_about_commands(app: typer.Typer) -> None:
    """Add the commands that need no node."""
    command(app, "sample", example="heliograph sample registers --records 2000 --seed 7")(sample)
    command(app, "version", example="heliograph version")(show_version)
    command(app, "help", example="heliograph help exit-codes")(show_help)


def sample(session: Session, options: SampleOptions) -> None:
    """Write registers of several agencies that look like life, and a seizure case about them.

    Everything is invented. The files with `truth` in their name say who is who.
    """
    from node.sample import generate  # noqa: PLC0415 - its name pools take long to import

    summary = generate(options.folder, seed=options.seed, records=options.records)
    content = fields_of(summary)
    session.show("sample", content, f"The registers and the case are in {options.folder}.")


def show_version(session: Session) -> None:
    """Print the version."""
    number = version("heliograph")
    session.show("version", {"version": number}, f"heliograph {number}")


def show_help(session: Session, options: HelpOptions) -> None:
    """Print what the exit codes mean."""
    codes = {str(code.value): meaning for code, meaning in MEANINGS.items()}
    table = render_table(("code", "meaning"), codes.items(), empty="", right=("code",))
    session.show(f"help-{options.topic}", {"exit_codes": codes}, table)
