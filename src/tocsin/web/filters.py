"""The filters of incidents that many routes share, read from the query."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time
from typing import Annotated, TypeAlias

from fastapi import Depends, Query

from tocsin.codebook import Grade, Kind, Status
from tocsin.ledger.search import Box, Circle, Filter
from tocsin.web.problems import misshapen, unfit

#: So many values of one filter, and so many letters of one, are asked for at most.
_VALUES, _LETTERS = 50, 200
_MOST_KM = 20_040.0

_COUNTRY = r"^[A-Za-z]{2}$"
_NUMBERS = r"^ *-?[0-9.]{1,24}( *, *-?[0-9.]{1,24}){%d} *$"
_Names: TypeAlias = Annotated[list[Annotated[str, Query(min_length=1, max_length=_LETTERS)]], Query(max_length=_VALUES)]

Since = Annotated[date | None, Query(description="Only events on or after this day.", examples=["2026-03-01"])]
Until = Annotated[date | None, Query(description="Only events on or before this day.", examples=["2026-03-31"])]


class _Told:
    """What must hold of the event as told."""

    def __init__(
        self,
        kind: Annotated[list[Kind], Query(description="Kinds of event; any of them.")] = [],  # noqa: B006 - FastAPI copies it
        status: Annotated[list[Status], Query(description="Statuses; any of them.")] = [],  # noqa: B006 - as above
        grade: Annotated[list[Grade], Query(description="Grades; any of them.")] = [],  # noqa: B006 - as above
        *,
        background: Annotated[bool | None, Query(description="Only those told as background, or none of them.")] = None,
        conflicts: Annotated[
            bool | None,
            Query(description="Only those whose claims contradict each other, or none of them.", examples=[True]),
        ] = None,
    ) -> None:
        self.kinds, self.statuses, self.grades = tuple(kind), tuple(status), tuple(grade)
        self.background, self.conflicts = background, conflicts


class _Named:
    """Names that must stand in an incident."""

    def __init__(
        self,
        country: Annotated[
            list[Annotated[str, Query(pattern=_COUNTRY)]],
            Query(max_length=_VALUES, description="Countries (ISO 3166, two letters); any of them."),
        ] = [],  # noqa: B006 - FastAPI copies it
        side: Annotated[_Names, Query(description="Actors, by id or name; any of them.")] = [],  # noqa: B006 - as above
        outlet: Annotated[_Names, Query(description="Outlets that told of it; any of them.")] = [],  # noqa: B006 - as above
        text: Annotated[
            str,
            Query(max_length=_LETTERS, description="Words in place, actors, targets, weapons and titles; all of them."),
        ] = "",
    ) -> None:
        self.countries = tuple(code.upper() for code in country)
        self.sides, self.outlets, self.text = tuple(side), tuple(outlet), text


class _Where:
    """Where the event must have been."""

    def __init__(
        self,
        bbox: Annotated[
            str | None,
            Query(
                pattern=_NUMBERS % 3,
                description="west,south,east,north in degrees; may reach over 180°.",
                examples=["38,33,49,38"],
            ),
        ] = None,
        near: Annotated[
            str | None,
            Query(pattern=_NUMBERS % 1, description="lat,lon in degrees, with radius_km.", examples=["36.2,44.0"]),
        ] = None,
        radius_km: Annotated[float | None, Query(gt=0, le=_MOST_KM, description="Kilometres around near.")] = None,
        *,
        placed: Annotated[
            bool | None,
            Query(description="Only those whose place has a point on the map, or none of them.", examples=[False]),
        ] = None,
    ) -> None:
        self.placed = placed
        self.box = None if bbox is None else read_box(bbox)
        self.near = _read_circle(near, radius_km)


def _wanted(
    told: Annotated[_Told, Depends()],
    named: Annotated[_Named, Depends()],
    where: Annotated[_Where, Depends()],
    since: Since = None,
    until: Until = None,
) -> Filter:
    if since is not None and until is not None and since > until:
        raise unfit("since", f"no day is on or after {since} and on or before {until}")
    return Filter(
        kinds=told.kinds, statuses=told.statuses, grades=told.grades, background=told.background,
        countries=named.countries, sides=named.sides, outlets=named.outlets, text=named.text,
        box=where.box, near=where.near, placed=where.placed, conflicts=told.conflicts, since=since, until=until,
    )  # fmt: skip


#: The filter that a query asks for.
Wanted = Annotated[Filter, Depends(_wanted)]


def read_box(written: str) -> Box:
    """Read "west,south,east,north".

    Raises:
        ProblemError: these are no degrees, or south lies north of north.

    """
    west, south, east, north = _numbers("bbox", written)
    _in_degrees("bbox", (south, north), (west, east))
    if south > north:
        raise unfit("bbox", "south is greater than north; the order is west,south,east,north")
    return Box(west, south, east, north)


def _read_circle(near: str | None, radius_km: float | None) -> Circle | None:
    if (near is None) is not (radius_km is None):
        raise unfit("near", "near and radius_km belong together")
    if near is None or radius_km is None:
        return None
    lat, lon = _numbers("near", near)
    _in_degrees("near", (lat,), (lon,))
    return Circle(lat, lon, radius_km)


def _numbers(name: str, written: str) -> list[float]:
    try:
        found = [float(part) for part in written.split(",")]
    except ValueError as error:
        raise misshapen(name) from error
    if not all(math.isfinite(one) for one in found):
        raise misshapen(name)
    return found


def _in_degrees(name: str, lats: tuple[float, ...], lons: tuple[float, ...]) -> None:
    if any(abs(lat) > 90 for lat in lats) or any(abs(lon) > 180 for lon in lons):  # noqa: PLR2004 - degrees
        raise unfit(name, "latitudes are from -90 to 90, longitudes from -180 to 180")


def as_moment(name: str, written: str) -> datetime:
    """Read a time (ISO 8601, UTC where no zone is given); of a day its last moment.

    Raises:
        ProblemError: it is no time.

    """
    try:
        found = datetime.fromisoformat(written)
        if len(written) <= len("2026-11-25"):
            found = datetime.combine(found.date(), time.max)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise unfit(name, f"{written[:80]!r} is no time such as 2026-11-25 or 2026-11-25T14:30Z") from error
