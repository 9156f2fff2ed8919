"""Who publishes, and how it goes with what is watched."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger.watching import Watching
from tocsin.watch.status import outlet_json, outlet_standings, standing_json, standings
from tocsin.web.answers import envelope
from tocsin.web.viewing import Listed, Viewing, ledger_of

router = APIRouter(prefix="/api/v1", tags=["sources"])


@router.get("/sources")
def sources(request: Request, view: Viewing, listing: Listed) -> Response:
    """Return the sources that are watched; and every outlet: its reports, claims, incidents, first and last day."""
    counts = view.outlet_counts()
    watched = standings(Watching(ledger_of(request)), datetime.now(UTC), counts)
    outlets = outlet_standings(counts, listing.outlets(), watched)
    data = {"sources": [standing_json(one) for one in watched], "outlets": [outlet_json(one) for one in outlets]}
    return envelope(request, data)
