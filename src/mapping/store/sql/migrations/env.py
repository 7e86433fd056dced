"""Run by alembic for each way up: within the transaction that `migrating` holds open."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
