"""Incidents: listed, one, its claims side by side, its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from tocsin.code.sentences import sentences
from tocsin.ledger.catalogue.asking import Order
from tocsin.ledger.catalogue.listing import Listing
from tocsin.ledger.disclosing import Telling
from tocsin.ledger.search import Filter
from tocsin.model import Incident
from tocsin.publish.csv import csv_lines
from tocsin.publish.figures import FigurePolicy, shown
from tocsin.publish.geojson import geojson_lines
from tocsin.web import paging
from tocsin.web.answers import envelope, has, headers_of, state_tag, tagged, unchanged
from tocsin.web.filters import Wanted, as_moment
from tocsin.web.naming import IncidentId, address_with
from tocsin.web.reviews import review_meta
from tocsin.web.viewing import Listed, Viewing
from tocsin.wire import claim_json, incident_json, time_json, version_json

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])


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
    listing: Listed,
    wanted: Wanted,
    order: Order = Order.NEWEST,
    as_of: Annotated[str | None, Query(max_length=64, description="As the ledger stood at this time.")] = None,
    figures: FigurePolicy = FigurePolicy.RANGE,
    form: Annotated[Form | None, Query(alias="format", description="How they are written [by Accept].")] = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """List incidents, as they stand or as they stood."""
    form = form or asked_form(request.headers.get("accept", ""))
    if as_of is not None:
        return _as_of(request, view.as_of(as_moment("as_of", as_of), wanted), _Way(order, form, figures, limit, cursor))
    if form is not Form.JSON:
        return _whole(request, listing, wanted, _Way(order, form, figures))
    after: Any = paging.read(cursor, (int, str), paging.INCIDENT)
    page = listing.page(wanted, order, limit, after)
    following = None if page.following is None else paging.written(page.following)
    data = [incident_json(shown(one, figures)) for one in page.incidents]
    meta: dict[str, Any] = {"total": page.total}
    if wanted.text and not page.total:
        meta["suggestions"] = [asdict(one) for one in listing.suggestions(wanted.text)]
    return envelope(request, data, meta, following)


@dataclass(frozen=True, slots=True)
class _Way:
    """How incidents are to be given."""

    order: Order
    form: Form
    figures: FigurePolicy
    limit: int = paging.PAGE
    cursor: str | None = None


def _whole(request: Request, listing: Listing, wanted: Filter, way: _Way) -> Response:
    """Return all incidents wanted in a form that knows no pages, while they are read."""
    write, media_type = _WRITERS[way.form]
    tag = state_tag(request, listing.state())
    if has(request, tag):
        return unchanged(tag)
    _, found = listing.each(wanted, way.order)
    lines = write(shown(one, way.figures) for one in found)
    return StreamingResponse(lines, headers=headers_of(tag), media_type=media_type)


def _as_of(request: Request, standing: list[Incident], way: _Way) -> Response:
    """Return incidents as they stood; these are read one by one, so that a page costs what all cost."""
    if way.order is not Order.OLDEST:
        standing = sorted(standing, key=lambda one: _newest(one, way.order), reverse=True)
    chosen = [shown(one, way.figures) for one in standing]
    if way.form is not Form.JSON:
        write, media_type = _WRITERS[way.form]
        return tagged(request, "".join(write(chosen)).encode(), media_type)
    after: Any = paging.read(way.cursor, (int,))
    begin = max(after[0], 0) if after else 0
    end = begin + way.limit
    following = paging.written((end,)) if end < len(chosen) else None
    return envelope(request, [incident_json(one) for one in chosen[begin:end]], {"total": len(chosen)}, following)


def _newest(one: Incident, order: Order) -> tuple[date, str]:
    if order is Order.UPDATED:
        return one.updated, one.id
    return date.min if one.when is None else one.when.start, one.id


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
def one_incident(
    *,
    request: Request,
    view: Viewing,
    incident: IncidentId,
    form: Annotated[Form | None, Query(alias="format", description="How it is written [by Accept].")] = None,
) -> Response:
    """Return an incident. A retired id leads to the one it went into (308), a removed one says why (410)."""
    found = view.incident(incident)
    there = moved(request, incident, found)
    form = form or asked_form(request.headers.get("accept", ""))
    if there is None and form is not Form.JSON:
        write, media_type = _WRITERS[form]
        return tagged(request, "".join(write([found])).encode(), media_type)
    return there or envelope(request, incident_json(found), {"review": review_meta(request, found)})


def moved(request: Request, asked: str, found: Incident) -> Response | None:
    """Return the way to an incident that is asked for by an id it had before, ``None`` where the id is its own."""
    if found.id == asked:
        return None
    return RedirectResponse(address_with(request, asked, found.id), 308)


@router.get("/{incident}/claims")
def claims_side_by_side(request: Request, view: Viewing, incident: IncidentId) -> Response:
    """Return all claims of an incident, each with its report and the sentence it stands in."""
    found = view.incident(incident)
    there = moved(request, incident, found)
    return there or envelope(request, [telling_json(one) for one in view.tellings(found.id)])


def telling_json(one: Telling) -> dict[str, Any]:
    """Return a claim with its report and the sentence it stands in."""
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
