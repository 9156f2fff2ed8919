"""Values out of JSON of any size, one at a time: the memory is that of the largest of them.

The standard library's decoder does the work, on as much of the text as a value needs. Parsers in C that take a text
piece by piece were tried: they can be brought to break the whole process, or to take memory without bound, by a file.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from tocsin.read.found import RefusedError
from tocsin.read.jsonl import LINE_LIMIT
from tocsin.read.progress import Consumed

_PIECE = 1 << 16
# Telegram's writer puts controls as \x0B, which JSON does not know. Other escapes are passed over in pairs.
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|[^x])")
_TAIL = re.compile(rb"\\(?:x[0-9A-Fa-f]?)?\Z")
_SPACE = re.compile(r"[ \t\r\n\ufeff]*")
#: A number of more digits counts nothing that a report could tell.
_DIGITS_AT_MOST = 30


class Pieces:
    """The bytes of a JSON file, of which the beginning can be looked at first."""

    def __init__(self, stream: BinaryIO, consumed: Consumed) -> None:
        self._stream = stream
        self._consumed = consumed
        self._back = b""

    def peek(self) -> bytes:
        """Return the beginning, which will be read again."""
        while len(self._back) < _PIECE and (data := self._stream.read(_PIECE - len(self._back))):
            self._back += data
        return self._back

    def read(self, size: int = _PIECE) -> bytes:
        """Return about so many of the next bytes, controls written as JSON has them."""
        data, self._back = self._back or self._stream.read(size), b""
        while _is_cut(data) and (more := self._stream.read(1)):
            data += more
        self._consumed(len(data))
        if b"\\x" not in data:
            return data
        return _ESCAPE.sub(lambda found: b"\\u00" + found[1] if found[1] else found[0], data)

    def readline(self, size: int = -1) -> bytes:
        """Return the next line, or so many bytes of it, as it stands."""
        end = self._back.find(b"\n") + 1 or len(self._back)
        end = min(end, size) if size >= 0 else end
        line, self._back = self._back[:end], self._back[end:]
        if line.endswith(b"\n") or len(line) == size:
            return line
        return line + self._stream.readline(size - len(line) if size >= 0 else -1)


def _is_cut(data: bytes) -> bool:
    """Say whether bytes end within an escape."""
    tail = _TAIL.search(data[-1 - len("\\x0") :])
    if tail is None:
        return False
    before = data[: len(data) - len(tail[0])]
    return (len(before) - len(before.rstrip(b"\\"))) % 2 == 0


class Values:
    """The values of a JSON text, in their order. Bytes that are not UTF-8 come as U+FFFD.

    Every method raises :class:`~tocsin.read.found.RefusedError` where the text is not JSON, or a value too large.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._letters = codecs.getincrementaldecoder("utf-8")("replace")
        self._decoder = json.JSONDecoder(strict=False, parse_int=_integer)
        self._text, self._at, self._ended = "", 0, False

    def next_sign(self) -> str:
        """Return the next sign that is no space, "" at the end; it stays the next one."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # it matches nothing as well
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]
            self._more(_PIECE)

    def take(self) -> Any:
        """Return the next value as a whole."""
        if not self.next_sign():
            raise RefusedError("not valid JSON: it breaks off")
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended:
                    why = f"not valid JSON: {error.msg}"
                    raise RefusedError(why) from error
            except RecursionError as error:
                raise RefusedError("JSON nested too deeply") from error
            else:
                if end < len(self._text) or self._ended:  # a number may go on in the next piece
                    self._at = end
                    return value
            if len(self._text) - self._at > LINE_LIMIT:
                raise RefusedError(f"not valid JSON, or a value of more than {LINE_LIMIT:,} characters")
            self._more(len(self._text) - self._at)

    def keys(self) -> Iterator[str]:
        """Yield the keys of the object that begins here; of each the value must be taken before the next."""
        for _ in self._members("{", "}"):
            key = self.take()
            if not isinstance(key, str):
                raise RefusedError("not valid JSON: a key that is no string")
            self._expect(":")
            yield key

    def items(self) -> Iterator[None]:
        """Yield before each value of the array that begins here; it must be taken before the next."""
        return self._members("[", "]")

    def _members(self, begin: str, end: str) -> Iterator[None]:
        self._expect(begin)
        if self.next_sign() == end:
            self._at += 1
            return
        while True:
            yield
            if self._expect(",", end) == end:
                return

    def _expect(self, *signs: str) -> str:
        sign = self.next_sign()
        if sign not in signs or not sign:
            found = repr(sign) if sign else "the end"
            raise RefusedError(f"not valid JSON: {' or '.join(signs)} expected, not {found}")
        self._at += 1
        return sign

    def _more(self, size: int) -> None:
        data = self._pieces.read(max(size, _PIECE))
        self._ended = not data
        self._text = self._text[self._at :] + self._letters.decode(data, final=self._ended)
        self._at = 0


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS_AT_MOST else digits
