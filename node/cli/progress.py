"""What moves on standard error while a command works, if somebody looks at a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from node.cli.session import Session

_STAGES: Final = {
    "reading": "reading and normalising",
    "variants": "sealing variants",
    "postings": "sealing postings",
    "records": "sealing records",
    "done": "done",
}


class Bars:
    """One bar for each thing under way, made when it is first heard of."""

    def __init__(self, progress: Progress) -> None:
        """Draw on `progress`."""
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def move(self, name: str, note: str, *, done: int, total: int) -> None:
        """Set how far one thing has come; a total of 0 is unknown."""
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, note="", total=None)
        self._progress.update(
            self._tasks[name], completed=done, total=total or None, note=_STAGES.get(note, note)
        )


@contextmanager
def bars(session: Session) -> Iterator[Bars]:
    """Show bars while the block runs, and take them away afterwards."""
    progress = Progress(
        TextColumn("{task.description}", style="bold", markup=False),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TextColumn("{task.fields[note]}", style="bright_black", markup=False),
        console=session.err,
        transient=True,
        disable=not session.shows_progress,
    )
    with progress:
        yield Bars(progress)
