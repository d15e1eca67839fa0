"""Who may use the console, and who is in."""

from node.admit import Doorkeeper
from node.application import Access
from node.assemble.ground import Ground
from node.device import Devices
from node.enrol import Registrar
from node.keys.passkey import Site
from node.provider import Provider, Registration
from node.vouch import BACK, Rules, Vouching


def access(ground: Ground) -> Access:
    """Return what lets people in and keeps their accounts."""
    stores, seal, clock = ground.stores, ground.keyring.ledger, ground.clock
    console = ground.settings.console
    site = Site(console.host, console.origin, ground.settings.node.name)
    doorkeeper = Doorkeeper(stores.accounts, stores.sessions, seal=seal, clock=clock)
    return Access(
        Registrar(stores.accounts, stores.sessions, links=stores.links, seal=seal, clock=clock),
        doorkeeper,
        Devices(stores.accounts, doorkeeper, clock=clock, site=site),
        _vouching(ground, doorkeeper),
        console.origin,
    )


def _vouching(ground: Ground, doorkeeper: Doorkeeper) -> Vouching | None:
    """Return what signs people in by the agency's identity provider, where there is one."""
    console, stores = ground.settings.console, ground.stores
    oidc = console.oidc
    if not oidc.issuer:
        return None
    registration = Registration(
        oidc.issuer,
        oidc.client_id,
        _path(ground, oidc.client_secret_file),
        _path(ground, oidc.ca_file),
        oidc.scopes,
        f"{console.origin}{BACK}",
    )
    roles = {role: frozenset(groups) for role, groups in oidc.roles.items()}
    return Vouching(
        Provider(registration, clock=ground.clock),
        Rules(oidc.account_claim, oidc.roles_claim, roles, oidc.make_accounts),
        accounts=stores.accounts,
        links=stores.links,
        doorkeeper=doorkeeper,
        clock=ground.clock,
    )


def _path(ground: Ground, file: str) -> str:
    """Return where a file lies; from the node's folder where the path is relative."""
    return str(ground.settings.folder / file) if file else ""
