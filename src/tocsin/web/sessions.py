"""Sessions of browsers. They are kept in memory alone: a server that is started anew knows none."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

#: A session ends so many seconds after it began, or after it was last used.
LONGEST, IDLE = 7 * 24 * 3600, 12 * 3600
#: So many sessions are kept in all, and of one token; the one unused for longest ends first.
MOST, MOST_OF_ONE = 2_000, 10


@dataclass(frozen=True, slots=True)
class Session:
    """Which token a browser has signed in with (by its hash), and what it has to send back with every write."""

    token: str
    csrf: str
    began: float


class Sessions:
    """The sessions that there are, by the hash of the cookie. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, tuple[Session, float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, token: str) -> tuple[str, Session]:
        """Begin a session for the token with this hash; return its cookie and the session."""
        cookie, now = secrets.token_urlsafe(32), self._clock()
        session = Session(token, secrets.token_urlsafe(32), now)
        with self._lock:
            own = [key for key, (held, _) in self._held.items() if held.token == token]
            for key in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
                del self._held[key]
            self._held[_key(cookie)] = (session, now)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return cookie, session

    def find(self, cookie: str) -> Session | None:
        """Return the session of a cookie, ``None`` where there is none or it has ended."""
        key, now = _key(cookie), self._clock()
        with self._lock:
            session, used = self._held.get(key, (None, 0.0))
            if session is None:
                return None
            if now - used > IDLE or now - session.began > LONGEST:
                del self._held[key]
                return None
            self._held[key] = (session, now)
            self._held.move_to_end(key)
            return session

    def end(self, cookie: str) -> None:
        """End the session of a cookie, if there is one."""
        with self._lock:
            self._held.pop(_key(cookie), None)


def _key(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()
