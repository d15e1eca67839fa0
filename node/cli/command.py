"""Declare a command: its options are the fields of a dataclass, its help begins with an example.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Options:
        reference: Annotated[str, typer.Argument(help="...")]

    @command(app, "status", example="heliograph case status ES-2026-014")
    def show_case(session: Session, options: Options) -> None:
        "Show ..."

A field that is itself such a dataclass stands for all of its options, so that options which belong
together are declared once.
"""

import inspect
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from types import NoneType
from typing import Annotated, Final, TypeVar, cast, get_args, get_type_hints

import typer
from rich.markup import escape
from typer.models import ArgumentInfo

from node.cli.exitcode import ExitCode
from node.cli.session import Session

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., ExitCode | None])

_VALUES: Final = {bool: "", int: "NUMBER", str: "TEXT", Path: "PATH"}
"""What stands behind an option in its help."""
_CONTEXT: Final = inspect.Parameter(
    "context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
)


def command(app: typer.Typer, name: str, *, example: str) -> Callable[[F], F]:
    """Add a function `(session)` or `(session, options)` to the commands of `app`.

    What the function returns is the exit code; nothing means that all went well.
    """

    def register(function: F) -> F:
        kind = get_type_hints(function).get("options")
        run = _runner(function, kind)
        summary = _prose(function)
        text = f"[bold]$ {escape(example)}[/bold]\n\n{escape(summary)}"
        app.command(name, help=text, short_help=summary.partition("\n\n")[0])(run)
        return function

    return register


def group(parent: typer.Typer, name: str, *, about: str) -> typer.Typer:
    """Return a new group of commands about one noun."""
    app = typer.Typer(no_args_is_help=True)
    parent.add_typer(app, name=name, help=about)
    return app


def signed(function: Callable[..., T], kind: type | None) -> Callable[..., T]:
    """Give a function that takes `context` and any keywords the options of `kind`."""
    parameters = [_CONTEXT, *(_parameters(kind) if kind else ())]
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # PEP 362
    function.__annotations__ = {each.name: each.annotation for each in parameters}
    return function


def gathered(kind: type[T], values: Mapping[str, object]) -> T:
    """Put the values of single options together again."""
    hints = get_type_hints(kind)
    return kind(
        **{
            each.name: gathered(hints[each.name], values)
            if is_dataclass(hints[each.name])
            else values[each.name]
            for each in _fields(kind)
        }
    )


def _runner(function: Callable[..., ExitCode | None], kind: type | None) -> Callable[..., None]:
    def run(context: typer.Context, **values: object) -> None:
        session = cast("Session", context.obj)
        options: tuple[object, ...] = (gathered(kind, values),) if kind else ()
        try:
            code = function(session, *options)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has seen enough; nothing may go into the closed pipe again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if code:
            raise typer.Exit(code)

    return signed(run, kind)


def _fields(kind: type) -> tuple[Field[object], ...]:
    return fields(kind)


def _parameters(kind: type) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    for each in _fields(kind):
        hint = hints[each.name]
        if is_dataclass(hint):
            yield from _parameters(cast("type", hint))
        else:
            yield inspect.Parameter(
                each.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=_default(each),
                annotation=_worded(hint, each.name),
            )


def _worded(hint: object, name: str) -> object:
    """Have the help of an option name its kind of value in one word, and its choices in full."""
    kind, info = get_args(hint)
    worded = copy(info)
    bare = next((option for option in get_args(kind) if option is not NoneType), kind)
    if issubclass(bare, StrEnum):
        worded.help = f"{info.help} One of: {', '.join(bare)}."
    if isinstance(info, ArgumentInfo):
        worded.metavar = name.upper()
    else:
        worded.metavar = _VALUES.get(bare, "WORD")
    return Annotated[kind, worded]


def _default(each: Field[object]) -> object:
    if each.default_factory is not MISSING:
        return each.default_factory()
    return inspect.Parameter.empty if each.default is MISSING else each.default


def _prose(function: Callable[..., object]) -> str:
    """Return the paragraphs of a docstring, each on one line, up to its first section."""
    paragraphs = (inspect.getdoc(function) or "").split("\n\n")
    prose = takewhile(
        lambda text: not text.startswith(("Args:", "Raises:", "Returns:")), paragraphs
    )
    return "\n\n".join(text.replace("\n", " ") for text in prose)
