"""Make a new node: its folder, its settings, its keys, its certificate."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from matching.subject import EntityType
from node import config
from node.config import CERTIFICATE
from node.domain.desk import PLACEHOLDER
from node.domain.errors import NodeFolderError
from node.domain.exchange import ContactPoint
from node.domain.peer import DirectoryEntry
from node.durable import make_empty_folder, replace_file
from node.keys import certificate
from node.keys.keyring import Keyring
from node.keys.sealedfile import read_secret
from node.loopserver import free_from

_DESK = "duty"
_LOOPBACK = "127.0.0.1"
_ABOVE = 43
"""How far above the node's own port its console begins to look for one: 7400 and 7443, so that the
consoles of nodes on one machine, which have ports of their own, do not meet."""
_FIRST_PLAIN_PORT = 1_024
_CONSOLE_PORT = 7_443


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNode:
    """What an administrator says of a node that is to be made."""

    node_id: str
    """Short name, such as `customs-es`."""
    name: str
    """Full name of the agency."""
    country: str
    """ISO 3166-1 alpha-2."""
    kind: str
    """Kind of agency."""
    address: str
    """host:port under which peers reach it."""
    contact: ContactPoint | None = None
    """The desk told to askers of a hit; without it a placeholder is written that names the agency,
    to be completed in `node.toml`."""
    console: str = ""
    """host:port of the web console; without it a port of the loopback that is free now."""


def initialise(folder: Path, wanted: NewNode, *, passphrase_file: Path) -> DirectoryEntry:
    """Make a node in a folder that does not exist yet or is empty.

    Args:
        folder: where everything of the node is going to be.
        wanted: what it is.
        passphrase_file: file with the secret that seals the keyring, at least 12 characters.

    Raises:
        NodeFolderError: There is something in the folder, or it cannot be made.
        ConfigError: Something said of the node cannot be.
        KeyringError: The secret cannot be read or is too short.
    """
    text = _settings_text(wanted, passphrase_file=passphrase_file.resolve())
    _make_folder(folder)
    try:
        (folder / config.FILE_NAME).write_text(text, encoding="utf-8")
        return _with_keys(config.load_settings(folder), read_secret(passphrase_file))
    except BaseException:
        # Half a node would look like one.
        shutil.rmtree(folder)
        raise


def _with_keys(settings: config.Settings, secret: str) -> DirectoryEntry:
    """Make keys and certificate of a node that has its settings; return its entry."""
    keyring = Keyring.create(
        settings.folder / config.KEYRING, secret, node=settings.id, entity_types=EntityType
    )
    now = datetime.now(UTC)
    pem = certificate.issue(keyring.tls_key, settings.id, now=now)
    replace_file(settings.folder / CERTIFICATE, pem)
    about = settings.node
    return DirectoryEntry(
        settings.id,
        about.name,
        about.kind,
        about.country,
        about.address,
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


def _settings_text(wanted: NewNode, *, passphrase_file: Path) -> str:
    name = wanted.name
    desk = wanted.contact or ContactPoint(_DESK, name, "duty desk", "SIENA", PLACEHOLDER)
    about = {
        "id": wanted.node_id,
        "name": name,
        "country": wanted.country,
        "kind": wanted.kind,
        "address": wanted.address,
    }
    lines = ["# Settings of this node; every key is explained in node.example.toml.", "", "[node]"]
    lines += [f"{key} = {_quoted(value)}" for key, value in about.items()]
    lines += ["", "[files]", f"passphrase_file = {_quoted(str(passphrase_file))}"]
    lines += ["", "[console]", f"listen = {_quoted(wanted.console or _free_console(wanted))}"]
    lines += ["", "[[contact_points]]"]
    for key in ("id", "agency", "desk", "channel", "address", "phone", "email", "hours"):
        lines.append(f"{key} = {_quoted(getattr(desk, key))}")
    languages = ", ".join(map(_quoted, desk.languages))
    return "\n".join([*lines, f"languages = [{languages}]", ""])


def _free_console(wanted: NewNode) -> str:
    """Choose where the console listens: near the node's own port, on one that is free."""
    _, _, own = wanted.address.rpartition(":")
    port = int(own) if own.isdecimal() else 0
    first = port + _ABOVE if port >= _FIRST_PLAIN_PORT else _CONSOLE_PORT
    return f"{_LOOPBACK}:{free_from(_LOOPBACK, first) or _CONSOLE_PORT}"


def _quoted(text: str) -> str:
    """Write a TOML basic string; control characters have no business in a setting."""
    plain = "".join(letter for letter in text if letter.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
