"""The folder of a relay: one TOML file, one key and certificate, and who the members are."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, ValidationError

from node.assemble.relaypapers import RelayPapers, write_papers
from node.config import ADDRESS, Directory, finding
from node.domain.errors import ConfigError, NodeFolderError
from node.domain.peer import NodeId, Relay
from node.durable import make_empty_folder

FILE_NAME = "relay.toml"
MEMBERS = "members"
MIRROR = "directory"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Table):
    """Who the relay is."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    address: Annotated[str, Field(pattern=ADDRESS)]
    """host:port under which nodes reach it."""
    listen: Annotated[str, Field(pattern=rf"^$|{ADDRESS}")] = ""


class Limits(_Table):
    """How much is forwarded at a time."""

    calls_per_member: PositiveInt = 8
    waiting_per_member: PositiveInt = 32
    all_calls: PositiveInt = 512


class RelaySettings(_Table):
    """All settings of a relay."""

    folder: Path
    relay: About
    limits: Limits = Limits()
    directory: Directory = Directory()
    members_refresh_s: PositiveFloat = 60.0
    """How often the folder of entries is read again."""

    @property
    def listen(self) -> str:
        """host:port on which it listens."""
        return self.relay.listen or self.relay.address


def make_relay(folder: Path, *, relay_id: str, address: str) -> Relay:
    """Make a relay in a folder that does not exist yet or is empty.

    Raises:
        NodeFolderError: There is something in the folder, or it cannot be made.
        ConfigError: Something said of the relay cannot be.
    """
    about = _checked({"folder": folder, "relay": {"id": relay_id, "address": address}}, folder)
    try:
        if not make_empty_folder(folder):
            raise NodeFolderError(f"{folder} is not empty", hint="Choose another folder.")
        (folder / MEMBERS).mkdir(mode=0o700)
        pem = write_papers(folder, NodeId(about.relay.id), now=datetime.now(UTC))
        text = f'[relay]\nid = "{about.relay.id}"\naddress = "{about.relay.address}"\n'
        (folder / FILE_NAME).write_text(text, encoding="utf-8")
    except OSError as error:
        raise NodeFolderError(f"{folder} cannot be made") from error
    return Relay(NodeId(about.relay.id), about.relay.address, pem)


def load_relay(folder: Path) -> tuple[RelaySettings, RelayPapers]:
    """Read the settings and papers of a relay.

    Raises:
        ConfigError: The settings are missing or wrong, or a paper is missing.
    """
    path = folder / FILE_NAME
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"there is no relay in {folder}: {Path(str(error.filename)).name} is missing",
            hint="Make one with: heliograph relay init FOLDER --id ID --address HOST:PORT",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from error
    return _checked(tables | {"folder": folder}, path), RelayPapers(folder)


def _checked(tables: dict[str, object], path: Path) -> RelaySettings:
    try:
        return RelaySettings.model_validate(tables)
    except ValidationError as error:
        findings = (finding(each) for each in error.errors(include_url=False))
        raise ConfigError(f"{path}: " + "; ".join(findings)) from error
