"""Settings of a node: one TOML file in its folder, every key known, all errors told together.

Precedence is simple: `node.toml`, and for two values that differ between start-ups the environment
(`HELIOGRAPH_NODE` for the folder, `HELIOGRAPH_PASSPHRASE_FILE` for the file with the keyring's
secret). No setting is a secret, and none has a secret as its default.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    ValidationError,
    model_validator,
)

from matching.subject import EntityType
from node.domain.account import Role
from node.domain.desk import faults
from node.domain.errors import ConfigError
from node.domain.exchange import ContactPoint
from node.domain.peer import AgencyKind, NodeId

FILE_NAME = "node.toml"
KEYRING = "keyring.sealed"
LEDGER = "ledger.sqlite"
CERTIFICATE = "certificate.pem"
SOCKET = "operator.sock"
CONSOLE_CERTIFICATE = "console-certificate.pem"
CONSOLE_KEY = "console-key.pem"
LOCK = "node.lock"
GENERATIONS = "generations"
DIRECTORY = "directory"
ADDRESS = r"^[^\s:]+:[0-9]{1,5}$"


class _Table(BaseModel):
    """A table of the file: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Node(_Table):
    """Who this node is; what its directory entry says."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    name: Annotated[str, Field(min_length=1)]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2, capital letters."""
    kind: AgencyKind
    address: Annotated[str, Field(pattern=ADDRESS)]
    """host:port under which peers reach this node."""


class Files(_Table):
    """Where things lie that are not in the node's folder."""

    passphrase_file: str = ""
    ledger_url: str = ""
    """SQLAlchemy URL; empty for the SQLite file in the node's folder."""


class Exchange(_Table):
    """How this node speaks with its peers."""

    listen: Annotated[str, Field(pattern=rf"^$|{ADDRESS}")] = ""
    """host:port to listen on; empty for the address of the directory entry."""
    deadline_s: Annotated[float, Field(gt=0, le=60)] = 30.0
    """Peers refuse calls that would take longer than a minute."""
    answer_grid_s: PositiveFloat = 0.05
    """Answers leave on this grid after a query came in, whatever the outcome."""
    clock_skew_s: PositiveFloat = 120.0
    concurrent_calls: PositiveInt = 16
    calls_per_peer: PositiveInt = 4
    fan_out: PositiveInt = 256
    """Peers asked at the same time."""
    peer_deadline_s: PositiveFloat = 120.0
    """How long everything that is asked of one peer in a round may take."""
    circuit_after: PositiveInt = 5
    """Failures in a row after which a peer is left alone."""
    circuit_pause_s: PositiveFloat = 60.0
    """How long it is left alone before one call tries it again."""
    notice_interval_s: PositiveFloat = 5.0
    """How often notices that wait for their peers are sent."""
    retry_first_s: PositiveFloat = 30.0
    """How long a peer that is down is left alone before a case asks it again; then doubled."""
    retry_most_s: PositiveFloat = 900.0


class Matching(_Table):
    """Bounds on the work of one query."""

    candidates: PositiveInt = 200
    words_per_part: PositiveInt = 64
    exact_list: PositiveInt = 500_000
    variant_list: PositiveInt = 50_000
    build_workers: PositiveInt = 2


class Directory(_Table):
    """Where the list of members is published; empty where peers are added by hand."""

    url: Annotated[str, Field(pattern=r"^$|^(https|file)://")] = ""
    path: str = ""
    """The same as a folder; one of the two."""
    ca_file: str = ""
    """Authorities that certify the server, PEM; empty for those of the system."""
    refresh_s: PositiveFloat = 300.0
    grace_s: Annotated[float, Field(ge=0)] = 4 * 3600.0
    """How long the list outlives its expiry while no other one can be had."""

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if self.url and self.path:
            raise ValueError("a directory has a url or a path, not both")
        return self

    @property
    def source(self) -> str:
        """The address to fetch from; empty where no directory is followed."""
        return Path(self.path).resolve().as_uri() if self.path else self.url


class Retention(_Table):
    """How long things are kept."""

    journal_days: PositiveInt = 1096
    """Three years, Regulation (EU) 2024/982, Article 45(3)."""
    standing_days: PositiveInt = 90
    """Life of a standing query of ours, unless its officer or the agreement says less."""
    generations: PositiveInt = 2
    """Generations of a register kept, the present one included."""


class Observe(_Table):
    """What the agency's monitoring may read."""

    listen: Annotated[str, Field(pattern=r"^$|^(127\.0\.0\.1|localhost):[0-9]{1,5}$")] = ""
    """Address of this machine for health and metrics, in clear; empty for none."""


class Review(_Table):
    """How officers work on alerts."""

    claim_minutes: PositiveInt = 30
    """How long a claim lasts unless it is renewed."""
    indirect: frozenset[EntityType] = frozenset()
    """Entity types whose records must be asked for elsewhere before anything may be told: an
    urgent query about them is owed an answer in three days instead of eight hours."""
    escalate_after: Annotated[float, Field(gt=0, le=1)] = 0.75
    """Part of the time after which what is undecided goes to the senior desk."""
    tell_outcomes: bool = False
    """Whether the owner of a hit is told what it has led to, unless an officer says otherwise."""


class Log(_Table):
    """What operators read."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "json", "text"] = "auto"
    """auto: JSON unless standard error is a terminal; json; text."""


class RelayLine(_Table):
    """A relay that carries calls between this node and peers that cannot reach it, or it them."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    address: Annotated[str, Field(pattern=ADDRESS)]
    certificate: str
    """File with the relay's certificate, PEM; from the node's folder where the path is relative."""
    publish: bool = False
    """Whether our directory entry says that we are reached through it."""
    peers: tuple[str, ...] = ()
    """Peers that we reach through it, whatever their entries say."""


class Oidc(_Table):
    """The agency's identity provider (OpenID Connect), by which people may sign in."""

    issuer: Annotated[str, Field(pattern=r"^$|^https://[^?#\s]+$", max_length=200)] = ""
    """The provider's name for itself; empty where there is none."""
    name: Annotated[str, Field(max_length=60)] = ""
    """What people call it, as the button says it."""
    client_id: str = ""
    client_secret_file: str = ""
    """File with the client secret; empty for a client without one, which PKCE protects alone.
    From the node's folder where the path is relative, as the next."""
    ca_file: str = ""
    """Authorities that certify the provider, PEM; empty for those of the system."""
    scopes: tuple[str, ...] = ("openid",)
    account_claim: str = ""
    """Claim that names the account of who has not been here before."""
    roles_claim: str = ""
    """Claim that says in which groups somebody is; a point leads into an object."""
    roles: dict[Role, tuple[str, ...]] = {}
    """For each role the groups that may have it; none by default."""
    make_accounts: bool = False
    """Whether who has no account gets one, in the role that their groups give them."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        wanted = ("client_id", "account_claim") if self.issuer else ()
        missing = [name for name in wanted if not getattr(self, name)]
        if missing:
            raise ValueError(f"an identity provider needs {' and '.join(missing)}")
        if "openid" not in self.scopes:
            raise ValueError("the scope openid is what makes it a sign-in")
        if bool(self.roles) != bool(self.roles_claim):
            raise ValueError("roles and roles_claim come together")
        if self.make_accounts and not self.roles:
            raise ValueError("make_accounts needs roles: nobody gets an account without one")
        return self


class Console(_Table):
    """The web console."""

    enabled: bool = True
    listen: Annotated[str, Field(pattern=ADDRESS)] = "127.0.0.1:7443"
    """host:port to listen on; outside the loopback only behind the agency's own protection."""
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] = "localhost"
    """Name in the browser's address; passkeys hold for it."""
    certificate_file: str = ""
    """PEM; empty for the node's own, which only its machine trusts."""
    key_file: str = ""
    classification: Annotated[str, Field(max_length=60)] = ""
    """Marking shown on every page, such as RESTRICTED."""
    zone: str = "UTC"
    """Local time zone, such as Europe/Madrid, shown beside UTC."""
    oidc: Oidc = Oidc()

    @model_validator(mode="after")
    def _has_pairs(self) -> Self:
        if bool(self.certificate_file) != bool(self.key_file):
            raise ValueError("a certificate and its key come together")
        if self.zone not in available_timezones():
            raise ValueError(f"there is no time zone {self.zone}")
        return self

    @property
    def origin(self) -> str:
        """The address of the console in a browser, without a path."""
        return f"https://{self.host}:{self.listen.rpartition(':')[2]}"


class Settings(_Table):
    """All settings of one node."""

    folder: Path
    node: Node
    files: Files = Files()
    exchange: Exchange = Exchange()
    matching: Matching = Matching()
    directory: Directory = Directory()
    retention: Retention = Retention()
    review: Review = Review()
    log: Log = Log()
    observe: Observe = Observe()
    relays: tuple[RelayLine, ...] = ()
    console: Console = Console()
    contact_points: tuple[ContactPoint, ...] = ()

    @model_validator(mode="after")
    def _can_be_called(self) -> Self:
        found = list(faults(self.contact_points))
        if found:
            raise ValueError(f"contact_points: {'; '.join(found)}")
        return self

    @model_validator(mode="after")
    def _has_one_door(self) -> Self:
        names = [relay.id for relay in self.relays]
        if len({*names, self.node.id}) != len(names) + 1:
            raise ValueError("a relay has a short name of its own")
        if sum(relay.publish for relay in self.relays) > 1:
            raise ValueError("a node is reached through one relay; publish = true stands once")
        return self

    @property
    def id(self) -> NodeId:
        """The node's short name."""
        return NodeId(self.node.id)

    @property
    def ledger_url(self) -> str:
        """SQLAlchemy URL of the ledger."""
        return self.files.ledger_url or f"sqlite:///{self.folder / LEDGER}"

    @property
    def listen(self) -> str:
        """host:port on which peers are served."""
        return self.exchange.listen or self.node.address


def load_settings(folder: Path) -> Settings:
    """Read the settings of the node in a folder.

    Raises:
        ConfigError: the file is missing or not TOML, or some of it cannot be: everything that is
            wrong is told at once.
    """
    path = folder / FILE_NAME
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"there is no node in {folder}: {FILE_NAME} is missing",
            hint="Make one with: heliograph --node DIR init",
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from error
    try:
        return Settings.model_validate(tables | {"folder": folder})
    except ValidationError as error:
        findings = (finding(each) for each in error.errors(include_url=False))
        raise ConfigError(f"{path}: " + "; ".join(findings)) from error


def passphrase_file(settings: Settings) -> Path:
    """Return the file that holds the keyring's secret.

    Raises:
        ConfigError: neither the environment nor the settings name one.
    """
    named = os.environ.get("HELIOGRAPH_PASSPHRASE_FILE") or settings.files.passphrase_file
    if not named:
        raise ConfigError(
            "no file is named that holds the keyring's secret",
            hint="Set files.passphrase_file in node.toml, or HELIOGRAPH_PASSPHRASE_FILE.",
        )
    return Path(named)


def finding(found: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    """Write one of pydantic's findings as `section.key: what is wrong`, and the nearest key."""
    place = ".".join(str(step) for step in found["loc"])
    near = ""
    if found["type"] == "extra_forbidden":
        close = difflib.get_close_matches(str(found["loc"][-1]), _known_keys(), 1)
        near = f" (did you mean {close[0]}?)" if close else ""
        return f"{place} is unknown{near}"
    return f"{place}: {found['msg']}"


def _known_keys() -> Iterable[str]:
    tables = (
        Node,
        Files,
        Exchange,
        Matching,
        Directory,
        Retention,
        Review,
        Log,
        Observe,
        RelayLine,
        Console,
        Oidc,
    )
    return [*Settings.model_fields, *(key for table in tables for key in table.model_fields)]
