"""Peers and the agreements with them."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from node.cli.render_table import render_pairs, render_table
from node.operator.view import Peer


def render_peers(peers: Iterable[Peer]) -> RenderableType:
    """Return the list of peers."""
    rows = (
        (
            Text(peer.id, style="bold"),
            peer.name,
            peer.country,
            peer.address,
            f"{peer.agreement}, until {peer.expires_on}",
            Text("paused", style="yellow") if peer.paused else "",
        )
        for peer in peers
    )
    return render_table(
        ("peer", "name", "country", "address", "agreement", ""),
        rows,
        empty="no peers yet; add one with: heliograph peer add ENTRY --agreement FILE",
    )


def render_peer(peer: Peer) -> RenderableType:
    """Return one peer with all that its agreement covers."""
    return render_pairs(
        (
            ("peer", Text(peer.id, style="bold")),
            ("name", f"{peer.name}, {peer.country}"),
            ("address", peer.address),
            ("agreement", f"{peer.agreement}, until {peer.expires_on}"),
            ("covers", ", ".join(peer.entity_types)),
            ("for", ", ".join(peer.purposes)),
        )
    )
