"""Text out of a stream of bytes: its charset, and its lines, with bounded memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from tocsin.read.canonical import charset_of
from tocsin.read.progress import Consumed

#: How many bytes are read at a time. The first of these pieces tells the charset.
PIECE = 1 << 16

# str.splitlines knows eight other line ends, which may stand in the middle of a cell.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def text_pieces(stream: BinaryIO, consumed: Consumed) -> Iterator[str]:
    r"""Yield the text of a stream piece by piece, decoded as its beginning asks.

    Bytes that are not in this charset come as the surrogates of ``surrogateescape`` (U+DC80 to U+DCFF), so that
    whoever reads the text can tell them and get them back.

    Raises:
        UndecodableError: its beginning is no text.
        EOFError, zlib.error, OSError: the stream breaks off.

    """
    data = stream.read(PIECE)
    if not data:
        return
    mark, charset = charset_of(data)
    decoder = codecs.getincrementaldecoder(charset)("surrogateescape" if charset == "utf-8" else "replace")
    consumed(len(data))
    yield decoder.decode(data[mark:])
    while data := stream.read(PIECE):
        consumed(len(data))
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def whole_lines(pieces: Iterator[str], limit: int) -> Iterator[str]:
    r"""Yield the lines of a text with their ends (LF, CRLF or CR); one longer than ``limit`` comes in parts."""
    begun: list[str] = []
    held = ""
    for piece in pieces:
        # A CR at the end of a piece may be half of a line end.
        text = held + piece
        held = "\r" if text.endswith("\r") else ""
        for line in _LINE.findall(text[: len(text) - len(held)]):
            begun.append(line)
            if line.endswith(("\n", "\r")) or sum(map(len, begun)) > limit:
                yield "".join(begun)
                begun = []
    if begun or held:
        yield "".join((*begun, held))
