"""When an answer leaves: at the next line of a time grid, whatever it took to find it.

A hit takes longer to work out than a refusal; who watches the line must not be able to tell.
"""

import asyncio
import math

ANSWER_GRID_S = 0.05


def wait_s(elapsed_s: float, grid_s: float) -> float:
    """Return the seconds from now to the next line of the grid; the first is one step away."""
    lines = max(1, math.ceil(elapsed_s / grid_s))
    return lines * grid_s - elapsed_s


class Grid:
    """The lines at which the reply to one message may leave, counted from its arrival."""

    def __init__(self, step_s: float) -> None:
        """Start counting."""
        self._step_s = step_s
        self._loop = asyncio.get_running_loop()
        self._started = self._loop.time()

    async def next_line(self) -> None:
        """Wait for the next line."""
        await asyncio.sleep(wait_s(self._loop.time() - self._started, self._step_s))
