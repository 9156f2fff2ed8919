"""Which rows of the catalogue somebody asks for and may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import Connection, text

from tocsin.ledger.catalogue.columns import (
    GRADES,
    KINDS,
    NO_DAY,
    STATUSES,
    Array,
    Codes,
    Columns,
    incident_of,
    microseconds,
)
from tocsin.ledger.catalogue.entries import Edition
from tocsin.ledger.search import Box, Circle, Filter
from tocsin.lexicon.spelling import Either, Sought, Word

_EARTH_KM = 6371.0088
_LAST = np.iinfo(np.int64).max

_SQLITE = text("SELECT group_concat(rowid) FROM catalogue_words WHERE catalogue_words MATCH :words")
_POSTGRESQL = text(
    "SELECT number FROM catalogue WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST(:words AS tsquery)"
)


class Order(StrEnum):
    """How incidents are listed: by first day, or by the time of their last change."""

    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


#: Where a list goes on: a number to order by, and the id of the incident that was last.
Key: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Sight:
    """Who looks, and when: whether somebody who sees all."""

    in_full: bool
    now: datetime


def found(connection: Connection, wanted: Sought) -> Array:
    """Return the numbers of the rows that hold what is looked for."""
    if connection.dialect.name == "sqlite":
        listed = connection.scalar(_SQLITE, {"words": _written(wanted, (" AND ", " OR "), '"{}"*', '"{}"')})
        return np.fromstring(listed, np.int64, sep=",") if listed else np.zeros(0, np.int64)
    query = _written(wanted, (" & ", " | "), "'{}':*", "'{}'")
    return np.fromiter(connection.scalars(_POSTGRESQL, {"words": query}), np.int64)


def _written(wanted: Sought, between: tuple[str, str], begun: str, whole: str) -> str:
    """Write what is looked for as a database wants it; words are letters and digits, so that nothing has to be quoted."""
    if isinstance(wanted, Word):
        return (whole if wanted.whole else begun).format(wanted.word)
    told = between[isinstance(wanted, Either)].join(_written(part, between, begun, whole) for part in wanted.parts)
    return f"({told})"


def visible(columns: Columns, sight: Sight) -> Array:
    """Return for each row whether it may be seen."""
    edition = columns["edition"]
    own = Edition.IN_FULL if sight.in_full else Edition.READERS
    seen: Array = (edition == Edition.ALL.value) | (edition == own.value)
    return seen if sight.in_full else seen & (columns["hidden"] <= microseconds(sight.now))


def chosen(columns: Columns, wanted: Filter, sight: Sight, rows: Array | None) -> Array:
    """Return for each row whether it is wanted and may be seen; ``rows`` are those that hold the words asked for."""
    mask = visible(columns, sight)
    if rows is not None:
        holds = np.zeros(len(columns), np.bool_)
        holds[rows[rows < len(columns)]] = True
        mask &= holds
    for name, terms, asked in (
        ("kind", KINDS, wanted.kinds), ("status", STATUSES, wanted.statuses), ("grade", GRADES, wanted.grades),
    ):  # fmt: skip
        if asked:
            mask &= _among(columns[name], [terms.index(one) for one in asked])
    if wanted.background is not None:
        mask &= columns["background"] == wanted.background
    if wanted.conflicts is not None:
        mask &= columns["conflicts"] == wanted.conflicts
    for name, codes, names in (
        ("country", columns.countries, wanted.countries),
        ("sides", columns.sides, wanted.sides),
        ("outlets", columns.outlets, wanted.outlets),
    ):
        if names:
            mask &= _among(columns[name], _codes(codes, names))
    return _in_time_and_place(columns, wanted, mask)


def _codes(codes: Codes, names: Sequence[str]) -> list[int]:
    return sorted({code for name in names for code in codes.holding.get(name, ())})


def _among(column: Array, codes: Sequence[int]) -> Array:
    if len(codes) == 1:
        return np.asarray(column == codes[0])
    return np.isin(column, np.array(codes, column.dtype))


def _in_time_and_place(columns: Columns, wanted: Filter, mask: Array) -> Array:
    if wanted.since is not None:
        mask &= columns["end"] >= wanted.since.toordinal()
    if wanted.until is not None:
        mask &= (columns["start"] <= wanted.until.toordinal()) & (columns["start"] != NO_DAY)
    if wanted.placed is not None:
        mask &= has_point(columns) == wanted.placed
    if wanted.box is not None:
        mask &= in_box(columns["lat"], columns["lon"], wanted.box)
    if wanted.near is not None:
        mask &= _in_circle(columns["lat"], columns["lon"], wanted.near)
    return mask


def has_point(columns: Columns) -> Array:
    """Return for each row whether its place has a point."""
    return np.asarray(~np.isnan(columns["lat"]) & ~np.isnan(columns["lon"]))


def in_box(lat: Array, lon: Array, box: Box) -> Array:
    """Return for each point whether it lies in a box; no number does not."""
    high = (lat >= box.south) & (lat <= box.north)
    if box.west <= box.east:
        return np.asarray(high & (lon >= box.west) & (lon <= box.east))
    return np.asarray(high & ((lon >= box.west) | (lon <= box.east)))


def _in_circle(lat: Array, lon: Array, around: Circle) -> Array:
    half = np.sin(np.radians(lat - around.lat) / 2) ** 2
    half += np.cos(np.radians(lat)) * np.cos(np.radians(around.lat)) * np.sin(np.radians(lon - around.lon) / 2) ** 2
    apart = 2 * _EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return np.asarray(apart <= around.radius_km)


def listed(columns: Columns, mask: Array, order: Order, limit: int, after: Key | None) -> tuple[list[Key], bool]:
    """Return the keys of at most ``limit`` of the rows, in order, and whether more follow."""
    rows = np.flatnonzero(mask)
    days, ids = _keys(columns, rows, order), columns["id"][rows]
    if order is not Order.OLDEST:  # greatest first: turned round, least first
        days, ids = -days, ~ids
    if after is not None:
        day, last = np.int64(after[0]), np.uint64(int(after[1][1:], 16))
        if order is not Order.OLDEST:
            day, last = -day, ~last
        later = (days > day) | ((days == day) & (ids > last))
        rows, days, ids = rows[later], days[later], ids[later]
    more = len(rows) > limit
    if more:
        bound = np.partition(days, limit - 1)[limit - 1]
        near = days <= bound
        rows, days, ids = rows[near], days[near], ids[near]
    sorting = np.lexsort((ids, days))[:limit]
    keys = _keys(columns, rows[sorting], order)
    return [(int(key), incident_of(one)) for key, one in zip(keys, columns["id"][rows[sorting]], strict=True)], more


def _keys(columns: Columns, rows: Array, order: Order) -> Array:
    """Return what rows are ordered by; those without a day come last."""
    if order is Order.UPDATED:
        return columns["updated"][rows]
    days: Any = columns["start"][rows].astype(np.int64)
    return np.where(days == NO_DAY, _LAST, days) if order is Order.OLDEST else days
