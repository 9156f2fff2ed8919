"""What a report says once of where things happened holds for all it tells: areas, and the one place of a one-place report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.codebook import Kind, PlacePrecision
from tocsin.model import Claim, Place, Step
from tocsin.resolve.geo import Point, distance_km
from tocsin.resolve.places import primary

#: Precisions of a place narrow enough to be where one event was.
_NARROW = frozenset({PlacePrecision.SITE, PlacePrecision.NEAR, PlacePrecision.ADMIN2})
_AREAS = frozenset({PlacePrecision.ADMIN2, PlacePrecision.ADMIN1, PlacePrecision.VAGUE, PlacePrecision.COUNTRY})

#: How the reason of a place begins that a claim has only from the rest of its report.
NOT_ITS_OWN = "no place of its own is told"

#: An area's radius reaches nine towns of ten; the tenth lies a little farther.
_BEYOND = 1.25

#: Crime is told by the papers of its town. News of war comes from afar and names the capital more often than the place.
_TOLD_AT_HOME = frozenset({Kind.SHOOTING, Kind.ASSAULT})

#: The news of one town reaches so far: a town that is farther from all else in its report is not where that was.
_LOCAL_KM = 80.0


def with_shared_places(claims: Sequence[Claim], home: Place | None = None) -> list[Claim]:
    """Add to each claim of a report the areas, named anywhere in it, that its place lies in.

    Where the report tells of one narrow place only, what it tells as new without any place is put there too; else in
    ``home``, the town that the report is about: of crime also what it puts in an area around the town. What it tells as
    old is put there only if it tells of nothing new.
    """
    told = [place for claim in claims for place in claim.places if place.lat is not None]
    only = _only_place(claims)
    if only is None and home is not None and not all(_is_local(place, home) for place in told):
        home = None
    old_only = all(claim.background for claim in claims)
    return [
        _with_areas(_placed(claim, only, home) if old_only or not claim.background else claim, told) for claim in claims
    ]


def _is_local(place: Place, home: Place) -> bool:
    """Tell whether a place is near a report's town or an area that may hold it: such a report is of one town's events."""
    if place.lat is None or place.lon is None or home.lat is None or home.lon is None:
        return True
    apart = distance_km(Point(place.lat, place.lon), Point(home.lat, home.lon))
    return apart <= _LOCAL_KM + (place.radius_km or 0.0)


def _only_place(claims: Sequence[Claim]) -> Place | None:
    mains = [main for claim in claims if (main := primary(claim.places)) is not None and main.precision in _NARROW]
    return mains[0] if mains and len({_key(main) for main in mains}) == 1 else None


def _key(place: Place) -> str:
    return place.feature or f"{place.lat},{place.lon}"


def _placed(claim: Claim, only: Place | None, home: Place | None) -> Claim:
    located = [place for place in claim.places if place.lat is not None]
    if claim.kind is Kind.THREAT or any(place.precision in _NARROW for place in located):
        return claim
    why = "the report tells of this one only"
    if claim.kind in _TOLD_AT_HOME and (only is None or located):
        only, why = home, "the report is about this town"
    elif located:
        return claim
    if only is None or not all(_holds(area, only) for area in located):
        return claim
    reason = f"{NOT_ITS_OWN}; {why}"
    step = Step("place", f"{only.span.text!r}: {reason}")
    return replace(claim, places=(*claim.places, replace(only, reason=reason)), steps=(*claim.steps, step))


def _with_areas(claim: Claim, told: Sequence[Place]) -> Claim:
    main = primary(claim.places)
    if main is None or main.lat is None or main.precision not in _NARROW:
        return claim
    have = {place.span.text.casefold() for place in claim.places}
    added: list[Place] = []
    for area in told:
        words = area.span.text.casefold()
        if words not in have and _holds(area, main):
            have.add(words)
            added.append(area)
    if not added:
        return claim
    steps = tuple(Step("place", f"{area.span.text!r}: lies around, named elsewhere in the report") for area in added)
    return replace(claim, places=(*claim.places, *added), steps=(*claim.steps, *steps))


def _holds(area: Place, inner: Place) -> bool:
    if area.precision not in _AREAS or area.feature == inner.feature or area.lat is None or area.lon is None:
        return False
    if inner.lat is None or inner.lon is None or area.country is None or area.country != inner.country:
        return False
    apart = distance_km(Point(area.lat, area.lon), Point(inner.lat, inner.lon))
    return apart <= _BEYOND * (area.radius_km or 0.0)
