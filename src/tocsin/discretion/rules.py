"""Rules of discretion: which incidents come late, and of which the place is blurred."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt

from tocsin.codebook import Kind
from tocsin.model import Incident, Place

_EARTH_KM = 6371.0088


class UnfitRuleError(ValueError):
    """A rule that says nothing, or what cannot be."""


@dataclass(frozen=True, slots=True)
class Area:
    """A point (WGS 84 degrees) and the kilometres around it."""

    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Rule:
    """What is withheld from readers of the incidents that it is about, and why.

    It is about those of the ``kind``, in the ``country`` (ISO 3166 alpha-2), in the ``area`` and with the id that it
    names; what is ``None`` does not narrow it. An incident is wherever its place or any of its claims say that it was or
    was launched from: which claim is right, nobody knows. ``delay_hours`` count from the end of the day on which an incident was
    first reported. ``blur_km`` is the radius within which its place is told.
    """

    id: str
    kind: Kind | None = None
    country: str | None = None
    area: Area | None = None
    incident: str | None = None
    delay_hours: float | None = None
    blur_km: float | None = None
    reason: str = ""
    by: str = ""
    at: str = ""

    @property
    def by_place(self) -> bool:
        """Whether it matters to it where an incident was."""
        return self.country is not None or self.area is not None


@dataclass(frozen=True, slots=True)
class Restraint:
    """What is withheld of one incident: all of it until a time, and its place but for the kilometres around."""

    until: datetime | None = None
    blur_km: float | None = None

    def hides(self, now: datetime) -> bool:
        """Say whether the incident does not exist yet for readers."""
        return self.until is not None and now < self.until

    def over(self, other: Restraint) -> Restraint:
        """Return what both withhold together."""
        until = max((one for one in (self.until, other.until) if one is not None), default=None)
        blur = max((one for one in (self.blur_km, other.blur_km) if one is not None), default=None)
        return Restraint(until, blur)


#: Nothing is withheld.
NONE = Restraint()

_MOST_HOURS, _MOST_KM = 24 * 3660, 20_040.0


def check(rule: Rule) -> None:
    """Refuse a rule that withholds nothing, is about everything by mistake, or has impossible numbers.

    Raises:
        UnfitRuleError: that is so; the message names the field.

    """
    if rule.delay_hours is None and rule.blur_km is None:
        raise UnfitRuleError("delay_hours or blur_km: one of them must be said")
    if rule.delay_hours is not None and not 0 < rule.delay_hours <= _MOST_HOURS:
        raise UnfitRuleError(f"delay_hours: {rule.delay_hours} is not between 0 and {_MOST_HOURS}")
    if rule.blur_km is not None and not 0 < rule.blur_km <= _MOST_KM:
        raise UnfitRuleError(f"blur_km: {rule.blur_km} is not between 0 and {_MOST_KM}")
    if rule.country is not None and not (len(rule.country) == 2 and rule.country.isascii() and rule.country.isupper()):  # noqa: PLR2004 - ISO 3166 alpha-2
        raise UnfitRuleError(f"country: {rule.country!r} is not a code of two capitals such as IQ")
    area = rule.area
    if area is not None and not (abs(area.lat) <= 90 and abs(area.lon) <= 180 and 0 < area.radius_km <= _MOST_KM):  # noqa: PLR2004 - degrees
        raise UnfitRuleError("area: no such point, or no radius")
    if not rule.reason.strip():
        raise UnfitRuleError("reason: say why")


def restraint(incident: Incident, rules: Iterable[Rule], named: Collection[Place] = ()) -> Restraint:
    """Return what the rules withhold of an incident, all together; ``named`` are the places that its claims name."""
    found = NONE
    for rule in rules:
        if concerns(rule, incident, named):
            until = None if rule.delay_hours is None else first_shown(incident, rule.delay_hours)
            found = found.over(Restraint(until, rule.blur_km))
    return found


def first_shown(incident: Incident, delay_hours: float) -> datetime:
    """Return when an incident that comes so late is first shown; the day it was reported on counts to its end."""
    ended = datetime.combine(incident.first_reported, time.min, UTC) + timedelta(days=1)
    return ended + timedelta(hours=delay_hours)


def concerns(rule: Rule, incident: Incident, named: Collection[Place] = ()) -> bool:
    """Say whether a rule is about an incident, of whose place ``named`` are those that its claims name."""
    if rule.kind not in (None, incident.kind) or rule.incident not in (None, incident.id):
        return False
    told = (incident.place, incident.launched_from, *named)
    return not rule.by_place or any(place is not None and covers(rule, place) for place in told)


def covers(rule: Rule, place: Place) -> bool:
    """Say whether a rule is about what happens at a place."""
    in_country = rule.country is None or place.country == rule.country
    return in_country and (rule.area is None or reaches(place, rule.area))


def reaches(place: Place, area: Area) -> bool:
    """Say whether a place, as wide as it is, reaches into an area; one without a point reaches into none."""
    if place.lat is None or place.lon is None:
        return False
    half = sin(radians(place.lat - area.lat) / 2) ** 2
    half += cos(radians(place.lat)) * cos(radians(area.lat)) * sin(radians(place.lon - area.lon) / 2) ** 2
    apart = 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))
    return apart <= area.radius_km + (place.radius_km or 0.0)
