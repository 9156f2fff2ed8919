"""The catalogue in memory: a column an array, so that a million incidents are filtered and counted in milliseconds.

Rows stand at the number that the catalogue gives them. What a change of the ledger altered is read when somebody asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from tocsin.codebook import Grade, Kind, Status
from tocsin.ledger import schema
from tocsin.ledger.catalogue.entries import Edition

#: What stands for a day that is not known: before all others.
NO_DAY = -1

KINDS, STATUSES, GRADES = tuple(Kind), tuple(Status), tuple(Grade)
_CODES: dict[str, dict[str, int]] = {
    "kind": {kind.value: code for code, kind in enumerate(KINDS)},
    "status": {status.value: code for code, status in enumerate(STATUSES)},
    "grade": {grade.value: code for code, grade in enumerate(GRADES)},
}
_TYPES: dict[str, Any] = {
    "id": np.uint64, "edition": np.int8, "hidden": np.int64, "updated": np.int64, "kind": np.int8, "status": np.int8,
    "grade": np.int8, "background": np.bool_, "start": np.int32, "end": np.int32, "first": np.int32,
    "country": np.int32, "lat": np.float64, "lon": np.float64, "sources": np.int32, "killed_min": np.float64,
    "killed_max": np.float64, "injured_min": np.float64, "injured_max": np.float64, "place": np.int32, "sides": np.int32,
    "outlets": np.int32, "conflicts": np.bool_, "killed_latest_min": np.float64, "killed_latest_max": np.float64,
    "injured_latest_min": np.float64, "injured_latest_max": np.float64,
}  # fmt: skip
_PORTION = 20_000
_REMEMBERED = 32

Array = NDArray[Any]


class Codes:
    """Values, each with a code; and which codes hold a name that is one of several in a value."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._codes: dict[str, int] = {}
        self.holding: dict[str, list[int]] = {}

    def code(self, value: str | None) -> int:
        """Return the code of a value, -1 of none."""
        if not value:
            return -1
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
            for name in dict.fromkeys(name for line in value.split("\n") for name in line.split("\t") if name):
                self.holding.setdefault(name, []).append(code)
        return code

    def lines(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the codes, each with the lines of its value."""
        for code, value in enumerate(self.values):
            yield code, tuple(value.split("\n"))


class Columns:
    """The rows of a catalogue as arrays; :meth:`held` brings them up to date and keeps them still."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._seen = ""
        self._clock = ""
        self._arrays: dict[str, Array] = {name: np.zeros(0, kind) for name, kind in _TYPES.items()}
        self._used = 0
        self.countries, self.places, self.sides, self.outlets = Codes(), Codes(), Codes(), Codes()
        self._remembered: dict[tuple[str, str], Array | None] = {}

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name][: self._used]

    def __len__(self) -> int:
        return self._used

    @property
    def clock(self) -> str:
        """Return the time of the last change that is read."""
        return self._clock

    @contextmanager
    def held(self, connection: Connection) -> Iterator[Columns]:
        """Read what has changed since, and let nobody else do so meanwhile."""
        with self._lock:
            self._refresh(connection)
            yield self

    def remember(self, clock: str, words: str, find: Callable[[], Array | None]) -> Array | None:
        """Return what ``find`` finds of words, which a page asks for several times while nothing changes."""
        key = (clock, words)
        with self._lock:
            if key in self._remembered:
                return self._remembered[key]
        found = find()
        with self._lock:
            while len(self._remembered) >= _REMEMBERED:
                del self._remembered[next(iter(self._remembered))]
            self._remembered[key] = found
        return found

    def _refresh(self, connection: Connection) -> None:
        clock = str(connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "clock")) or "")
        if clock == self._clock and self._clock:
            return
        table = schema.catalogue
        if self._used == 0:
            self._reserve(int(connection.scalar(select(func.max(table.c.number))) or 0) + 1)
        left_out = {"words", "radius_km", "precision", "incident"}
        columns = [column for column in table.c if column.name not in left_out]
        statement = select(table.c.incident, *columns)
        if self._seen:  # all at once are read as they lie there
            statement = statement.where(table.c.changed >= self._seen)
        result = connection.execute(statement, execution_options={"yield_per": _PORTION})
        names = list(result.keys())
        for rows in result.partitions():
            self._take(dict(zip(names, zip(*rows, strict=True), strict=True)))
        self._clock = self._seen = clock

    def _reserve(self, number: int) -> None:
        room = len(self._arrays["id"])
        if number > room:
            grown = max(number, room + room // 2, 1024)
            for name, array in self._arrays.items():
                fresh = np.zeros(grown, array.dtype)
                fresh[:room] = array
                if name == "edition":
                    fresh[room:] = Edition.NOBODY.value
                self._arrays[name] = fresh
        self._used = max(self._used, number)

    def _take(self, told: Mapping[str, Sequence[Any]]) -> None:
        """Put rows where they stand; they come as columns of the table."""
        numbers = np.array(told["number"], np.int64)
        self._reserve(int(numbers.max()) + 1)
        for name, values in self._values(told):
            self._arrays[name][numbers] = np.array(values, _TYPES[name])

    def _values(self, told: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, Sequence[Any]]]:
        yield "id", [int(one[1:], 16) for one in told["incident"]]
        hidden = [moment(one) for one in told["hidden_until"]]
        yield "hidden", hidden
        yield "updated", [max(moment(one), until) for one, until in zip(told["updated"], hidden, strict=True)]
        for name, codes in _CODES.items():
            yield name, [codes[one] for one in told[name]]
        for name, column in (("start", "start_day"), ("end", "end_day"), ("first", "first_reported")):
            yield name, [NO_DAY if one is None else one.toordinal() for one in told[column]]
        for name in ("edition", "background", "sources", "conflicts"):
            yield name, told[name]
        for name in (name for name, held in _TYPES.items() if held is np.float64):
            yield name, [np.nan if one is None else one for one in told[name]]
        yield "country", [self.countries.code(one) for one in told["country"]]
        yield "place", [self.places.code(one) for one in told["place"]]
        yield "sides", [self.sides.code(one) for one in told["sides"]]
        yield "outlets", [self.outlets.code(one) for one in told["outlets"]]


@lru_cache(maxsize=4096)
def moment(written: str | None) -> int:
    """Return a time as microseconds since 1970, 0 where there is none."""
    return 0 if not written else microseconds(datetime.fromisoformat(written))


def microseconds(at: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


def incident_of(number: Any) -> str:
    """Return the incident id of a value of the column ``id``."""
    return f"i{int(number):016x}"
