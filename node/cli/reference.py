"""Write the reference of all commands from the commands themselves, so that the two cannot differ.

`python -m node.cli.reference > docs/cli.md`
"""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from node.cli.entry import build_app
from node.cli.exitcode import MEANINGS

_HEAD: Final = """\
# The command line

Written by `python -m node.cli.reference`; a test compares it with the commands.

Results go to standard output, everything else to standard error.
With `--json` a result is one JSON document that names its schema, such as `heliograph.case.v1`, \
with times in UTC after RFC 3339; an error is one on standard error.
Global options may stand anywhere on the line.
Colours follow `NO_COLOR`; tables follow the width of the terminal, or `COLUMNS`.
`heliograph --install-completion` completes commands in bash, zsh and fish.
"""
_MARKUP: Final = re.compile(r"\[/?bold\]")


def reference() -> str:
    """Return the reference in Markdown."""
    root = get_command(build_app())
    lines = [_HEAD, "## Global options", "", *_parameters(root.params), "", *_exit_codes(), ""]
    for path, command in _commands(root, path="heliograph"):
        lines += [f"## {path}", "", *_description(command), *_parameters(command.params), ""]
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _commands(command: object, *, path: str) -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command that does something, with the words that lead to it."""
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _commands(inner, path=f"{path} {name}")
    elif isinstance(command, TyperCommand):
        yield path, command


def _description(command: TyperCommand) -> Iterator[str]:
    example, *prose = _MARKUP.sub("", command.help or "").replace("\\[", "[").split("\n\n")
    yield from ("```sh", example.removeprefix("$ "), "```", "")
    for paragraph in prose:
        yield from (*paragraph.replace(". ", ".\n").split("\n"), "")


def _parameters(parameters: Sequence[object]) -> list[str]:
    rows = [
        f"| {_name(each)} | {_need(each)} | {_meaning(each)} |"
        for each in parameters
        if "--help" not in getattr(each, "opts", ())
    ]
    return ["| option | needed | meaning |", "| --- | --- | --- |", *rows] if rows else []


def _name(parameter: object) -> str:
    opts = ", ".join(f"`{name}`" for name in getattr(parameter, "opts", ()))
    metavar = getattr(parameter, "metavar", None) or ""
    if isinstance(parameter, TyperOption):
        return f"{opts} {metavar}".rstrip()
    return f"`{metavar}`"


def _need(parameter: object) -> str:
    return "yes" if getattr(parameter, "required", False) else ""


def _meaning(parameter: object) -> str:
    """Return the help of a parameter, with the variable and the value that stand in for it."""
    words = [getattr(parameter, "help", None) or ""]
    if variable := getattr(parameter, "envvar", None):
        words.append(f"Variable: `{variable}`.")
    default = getattr(parameter, "default", None)
    if default and default is not True:
        words.append(f"Default: {default}.")
    return " ".join(words).strip().replace("|", "\\|")


def _exit_codes() -> list[str]:
    rows = [f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items()]
    return ["## Exit codes", "", "| code | meaning |", "| --- | --- |", *rows]


if __name__ == "__main__":
    sys.stdout.write(reference())
