"""JSON files: an array of reports, one report, JSON lines under another name, or Telegram's export.

What is larger than a report is read value by value: a file of any size takes the memory of its largest value.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

import ijson

from tocsin.read.canonical import UndecodableError
from tocsin.read.found import Defaults, Outcome, Refusal, RefusedError
from tocsin.read.jsonl import LINE_LIMIT, json_object, read_jsonl
from tocsin.read.record import Records

_PIECE = 1 << 16
# Exports nest eight deep; a key is a word.
_DEPTH, _KEY_LENGTH = 100, 100
_STARTS, _ENDS = frozenset({"start_map", "start_array"}), frozenset({"end_map", "end_array"})
_SPACE = b"\xef\xbb\xbf \t\r\n"
# Telegram's writer puts controls as \x0B, which JSON does not know. Other escapes are passed over in pairs.
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|[^x])")
_TAIL = re.compile(rb"\\(?:x[0-9A-Fa-f]?)?\Z")

#: What the parser raises on what is no JSON, or has numbers of thousands of digits.
BROKEN = (ijson.JSONError, ValueError, ArithmeticError, RecursionError)
#: What a stream raises that breaks off, or unpacks to nothing.
BROKEN_OFF = (EOFError, zlib.error, OSError)


class TooLargeError(ValueError):
    """One value of a file is larger, or nested more deeply, than a report may be."""


class Pieces:
    """A stream for the parser, which refuses to go on within one value for longer than the limit."""

    def __init__(self, stream: BinaryIO, consumed: Callable[[int], None]) -> None:
        self._stream = stream
        self._consumed = consumed
        self._back = b""
        self._since = 0

    def peek(self) -> bytes:
        """Return the beginning, which will be read again."""
        while len(self._back) < _PIECE and (data := self._stream.read(_PIECE - len(self._back))):
            self._back += data
        return self._back

    def read(self, size: int = _PIECE) -> bytes:
        """Return the next piece, controls written as JSON has them.

        Raises:
            TooLargeError: a value is too large.

        """
        if size == 0:  # the parser asks what kind of stream it is
            return b""
        if self._back:
            data, self._back = self._back[:size], self._back[size:]
        else:
            data = self._stream.read(size)
        self._since += len(data)
        if self._since > LINE_LIMIT:
            raise TooLargeError(f"a value in it is larger than {LINE_LIMIT:,} bytes")
        self._consumed(len(data))
        if b"\\" not in data:
            return data
        return self._repaired(data)

    def value_ended(self) -> None:
        """Begin to count anew: what was read so far is done with."""
        self._since = 0

    def readline(self, size: int = -1) -> bytes:
        """Return the next line, as it stands."""
        if not self._back:
            return self._stream.readline(size)
        end = self._back.find(b"\n") + 1 or len(self._back)
        end = min(end, size) if size >= 0 else end
        line, self._back = self._back[:end], self._back[end:]
        if line.endswith(b"\n") or len(line) == size:
            return line
        return line + self._stream.readline(size - len(line) if size >= 0 else -1)

    def _repaired(self, data: bytes) -> bytes:
        while _cut(data) and (more := self._stream.read(1)):
            data += more
            self._consumed(1)
        if b"\\x" not in data:
            return data
        return _ESCAPE.sub(lambda found: b"\\u00" + found[1] if found[1] else found[0], data)


def events(pieces: Pieces) -> Iterator[tuple[str, str, Any]]:
    """Yield what a parser finds in turn: where it stands ("chats.list.item"), what it is, and its value.

    The parser's own way of telling places takes memory that grows with the square of the depth; so it is not asked.

    Raises:
        TooLargeError: nested too deeply.

    """
    holders: list[tuple[str, bool]] = []
    key = ""
    for event, value in ijson.basic_parse(pieces):
        if event in _ENDS:
            place, _ = holders.pop()
        elif event == "map_key":
            place, key = holders[-1][0], value[:_KEY_LENGTH]
        else:
            above, listed = holders[-1] if holders else ("", None)
            step = "" if listed is None else "item" if listed else key
            place = f"{above}.{step}" if above else step
            if event in _STARTS:
                holders.append((place, event == "start_array"))
        if len(holders) > _DEPTH:
            raise TooLargeError("nested too deeply")
        yield place, event, value


def _cut(data: bytes) -> bool:
    """Say whether a piece ends within an escape."""
    tail = _TAIL.search(data)
    if tail is None:
        return False
    before = data[: tail.start()]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 0


def read_json(
    stream: BinaryIO, name: str, defaults: Defaults, consumed: Callable[[int], None] | None = None
) -> Iterator[Outcome]:
    """Read reports from a JSON file called ``name``, whatever it holds; ``consumed`` gets the bytes of each piece.

    Of an array each object is a report, refused ones are named "name:place", counted from 1. An object is a report, or
    Telegram's export. Objects one a line are JSON lines.
    """
    from tocsin.read.telegram import is_telegram, read_telegram  # noqa: PLC0415 - it reads with what stands above

    counted = consumed or _ignore
    pieces = Pieces(stream, counted)
    try:
        beginning = pieces.peek().lstrip(_SPACE)
    except BROKEN_OFF as error:
        yield Refusal(name, f"reading broke off: {str(error) or type(error).__name__}")
        return
    if not beginning:
        yield Refusal(name, "empty")
    elif beginning.startswith(b"["):
        yield from _read_array(pieces, name, defaults)
    elif is_telegram(beginning):
        yield from read_telegram(pieces, name, defaults)
    elif _is_lines(beginning):
        yield from read_jsonl(cast("BinaryIO", pieces), name, defaults, counted)
    else:
        yield from _read_object(pieces, name, defaults)


def _ignore(_: int) -> None:
    """Nobody watches the progress."""


def _is_lines(beginning: bytes) -> bool:
    """Say whether the first line is an object: a report that is written over several lines begins with less."""
    line, end, _ = beginning.partition(b"\n")
    if not end:
        return len(beginning) >= _PIECE // 2  # a very long line
    return line.rstrip().endswith(b"}")


def _read_array(pieces: Pieces, name: str, defaults: Defaults) -> Iterator[Outcome]:
    records = Records(name, defaults)
    number = 0
    try:
        for number, value in enumerate(_items(pieces), start=1):
            if isinstance(value, dict):
                yield from records.read(value, f"{name}:{number}")
            else:
                yield Refusal(f"{name}:{number}", "not a JSON object")
    except BROKEN as error:
        yield Refusal(f"{name}:{number + 1}", f"reading ends here: {said(error)}")
    except BROKEN_OFF as error:
        yield Refusal(f"{name}:{number + 1}", f"reading broke off here: {str(error) or type(error).__name__}")
    else:
        if not number:
            yield Refusal(name, "an empty array")
    yield from records.finish()


def _items(pieces: Pieces) -> Iterator[Any]:
    builder: Any = None
    for place, event, value in events(pieces):
        if builder is None and place == "item":
            builder = ijson.ObjectBuilder()
        if builder is not None:
            builder.event(event, value)
            if place == "item" and event not in _STARTS and event != "map_key":
                yield builder.value
                builder = None
                pieces.value_ended()


def said(error: Exception) -> str:
    """Return why a value cannot be read."""
    if isinstance(error, TooLargeError):
        return str(error)
    return "not valid JSON" if isinstance(error, ijson.JSONError) else "a number or nesting that cannot be read"


def _read_object(pieces: Pieces, name: str, defaults: Defaults) -> Iterator[Outcome]:
    records = Records(name, defaults)
    try:
        record = json_object(b"".join(iter(pieces.read, b"")))
    except (RefusedError, UndecodableError, TooLargeError) as error:
        yield Refusal(name, str(error))
    except BROKEN_OFF as error:
        yield Refusal(name, f"reading broke off: {str(error) or type(error).__name__}")
    else:
        yield from records.read(record, name)
        yield from records.finish()
