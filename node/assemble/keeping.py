"""What keeps the node's own keys: rotation, certificates, backups."""

from datetime import timedelta

from node.application import Keys
from node.assemble.answering import ANNOUNCED_FOR
from node.assemble.ground import Ground
from node.backup import Backup
from node.keys.papers import Papers
from node.rotate import Rotation, Shelves

_LONGEST_CALL = timedelta(seconds=60)


def keys_of(ground: Ground, papers: Papers) -> Keys:
    """Return what the node's own people do with its keys."""
    stores, settings = ground.stores, ground.settings
    rotation = Rotation(
        ground.keyring,
        Shelves(ground.shelf, stores.registers, stores.ledger, stores.journal),
        clock=ground.clock,
        # Whoever heard the last announcement of the old epoch alone may ask under it until then.
        overlap=ANNOUNCED_FOR + timedelta(seconds=settings.exchange.clock_skew_s) + _LONGEST_CALL,
        workers=settings.matching.build_workers,
    )
    relays = [relay.certificate for relay in settings.relays]
    backup = Backup(settings.folder, ground.keyring, ground.shelf, relays)
    return Keys(ground.keyring, papers, rotation, backup)
