"""Which incidents somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import ColumnElement

from tocsin.codebook import Grade, Kind, Status
from tocsin.ledger.schema import incidents
from tocsin.lexicon.folding import fold
from tocsin.lexicon.spelling import Sought, holds, spellings
from tocsin.model import Incident, Place

#: Mean radius of the Earth.
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees from west to east and south to north, ends included; west greater than east reaches over 180°."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A point (WGS 84 degrees) and the kilometres around it."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of incidents; what is left empty does not narrow it.

    ``kinds``, ``statuses``, ``countries`` (ISO 3166 alpha-2) and ``grades`` name what may be; ``since`` and ``until``
    are days, both included: an incident answers when its interval touches theirs, one without a day never does.
    ``text`` is looked for, word by word and in all its spellings, in the names of place and actors (the catalogue knows
    more words). ``prefix`` is the beginning of the id.
    ``sides`` are ids or names of actors, ``outlets`` names. ``box`` and ``near`` ask for the point of the place, ``placed``
    whether it has one. ``conflicts`` asks whether the claims contradict each other.
    """

    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    countries: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    since: date | None = None
    until: date | None = None
    background: bool | None = None
    text: str = ""
    prefix: str = ""
    sides: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    box: Box | None = None
    near: Circle | None = None
    placed: bool | None = None
    conflicts: bool | None = None


#: All incidents.
ALL = Filter()


def conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of the columns of the table ``incidents``."""
    among = (
        (incidents.c.kind, wanted.kinds),
        (incidents.c.status, wanted.statuses),
        (incidents.c.country, wanted.countries),
        (incidents.c.grade, wanted.grades),
    )
    for column, allowed in among:
        if allowed:
            yield column.in_([str(value) for value in allowed])
    if wanted.since is not None:
        yield incidents.c.end_day >= wanted.since
    if wanted.until is not None:
        yield incidents.c.start_day <= wanted.until
    if wanted.background is not None:
        yield incidents.c.background.is_(wanted.background)
    if wanted.prefix:
        yield incidents.c.id.startswith(wanted.prefix, autoescape=True)
    for word in fold(wanted.text).split():
        yield incidents.c.words.contains(word, autoescape=True)


def answers(incident: Incident, wanted: Filter, words: Sought | None = None) -> bool:
    """Say of one incident whether it is wanted; ``words`` is what :attr:`Filter.text` asks for."""
    place, when = incident.place, incident.when
    among = (
        (incident.kind, wanted.kinds),
        (incident.status, wanted.statuses),
        (None if place is None else place.country, wanted.countries),
        (incident.grade, wanted.grades),
    )
    told = {word for name in names_of(incident) for word in spellings(name)}
    return (
        all(value in allowed for value, allowed in among if allowed)
        and (wanted.since is None or (when is not None and when.end >= wanted.since))
        and (wanted.until is None or (when is not None and when.start <= wanted.until))
        and (wanted.background is None or incident.background is wanted.background)
        and incident.id.startswith(wanted.prefix)
        and (not wanted.sides or any({actor.name, actor.entity} & {*wanted.sides} for actor in incident.actors))
        and (not wanted.outlets or any(report.outlet in wanted.outlets for report in incident.reports))
        and (wanted.box is None or (place is not None and in_box(place.lat, place.lon, wanted.box)))
        and (wanted.near is None or (place is not None and in_circle(place.lat, place.lon, wanted.near)))
        and (wanted.placed is None or _has_point(place) is wanted.placed)
        and (wanted.conflicts is None or bool(incident.conflicts) is wanted.conflicts)
        and (words is None or holds(told, words))
    )


def _has_point(place: Place | None) -> bool:
    return place is not None and place.lat is not None and place.lon is not None


def words_of(incident: Incident) -> str:
    """Return the folded names by which :func:`conditions` finds an incident, one a line."""
    return "\n".join(map(fold, names_of(incident)))


def names_of(incident: Incident) -> list[str]:
    """Return the names of place and actors."""
    place = incident.place
    names = [] if place is None else [place.span.text, place.name, place.admin1, place.country]
    return [name for name in (*names, *(actor.name for actor in incident.actors)) if name]


def in_box(lat: float | None, lon: float | None, box: Box) -> bool:
    """Say whether a point lies in a box; one that is not known lies in none."""
    if lat is None or lon is None or not box.south <= lat <= box.north:
        return False
    if box.west <= box.east:
        return box.west <= lon <= box.east
    return lon >= box.west or lon <= box.east


def in_circle(lat: float | None, lon: float | None, around: Circle) -> bool:
    """Say whether a point lies in a circle on the sphere; one that is not known lies in none."""
    return lat is not None and lon is not None and kilometres(lat, lon, around) <= around.radius_km


def kilometres(lat: float, lon: float, around: Circle) -> float:
    """Return the kilometres between a point and the centre of a circle."""
    half = sin(radians(lat - around.lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(around.lat)) * sin(radians(lon - around.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))
