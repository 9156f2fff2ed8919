"""A place told roughly: as its first-level area or its country, without a point."""

from __future__ import annotations

from functools import cache

from tocsin.codebook import PlacePrecision
from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load
from tocsin.model import Place, Span

#: Names that begin alike for so many letters may be of one town: Kharkiv and Kharkivska, Taiz and Taizz.
_ALIKE = 4


def blurred(place: Place | None, radius_km: float) -> Place | None:
    """Return a place as readers may know it: a name that gives nothing away, the country, and how wide it is.

    The first-level area is named unless a name of the place sounds like it (the governorate of Taiz), then the
    country, then only its code. There is no point: whatever point stood for the area could lie in the town itself.
    """
    if place is None:
        return None
    names = (place.span.text, place.name or "")
    country = None if place.country is None else _country_name(place.country)
    wide = (PlacePrecision.ADMIN1, PlacePrecision.COUNTRY)
    for name, precision in zip((place.admin1, country), wide, strict=True):
        if name and not any(alike(name, other) for other in names):
            return _place(name, place.country, place.admin1 if precision is PlacePrecision.ADMIN1 else None, radius_km)
    return _place(place.country or "", place.country, None, radius_km)


def alike(a: str, b: str) -> bool:
    """Say whether two names share a word, or words that begin alike."""
    return any(_begin_alike(one, other) for one in _words(a) for other in _words(b))


def _begin_alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= _ALIKE and a[:_ALIKE] == b[:_ALIKE])


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()


def _place(name: str, country: str | None, admin1: str | None, radius_km: float) -> Place:
    return Place(
        Span(0, len(name), name), name=name or None, country=country, admin1=admin1,
        precision=PlacePrecision.COUNTRY if admin1 is None else PlacePrecision.ADMIN1,
        radius_km=radius_km, reason="told roughly, to protect people there",
    )  # fmt: skip


@cache
def _country_names() -> dict[str, str]:
    return {entry.id.upper(): str(entry.facts["name"]) for entry in load("countries")}


def _country_name(code: str) -> str | None:
    return _country_names().get(code)
