"""The answers of web servers as archives keep them: status, header, and a body in whatever codings."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tocsin.read.archive import fields
from tocsin.read.found import RefusedError, shown
from tocsin.read.packed import LargerError, PackedError, in_pieces, inflated

# No page is larger; the same holds for pages in files.
BODY_LIMIT = 10_000_000
_HEAD_LIMIT = 1 << 16
_PIECE = 1 << 18
# Nobody codes a body more often than once or twice.
_CODINGS_LIMIT = 3

_STATUS = re.compile(rb"HTTP/[0-9](?:\.[0-9])? +([0-9]{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]{0,100}(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})""", re.IGNORECASE)
_MARKUP = re.compile(rb"\s{0,100}(?:\xef\xbb\xbf)?<[a-zA-Z!?]")


class _Reader(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: ``body`` as it went over the wire."""

    status: int
    header: Mapping[str, str]
    body: bytes


def answer(block: bytes) -> Answer:
    """Take an answer apart.

    Raises:
        RefusedError: no answer of HTTP.

    """
    status, end = _STATUS.match(block), _HEAD_END.search(block, 0, _HEAD_LIMIT)
    if status is None or end is None:
        raise RefusedError("no HTTP answer in it")
    return Answer(int(status[1]), fields(block[: end.start()].splitlines()[1:]), block[end.end() :])


def bare(content_type: str) -> str:
    """Return a type of content without its parameters, in small letters."""
    return content_type.partition(";")[0].strip().lower()


def charset_of(content_type: str) -> str | None:
    """Return the charset that a type of content names."""
    match = _CHARSET.search(content_type)
    return match[1] if match else None


def unchunked(given: Answer) -> bytes:
    """Return the body in one piece; many archives keep it so, whatever the header says.

    Raises:
        RefusedError: chunks that are broken.

    """
    body = given.body
    if "chunked" not in given.header.get("transfer-encoding", "").lower() or not _CHUNK.match(body):
        return body
    pieces: list[bytes] = []
    position = 0
    while match := _CHUNK.match(body, position):
        size = int(match[1], 16)
        piece = body[match.end() : match.end() + size]
        pieces.append(piece)
        if not size:
            return b"".join(pieces)
        if len(piece) < size:
            break
        position = match.end() + size
        position += 2 if body.startswith(b"\r\n", position) else body.startswith(b"\n", position)
    raise RefusedError("its body is in broken chunks")


def uncoded(body: bytes, codings: str) -> bytes:
    """Return a body without its content codings (gzip, deflate, br, zstd); one already without is returned as it is.

    Raises:
        RefusedError: an unknown coding, a broken one, or more than :data:`BODY_LIMIT` bytes.

    """
    names = [name for each in codings.split(",") if (name := each.strip().lower()) not in {"", "identity", "none"}]
    if len(names) > _CODINGS_LIMIT:
        raise RefusedError(f"its body is coded {len(names)} times")
    for name in reversed(names):
        body = _without(body, name)
    if len(body) > BODY_LIMIT:
        raise RefusedError(f"larger than {BODY_LIMIT:,} bytes")
    return body


def _without(body: bytes, coding: str) -> bytes:
    try:
        return _decoded(body, coding)
    except LargerError as error:
        raise RefusedError(f"larger than {BODY_LIMIT:,} bytes") from error
    except (PackedError, OSError, EOFError) as error:
        if not body or _MARKUP.match(body):
            return body  # the crawler took the coding away, and left the header
        raise RefusedError(f"its body is no {shown(coding)}") from error


def _decoded(body: bytes, coding: str) -> bytes:
    if coding in {"gzip", "x-gzip", "deflate"}:
        return inflated(in_pieces(body), coding.removeprefix("x-"), BODY_LIMIT)
    from fastwarc.stream_io import BrotliReader, ZstdReader  # noqa: PLC0415 - loaded when the first such body comes

    if coding == "br":
        return _taken(BrotliReader(io.BytesIO(body)))
    if coding == "zstd":
        return _taken(ZstdReader(io.BytesIO(body)))
    raise RefusedError(f"its body is coded as {shown(coding)}")


def _taken(reader: _Reader) -> bytes:
    """Take from a reader, which gives what it has, at most one piece more than the limit."""
    pieces: list[bytes] = []
    size = 0
    while size <= BODY_LIMIT and (piece := reader.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)
