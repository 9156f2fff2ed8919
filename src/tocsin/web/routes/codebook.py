"""The terms, for legends and filters."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.correctable import fields
from tocsin.terms import terms
from tocsin.web.answers import envelope

router = APIRouter(prefix="/api/v1/codebook", tags=["codebook"])


@router.get("")
def codebook(request: Request) -> Response:
    """Return the kinds, statuses, grades, precisions and bases, the fields that people may correct and what each takes.

    Terms have id, label and meaning. The ground of the map stands in `meta`, if one is set.
    """
    tiles = request.app.state.settings.tiles
    meta = {} if tiles is None else {"tiles": tiles.address, "tiles_credit": tiles.credit}
    data = {name: [asdict(term) for term in found] for name, found in terms().items()}
    return envelope(request, data | {"correctable": [asdict(field) for field in fields()]}, meta)
