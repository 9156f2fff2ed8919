"""The catalogue that incidents are listed, found and counted by, and what is withheld from readers.

The opening of the ledger fills the catalogue, in the same transaction.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

#: SQLite finds words by a table of its own, which triggers keep.
_WORDS = """CREATE VIRTUAL TABLE catalogue_words
USING fts5(words, content='catalogue', content_rowid='number', tokenize='ascii', detail=none)"""
_ADDED = """CREATE TRIGGER catalogue_added AFTER INSERT ON catalogue BEGIN
INSERT INTO catalogue_words(rowid, words) VALUES (new.number, new.words);
END"""
_ALTERED = """CREATE TRIGGER catalogue_altered AFTER UPDATE OF words ON catalogue WHEN old.words <> new.words BEGIN
INSERT INTO catalogue_words(catalogue_words, rowid, words) VALUES ('delete', old.number, old.words);
INSERT INTO catalogue_words(rowid, words) VALUES (new.number, new.words);
END"""
_SQLITE = (_WORDS, _ADDED, _ALTERED)
_POSTGRESQL = (
    "CREATE INDEX ix_catalogue_words ON catalogue USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)


def upgrade() -> None:
    """Add the tables."""
    _make_catalogue()
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
    _make_discretion()


def _make_catalogue() -> None:
    op.create_table(
        "catalogue",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False, autoincrement=True),
        sa.Column("incident", sa.String, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("changed", "updated")),
        sa.Column("hidden_until", sa.String),
        *(sa.Column(name, sa.String, nullable=False) for name in ("kind", "status", "grade")),
        sa.Column("background", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Date) for name in ("start_day", "end_day")),
        sa.Column("first_reported", sa.Date, nullable=False),
        sa.Column("country", sa.String),
        *(sa.Column(name, sa.Double) for name in ("lat", "lon")),
        sa.Column("precision", sa.Integer),
        sa.Column("radius_km", sa.Double),
        sa.Column("place", sa.String),
        sa.Column("sources", sa.Integer, nullable=False),
        *(sa.Column(name, sa.BigInteger) for name in ("killed_min", "killed_max", "injured_min", "injured_max")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("sides", "outlets", "words")),
        sa.PrimaryKeyConstraint("number", name="pk_catalogue"),
    )
    op.create_index("ix_catalogue_incident", "catalogue", ["incident"])
    op.create_index("ix_catalogue_changed", "catalogue", ["changed"])


def _make_discretion() -> None:
    op.create_table(
        "discretion",
        sa.Column("id", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("kind", "country")),
        *(sa.Column(name, sa.Double) for name in ("lat", "lon", "radius_km")),
        sa.Column("incident", sa.String),
        *(sa.Column(name, sa.Double) for name in ("delay_hours", "blur_km")),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("by", "at")),
        sa.PrimaryKeyConstraint("id", name="pk_discretion"),
    )
    op.create_table(
        "withheld",
        *(sa.Column(name, sa.String, nullable=False) for name in ("report", "incident")),
        sa.Column("hidden_until", sa.String),
        sa.Column("blurred", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("report", "incident", name="pk_withheld"),
    )
    op.create_index("ix_withheld_incident", "withheld", ["incident"])
