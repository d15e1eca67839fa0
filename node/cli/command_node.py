"""The commands about the node itself: make it, run it, look at it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from node.cli.command import command
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.render_check import render_checks
from node.cli.render_status import render_status
from node.cli.session import Session
from node.domain.errors import NodeFolderError
from node.domain.exchange import ContactPoint
from node.domain.peer import AgencyKind

_DESK: Final = "Contact point, told with every hit"
_VARIABLE: Final = "HELIOGRAPH_PASSPHRASE_FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOptions:
    """The desk that peers call about a hit."""

    contact_desk: Annotated[str, typer.Option(help="Name of the desk.", rich_help_panel=_DESK)] = ""
    contact_channel: Annotated[
        str,
        typer.Option(help="SIENA, I-24/7, mutual legal assistance, ...", rich_help_panel=_DESK),
    ] = ""
    contact_address: Annotated[
        str, typer.Option(help="The desk's address on that channel.", rich_help_panel=_DESK)
    ] = ""
    contact_phone: Annotated[
        str, typer.Option(help="Telephone, with country code.", rich_help_panel=_DESK)
    ] = ""
    contact_email: Annotated[str, typer.Option(help="E-mail.", rich_help_panel=_DESK)] = ""

    def point(self, agency: str) -> ContactPoint | None:
        """Return the contact point, or None where nothing is said of one.

        Raises:
            UsageError: Something is said, but not the desk and how to reach it.
        """
        ways = (self.contact_address, self.contact_phone, self.contact_email)
        if not self.contact_desk and not self.contact_channel and not any(ways):
            return None
        if not self.contact_desk or not any(ways):
            raise UsageError(
                "a contact point needs a desk and a way to reach it",
                hint="Give --contact-desk with --contact-channel and --contact-address.",
            )
        return ContactPoint(
            id="desk",
            agency=agency,
            desk=self.contact_desk,
            channel=self.contact_channel,
            address=self.contact_address,
            phone=self.contact_phone,
            email=self.contact_email,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """Options of `init`."""

    id: Annotated[str, typer.Option(help="Short name: lower-case letters, digits, hyphens.")]
    name: Annotated[str, typer.Option(help="Name of the agency.")]
    country: Annotated[str, typer.Option(help="ISO 3166 code, two capital letters.")]
    kind: Annotated[AgencyKind, typer.Option(help="What kind of institution it is.")]
    address: Annotated[str, typer.Option(help="host:port under which peers reach the node.")]
    passphrase_file: Annotated[
        Path | None,
        typer.Option(envvar=_VARIABLE, help="File with the secret that opens the keyring."),
    ] = None
    console: Annotated[
        str,
        typer.Option(
            help="host:port of the web console; by default a free port of this machine alone."
        ),
    ] = ""
    contact: ContactOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Options of `serve`."""

    ready_file: Annotated[
        Path | None, typer.Option(help="File to write once peers and officers are served.")
    ] = None


def add_node_commands(app: typer.Typer) -> None:
    """Add the commands about the node."""
    command(
        app,
        "init",
        example="heliograph --node /var/lib/heliograph init --id customs-es "
        '--name "Customs, Spain" --country ES --kind customs '
        "--address customs.example.org:7400 --passphrase-file secret",
    )(init)
    command(app, "serve", example="heliograph serve")(serve)
    command(app, "status", example="heliograph status")(show_status)
    command(app, "doctor", example="heliograph doctor")(examine)


def init(session: Session, options: InitOptions) -> None:
    """Make a new node: its folder, keys, settings and directory entry.

    The passphrase opens the keyring and is never written into the folder: keep a copy elsewhere.
    """
    from node.config import load_settings  # noqa: PLC0415 - as the next one
    from node.setup import NewNode, initialise  # noqa: PLC0415 - cryptography takes long to import

    folder = session.require_folder()
    if folder.exists() and any(folder.iterdir()):
        raise NodeFolderError(
            f"{folder} is not empty", hint="Name a new folder: a node is never overwritten."
        )
    if options.passphrase_file is None:
        raise UsageError(
            "no passphrase file is named", hint=f"Give --passphrase-file FILE or {_VARIABLE}."
        )
    wanted = NewNode(
        node_id=options.id,
        name=options.name,
        country=options.country,
        kind=options.kind.value,
        address=options.address,
        contact=options.contact.point(options.name),
        console=options.console,
    )
    entry = initialise(folder, wanted, passphrase_file=options.passphrase_file)
    console = load_settings(folder).console.origin
    content: dict[str, object] = {
        "id": entry.id,
        "folder": str(folder),
        "address": entry.address,
        "console": console,
    }
    session.show("init", content, f"Node {entry.id} is made in {folder}.")
    session.say(f"Start it with: heliograph --node {folder} serve")
    session.say(f"Its console will be at {console}; [console] in node.toml says where.")


def serve(session: Session, options: ServeOptions) -> None:
    """Run the node: serve peers and officers until it is stopped."""
    from node.serve import serve as run_node  # noqa: PLC0415 - all of the node takes long to import

    run_node(session.require_folder(), ready_file=options.ready_file)


def show_status(session: Session) -> None:
    """Show what the node is and how it fares; ends with code 5 where it is not running."""
    with session.connect() as node:
        status = node.status()
    session.show("status", fields_of(status), render_status(status))


def examine(session: Session) -> ExitCode:
    """Look for everything that would keep the node from answering, and say how to mend it."""
    with session.connect() as node:
        checks = node.diagnose()
    session.show("doctor", {"checks": checks}, render_checks(checks))
    failed = any(check.result == "fail" for check in checks)
    return ExitCode.FAILURE if failed else ExitCode.OK
