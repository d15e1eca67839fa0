"""`heliograph peer`: the members with whom there is an agreement."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from node.cli.command import command, group
from node.cli.command_blind import BLIND_EXAMPLE, blind_check
from node.cli.exitcode import ExitCode
from node.cli.phrase import moment
from node.cli.render_check import render_checks
from node.cli.render_peer import render_peer, render_peers
from node.cli.session import Session
from node.cli.when import moment_of
from node.domain.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `peer add`."""

    entry: Annotated[Path, typer.Argument(help="File that the peer made with: peer export.")]
    agreement: Annotated[Path, typer.Option(help="TOML of the agreement with the peer.")]
    yes: Annotated[
        bool, typer.Option("--yes", help="The fingerprint has been compared already.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeOptions:
    """Options of `peer revoke` and `peer restore`."""

    id: Annotated[str, typer.Argument(help="Short name of the peer.")]
    reason: Annotated[str, typer.Option(help="Why, for the journal: one short line.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOptions:
    """Options of `peer pause`."""

    id: Annotated[str, typer.Argument(help="Short name of the peer.")]
    reason: Annotated[str, typer.Option(help="Why, for the journal: one short line.")]
    until: Annotated[
        str,
        typer.Option(help="When it ends by itself: 8h, 3d, 2026-12-24 or a moment with its zone."),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeOptions:
    """Options of `peer resume`."""

    id: Annotated[str, typer.Argument(help="Short name of the peer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOptions:
    """Options of `peer test`."""

    id: Annotated[str, typer.Argument(help="Short name of the peer; without it, all.")] = ""


def add_peer_commands(app: typer.Typer) -> None:
    """Add the commands about peers."""
    peers = group(app, "peer", about="Exchange entries and agreements with other members.")
    command(peers, "list", example="heliograph peer list")(list_peers)
    command(peers, "export", example="heliograph peer export > customs-es.json")(export_entry)
    command(peers, "add", example="heliograph peer add fiu-nl.json --agreement agreement.toml")(
        add_peer
    )
    revoke = 'heliograph peer revoke fiu-nl --reason "key stolen, told by telephone"'
    command(peers, "revoke", example=revoke)(revoke_peer)
    restore = 'heliograph peer restore fiu-nl --reason "new key, entry compared"'
    command(peers, "restore", example=restore)(restore_peer)
    pause = 'heliograph peer pause fiu-nl --reason "their node is being moved" --until 3d'
    command(peers, "pause", example=pause)(pause_peer)
    command(peers, "resume", example="heliograph peer resume fiu-nl")(resume_peer)
    command(peers, "blind-check", example=BLIND_EXAMPLE)(blind_check)
    command(peers, "test", example="heliograph peer test fiu-nl")(test_peer)


def list_peers(session: Session) -> None:
    """List the peers and the agreements with them."""
    with session.connect() as node:
        peers = node.peers()
    session.show("peers", {"peers": peers}, render_peers(peers))


def export_entry(session: Session) -> None:
    """Print this node's own entry, for a peer to add.

    The entry is public. What a peer must know is that it arrived unaltered: read the fingerprint,
    which goes to standard error, to each other over the telephone.
    """
    with session.connect() as node:
        entry = node.export_entry()
    session.say(f"fingerprint: {_fingerprint(entry)}")
    session.write(entry.decode())


def add_peer(session: Session, options: AddOptions) -> None:
    """Record a member's entry and the agreement with it.

    Compare the fingerprint over the telephone before you say yes.
    """
    entry, agreement = _read(options.entry), _read(options.agreement)
    fingerprint = _fingerprint(entry)
    session.say(f"fingerprint: {fingerprint}")
    if not options.yes:
        session.require_consent("Has the peer read out the same fingerprint?")
    with session.connect() as node:
        peer = node.add_peer(entry, agreement=agreement, officer=session.officer)
    session.show("peer", {"peer": peer, "fingerprint": fingerprint}, render_peer(peer))


def revoke_peer(session: Session, options: RevokeOptions) -> None:
    """End all exchange with a peer at once: nothing is asked of it, and nothing answered to it.

    It holds for this node. So that it holds for every member, the authority removes the peer from
    the directory; nodes hear of it at their next look, and none goes on past the life of the
    timestamp: heliograph directory remove.
    """
    _revoke(session, options, restore=False)
    session.say("For all members: have the authority say: heliograph directory remove")


def restore_peer(session: Session, options: RevokeOptions) -> None:
    """Take up the exchange with a peer that was revoked here."""
    _revoke(session, options, restore=True)


def _revoke(session: Session, options: RevokeOptions, *, restore: bool) -> None:
    with session.connect() as node:
        peer = node.revoke_peer(
            options.id, restore=restore, reason=options.reason, officer=session.officer
        )
    said = "is exchanged with again" if restore else "is revoked: nothing is exchanged with it"
    session.show("peer", {"peer": peer}, f"{peer.id} {said}.")


def pause_peer(session: Session, options: PauseOptions) -> None:
    """Exchange nothing with a peer for a time: nothing is asked of it, answered or told to it.

    The peer hears that this node cannot answer now, and not why; runs of cases ask it again when
    the pause is over. Without --until it lasts until: heliograph peer resume.
    """
    until = moment_of(options.until)
    with session.connect() as node:
        peer = node.pause_peer(
            options.id, reason=options.reason, until=until, officer=session.officer
        )
    ends = f"until {moment(peer.pause_until)}" if peer.pause_until else "until it is resumed"
    session.show("peer", {"peer": peer}, f"The exchange with {peer.id} is paused {ends}.")


def resume_peer(session: Session, options: ResumeOptions) -> None:
    """End the pause of a peer before its time."""
    with session.connect() as node:
        peer = node.resume_peer(options.id, officer=session.officer)
    session.show("peer", {"peer": peer}, f"The exchange with {peer.id} is taken up again.")


def test_peer(session: Session, options: TestOptions) -> ExitCode:
    """Test the line to a peer step by step, or the lines to all peers."""
    with session.connect() as node:
        names = [options.id] if options.id else [peer.id for peer in node.peers()]
        found = {name: node.test_peer(name) for name in names}
    pictures = [
        Group(Text(name, style="bold"), render_checks(checks)) for name, checks in found.items()
    ]
    session.show("peer-test", {"peers": found}, *pictures)
    failed = [any(check.result == "fail" for check in checks) for checks in found.values()]
    if failed and all(failed):
        return ExitCode.UNAVAILABLE
    return ExitCode.PARTIAL if any(failed) else ExitCode.OK


def _fingerprint(entry: bytes) -> str:
    """Return what people compare by telephone.

    Raises:
        UnknownPeerError: It is no entry, or not signed by the key it names.
    """
    from node.directory.entry import (  # noqa: PLC0415 - cryptography takes long to import
        entry_from_json,
        fingerprint,
    )

    return fingerprint(entry_from_json(entry))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read", hint="Look at its path.") from error
