"""Points on the sphere: distance, bearing, shifted points, and the middle and reach of a set of towns.

Points are WGS 84 degrees; distances kilometres; bearings degrees clockwise from north.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088

_COMPASS = {"north": 0.0, "east": 90.0, "south": 180.0, "west": 270.0}
_HALF_TURN = 180.0
_FULL_TURN = 360.0


class Point(NamedTuple):
    """Latitude and longitude in degrees."""

    lat: float
    lon: float


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in kilometres (haversine)."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(b[1] - a[1]) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def destination(start: tuple[float, float], bearing: float, km: float) -> Point:
    """Return the point ``km`` from ``start`` in the direction ``bearing``."""
    angle, course = km / EARTH_RADIUS_KM, math.radians(bearing)
    lat, lon = math.radians(start[0]), math.radians(start[1])
    sine = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(course)
    new_lat = math.asin(max(-1.0, min(1.0, sine)))
    new_lon = lon + math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(new_lat)
    )
    return Point(math.degrees(new_lat), _wrapped(math.degrees(new_lon)))


def compass_bearing(words: str) -> float | None:
    """Return the bearing of a compass word ("north", "south-western", "north north-east"); ``None`` if it is none.

    Read from the last word back, each earlier direction pulls half the way: north-northeast is 22.5 degrees.
    """
    plain = (
        words.lower().replace("ern", "").replace("-", "").replace(" ", "").removesuffix("wards").removesuffix("ward")
    )
    parts: list[float] = []
    while plain:
        name = next((name for name in _COMPASS if plain.startswith(name)), None)
        if name is None:
            return None
        parts.append(_COMPASS[name])
        plain = plain[len(name) :]
    if not parts:
        return None
    bearing = parts[-1]
    for earlier in reversed(parts[:-1]):
        turn = (bearing - earlier + _HALF_TURN) % _FULL_TURN - _HALF_TURN
        bearing = (earlier + turn / 2) % _FULL_TURN
    return bearing


def centre(points: Iterable[tuple[float, float]], weights: Iterable[float]) -> Point | None:
    """Return the weighted middle of points on the sphere; ``None`` when nothing has weight or all cancels out."""
    x = y = z = 0.0
    for (lat, lon), weight in zip(points, weights, strict=True):
        north, east = math.radians(lat), math.radians(lon)
        x += weight * math.cos(north) * math.cos(east)
        y += weight * math.cos(north) * math.sin(east)
        z += weight * math.sin(north)
    length = math.sqrt(x * x + y * y + z * z)
    if not length:
        return None
    return Point(math.degrees(math.asin(max(-1.0, min(1.0, z / length)))), math.degrees(math.atan2(y, x)))


def reach_km(middle: tuple[float, float], points: Sequence[tuple[float, float]], share: float = 0.9) -> float:
    """Return the radius around ``middle`` that holds ``share`` of the points."""
    if not points:
        return 0.0
    distances = sorted(distance_km(middle, point) for point in points)
    return distances[min(len(distances) - 1, math.ceil(share * len(distances)) - 1)]


def along(origin: tuple[float, float], bearing: float, point: tuple[float, float]) -> float:
    """Return how far ``point`` lies from ``origin`` in the direction ``bearing``, in kilometres (flat, signed)."""
    per_degree = math.radians(1.0) * EARTH_RADIUS_KM
    north = (point[0] - origin[0]) * per_degree
    east = _wrapped(point[1] - origin[1]) * per_degree * math.cos(math.radians(origin[0]))
    course = math.radians(bearing)
    return north * math.cos(course) + east * math.sin(course)


def _wrapped(lon: float) -> float:
    return (lon + _HALF_TURN) % _FULL_TURN - _HALF_TURN
