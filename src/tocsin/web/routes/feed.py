"""New and changed incidents as a feed."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger.catalogue.asking import Order
from tocsin.publish.atom import Feed, atom_lines
from tocsin.web.answers import tagged
from tocsin.web.filters import Wanted
from tocsin.web.viewing import Listed

router = APIRouter(prefix="/api/v1", tags=["feed"])

MEDIA_TYPE = "application/atom+xml"
_ENTRIES = 50
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@router.get("/feed.atom")
def feed(request: Request, listing: Listed, wanted: Wanted) -> Response:
    """Return the incidents that are new or changed, the latest change first, as an Atom feed."""
    page = listing.page(wanted, Order.UPDATED, _ENTRIES)
    entries = [(one, datetime.fromtimestamp(page.keys[one.id] / 1_000_000, UTC)) for one in page.incidents]
    latest = max((updated for _, updated in entries), default=_LONG_AGO)
    told = Feed(str(request.url), f"{request.base_url}incident/", latest)
    return tagged(request, "".join(atom_lines(told, entries)).encode(), MEDIA_TYPE)
