"""What a node is and how it fares."""

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import count, moment
from node.cli.render_register import render_registers
from node.cli.render_table import render_pairs
from node.operator.view import Status


def render_status(status: Status) -> RenderableType:
    """Return the identity, the counts and the registers of a node."""
    title = Text.assemble((status.id, "bold"), f"  {status.name}")
    facts = render_pairs(
        (
            ("agency", f"{status.kind}, {status.country}"),
            ("address", status.address),
            ("version", status.version),
            ("running since", moment(status.started_at)),
            ("certificate until", moment(status.certificate_expires_at)),
            ("peers", f"{status.peers:,}"),
            ("open alerts", f"{status.open_alerts:,}"),
            ("journal", count(status.journal_entries, "entry", plural="entries")),
        )
    )
    return Group(title, facts, Text(""), render_registers(status.registers))
