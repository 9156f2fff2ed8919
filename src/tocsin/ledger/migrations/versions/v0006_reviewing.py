"""Reviewing: undos, who may write over the network, what was done, what needs a look."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables; the incidents are derived anew when the ledger is next used, which says what needs a look."""
    op.add_column("judgements", sa.Column("undoes", sa.String))
    op.create_index("ix_judgements_right", "judgements", ["right"])
    _make_tokens()
    _make_reviews()


def _make_tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("made", sa.String, nullable=False),
        sa.Column("used", sa.String),
        sa.Column("revoked", sa.String),
        sa.PrimaryKeyConstraint("hash", name="pk_tokens"),
    )
    op.create_index("ix_tokens_name", "tokens", ["name"])
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "audit",
        sa.Column("number", number, nullable=False, autoincrement=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _make_reviews() -> None:
    op.create_table(
        "nears",
        sa.Column("a", sa.String, nullable=False),
        sa.Column("b", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name="pk_nears"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_nears_b", "nears", ["b"])
    incident = sa.ForeignKey("incidents.id", name="fk_reviews_incident_incidents", ondelete="CASCADE")
    op.create_table(
        "reviews",
        sa.Column("incident", sa.String, incident, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        sa.Column("other", sa.String),
        sa.PrimaryKeyConstraint("incident", name="pk_reviews"),
    )
    op.create_index("ix_reviews_weight", "reviews", ["weight", "incident"])
