"""From the bytes of a page, or the entry that named it, to a report; the same again whenever evidence is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tocsin.model import Report
from tocsin.read.answers import bare, charset_of
from tocsin.read.found import Defaults, Found, Outcome, Refusal, RefusedError, report_of
from tocsin.read.html import declared_charset, read_html
from tocsin.read.packed import PackedError, plain
from tocsin.read.pdf import read_pdf
from tocsin.watched import Entry, Page
from tocsin.wire import time_json, time_read

#: Names of readers, as derivations keep them.
PAGE, ENTRY = "page", "entry"

_TEXTUAL = re.compile(r"text/|application/(?:[\w.+-]*xml|json)|\s*$", re.IGNORECASE)
_PDF = re.compile(r"application/(?:x-)?pdf\b", re.IGNORECASE)
UNPACKED_AT_MOST = 50_000_000


def given(page: Page, outlet: str, language: str | None, entry: Entry, at: datetime | None) -> dict[str, Any]:
    """Return, as JSON, what a reader is told of a page beside its bytes; ``at`` is when these were fetched."""
    return {
        "address": page.address,
        "outlet": entry.outlet or outlet,
        "language": entry.language or language,
        "title": entry.title,
        "author": entry.author,
        "published": entry.published.isoformat() if entry.published else None,
        "published_at": time_json(entry.published_at),
        "updated_at": time_json(entry.updated_at),
        "retrieved_at": time_json(at),
    }


def page_report(data: bytes, content_type: str, known: dict[str, Any]) -> Report:
    """Return the report in the bytes of a page or PDF; the outlet is the one that is known, whatever it calls itself.

    Raises:
        RefusedError: there is none that can be read.

    """
    name, defaults = str(known["address"]), _defaults(known)
    if _PDF.match(content_type):
        return _only_report(read_pdf(data, name, defaults))
    if not _TEXTUAL.match(content_type):
        raise RefusedError(f"not a page: {bare(content_type)[:60]}")
    try:
        data = plain(data, UNPACKED_AT_MOST)
    except PackedError as error:
        raise RefusedError(str(error)) from error
    # The server's word counts where the page has none.
    charset = None if declared_charset(data) else charset_of(content_type)
    return _only_report(read_html(data, name, defaults, charset))


def _only_report(outcomes: Iterable[Outcome]) -> Report:
    reasons = []
    for outcome in outcomes:
        if isinstance(outcome, Report):
            return outcome
        if isinstance(outcome, Refusal):
            reasons.append(outcome.reason)
    raise RefusedError("; ".join(reasons) or "no report in it")


def entry_report(entry: Entry, ref: str, known: dict[str, Any]) -> Report:
    """Return the report that the text of an entry itself makes.

    Raises:
        RefusedError: it has no text, or no date.

    """
    found = Found(ref=ref, body=entry.body, basis="feed", published=entry.published)
    return report_of(found, _defaults(known))


def _defaults(known: dict[str, Any]) -> Defaults:
    return Defaults(
        published=date.fromisoformat(known["published"]) if known["published"] else None,
        title=known["title"],
        language=known["language"],
        author=known["author"],
        published_at=time_read(known["published_at"]),
        updated_at=time_read(known["updated_at"]),
        retrieved_at=time_read(known["retrieved_at"]),
        address=known["address"],
        publisher=known["outlet"],
    )


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return a header of an answer, "" where it has none."""
    return dict(headers).get(name, "")
