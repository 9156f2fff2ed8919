"""The figures of the latest reports in the catalogue, by which tallies are counted; and its words in several spellings.

The opening of the ledger fills the catalogue anew, in the same transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    for name in ("killed", "injured"):
        for end in ("min", "max"):
            op.add_column("catalogue", sa.Column(f"{name}_latest_{end}", sa.BigInteger))
