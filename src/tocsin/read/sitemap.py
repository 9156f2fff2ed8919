"""Site maps: which pages a site has, and when it says they were changed. Nothing is fetched."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from tocsin.read.canonical import one_line
from tocsin.read.found import RefusedError
from tocsin.read.language import language_code
from tocsin.read.links import page_address
from tocsin.read.packed import unpacked
from tocsin.read.times import Moment, moment
from tocsin.read.well_formed import HEAD, decoded, from_root, mended

# What the protocol of site maps allows, in bytes (unpacked) and addresses.
SITEMAP_LIMIT = 52_428_800
_ADDRESSES_LIMIT = 50_000
_FIELD_LENGTH = 4096
_LINES_TRIED = 20
_PIECE = 1 << 16
_FAULT_LENGTH = 120

_ROOT = re.compile(r"<(?:\w{1,20}:)?(urlset|sitemapindex)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a site map lists.

    ``modified`` and ``published`` are days as written, ``modified_at`` and ``published_at`` moments in UTC where a
    time of day and its zone stand beside them. ``title``, ``language`` and ``outlet`` stand in site maps of news.
    """

    address: str
    modified: date | None = None
    modified_at: datetime | None = None
    published: date | None = None
    published_at: datetime | None = None
    title: str | None = None
    language: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages, and further site maps that lie elsewhere, each address once and in the order of the document."""

    pages: tuple[Page, ...] = ()
    sitemaps: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Listed:
    """What was read so far."""

    pages: dict[str, Page] = field(default_factory=dict)
    sitemaps: dict[str, None] = field(default_factory=dict)
    entries: int = 0
    left_out: int = 0
    fault: str = ""

    @property
    def full(self) -> bool:
        return self.entries >= _ADDRESSES_LIMIT


def parse_sitemap(data: bytes, address: str) -> Sitemap:
    """Parse a site map (urlset with or without news, index of site maps, plain list), gzipped or not.

    ``address`` is where it came from: relative addresses are resolved against it, and an index that lists itself is
    not followed in a circle. Entities are not resolved and nothing declared elsewhere is loaded.

    Raises:
        RefusedError: no site map, larger than :data:`SITEMAP_LIMIT`, or no text.

    """
    text = _decoded(data)
    listed = _Listed()
    if "<" in text[:HEAD]:
        _read_marked_up(from_root(text, _ROOT, "site map"), address, listed)
    else:
        _read_lines(text, listed)
    listed.sitemaps.pop(address, None)
    return Sitemap(tuple(listed.pages.values()), tuple(listed.sitemaps), tuple(_notices(listed)))


def _notices(listed: _Listed) -> Iterator[str]:
    if not listed.entries:
        yield "a site map without addresses"
    if listed.left_out:
        yield f"{listed.left_out} entries have no address that could be read, and are left out"
    if listed.fault:
        yield f"not well-formed XML, entries may be missing: {one_line(listed.fault, _FAULT_LENGTH)}"
    if listed.full:
        yield f"only the first {_ADDRESSES_LIMIT:,} entries are read"


def _decoded(data: bytes) -> str:
    try:
        data = unpacked(data, SITEMAP_LIMIT)
    except (zlib.error, EOFError, OSError) as error:
        raise RefusedError(f"gzip that cannot be unpacked: {error}") from error
    if len(data) > SITEMAP_LIMIT:
        raise RefusedError(f"larger than {SITEMAP_LIMIT:,} bytes")
    return decoded(data)


class _Entries:
    """What the parser calls for each element and piece of text; it keeps one entry at a time and no tree."""

    def __init__(self, address: str, listed: _Listed) -> None:
        self._address = address
        self._listed = listed
        self._told: dict[str, str] = {}
        self._pieces: list[str] = []
        self._length = 0

    def start(self, tag: str, _: object) -> None:
        self._pieces, self._length = [], 0
        if _name(tag) in _ENTRIES:
            self._told = {}

    def data(self, text: str) -> None:
        self._length += len(text)
        if self._length <= _FIELD_LENGTH:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        whole = self._length <= _FIELD_LENGTH  # half an address is another address
        name, value = _name(tag), "".join(self._pieces).strip() if whole else ""
        self._pieces, self._length = [], 0
        if name in _ENTRIES and not self._listed.full:
            self._listed.entries += 1
            _ENTRIES[name](self._told, self._address, self._listed)
        elif name in _FIELDS and value:
            self._told.setdefault(name, value)  # the first of a kind is the page's own; pictures come later

    def close(self) -> None:
        """Nothing is left to be returned."""


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _read_marked_up(text: str, address: str, listed: _Listed) -> None:
    parser = etree.XMLParser(
        target=_Entries(address, listed),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",
    )
    data = mended(text).encode()
    try:
        for begin in range(0, len(data), _PIECE):
            if listed.full:
                return
            parser.feed(data[begin : begin + _PIECE])
        parser.close()
    except etree.LxmlError as error:
        listed.fault = str(error)
    if parser.feed_error_log and not listed.full:
        listed.fault = f"{parser.feed_error_log[0].message} in line {parser.feed_error_log[0].line}"


def _take_page(told: dict[str, str], base: str, listed: _Listed) -> None:
    address = page_address(told.get("loc", ""), base)
    if address is None:
        listed.left_out += 1
        return
    modified, published = _moment(told.get("lastmod")), _moment(told.get("publication_date"))
    page = Page(
        address,
        modified=modified.day if modified else None,
        modified_at=modified.at if modified else None,
        published=published.day if published else None,
        published_at=published.at if published else None,
        title=one_line(told.get("title", ""), _FIELD_LENGTH) or None,
        language=language_code(told.get("language", "")),
        outlet=one_line(told.get("name", ""), _FIELD_LENGTH) or None,
    )
    listed.pages.setdefault(address, page)


def _take_sitemap(told: dict[str, str], base: str, listed: _Listed) -> None:
    address = page_address(told.get("loc", ""), base)
    if address is None:
        listed.left_out += 1
    else:
        listed.sitemaps.setdefault(address)


def _moment(value: str | None) -> Moment | None:
    try:
        return moment(value) if value else None
    except ValueError:
        return None


def _read_lines(text: str, listed: _Listed) -> None:
    """Read a plain list of addresses, one a line."""
    for line in text.splitlines():
        if listed.full or (not listed.pages and listed.left_out >= _LINES_TRIED):
            break
        if not line.strip():
            continue
        listed.entries += 1
        address = page_address(line)
        if address is None:
            listed.left_out += 1
        else:
            listed.pages.setdefault(address, Page(address))
    if not listed.pages:
        raise RefusedError("not a site map")


_ENTRIES = {"url": _take_page, "sitemap": _take_sitemap}
_FIELDS = frozenset({"loc", "lastmod", "publication_date", "title", "language", "name"})
