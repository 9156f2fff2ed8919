"""Which pairs of claims are worth comparing: those that share a time and a place, or a time and a telling word.

A claim *stands* in an index under keys, each with the days that it leaves open, and *looks* under keys for claims that
stand there within reach of its days. Looking is mutual: where one claim finds another, that one finds it too. So two
claims of one town and day meet, a claim that knows the country only meets all claims of that country and day, and an
undated mention meets claims that share a name with it, without everything meeting everything.

The index holds a few lines a claim and answers for one claim at a time, so that it can be kept in a database: what a
new report has to be compared with is found without reading the rest of a ledger.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from zlib import crc32

from tocsin.link import days, where, wording
from tocsin.link.cluster import Pair
from tocsin.link.compare import figures_told
from tocsin.link.telling import Telling
from tocsin.model import Claim, Lookup, Standing

#: Neighbouring days meet, and the days around them: outlets in other time zones slip by a day.
SLACK_DAYS = 2
#: The slack of times that are no single days ("in May", context without a date).
WIDE_SLACK_DAYS = 3
#: The slack of claims that share rare names: what happened is told again for weeks, with days read wrongly or not at all.
NAME_SLACK_DAYS = 30
#: So many of its rarest words a claim is found by, and how rare they are: the natural logarithm of one report in so many.
NAMES, NAME_RARITY = 12, 6.0
#: A stated period longer than this points at no event and is not looked up.
_LONGEST_DAYS = 430
#: A claim that points at single days leaves at most so many open.
_LONGEST_DATED_DAYS = max(days.NARROW_DAYS, days.NEWS_DAYS + 1)

#: Degrees of a cell of the grid. Towns meet across the cells next to each other, so up to twice as far.
_CELL_DEGREES = 1.0


@dataclass(frozen=True, slots=True)
class _Address:
    """What a claim is found by. ``dated`` claims point at single days."""

    first: int
    last: int
    dated: bool
    cells: frozenset[tuple[int, int]]
    countries: frozenset[str]
    tokens: frozenset[str]
    names: frozenset[str]

    @property
    def placeless(self) -> bool:
        return not (self.cells or self.countries)


def _address(telling: Telling) -> _Address | None:
    claim = telling.claim
    window = days.window(claim)
    if window is None:
        return None
    dated = window.narrow or not (window.stated or claim.background)
    if window.width > (_LONGEST_DATED_DAYS if dated else _LONGEST_DAYS):
        return None
    return _Address(
        window.start.toordinal(),
        window.end.toordinal(),
        dated,
        _cells(claim),
        where.countries(claim),
        _tokens(claim),
        _names(telling),
    )


def standings(telling: Telling) -> tuple[Standing, ...]:
    """Return where the claim stands in the index; nowhere where it leaves open all days or too many."""
    at = _address(telling)
    if at is None:
        return ()
    return tuple(Standing(key, at.first, at.last) for key in sorted(_own_keys(at)))


def _own_keys(at: _Address) -> Iterator[str]:
    time = "day" if at.dated else "period"
    yield from (f"{time} cell {row},{column}" for row, column in at.cells)
    yield from (f"{time} {'word' if at.placeless or not at.dated else 'word too'} {token}" for token in at.tokens)
    if at.dated:
        yield from (f"day {'land too' if at.cells else 'land'} {country}" for country in at.countries)
    yield from (f"{time} name {name}" for name in at.names)


def lookups(telling: Telling) -> tuple[Lookup, ...]:
    """Return where the claim looks for others: claims of towns near its own, of its country, of its telling words."""
    at = _address(telling)
    if at is None:
        return ()
    return tuple(_lookup(key, at) for key in sorted(_sought_keys(at)))


def _sought_keys(at: _Address) -> Iterator[str]:
    for row, column in {near for cell in at.cells for near in _around(cell)}:
        yield f"day cell {row},{column}"
        yield f"period cell {row},{column}"
    for token in at.tokens:
        yield f"period word {token}"
        yield f"day word {token}"
        # Who stands at a place is found by it; by words alone only by those who stand at none, or at no single day.
        if at.placeless or not at.dated:
            yield f"day word too {token}"
    for name in at.names:
        yield f"day name {name}"
        yield f"period name {name}"
    if at.dated:
        for country in at.countries:
            yield f"day land {country}"
            if not at.cells:
                yield f"day land too {country}"


def _lookup(key: str, at: _Address) -> Lookup:
    days_only = at.dated and key.startswith("day")
    slack = NAME_SLACK_DAYS if " name " in key else SLACK_DAYS if days_only else WIDE_SLACK_DAYS
    longest = _LONGEST_DATED_DAYS if key.startswith("day") else _LONGEST_DAYS
    return Lookup(key, at.first - slack - longest + 1, at.last + slack, at.first - slack)


def candidate_pairs(tellings: Iterable[Telling]) -> Iterator[Pair]:
    """Yield the pairs of claims of different reports worth comparing, each once, as ordered pairs of ids."""
    known = tuple(tellings)
    index = _Index(known)
    of = {one.claim.id: one.claim.report for one in known}
    for one in known:
        claim = one.claim.id
        met = {other for other in index.meeting(one) if other < claim}
        yield from ((other, claim) for other in met if of[other] != one.claim.report)


class _Index:
    """The lines of all claims by key and first day."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        lines: dict[str, list[tuple[int, int, str]]] = {}
        for one in tellings:
            for standing in standings(one):
                lines.setdefault(standing.key, []).append((standing.first, standing.last, one.claim.id))
        self._lines: Mapping[str, list[tuple[int, int, str]]] = {key: sorted(held) for key, held in lines.items()}

    def meeting(self, telling: Telling) -> Iterator[str]:
        for sought in lookups(telling):
            held = self._lines.get(sought.key, [])
            low = bisect_left(held, (sought.first_from,))
            high = bisect_left(held, (sought.first_to + 1,))
            yield from (other for _, last, other in held[low:high] if last >= sought.last_from)


def _around(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    row, column = cell
    columns = round(360 / _CELL_DEGREES)
    yield from ((row + up, (column + right) % columns) for up, right in product((-1, 0, 1), repeat=2))


def _cells(claim: Claim) -> frozenset[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for place in where.points(claim):
        assert place.lat is not None
        assert place.lon is not None
        found.add(
            (
                math.floor(place.lat / _CELL_DEGREES),
                math.floor((place.lon + 180) / _CELL_DEGREES) % round(360 / _CELL_DEGREES),
            )
        )
    return frozenset(found)


def _names(telling: Telling) -> frozenset[str]:
    """Return the rarest words told around a claim; of equally rare ones those that come first in a fixed disorder."""
    rare = sorted((-rarity, _disorder(word), word) for word, rarity in telling.words.items() if rarity >= NAME_RARITY)
    return frozenset(word for _, _, word in rare[:NAMES])


def _disorder(word: str) -> int:
    # Not by letters: two tellings that share some of many names should choose the same ones.
    return crc32(word.encode())


def _tokens(claim: Claim) -> frozenset[str]:
    """Return what a claim without a place may be found by: names of targets, actors, places, and the dead."""
    actors = (mention.entity or word for mention in claim.actors for word in wording.names(mention.span.text) or [""])
    dead = (f"killed {figure.min}" for figure in figures_told(claim, "killed") if figure.min and figure.min > 2)  # noqa: PLR2004 - one or two dead are too common
    return frozenset(
        token for token in (*wording.target_names(claim), *actors, *where.place_keys(claim), *dead) if token
    )
