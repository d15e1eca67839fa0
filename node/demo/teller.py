"""Tells a story: commands at members, shown where they are worth reading, and checks."""

import json
from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import Any, Final

from node.demo.federation import DemoError, Federation
from node.demo.story import Story
from node.demo.typed import shown

_NOTICE_S: Final = 60.0
"""Longest time that a notice may take from one node to another."""
_POLL_S: Final = 1.0


class Teller:
    """Tells one story on the nodes of a federation."""

    def __init__(self, story: Story, federation: Federation) -> None:
        """Bring together who prints, and the nodes."""
        self._story = story
        self._federation = federation

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return self._story.seconds

    def step(self, title: str, sentence: str = "") -> None:
        """Head the next step."""
        self._story.step(title, sentence)

    def say(self, sentence: str) -> None:
        """Say one sentence."""
        self._story.say(sentence)

    def run(self, member: str, words: Sequence[str]) -> str:
        """Run a command at a member and return what it printed.

        Raises:
            DemoError: It failed.
        """
        return self._federation.run(member, words)

    def ask(self, member: str, words: Sequence[str]) -> dict[str, Any]:
        """Run a command at a member and return what it says to programs.

        Raises:
            DemoError: It failed.
        """
        said: dict[str, Any] = json.loads(self.run(member, ["--json", *words]))
        return said

    def show(self, member: str, words: Sequence[str]) -> None:
        """Show a command at a member, and let it print.

        Raises:
            DemoError: It failed.
        """
        self._story.command(member, shown(words))
        self._federation.show(member, words)
        self.say("")

    def require(self, holds: object, expected: str) -> None:
        """End the story where something is not as it must be.

        Raises:
            DemoError: It is not.
        """
        if not holds:
            raise DemoError(f"it should be so, and is not: {expected}")

    def wait_for(self, holds: Callable[[], bool], expected: str) -> None:
        """Wait for a notice from one node to another.

        Raises:
            DemoError: It has not come within a minute.
        """
        deadline = monotonic() + _NOTICE_S
        while not holds():
            if monotonic() > deadline:
                raise DemoError(f"it should have come by now: {expected}")
            sleep(_POLL_S)
