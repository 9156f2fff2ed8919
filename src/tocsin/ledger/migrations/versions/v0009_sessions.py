"""Sessions of browsers, so that several processes may serve a ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "sessions",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("token", sa.String, sa.ForeignKey("tokens.hash", name="fk_sessions_token_tokens"), nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("began", "used")),
        sa.PrimaryKeyConstraint("key", name="pk_sessions"),
    )
    op.create_index("ix_sessions_token", "sessions", ["token"])
    op.create_index("ix_sessions_used", "sessions", ["used"])
