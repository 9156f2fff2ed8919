"""JSON lines: one report an object, one object a line."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.found import (
    Defaults,
    Found,
    Notice,
    Outcome,
    Refusal,
    RefusedError,
    calendar_date,
    moment,
    report_of,
    shown,
    web_address,
)

# A report of 10 MB is a book: longer lines are dumps or faults, and one must not fill the memory.
LINE_LIMIT = 10_000_000
# How far a too long line is read to find its end. A plain file is as long as it is, but a few kilobytes of gzip
# may unpack to one line without an end.
_SKIP_LIMIT = 1_000_000_000
_SKIP_PIECE = 1 << 20

_READ_KEYS = frozenset(
    {
        "author",
        "date",
        "id",
        "language",
        "outlet",
        "outlets",
        "published",
        "published_at",
        "retrieved_at",
        "text",
        "title",
        "updated_at",
        "url",
    }
)
# Keys of collections that people keep their reports in, and of Tocsin's own output: nothing a reader needs.
_IGNORED_KEYS = frozenset(
    {
        "claims",
        "cluster",
        "document",
        "gold",
        "incident",
        "published_basis",
        "published_inferred",
        "query",
        "ref",
        "report",
        "text_rewritten",
        "topic",
        "totals",
        "updated_basis",
        "warnings",
    }
)
_NAMED_AT_MOST = 8
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(
    stream: BinaryIO, name: str, defaults: Defaults, consumed: Callable[[int], None] | None = None
) -> Iterator[Outcome]:
    """Read reports from the lines of ``stream``, called ``name``; refused lines are named "name:line".

    ``consumed`` is called with the number of bytes of each line. Keys that are not known are named once, at the end.
    """
    unknown: dict[str, None] = {}
    number, blank = 0, True
    try:
        for number, line in enumerate(_lines(stream, consumed or _ignore), start=1):
            if number == 1 and line is not None and line.startswith(_UNICODE_MARKS):
                yield Refusal(name, "JSON lines must be in UTF-8, this is UTF-16")
                return
            if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
                blank = False
                yield from _read_line(line, f"{name}:{number}", defaults, unknown)
    except (EOFError, zlib.error, OSError) as error:
        yield Refusal(f"{name}:{number + 1}", f"reading broke off here: {_said(error)}")
        blank = False
    if blank:
        yield Refusal(name, "empty")
    if unknown:
        named = ", ".join(shown(key) for key in list(unknown)[:_NAMED_AT_MOST])
        more = f" and {len(unknown) - _NAMED_AT_MOST} more" if len(unknown) > _NAMED_AT_MOST else ""
        yield Notice(name, f"keys not known and not read: {named}{more}")


def _ignore(_: int) -> None:
    """Nobody watches the progress."""


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _lines(stream: BinaryIO, consumed: Callable[[int], None]) -> Iterator[bytes | None]:
    """Yield the lines of a stream; ``None`` for one longer than the limit, passed over piece by piece."""
    while line := stream.readline(LINE_LIMIT + 1):
        length = len(line)
        if length <= LINE_LIMIT or line.endswith(b"\n"):
            consumed(length)
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_SKIP_PIECE)
            length += len(line)
            if length > _SKIP_LIMIT:
                raise EOFError(f"a line of more than {_SKIP_LIMIT:,} bytes")
        consumed(length)
        yield None


def _read_line(line: bytes | None, name: str, defaults: Defaults, unknown: dict[str, None]) -> Iterator[Outcome]:
    if line is None:
        yield Refusal(name, f"line longer than {LINE_LIMIT:,} bytes")
        return
    try:
        record = _record(line)
        found = _found(record, name)
        report = report_of(found, defaults)
    except (RefusedError, UndecodableError) as error:
        yield Refusal(name, str(error))
        return
    unknown.update(dict.fromkeys(key for key in record if key not in _READ_KEYS and key not in _IGNORED_KEYS))
    if found.url and not web_address(found.url):
        yield Notice(name, f"url {shown(found.url)} is no web address and left out")
    yield report


def _record(line: bytes) -> dict[str, Any]:
    beginning = line.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if beginning == b"[":
        raise RefusedError("not a JSON object: an array begins here; give one object a line")
    if beginning != b"{":
        raise RefusedError("not a JSON object")
    if b"\0" in line:
        raise RefusedError("NUL bytes in it: binary data or not in UTF-8")
    try:
        record = json.loads(decode(line))
    except json.JSONDecodeError as error:
        raise RefusedError(f"not valid JSON: {error.msg} at character {error.pos + 1}") from error
    except UndecodableError:
        raise
    except RecursionError as error:
        raise RefusedError("JSON nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise RefusedError("a number in it is too long") from error
    if not isinstance(record, dict):
        raise RefusedError("not a JSON object")
    return record


def _found(record: dict[str, Any], name: str) -> Found:
    text = _string(record, "text")
    if text is None:
        raise RefusedError('"text" is missing or blank')
    updated_at, retrieved_at = _moment(record, "updated_at"), _moment(record, "retrieved_at")
    url = _string(record, "url")
    return Found(
        ref=_identifier(record) or name,
        body=text,
        basis="line",
        published=_published(record),
        title=_string(record, "title"),
        outlet=_outlet(record),
        url=url,
        language=_string(record, "language"),
        author=_string(record, "author"),
        published_at=_moment(record, "published_at"),
        updated_at=updated_at,
        updated_basis="line",
        retrieved_at=retrieved_at,
        # Lines of one address may be many reports (a page of short news) unless they say which version they are.
        address=url if updated_at or retrieved_at else None,
    )


def _moment(record: dict[str, Any], key: str) -> datetime | None:
    value = _string(record, key)
    if value is None:
        return None
    found = moment(value)
    if found is None:
        raise RefusedError(f'"{key}" {shown(value)} is no date and time with its zone such as 2021-07-08T14:05Z')
    return found


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RefusedError(f'"{key}" must be a string, not {shown(value)}')
    return value if value.strip() else None


def _identifier(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return str(value)
        except ValueError as error:
            raise RefusedError("a number in it is too long") from error
    return _string(record, "id")


def _published(record: dict[str, Any]) -> Any:
    days = []
    for key in ("published", "date"):
        value = _string(record, key)
        if value is None:
            continue
        try:
            days.append(calendar_date(value))
        except ValueError as error:
            raise RefusedError(f'"{key}": {error}') from error
    if len(set(days)) > 1:
        raise RefusedError(f'"published" {days[0]} and "date" {days[1]} differ')
    return days[0] if days else None


def _outlet(record: dict[str, Any]) -> str | None:
    """Return the outlet; several outlets of one text are named together, in their order."""
    outlet = _string(record, "outlet")
    outlets = record.get("outlets")
    if outlet is not None or outlets is None:
        return outlet
    if not isinstance(outlets, list) or not all(isinstance(each, str) for each in outlets):
        raise RefusedError('"outlets" must be a list of strings')
    return "; ".join(each.strip() for each in outlets if each.strip()) or None
