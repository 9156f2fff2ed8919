"""Incidents counted: by period, by term, by country, by side, and by the days until they were reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from tocsin.codebook import Kind, Status
from tocsin.ledger.catalogue.columns import GRADES, KINDS, NO_DAY, STATUSES, Array, Codes, Columns
from tocsin.publish.figures import FigurePolicy
from tocsin.publish.sides import Side, headings
from tocsin.publish.tally import TallyBy, TallyRow

_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Bin:
    """A period, both days included, and what is counted of it.

    Figures are the sums of what is certain and of the highest told, 0 where nothing is told.
    """

    start: date
    end: date
    incidents: int
    killed_min: int
    killed_max: int
    kinds: dict[str, int]


def counted(columns: Columns, mask: Array) -> Array:
    """Return which of the rows enter tallies: what happened or was foiled, is no threat and no background."""
    happened = np.isin(columns["status"], [STATUSES.index(Status.OCCURRED), STATUSES.index(Status.FOILED)])
    return np.asarray(mask & happened & (columns["kind"] != KINDS.index(Kind.THREAT)) & ~columns["background"])


def tally(columns: Columns, mask: Array, by: TallyBy, figures: FigurePolicy) -> list[TallyRow]:
    """Return what :func:`tocsin.publish.tally.tally` makes of the incidents."""
    rows = np.flatnonzero(counted(columns, mask))
    groups, members = _groups(columns, rows, by)
    made = [_row(columns, rows[members == position], name, figures) for position, name in groups]
    return sorted(made, key=lambda row: row.group)


def _groups(columns: Columns, rows: Array, by: TallyBy) -> tuple[list[tuple[int, str]], Array]:
    """Return the groups with a name, and for each row the number of its own."""
    keys, name = _keys(columns, rows, by)
    found, members = np.unique(keys, return_inverse=True)
    names: dict[str, int] = {}
    moved = np.array([names.setdefault(name(int(key)), len(names)) for key in found], np.int64)
    return [(position, group) for group, position in names.items()], moved[members] if len(rows) else members


def _keys(columns: Columns, rows: Array, by: TallyBy) -> tuple[Array, Any]:
    if by is TallyBy.KIND:
        return columns["kind"][rows], lambda code: KINDS[code].value
    if by is TallyBy.GRADE:
        return columns["grade"][rows], lambda code: GRADES[code].value
    if by is TallyBy.COUNTRY:
        return columns["country"][rows], lambda code: _UNKNOWN if code < 0 else columns.countries.values[code]
    if by is TallyBy.ACTOR:
        codes = columns["sides"][rows]
        first = {int(code): _first_side(columns.sides.values[code]) for code in np.unique(codes) if code >= 0}
        told = headings(first.values())
        return codes, lambda code: _UNKNOWN if code < 0 else told[first[code]]
    return columns["start"][rows], lambda day: _UNKNOWN if day == NO_DAY else period(date.fromordinal(day), by)


def _first_side(value: str) -> Side:
    entity, _, name = value.partition("\n")[0].partition("\t")
    return entity or None, name


def period(day: date, by: TallyBy) -> str:
    """Return the name of the period that a day lies in."""
    if by is TallyBy.DAY:
        return day.isoformat()
    if by is TallyBy.WEEK:
        return (day - timedelta(days=day.weekday())).isoformat()
    return f"{day:%Y-%m}" if by is TallyBy.MONTH else f"{day:%Y}"


def _row(columns: Columns, rows: Array, group: str, figures: FigurePolicy) -> TallyRow:
    killed, injured = (_figures(columns, rows, name, figures) for name in ("killed", "injured"))
    return TallyRow(
        group=group,
        incidents=len(rows),
        foiled=int(np.count_nonzero(columns["status"][rows] == STATUSES.index(Status.FOILED))),
        killed_min=_low(*killed),
        killed_max=_high(*killed),
        killed_open=_open(*killed),
        injured_min=_low(*injured),
        injured_max=_high(*injured),
        injured_open=_open(*injured),
        unknown_killed=int(np.count_nonzero(_without(*killed))),
        unknown_injured=int(np.count_nonzero(_without(*injured))),
        figures=figures,
    )


def _figures(columns: Columns, rows: Array, name: str, policy: FigurePolicy) -> tuple[Array, Array]:
    """Return the lower and upper ends of what :func:`tocsin.publish.figures.shown_figure` shows, no number where none is."""
    told = f"{name}_latest" if policy is FigurePolicy.LATEST else name
    low, high = columns[f"{told}_min"][rows], columns[f"{told}_max"][rows]
    if policy is FigurePolicy.LOWEST:
        high = np.where(np.isnan(low) | np.isnan(high), high, low)
    return low, high


def _without(low: Array, high: Array) -> Array:
    """Return which figures have no number."""
    return np.asarray(np.isnan(low) & np.isnan(high))


def _low(low: Array, high: Array) -> int | None:
    return None if np.all(_without(low, high)) else int(np.nansum(low))


def _high(low: Array, high: Array) -> int | None:
    return None if np.all(_without(low, high)) else int(np.nansum(np.where(np.isnan(high), low, high)))


def _open(low: Array, high: Array) -> bool:
    return bool(np.any(~np.isnan(low) & np.isnan(high)))


def timeline(columns: Columns, mask: Array, by: TallyBy) -> list[Bin]:
    """Return the periods from the first to the last that has an incident, those between without any among them."""
    rows = np.flatnonzero(counted(columns, mask) & (columns["start"] != NO_DAY))
    if not len(rows):
        return []
    days, members = np.unique(columns["start"][rows], return_inverse=True)
    starts = [_first_day(date.fromordinal(int(day)), by) for day in days]
    order = {start: number for number, start in enumerate(_periods(starts[0], starts[-1], by))}
    bins = np.array([order[start] for start in starts])[members]
    size, kinds = len(order), len(KINDS)
    low, high = columns["killed_min"][rows], columns["killed_max"][rows]
    least = np.bincount(bins, np.nan_to_num(low), size)
    most = np.bincount(bins, np.nan_to_num(np.where(np.isnan(high), low, high)), size)
    by_kind = np.bincount(bins * kinds + columns["kind"][rows], minlength=size * kinds).reshape(size, kinds)
    return [
        Bin(
            start, _last_day(start, by), int(by_kind[number].sum()), int(least[number]), int(most[number]),
            {KINDS[code].value: int(count) for code, count in enumerate(by_kind[number]) if count},
        )
        for start, number in order.items()
    ]  # fmt: skip


def _first_day(day: date, by: TallyBy) -> date:
    if by is TallyBy.WEEK:
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return day if by is TallyBy.DAY else day.replace(day=1)


def _last_day(start: date, by: TallyBy) -> date:
    if by is TallyBy.DAY:
        return start
    if by is TallyBy.WEEK:
        return date.fromordinal(min(start.toordinal() + 6, date.max.toordinal()))
    following = start.toordinal() + 32
    return (
        date.max if following > date.max.toordinal() else date.fromordinal(following).replace(day=1) - timedelta(days=1)
    )


def _periods(first: date, last: date, by: TallyBy) -> Iterator[date]:
    at = first
    while True:
        yield at
        if at >= last:
            return
        at = _last_day(at, by) + timedelta(days=1)


def delays(columns: Columns, mask: Array) -> list[tuple[int | None, int]]:
    """Return how many incidents were first reported so many days after they ended, those of no known day last."""
    rows = np.flatnonzero(counted(columns, mask))
    known = rows[columns["end"][rows] != NO_DAY]
    days, counts = np.unique(columns["first"][known] - columns["end"][known], return_counts=True)
    told: list[tuple[int | None, int]] = [(int(day), int(count)) for day, count in zip(days, counts, strict=True)]
    return told + ([(None, len(rows) - len(known))] if len(rows) > len(known) else [])


def by_line(column: Array, codes: Codes) -> Counter[str]:
    """Return how many rows hold each line of a column of several lines."""
    numbers = np.bincount(column[column >= 0], minlength=len(codes.values))
    found: Counter[str] = Counter()
    for code, lines in codes.lines():
        if numbers[code]:
            for line in lines:
                found[line] += int(numbers[code])
    return found


def ranked(found: Counter[str]) -> Iterable[tuple[str, int]]:
    """Return names with their counts, the most frequent first, then by name."""
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
