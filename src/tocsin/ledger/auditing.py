"""The audit of a ledger: what somebody did, kept in the transaction that does it. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are asked for: those of one person, those of one sort (:attr:`tocsin.access.Act.what`); all else."""

    who: str | None = None
    what: str | None = None


EVERYTHING = Asked()


def acts(
    connection: Connection, asked: Asked = EVERYTHING, *, before: int | None = None, limit: int | None = None
) -> Iterator[Audited]:
    """Yield what was done, latest first, from before a number on."""
    table = schema.audit
    statement = select(table).order_by(table.c.number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(table.c.number < before)
    for column, wanted in ((table.c.who, asked.who), (table.c.what, asked.what)):
        if wanted is not None:
            statement = statement.where(column == wanted)
    for row in connection.execute(statement):
        yield Audited(row.number, row.at, Act(Actor(row.who, row.role, row.address), row.what, row.target, row.detail))


def names(connection: Connection) -> tuple[list[str], list[str]]:
    """Return the people and the sorts of acts that there are in the audit, each by the alphabet."""
    people, sorts = (
        sorted(connection.scalars(select(column).distinct())) for column in (schema.audit.c.who, schema.audit.c.what)
    )
    return people, sorts
