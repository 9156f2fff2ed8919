"""Opening of the database behind a ledger: is it one, is it new, is its schema ours.

A file is recognised by the *application id* in the header of SQLite's file format, read as plain bytes, so that a
database of somebody else is never opened and hence never changed. A new ledger gets its tables and that mark in one
transaction.

SQLite runs in write-ahead mode with ``synchronous=NORMAL``: a crash of the program loses nothing that was added, a
power cut may lose the last transactions before it, and neither can leave half a report or a damaged file. Waiting for
the disk at each report would cost most of the speed of adding, and what is lost can be added again from its source.
"""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from tocsin.ledger import schema
from tocsin.ledger.catalogue.keeping import fill
from tocsin.ledger.errors import LedgerError, LedgerMissingError, NewerLedgerError, NotALedgerError

#: "TCSN": the application id in the header of a ledger's file.
APPLICATION_ID = 0x5443534E

#: Seconds that one process waits for another that is writing.
BUSY_SECONDS = 60

#: The execution option of a connection whose transaction will write.
WRITES = "tocsin_writes"

#: The schema from which on the catalogue is as it is; a ledger that is older gets it filled.
_CATALOGUE_SINCE = "0008"

_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68
_HEADER_BYTES = 100


@dataclass(frozen=True)
class Address:
    """Where a ledger is: the URL of its database, its name for messages, and its file if it is one."""

    url: URL
    name: str
    path: Path | None


def address(where: str | os.PathLike[str]) -> Address:
    """Return the address that a path or a database URL names.

    Raises:
        LedgerError: the URL cannot be read or names a database that is neither SQLite nor PostgreSQL.

    """
    given = os.fspath(where)
    if "://" not in given:
        return _file_address(given)
    try:
        url = make_url(given)
        backend = "postgresql" if url.drivername == "postgres" else url.get_backend_name()
    except ArgumentError as error:
        scheme = given.partition("://")[0]  # the rest may hold a password
        raise LedgerError(f"{scheme}://...: not a database URL") from error
    if backend == "sqlite":
        return _file_address(url.database or "")
    if backend == "postgresql":
        return Address(url.set(drivername="postgresql+psycopg"), url.render_as_string(hide_password=True), None)
    raise LedgerError(f"{url.render_as_string(hide_password=True)}: a ledger is kept in SQLite or PostgreSQL")


def _file_address(path: str) -> Address:
    if path in {"", ":memory:"}:
        raise LedgerError(f"{path or 'sqlite://'}: a ledger is kept in a file; name one")
    return Address(URL.create("sqlite", database=path), path, Path(path))


def open_engine(where: Address, *, create: bool) -> Engine:
    """Return an engine on a ledger with the present schema; make the ledger where there is none and ``create``.

    Raises:
        LedgerMissingError: there is none, and ``create`` is false.
        NotALedgerError: the file or database holds something else.
        NewerLedgerError: its schema is newer than this code.
        LedgerError: the database cannot be reached.

    """
    if where.path is not None:
        _check_file(where.path, create=create)
    try:
        engine = _engine(where.url)
    except ImportError as error:
        raise LedgerError(f"{where.name}: the database driver is not installed ({error.name})") from error
    try:
        _bring_to_schema(engine, where.name, create=create)
        if where.path is not None:
            _use_write_ahead_log(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise LedgerError(f"{where.name}: {one_line(error)}") from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def one_line(error: BaseException) -> str:
    """Return the message of a database's error in one line."""
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split()) or type(cause).__name__


def _check_file(path: Path, *, create: bool) -> None:
    """Refuse a file that is no ledger, reading nothing but its header."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError as error:
        if not create:
            raise LedgerMissingError(f"{path}: there is no ledger here") from error
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: the folder {path.parent} does not exist") from error
        return
    except OSError as error:
        raise LedgerError(f"{path}: {error.strerror or error}") from error
    if not header:  # made, but never written: an opening that was cut off leaves such a file
        if not create:
            raise LedgerMissingError(f"{path}: the file is empty, there is no ledger in it")
        return
    if not header.startswith(_MAGIC):
        raise NotALedgerError(f"{path}: not a ledger (no SQLite database)")
    mark = int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    if mark != APPLICATION_ID:
        raise NotALedgerError(f"{path}: not a ledger (an SQLite database of another program)")


def ledgers_in(folder: Path) -> list[Path]:
    """Return the files ``*.db`` of a folder that are ledgers, by name."""
    found = []
    for path in sorted(folder.glob("*.db")):
        try:
            _check_file(path, create=False)
        except LedgerError:
            continue
        found.append(path)
    return found


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False),
        json_deserializer=json.loads,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "begin", _begin_on_a_server)
    return engine


def _prepare_connection(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: see _begin
    connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin(connection: Connection) -> None:
    """Take the write lock at the start: a reader that turned writer would be refused without waiting."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


#: The key of the lock by which writers of one database wait for one another: "tocs" in ASCII.
_WRITERS = 0x746F6373


def _begin_on_a_server(connection: Connection) -> None:
    """Let writers wait for one another, and readers see the ledger as it was when they began."""
    if connection.get_execution_options().get(WRITES, False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _use_write_ahead_log(engine: Engine) -> None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone() != ("wal",):
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()
    except sqlite3.Error as error:
        raise LedgerError(f"{engine.url.database}: {one_line(error)}") from error
    finally:
        connection.close()


def _bring_to_schema(engine: Engine, name: str, *, create: bool) -> None:
    with engine.connect() as connection:
        found = _schema_of(connection, name)
    if found == schema.SCHEMA:
        return
    if found is None and not create:
        raise LedgerMissingError(f"{name}: there is no ledger here")
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        # Another process may have been first: look again, now that nobody else can write.
        before = _schema_of(connection, name)
        if before != schema.SCHEMA:
            _migrate(connection, name)
        if before is not None and before < _CATALOGUE_SINCE:
            fill(connection, str(connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "clock"))))


def _schema_of(connection: Connection, name: str) -> str | None:
    """Return the id of the ledger's schema, ``None`` where there is no table yet."""
    tables = set(inspect(connection).get_table_names())
    ours = tables & {schema.VERSION_TABLE, *schema.metadata.tables}
    if not ours:
        return None
    if not {schema.VERSION_TABLE, schema.meta.name} <= ours:
        raise NotALedgerError(f"{name}: not a ledger (it holds tables of another program: {', '.join(sorted(ours))})")
    marked = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "format"))
    if marked != schema.FORMAT:
        raise NotALedgerError(f"{name}: not a ledger (its meta table is another program's)")
    found = str(connection.scalar(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")))  # noqa: S608 - a constant of ours
    if found > schema.SCHEMA:
        raise NewerLedgerError(
            f"{name}: made by a newer Tocsin (schema {found}; this one knows up to {schema.SCHEMA}); upgrade Tocsin"
        )
    return found


def _migrate(connection: Connection, name: str) -> None:
    # Alembic takes a while to import and is needed only when there is something to do.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.util import CommandError  # noqa: PLC0415 - see above

    log = logging.getLogger("alembic")
    if log.level == logging.NOTSET:
        log.setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerError(f"{name}: its schema cannot be brought to {schema.SCHEMA}: {one_line(error)}") from error
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
