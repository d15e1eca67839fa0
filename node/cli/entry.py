"""The outer rim of the command line: global options, and the place where errors become words."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from matching.errors import MatchingError
from node.cli.command import gathered, signed
from node.cli.command_about import add_about_commands
from node.cli.command_alarm import add_alarm_commands
from node.cli.command_alert import add_alert_commands
from node.cli.command_audit import add_audit_commands
from node.cli.command_case import add_case_commands
from node.cli.command_contact import add_contact_commands
from node.cli.command_directory import add_directory_commands
from node.cli.command_evaluate import add_evaluate_command
from node.cli.command_forum import add_forum_commands
from node.cli.command_key import add_key_commands
from node.cli.command_label import add_label_commands
from node.cli.command_link import add_link_command
from node.cli.command_node import add_node_commands
from node.cli.command_notice import add_notice_commands
from node.cli.command_peer import add_peer_commands
from node.cli.command_policy import add_policy_commands
from node.cli.command_query import add_query_commands
from node.cli.command_register import add_register_commands
from node.cli.command_relay import add_relay_commands
from node.cli.command_retraction import add_retraction_commands
from node.cli.command_standing import add_standing_commands
from node.cli.command_stats import add_statistics_commands
from node.cli.command_subject import add_subject_commands
from node.cli.command_support import add_support_commands
from node.cli.command_user import add_user_commands
from node.cli.document import document
from node.cli.exitcode import ExitCode, exit_code_of
from node.cli.session import Session, console_on, default_officer
from node.domain.errors import NodeError
from node.keys.dumps import forbid_core_dumps

_FLAGS: Final = frozenset({"--json", "--no-input", "-q", "--quiet", "-v", "--verbose"})
_VALUED: Final = frozenset({"--node", "--officer"})
_INTERRUPTED: Final = 130
"""What a shell reports for a command that Ctrl-C ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalOptions:
    """Options of every command; they may stand anywhere on the line."""

    node: Annotated[
        Path | None, typer.Option(envvar="HELIOGRAPH_NODE", help="Folder of the node.")
    ] = None
    officer: Annotated[
        str,
        typer.Option(
            envvar="HELIOGRAPH_OFFICER",
            help="Pseudonymous id to journal; by default that of the account.",
        ),
    ] = ""
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask anything.")] = False
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print results alone.")] = False
    verbose: Annotated[
        bool,
        typer.Option("-v", "--verbose", help="Print more: signed heads, the trace of a failure."),
    ] = False


def build_app() -> typer.Typer:
    """Return the whole tree of commands."""
    app = typer.Typer(
        name="heliograph", no_args_is_help=True, rich_markup_mode="rich", add_completion=True
    )
    app.callback(
        help="[bold]$ heliograph case run PA-2026-0031[/bold]\n\n"
        "Ask other agencies whether a subject is known to them, and whom to call.\n\n"
        "Exit codes: heliograph help exit-codes"
    )(signed(_begin, GlobalOptions))
    add_node_commands(app)
    add_register_commands(app)
    add_peer_commands(app)
    add_contact_commands(app)
    add_directory_commands(app)
    add_relay_commands(app)
    add_key_commands(app)
    add_query_commands(app)
    add_case_commands(app)
    add_forum_commands(app)
    add_alert_commands(app)
    add_retraction_commands(app)
    add_subject_commands(app)
    add_notice_commands(app)
    add_standing_commands(app)
    add_label_commands(app)
    add_policy_commands(app)
    add_alarm_commands(app)
    add_audit_commands(app)
    add_statistics_commands(app)
    add_user_commands(app)
    add_link_command(app)
    add_evaluate_command(app)
    add_support_commands(app)
    add_about_commands(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Some commands open keys themselves: those of an authority, a backup, a node to be made.
    forbid_core_dumps()
    words = _globals_first(sys.argv[1:] if arguments is None else arguments)
    # gRPC logs what breaks an upload; the error itself is told below.
    logging.getLogger("grpc").addHandler(logging.NullHandler())
    try:
        return int(build_app()(words, standalone_mode=False, prog_name="heliograph") or 0)
    except (NodeError, MatchingError) as error:
        _tell(words, error.code, sentence=str(error), hint=error.hint)
        return ExitCode.USAGE if error.code == "USAGE" else exit_code_of(error.code)
    except typer.TyperException as error:
        return _tell_usage(words, error)
    except (typer.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the rim: people get a sentence, not a trace
        return _tell_fault(words, error)


def _begin(context: typer.Context, **values: object) -> None:
    options = gathered(GlobalOptions, values)
    context.obj = Session(
        folder=options.node,
        officer=options.officer or default_officer(),
        as_json=options.as_json,
        may_ask=not options.no_input and sys.stdin.isatty(),
        quiet=options.quiet,
        verbose=options.verbose,
    )


def _globals_first(words: Sequence[str]) -> list[str]:
    """Move global options to the front, so that they may stand behind the command as well."""
    front: list[str] = []
    rest: list[str] = []
    remaining = iter(words)
    for word in remaining:
        if word == "--":
            return [*front, *rest, word, *remaining]
        if word in _VALUED:
            front += [word, *(value for value in [next(remaining, None)] if value is not None)]
        elif word in _FLAGS or word.partition("=")[0] in _VALUED:
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def _tell(words: Sequence[str], code: str, *, sentence: str, hint: str = "") -> None:
    """Print an error on standard error: a sentence and a hint, or a document."""
    if "--json" in words:
        error = {"code": code, "message": sentence, "hint": hint}
        sys.stderr.write(f"{document('error', {'error': error})}\n")
        return
    console = console_on(stderr=True)
    console.print(Text.assemble(("heliograph: ", "bold red"), sentence))
    if hint:
        console.print(Text.assemble(("hint: ", "bold"), hint))


def _tell_usage(words: Sequence[str], error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "heliograph"
    sentence = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":
        return ExitCode.USAGE
    _tell(words, "USAGE", sentence=sentence, hint=f"See: {path} --help")
    return error.exit_code


def _tell_fault(words: Sequence[str], error: Exception) -> int:
    if {"-v", "--verbose"} & set(words):
        logging.getLogger("heliograph").error("unforeseen failure", exc_info=error)
    if isinstance(error, ModuleNotFoundError):
        # An upgrade of the sources alone ends so: the package it newly asks for is not there.
        _tell(
            words,
            "INSTALLATION",
            sentence=f"the installation is incomplete: {error.name} is missing",
            hint="Install the release again: make venv in a checkout, install.sh of a bundle.",
        )
        return ExitCode.FAILURE
    _tell(
        words,
        "FAULT",
        sentence=f"this should not have happened: {type(error).__name__}",
        hint="Repeat it with --verbose and report what it prints.",
    )
    return ExitCode.FAILURE
