"""Make a new node: its folder, its settings, its keys, its certificate."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from matching.subject import EntityType
from node import config
from node.config import CERTIFICATE
from node.domain.errors import NodeFolderError
from node.domain.exchange import ContactPoint
from node.domain.peer import DirectoryEntry, NodeId
from node.durable import make_empty_folder, replace_file
from node.keys import certificate
from node.keys.keyring import Keyring
from node.keys.sealedfile import read_secret

_DESK = "duty"


def initialise(  # noqa: PLR0913 - one for each thing an administrator says of a node
    folder: Path,
    *,
    node_id: str,
    name: str,
    country: str,
    kind: str,
    address: str,
    passphrase_file: Path,
    contact: ContactPoint | None = None,
) -> DirectoryEntry:
    """Make a node in a folder that does not exist yet or is empty.

    Args:
        folder: where everything of the node is going to be.
        node_id: short name, such as `customs-es`.
        name: full name of the agency.
        country: ISO 3166-1 alpha-2.
        kind: kind of agency.
        address: host:port under which peers reach it.
        passphrase_file: file with the secret that seals the keyring, at least 12 characters.
        contact: the desk told to askers of a hit; without it a placeholder is written that names
            the agency, to be completed in `node.toml`.

    Raises:
        NodeFolderError: There is something in the folder, or it cannot be made.
        ConfigError: Something said of the node cannot be.
        KeyringError: The secret cannot be read or is too short.
    """
    desk = contact or ContactPoint(_DESK, name, "duty desk", "SIENA", "to be completed")
    about = {"id": node_id, "name": name, "country": country, "kind": kind, "address": address}
    text = _settings_text(about, desk, passphrase_file=passphrase_file.resolve())
    _make_folder(folder)
    try:
        (folder / config.FILE_NAME).write_text(text, encoding="utf-8")
        settings = config.load_settings(folder)
        secret = read_secret(passphrase_file)
        keyring = Keyring.create(
            folder / config.KEYRING, secret, node=NodeId(node_id), entity_types=EntityType
        )
        now = datetime.now(UTC)
        pem = certificate.issue(keyring.tls_key, settings.id, now=now)
        replace_file(folder / CERTIFICATE, pem)
    except BaseException:
        # Half a node would look like one.
        shutil.rmtree(folder)
        raise
    return DirectoryEntry(
        settings.id,
        name,
        settings.node.kind,
        country,
        address,
        keyring.identity.public_key,
        pem,
        settings.contact_points,
        now,
    )


def _make_folder(folder: Path) -> None:
    try:
        is_empty = make_empty_folder(folder)
    except OSError as error:
        raise NodeFolderError(f"{folder} cannot be made") from error
    if not is_empty:
        raise NodeFolderError(
            f"{folder} is not empty", hint="Choose another folder; a node is never overwritten."
        )


def _settings_text(about: dict[str, str], desk: ContactPoint, *, passphrase_file: Path) -> str:
    lines = ["# Settings of this node; every key is explained in node.example.toml.", "", "[node]"]
    lines += [f"{key} = {_quoted(value)}" for key, value in about.items()]
    lines += ["", "[files]", f"passphrase_file = {_quoted(str(passphrase_file))}"]
    lines += ["", "[[contact_points]]"]
    for key in ("id", "agency", "desk", "channel", "address", "phone", "email", "hours"):
        lines.append(f"{key} = {_quoted(getattr(desk, key))}")
    languages = ", ".join(map(_quoted, desk.languages))
    return "\n".join([*lines, f"languages = [{languages}]", ""])


def _quoted(text: str) -> str:
    """Write a TOML basic string; control characters have no business in a setting."""
    plain = "".join(letter for letter in text if letter.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
