"""Sessions of browsers, kept in the ledger: whichever process serves knows them, and a server begun anew too.

Of a session's cookie nothing but its hash is kept; what a browser has to send back with every write follows from the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select, update

from tocsin.ledger import schema
from tocsin.ledger.store import Ledger
from tocsin.wire import time_written

#: A session ends so long after it began, or after it was last used.
LONGEST, IDLE = timedelta(days=7), timedelta(hours=12)
#: So many sessions are kept in all, and of one token; the one unused for longest ends first.
MOST, MOST_OF_ONE = 2_000, 10
#: A session's last use is kept to this, so that using it seldom writes.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Which token a browser has signed in with (by its hash), and what it has to send back with every write."""

    token: str
    csrf: str


def _now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """The sessions of a ledger. May be used by several threads and processes."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime] = _now) -> None:
        self._ledger = ledger
        self._clock = clock

    def begin(self, token: str) -> tuple[str, Session]:
        """Begin a session for the token with this hash; return its cookie and the session."""
        cookie, now = secrets.token_urlsafe(32), time_written(self._clock())
        row = {"key": _key(cookie), "token": token, "began": now, "used": now}
        with self._ledger.transaction(writes=True) as connection:
            self._prune(connection, token)
            connection.execute(insert(schema.sessions), [row])
        return cookie, _session(token, cookie)

    def _prune(self, connection: Connection, token: str) -> None:
        """Take away what has ended, and what is too much beside one more of a token."""
        table = schema.sessions
        connection.execute(delete(table).where(or_(table.c.used < self._ago(IDLE), table.c.began < self._ago(LONGEST))))
        newest = select(table.c.key).order_by(table.c.used.desc(), table.c.began.desc(), table.c.key)
        for statement, most in ((newest.where(table.c.token == token), MOST_OF_ONE), (newest, MOST)):
            surplus = connection.scalars(statement.offset(most - 1)).all()
            if surplus:
                connection.execute(delete(table).where(table.c.key.in_(surplus)))

    def _ago(self, length: timedelta) -> str:
        return time_written(self._clock() - length)

    def find(self, cookie: str) -> Session | None:
        """Return the session of a cookie, ``None`` where there is none or it has ended."""
        table, key = schema.sessions, _key(cookie)
        lasts = select(table.c.token, table.c.used).where(
            table.c.key == key, table.c.used >= self._ago(IDLE), table.c.began >= self._ago(LONGEST)
        )
        with self._ledger.transaction() as connection:
            row = connection.execute(lasts).one_or_none()
        if row is None:
            return None
        if row.used < self._ago(USED_EVERY):
            with self._ledger.transaction(writes=True) as connection:
                connection.execute(update(table).where(table.c.key == key).values(used=time_written(self._clock())))
        return _session(row.token, cookie)

    def end(self, cookie: str) -> None:
        """End the session of a cookie, if there is one."""
        table = schema.sessions
        with self._ledger.transaction(writes=True) as connection:
            connection.execute(delete(table).where(table.c.key == _key(cookie)))


def _session(token: str, cookie: str) -> Session:
    return Session(token, hmac.new(_bytes(cookie), b"csrf", hashlib.sha256).hexdigest())


def _key(cookie: str) -> str:
    return hashlib.sha256(_bytes(cookie)).hexdigest()


def _bytes(cookie: str) -> bytes:
    return cookie.encode("utf-8", "surrogatepass")
