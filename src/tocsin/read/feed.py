"""RSS and Atom feeds: the entries with what they say of themselves."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lxml import html

from tocsin.read.found import RefusedError, web_address


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    address: str | None
    guid: str | None
    title: str | None
    body: str
    published: date | None
    published_at: datetime | None
    updated_at: datetime | None
    author: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries."""

    title: str | None
    language: str | None
    address: str | None
    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()


_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")


def parse_feed(data: bytes, address: str | None) -> Feed:
    """Return the feed in some bytes.

    Raises:
        RefusedError: there is none in them.

    """
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - a third of a second to load

    if not _FEED.search(data[:8192]):
        raise RefusedError("not a feed")
    found: Any = feedparser.parse(data)
    entries = tuple(_entry(one) for one in found.entries)
    return Feed(found.feed.get("title"), found.feed.get("language"), address, entries)


def _entry(one: Any) -> Entry:
    at, updated = _time(one.get("published_parsed")), _time(one.get("updated_parsed"))
    contents = [part.get("value", "") for part in one.get("content", [])] or [one.get("summary", "")]
    return Entry(
        address=web_address(one.get("link") or ""),
        guid=one.get("id"),
        title=one.get("title"),
        body=_text(max(contents, key=len)),
        published=at.date() if at else None,
        published_at=at,
        updated_at=updated,
        author=one.get("author"),
        language=None,
    )


def _time(parsed: Any) -> datetime | None:
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def _text(markup: str) -> str:
    return html.fromstring(f"<div>{markup}</div>").text_content().strip() if markup.strip() else ""
