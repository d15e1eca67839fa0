"""`heliograph relay`: forward sealed calls between nodes that cannot reach each other.

A relay is no node: it has a folder of its own, no keyring, no register and no journal.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from node.cli.command import command, group
from node.cli.exitcode import UsageError
from node.cli.session import Session
from node.domain.errors import SourceError

if TYPE_CHECKING:
    from node.assemble.relayfolder import RelaySettings
    from node.assemble.relaypapers import RelayPapers

Folder = Annotated[Path, typer.Argument(help="The relay's folder.")]
_NEXT: Final = "Put entries of members into its folder members, or name a directory in relay.toml."


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """Options of `relay init`."""

    folder: Folder
    id: Annotated[str, typer.Option(help="Short name that no member has.")]
    address: Annotated[str, typer.Option(help="host:port under which nodes reach it.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOptions:
    """Options of `relay show`."""

    folder: Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateOptions:
    """Options of `relay certificate`."""

    folder: Folder
    renew: Annotated[
        bool, typer.Option("--renew", help="Make a new one, which nodes are to know of first.")
    ] = False
    use: Annotated[bool, typer.Option("--use", help="Show the new one from now on.")] = False
    force: Annotated[
        bool, typer.Option("--force", help="Use it although entries of members do not have it.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustOptions:
    """Options of `relay trust`."""

    folder: Folder
    root: Annotated[Path, typer.Argument(help="The authority's first root: 1.root.json.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Options of `relay serve`."""

    folder: Folder
    ready_file: Annotated[Path | None, typer.Option(help="File to write once it listens.")] = None


def add_relay_commands(app: typer.Typer) -> None:
    """Add the commands about relays."""
    about = "Forward sealed calls between nodes that cannot reach each other."
    relay = group(app, "relay", about=about)
    init = "heliograph relay init relay --id relay-eu --address relay.example.org:7500"
    command(relay, "init", example=init)(make)
    command(relay, "show", example="heliograph relay show relay")(show)
    renew = "heliograph relay certificate relay --renew"
    command(relay, "certificate", example=renew)(change_certificate)
    command(relay, "trust", example="heliograph relay trust relay 1.root.json")(trust)
    command(relay, "serve", example="heliograph relay serve relay")(serve)


def make(session: Session, options: InitOptions) -> None:
    """Make a relay: its folder, its key, its certificate and its settings."""
    from node.assemble.relayfolder import (  # noqa: PLC0415 - cryptography takes long to import
        make_relay,
    )

    made = make_relay(options.folder, relay_id=options.id, address=options.address)
    content: dict[str, object] = {"id": made.id, "address": made.address}
    content["folder"] = str(options.folder)
    session.show("relay", content, f"Relay {made.id} is made in {options.folder}.")
    session.say(_NEXT)


def show(session: Session, options: FolderOptions) -> None:
    """Show what a node must know of the relay: lines for its node.toml, and the certificate."""
    from node.assemble.relayfolder import (  # noqa: PLC0415 - cryptography takes long to import
        load_relay,
    )

    settings, papers = load_relay(options.folder)
    _show(session, settings, papers=papers)


def _show(session: Session, settings: "RelaySettings", *, papers: "RelayPapers") -> None:
    about, pem = settings.relay, papers.published.decode("ascii")
    content: dict[str, object] = {"id": about.id, "address": about.address, "certificate": pem}
    lines = (
        f"# Write the certificate below to {about.id}.pem in the node's folder, then add:",
        "[[relays]]",
        f'id = "{about.id}"',
        f'address = "{about.address}"',
        f'certificate = "{about.id}.pem"',
        "publish = true  # where peers are to reach the node through it",
        "",
        pem.rstrip(),
    )
    session.show("relay", content, *lines)


def change_certificate(session: Session, options: CertificateOptions) -> None:
    """Renew the relay's certificate in two steps, so that no connection fails.

    First --renew: give what is printed, which holds both certificates, to every node that lists the
    relay. When they have it, and their peers their new entries, --use. A relay that runs takes over
    either step within a minute, without a restart.
    """
    from node.assemble.relay import (  # noqa: PLC0415 - gRPC takes long to import
        renew_certificate,
        use_certificate,
    )

    if options.renew == options.use:
        raise UsageError("say --renew, and when nodes know the new certificate, --use")
    if options.renew:
        settings, papers = renew_certificate(options.folder)
    else:
        settings, papers = use_certificate(options.folder, is_forced=options.force)
    _show(session, settings, papers=papers)


def trust(session: Session, options: TrustOptions) -> None:
    """Trust the authority that signs the directory of members; compare the fingerprint first."""
    from node.assemble.relay import trust_root  # noqa: PLC0415 - gRPC takes long to import

    try:
        root = options.root.read_bytes()
    except OSError as error:
        raise SourceError(f"{options.root.name}: cannot be read") from error
    fingerprint = trust_root(options.folder, root)
    session.show("relay-trust", {"fingerprint": fingerprint}, f"Trusted: {fingerprint}")


def serve(_session: Session, options: ServeOptions) -> None:
    """Run the relay until it is stopped; it logs what it refuses, and keeps nothing."""
    from node.assemble.relay import serve_relay  # noqa: PLC0415 - gRPC takes long to import

    serve_relay(options.folder, options.ready_file)
