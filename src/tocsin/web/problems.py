"""Errors as RFC 9457 tells them: ``application/problem+json``, naming the input and the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from tocsin.ledger import AmbiguousIdError, LedgerError, RemovedError, UnknownIdError

#: What FastAPI says of a body that is no JSON at all.
_UNPARSED = "There was an error parsing the body"

MEDIA_TYPE = "application/problem+json"

_DAY = "a day such as 2026-03-01"
#: What inputs with a form of their own are, for people: in place of a regular expression.
_WANTED = {
    "bbox": "west,south,east,north in degrees, such as 40,30,50,40",
    "near": "lat,lon in degrees, such as 36.2,44.0",
    "since": _DAY,
    "until": _DAY,
    "country": "two letters (ISO 3166), such as UA",
    "incident": "the id of an incident: i and 16 of 0-9 and a-f; in an address the first 6 or more of these do",
    "claim": "the id of a claim: c and 16 of 0-9 and a-f; in an address the first 6 or more of these do",
    "report": "the id of a report: r and 16 of 0-9 and a-f; in an address the first 6 or more of these do",
    "judgement": "the id of a judgement: j and 16 of 0-9 and a-f",
    "rule": "the id of a rule: d and 16 of 0-9 and a-f",
    "left": "the id of an incident or a claim: i or c, and 16 of 0-9 and a-f",
    "right": "the id of an incident or a claim: i or c, and 16 of 0-9 and a-f",
}
#: What pydantic calls an input that lacks the form.
_ILL_FORMED = ("string_pattern_mismatch", "date_")


class ProblemError(Exception):
    """What cannot be answered, and why: becomes an answer with this status."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})


class ElsewhereError(Exception):
    """What is asked for is at another address, for good."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def unfit(name: str, reason: str) -> ProblemError:
    """Return the problem of an input that cannot be used."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{name}: {reason}")


def misshapen(name: str) -> ProblemError:
    """Return the problem of an input that lacks its form, with what it has to be."""
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"{name} must be {_WANTED[name]}")


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that tells of a problem."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(
        json.dumps(body, ensure_ascii=True), status, {**(headers or {}), "Cache-Control": "no-store"}, MEDIA_TYPE
    )


def tell_problems(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""
    app.add_exception_handler(ProblemError, _own)
    app.add_exception_handler(ElsewhereError, _elsewhere)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(LedgerError, _ledger)
    app.add_exception_handler(Exception, _unforeseen)


def _own(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return problem(error.status, error.detail, error.headers)


def _elsewhere(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ElsewhereError)
    return RedirectResponse(error.address, HTTPStatus.PERMANENT_REDIRECT, {"Cache-Control": "no-store"})


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(_told(one) for one in error.errors()))


def _told(error: Mapping[str, Any]) -> str:
    where, *names = (str(part) for part in error["loc"])
    wanted = _WANTED.get(names[0]) if names else None
    if wanted is not None and error["type"].startswith(_ILL_FORMED):
        return f"{names[0]} must be {wanted}"
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
