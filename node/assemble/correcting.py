"""What takes back what was told, where a load or an officer says so."""

from node.assemble.ground import Ground
from node.assemble.noticing import notice_book
from node.correct import Corrector, Secrets
from node.ingest import PutInUse


def corrector_of(ground: Ground) -> Corrector:
    """Return what takes back what was told."""
    keyring, stores = ground.keyring, ground.stores
    return Corrector(
        stores.alerts,
        stores.retractions,
        book=notice_book(ground),
        shelf=ground.shelf,
        secrets=Secrets(keyring.vault, keyring.reference_key),
        clock=ground.clock,
    )


def put_in_use(ground: Ground) -> PutInUse:
    """Return what puts a loaded generation in use, and tells of what it has changed."""
    corrector = corrector_of(ground)
    return lambda new, activate, officer: corrector.load(new, activate, officer=officer)
