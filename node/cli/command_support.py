"""The command that collects what a supporter needs to know, and nothing that names anybody."""

import platform
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.document import document
from node.cli.session import Session
from node.domain.errors import ConfigError
from node.operator import view
from node.operator.errors import OperatorError

_NAME = re.compile(r"[A-Za-z0-9._-]+")
"""A package's name at the beginning of a requirement (PEP 508)."""
_LEFT_OUT = frozenset({"folder", "node", "files", "contact_points"})
"""Settings that say who or where the agency is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """Options of `support collect`."""

    file: Annotated[Path, typer.Argument(help="New file, to be read before it is sent.")]


def add_support_commands(app: typer.Typer) -> None:
    """Add the command for those who seek help."""
    support = group(app, "support", about="Collect what a supporter needs to know.")
    command(support, "collect", example="heliograph support collect support.json")(collect)


def collect(session: Session, options: CollectOptions) -> None:
    """Write versions, settings, checks and counts into one readable file.

    It holds no record, no case, no officer, no peer, no address and no key: registers are numbered,
    and of each check only kind and result stand there. Read it before you send it.
    """
    folder = session.require_folder()
    content: dict[str, object] = {
        "made_at": datetime.now(UTC),
        "heliograph": version("heliograph"),
        "python": sys.version.split()[0],
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "packages": _packages(),
        "settings": _settings(folder),
        **_running(session),
    }
    try:
        with options.file.open("x", encoding="utf-8") as file:
            file.write(document("support", content) + "\n")
    except OSError as error:
        raise ConfigError(
            f"{options.file} cannot be written: {error.strerror}", hint="Name a new file."
        ) from error
    session.show(
        "support-collected",
        {"file": str(options.file), "parts": sorted(content)},
        f"Written to {options.file}. Read it before you send it; it is plain text.",
    )


def _packages() -> dict[str, str]:
    """Return the installed version of each package that the node asks for."""
    found: dict[str, str] = {}
    for line in distribution("heliograph").requires or []:
        matched = _NAME.match(line)
        if matched is None or "extra ==" in line:
            continue
        try:
            found[matched[0]] = version(matched[0])
        except PackageNotFoundError:
            found[matched[0]] = "missing"
    return found


def _settings(folder: Path) -> dict[str, object]:
    """Return numbers, switches and whether a text is set, never the text."""
    from node.config import Settings, load_settings  # noqa: PLC0415 - pydantic takes long to import

    try:
        settings = load_settings(folder)
    except ConfigError:
        return {"state": "unreadable: run heliograph doctor"}
    return {
        name: _values(getattr(settings, name))
        for name in Settings.model_fields
        if name not in _LEFT_OUT
    }


def _values(table: object) -> object:
    dumped = table.model_dump() if hasattr(table, "model_dump") else table
    if isinstance(dumped, dict):
        return {key: _values(value) for key, value in dumped.items()}
    if isinstance(dumped, str):
        return "set" if dumped else ""
    return dumped if isinstance(dumped, int | float | bool) else "set"


def _running(session: Session) -> dict[str, object]:
    """Return counts and checks of the node, or that it does not run."""
    try:
        with session.connect() as node:
            status, checks = node.status(), node.diagnose()
    except OperatorError as error:
        return {"running": False, "reason": error.code}
    return {
        "running": True,
        "started_at": status.started_at,
        "registers": [_register(each) for each in status.registers],
        "counts": {
            "open_alerts": status.open_alerts,
            "peers": status.peers,
            "journal_entries": status.journal_entries,
        },
        # The first word of a check is its kind; what follows may name a peer or a register.
        "checks": [{"kind": each.name.split()[0], "result": each.result} for each in checks],
    }


def _register(register: view.Register) -> dict[str, object]:
    return {
        "entity_type": register.entity_type,
        "records": register.records,
        "rejected": register.rejected,
        "bytes": register.bytes,
        "loaded_at": register.loaded_at,
    }
