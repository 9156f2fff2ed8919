"""Watching: sources and the pages they name, what was fetched, the evidence, and who publishes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables."""
    _make_sources()
    _make_fetches()
    _make_sites()


def _source_column(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("feeds.name", name=f"fk_{table}_source_feeds")
    return sa.Column("source", sa.String, key, nullable=False)


def _make_sources() -> None:
    op.create_table(
        "outlets",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("country", sa.String),
        sa.Column("language", sa.String),
        sa.Column("ownership", sa.String),
        sa.Column("side", sa.String),
        sa.Column("onset", sa.Date),
        sa.Column("outages", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_outlets"),
    )
    op.create_table(
        "feeds",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("outlet", sa.String, nullable=False),
        sa.Column("watched", sa.Boolean, nullable=False),
        sa.Column("added", sa.String, nullable=False),
        sa.Column("due", sa.String),
        sa.Column("attempted", sa.String),
        sa.Column("succeeded", sa.String),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("etag", sa.String),
        sa.Column("modified", sa.String),
        sa.Column("newest", sa.String),
        sa.PrimaryKeyConstraint("name", name="pk_feeds"),
    )
    op.create_index("ix_feeds_outlet", "feeds", ["outlet"])
    op.create_table(
        "pages",
        _source_column("pages"),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("mark", sa.String, nullable=False),
        sa.Column("entry", sa.JSON, nullable=False),
        sa.Column("published", sa.String),
        sa.Column("found", sa.String, nullable=False),
        sa.Column("due", sa.String),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("etag", sa.String),
        sa.Column("modified", sa.String),
        sa.Column("fetched", sa.String),
        sa.Column("digest", sa.String),
        sa.Column("text", sa.String),
        sa.Column("listed", sa.Integer),
        sa.PrimaryKeyConstraint("source", "key", name="pk_pages"),
    )
    op.create_index("ix_pages_key", "pages", ["key"])
    op.create_index("ix_pages_due", "pages", ["due"])


def _make_fetches() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "fetches",
        sa.Column("number", number, nullable=False, autoincrement=True),
        _source_column("fetches"),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("final", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("headers", sa.JSON, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_fetches"),
    )
    op.create_index("ix_fetches_at", "fetches", ["at"])
    op.create_index("ix_fetches_digest", "fetches", ["digest"])
    op.create_table(
        "evidence",
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("last", sa.String, nullable=False),
        sa.Column("gone", sa.String),
        sa.PrimaryKeyConstraint("digest", name="pk_evidence"),
    )
    report = sa.ForeignKey("reports.id", name="fk_derivations_report_reports")
    fetch = sa.ForeignKey("fetches.number", name="fk_derivations_fetch_fetches")
    op.create_table(
        "derivations",
        sa.Column("report", sa.String, report, nullable=False),
        sa.Column("fetch", sa.BigInteger, fetch, nullable=False, autoincrement=False),
        sa.Column("reader", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("report", "fetch", name="pk_derivations"),
    )


def _make_sites() -> None:
    op.create_table(
        "robots",
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("until", sa.String, nullable=False),
        sa.Column("failure", sa.String),
        sa.PrimaryKeyConstraint("origin", name="pk_robots"),
    )
    op.create_table(
        "hosts",
        sa.Column("host", sa.String, nullable=False),
        sa.Column("until", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )
