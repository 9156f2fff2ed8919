"""Tokens and the audit in a ledger. Rows of the audit are only ever added; of a token nothing but its hash is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from tocsin.access import AccessError, Act, Actor, Audited, Role, Token, checked_name, new_token, token_hash
from tocsin.ledger import schema
from tocsin.ledger.auditing import EVERYTHING, Asked, acts, names, record
from tocsin.ledger.store import Ledger
from tocsin.wire import time_read, time_written

#: A token's last use is kept to this, so that using it seldom writes.
USED_EVERY = timedelta(minutes=1)


class Access:
    """The tokens and the audit of a ledger. May be used by several threads."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def create(self, name: str, role: Role, by: Actor) -> str:
        """Make a token for somebody and return its words, which can never be had again.

        Raises:
            AccessError: nobody can have that name, or a token of that name holds already.

        """
        with self._ledger.transaction(writes=True) as connection:
            _check_new(connection, checked_name(name))
            return _make(connection, name, role, Act(by, "token made", name, {"role": role}))

    def renew(self, name: str, by: Actor) -> str:
        """End the token of somebody and make another with the same role, at once; return its words.

        Raises:
            AccessError: there is none that holds.

        """
        with self._ledger.transaction(writes=True) as connection:
            role = _end(connection, name)
            return _make(connection, name, role, Act(by, "token renewed", name, {"role": role}))

    def revoke(self, name: str, by: Actor) -> None:
        """End the token of somebody.

        Raises:
            AccessError: there is none that holds.

        """
        with self._ledger.transaction(writes=True) as connection:
            role = _end(connection, name)
            record(connection, Act(by, "token revoked", name, {"role": role}), _now())

    def tokens(self) -> tuple[Token, ...]:
        """Return all tokens ever made, by name and time."""
        table = schema.tokens
        with self._ledger.transaction() as connection:
            rows = connection.execute(select(table).order_by(table.c.name, table.c.made, table.c.hash)).mappings()
            return tuple(_token_of(row) for row in rows)

    def token(self, hashed: str) -> Token | None:
        """Return the token with this hash, ``None`` where there is none or it was revoked."""
        table = schema.tokens
        with self._ledger.transaction() as connection:
            holds = select(table).where(table.c.hash == hashed, table.c.revoked.is_(None))
            row = connection.execute(holds).mappings().one_or_none()
        return None if row is None else _token_of(row)

    def used(self, token: Token, now: datetime) -> None:
        """Keep that a token was used, to the minute."""
        if token.used is not None and now - token.used < USED_EVERY:
            return
        table = schema.tokens
        with self._ledger.transaction(writes=True) as connection:
            connection.execute(update(table).where(table.c.hash == token.hash).values(used=time_written(now)))

    def record(self, act: Act) -> None:
        """Add an act that changes nothing else to the audit."""
        with self._ledger.transaction(writes=True) as connection:
            record(connection, act, _now())

    def audit(
        self, asked: Asked = EVERYTHING, *, before: int | None = None, limit: int | None = None
    ) -> Iterator[Audited]:
        """Yield what was done, latest first, from before a number on."""
        with self._ledger.transaction() as connection:
            yield from acts(connection, asked, before=before, limit=limit)

    def audit_names(self) -> tuple[list[str], list[str]]:
        """Return the people and the sorts of acts that there are in the audit, each by the alphabet."""
        with self._ledger.transaction() as connection:
            return names(connection)


def _now() -> str:
    return time_written(datetime.now(UTC))


def _check_new(connection: Connection, name: str) -> None:
    """Refuse a name that has a token, or that differs from another's by its capitals alone: it would be one person."""
    for known in connection.scalars(select(schema.tokens.c.name).distinct()):
        if known != name and known.casefold() == name.casefold():
            raise AccessError(f"{name}: there is {known} already; a person has one name")
    if _holding(connection, name):
        raise AccessError(f"{name} has a token that holds: renew or revoke it")


def _holding(connection: Connection, name: str) -> Token | None:
    table = schema.tokens
    found = select(table).where(table.c.name == name, table.c.revoked.is_(None))
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _token_of(row)


def _end(connection: Connection, name: str) -> Role:
    held = _holding(connection, name)
    if held is None:
        raise AccessError(f"{name} has no token that holds")
    table = schema.tokens
    connection.execute(update(table).where(table.c.hash == held.hash).values(revoked=_now()))
    connection.execute(delete(schema.sessions).where(schema.sessions.c.token == held.hash))
    return held.role


def _make(connection: Connection, name: str, role: Role, act: Act) -> str:
    words, at = new_token(), _now()
    row = {"hash": token_hash(words), "name": name, "role": role.value, "made": at, "used": None, "revoked": None}
    connection.execute(insert(schema.tokens), [row])
    record(connection, act, at)
    return words


def _token_of(row: Mapping[Any, Any]) -> Token:
    made = datetime.fromisoformat(row["made"])
    return Token(row["hash"], row["name"], Role(row["role"]), made, time_read(row["used"]), time_read(row["revoked"]))
