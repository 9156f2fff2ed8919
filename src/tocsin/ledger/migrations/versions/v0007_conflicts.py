"""Whether the claims of an incident contradict each other, in the catalogue: lists and maps can be asked for those alone.

The opening of the ledger fills the catalogue anew, in the same transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column."""
    op.add_column("catalogue", sa.Column("conflicts", sa.Boolean, nullable=False, server_default=sa.false()))
