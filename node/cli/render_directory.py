"""The directory as its authority and its members see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from node.cli.render_table import render_pairs, render_table
from node.operator.view_key import Directory

if TYPE_CHECKING:
    from node.directory.authority import Signing


def render_directory(shown: Directory) -> RenderableType:
    """Return how a node stands with the directory."""
    if not shown.is_followed:
        return Text("This node follows no directory; its peers were added by hand.")
    style = "green" if shown.is_in_force else "bold red"
    return render_pairs(
        (
            ("exchange", Text("allowed" if shown.is_in_force else "stopped", style=style)),
            ("list", f"version {shown.version}, root {shown.root_version}" * bool(shown.version)),
            ("members", str(shown.members or "")),
            ("in force until", _moment(shown.expires_at)),
            ("grace until", _moment(shown.until)),
            ("accepted", _moment(shown.accepted_at)),
            ("last finding", Text(shown.finding, style="yellow")),
            ("mistakes", "\n".join(shown.mistakes)),
        )
    )


def render_signings(pending: "Sequence[Signing]") -> RenderableType:
    """Return how far the drafts are."""
    rows = (
        (
            each.role,
            str(each.version),
            f"{each.signed} of {each.threshold}",
            "ready to publish" if each.is_complete else "waits for signatures",
        )
        for each in pending
    )
    return render_table(("draft", "version", "signed", ""), rows, empty="no draft is waiting")


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
