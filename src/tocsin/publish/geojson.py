"""Incidents as GeoJSON (RFC 7946).

A place known only as an area is written as that area, a polygon around its centre (two where it crosses the 180th
meridian), never as a point; an incident without coordinates has a ``null`` geometry, so that none is lost.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.codebook import PlacePrecision
from tocsin.model import Incident, Place
from tocsin.publish.json import array_lines
from tocsin.wire import incident_json

_KM_PER_DEGREE = 111.32
_CORNERS = 32
_DECIMALS = 4
_EAST_END = 180.0

_Ring = list[list[float]]

#: Only these are places one can point at.
_POINTS = (PlacePrecision.SITE, PlacePrecision.NEAR)


def geojson_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the lines of a GeoJSON feature collection, one feature a line, each with its line end."""
    opening = '{"type": "FeatureCollection", "attribution": "Places: GeoNames (CC BY 4.0)", "features": ['
    return array_lines(opening, (_feature(incident) for incident in incidents), "]}")


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
    if place.precision in _POINTS:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    if not place.radius_km:
        return None
    rings = _cut(_circle(place.lat, place.lon, place.radius_km))
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}


def _circle(lat: float, lon: float, radius_km: float) -> _Ring:
    """Return the corners, anticlockwise, of about ``radius_km`` around a point; longitudes may pass the 180th meridian."""
    north = radius_km / _KM_PER_DEGREE
    east = min(north / max(math.cos(math.radians(lat)), 0.05), _EAST_END / 2)
    angles = [2 * math.pi * corner / _CORNERS for corner in range(_CORNERS)]
    return [[lon + east * math.cos(a), min(max(lat + north * math.sin(a), -90.0), 90.0)] for a in angles]


def _cut(corners: _Ring) -> list[_Ring]:
    """Return the closed rings of an area, cut in two where it crosses the 180th meridian."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    meridian = _EAST_END if east > _EAST_END else -_EAST_END if west < -_EAST_END else None
    if meridian is None:
        return [_closed(corners, 0.0)]
    inside, outside = math.copysign(1.0, -meridian), math.copysign(1.0, meridian)
    return [_closed(_side(corners, meridian, inside), 0.0), _closed(_side(corners, meridian, outside), -2 * meridian)]


def _side(corners: _Ring, meridian: float, sign: float) -> _Ring:
    """Return the part of a convex area that lies east (``sign`` 1) or west (-1) of a meridian."""
    kept: _Ring = []
    for (x, y), (next_x, next_y) in zip(corners, [*corners[1:], corners[0]], strict=True):
        here, there = sign * (x - meridian), sign * (next_x - meridian)
        if here >= 0:
            kept.append([x, y])
        if here * there < 0:
            kept.append([meridian, y + (next_y - y) * here / (here - there)])
    return kept


def _closed(corners: _Ring, shift: float) -> _Ring:
    """Return corners as a closed ring, moved east by ``shift``, without two equal corners in a row."""
    ring: _Ring = []
    for x, y in corners:
        corner = [round(x + shift, _DECIMALS), round(y, _DECIMALS)]
        if not ring or corner != ring[-1]:
            ring.append(corner)
    return [*ring, ring[0]] if ring[0] != ring[-1] else ring
