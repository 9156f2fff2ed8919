"""Documents read in several versions: which reports are versions of one, when each was there, what was coded from it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns and the table; reports that are there already belong to no document."""
    for column in ("author", "published_at", "updated_at", "updated_basis", "document", "first_read", "last_read"):
        op.add_column("reports", sa.Column(column, sa.String))
    op.create_index("ix_reports_document", "reports", ["document"])
    op.create_table(
        "earlier",
        sa.Column("report", sa.String, sa.ForeignKey("reports.id", name="fk_earlier_report_reports"), nullable=False),
        sa.Column("doc", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("report", name="pk_earlier"),
    )
