"""RSS and Atom feeds. Nothing is fetched: a feed is the bytes that somebody has of it."""

from __future__ import annotations

import html
import io
import re
from calendar import timegm
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from types import ModuleType
from typing import Any

from tocsin.read.canonical import canonical, one_line
from tocsin.read.found import Defaults, Found, Notice, Outcome, Refusal, RefusedError, report_of, shown
from tocsin.read.language import language_code
from tocsin.read.links import page_address
from tocsin.read.markup import text_of
from tocsin.read.times import Moment, moment
from tocsin.read.well_formed import decoded, from_root, mended

# Feeds of newspapers have 10 to 500 entries in at most 3 MB; what is larger is a dump or an attack.
FEED_LIMIT = 10_000_000
_TAGS_LIMIT = 200_000
_ENTRIES_LIMIT = 5_000
_FIELD_LENGTH = 2000

_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
# How blogs and papers end the entries of their feeds: this speaks of the page, not of events.
_TRAILER = re.compile(
    r"(?:The post .{1,400} (?:first )?appeared (?:first )?on .{1,200}|(?:Continue|Keep) reading\b.{0,200}"
    r"|Read (?:more|on|the (?:full|rest|whole)|full)\b.{0,200}|\[?(?:\u2026|\.\.\.)\]?|Comments?|\d{0,6} Comments?)"
)
# What feedparser raises on feeds that are broken in ways it does not foresee.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    ``body`` is canonical text, "" where the entry has none; ``whole`` says that it was given as the entry's content
    and not as a summary of it. ``published`` is the day as written, ``published_at`` and ``updated_at`` moments in
    UTC. ``guid`` is ``None`` also where different entries bear the same. ``outlet`` is the source that the entry of
    a collected feed names.
    """

    address: str | None
    guid: str | None
    title: str | None
    body: str
    published: date | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    author: str | None = None
    language: str | None = None
    outlet: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it says of itself, its entries in its own order, and what a person should know of it."""

    title: str | None
    language: str | None
    address: str | None
    entries: tuple[Entry, ...]
    notices: tuple[str, ...] = ()


def read_feed(data: bytes, name: str, defaults: Defaults) -> Iterator[Outcome]:
    """Read a report from every entry of the feed called ``name`` that carries text; they are named "name#number".

    The outlet is the source that the entry names, else the one given, else the title of the feed.
    """
    try:
        feed = parse_feed(data, defaults.address or defaults.url)
    except RefusedError as error:
        yield Refusal(name, str(error))
        return
    yield from (Notice(name, notice) for notice in feed.notices)
    # The address given is that of the feed: it is no entry's.
    given = replace(defaults, outlet=defaults.outlet or feed.title, title=None, url=None, address=None)
    silent = 0
    for number, entry in enumerate(feed.entries, start=1):
        if not entry.body:
            silent += 1
            continue
        try:
            yield report_of(_found(entry, feed, f"{name}#{number}"), given)
        except RefusedError as error:
            yield Refusal(f"{name}#{number}", str(error))
    if silent:
        yield Notice(name, f"{silent} of {len(feed.entries)} entries carry no text, only the address of a page")
    if not feed.entries:
        yield Notice(name, "a feed without entries")


def _found(entry: Entry, feed: Feed, ref: str) -> Found:
    return Found(
        ref=ref,
        body=entry.body,
        basis="feed",
        published=entry.published,
        title=entry.title,
        outlet=entry.outlet,
        url=entry.address,
        language=entry.language or feed.language,
        author=entry.author,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        updated_basis="feed" if entry.updated_at else None,
        address=entry.address,
    )


def parse_feed(data: bytes, address: str | None) -> Feed:
    """Parse RSS 0.9x, 1.0, 2.0 or Atom, also where its XML is broken.

    ``address`` is where the feed came from; relative addresses in it are resolved against it. Declarations of
    entities are dropped unread, so none can grow or fetch anything.

    Raises:
        RefusedError: not a feed, larger than :data:`FEED_LIMIT`, or no text.

    """
    if len(data) > FEED_LIMIT:
        raise RefusedError(f"larger than {FEED_LIMIT:,} bytes")
    text, notices = _well_formed(_decoded(data))
    parsed = _parsed(text)
    told: dict[str, Any] = parsed["feed"]
    atom = str(dict.get(parsed, "version") or "").startswith("atom")
    entries, more = _entries(parsed["entries"], address, atom=atom)
    return Feed(
        title=_line(told, "title"),
        language=language_code(_plain(told, "language") or ""),
        address=_address(told, address),
        entries=entries,
        notices=(*notices, *_on_repair(parsed), *more),
    )


@cache
def _feedparser() -> ModuleType:
    """Load feedparser when the first feed comes."""
    import feedparser  # noqa: PLC0415 - see above

    module: ModuleType = feedparser
    return module


def _decoded(data: bytes) -> str:
    text = decoded(data)
    if text.count("<") > _TAGS_LIMIT:
        raise RefusedError(f"more than {_TAGS_LIMIT:,} tags")
    return text


def _well_formed(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the feed from its root element on, without what its XML must not hold.

    What was not read, or read otherwise than it stood, is said in the second place.
    """
    body = from_root(text, _ROOT, "feed")
    prolog = text[: -len(body)]
    return mended(body), ("declares entities, which are not read",) if "<!ENTITY" in prolog.upper() else ()


def _parsed(text: str) -> Any:
    # The address of the feed is kept from feedparser: it resolves identifiers that are no addresses against it.
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # A stream, because a mere string would be taken for an address to fetch or a file to open.
        parsed = _feedparser().parse(
            io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _BROKEN as error:
        raise RefusedError("not a feed that can be parsed") from error
    if not dict.get(parsed, "version") and not parsed["entries"]:
        raise RefusedError("not a feed")
    return parsed


def _on_repair(parsed: Any) -> tuple[str, ...]:
    fault = dict.get(parsed, "bozo_exception")
    if fault is None or not hasattr(fault, "getLineNumber"):
        return ()
    return (f"not well-formed XML, repaired: {fault.getMessage()} in line {fault.getLineNumber()}",)


def _entries(found: list[Any], base: str | None, *, atom: bool) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    entries = list(dict.fromkeys(_entry(each, base, atom=atom) for each in found[:_ENTRIES_LIMIT]))
    bearers: defaultdict[str, set[str | None]] = defaultdict(set)
    for entry in entries:
        if entry.guid:
            bearers[entry.guid].add(entry.address)
    shared = {guid for guid, addresses in bearers.items() if len(addresses) > 1}  # not one page told twice
    notices = []
    if shared:
        notices.append(f"{len(shared)} identifiers are borne by different entries, such as {shown(min(shared))}")
    if len(found) > _ENTRIES_LIMIT:
        notices.append(f"only the first {_ENTRIES_LIMIT:,} of {len(found):,} entries are read")
    kept = (replace(entry, guid=None) if entry.guid in shared else entry for entry in entries)
    return tuple(kept), tuple(notices)


def _entry(told: Any, base: str | None, *, atom: bool) -> Entry:
    published, updated = _moment(told, "published"), _moment(told, "updated")
    published = published or _moment(told, "created")
    if published is None and not atom:
        published, updated = updated, None  # dc:date, the only date of RSS 1.0
    first = published or updated
    body, whole = _body(told)
    language = language_code(_spoken(told) or "")
    return Entry(
        address=_address(told, base),
        guid=_short(_plain(told, "id")),
        title=_line(told, "title"),
        body=body,
        published=first.day if first else None,
        published_at=published.at if published else None,
        updated_at=updated.at if updated else None,
        author=_author(told),
        language=language,
        outlet=_line(dict.get(told, "source") or {}, "title"),
        whole=whole,
    )


def _plain(told: Mapping[str, Any], key: str) -> str | None:
    """Return a string of what feedparser found, without the fallbacks and warnings of its own dictionary."""
    value = dict.get(told, key) if isinstance(told, dict) else None
    return value if isinstance(value, str) and value.strip() else None


def _short(value: str | None) -> str | None:
    return one_line(value[: 4 * _FIELD_LENGTH], _FIELD_LENGTH) or None if value else None


def _line(told: Mapping[str, Any], key: str) -> str | None:
    value = _plain(told, key)
    return _short(_words(value[: 4 * _FIELD_LENGTH])) if value else None


def _words(value: str) -> str:
    """Return the text of a short field, which may be markup whatever its type says."""
    return text_of(value) if _TAG.search(value) else html.unescape(value)


def _address(told: Any, base: str | None) -> str | None:
    """Return the address of an entry's page: where a service that counts clicks stands between, the page's own.

    An identifier is taken for an address where there is no other, but only if it is a whole one.
    """
    for key in ("feedburner_origlink", "link"):
        value = _plain(told, key)
        if value and (address := page_address(value, None if value == _plain(told, "id") else base)):
            return address
    return None


def _body(told: Any) -> tuple[str, bool]:
    """Return the text of an entry, the fuller of its content and its summary, and whether it is the content."""
    contents = [each for each in dict.get(told, "content") or () if isinstance(each, dict)]
    content = max((_text(each) for each in contents), key=len, default="")
    summary = _text(dict.get(told, "summary_detail") or {"value": _plain(told, "summary")})
    return (content, True) if content and len(content) >= len(summary) else (summary, False)


def _text(part: Mapping[str, Any]) -> str:
    value = _plain(part, "value")
    if value is None:
        return ""
    marked_up = _plain(part, "type") in {"text/html", "application/xhtml+xml"} or _TAG.search(value)
    return _without_trailer(text_of(value) if marked_up else canonical(html.unescape(value)))


def _without_trailer(text: str) -> str:
    body, _, last = text.rpartition("\n\n")
    return body if body and _TRAILER.fullmatch(last) else text


def _spoken(told: Any) -> str | None:
    """Return the language an entry says it is in, if it says so itself."""
    if language := _plain(told, "language"):
        return language
    for part in (*(dict.get(told, "content") or ()), dict.get(told, "title_detail") or {}):
        if language := _plain(part, "language"):
            return language
    return None


def _author(told: Any) -> str | None:
    people = (each for each in dict.get(told, "authors") or () if isinstance(each, dict))
    names = dict.fromkeys(name for each in people if (name := _line(each, "name")))
    return _short(", ".join(names)) or _line(told, "author")


def _moment(told: Any, key: str) -> Moment | None:
    """Return a time of an entry: as it is written where that is a common way, else as feedparser reads it."""
    written, read = _plain(told, key), dict.get(told, f"{key}_parsed")
    if written is None:
        return None
    try:
        return moment(written)
    except ValueError:
        pass
    try:
        return moment(datetime.fromtimestamp(timegm(read), UTC).isoformat()) if read else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None
