"""Peers and the agreements with them."""

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from node.circuit import CircuitState
from node.cli.phrase import count, moment
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
            _standing(peer),
        )
        for peer in peers
    )
    return render_table(
        ("peer", "name", "country", "address", "agreement", ""),
        rows,
        empty="no peers yet; add one with: heliograph peer add ENTRY --agreement FILE",
    )


def _standing(peer: Peer) -> Text:
    """Say of a peer that is not asked as usual why."""
    if peer.revoked:
        return Text("revoked", style="red")
    if peer.paused:
        until = f" until {moment(peer.pause_until)}" if peer.pause_until else ""
        return Text(f"paused{until}: {peer.pause_reason}", style="yellow")
    if peer.circuit == CircuitState.CLOSED and not peer.circuit_failures:
        return Text("")
    failures = count(peer.circuit_failures, "failure")
    if peer.circuit == CircuitState.CLOSED:
        return Text(f"{failures}: {peer.circuit_reason}", style="yellow")
    again = f"tried again {moment(peer.circuit_until)}"
    return Text(f"left alone after {failures}: {peer.circuit_reason}; {again}", style="red")


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
