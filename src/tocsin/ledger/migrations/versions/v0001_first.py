"""The first schema: reports, claims, judgements, and the incidents derived from them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables of an empty ledger."""
    _make_reports()
    _make_coded()
    _make_judgements()
    _make_incidents()
    _make_retired()
    _make_meta()


def _report_column(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("reports.id", name=f"fk_{table}_report_reports")
    return sa.Column("report", sa.String, key, nullable=False)


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("published", sa.Date, nullable=False),
        sa.Column("published_basis", sa.String, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("outlet", sa.String),
        sa.Column("url", sa.String),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )
    op.create_table(
        "refs",
        _report_column("refs"),
        sa.Column("ref", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("report", "ref", name="pk_refs"),
    )


def _make_coded() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.String, nullable=False),
        _report_column("claims"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("coder", sa.String, nullable=False),
        sa.Column("coder_version", sa.String, nullable=False),
        sa.Column("doc", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_report", "claims", ["report"])
    for table in ("totals", "presence", "blame"):
        op.create_table(
            table,
            _report_column(table),
            sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
            sa.Column("doc", sa.JSON, nullable=False),
            sa.PrimaryKeyConstraint("report", "position", name=f"pk_{table}"),
        )


def _make_judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("left", sa.String, nullable=False),
        sa.Column("right", sa.String),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_left", "judgements", ["left"])


def _make_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("founding", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("grade", sa.String, nullable=False),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("start_day", sa.Date),
        sa.Column("end_day", sa.Date),
        sa.Column("country", sa.String),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        sa.Column("killed_min", sa.BigInteger),
        sa.Column("killed_max", sa.BigInteger),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("doc", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    for column in ("kind", "start_day", "country"):
        op.create_index(f"ix_incidents_{column}", "incidents", [column])
    op.create_table(
        "incident_claims",
        sa.Column(
            "incident",
            sa.String,
            sa.ForeignKey("incidents.id", name="fk_incident_claims_incident_incidents"),
            nullable=False,
        ),
        sa.Column("claim", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("incident", "claim", name="pk_incident_claims"),
    )
    op.create_index("ix_incident_claims_claim", "incident_claims", ["claim"])


def _make_retired() -> None:
    op.create_table(
        "redirects",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("founding", sa.String, nullable=False),
        sa.Column(
            "incident",
            sa.String,
            sa.ForeignKey("incidents.id", name="fk_redirects_incident_incidents"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_redirects"),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("founding", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tombstones"),
    )


def _make_meta() -> None:
    meta = op.create_table(
        "meta",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meta"),
    )
    op.bulk_insert(
        meta,
        [
            {"key": "format", "value": "tocsin ledger"},
            {"key": "revision", "value": "0"},
            {"key": "linked", "value": "0"},
        ],
    )
