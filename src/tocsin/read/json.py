"""JSON files: an array of reports, one report, JSON lines under another name, or Telegram's export."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from tocsin.read.canonical import UndecodableError
from tocsin.read.found import Defaults, Outcome, Refusal, RefusedError
from tocsin.read.jsonl import LINE_LIMIT, json_object, read_jsonl
from tocsin.read.progress import Consumed, unwatched
from tocsin.read.record import Records
from tocsin.read.telegram import is_telegram, read_telegram
from tocsin.read.values import Pieces, Values

_SPACE = b"\xef\xbb\xbf \t\r\n"
# What a stream raises that breaks off, or unpacks to nothing.
_BROKEN_OFF = (EOFError, zlib.error, OSError)


def read_json(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Read reports from a JSON file called ``name``, whatever it holds; ``consumed`` gets the bytes of each piece.

    Of an array each object is a report, refused ones are named "name:place", counted from 1. An object is a report, or
    Telegram's export. Objects one a line are JSON lines.
    """
    counted = consumed or unwatched
    pieces = Pieces(stream, counted)
    try:
        beginning = pieces.peek().lstrip(_SPACE)
        if not beginning:
            yield Refusal(name, "empty")
        elif beginning.startswith(b"["):
            yield from _read_array(Values(pieces), name, defaults)
        elif is_telegram(beginning):
            yield from read_telegram(Values(pieces), name, defaults)
        elif _is_lines(beginning):
            yield from read_jsonl(cast("BinaryIO", pieces), name, defaults, counted)
        else:
            yield from _read_object(pieces, name, defaults)
    except _BROKEN_OFF as error:
        yield Refusal(name, f"reading broke off: {str(error) or type(error).__name__}")


def _is_lines(beginning: bytes) -> bool:
    """Say whether the first line is an object: a report that is written over several lines begins with less."""
    line, end, _ = beginning.partition(b"\n")
    if not end:
        return True  # one very long line, or one object on one line, which is a line of JSON as well
    return line.rstrip().endswith(b"}")


def _read_array(values: Values, name: str, defaults: Defaults) -> Iterator[Outcome]:
    records = Records(name, defaults)
    number = 0
    try:
        for number, _ in enumerate(values.items(), start=1):
            value = values.take()
            if isinstance(value, dict):
                yield from records.read(value, f"{name}:{number}")
            else:
                yield Refusal(f"{name}:{number}", "not a JSON object")
        if values.next_sign():
            yield Refusal(f"{name}:{number + 1}", "what follows the array is not read")
    except RefusedError as error:
        yield Refusal(f"{name}:{max(number, 1)}", f"reading ends here: {error}")
    else:
        if not number:
            yield Refusal(name, "an empty array")
    yield from records.finish()


def _read_object(pieces: Pieces, name: str, defaults: Defaults) -> Iterator[Outcome]:
    records = Records(name, defaults)
    try:
        data = b""
        while len(data) <= LINE_LIMIT and (piece := pieces.read(max(len(data), 1 << 16))):
            data += piece
        if len(data) > LINE_LIMIT:
            yield Refusal(name, f"an object of more than {LINE_LIMIT:,} bytes")
            return
        record = json_object(data)
    except (RefusedError, UndecodableError) as error:
        yield Refusal(name, str(error))
    else:
        yield from records.read(record, name)
        yield from records.finish()
