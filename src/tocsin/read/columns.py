"""Which column of a table, or which key of a JSON object, holds what of a report, and how its dates are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tocsin.read.canonical import one_line

#: The names by which a field is known without being told, the surest first. Case, hyphens and underscores say nothing.
#: A day of an event ("event date") or of a change of the data set is none of publication, and stands here nowhere.
KNOWN_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "full text",
        "fulltext",
        "article text",
        "article body",
        "body text",
        "maintext",
        "article",
        "story",
        "message",
    ),
    "published": (
        "published",
        "date",
        "published at",
        "published on",
        "publication date",
        "publish date",
        "date published",
        "pub date",
        "pubdate",
        "datetime",
        "date time",
        "timestamp",
    ),
    "title": ("title", "headline", "subject", "heading"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "media", "source name", "channel"),
    "url": ("url", "link", "permalink", "article url", "source url", "web address", "uri"),
    "id": ("id", "guid", "article id", "document id", "doc id", "identifier"),
    "language": ("language", "lang", "language code"),
    "author": ("author", "byline", "authors", "writer", "reporter"),
    "updated": ("updated", "updated at", "modified", "last modified", "date modified", "last updated"),
}
FIELDS = tuple(KNOWN_NAMES)

_NO_WORD = re.compile(r"[\W_]+")
#: A format is tried on a day whose parts can't be taken for each other.
_PROBE = datetime(2021, 7, 28, 15, 46, 53, tzinfo=UTC)
_FORMAT_LENGTH = 60
_NAMED_AT_MOST = 8


class ColumnsError(ValueError):
    """Columns that cannot be read as somebody asked; its words say why."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What somebody said of the columns of a table or the keys of objects.

    ``given`` are pairs of a field (one of :data:`FIELDS`) and the column's name, or the dotted path of a key
    ("content.body"). ``date_format`` is how dates are written, in the signs of :meth:`datetime.strptime`; ``None`` is
    ISO 8601.
    """

    given: tuple[tuple[str, str], ...] = ()
    date_format: str | None = None

    def __post_init__(self) -> None:
        for field, _ in self.given:
            if field not in KNOWN_NAMES:
                raise ColumnsError(f'"{one_line(field, _FORMAT_LENGTH)}" is none of {", ".join(FIELDS)}')
        if len(dict(self.given)) < len(self.given):
            raise ColumnsError("a field is given twice")
        if self.date_format is not None:
            _check_format(self.date_format)

    @classmethod
    def parse(cls, words: str, date_format: str | None = None) -> Columns:
        """Read "text=Body,published=Date".

        Raises:
            ColumnsError: not such a list, or a field that reports don't have.

        """
        pairs = []
        for each in words.split(","):
            field, equals, name = each.partition("=")
            if not equals or not name.strip():
                raise ColumnsError(f'"{one_line(each, _FORMAT_LENGTH)}" is not of the form field=column')
            pairs.append((field.strip().lower(), name.strip()))
        return cls(tuple(pairs), date_format)

    @classmethod
    def from_toml(cls, words: str, date_format: str | None = None) -> Columns:
        """Read a table ``[columns]`` and the key ``date_format``, which gives way to the argument of this name.

        Raises:
            ColumnsError: no such TOML, or a field that reports don't have.

        """
        try:
            read = tomllib.loads(words)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise ColumnsError(f"not valid TOML: {one_line(str(error), _FORMAT_LENGTH)}") from error
        columns, stated = read.get("columns", {}), read.get("date_format")
        if read.keys() - {"columns", "date_format"} or not isinstance(columns, dict):
            raise ColumnsError("it may hold a table [columns] and the key date_format, and nothing else")
        if not all(isinstance(value, str) for value in (*columns.values(), stated or "")):
            raise ColumnsError("the names of columns and date_format must be strings")
        return cls(tuple(columns.items()), date_format or stated)

    def day(self, value: str) -> tuple[date, datetime | None]:
        """Return the day of a date in the format given, and the time in UTC if the zone is told as well.

        Raises:
            ValueError: not in this format, or no format is given.

        """
        if self.date_format is None:
            raise ValueError("no format of dates is given")
        found = _parsed(value, self.date_format)
        if found is None:
            raise ValueError("not in the format given")
        try:
            return found.date(), found.astimezone(UTC) if found.tzinfo is not None else None
        except OverflowError as error:
            raise ValueError("a day that no calendar has") from error


def _parsed(value: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(value.strip(), form)  # noqa: DTZ007 - a date without a zone is a day, never a time
    except (ValueError, OverflowError, re.error):
        return None


def _check_format(form: str) -> None:
    shown = one_line(form, _FORMAT_LENGTH)
    try:
        found = _parsed(_PROBE.strftime(form), form)
    except ValueError:
        found = None
    if found is None or found.date() != _PROBE.date():
        raise ColumnsError(f'"{shown}" does not say day, month and year in the manner of "%d/%m/%Y"')


def plain(name: str) -> str:
    """Return a column's name as it is compared: without case, hyphens and underscores."""
    return _NO_WORD.sub(" ", name.casefold()).strip()


def choose(names: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return which of the ``names`` of a table's columns holds which field.

    What is given comes first; of the fields not given each takes the surest name it is known by.

    Raises:
        ColumnsError: a column that is given, or would be chosen, is not there or there twice.

    """
    chosen: dict[str, str] = {}
    for field, asked in columns.given:
        chosen[field] = asked if asked in names else _only(names, asked, field)
    free = [name for name in names if name not in chosen.values()]
    by_key: dict[str, str] = {}
    for name in free:
        by_key.setdefault(plain(name), name)
    for field, known in KNOWN_NAMES.items():
        held = next((by_key[key] for key in known if key in by_key), None)
        if field not in chosen and held is not None and held not in chosen.values():
            chosen[field] = held
    for field, name in chosen.items():
        if names.count(name) > 1:
            raise ColumnsError(f"two columns are called {_quoted(name)}, which is to be the {field}")
    return chosen


def _only(names: Iterable[str], asked: str, field: str) -> str:
    found = [name for name in names if plain(name) == plain(asked)]
    if len(found) != 1:
        raise ColumnsError(f"no column {_quoted(asked)} for the {field}; there are {named(names)}")
    return found[0]


def named(names: Iterable[str]) -> str:
    """Return names as a message tells them: the first few."""
    told = [name for name in names if name.strip()]
    more = f" and {len(told) - _NAMED_AT_MOST} more" if len(told) > _NAMED_AT_MOST else ""
    return ", ".join(_quoted(name) for name in told[:_NAMED_AT_MOST]) + more if told else "none with a name"


def _quoted(name: str) -> str:
    return f'"{one_line(name, _FORMAT_LENGTH)}"'


def at_path(record: Mapping[str, Any], path: str) -> Any:
    """Return the value of a key, or of a dotted path of keys and places in lists ("media.0.url"); ``None`` for none."""
    if path in record:
        return record[path]
    value: Any = record
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < len("1000000"):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            return None
    return value
