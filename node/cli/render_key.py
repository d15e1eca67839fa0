"""The node's own keys."""

from collections.abc import Iterable
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from node.cli.render_table import render_table
from node.operator.view_key import Key, Rotated

_SHOWN_DIGITS: Final = 16
_STYLES: Final = {"in use": "green", "live": "", "prepared": "yellow"}


def render_keys(keys: Iterable[Key]) -> RenderableType:
    """Return the keys, one in each line."""
    rows = (
        (
            Text(key.use, style="bold"),
            f"{key.entity_type} {key.epoch}" if key.entity_type else "",
            Text(key.state, style=_STYLES.get(key.state, "")),
            f"{key.until:%Y-%m-%d %H:%M} UTC" if key.until else "",
            key.fingerprint[:_SHOWN_DIGITS],
        )
        for key in keys
    )
    return render_table(("key", "epoch", "state", "until", "fingerprint"), rows, empty="no keys")


def render_rotated(rotated: Rotated) -> RenderableType:
    """Return what came of a rotation."""
    until = f"{rotated.retires_at:%Y-%m-%d %H:%M} UTC" if rotated.retires_at else "now"
    return Text(
        f"Epoch {rotated.epoch} is in use: {rotated.registers} registers, {rotated.records} records"
        f" built again. The keys before it are destroyed at {until}."
    )
