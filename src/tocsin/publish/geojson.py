"""Incidents as GeoJSON (RFC 7946).

A place known only as an area is written as that area, a polygon around its centre, never as a point; an incident
without coordinates has a ``null`` geometry, so that none is lost.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.codebook import PlacePrecision
from tocsin.model import Incident, Place
from tocsin.wire import incident_json

_KM_PER_DEGREE = 111.32
_CORNERS = 32

#: Only these are places one can point at.
_POINTS = (PlacePrecision.SITE, PlacePrecision.NEAR)


def geojson_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the lines of a GeoJSON feature collection, one feature a line."""
    yield '{"type": "FeatureCollection", "attribution": "Places: GeoNames (CC BY 4.0)", "features": ['
    held: str | None = None
    for incident in incidents:
        if held is not None:
            yield held + ","
        held = json.dumps(_feature(incident), ensure_ascii=False)
    if held is not None:
        yield held
    yield "]}"


def _feature(incident: Incident) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": _geometry(incident.place),
        "properties": incident_json(incident),
    }


def _geometry(place: Place | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    if place.precision in _POINTS or not place.radius_km:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Polygon", "coordinates": [_circle(place.lat, place.lon, place.radius_km)]}


def _circle(lat: float, lon: float, radius_km: float) -> list[list[float]]:
    """Return a closed ring, anticlockwise, of about ``radius_km`` around a point, clipped to the globe."""
    north = radius_km / _KM_PER_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.05)
    ring = []
    for corner in range(_CORNERS):
        angle = 2 * math.pi * corner / _CORNERS
        x = min(max(lon + east * math.cos(angle), -180.0), 180.0)
        y = min(max(lat + north * math.sin(angle), -90.0), 90.0)
        ring.append([round(x, 4), round(y, 4)])
    return [*ring, ring[0]]
