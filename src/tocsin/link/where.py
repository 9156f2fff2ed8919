"""Where a claim puts its event: its points, regions and countries, and how far two claims are apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tocsin.codebook import PRECISION_WIDTH, PlacePrecision
from tocsin.lexicon.folding import name_key
from tocsin.model import Claim, Place
from tocsin.resolve.geo import distance_km

#: The uncertainty in kilometres taken where a place carries none.
RADIUS_KM = {
    PlacePrecision.SITE: 5.0,
    PlacePrecision.NEAR: 25.0,
    PlacePrecision.ADMIN2: 40.0,
    PlacePrecision.ADMIN1: 150.0,
    PlacePrecision.VAGUE: 150.0,
    PlacePrecision.COUNTRY: 500.0,
    PlacePrecision.WATER_OR_AIR: 250.0,
}


class Apart(NamedTuple):
    """Two places, their distance and the sum of their radii, in kilometres."""

    left: Place
    right: Place
    km: float
    radii_km: float

    @property
    def same_feature(self) -> bool:
        """Whether both are one entry of the gazetteer."""
        return self.left.feature is not None and self.left.feature == self.right.feature


def narrowness(place: Place) -> int:
    """Return the rank of the place's precision, 0 the narrowest; an unresolved place ranks last."""
    return len(PRECISION_WIDTH) if place.precision is None else PRECISION_WIDTH[place.precision]


def radius_km(place: Place) -> float:
    """Return the uncertainty of a place: its own, or the usual one of its precision."""
    if place.radius_km is not None:
        return place.radius_km
    return RADIUS_KM[place.precision or PlacePrecision.NEAR]


def is_point(place: Place) -> bool:
    """Return whether the place is narrow enough to tell towns apart and has coordinates."""
    return (
        place.lat is not None and place.lon is not None and narrowness(place) <= PRECISION_WIDTH[PlacePrecision.ADMIN2]
    )


def points(claim: Claim) -> tuple[Place, ...]:
    """Return the claim's narrow places."""
    return tuple(place for place in claim.places if is_point(place))


def located(claim: Claim) -> tuple[Place, ...]:
    """Return the claim's places that have coordinates, narrowest first, in order of the text within a precision."""
    have = (place for place in claim.places if place.lat is not None and place.lon is not None)
    return tuple(sorted(have, key=narrowness))


def countries(claim: Claim) -> frozenset[str]:
    """Return the codes of the countries the claim's places lie in."""
    return frozenset(place.country for place in claim.places if place.country is not None)


def place_keys(claim: Claim) -> frozenset[str]:
    """Return the name keys of every place expression of the claim and of what it was resolved to."""
    texts = (text for place in claim.places for text in (place.span.text, place.name) if text)
    return frozenset(key for key in map(name_key, texts) if key)


def apart(a: Place, b: Place) -> Apart | None:
    """Return how far two places are apart; ``None`` where either has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    km = distance_km((a.lat, a.lon), (b.lat, b.lon))
    return Apart(a, b, km, radius_km(a) + radius_km(b))


def nearest(left: Iterable[Place], right: Iterable[Place]) -> Apart | None:
    """Return the two places that are nearest to each other, one of either side; ``None`` where there are none."""
    others = tuple(right)
    found = [gap for a in left for b in others if (gap := apart(a, b)) is not None]
    return min(found, key=lambda gap: (not gap.same_feature, gap.km, gap.radii_km), default=None)
