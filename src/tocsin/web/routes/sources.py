"""Who publishes, and how it goes with what is watched."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger.watching import Watching
from tocsin.watch.status import standing_json, standings
from tocsin.web.answers import envelope
from tocsin.web.viewing import Listed, Viewing, ledger_of

router = APIRouter(prefix="/api/v1", tags=["sources"])


@router.get("/sources")
def sources(request: Request, view: Viewing, listing: Listed) -> Response:
    """Return the sources that are watched, and every outlet with the number of its reports, claims and incidents."""
    counts, incidents = view.outlet_counts(), listing.outlets()
    books = Watching(ledger_of(request))
    watched = [standing_json(one) for one in standings(books, datetime.now(UTC), counts)]
    names = sorted({*counts, *(one["outlet"]["name"] for one in watched)})
    outlets = [
        {
            "name": name,
            "reports": counts[name].reports if name in counts else 0,
            "claims": counts[name].claims if name in counts else 0,
            "incidents": incidents.get(" ".join(name.split()), 0),
            "watched": any(one["outlet"]["name"] == name for one in watched),
        }
        for name in names
    ]
    return envelope(request, {"sources": watched, "outlets": outlets})
