"""What changes a ledger. Each function runs inside the transaction of the connection it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Connection, String, cast, delete, insert, select, update

from tocsin import wire
from tocsin.ledger import documents, reading, schema
from tocsin.ledger.batches import batched
from tocsin.ledger.documents import Arrival
from tocsin.ledger.errors import LedgerError, UnknownIdError
from tocsin.ledger.rows import (
    SIGHTING,
    report_row,
    sighting_order,
    sighting_row,
    state_row,
)
from tocsin.model import Blame, Claim, CodedReport, Judgement, Presence, Report, Total


def check_coded(coded: CodedReport) -> None:
    """Refuse a coded report whose parts do not belong together.

    Raises:
        LedgerError: a part names another report, or a claim stands twice.

    """
    report = coded.report.id
    parts: tuple[Claim | Total | Presence | Blame, ...] = (
        *coded.claims,
        *coded.totals,
        *coded.presence,
        *coded.blame,
    )
    for part in parts:
        if part.report != report:
            raise LedgerError(f"report {report}: holds a {type(part).__name__.lower()} of the report {part.report}")
    seen: set[str] = set()
    for claim in coded.claims:
        if claim.id in seen:
            raise LedgerError(f"report {report}: the claim {claim.id} stands twice")
        seen.add(claim.id)


def add(connection: Connection, coded: CodedReport, state: str, at: str) -> Arrival:
    """Add a report, arrived at the time ``at``, with all that was coded from it; return what that has changed."""
    renamed = _met(connection, coded.report)
    if renamed is not None:
        arrival = replace(documents.met_again(connection, coded.report), renamed=renamed)
    else:
        connection.execute(insert(schema.reports), [{**report_row(coded, state), "arrived": at}])
        connection.execute(insert(schema.refs), [{"report": coded.report.id, "ref": coded.report.ref}])
        arrival = documents.place_new(connection, coded)
    if arrival.new or arrival.revises or arrival.renamed:
        touch(connection)
    return arrival


def _met(connection: Connection, report: Report) -> bool | None:
    """Keep the name under which a known report was met this time; return whether that changes how it is shown.

    ``None`` says that the report is not known.
    """
    table = schema.reports.c
    shown = select(*(table[column] for column in SIGHTING))
    known = connection.execute(shown.where(table.id == report.id)).mappings().one_or_none()
    if known is None:
        return None
    refs = schema.refs.c
    if connection.scalar(select(refs.ref).where(refs.report == report.id, refs.ref == report.ref)) is None:
        connection.execute(insert(schema.refs), [{"report": report.id, "ref": report.ref}])
    met = sighting_row(report)
    if sighting_order(met) >= sighting_order(known):
        return False
    connection.execute(update(schema.reports).where(table.id == report.id).values(met))
    return True


def replace_coding(connection: Connection, coded: CodedReport, state: str) -> None:
    """Put what was coded anew in the place of what was coded before.

    Raises:
        LedgerError: the report is not in the ledger.

    """
    check_coded(coded)
    report = coded.report.id
    kept = connection.execute(
        update(schema.reports).where(schema.reports.c.id == report).values(state_row(coded, state))
    )
    if kept.rowcount != 1:
        raise LedgerError(f"report {report}: cannot be coded anew, it is not in the ledger")
    documents.replace_coding(connection, coded)


def touch(connection: Connection) -> None:
    """Count a change to claims or judgements: the incidents are stale from here on."""
    counted = cast(cast(schema.meta.c.value, BigInteger) + 1, String)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "revision").values(value=counted))


def set_fact(connection: Connection, key: str, value: str) -> None:
    """Keep a fact about the ledger itself."""
    connection.execute(update(schema.meta).where(schema.meta.c.key == key).values(value=value))


def add_judgement(connection: Connection, judgement: Judgement) -> bool:
    """Add a decision; return whether it is new.

    Raises:
        UnknownIdError: it is about a claim that is not in the ledger.

    """
    table = schema.judgements
    if connection.scalar(select(table.c.id).where(table.c.id == judgement.id)) is not None:
        return False
    for claim in (judgement.left, judgement.right):
        if claim is not None and not reading.known_claims(connection, [claim]):
            raise UnknownIdError(f"cannot judge the claim {claim}: it is not in the ledger")
    connection.execute(insert(table), [wire.judgement_json(judgement)])
    touch(connection)
    return True


def delete_chosen(connection: Connection, table: Any, key: Any, wanted: Iterable[str]) -> None:
    """Delete the rows of ``table`` whose ``key`` is wanted."""
    for part in batched(sorted(set(wanted))):
        connection.execute(delete(table).where(key.in_(part)))
