"""History and corrections: when reports arrived, every version of every incident, and the index that adding a report asks."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables; the incidents are derived anew when the ledger is next used, which writes their first versions."""
    op.add_column("reports", sa.Column("arrived", sa.String))
    op.add_column("judgements", sa.Column("field", sa.String))
    op.add_column("judgements", sa.Column("value", sa.Text))
    _make_index()
    op.create_table(
        "versions",
        sa.Column("incident", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("doc", sa.JSON),
        sa.Column("successor", sa.String),
        sa.Column("reason", sa.String),
        sa.PrimaryKeyConstraint("incident", "number", name="pk_versions"),
    )
    op.create_index("ix_versions_at", "versions", ["at"])
    meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.String))
    op.bulk_insert(
        meta, [{"key": "linker", "value": ""}, {"key": "clock", "value": ""}, {"key": "two_persons", "value": "0"}]
    )


def _make_index() -> None:
    op.create_table(
        "standings",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("claim", sa.String, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", "first", "claim", name="pk_standings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_claim", "standings", ["claim"])
    op.create_table(
        "links",
        sa.Column("a", sa.String, nullable=False),
        sa.Column("b", sa.String, nullable=False),
        sa.Column("score", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("a", "b", name="pk_links"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_links_b", "links", ["b"])
