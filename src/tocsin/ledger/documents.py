"""Documents that are read in several versions: the latest one speaks, the earlier ones are kept beside it.

A page that its publisher corrects, or a live page, is read again and again. Each wording of it is a report of its own,
all of one document. Which one is the latest follows from the times at which each was there, whatever the order in which
they came into the ledger. What was coded from the latest stands in the tables that incidents are derived from; what was
coded from the others stands in ``earlier``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from tocsin import wire
from tocsin.ledger import reading, schema
from tocsin.ledger.rows import coding_rows, read_at, report_of
from tocsin.model import CodedReport, Report

_CODED = (schema.claims, schema.totals, schema.presence, schema.blame)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a report that was read has changed.

    ``new`` says whether the ledger did not have it yet, ``revises`` whether it is one more version of a document,
    ``renamed`` whether it is shown with another name, address or title than before. ``came`` are the ids of the claims
    that are to be linked from now on, ``went`` of those that count no more.
    """

    new: bool
    revises: bool = False
    renamed: bool = False
    came: frozenset[str] = frozenset()
    went: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of a document: its report, when it was first and last there, and whether it is the latest."""

    report: Report
    first_read: str | None
    last_read: str | None
    latest: bool
    claims: int


def place_new(connection: Connection, coded: CodedReport) -> Arrival:
    """Keep what was coded from a report whose row was just added, where it belongs; return what has changed."""
    report = coded.report
    came = frozenset(claim.id for claim in coded.claims)
    if report.document is None:
        insert_coding(connection, coded)
        return Arrival(new=True, came=came)
    before = _speaking(connection, report.document, report.id)
    if _latest(connection, report.document) != report.id:
        _shelve(connection, coded)
        return Arrival(new=True, revises=True)
    went = _take(connection, before) if before is not None else frozenset()
    insert_coding(connection, coded)
    return Arrival(new=True, revises=before is not None, came=came, went=went)


def met_again(connection: Connection, report: Report) -> Arrival:
    """Keep that a report of the ledger was there once more, which may make it the latest version again."""
    table = schema.reports
    row = connection.execute(
        select(table.c.document, table.c.first_read, table.c.last_read).where(table.c.id == report.id)
    ).one()
    at = read_at(report)
    if at is not None:
        times = [at] if row.last_read is None else [at, row.first_read, row.last_read]
        kept = {"first_read": min(times), "last_read": max(times)}
        connection.execute(update(table).where(table.c.id == report.id).values(kept))
    if row.document is None:
        return Arrival(new=False)
    latest, before = _latest(connection, row.document), _speaking(connection, row.document)
    if latest == before or before is None:
        return Arrival(new=False)
    went = _take(connection, before)
    shelved = schema.earlier
    coded = reading.coded(connection, latest)
    connection.execute(delete(shelved).where(shelved.c.report == latest))
    insert_coding(connection, coded)
    return Arrival(new=False, revises=True, came=frozenset(claim.id for claim in coded.claims), went=went)


def replace_coding(connection: Connection, coded: CodedReport) -> None:
    """Put what was coded anew from a report in the place of what was coded before."""
    report = coded.report.id
    shelved = schema.earlier
    if connection.scalar(select(shelved.c.report).where(shelved.c.report == report)) is not None:
        connection.execute(delete(shelved).where(shelved.c.report == report))
        _shelve(connection, coded)
        return
    _delete_coding(connection, report)
    insert_coding(connection, coded)


def insert_coding(connection: Connection, coded: CodedReport) -> None:
    """Write what was coded from a report to where incidents are derived from."""
    for table, rows in coding_rows(coded):
        connection.execute(insert(table), rows)


def wordings(connection: Connection, report: str) -> tuple[Wording, ...]:
    """Return the versions of the document that a report is one of, oldest first; the report alone where there is none."""
    table = schema.reports
    document = connection.scalar(select(table.c.document).where(table.c.id == report))
    same = table.c.id == report if document is None else table.c.document == document
    rows = connection.execute(
        select(table).where(same).order_by(table.c.last_read.asc().nulls_first(), table.c.id)
    ).mappings().all()  # fmt: skip
    return tuple(_wording(connection, row, latest=row is rows[-1]) for row in rows)


def _wording(connection: Connection, row: Mapping[Any, Any], *, latest: bool) -> Wording:
    claims = len(reading.coded(connection, row["id"]).claims)
    return Wording(report_of(row), row["first_read"], row["last_read"], latest, claims)


def _latest(connection: Connection, document: str) -> str:
    """Return the id of the version that was there last."""
    table = schema.reports.c
    last = select(table.id).where(table.document == document)
    return connection.scalars(last.order_by(table.last_read.desc().nulls_last(), table.id.desc()).limit(1)).one()


def _speaking(connection: Connection, document: str, but: str | None = None) -> str | None:
    """Return the version whose coding counts now, among those of a document other than ``but``."""
    table, shelved = schema.reports.c, schema.earlier.c
    is_shelved = select(shelved.report).where(shelved.report == table.id).exists()
    held = select(table.id).where(table.document == document, ~is_shelved)
    if but is not None:
        held = held.where(table.id != but)
    return connection.scalars(held).one_or_none()


def _take(connection: Connection, report: str) -> frozenset[str]:
    """Take what was coded from a report to where it counts no more; return the ids of its claims."""
    coded = reading.coded(connection, report)
    _delete_coding(connection, report)
    _shelve(connection, coded)
    return frozenset(claim.id for claim in coded.claims)


def _delete_coding(connection: Connection, report: str) -> None:
    for table in _CODED:
        connection.execute(delete(table).where(table.c.report == report))


def _shelve(connection: Connection, coded: CodedReport) -> None:
    connection.execute(insert(schema.earlier), [{"report": coded.report.id, "doc": wire.coded_json(coded)}])
