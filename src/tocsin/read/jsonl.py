"""JSON lines: one report an object, one object a line."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.found import Defaults, Outcome, Refusal, RefusedError
from tocsin.read.patience import Patience
from tocsin.read.progress import Consumed, unwatched
from tocsin.read.record import Records

# A report of 10 MB is a book: longer lines are dumps or faults, and one must not fill the memory.
LINE_LIMIT = 10_000_000
# How far a too long line is read to find its end. A plain file is as long as it is, but a few kilobytes of gzip
# may unpack to one line without an end.
_SKIP_LIMIT = 1_000_000_000
_SKIP_PIECE = 1 << 20

_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Read reports from the lines of ``stream``, called ``name``; refused lines are named "name:line".

    ``consumed`` is called with the number of bytes of each line. Keys that are not known are named once, at the end.
    """
    records = Records(name, defaults)
    number, blank, patience = 0, True, Patience()
    try:
        for number, line in enumerate(_lines(stream, consumed or unwatched), start=1):
            if number == 1 and line is not None and line.startswith(_UNICODE_MARKS):
                yield Refusal(name, "JSON lines must be in UTF-8, this is UTF-16")
                return
            if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
                blank = False
                yield from patience.seeing(_read_line(line, f"{name}:{number}", records))
                if patience.is_over:
                    yield patience.last_word(f"{name}:{number + 1}", "lines")
                    break
    except (EOFError, zlib.error, OSError) as error:
        yield Refusal(f"{name}:{number + 1}", f"reading broke off here: {_said(error)}")
        blank = False
    if blank:
        yield Refusal(name, "empty")
    yield from records.finish()


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _lines(stream: BinaryIO, consumed: Consumed) -> Iterator[bytes | None]:
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


def _read_line(line: bytes | None, name: str, records: Records) -> Iterator[Outcome]:
    if line is None:
        yield Refusal(name, f"line longer than {LINE_LIMIT:,} bytes")
        return
    try:
        record = json_object(line)
    except (RefusedError, UndecodableError) as error:
        yield Refusal(name, str(error))
        return
    yield from records.read(record, name)


def json_object(line: bytes) -> dict[str, Any]:
    """Return the JSON object in some bytes.

    Raises:
        RefusedError: there is none, or more than one.
        UndecodableError: the bytes are no text.

    """
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
