"""What became of incidents: changes, deletions, and how they answer to each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tocsin.ledger.view import View
from tocsin.model import Version
from tocsin.web import paging
from tocsin.web.answers import envelope
from tocsin.web.filters import as_moment
from tocsin.web.viewing import Viewing
from tocsin.wire import version_json

router = APIRouter(prefix="/api/v1", tags=["history"])

Since = Annotated[
    str | None,
    Query(max_length=64, description="Only what came after this time; a day means its end.", examples=["2026-03-01"]),
]
_Key = tuple[str, str, int]


@router.get("/changes")
def changes(
    *,
    request: Request,
    view: Viewing,
    since: Since = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """Return what became of incidents since a time, oldest first: new, changed field by field, merged or removed."""
    after = _after(cursor)
    return _page(request, view.changes(_begin(since, after)), after, limit)


@router.get("/deleted")
def deleted(
    *,
    request: Request,
    view: Viewing,
    since: Since = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """Return the incidents that are shown no more, since a time: merged into which other, or removed and why."""
    after = _after(cursor)
    return _page(request, view.deleted(_begin(since, after)), after, limit)


def _after(cursor: str | None) -> _Key | None:
    read: Any = paging.read(cursor, (str, str, int))
    if read is not None:
        as_moment("cursor", read[0])
    return read  # type: ignore[no-any-return]  # of the types asked for


def _begin(since: str | None, after: _Key | None) -> datetime | None:
    """Return a time after which all versions come that are to be given."""
    if after is not None:
        return as_moment("cursor", after[0]) - timedelta(microseconds=1)
    return None if since is None else as_moment("since", since)


def _page(request: Request, found: Iterator[Version], after: _Key | None, limit: int) -> Response:
    with closing(found):  # type: ignore[type-var]  # a generator, which holds a transaction
        later = (one for one in found if after is None or _key(one) > after)
        chosen = list(islice(later, limit + 1))
    following = paging.written(_key(chosen[limit - 1])) if len(chosen) > limit else None
    return envelope(request, [version_json(one) for one in chosen[:limit]], None, following)


def _key(version: Version) -> _Key:
    return version.at, version.incident, version.number


@router.get("/relations")
def relations(
    request: Request,
    view: Viewing,
    incident: Annotated[str, Query(pattern="^i[0-9a-f]{16}$", description="The id of an incident.")],
) -> Response:
    """Return how an incident answers to others, and others to it, with the words that this rests on."""
    return envelope(request, list(_relations(view, incident)))


def _relations(view: View, asked: str) -> Iterator[dict[str, Any]]:
    own = view.incident(asked)
    for one in (own, *view.beside(own)):
        for relation in one.relations:
            if own.id in {one.id, relation.incident}:
                yield {
                    "relation": relation.relation.value,
                    "from": one.id,
                    "to": relation.incident,
                    "claim": relation.claim,
                    "words": relation.words,
                    "ordinal": relation.ordinal,
                }
