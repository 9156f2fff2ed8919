"""Site maps: the pages and further site maps that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from tocsin.read.found import RefusedError


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a site map names."""

    address: str
    modified_at: datetime | None
    published_at: datetime | None
    title: str | None
    language: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A site map."""

    pages: tuple[Page, ...]
    sitemaps: tuple[str, ...]


def parse_sitemap(data: bytes, address: str) -> Sitemap:
    """Return the site map in some bytes.

    Raises:
        RefusedError: there is none in them.

    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(data, parser) if re.search(rb"<(?:urlset|sitemapindex)\b", data[:8192]) else None
    if tree is None:
        raise RefusedError(f"not a site map: {address}")
    pages = tuple(
        Page(loc, _time(one, "lastmod"), _time(one, "publication_date"), _said(one, "title"), _said(one, "language"),
             _said(one, "name"))
        for one in tree.iterfind("{*}url")
        if (loc := _said(one, "loc"))
    )  # fmt: skip
    return Sitemap(pages, tuple(loc for one in tree.iterfind("{*}sitemap") if (loc := _said(one, "loc"))))


def _said(one: etree._Element, name: str) -> str | None:
    found = one.find(f".//{{*}}{name}")
    return found.text.strip() if found is not None and found.text else None


def _time(one: etree._Element, name: str) -> datetime | None:
    value = _said(one, name)
    try:
        found = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
