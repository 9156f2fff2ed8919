"""How it goes with the sources: which are read, which fail, which went dark, which fell silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from tocsin.ledger.watching import Counts, Watching, outages_json
from tocsin.watched import Outlet, SourceState

#: A source that could not be read for so long is dark: nothing is known of what it published since.
DARK_AFTER = timedelta(days=1)
#: A source is silent when its newest publication is older than so many times its longest usual gap (the ninth longest
#: of ten), and no younger than the least: nights and weekends are no silence.
SILENT_TIMES, SILENT_LEAST = 3, timedelta(hours=36)
#: With fewer gaps than this nobody knows what is usual.
_GAPS_NEEDED = 10
_PUBLICATIONS = 60
_USUAL = 0.9

#: The state of an outlet of which no source is watched.
NOT_WATCHED = "not watched"


class Health(StrEnum):
    """How it goes with a source."""

    OK = "ok"
    FAILING = "failing"
    DARK = "dark"
    SILENT = "silent"
    OUTAGE = "outage"
    UNREAD = "not yet read"


@dataclass(frozen=True, slots=True)
class Standing:
    """A source with its health; ``lag`` is the time since its newest publication."""

    state: SourceState
    health: Health
    lag: timedelta | None
    outlet: Outlet
    counts: Counts


@dataclass(frozen=True, slots=True)
class OutletStanding:
    """An outlet that reports name or that is watched: what the ledger has of it, and whether a source of it is watched."""

    name: str
    counts: Counts
    incidents: int
    watched: bool


def outlet_standings(
    counts: Mapping[str, Counts], incidents: Mapping[str, int], watched: Iterable[Standing]
) -> list[OutletStanding]:
    """Return the outlets by name; ``incidents`` is of how many each tells, by its name without double blanks."""
    names = {one.outlet.name for one in watched}
    return [
        OutletStanding(name, counts.get(name, Counts()), incidents.get(" ".join(name.split()), 0), name in names)
        for name in sorted({*counts, *names})
    ]


def standings(books: Watching, now: datetime, counts: Mapping[str, Counts] | None = None) -> list[Standing]:
    """Return the sources that are watched, by outlet and name; ``counts`` are of the outlets, all by default."""
    outlets = books.outlets()
    counts = books.counts() if counts is None else counts
    found = []
    for state in books.sources():
        name = state.source.outlet
        outlet = outlets.get(name, Outlet(name))
        published = books.publications(state.source.name, _PUBLICATIONS)
        lag = now - state.newest if state.newest else None
        health = health_of(state, outlet, published, now)
        found.append(Standing(state, health, lag, outlet, counts.get(name, Counts())))
    return sorted(found, key=lambda one: (one.outlet.name, one.state.source.name))


def health_of(state: SourceState, outlet: Outlet, published: Sequence[datetime], now: datetime) -> Health:
    """Return how it goes with a source; ``published`` are times of publication, newest first."""
    if state.attempted is None:
        return Health.UNREAD
    if any(one.holds(now.date()) for one in outlet.outages):
        return Health.OUTAGE
    if state.failures:
        since = state.succeeded or state.added
        return Health.DARK if now - since >= DARK_AFTER else Health.FAILING
    usual = usual_gap(published)
    newest = state.newest or (published[0] if published else None)
    if usual is not None and newest is not None and now - newest > max(SILENT_TIMES * usual, SILENT_LEAST):
        return Health.SILENT
    return Health.OK


def usual_gap(published: Sequence[datetime]) -> timedelta | None:
    """Return the gap between publications that nine of ten do not exceed, ``None`` where too few are known."""
    gaps = sorted(later - earlier for later, earlier in pairwise(published))
    return gaps[int(_USUAL * (len(gaps) - 1))] if len(gaps) >= _GAPS_NEEDED else None


def standing_json(one: Standing) -> dict[str, Any]:
    """Return a source, how it goes with it, and its outlet, as JSON."""
    state, outlet = one.state, one.outlet
    return {
        "source": state.source.name,
        "type": state.source.kind.value,
        "address": state.source.address,
        "state": one.health.value,
        "attempted": _iso(state.attempted),
        "succeeded": _iso(state.succeeded),
        "newest": _iso(state.newest),
        "lag_seconds": None if one.lag is None else int(one.lag.total_seconds()),
        "failures": state.failures,
        "reason": state.reason,
        "outlet": {
            "name": outlet.name,
            "country": outlet.country,
            "language": outlet.language,
            "ownership": outlet.ownership,
            "side": outlet.side,
            "onset": outlet.onset and outlet.onset.isoformat(),
            "outages": outages_json(outlet),
            "reports": one.counts.reports,
            "claims": one.counts.claims,
        },
    }


def outlet_json(one: OutletStanding) -> dict[str, Any]:
    """Return an outlet as JSON."""
    return {
        "name": one.name,
        "reports": one.counts.reports,
        "claims": one.counts.claims,
        "incidents": one.incidents,
        "first": one.counts.first and one.counts.first.isoformat(),
        "last": one.counts.last and one.counts.last.isoformat(),
        "watched": one.watched,
    }


def unwatched_json(one: OutletStanding) -> dict[str, Any]:
    """Return an outlet of which no source is watched, in the shape of a source."""
    nothing = dict.fromkeys(("source", "type", "address", "state", "attempted", "succeeded", "newest", "lag_seconds"))
    return {**nothing, "state": NOT_WATCHED, "failures": 0, "reason": None, "outlet": outlet_json(one)}


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
