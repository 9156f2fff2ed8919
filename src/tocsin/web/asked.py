"""What a query may ask: only what the route declares."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from tocsin.web.problems import unfit

#: Programs that look whether the server is alive add what they like.
_API = "/api/"
_SHOWN = 40


async def only_known(request: Request) -> None:
    """Refuse a query with a parameter that the route does not have: who mistypes a filter would be shown too much.

    Raises:
        ProblemError: there is one; the problem names it, and the one that was probably meant.

    """
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute) or not route.path.startswith(_API):
        return
    known = _declared(route)
    for name in request.query_params:
        if name not in known:
            raise unfit(name[:_SHOWN], f"no parameter of {route.path}; {_meant(name, known)}")


def _declared(route: APIRoute) -> tuple[str, ...]:
    return tuple(sorted(set(_aliases(route.dependant))))


def _aliases(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for beneath in dependant.dependencies:
        yield from _aliases(beneath)


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name.lower()[:_SHOWN], known, 1)
    if near:
        return f"did you mean {near[0]}?"
    return f"it has {', '.join(known)}" if known else "it has none"
