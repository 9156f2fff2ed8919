"""What is watched and what came of it: sources, the pages they name, fetches, outlets. Frozen values, as in ``model``.

Times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any


class SourceKind(StrEnum):
    """What is found at the address of a source."""

    FEED = "feed"
    PAGE = "page"
    SITEMAP = "sitemap"
    GDELT = "gdelt"


@dataclass(frozen=True, slots=True)
class Outage:
    """Days on which an outlet is known not to publish; ``end`` is ``None`` while it lasts."""

    start: date
    end: date | None = None
    reason: str = ""

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes: where, in which language, owned by whom, on which side, since when."""

    name: str
    country: str | None = None
    language: str | None = None
    ownership: str | None = None
    side: str | None = None
    onset: date | None = None
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An address that is read again and again."""

    name: str
    kind: SourceKind
    address: str
    outlet: str


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source and how it goes with it.

    ``etag`` and ``modified`` are what the last answer said; ``due`` when it is read next; ``failures`` counts those in
    a row and ``reason`` is that of the last; ``newest`` is the latest publication seen.
    """

    source: Source
    added: datetime
    watched: bool = True
    due: datetime | None = None
    attempted: datetime | None = None
    succeeded: datetime | None = None
    failures: int = 0
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a list says of a page that it names: the fields of a feed's entry that a report can be made of.

    ``outlet`` is who publishes the page, where that is not the outlet of the list.
    """

    title: str | None = None
    body: str = ""
    published: date | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str | None = None
    language: str | None = None
    outlet: str | None = None

    @property
    def moment(self) -> datetime | None:
        """Return when it was published: the beginning of the day where nothing else is told."""
        if self.published_at is not None or self.published is None:
            return self.published_at
        return datetime.combine(self.published, time.min, UTC)


@dataclass(frozen=True, slots=True)
class Robots:
    """The robots.txt of an origin.

    ``text`` is "" where there is none; it holds ``until`` then. ``failure`` says why it could not be had, in which case
    nothing may be read.
    """

    text: str
    until: datetime
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a source names, or an entry of a feed without one.

    ``key`` tells it from others of its source; ``mark`` changes when the source says that the page did; ``listed`` is
    the fetch of the list that named it. ``text`` is the hash of the text read last, ``digest`` that of the bytes.
    """

    source: str
    key: str
    address: str | None
    mark: str
    entry: Entry
    found: datetime
    due: datetime | None = None
    tries: int = 0
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None
    fetched: datetime | None = None
    digest: str | None = None
    text: str | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """A fetch that brought something: from where, when, with which headers, and the hash of its bytes.

    ``kept`` says whether the bytes were put among the evidence.
    """

    source: str
    address: str
    final: str
    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    digest: str
    size: int
    kept: bool = False
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a report was derived from the bytes of a fetch: by which reader of which version, and with what given.

    ``fetch`` is the number of an earlier fetch that brought the bytes, ``None`` where it is the one being kept.
    """

    report: str
    reader: str
    version: str
    given: dict[str, Any] = field(default_factory=dict)
    fetch: int | None = None
