"""Plain text, with or without a small header block at its top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tocsin.read.canonical import UndecodableError, canonical, decode
from tocsin.read.found import (
    Defaults,
    Found,
    Notice,
    Outcome,
    Refusal,
    RefusedError,
    calendar_date,
    report_of,
    shown,
    web_address,
)

_HEADER_LINE = re.compile(r"([^\W\d_][\w -]{0,30}?) ?:(?: (.*)|)")
_KEYS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "outlet": "outlet",
    "url": "url",
    "language": "language",
}


#: Lines of hard-wrapped text are no longer than this, and most of them end in the middle of a sentence.
_WRAPPED_WIDTH = 100
_WRAPPED_LINES = 3
_SENTENCE_END = (".", "!", "?", ":", '"', "\u201d", "'", "\u2019", ")")


def unwrapped(text: str) -> str:
    """Join the lines of hard-wrapped paragraphs; text of which each line is a paragraph is left as it is."""
    paragraphs = [paragraph.split("\n") for paragraph in text.split("\n\n")]
    inner = [line for lines in paragraphs for line in lines[:-1]]
    longest = max((len(line) for lines in paragraphs for line in lines), default=0)
    broken = sum(not line.endswith(_SENTENCE_END) for line in inner)
    if len(inner) < _WRAPPED_LINES or longest > _WRAPPED_WIDTH or 2 * broken < len(inner):
        return text
    return "\n\n".join(" ".join(lines) for lines in paragraphs)


def read_text(data: bytes, name: str, defaults: Defaults) -> Iterator[Outcome]:
    """Read one report from the bytes of a plain text document called ``name``."""
    try:
        found, unknown = _found(canonical(decode(data)), name)
        report = report_of(found, defaults)
    except (RefusedError, UndecodableError) as error:
        yield Refusal(name, str(error))
        return
    if unknown:
        yield Notice(name, f"header lines not known and left out: {', '.join(unknown)}")
    if found.url and not web_address(found.url):
        yield Notice(name, f"url {shown(found.url)} is no web address and left out")
    yield report


def _found(text: str, name: str) -> tuple[Found, tuple[str, ...]]:
    """Split canonical text into header and body.

    A header begins with a known key on the first line. If every line down to the first blank one is of the form
    "key: value", all of them are header and unknown keys are returned to be named; otherwise only the known lines
    at the top are, so that no prose is lost.
    """
    top, _, rest = text.partition("\n\n")
    lines = top.split("\n")
    matches = [_HEADER_LINE.fullmatch(line) for line in lines]
    known = 0
    while known < len(lines) and (match := matches[known]) and match[1].lower() in _KEYS:
        known += 1
    if not known:
        return Found(name, unwrapped(text), "header"), ()
    pairs = [(match[1], (match[2] or "").strip()) for match in matches if match]
    if len(pairs) < len(lines):
        pairs, rest = pairs[:known], text.split("\n", known)[known]
    found = Found(name, unwrapped(rest), "header")
    for key, value in pairs:
        found = _with(found, key.lower(), value)
    return found, tuple(key for key, _ in pairs if key.lower() not in _KEYS)


def _with(found: Found, key: str, value: str) -> Found:
    field = _KEYS.get(key)
    if not field or not value:
        return found
    try:
        new = calendar_date(value) if field == "published" else value
    except ValueError as error:
        raise RefusedError(str(error)) from error
    if getattr(found, field) not in (None, new):
        raise RefusedError(f"the header says {field} twice and differently")
    return replace(found, **{field: new})  # type: ignore[arg-type]  # the field's own type, by the table above
