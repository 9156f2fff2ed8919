"""Incidents: listed, one, its claims side by side, its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from tocsin.code.sentences import sentences
from tocsin.ledger.view import Order, Telling
from tocsin.model import Incident
from tocsin.publish.csv import csv_lines
from tocsin.publish.figures import FigurePolicy, shown
from tocsin.publish.geojson import geojson_lines
from tocsin.web import paging
from tocsin.web.answers import envelope, tagged
from tocsin.web.filters import Wanted, as_moment
from tocsin.web.reviews import review_meta
from tocsin.web.viewing import Viewing
from tocsin.wire import claim_json, incident_json, time_json, version_json

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])

IncidentId = Annotated[str, Path(pattern="^i[0-9a-f]{16}$", description="The id of an incident.")]


class Form(StrEnum):
    """How incidents are written."""

    JSON = "json"
    GEOJSON = "geojson"
    CSV = "csv"


_WRITERS: dict[Form, tuple[Callable[[Iterable[Incident]], Iterator[str]], str]] = {
    Form.GEOJSON: (geojson_lines, "application/geo+json"),
    Form.CSV: (csv_lines, "text/csv; charset=utf-8"),
}


@router.get("")
def list_incidents(
    *,
    request: Request,
    view: Viewing,
    wanted: Wanted,
    order: Order = Order.NEWEST,
    as_of: Annotated[str | None, Query(max_length=64, description="As the ledger stood at this time.")] = None,
    figures: FigurePolicy = FigurePolicy.RANGE,
    form: Annotated[Form | None, Query(alias="format", description="How they are written [by Accept].")] = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """List incidents, as they stand or as they stood."""
    at = None if as_of is None else as_moment("as_of", as_of)
    after: Any = paging.read(cursor, (str, str))
    page = view.page(wanted, order, limit, after, at)
    chosen = [shown(one, figures) for one in page.incidents]
    form = form or asked_form(request.headers.get("accept", ""))
    if form is not Form.JSON:
        write, media_type = _WRITERS[form]
        return tagged(request, "".join(write(chosen)).encode(), media_type)
    following = None if page.following is None else paging.written(page.following)
    return envelope(request, [incident_json(one) for one in chosen], {"total": page.total}, following)


def asked_form(accept: str) -> Form:
    """Return the form that an Accept header asks for first."""
    for one in accept.split(","):
        media_type = one.partition(";")[0].strip().lower()
        for form, (_, offered) in _WRITERS.items():
            if media_type == offered.partition(";")[0]:
                return form
        if media_type in {"application/json", "*/*", "application/*"}:
            break
    return Form.JSON


@router.get("/{incident}")
def one_incident(request: Request, view: Viewing, incident: IncidentId) -> Response:
    """Return an incident. A retired id leads to the one it went into (308), a removed one says why (410)."""
    found = view.incident(incident)
    there = moved(request, incident, found)
    return there or envelope(request, incident_json(found), {"review": review_meta(request, found)})


def moved(request: Request, asked: str, found: Incident) -> Response | None:
    """Return the way to an incident that is asked for by an id it had before, ``None`` where the id is its own."""
    if found.id == asked:
        return None
    return RedirectResponse(request.url.path.replace(asked, found.id), 308)


@router.get("/{incident}/claims")
def claims_side_by_side(request: Request, view: Viewing, incident: IncidentId) -> Response:
    """Return all claims of an incident, each with its report and the sentence it stands in."""
    found = view.incident(incident)
    there = moved(request, incident, found)
    return there or envelope(request, [_telling_json(one) for one in view.tellings(found)])


def _telling_json(one: Telling) -> dict[str, Any]:
    claim, report = one.claim, one.report
    return {
        "claim": claim_json(claim),
        "report": {
            "id": report.id,
            "outlet": report.outlet,
            "title": report.title,
            "url": report.url,
            "published": report.published.isoformat(),
            "published_at": time_json(report.published_at),
            "language": report.language,
            "ref": report.ref,
        },
        "sentence": _sentence_json(one),
        "steps": [{"field": step.field, "reason": step.reason} for step in claim.steps],
    }


def _sentence_json(one: Telling) -> dict[str, Any] | None:
    """Return the sentence that a claim's trigger stands in."""
    for start, end in sentences(one.report.text):
        if start <= one.claim.trigger.start < end:
            return {"start": start, "end": end, "text": one.report.text[start:end]}
    return None


@router.get("/{incident}/history")
def history(request: Request, view: Viewing, incident: IncidentId) -> Response:
    """Return every version of an incident, oldest first."""
    return envelope(request, [version_json(one) for one in view.history(incident)])
