"""Reports out of records: the rows of tables and the objects of JSON, each value under a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from tocsin.read.canonical import UndecodableError
from tocsin.read.columns import KNOWN_NAMES, Columns, at_path, named, plain
from tocsin.read.found import (
    Defaults,
    Found,
    Notice,
    Outcome,
    Refusal,
    RefusedError,
    calendar_date,
    report_of,
    shown,
    web_address,
)
from tocsin.read.times import instant

#: Keys that are read under these names, whatever columns are given.
READ_KEYS = frozenset(
    {
        "author",
        "date",
        "id",
        "language",
        "outlet",
        "outlets",
        "published",
        "published_at",
        "retrieved_at",
        "text",
        "title",
        "updated_at",
        "url",
    }
)
# Keys of collections that people keep their reports in, and of Tocsin's own output: nothing a reader needs.
_IGNORED_KEYS = frozenset(
    {
        "claims",
        "cluster",
        "document",
        "gold",
        "incident",
        "published_basis",
        "published_inferred",
        "query",
        "ref",
        "report",
        "text_rewritten",
        "topic",
        "totals",
        "updated_basis",
        "warnings",
    }
)
# The keys in which each field may stand already.
_KEYS_OF = {"published": ("published", "date"), "outlet": ("outlet", "outlets"), "updated": ("updated_at",)}
# Unknown keys are kept to be named; an input in which every record has others must not fill the memory.
_UNKNOWN_KEPT, _KEY_LENGTH = 1000, 100


class Records:
    """The records of one input, read one by one; what is to be said of all of them is said once, at the end."""

    def __init__(self, name: str, defaults: Defaults) -> None:
        self._name = name
        self._defaults = defaults
        self._columns = defaults.columns or Columns()
        self._unknown: dict[str, None] = {}
        self._read_as: dict[str, str] = {}
        self._times_left_out = 0

    def read(self, record: Mapping[str, Any], name: str) -> Iterator[Outcome]:
        """Read a report out of a record called ``name``."""
        known = _Known(record, self._columns)
        try:
            found = _found(known.values, name, self._columns)
            report = report_of(found, self._defaults)
        except (RefusedError, UndecodableError) as error:
            yield Refusal(name, str(error))
            return
        if len(self._unknown) < _UNKNOWN_KEPT:
            self._unknown.update(dict.fromkeys(key[:_KEY_LENGTH] for key in record if key not in known.taken))
        self._read_as = known.read_as | self._read_as
        self._times_left_out += known.time_left_out
        if found.url and not web_address(found.url):
            yield Notice(name, f"url {shown(found.url)} is no web address and left out")
        yield report

    def finish(self) -> Iterator[Notice]:
        """Say which keys were read by another name, and which were not read."""
        if self._read_as:
            told = ", ".join(f'{field} from "{name}"' for field, name in self._read_as.items())
            yield Notice(self._name, f"read {told}")
        if self._unknown:
            yield Notice(self._name, f"keys not known and not read: {named(self._unknown)}")
        if self._times_left_out:
            yield Notice(self._name, f"{self._times_left_out} times of change left out: no date and time with its zone")


class _Known:
    """A record's values under the names that a report's fields have."""

    def __init__(self, record: Mapping[str, Any], columns: Columns) -> None:
        self.values = {key: value for key, value in record.items() if key in READ_KEYS}
        self.taken = {*READ_KEYS, *_IGNORED_KEYS}
        self.read_as: dict[str, str] = {}
        self.time_left_out = False
        self._columns = columns
        given = dict(columns.given)
        others = {plain(key): key for key in record if key not in self.taken}
        for field, names in KNOWN_NAMES.items():
            if field in given:
                self._take(field, given[field], at_path(record, given[field]))
            elif others and all(self.values.get(key) is None for key in _keys_of(field)):
                name = next((others[each] for each in names if each in others and _simple(record[others[each]])), None)
                if name is not None:
                    self._take(field, name, record[name])
                    self.read_as[field] = name[:_KEY_LENGTH]

    def _take(self, field: str, name: str, value: Any) -> None:
        for key in _keys_of(field):
            self.values.pop(key, None)
        if value is None:
            return
        self.taken |= {name, name.partition(".")[0]}
        if field in {"author", "outlet"} and isinstance(value, list) and _simple(value):
            value = "; ".join(each.strip() for each in value if each.strip())
        if field == "updated":
            value = _time_of(value, self._columns)
            self.time_left_out = value is None
        self.values[_keys_of(field)[0]] = value


def _keys_of(field: str) -> tuple[str, ...]:
    return _KEYS_OF.get(field, (field,))


def _simple(value: Any) -> bool:
    """Say whether a value under another name can be a field's: text, or a list of texts."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, str) for each in value)
    return isinstance(value, str) and bool(value.strip())


def _time_of(value: Any, columns: Columns) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return columns.day(value)[1]
    except ValueError:
        return instant(value)


def _found(record: Mapping[str, Any], name: str, columns: Columns) -> Found:
    text = _string(record, "text")
    if text is None:
        raise RefusedError('"text" is missing or blank')
    published, published_at = _published(record, columns)
    updated_at, retrieved_at = _moment(record, "updated_at"), _moment(record, "retrieved_at")
    url = _string(record, "url")
    return Found(
        ref=_identifier(record) or name,
        body=text,
        basis="line",
        published=published,
        title=_string(record, "title"),
        outlet=_outlet(record),
        url=url,
        language=_string(record, "language"),
        author=_string(record, "author"),
        published_at=_moment(record, "published_at") or published_at,
        updated_at=updated_at,
        updated_basis="line",
        retrieved_at=retrieved_at,
        # Records of one address may be many reports (a page of short news) unless they say which version they are.
        address=url if updated_at or retrieved_at else None,
    )


def _moment(record: Mapping[str, Any], key: str) -> datetime | None:
    value = record.get(key)
    if isinstance(value, datetime):
        return value
    value = _string(record, key)
    if value is None:
        return None
    found = instant(value)
    if found is None:
        raise RefusedError(f'"{key}" {shown(value)} is no date and time with its zone such as 2021-07-08T14:05Z')
    return found


def _string(record: Mapping[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RefusedError(f'"{key}" must be a string, not {shown(value)}')
    return value if value.strip() else None


def _identifier(record: Mapping[str, Any]) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError as error:
            raise RefusedError("a number in it is too long") from error
    return _string(record, "id")


def _published(record: Mapping[str, Any], columns: Columns) -> tuple[date | None, datetime | None]:
    found: list[tuple[date, datetime | None]] = []
    for key in ("published", "date"):
        value = _string(record, key)
        if value is None:
            continue
        try:
            found.append(_day(value, columns))
        except ValueError as error:
            raise RefusedError(f'"{key}": {error}') from error
    days = [day for day, _ in found]
    if len(set(days)) > 1:
        raise RefusedError(f'"published" {days[0]} and "date" {days[1]} differ')
    return found[0] if found else (None, None)


def _day(value: str, columns: Columns) -> tuple[date, datetime | None]:
    """Read a date: in the format given, or in ISO 8601, which can't be taken for another."""
    try:
        return columns.day(value)
    except ValueError:
        pass
    try:
        return calendar_date(value), instant(value)
    except ValueError as error:
        if "impossible" in str(error):
            raise
        if columns.date_format is not None:
            raise ValueError(f"date {shown(value)} is not in the format {shown(columns.date_format)}") from error
        raise ValueError(
            f'{error}; if it is written in another way, say so: --date-format "%d/%m/%Y" where the day comes first'
        ) from error


def _outlet(record: Mapping[str, Any]) -> str | None:
    """Return the outlet; several outlets of one text are named together, in their order."""
    outlet = _string(record, "outlet")
    outlets = record.get("outlets")
    if outlet is not None or outlets is None:
        return outlet
    if not isinstance(outlets, list) or not all(isinstance(each, str) for each in outlets):
        raise RefusedError('"outlets" must be a list of strings')
    return "; ".join(each.strip() for each in outlets if each.strip()) or None
