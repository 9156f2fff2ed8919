"""What is counted of incidents, and where they lie: map, timeline, tally, cumulative figures, sides, countries."""

from __future__ import annotations

from dataclasses import asdict, replace
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tocsin.ledger.catalogue.listing import Listing, Point
from tocsin.ledger.catalogue.mapping import Cell
from tocsin.link.totals import reconcile, scope_of
from tocsin.model import Incident, Report, Total
from tocsin.publish.figures import FigurePolicy
from tocsin.publish.tally import TallyBy
from tocsin.terms import label
from tocsin.web import paging
from tocsin.web.answers import envelope
from tocsin.web.filters import Wanted, read_box
from tocsin.web.viewing import Listed, Viewing
from tocsin.wire import reconciliation_json, total_json

router = APIRouter(prefix="/api/v1", tags=["counts"])

_WORLD = "-180,-90,180,90"


class OtherGrouping(StrEnum):
    """What a tally may be grouped by beside :class:`TallyBy`: the days from an event to its first report; actors."""

    DELAY = "delay"
    SIDE = "side"


#: The periods of a timeline; weeks begin on Monday.
Period: TypeAlias = Literal[TallyBy.DAY, TallyBy.WEEK, TallyBy.MONTH]


@router.get("/map")
def incidents_on_a_map(
    *,
    request: Request,
    listing: Listed,
    wanted: Wanted,
    zoom: Annotated[float, Query(ge=0, le=24, description="The zoom of the map, as maps of the web count it.")] = 2,
) -> Response:
    """Return what a map shows of the view in `bbox`: few incidents as points, many as the cells of a grid."""
    view = wanted.box or read_box(_WORLD)
    sheet, points = listing.sheet(replace(wanted, box=None), view, zoom)
    data = {
        "points": [_point_json(one) for one in points],
        "cells": [_cell_json(one) for one in sheet.cells],
        "unplaced": sheet.unplaced,
        "left_out": {"background": sheet.background, "no_place": sheet.unplaced},
    }
    return envelope(request, data)


def _point_json(one: Point) -> dict[str, Any]:
    killed = None if one.killed is None else {"min": one.killed[0], "max": one.killed[1]}
    return {**asdict(one), "killed": killed, "title": f"{label(one.kind)}, {one.place or 'place not known'}"}


def _cell_json(one: Cell) -> dict[str, Any]:
    box = one.box
    return {
        "lat": one.lat,
        "lon": one.lon,
        "count": one.count,
        "killed_min": one.killed_min,
        "kinds": one.kinds,
        "bbox": [box.west, box.south, box.east, box.north],
    }


@router.get("/timeline")
def timeline(request: Request, listing: Listed, wanted: Wanted, by: Period = TallyBy.WEEK) -> Response:
    """Return the incidents and the dead by period, from the first that has any to the last, empty ones among them."""
    found = listing.timeline(wanted, by)
    return envelope(
        request,
        [
            {
                "start": one.start.isoformat(),
                "end": one.end.isoformat(),
                "incidents": one.incidents,
                "killed_min": one.killed_min,
                "killed_max": one.killed_max,
                "kinds": one.kinds,
            }
            for one in found
        ],
    )


@router.get("/tally")
def tally_by(
    *,
    request: Request,
    listing: Listed,
    wanted: Wanted,
    by: TallyBy | OtherGrouping = TallyBy.WEEK,
    figures: FigurePolicy = FigurePolicy.RANGE,
) -> Response:
    """Count incidents and their dead and injured by group. Threats, denials, warnings and background are left out."""
    if by is OtherGrouping.DELAY:
        rows = [{"group": days, "incidents": number} for days, number in listing.delays(wanted)]
        return envelope(request, rows)
    group = TallyBy.ACTOR if by is OtherGrouping.SIDE else TallyBy(by)
    return envelope(request, [asdict(row) for row in listing.tally(wanted, group, figures)])


@router.get("/totals")
def totals(
    *, request: Request, view: Viewing, listing: Listed, limit: paging.Limit = paging.PAGE, cursor: paging.Cursor = None
) -> Response:
    """Return cumulative figures beside the ledger's own count. The two are never summed."""
    after: Any = paging.read(cursor, (int,))
    begin = max(after[0], 0) if after else 0
    listed = view.totals()
    chosen = listed[begin : begin + limit]
    data = [
        {**total_json(one), "reconciled": reconciliation_json(reconcile(one, report, _beside(listing, one, report)))}
        for one, report in chosen
    ]
    following = paging.written((begin + limit,)) if begin + limit < len(listed) else None
    return envelope(request, data, {"total": len(listed)}, following)


def _beside(listing: Listing, total: Total, report: Report) -> list[Incident]:
    scope = scope_of(total, report)
    return [] if scope.since is None else listing.near_scope(scope)


@router.get("/sides")
def sides(request: Request, listing: Listed) -> Response:
    """Return the actors of incidents with the number of these, the most frequent first."""
    return envelope(request, [{"id": one, "name": name, "incidents": number} for one, name, number in listing.sides()])


@router.get("/countries")
def countries(request: Request, listing: Listed) -> Response:
    """Return the countries of incidents with the number of these, the most frequent first."""
    return envelope(request, [{"id": code, "incidents": number} for code, number in listing.countries()])
