"""Who may use the console, and who is in."""

from node.admit import Doorkeeper
from node.application import Access
from node.assemble.ground import Ground
from node.device import Devices
from node.enrol import Registrar
from node.keys.passkey import Site


def access(ground: Ground) -> Access:
    """Return what lets people in and keeps their accounts."""
    stores, seal, clock = ground.stores, ground.keyring.ledger, ground.clock
    console = ground.settings.console
    site = Site(console.host, console.origin, ground.settings.node.name)
    doorkeeper = Doorkeeper(stores.accounts, stores.sessions, seal=seal, clock=clock)
    return Access(
        Registrar(stores.accounts, stores.sessions, seal=seal, clock=clock),
        doorkeeper,
        Devices(stores.accounts, doorkeeper, clock=clock, site=site),
        console.origin,
    )
