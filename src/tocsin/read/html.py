"""Web pages that somebody saved. Nothing is rendered, run or fetched."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from types import ModuleType
from typing import Any

from tocsin.read.addresses import same_host
from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.found import (
    Defaults,
    Found,
    Notice,
    Outcome,
    Refusal,
    RefusedError,
    calendar_date,
    report_of,
    web_address,
)
from tocsin.read.language import language_code
from tocsin.read.links import day_in
from tocsin.read.times import instant

# A charset is declared at the top of a page; browsers look no further than 1024 bytes, templates are less strict.
_HEAD_BYTES = 8192
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:-]{1,40})"""
    rb"""|^\s{0,9}<\?xml\b[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}["']([\w:-]{1,40})""",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")
_HTML = re.compile(r"<html\b", re.IGNORECASE)
# A line that dates a page ("Published 12 June 2022, 14:05 GMT | Updated ...") is shorter than this; what is longer
# is prose, and the dates in prose are those of events.
_DATE_LINE = 120
_PROSE = ("p", "li", "td", "blockquote", "figcaption", "dd")
# An image may be years older than the page, a change years younger, and a copyright year says nothing of a day.
_MISLEADING = (
    ".//img|.//picture|.//figure|.//footer[not(ancestor::article)]|.//meta[@*["
    + " or ".join(
        f"contains(translate(., 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), '{word}')"
        for word in ("image", "modified", "updated", "copyright")
    )
    + "]]"
)
# Where pages say to the minute when they were published and last changed: metadata of the page, and of the article in
# it as search engines want it.
_META_TIME = ".//meta[@property='{0}' or @name='{0}' or @itemprop='{0}']/@content"
_PUBLISHED_AT = ("article:published_time", "og:published_time", "datePublished", "parsely-pub-date")
_UPDATED_AT = ("article:modified_time", "og:updated_time", "dateModified", "last-modified")
_LINKED_DATA = ".//script[@type='application/ld+json']/text()"
_LINKED_TIME = r'"{0}"\s{{0,9}}:\s{{0,9}}"([0-9T:.,+Zz-]{{16,40}})"'
_LIST_MARK = re.compile(r"^(?:[-*\u2022] |\| ?)|(?: ?\|)$")

# What the parsers raise on broken pages; each was seen in their own handling of such pages.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError, OverflowError)


def read_html(data: bytes, name: str, defaults: Defaults, charset: str | None = None) -> Iterator[Outcome]:
    """Read one report from the bytes of a web page called ``name``.

    ``charset`` is the one its server gave, which goes before the one that the page declares. The page's own title,
    outlet, address, date and language come first, ``defaults`` where it has none. A date is taken from the address, the
    head or a date line of the page, never from its prose.
    """
    try:
        found = _found(decode(data, _known(charset) or declared_charset(data)), name, defaults)
        report = report_of(found, defaults)
    except (RefusedError, UndecodableError) as error:
        yield Refusal(name, str(error))
        return
    if found.published and defaults.published not in (None, found.published):
        yield Notice(name, f"the page says it was published on {found.published}, not on {defaults.published}")
    yield report


def _known(charset: str | None) -> str | None:
    try:
        return codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):  # unknown, or no name at all
        return None


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the head of a page declares."""
    match = _DECLARED.search(data[:_HEAD_BYTES])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else None


@cache
def _trafilatura() -> ModuleType:
    """Load the page reader when the first page comes: it takes half a second and 40 MB.

    Its logs tell of its own inner workings; what became of a page is told by its outcome.
    """
    for logger in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)  # before the import, which logs already

    import trafilatura  # noqa: PLC0415 - see above

    return trafilatura


def _found(page: str, name: str, defaults: Defaults) -> Found:
    page = _XML_DECLARATION.sub("", page, count=1)
    if not page.strip():
        raise RefusedError("no text in it")
    head = page[:_HEAD_BYTES]
    if _FEED.search(head) and not _HTML.search(head):
        raise RefusedError("a feed or site map, not a page")
    tree = _tree(page)
    linked = "\n".join(tree.xpath(_LINKED_DATA))
    published_at, updated_at = _moment(tree, linked, _PUBLISHED_AT), _moment(tree, linked, _UPDATED_AT)
    facts = _facts(tree)
    outlet, address = _text(facts.sitename), web_address(_text(facts.url) or "")
    if address and defaults.address and not same_host(address, defaults.address):
        address = defaults.address  # a page speaks for its own host only
    if outlet and address and "." in outlet and outlet.lower() in address.lower() and defaults.outlet:
        outlet = defaults.outlet  # the page names no outlet; its host's name is weaker than what a person gave
    return Found(
        ref=name,
        body=_body(tree),
        basis="page",
        published=_published(facts.date) or day_in(defaults.address or "", defaults.retrieved_at),
        title=_text(facts.title),
        outlet=outlet,
        url=address,
        language=language_code(tree.get("lang") or tree.get("xml:lang") or ""),
        author=_text(facts.author),
        published_at=published_at,
        updated_at=updated_at,
        updated_basis="page",
        address=address,
    )


def _moment(tree: Any, linked: str, names: tuple[str, ...]) -> Any:
    """Return the first time, in UTC, that a page or its linked data give under one of the names, or ``None``."""
    for name in names:
        told = [*tree.xpath(_META_TIME.format(name)), *re.findall(_LINKED_TIME.format(name), linked)]
        for value in told:
            found = instant(value)
            if found is not None:
                return found
    return None


def _tree(page: str) -> Any:
    from lxml import etree  # noqa: PLC0415 - loaded with the page reader

    if not _HTML.search(page):
        page = f"<html><body><div>{page}</div></body></html>"
    try:
        tree = _trafilatura().load_html(page)
    except (*_BROKEN, etree.LxmlError) as error:
        raise RefusedError("not a page that can be parsed") from error
    if tree is None:
        raise RefusedError("not a page that can be parsed")
    for element in tree.xpath(".//noscript"):  # it speaks of the browser, not of events
        _drop(element)
    return tree


def _facts(tree: Any) -> Any:
    """Title, outlet, address and date of a page, read from a copy without prose and pictures."""
    from lxml import etree  # noqa: PLC0415 - loaded with the page reader

    bare = deepcopy(tree)
    for element in bare.xpath(_MISLEADING):
        _drop(element)
    for element in bare.iter(*_PROSE):
        if len("".join(element.itertext())) > _DATE_LINE:
            for child in list(element):
                element.remove(child)
            element.text = None
    try:
        return _trafilatura().extract_metadata(
            bare, date_config={"extensive_search": False, "original_date": True, "min_date": "1900-01-01"}
        )
    except (*_BROKEN, etree.LxmlError) as error:
        raise RefusedError("its title and date cannot be read") from error


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        element.drop_tree()


def _body(tree: Any) -> str:
    """Return the article of a page, a blank line between its paragraphs."""
    from lxml import etree  # noqa: PLC0415 - loaded with the page reader

    reader = _trafilatura()
    try:
        document = reader.bare_extraction(tree, include_comments=False)
        text = document.text if document is not None else None
        text = text or reader.baseline(tree)[1]
    except (*_BROKEN, etree.LxmlError) as error:
        raise RefusedError("no article can be found in the page") from error
    if not text or not text.strip():
        raise RefusedError("no article text found in the page")
    return "\n\n".join(_LIST_MARK.sub("", line) for line in text.split("\n"))


def _published(value: Any) -> Any:
    try:
        return calendar_date(value) if isinstance(value, str) else None
    except ValueError:
        return None  # the page reader's own format failed: the page gives no date, and the caller says so


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
