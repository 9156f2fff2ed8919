"""Incidents on a map: few as points, many as the cells of a grid; never one incident as both."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tocsin.ledger.catalogue.asking import in_box
from tocsin.ledger.catalogue.columns import KINDS, Array, Columns
from tocsin.ledger.search import Box

#: Up to so many incidents in view are points.
POINTS = 400
#: Cells are so many to the width of a tile of 256 pixels.
_CELLS_A_TILE = 4
_MOST_ZOOM = 18
#: Up to so many cells of the whole grid are counted one by one.
_DENSE = 1 << 20
_LAT_END, _LON_END = 90.0, 180.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: the middle of the incidents in it, how many of which kind, the dead for certain, its edges."""

    lat: float
    lon: float
    count: int
    killed_min: int
    kinds: dict[str, int]
    box: Box


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a map shows: the numbers of rows to be drawn as points, or cells; and how many incidents have no point.

    ``background`` is how many more there would be were those told as background not left out.
    """

    points: tuple[int, ...]
    cells: tuple[Cell, ...]
    unplaced: int
    background: int = 0


def sheet(columns: Columns, mask: Array, view: Box, zoom: float) -> Sheet:
    """Return what a map shows of the rows in a view, at a zoom as maps of the web count it."""
    lat, lon = columns["lat"], columns["lon"]
    placed = mask & ~np.isnan(lat) & ~np.isnan(lon)
    unplaced = int(np.count_nonzero(mask) - np.count_nonzero(placed))
    rows = np.flatnonzero(placed & in_box(lat, lon, view))
    if len(rows) <= POINTS:
        return Sheet(tuple(int(row) for row in rows), (), unplaced)
    return Sheet((), tuple(_cells(columns, rows, zoom)), unplaced)


def cell_degrees(zoom: float) -> float:
    """Return how many degrees a cell is wide and high."""
    return 2 * _LON_END / (_CELLS_A_TILE << min(max(math.floor(zoom), 0), _MOST_ZOOM))


def _cells(columns: Columns, rows: Array, zoom: float) -> list[Cell]:
    side = cell_degrees(zoom)
    lat, lon = columns["lat"][rows], columns["lon"][rows]
    across = math.ceil(2 * _LON_END / side) + 1
    north = np.floor((lat + _LAT_END) / side).astype(np.int64)
    east = np.floor((lon + _LON_END) / side).astype(np.int64)
    keys, members = _numbered(north * across + east)
    size, kinds = len(keys), len(KINDS)
    counts = np.bincount(members, minlength=size)
    lats, lons = np.bincount(members, lat, size) / counts, np.bincount(members, lon, size) / counts
    killed = np.bincount(members, np.nan_to_num(columns["killed_min"][rows]), size)
    by_kind = np.bincount(members * kinds + columns["kind"][rows], minlength=size * kinds).reshape(size, kinds)
    made = []
    for at, key in enumerate(keys):
        box = _box(int(key) // across, int(key) % across, side)
        middle = (
            min(max(round(float(lats[at]), 6), box.south), box.north),
            min(max(round(float(lons[at]), 6), box.west), box.east),
        )
        told = {KINDS[code].value: int(number) for code, number in enumerate(by_kind[at]) if number}
        made.append(Cell(*middle, int(counts[at]), int(killed[at]), told, box))
    return made


def _numbered(keys: Array) -> tuple[Array, Array]:
    """Return the different keys in order, and for each of ``keys`` which of them it is."""
    if keys.max() >= _DENSE:
        found, members = np.unique(keys, return_inverse=True)
        return found, members
    # A coarse grid has few cells: counting them is much quicker than sorting a million keys.
    present = np.flatnonzero(np.bincount(keys))
    numbers = np.zeros(int(keys.max()) + 1, np.int64)
    numbers[present] = np.arange(len(present))
    return present, numbers[keys]


def _box(north: int, east: int, side: float) -> Box:
    south, west = north * side - _LAT_END, east * side - _LON_END
    return Box(
        round(west, 6), round(south, 6), round(min(west + side, _LON_END), 6), round(min(south + side, _LAT_END), 6)
    )
