"""From the bytes of a page, or the entry that named it, to a report; the same again whenever evidence is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from tocsin.identity import document_id, report_id
from tocsin.model import Report
from tocsin.read.addresses import document_address
from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.fetching import BodyError, plain
from tocsin.read.found import Defaults, Found, Refusal, RefusedError, report_of
from tocsin.read.html import read_html
from tocsin.watched import Entry

#: Names of readers, as derivations keep them.
PAGE, ENTRY = "page", "entry"

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:-]{1,40})", re.IGNORECASE)
_DECLARES = re.compile(rb"<meta\b[^>]{0,300}?\bcharset|^\s{0,9}<\?xml\b[^>]{0,100}?\bencoding", re.IGNORECASE)
_HEAD_BYTES = 8192
_TEXTUAL = re.compile(r"text/|application/(?:[\w.+-]*xml|json)|\s*$", re.IGNORECASE)
_UNPACKED_AT_MOST = 50_000_000


def given(address: str | None, outlet: str, language: str | None, entry: Entry) -> dict[str, Any]:
    """Return, as JSON, what a reader is told of a page beside its bytes."""
    return {
        "address": address,
        "outlet": outlet,
        "language": entry.language or language,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
    }


def page_report(data: bytes, content_type: str, known: dict[str, Any]) -> Report:
    """Return the report in the bytes of a page; the outlet is the one that is known, whatever the page calls itself.

    Raises:
        RefusedError: there is none that can be read.

    """
    if not _TEXTUAL.match(content_type):
        raise RefusedError(f"not a page: {content_type.split(';', maxsplit=1)[0].strip()[:60]}")
    charset = _CHARSET.search(content_type)
    try:
        data = plain(data, _UNPACKED_AT_MOST)
        if charset and not _DECLARES.search(data[:_HEAD_BYTES]):
            data = decode(data, charset[1]).encode("utf-8")
    except (BodyError, UndecodableError) as error:
        raise RefusedError(str(error)) from error
    name = str(known["address"])
    reasons = []
    for outcome in read_html(data, name, _defaults(known)):
        if isinstance(outcome, Report):
            return _of_outlet(outcome, known["outlet"], document_address(known["address"] or ""))
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
    published = date.fromisoformat(known["published"]) if known["published"] else None
    return Defaults(
        published, known["outlet"], known["title"], known["address"], known["language"], address=known["address"]
    )


def _of_outlet(report: Report, outlet: str, address: str | None) -> Report:
    if report.outlet == outlet:
        return report
    # The document is minted together with the outlet; that of a page is its address.
    document = document_id(address, outlet, report.published) if report.document and address else None
    return replace(report, outlet=outlet, id=report_id(report.text, outlet, report.published), document=document)


def header(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Return a header of an answer, "" where it has none."""
    return dict(headers).get(name, "")
