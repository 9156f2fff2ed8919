"""Whether the server is alive and can answer."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger import LedgerError
from tocsin.ledger.schema import SCHEMA
from tocsin.web.answers import envelope
from tocsin.web.problems import ProblemError
from tocsin.web.viewing import ledger_of

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive(request: Request) -> Response:
    """Say that the server is alive."""
    return envelope(request, {"alive": True})


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Say whether the ledger can be read and has the schema that this server knows."""
    try:
        found = ledger_of(request).schema()
    except LedgerError as error:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "the ledger cannot be read") from error
    if found != SCHEMA:
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, f"the ledger has schema {found}, not {SCHEMA}: restart")
    return envelope(request, {"ready": True, "schema": found})
