"""`heliograph key`: the node's own keys: listed, rotated, renewed, backed up and restored."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from matching.subject import EntityType
from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import UsageError
from node.cli.passphrase import PassphraseFile, passphrase_in
from node.cli.render_key import render_keys, render_rotated
from node.cli.session import Session
from node.domain.errors import SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateOptions:
    """Options of `key rotate`."""

    type: Annotated[EntityType, typer.Option(help="Whose OPRF keys.")]
    at_once: Annotated[
        bool, typer.Option("--at-once", help="End the old keys now, as after a theft.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateOptions:
    """Options of `key certificate`."""

    renew: Annotated[
        bool, typer.Option("--renew", help="Make a new one and print the entry to publish.")
    ] = False
    use: Annotated[bool, typer.Option("--use", help="Show the new one from now on.")] = False
    force: Annotated[
        bool, typer.Option("--force", help="Even where the directory does not list it yet.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PassphraseOptions:
    """Options of `key passphrase`."""

    new_file: Annotated[Path, typer.Argument(help="File with the new passphrase.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientOptions:
    """Options of `key recipient`."""

    file: Annotated[Path, typer.Argument(help="File to seal the recipient's key into.")]
    passphrase_file: PassphraseFile = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupOptions:
    """Options of `key backup`."""

    file: Annotated[Path, typer.Argument(help="File to write; must not exist.")]
    recipient: Annotated[
        list[str], typer.Option("-r", "--recipient", help="heliograph-recipient1...; repeat it.")
    ]
    all: Annotated[
        bool, typer.Option("--all", help="With ledger and registers, not with keys alone.")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOptions:
    """Options of `key restore`."""

    file: Annotated[Path, typer.Argument(help="The backup.")]
    key: Annotated[Path, typer.Option(help="The recipient's sealed key.")]
    key_passphrase_file: Annotated[
        Path | None, typer.Option(help="File with the passphrase of that key.")
    ] = None
    passphrase_file: PassphraseFile = None


def add_key_commands(app: typer.Typer) -> None:
    """Add the commands about keys."""
    keys = group(app, "key", about="List, rotate, renew, back up and restore this node's keys.")
    command(keys, "list", example="heliograph key list")(list_keys)
    command(keys, "rotate", example="heliograph key rotate --type person")(rotate)
    renew = "heliograph key certificate --renew > entry.json"
    command(keys, "certificate", example=renew)(change_certificate)
    command(keys, "passphrase", example="heliograph key passphrase new-secret")(change_passphrase)
    recipient = "heliograph key recipient safe.key --passphrase-file secret"
    command(keys, "recipient", example=recipient)(make_recipient)
    backup = "heliograph key backup node.backup -r heliograph-recipient1..."
    command(keys, "backup", example=backup)(back_up)
    restore_it = "heliograph --node new key restore node.backup --key safe.key"
    command(keys, "restore", example=restore_it)(restore_node)


def list_keys(session: Session) -> None:
    """List what keys there are, their state and until when; never a secret."""
    with session.connect() as node:
        keys = node.keys.all()
    session.show("keys", {"keys": keys}, render_keys(keys))


def rotate(session: Session, options: RotateOptions) -> None:
    """Put new OPRF keys of an entity type in use, without an outage.

    Every register of the type is built again from the vault; until then, and until peers have heard
    of the new keys, queries under the old ones are answered.
    """
    with session.connect() as node:
        rotated = node.keys.rotate(
            options.type.value, at_once=options.at_once, officer=session.officer
        )
    session.show("key-rotated", fields_of(rotated), render_rotated(rotated))


def change_certificate(session: Session, options: CertificateOptions) -> None:
    """Renew the TLS certificate in two steps, so that no connection fails.

    First --renew: give the printed entry, which holds both certificates, to the authority of the
    directory, or to each peer. When they have it: --use, and give them the entry once more.
    """
    if options.renew == options.use:
        raise UsageError("say --renew, and when peers know the new certificate, --use")
    with session.connect() as node:
        if options.renew:
            renewed = node.keys.renew_certificate(officer=session.officer)
        else:
            renewed = node.keys.use_certificate(is_forced=options.force, officer=session.officer)
    session.say(f"the new certificate expires on {renewed.expires_at:%Y-%m-%d}")
    session.write(renewed.entry.decode())


def change_passphrase(session: Session, options: PassphraseOptions) -> None:
    """Seal the keyring under the passphrase in another file.

    Then name that file in node.toml, or put it in the old one's place: the next start needs it.
    """
    path = str(options.new_file.resolve())
    with session.connect() as node:
        node.keys.change_passphrase(path, officer=session.officer)
    content: dict[str, object] = {"passphrase_file": path}
    session.show("key-passphrase", content, f"The keyring opens with the passphrase in {path}.")


def make_recipient(session: Session, options: RecipientOptions) -> None:
    """Make a key that opens backups, and print the recipient to seal them to.

    Keep the file where the node is not; whoever has it and its passphrase has the node.
    """
    from node.keys.recipient import make_recipient as make  # noqa: PLC0415 - takes long to import

    text = make(options.file, passphrase_in(options.passphrase_file))
    session.show("recipient", {"recipient": text}, text)


def back_up(session: Session, options: BackupOptions) -> None:
    """Write a backup that its recipients alone can open: keys and settings, or everything.

    It holds the keys themselves, so that it helps who has lost the passphrase.
    """
    with session.connect() as node:
        pieces = node.keys.back_up(options.recipient, is_whole=options.all, officer=session.officer)
        size = _write(options.file, pieces)
    content: dict[str, object] = {"file": str(options.file), "bytes": size}
    session.show("backup", content, f"{options.file}: {size} bytes")


def restore_node(session: Session, options: RestoreOptions) -> None:
    """Make a node again from a backup, in an empty folder, under a passphrase of its own.

    A ledger that is restored is older than what peers have seen of it: tell them.
    """
    from node.backup import restore  # noqa: PLC0415 - takes long to import
    from node.keys.recipient import open_recipient  # noqa: PLC0415 - takes long to import

    folder = session.require_folder()
    recipient = open_recipient(options.key, passphrase_in(options.key_passphrase_file))
    secret = passphrase_in(options.passphrase_file)
    names = restore(options.file, folder, recipient=recipient, secret=secret)
    content: dict[str, object] = {"folder": str(folder), "files": names}
    session.show("restored", content, f"Restored into {folder}: {', '.join(names)}")


def _write(path: Path, pieces: Iterable[bytes]) -> int:
    """Write a new file; nothing stays of one that could not be finished."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be made ({error.strerror})") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()
        raise
    return size
