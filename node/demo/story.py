"""Tell what happens: short headed steps, the commands as one would type them."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from rich.text import Text

from node.cli.session import console_on


class Story:
    """Prints the demonstration on standard output."""

    def __init__(self) -> None:
        """Begin before the first step."""
        self.console = console_on(stderr=False)
        self._step = 0
        self._begun = monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return monotonic() - self._begun

    def step(self, title: str, sentence: str = "") -> None:
        """Head the next step."""
        self._step += 1
        self.say("")
        heading = Text(f" {self._step}  {title} ", style="bold reverse")
        self.console.print(heading, Text(f"{self.seconds:.0f} s", style="bright_black"))
        if sentence:
            self.say(sentence)
        self.say("")

    def say(self, sentence: str) -> None:
        """Say one sentence."""
        self.console.print(sentence)
        # What a command prints next goes to the same place by another way.
        sys.stdout.flush()

    def command(self, member: str, words: Sequence[str]) -> None:
        """Show a command as somebody at that member would type it."""
        line = f"{member}$ heliograph {shlex.join(words)}"
        self.console.print(Text(line, style="cyan"), overflow="fold")
        sys.stdout.flush()

    @contextmanager
    def waiting(self, sentence: str) -> Iterator[None]:
        """Show on a terminal that something takes a moment."""
        if not self.console.is_terminal:
            yield
            return
        with self.console.status(sentence):
            yield
