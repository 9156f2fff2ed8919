"""Ids in addresses: whole, or the first letters of one as the terminal prints them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path, Request

from tocsin.web.problems import ElsewhereError, ProblemError
from tocsin.web.viewing import Viewing

_WHOLE = len("i") + 16
#: So many are named of those that begin alike.
_NAMED = 3


def _beginning(letter: str, noun: str) -> object:
    return Path(
        pattern=f"^{letter}[0-9a-f]{{6,16}}$",
        description=f"The id of {noun}, or its first 7 letters or more: these lead to the whole id.",
    )


def _incident(request: Request, view: Viewing, incident: Annotated[str, _beginning("i", "an incident")]) -> str:
    return _whole(request, "incident", incident, view)


def _claim(request: Request, view: Viewing, claim: Annotated[str, _beginning("c", "a claim")]) -> str:
    return _whole(request, "claim", claim, view)


def _report(request: Request, view: Viewing, report: Annotated[str, _beginning("r", "a report")]) -> str:
    return _whole(request, "report", report, view)


def _whole(request: Request, noun: str, asked: str, view: Viewing) -> str:
    """Return an id that is whole.

    Raises:
        ElsewhereError: it is the beginning of one, which is there.
        ProblemError: nothing that is shown begins so (404), or several do (409).

    """
    if len(asked) == _WHOLE:
        return asked
    found = view.ids(noun, asked)
    if not found:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"no {noun} {asked!r}")
    if len(found) > 1:
        some = ", ".join(found[:_NAMED]) + (", ..." if len(found) > _NAMED else "")
        raise ProblemError(HTTPStatus.CONFLICT, f"several {noun}s begin with {asked!r}: {some}")
    raise ElsewhereError(address_with(request, asked, found[0]))


def address_with(request: Request, asked: str, meant: str) -> str:
    """Return the address that is asked for, with another id in its path."""
    path = "/".join(meant if part == asked else part for part in request.url.path.split("/"))
    return f"{path}?{request.url.query}" if request.url.query else path


#: Ids of what is read; a beginning of one has led to it before the route is asked.
IncidentId = Annotated[str, Depends(_incident)]
ClaimId = Annotated[str, Depends(_claim)]
ReportId = Annotated[str, Depends(_report)]
