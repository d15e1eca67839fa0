"""What every command needs: which node, how to print, whom to ask."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType

from node.cli.document import document
from node.cli.exitcode import UsageError

if TYPE_CHECKING:
    from node.operator.client import OperatorClient

WIDEST = 120
"""Columns used at most: longer lines are hard to read."""


def console_on(*, stderr: bool) -> Console:
    """Return a console that prints text as it is: no markup, no emoji, no guessing at colours."""
    console = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    console.width = min(console.width, WIDEST)
    return console


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command."""

    folder: Path | None
    officer: str
    """Pseudonymous id under which the node journals what is done."""
    as_json: bool = False
    may_ask: bool = False
    """Whether somebody sits at a terminal and may be asked."""
    quiet: bool = False
    verbose: bool = False
    out: Console = field(default_factory=lambda: console_on(stderr=False))
    err: Console = field(default_factory=lambda: console_on(stderr=True))

    def require_folder(self) -> Path:
        """Return the node's folder.

        Raises:
            UsageError: None is named.
        """
        if self.folder is None:
            raise UsageError(
                "no node is named", hint="Name its folder with --node DIR or HELIOGRAPH_NODE."
            )
        return self.folder

    @contextmanager
    def connect(self) -> Iterator["OperatorClient"]:
        """Connect with the running node."""
        # gRPC costs a tenth of a second, which `--help` and a completion need not pay.
        from node.operator.client import OperatorClient  # noqa: PLC0415

        with OperatorClient(self.require_folder()) as client:
            yield client

    def show(self, noun: str, content: dict[str, object], *pictures: RenderableType) -> None:
        """Print a result on standard output: as a document, or for people."""
        if self.as_json:
            self.write(document(noun, content))
            return
        if self.out.is_terminal:
            self.out.print(*pictures, sep="\n")
            return
        with self.out.capture() as captured:
            self.out.print(*pictures, sep="\n")
        # What fills a table's cells on a screen is of no use in a file.
        self.write("\n".join(line.rstrip() for line in captured.get().splitlines()))

    def write(self, text: str) -> None:
        """Print text on standard output, byte by byte as it is."""
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")

    def say(self, sentence: RenderableType) -> None:
        """Tell people on standard error what happens, unless they asked for silence."""
        if not self.quiet and not self.as_json:
            self.err.print(sentence)

    @property
    def shows_progress(self) -> bool:
        """Whether something that moves would be seen and is wanted."""
        return self.err.is_terminal and not self.quiet and not self.as_json

    def require_consent(self, question: str) -> None:
        """Ask before something that another agency relies on.

        Raises:
            UsageError: The answer is no, or nobody can be asked.
        """
        if not self.may_ask:
            raise UsageError(f"{question} Nobody can be asked here.", hint="Say --yes.")
        self.err.print(f"{question} [y/N] ", end="")
        if sys.stdin.readline().strip().casefold() not in {"y", "yes"}:
            raise UsageError("nothing was done")


def default_officer() -> str:
    """Return a pseudonymous id for the account that runs the command."""
    return f"uid-{os.getuid()}"
