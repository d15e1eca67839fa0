"""`heliograph directory`: the list of members, for the authority that signs it and for nodes.

The authority's commands work on a folder and need no node; those of a node need it running.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.passphrase import PassphraseFile, passphrase_in
from node.cli.render_directory import render_directory, render_signings
from node.cli.session import Session
from node.domain.errors import SourceError

if TYPE_CHECKING:
    from node.directory.authority import Authority

_PUBLIC: Final = "public key, as made by: directory key"
Folder = Annotated[Path, typer.Argument(help="The authority's folder.")]
KeyFile = Annotated[Path, typer.Option(help="Sealed key to sign with.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOptions:
    """Options of `directory key`."""

    file: Annotated[Path, typer.Argument(help="File to seal the key into, such as alice.key.")]
    passphrase_file: PassphraseFile = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions:
    """Options of `directory init`."""

    directory: Folder
    authority: Annotated[list[Path], typer.Option(help=f"Offline {_PUBLIC}; repeat it.")]
    online: Annotated[Path, typer.Option(help=f"The publishing machine's {_PUBLIC}.")]
    threshold: Annotated[int, typer.Option(help="Offline keys that must sign.")] = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOptions:
    """Options of `directory sign`."""

    directory: Folder
    key: KeyFile
    passphrase_file: PassphraseFile = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """Options of `directory add`."""

    directory: Folder
    file: Annotated[Path, typer.Argument(help="A member's entry, or an agreement (TOML).")]
    between: Annotated[list[str], typer.Option(help="Member of the agreement; say it twice.")] = (
        field(default_factory=list)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveOptions:
    """Options of `directory remove`."""

    directory: Folder
    member: Annotated[str, typer.Argument(help="Member to remove with all its agreements.")]
    agreement_with: Annotated[
        str, typer.Option(help="Remove its agreement with this member alone.")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """Options of `directory publish`."""

    directory: Folder
    key: KeyFile
    minutes: Annotated[
        int, typer.Option(help="Life of the timestamp: within it a removal reaches every node.")
    ] = 60
    passphrase_file: PassphraseFile = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOptions:
    """Options of commands on the authority's folder alone."""

    directory: Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustOptions:
    """Options of `directory trust`."""

    root: Annotated[Path, typer.Argument(help="The authority's first root: 1.root.json.")]
    replace: Annotated[
        bool, typer.Option("--replace", help="Forget another root that is trusted.")
    ] = False
    yes: Annotated[
        bool, typer.Option("--yes", help="The fingerprint has been compared already.")
    ] = False


def add_directory_commands(app: typer.Typer) -> None:
    """Add the commands about the directory."""
    about = "Sign and publish the list of members (authority); follow it (node)."
    directory = group(app, "directory", about=about)
    key = "heliograph directory key alice.key --passphrase-file secret"
    command(directory, "key", example=key)(make_key)
    command(
        directory,
        "init",
        example="heliograph directory init dir --authority alice.pub --authority bob.pub "
        "--authority carol.pub --threshold 2 --online online.pub",
    )(initialise)
    command(directory, "add", example="heliograph directory add dir customs-es.json")(add)
    command(directory, "remove", example="heliograph directory remove dir fiu-nl")(remove)
    command(directory, "renew", example="heliograph directory renew dir")(renew)
    command(directory, "sign", example="heliograph directory sign dir --key alice.key")(sign)
    publish_it = "heliograph directory publish dir --key online.key"
    command(directory, "publish", example=publish_it)(publish)
    command(directory, "verify", example="heliograph directory verify dir")(verify)
    command(directory, "trust", example="heliograph directory trust 1.root.json")(trust)
    command(directory, "status", example="heliograph directory status")(show_standing)
    command(directory, "refresh", example="heliograph directory refresh")(refresh)


def make_key(session: Session, options: KeyOptions) -> None:
    """Make a key of the authority: sealed into a file, its public half beside it.

    Keep keys that sign who is a member on machines without a network.
    """
    from node.directory.authoritykey import make_key as make  # noqa: PLC0415 - takes long to import

    public = make(options.file, passphrase_in(options.passphrase_file))
    session.show("authority-key", {"public": str(public)}, f"Public half: {public}")


def initialise(session: Session, options: InitOptions) -> None:
    """Draft a directory with these keys; on an existing one, draft the change to these keys.

    A change of keys needs signatures by enough of the old keys and of the new ones.
    """
    from node.directory.authoritykey import read_public_key  # noqa: PLC0415 - takes long to import

    keys = [read_public_key(path) for path in options.authority]
    authority = _authority(options.directory)
    online = read_public_key(options.online)
    authority.found(keys, online, threshold=options.threshold, now=_now())
    _show_pending(session, authority)


def add(session: Session, options: AddOptions) -> None:
    """Put a member's entry, or the agreement of two members, into the draft.

    Before a member is added, compare the fingerprint of its entry with the member by telephone.
    """
    from node.directory.entry import fingerprint  # noqa: PLC0415 - takes long to import

    authority, document = _authority(options.directory), _read(options.file)
    if options.between:
        if len(options.between) != 2:  # noqa: PLR2004 - an agreement is between two
            raise UsageError("an agreement is between two members", hint="Say --between twice.")
        first, second = options.between
        authority.agree(document, (first, second), now=_now())
    else:
        entry = authority.admit(document, now=_now())
        session.say(f"{entry.id}: fingerprint {fingerprint(entry)}")
    _show_pending(session, authority)


def remove(session: Session, options: RemoveOptions) -> None:
    """Take a member, or an agreement, out of the draft.

    Signed and published, this revokes the member at every node within the timestamp's life.
    """
    authority = _authority(options.directory)
    names = [name for name in (options.member, options.agreement_with) if name]
    for path in authority.remove(names, now=_now()):
        session.say(f"removed: {path}")
    _show_pending(session, authority)


def renew(session: Session, options: FolderOptions) -> None:
    """Draft the present list again, before it expires."""
    authority = _authority(options.directory)
    authority.renew(now=_now())
    _show_pending(session, authority)


def sign(session: Session, options: SignOptions) -> None:
    """Sign what is drafted, with one person's key."""
    from node.directory.authoritykey import open_key  # noqa: PLC0415 - takes long to import

    authority = _authority(options.directory)
    authority.sign(open_key(options.key, passphrase_in(options.passphrase_file)))
    _show_pending(session, authority)


def publish(session: Session, options: PublishOptions) -> ExitCode:
    """Publish what enough people have signed, and renew the timestamp.

    Run it by a timer, several times within the timestamp's life. Ends with code 4 while a draft
    waits for signatures; the list in force is kept fresh all the same.
    """
    from node.directory.authoritykey import open_key  # noqa: PLC0415 - takes long to import

    if options.minutes < 1:
        raise UsageError("a timestamp lives one minute or longer")
    authority = _authority(options.directory)
    signer = open_key(options.key, passphrase_in(options.passphrase_file))
    life = timedelta(minutes=options.minutes)
    waiting = authority.publish(signer, now=_now(), life=life)
    session.say(f"published: {authority.public}")
    _show_pending(session, authority)
    return ExitCode.PARTIAL if waiting else ExitCode.OK


def verify(session: Session, options: FolderOptions) -> None:
    """Verify what is published, as a node does that trusts its first root."""
    from node.directory.mirror import verify_published  # noqa: PLC0415 - takes long to import

    listing = verify_published(_authority(options.directory).public)
    content: dict[str, object] = {
        "version": listing.edition.version,
        "expires": listing.edition.expires,
        "members": sorted(listing.members),
        "agreements": ["--".join(pair) for pair in sorted(listing.agreements)],
        "mistakes": listing.faults,
    }
    lines = [f"version {listing.edition.version}, in force until {listing.edition.expires:%c} UTC"]
    lines += [f"member: {name}" for name in sorted(listing.members)]
    lines += [f"agreement: {' and '.join(pair)}" for pair in sorted(listing.agreements)]
    lines += [f"mistake: {fault}" for fault in listing.faults]
    session.show("directory-verified", content, "\n".join(lines))


def trust(session: Session, options: TrustOptions) -> None:
    """Take the authority's root as the beginning of this node's trust.

    Compare its fingerprint with the authority by telephone before you say yes.
    """
    from node.directory.mirror import fingerprint_of  # noqa: PLC0415 - takes long to import

    root = _read(options.root)
    session.say(f"fingerprint: {fingerprint_of(root)}")
    if not options.yes:
        session.require_consent("Has the authority read out the same fingerprint?")
    with session.connect() as node:
        shown = node.directory.trust(root, replaces=options.replace, officer=session.officer)
    session.show("directory", fields_of(shown), render_directory(shown))


def show_standing(session: Session) -> ExitCode:
    """Show how this node stands with the directory; ends with code 5 where it is out of time."""
    with session.connect() as node:
        shown = node.directory.get()
    session.show("directory", fields_of(shown), render_directory(shown))
    return ExitCode.OK if shown.is_in_force else ExitCode.UNAVAILABLE


def refresh(session: Session) -> None:
    """Fetch the directory now and take over what has changed."""
    with session.connect() as node:
        shown = node.directory.refresh(officer=session.officer)
    session.show("directory", fields_of(shown), render_directory(shown))


def _authority(folder: Path) -> "Authority":
    from node.directory.authority import Authority  # noqa: PLC0415 - tuf takes long to import

    return Authority(folder)


def _show_pending(session: Session, authority: "Authority") -> None:
    pending = authority.pending()
    session.show("directory-drafts", {"drafts": pending}, render_signings(pending))


def _now() -> datetime:
    return datetime.now(UTC)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path.name}: cannot be read", hint="Look at its path.") from error
