"""What the lists that are watched name: feeds, site maps and GDELT's exports, as pages to read and further lists."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tocsin.read.feed import parse_feed
from tocsin.read.found import Refusal, RefusedError
from tocsin.read.gdelt import ListedPage, pages_in
from tocsin.read.links import host_of
from tocsin.read.sitemap import parse_sitemap
from tocsin.watched import Entry, SourceKind

#: So many entries of one list are looked at.
ENTRIES_AT_MOST = 5000
_BODY_KEPT = 100_000

#: A line of GDELT's list of its latest exports: size, hash, address. Of the three the knowledge graph names most pages.
_LATEST = re.compile(rb"[0-9]+ [0-9a-f]{32} (https?://[!-~]+)\s*")
_GRAPH = ".gkg.csv"


@dataclass(frozen=True, slots=True)
class Named:
    """A page, or an entry without one, that a list names; ``guid`` is what the list calls it."""

    address: str | None
    guid: str | None
    entry: Entry

    @property
    def mark(self) -> str:
        """Return what changes when the list says that the page did."""
        entry = self.entry
        when = str(entry.updated_at or entry.published_at or entry.published or "")
        said = "\x1f".join((self.guid or "", when, entry.title or "", entry.body))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def key(self) -> str:
        """Return what tells the page from others of its list: its address, or else what the list calls it."""
        return self.address or f"entry {self.guid or self.mark}"


def named_in(kind: SourceKind, data: bytes, address: str) -> tuple[list[Named], tuple[str, ...]]:
    """Return what a list fetched from ``address`` names: pages, and addresses of further lists.

    Raises:
        RefusedError: it is no list of this kind.

    """
    if kind is SourceKind.SITEMAP:
        found = parse_sitemap(data, address)
        pages = [
            Named(one.address, one.address, Entry(
                one.title, "", _day(one.published_at), one.published_at, one.modified_at, None, one.language
            ))
            for one in found.pages
        ]  # fmt: skip
        return pages, found.sitemaps
    if kind is SourceKind.GDELT:
        latest = _latest_exports(data)
        return ([], latest) if latest else (list(_gdelt_pages(data, address)), ())
    return list(_feed_entries(data, address)), ()


def _feed_entries(data: bytes, address: str) -> Iterator[Named]:
    feed = parse_feed(data, address)
    for one in feed.entries[:ENTRIES_AT_MOST]:
        entry = Entry(
            one.title, one.body[:_BODY_KEPT], one.published, one.published_at, one.updated_at, one.author,
            one.language or feed.language,
        )  # fmt: skip
        yield Named(one.address, one.guid, entry)


def _latest_exports(data: bytes) -> tuple[str, ...]:
    """Return the export to read of those that GDELT's list of the latest ones names, none where it is no such list."""
    lines = [_LATEST.fullmatch(line) for line in data.split(b"\n") if line.strip()]
    if not lines or None in lines:
        return ()
    addresses = [line[1].decode("ascii") for line in lines if line is not None]
    return tuple([one for one in addresses if _GRAPH in one.lower()] or addresses[:1])


def _gdelt_pages(data: bytes, address: str) -> Iterator[Named]:
    refused: list[str] = []
    pages = 0
    for one in pages_in(io.BytesIO(data), address):
        if isinstance(one, Refusal):
            refused.append(one.reason)
        elif isinstance(one, ListedPage) and pages < ENTRIES_AT_MOST:
            pages += 1
            # When GDELT saw a page says nothing of its day of publication; the page itself has to.
            yield Named(one.address, one.address, Entry(outlet=one.outlet or host_of(one.address)))
    if refused and not pages:
        raise RefusedError("; ".join(refused))


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.date()
