"""How far two incidents lie apart in days and kilometres, so that a doubt over them is seen for what it is."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.model import Incident, Place
from tocsin.resolve.geo import distance_km


@dataclass(frozen=True, slots=True)
class Apart:
    """The days between two incidents and the kilometres between their points; ``None`` where one is not known.

    Days are counted from the last of the one to the first of the other: 1 for neighbouring days, 0 where they overlap.
    """

    days: int | None
    km: float | None


def apart(one: Incident, other: Incident) -> Apart:
    """Return how far two incidents lie apart."""
    return Apart(_days(one, other), _kilometres(one.place, other.place))


def _days(one: Incident, other: Incident) -> int | None:
    if one.when is None or other.when is None:
        return None
    first, second = sorted((one.when, other.when), key=lambda when: (when.start, when.end))
    return max(0, (second.start - first.end).days)


def _kilometres(one: Place | None, other: Place | None) -> float | None:
    a, b = _point(one), _point(other)
    return None if a is None or b is None else round(distance_km(a, b), 1)


def _point(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon
