"""Lists, maps and counts over the catalogue, as somebody is shown them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from tocsin.codebook import Status
from tocsin.ledger import schema
from tocsin.ledger.batches import batched
from tocsin.ledger.catalogue import counting, mapping, suggesting
from tocsin.ledger.catalogue.asking import Key, Order, Sight, chosen, found, listed
from tocsin.ledger.catalogue.columns import NO_DAY, Array, Columns, incident_of
from tocsin.ledger.search import Box, Filter
from tocsin.ledger.view import View
from tocsin.link.days import BACKGROUND_DAYS
from tocsin.model import Incident, Scope
from tocsin.publish.figures import FigurePolicy
from tocsin.publish.tally import TallyBy, TallyRow

_ALL = Filter()
_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents in order with their keys, the key of the last one where more follow, and how many there are in all."""

    incidents: tuple[Incident, ...]
    keys: dict[str, int]
    following: Key | None
    total: int


@dataclass(frozen=True, slots=True)
class Point:
    """An incident on a map."""

    id: str
    kind: str
    status: str
    grade: str
    lat: float
    lon: float
    precision: int | None
    radius_km: float | None
    start: str | None
    end: str | None
    killed: tuple[int | None, int | None] | None
    place: str | None
    sources: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that somebody may have meant, and how many incidents hold them."""

    text: str
    incidents: int


class Listing:
    """Lists, maps and counts for one viewer. ``columns`` is shared by all that look at one ledger."""

    def __init__(self, view: View, columns: Columns) -> None:
        self._view = view
        self._columns = columns

    @contextmanager
    def _asked(self, wanted: Filter) -> Iterator[tuple[Columns, Array, Connection]]:
        with self._view.disclosing() as disclosing:
            rows = self._holding(disclosing.connection, wanted.text)
            sight = Sight(disclosing.in_full, disclosing.now)
            with self._columns.held(disclosing.connection) as columns:
                yield columns, chosen(columns, wanted, sight, rows), disclosing.connection

    def _holding(self, connection: Connection, words: str) -> Array | None:
        """Return the rows that hold the words; they are sought while others may ask."""
        sought = self._view.sought(words)
        if sought is None:
            return None
        with self._columns.held(connection) as columns:
            clock = columns.clock
        return self._columns.remember(clock, words, lambda: found(connection, sought))

    def page(self, wanted: Filter, order: Order, limit: int, after: Key | None = None) -> Page:
        """Return at most ``limit`` of the incidents wanted, those after the key where one is given."""
        with self._asked(wanted) as (columns, mask, _):
            total = int(np.count_nonzero(mask))
            keys, more = listed(columns, mask, order, limit, after)
        incidents = self._view.incidents_named([identifier for _, identifier in keys])
        return Page(tuple(incidents), {one: key for key, one in keys}, keys[-1] if more else None, total)

    def suggestions(self, text: str) -> list[Suggestion]:
        """Return what may have been meant by words that no incident holds; none where some incident holds them."""
        if self._view.sought(text) is None or self.count(Filter(text=text)):
            return []
        with self._asked(_ALL) as (columns, mask, _):
            names = suggesting.names(columns, mask)
        near = suggesting.meant(text, names, _SUGGESTED)
        told = [Suggestion(one, self.count(Filter(text=one))) for one in near]
        return [one for one in told if one.incidents]

    def each(self, wanted: Filter, order: Order) -> tuple[int, Iterator[Incident]]:
        """Return how many incidents are wanted, and each of them in order."""
        with self._asked(wanted) as (columns, mask, _):
            total = int(np.count_nonzero(mask))
            keys, _ = listed(columns, mask, order, max(total, 1), None)
        ids = [identifier for _, identifier in keys]
        return total, (one for batch in batched(ids) for one in self._view.incidents_named(batch))

    def state(self) -> str:
        """Return what changes whenever anything does that is listed, counted or shown of incidents."""
        with self._asked(_ALL) as (columns, mask, _):
            return f"{columns.clock}/{np.count_nonzero(mask)}"

    def sheet(self, wanted: Filter, view: Box, zoom: float) -> tuple[mapping.Sheet, list[Point]]:
        """Return what a map shows of the incidents wanted, and the points of it."""
        # Those left out as background are counted in the same look, so that all numbers are of one moment.
        without = wanted.background is False
        with self._asked(replace(wanted, background=None) if without else wanted) as (columns, mask, _):
            news = mask & ~columns["background"] if without else mask
            sheet = mapping.sheet(columns, news, view, zoom)
            sheet = replace(sheet, background=int(np.count_nonzero(mask) - np.count_nonzero(news)))
        if not sheet.points:
            return sheet, []
        with self._view.disclosing() as disclosing:
            return sheet, _points(disclosing.connection, sheet.points)

    def timeline(self, wanted: Filter, by: TallyBy) -> list[counting.Bin]:
        """Return the periods with what is counted of each."""
        with self._asked(wanted) as (columns, mask, _):
            return counting.timeline(columns, mask, by)

    def tally(self, wanted: Filter, by: TallyBy, figures: FigurePolicy) -> list[TallyRow]:
        """Return the counts by group."""
        with self._asked(wanted) as (columns, mask, _):
            return counting.tally(columns, mask, by, figures)

    def delays(self, wanted: Filter) -> list[tuple[int | None, int]]:
        """Return how many incidents were first reported so many days after they ended."""
        with self._asked(wanted) as (columns, mask, _):
            return counting.delays(columns, mask)

    def count(self, wanted: Filter) -> int:
        """Return how many incidents are wanted."""
        with self._asked(wanted) as (_, mask, _):
            return int(np.count_nonzero(mask))

    def sides(self) -> list[tuple[str | None, str, int]]:
        """Return the actors of incidents: id, name, and of how many; the most frequent first."""
        with self._asked(_ALL) as (columns, mask, _):
            told = counting.ranked(counting.by_line(columns["sides"][mask], columns.sides))
        return [(line.partition("\t")[0] or None, line.partition("\t")[2], number) for line, number in told]

    def countries(self) -> list[tuple[str, int]]:
        """Return the countries of incidents with the number of each, the most frequent first."""
        with self._asked(_ALL) as (columns, mask, _):
            return list(counting.ranked(counting.by_line(columns["country"][mask], columns.countries)))

    def outlets(self) -> dict[str, int]:
        """Return of how many incidents each outlet tells."""
        with self._asked(_ALL) as (columns, mask, _):
            return dict(counting.by_line(columns["outlets"][mask], columns.outlets))

    def near_scope(self, scope: Scope) -> list[Incident]:
        """Return the incidents that may lie in the scope of a cumulative figure, and perhaps others."""
        with self._asked(Filter(statuses=(Status.OCCURRED,))) as (columns, mask, _):
            ids = [incident_of(one) for one in columns["id"][mask & _within(columns, scope)]]
        return [one for batch in batched(ids) for one in self._view.incidents_named(batch)]


def _within(columns: Columns, scope: Scope) -> Array:
    """Return for each row whether it may lie in a scope."""
    near: Array = np.ones(len(columns), np.bool_)
    if scope.since is not None:
        first = max(scope.since.toordinal() - BACKGROUND_DAYS, 1)
        overlapping = (columns["end"] >= first) & (columns["start"] - BACKGROUND_DAYS <= scope.until.toordinal())
        near &= overlapping | (columns["start"] == NO_DAY)
    if scope.country is not None and scope.radius_km is None:
        codes = columns.countries.holding.get(scope.country, [])
        near &= np.isin(columns["country"], codes) | (columns["country"] < 0)
    return near


def _points(connection: Connection, numbers: Sequence[int]) -> list[Point]:
    table = schema.catalogue.c
    statement = select(schema.catalogue).where(table.number.in_(numbers)).order_by(table.number)
    return [_point(row) for row in connection.execute(statement).mappings() if row["lat"] is not None]


def _point(row: Any) -> Point:
    low, high = row["killed_min"], row["killed_max"]
    told: dict[str, Any] = {
        name: row[name]
        for name in ("kind", "status", "grade", "lat", "lon", "precision", "radius_km", "place", "sources")
    }
    return Point(
        id=row["incident"],
        start=None if row["start_day"] is None else row["start_day"].isoformat(),
        end=None if row["end_day"] is None else row["end_day"].isoformat(),
        killed=None if low is None and high is None else (low, high),
        **told,
    )
