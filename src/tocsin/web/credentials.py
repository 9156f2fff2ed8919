"""Who asks, by token or session, and what that lets them do.

Whoever shows nothing is a reader. A token comes as ``Authorization: Bearer``, or in a browser's session: then a write has
to come from our own pages (``Origin``) and carry the session's CSRF token.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from starlette.concurrency import run_in_threadpool

from tocsin.access import Actor, Role, Token, looks_like_token, token_hash
from tocsin.ledger import Ledger
from tocsin.ledger.access import Access
from tocsin.ledger.sessions import Session, Sessions
from tocsin.web.limits import Limiter
from tocsin.web.people import READER, Person, person_of
from tocsin.web.problems import ProblemError

COOKIE = "tocsin_session"
CSRF_HEADER = "X-CSRF-Token"

#: Attempts with a wrong token that an address has at once, and the seconds until it has another.
FAILURES, FAILURE_PAUSE = 10, 30.0
#: Writes that a token has at once, and the seconds until it has another.
WRITES, WRITE_PAUSE = 60, 1.0


class Gate:
    """What the server knows of those who may do more than read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.access = Access(ledger)
        self.sessions = Sessions(ledger)
        self.failures = Limiter(FAILURES, FAILURE_PAUSE)
        self.writes = Limiter(WRITES, WRITE_PAUSE)

    def holder(self, hashed: str) -> Token | None:
        """Return the token with this hash, ``None`` where none holds."""
        found = self.access.token(hashed)
        return found if found is not None and compare_digest(found.hash, hashed) else None

    def sign_in(self, words: str, address: str) -> Token:
        """Return the token of these words.

        Raises:
            ProblemError: there is none that holds (401), or the address has tried too often (429).

        """
        found = self.holder(token_hash(words)) if looks_like_token(words) else None
        if found is None:
            refuse_if(self.failures.take(address), "too many wrong tokens from this address")
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "This token is not valid for this ledger.",
                {"WWW-Authenticate": 'Bearer realm="tocsin"'},
            )
        return found


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody showed: a token, in a session where a browser did."""

    token: Token
    session: Session | None = None


def install(app: FastAPI, ledger: Ledger) -> None:
    """Give the application what it knows people by."""
    app.state.gate = Gate(ledger)


def gate_of(request: Request) -> Gate:
    """Return what the server knows of those who may do more than read."""
    found = request.app.state.gate
    assert isinstance(found, Gate)
    return found


def address_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client is not None else "unknown"


async def identify(request: Request) -> None:
    """Find out who asks, for all that comes after: see :func:`tocsin.web.people.person_of`.

    Raises:
        ProblemError: a token was shown that does not hold.

    """
    scheme, _, words = request.headers.get("authorization", "").partition(" ")
    cookie = request.cookies.get(COOKIE)
    found = None
    if scheme.lower() == "bearer":  # any other is a matter of a proxy before us
        token = await run_in_threadpool(gate_of(request).sign_in, words.strip(), address_of(request))
        found = Credentials(token)
    elif cookie is not None:
        found = await run_in_threadpool(_by_session, gate_of(request), cookie)
    request.state.credentials = found
    request.state.person = READER if found is None else Person(found.token.name, found.token.role)


def _by_session(gate: Gate, cookie: str) -> Credentials | None:
    session = gate.sessions.find(cookie)
    if session is None:
        return None
    token = gate.holder(session.token)
    if token is None:  # revoked since
        gate.sessions.end(cookie)
        return None
    return Credentials(token, session)


def check_origin(request: Request, *, needed: bool) -> None:
    """Refuse what another site's page sends.

    Raises:
        ProblemError: the origin is another one, or is not said though it is needed.

    """
    origin = request.headers.get("origin")
    if origin is None and not needed:
        return
    own = _place_of(f"{request.url.scheme}://{request.headers.get('host', '')}")
    if origin is None or own is None or _place_of(origin) != own:
        raise ProblemError(HTTPStatus.FORBIDDEN, f"Origin: {(origin or 'none')[:80]!r} is not this server")


def _place_of(address: str) -> tuple[str, int | None] | None:
    """Return host and port; the port that a scheme has anyway is none, as a proxy may speak https for us."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return parts.hostname.lower(), None if port in {80, 443} else port


def _checked(role: Role, *, writes: bool) -> Callable[[Request], Awaitable[Actor]]:
    async def check(request: Request) -> Actor:
        shown = request.state.credentials
        if writes:
            check_origin(request, needed=shown is not None and shown.session is not None)
        if shown is None:
            raise ProblemError(
                HTTPStatus.UNAUTHORIZED,
                "sign in first: a token is needed",
                {"WWW-Authenticate": 'Bearer realm="tocsin"'},
            )
        if writes:
            check_csrf(request, shown.session)
        if not person_of(request).role.covers(role):
            raise ProblemError(HTTPStatus.FORBIDDEN, f"this takes the role {role}; yours is {shown.token.role}")
        if writes:
            gate = gate_of(request)
            refuse_if(gate.writes.take(shown.token.hash), "too many writes")
            await run_in_threadpool(gate.access.used, shown.token, datetime.now(UTC))
        return Actor(shown.token.name, shown.token.role.value, address_of(request))

    return check


def check_csrf(request: Request, session: Session | None) -> None:
    """Refuse a write of a session that does not carry the session's CSRF token.

    Raises:
        ProblemError: it does not.

    """
    if session is None:
        return
    sent = request.headers.get(CSRF_HEADER, "")
    if not compare_digest(sent.encode("utf-8"), session.csrf.encode("utf-8")):
        raise ProblemError(HTTPStatus.FORBIDDEN, f"{CSRF_HEADER}: not the one of this session")


def refuse_if(wait: int, why: str) -> None:
    """Refuse what is done too often.

    Raises:
        ProblemError: there are seconds to wait.

    """
    if wait > 0:
        detail = f"{why}: wait {wait} seconds"
        raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(wait)})


#: Whoever reads what only reviewers, or only admins, see.
Reviewer = Annotated[Actor, Depends(_checked(Role.REVIEWER, writes=False))]
Admin = Annotated[Actor, Depends(_checked(Role.ADMIN, writes=False))]
#: Whoever decides, or sets rules.
Deciding = Annotated[Actor, Depends(_checked(Role.REVIEWER, writes=True))]
Ruling = Annotated[Actor, Depends(_checked(Role.ADMIN, writes=True))]
