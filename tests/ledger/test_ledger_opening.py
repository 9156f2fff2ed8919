"""Opening: making a ledger, finding one, and leaving alone what is none."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from ledger_samples import coded, empty_ledger

import tocsin.ledger
from tocsin.ledger import Ledger, LedgerError, LedgerMissingError, NewerLedgerError, NotALedgerError
from tocsin.ledger.schema import SCHEMA, VERSION_TABLE, metadata


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_new_ledger_is_made_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with Ledger.open(path) as ledger:
        assert list(ledger.reports()) == []
        assert ledger.stale() is False
        ledger.add(coded(1))
    with Ledger.open(path, create=False) as ledger:
        assert ledger.has_report(coded(1).report.id)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the tables that SQLite makes behind its full-text index."""
    return kind != "table" or not (name or "").startswith("catalogue_words")


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "new.db") as ledger, ledger._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "include_name": _is_ours}
        )
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == SCHEMA


def test_the_code_knows_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(tocsin.ledger.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_making_a_ledger_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        Ledger.open(tmp_path / "new.db").close()
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_a_ledger_is_one_file_in_write_ahead_mode(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with Ledger.open(path) as ledger:
        ledger.add(coded(1))
    assert [file.name for file in tmp_path.iterdir()] == ["new.db"], "closing leaves no files beside it"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_database_url_is_accepted(tmp_path: Path) -> None:
    Ledger.open(f"sqlite:///{tmp_path}/by-url.db").close()
    assert (tmp_path / "by-url.db").stat().st_size > 0


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (":memory:", "kept in a file"),  # would be gone at once
        ("sqlite://", "kept in a file"),  # the same by URL
        ("mysql://h/d", "SQLite or PostgreSQL"),  # a database that is not supported
        ("mysql://me:secret@h/d", r"mysql://me:\*\*\*@h/d"),  # no password in a message
        ("some where://secret", "not a database URL"),  # not to be read at all
        ("postgresql://me:secret@127.0.0.1:1/d", r"me:\*\*\*@127.0.0.1"),  # nobody answers there
    ],
)
def test_an_address_that_cannot_be_used_is_refused(where: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words) as refused:
        Ledger.open(where)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_reading_a_missing_ledger_makes_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissingError, match="no ledger here"):
        Ledger.open(tmp_path / "missing.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="nowhere does not exist"):
        Ledger.open(tmp_path / "nowhere" / "new.db")


def test_an_empty_file_is_no_ledger_yet(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(LedgerMissingError, match="empty"):
        Ledger.open(path, create=False)
    assert path.stat().st_size == 0
    Ledger.open(path).close()
    Ledger.open(path, create=False).close()


def make_text(path: Path) -> None:
    path.write_text("Minutes of the harbour council.\n" * 50, encoding="utf-8")


def make_foreign(path: Path) -> None:
    execute(path, "CREATE TABLE claims (id)", "INSERT INTO claims VALUES (1)")


def make_foreign_wal(path: Path) -> None:
    execute(path, "PRAGMA journal_mode = WAL", "CREATE TABLE meta (key, value)")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_text, "no SQLite database"),  # any other file
        (make_foreign, "another program"),  # tables named as ours
        (make_foreign_wal, "another program"),  # opening such a file already writes beside it
    ],
)
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    path = tmp_path / "other"
    make(path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    for create in (True, False):
        with pytest.raises(NotALedgerError, match=words) as refused:
            Ledger.open(path, create=create)
        assert str(refused.value).startswith(f"{path}: ")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [file.name for file in tmp_path.iterdir()] == ["other"]


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="directory"):
        Ledger.open(tmp_path)


def test_a_newer_ledger_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    empty_ledger(path).close()
    execute(path, f"UPDATE {VERSION_TABLE} SET version_num = '0999'")
    before = path.read_bytes()
    with pytest.raises(NewerLedgerError, match=rf"newer Tocsin \(schema 0999; this one knows up to {SCHEMA}\)"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_an_unknown_older_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    empty_ledger(path).close()
    execute(path, f"UPDATE {VERSION_TABLE} SET version_num = '0000'")
    with pytest.raises(LedgerError, match=f"cannot be brought to {SCHEMA}"):
        Ledger.open(path)


def test_tables_of_another_program_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    empty_ledger(path).close()
    execute(path, "UPDATE meta SET value = 'cookery book' WHERE key = 'format'")
    with pytest.raises(NotALedgerError, match="meta table"):
        Ledger.open(path)
    execute(path, f"DROP TABLE {VERSION_TABLE}")
    with pytest.raises(NotALedgerError, match="tables of another program"):
        Ledger.open(path)


def test_a_damaged_ledger_is_a_ledger_error(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    empty_ledger(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(LedgerError, match=r"damaged\.db: "):
        Ledger.open(path)
