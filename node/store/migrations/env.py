"""Run the revisions on the connection that `upgrade` hands over; there is no other way in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
