"""Runs the steps on the connection, and inside the transaction, that the opening of the ledger hands over."""

from alembic import context

from tocsin.ledger.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
