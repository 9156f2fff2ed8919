"""Which feeds a site's page points to. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.html import declared_charset
from tocsin.read.links import page_address
from tocsin.read.markup import parsed

# A front page of this size is read for its head and its links; what is beyond it is not.
_PAGE_LIMIT = 10_000_000
_FEEDS_LIMIT = 50

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/x-rss+xml"})
# Addresses that say themselves that they are feeds: /rss, /feed/world, /news.rss, /index.xml?format=rss
_SAYS_FEED = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom)(?:[/._?-]|$)|\.(?:rss|atom|rdf)$|[?&](?:format|type)=(?:rss|atom)\b",
    re.IGNORECASE,
)
# Comments of readers are no reports.
_COMMENTS = re.compile(r"\bcomments?\b", re.IGNORECASE)
#: Where publishing software puts its feeds, most usual first.
COMMON_PATHS = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default")


def feeds_in(page: bytes, address: str) -> tuple[str, ...]:
    """Return addresses where the site of the page at ``address`` may have feeds, likeliest first, each once.

    First what the head of the page declares (``link rel=alternate``), then what its links name a feed, then the
    paths that publishing software uses; feeds of comments are left out. A page that cannot be read adds nothing to
    these paths.
    """
    found: dict[str, None] = {}
    for each in (*_declared_feeds(page, address), *(urljoin(address, path) for path in COMMON_PATHS)):
        candidate = page_address(each)
        if candidate is not None:
            found.setdefault(candidate)
    return tuple(found)[:_FEEDS_LIMIT]


def _declared_feeds(page: bytes, address: str) -> tuple[str, ...]:
    try:
        text = decode(page[:_PAGE_LIMIT], declared_charset(page))
    except UndecodableError:
        return ()
    root = parsed(text) if text.strip() else None
    if root is None:
        return ()
    base = next((each.get("href") for each in root.iter("base") if each.get("href")), None)
    base = page_address(base or "", address) or address
    addresses = (page_address(each, base) for each in (*_alternates(root), *_links(root)))
    return tuple(each for each in addresses if each)


def _alternates(root: Any) -> Iterator[str]:
    for link in root.iter("link"):
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        relation = (link.get("rel") or "").lower().split()
        href, title = link.get("href") or "", link.get("title") or ""
        if kind in _FEED_TYPES and "alternate" in relation and not _COMMENTS.search(f"{title} {href}"):
            yield href


def _links(root: Any) -> Iterator[str]:
    for link in root.iter("a"):
        href = link.get("href") or ""
        if _SAYS_FEED.search(href) and not _COMMENTS.search(href):
            yield href
