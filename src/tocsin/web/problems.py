"""Errors as RFC 9457 tells them: ``application/problem+json``, naming the input and the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from tocsin.ledger import AmbiguousIdError, LedgerError, RemovedError, UnknownIdError

#: What FastAPI says of a body that is no JSON at all.
_UNPARSED = "There was an error parsing the body"

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """What cannot be answered, and why: becomes an answer with this status."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


def unfit(name: str, reason: str) -> ProblemError:
    """Return the problem of an input that cannot be used."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{name}: {reason}")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that tells of a problem."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(
        json.dumps(body, ensure_ascii=True), status, {**(headers or {}), "Cache-Control": "no-store"}, MEDIA_TYPE
    )


def tell_problems(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""
    app.add_exception_handler(ProblemError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(LedgerError, _ledger)
    app.add_exception_handler(Exception, _unforeseen)


def _own(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return problem(error.status, error.detail, error.headers)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(_told(one) for one in error.errors()))


def _told(error: Mapping[str, Any]) -> str:
    where, *names = (str(part) for part in error["loc"])
    return f"{'.'.join(names) or where}: {error['msg']}"


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = "body: not JSON in UTF-8" if error.detail == _UNPARSED else str(error.detail)
    return problem(error.status_code, detail, error.headers)


def _ledger(_request: Request, error: Exception) -> Response:
    """Tell of an error of the ledger; the name of its file is nobody's business."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    for kind, answered in (
        (RemovedError, HTTPStatus.GONE),
        (UnknownIdError, HTTPStatus.NOT_FOUND),
        (AmbiguousIdError, HTTPStatus.NOT_FOUND),
    ):
        if isinstance(error, kind):
            status = answered
            break
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem(status, "the ledger cannot be read")
    return problem(status, str(error).rpartition(": ")[2] if status is not HTTPStatus.GONE else _reason(error))


def _reason(error: Exception) -> str:
    """Return the message of a removal without the name of the ledger before it."""
    message = str(error)
    at = message.find("the incident ")
    return message[at:] if at >= 0 else message


def _unforeseen(_request: Request, _error: Exception) -> Response:
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "an error that nobody foresaw; the server's log has it")
