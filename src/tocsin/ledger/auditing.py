"""The audit of a ledger: what somebody did, kept in the transaction that does it. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from tocsin.access import Act, Actor, Audited
from tocsin.ledger import schema


def record(connection: Connection, act: Act, at: str) -> None:
    """Add an act."""
    row = {
        "at": at, "who": act.actor.name, "role": act.actor.role, "address": act.actor.address,
        "what": act.what, "target": act.target, "detail": dict(act.detail),
    }  # fmt: skip
    connection.execute(insert(schema.audit), [row])


def acts(connection: Connection, *, before: int | None = None, limit: int | None = None) -> Iterator[Audited]:
    """Yield what was done, latest first, from before a number on."""
    table = schema.audit
    statement = select(table).order_by(table.c.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(table.c.number < before)
    for row in connection.execute(statement):
        yield Audited(row.number, row.at, Act(Actor(row.who, row.role, row.address), row.what, row.target, row.detail))
