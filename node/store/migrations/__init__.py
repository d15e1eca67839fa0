"""Move a ledger of an older release to the present one; never back, never past what we know."""

from alembic.command import upgrade as run_upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from node.domain.errors import LedgerError


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision, as one transaction.

    Raises:
        LedgerError: A newer release has written the ledger.
    """
    with engine.begin() as connection:
        config = migration_config(connection)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        present = MigrationContext.configure(connection).get_current_revision()
        if present is not None and present not in known:
            raise LedgerError(
                f"the ledger is of schema {present}, which this release does not know",
                hint="Start the release that wrote it, or a newer one.",
            )
        run_upgrade(config, "head")


def migration_config(connection: Connection) -> Config:
    """Return what alembic needs to work on this connection with our revisions."""
    config = Config()
    config.set_main_option("script_location", "node.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
