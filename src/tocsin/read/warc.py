"""Archives of the web (WARC): crawls of news, own collections, and text that others took from them (WET)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from tocsin.read.answers import BODY_LIMIT, answer, bare, charset_of, unchunked, uncoded
from tocsin.read.archive import BrokenError, Record, records
from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.found import Defaults, Found, Notice, Outcome, Refusal, RefusedError, report_of, shown
from tocsin.read.html import read_html
from tocsin.read.links import day_in, host_of, page_address
from tocsin.read.progress import Consumed
from tocsin.read.times import moment

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS = frozenset({"text/plain"})
# What is in every archive beside its pages, and is missed by nobody.
_BESIDE = frozenset({"warcinfo", "request", "metadata"})
_FOUND = 200
# Weak ones are no protection against forgers, but archives have them, and they tell of damage.
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha384", "sha512"})


class _LeftOutError(Exception):
    """A record that holds no page or text; its words say what instead."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What a record holds: ``stages`` are the forms of its payload of which a digest may speak, the last the body."""

    kind: str
    charset: str | None
    stages: tuple[bytes, ...]

    @property
    def body(self) -> bytes:
        return self.stages[-1]


def read_warc(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Read a report from every page and text of the archive called ``name``; they are named "name:offset".

    Pages are read as :func:`~tocsin.read.html.read_html` does, in the charset of the server's header if it gives one.
    The outlet is the page's own, else the one given, else the host. A text is published on the day in its address, or
    the one given. A record whose digests do not fit is refused; answers other than 200, other kinds of content and
    repetitions are counted in one notice at the end. Where the archive is cut off or damaged, what came before is
    kept and one refusal says where and why.
    """
    left_out: Counter[str] = Counter()
    count = 0
    try:
        for record in records(stream, consumed):
            count += 1
            try:
                yield from _read(record, f"{name}:{record.offset}", defaults)
            except RefusedError as error:
                yield Refusal(f"{name}:{record.offset}", str(error))
            except _LeftOutError as error:
                left_out[str(error)] += 1
    except BrokenError as error:
        yield Refusal(f"{name}:{error.offset}", f"reading broke off here: {error}")
    else:
        if not count:
            yield Refusal(name, "empty")
    if left_out:
        told = (f"{number} {what}" for what, number in sorted(left_out.items(), key=lambda each: (-each[1], each[0])))
        yield Notice(name, f"not read: {', '.join(told)}")


def _read(record: Record, name: str, defaults: Defaults) -> Iterator[Outcome]:
    kind = record.header.get("warc-type", "").lower()
    if kind in _BESIDE:
        return
    content = _content(record, kind)
    if not record.whole:
        raise RefusedError(f"larger than {BODY_LIMIT:,} bytes")
    _verify(record, content)
    address = page_address(record.header.get("warc-target-uri", "").strip("<>"))
    given = replace(
        defaults,
        outlet=defaults.outlet or (host_of(address) if address else None),
        url=address or defaults.url,
        address=address,
        retrieved_at=_retrieved_at(record) or defaults.retrieved_at,
    )
    if content.kind in _PAGES:
        yield from read_html(content.body, name, given, content.charset)
    else:
        yield _text_report(content, name, given)


def _content(record: Record, kind: str) -> _Content:
    """Return the page or text of a record.

    Raises:
        _LeftOutError: it holds none.
        RefusedError: it holds one that is broken.

    """
    if kind == "response" and not record.header.get("warc-target-uri", "").strip("<").startswith("dns:"):
        given = answer(record.block)
        if given.status != _FOUND:
            raise _LeftOutError("answers other than 200")
        told = given.header.get("content-type", "text/html")
        _check(bare(told))
        if not record.whole:
            return _Content(bare(told), None, (b"",))
        plain = unchunked(given)
        stages = (record.block, given.body, plain, uncoded(plain, given.header.get("content-encoding", "")))
        return _Content(bare(told), charset_of(told), stages)
    if kind in {"resource", "conversion"}:
        told = record.header.get("content-type", "")
        _check(bare(told))
        return _Content(bare(told), charset_of(told), (record.block,))
    if kind == "revisit":
        raise _LeftOutError("repetitions of earlier records")
    raise _LeftOutError("records of other types")


def _check(kind: str) -> None:
    if kind not in _PAGES and kind not in _TEXTS:
        raise _LeftOutError("neither pages nor texts")


def _verify(record: Record, content: _Content) -> None:
    """Refuse a record that is not what its digests say.

    Programs differ in which form of a payload they mean, so any will do: as sent, without chunks, without codings.
    What the crawler cut off may bear the digest of the whole.
    """
    if "warc-truncated" in record.header:
        return
    for field, stages in (("warc-block-digest", (record.block,)), ("warc-payload-digest", content.stages)):
        written = record.header.get(field)
        if written and not _fits(written, stages):
            raise RefusedError(f"damaged: it is not what its {field} {shown(written)} says")


def _fits(written: str, stages: tuple[bytes, ...]) -> bool:
    name, _, value = written.partition(":")
    algorithm = name.strip().lower().replace("-", "")
    if algorithm not in _DIGESTS:
        return True  # nothing that could be checked
    expected = _digest(value.strip(), hashlib.new(algorithm, usedforsecurity=False).digest_size)
    return any(hashlib.new(algorithm, stage, usedforsecurity=False).digest() == expected for stage in stages)


def _digest(value: str, size: int) -> bytes | None:
    """Return the bytes of a digest, written in base 16 or 32."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        return base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except (ValueError, binascii.Error):
        return None


def _retrieved_at(record: Record) -> datetime | None:
    try:
        return moment(record.header.get("warc-date", "")).at
    except ValueError:
        return None


def _text_report(content: _Content, name: str, given: Defaults) -> Outcome:
    day = day_in(given.address or "", given.retrieved_at)
    try:
        body = decode(content.body, content.charset)
    except UndecodableError as error:
        raise RefusedError(str(error)) from error
    return report_of(Found(name, body, "page", published=day), given)
