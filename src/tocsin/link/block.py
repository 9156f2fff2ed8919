"""Which pairs of claims are worth comparing: those that share a time and a place, or a time and a telling word.

A claim stands under keys. Under a key of its own width it meets all others there; under the keys of wider claims it
only meets those. So two claims of one town and day meet, a claim that knows the country only meets all claims of that
country and day, and an undated mention meets claims that share a name with it, without everything meeting everything.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations, product

from tocsin.link import days, where, wording
from tocsin.link.cluster import Pair, pair
from tocsin.link.compare import figures_told
from tocsin.model import Claim

Key = tuple[str, ...]

#: A town stands in every one-degree cell within this many kilometres, so that towns up to twice as far meet.
_REACH_KM = 50.0
_KM_A_DEGREE = 111.0
#: A stated period longer than this points at no event and is not looked up by its months.
_MONTHS_AT_MOST = 14
#: A key under which more claims than this stand tells nothing; the claims meet under their other keys.
CROWD = 2000


def candidate_pairs(claims: Iterable[Claim]) -> set[Pair]:
    """Return the pairs of claims of different reports worth comparing, as ordered pairs of ids."""
    narrow: dict[Key, list[Claim]] = {}
    wide: dict[Key, list[Claim]] = {}
    for claim in claims:
        for key, own in _keys(claim):
            (wide if own else narrow).setdefault(key, []).append(claim)
    found: set[Pair] = set()
    for key, owners in wide.items():
        guests = narrow.get(key, [])
        if len(owners) + len(guests) > CROWD:
            continue
        for a, b in (*combinations(owners, 2), *product(owners, guests)):
            if a.report != b.report:
                found.add(pair(a.id, b.id))
    return found


def _keys(claim: Claim) -> Iterator[tuple[Key, bool]]:
    """Yield the claim's keys and whether each is of its own width."""
    window = days.window(claim)
    if window is None:
        return
    dated = window.narrow or not (window.stated or claim.background)
    cells, countries, tokens = _cells(claim), where.countries(claim), _tokens(claim)
    if dated:
        for day in _days(window):
            yield from (((day, "cell", cell), True) for cell in cells)
            yield from (((day, "country", country), not cells) for country in countries)
            yield from (((day, "token", token), not (cells or countries)) for token in tokens)
    for month in _months(window):
        yield from (((month, "cell", cell), not dated) for cell in cells)
        yield from (((month, "token", token), not dated) for token in tokens)


def _days(window: days.Window) -> Iterator[str]:
    # One day of slack: outlets in other time zones slip by a day.
    for n in range(-1, window.width + 1):
        yield (window.start + timedelta(days=n)).isoformat()


def _months(window: days.Window) -> Iterator[str]:
    first = window.start.year * 12 + window.start.month - 1
    last = window.end.year * 12 + window.end.month - 1
    if last - first < _MONTHS_AT_MOST:
        yield from (f"{date(n // 12, n % 12 + 1, 1):%Y-%m}" for n in range(first, last + 1))


def _cells(claim: Claim) -> frozenset[str]:
    found: set[str] = set()
    for place in where.points(claim):
        assert place.lat is not None
        assert place.lon is not None
        reach = max(_REACH_KM, min(where.radius_km(place), 2 * _REACH_KM))
        high = reach / _KM_A_DEGREE
        broad = reach / (_KM_A_DEGREE * max(0.1, math.cos(math.radians(place.lat))))
        rows = range(math.floor(place.lat - high), math.floor(place.lat + high) + 1)
        columns = range(math.floor(place.lon - broad), math.floor(place.lon + broad) + 1)
        found.update(f"{row},{(column + 180) % 360}" for row, column in product(rows, columns))
    return frozenset(found)


def _tokens(claim: Claim) -> frozenset[str]:
    """Return what a claim without a place may be found by: names of targets, actors, places, and the dead."""
    actors = (mention.entity or word for mention in claim.actors for word in wording.names(mention.span.text) or [""])
    dead = (f"killed {figure.min}" for figure in figures_told(claim, "killed") if figure.min and figure.min > 2)  # noqa: PLR2004 - one or two dead are too common
    return frozenset(
        token for token in (*wording.target_names(claim), *actors, *where.place_keys(claim), *dead) if token
    )
