"""Signing in and out, and who is signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tocsin.access import Act, Actor, Role
from tocsin.ledger.sessions import LONGEST
from tocsin.web import credentials
from tocsin.web.credentials import COOKIE, Credentials, address_of, check_origin, gate_of
from tocsin.web.viewing import ledger_of
from tocsin.web.writing import Body, done

router = APIRouter(prefix="/api/v1/session", tags=["session"])


class SigningIn(Body):
    """A token, as ``tocsin token create`` printed it."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=200)]


@router.get("")
def who(request: Request) -> Response:
    """Return who is signed in: a reader without a name where nobody is; `meta.ledger` is the file that is served."""
    return done(_session_json(request.state.credentials), meta={"ledger": ledger_of(request).file})


@router.post("")
async def sign_in(request: Request, body: SigningIn) -> Response:
    """Begin a session with a token. Its `csrf` goes with every write as X-CSRF-Token."""
    check_origin(request, needed=False)
    gate, address = gate_of(request), address_of(request)
    token = await run_in_threadpool(gate.sign_in, body.token.strip(), address)
    credentials.refuse_if(gate.writes.take(token.hash), "too many writes")
    before = request.cookies.get(COOKIE)
    if before is not None:
        await run_in_threadpool(gate.sessions.end, before)
    cookie, session = await run_in_threadpool(gate.sessions.begin, token.hash)
    await run_in_threadpool(gate.access.used, token, datetime.now(UTC))
    actor = Actor(token.name, token.role.value, address)
    await run_in_threadpool(gate.access.record, Act(actor, "signed in", token.name))
    answer = done(_session_json(Credentials(token, session)))
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=_is_secure(request),
    )
    return answer


@router.delete("")
def sign_out(request: Request) -> Response:
    """End the session; where there is none, nothing happens."""
    shown: Credentials | None = request.state.credentials
    if shown is not None and shown.session is not None:
        check_origin(request, needed=True)
        credentials.check_csrf(request, shown.session)
        gate_of(request).sessions.end(request.cookies[COOKIE])
    answer = done(_session_json(None))
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=_is_secure(request))
    return answer


def _is_secure(request: Request) -> bool:
    return bool(request.app.state.settings.secure) or request.url.scheme == "https"


def _session_json(shown: Credentials | None) -> dict[str, Any]:
    if shown is None:
        return {"name": None, "role": Role.READER.value, "csrf": None}
    csrf = None if shown.session is None else shown.session.csrf
    return {"name": shown.token.name, "role": shown.token.role.value, "csrf": csrf}
