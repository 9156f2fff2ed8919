"""The records of a WARC file, one after another, packed or not, with no more in memory than one bounded block."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from tocsin.read.packed import GZIP_MARK
from tocsin.read.progress import Consumed, unwatched

# The block of a record that is larger than this is skipped: crawls of news cut pages at 1 MB, and what is longer than
# a document may be is a film or a dump.
BLOCK_LIMIT = 12_000_000
_PIECE = 1 << 16
_HEADER_LIMIT = 1 << 16
_LINE_LIMIT = 1 << 14
# Archives of pages pack to a fifth. What unpacks to a gigabyte and more than a hundred times its size is an attack.
_UNPACKED_FREELY = 1_000_000_000
_RATIO = 100

_VERSION = re.compile(rb"WARC/[0-9]{1,2}\.[0-9]{1,2}")
_LENGTH = re.compile(r"[0-9]{1,15}")


class BrokenError(ValueError):
    """An archive that cannot be read on; its words say why, ``offset`` says where, in bytes of the file."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Record:
    """A record: where it begins in the file, its header (names in small letters), its block.

    ``whole`` is false of a block larger than :data:`BLOCK_LIMIT`, of which only the beginning is given. In a file that
    is packed as one piece the offset is that in the unpacked text.
    """

    offset: int
    header: Mapping[str, str]
    block: bytes
    whole: bool


def records(stream: BinaryIO, consumed: Consumed | None = None) -> Iterator[Record]:
    """Read the records of an archive from a stream that need not be a file.

    ``consumed`` is called with the bytes taken from the stream.

    Raises:
        BrokenError: no archive, damaged or cut off; the records before the fault were given.
        OSError: the stream cannot be read.

    """
    source = _Unpacked(stream, consumed or unwatched)
    offset = 0
    try:
        while source.skip_line_ends():
            offset = source.offset
            yield _record(source, offset, _header(source))
    except _EndError as error:
        raise BrokenError(max(offset, source.member), "the file ends in the middle of this record") from error


class _EndError(Exception):
    """The archive ends where more of it is needed."""


def _record(source: _Unpacked, offset: int, header: Mapping[str, str]) -> Record:
    written = header.get("content-length", "")
    if not _LENGTH.fullmatch(written):
        raise BrokenError(offset, "a record without its length")
    length = int(written)
    block = source.take(min(length, BLOCK_LIMIT))
    source.skip(length - len(block))
    return Record(offset, header, block, whole=length <= BLOCK_LIMIT)


def _header(source: _Unpacked) -> dict[str, str]:
    offset = source.offset
    if not _VERSION.fullmatch(source.line().rstrip()):
        raise BrokenError(offset, "no WARC record begins here")
    lines: list[bytes] = []
    size = 0
    while line := source.line().rstrip(b"\r\n"):
        size += len(line)
        if size > _HEADER_LIMIT:
            raise BrokenError(offset, "the header of a record is too long")
        lines.append(line)
    return fields(lines)


def fields(lines: list[bytes]) -> dict[str, str]:
    """Return the fields of a header by their names in small letters: the first of each name, folded lines joined."""
    joined: list[bytes] = []
    for line in lines:
        if line[:1] in {b" ", b"\t"} and joined:
            joined[-1] += b" " + line.strip()
        else:
            joined.append(line)
    found: dict[str, str] = {}
    for line in joined:
        name, colon, value = line.partition(b":")
        if colon:
            found.setdefault(name.decode("utf-8", "replace").strip().lower(), value.decode("utf-8", "replace").strip())
    return found


class _Unpacked:
    """The bytes of an archive, unpacked only as far as they are asked for.

    What is held never reaches over the end of a member of gzip, so that :attr:`offset` is where the next record lies
    in a file of which each record is a member. :attr:`member` is where the member begins that is read last.
    """

    def __init__(self, stream: BinaryIO, consumed: Consumed) -> None:
        self._stream = stream
        self._consumed = consumed
        self._held = b""
        self._at = 0  # what is read of that
        self._raw = b""  # taken from the stream and not yet unpacked
        self._taken = 0
        self._made = 0
        self._inflate: Any = None
        self._waits = False  # for room: there is more to unpack though nothing is left to take
        self.member = 0
        self._fresh = True  # nothing of the member is read yet
        while len(self._raw) < len(GZIP_MARK) and (more := self._taking()):
            self._raw += more
        self._packed = self._raw.startswith(GZIP_MARK)

    @property
    def offset(self) -> int:
        """Where the next byte lies: in the file, or where a member was begun, in what the file unpacks to."""
        if self._packed and self._fresh:
            return self.member
        return self._made - len(self._held) + self._at

    def skip_line_ends(self) -> bool:
        """Go to the next byte that ends no line; return whether there is one."""
        while True:
            if self._at == len(self._held) and not self._fill():
                return False
            rest = self._held[self._at :].lstrip(b"\r\n")
            if rest:
                self._move(len(self._held) - self._at - len(rest))
                return True
            self._move(len(self._held) - self._at)

    def line(self) -> bytes:
        """Return the next line with its end."""
        pieces: list[bytes] = []
        size = 0
        while True:
            self._need()
            end = self._held.find(b"\n", self._at)
            stop = len(self._held) if end < 0 else end + 1
            pieces.append(self._held[self._at : stop])
            size += stop - self._at
            self._move(stop - self._at)
            if size > _LINE_LIMIT:
                raise BrokenError(self.offset, "a line of a header is too long")
            if end >= 0:
                return b"".join(pieces)

    def take(self, count: int) -> bytes:
        """Return so many bytes."""
        pieces: list[bytes] = []
        while count:
            self._need()
            piece = self._held[self._at : self._at + count]
            pieces.append(piece)
            count -= len(piece)
            self._move(len(piece))
        return b"".join(pieces)

    def skip(self, count: int) -> None:
        """Go on by so many bytes."""
        while count:
            self._need()
            step = min(count, len(self._held) - self._at)
            count -= step
            self._move(step)

    def _move(self, step: int) -> None:
        self._at += step
        self._fresh = self._fresh and not step

    def _need(self) -> None:
        if self._at == len(self._held) and not self._fill():
            raise _EndError

    def _fetch(self) -> bool:
        """Take more from the stream, if nothing is left to unpack; return whether there is anything."""
        if not self._raw and not self._waits:
            self._raw = self._taking()
        return bool(self._raw) or self._waits

    def _taking(self) -> bytes:
        piece = self._stream.read(_PIECE)
        self._taken += len(piece)
        self._consumed(len(piece))
        return piece

    def _fill(self) -> bool:
        """Hold the next piece; return whether there is one."""
        self._held, self._at = b"", 0
        while not self._held:
            if not self._fetch():
                if self._inflate is not None:
                    raise _EndError
                return False
            if self._packed:
                self._unpack()
            else:
                self._held, self._raw = self._raw, b""
        self._made += len(self._held)
        if self._made > _UNPACKED_FREELY and self._made > _RATIO * self._taken:
            raise BrokenError(self.offset, f"unpacks to more than {_RATIO} times its size")
        return True

    def _unpack(self) -> None:
        if self._inflate is None:
            self.member = self._taken - len(self._raw)
            if not self._begins():
                return
            self._inflate, self._fresh = zlib.decompressobj(16 + zlib.MAX_WBITS), True
        try:
            self._held = self._inflate.decompress(self._raw, _PIECE)
        except zlib.error as error:
            raise BrokenError(self.member, f"gzip that cannot be unpacked ({error})") from error
        self._waits = len(self._held) == _PIECE and not self._inflate.eof
        if self._inflate.eof:
            self._raw, self._inflate = self._inflate.unused_data, None
        else:
            self._raw = self._inflate.unconsumed_tail

    def _begins(self) -> bool:
        """Say whether a member begins here; zeros between members are passed over."""
        kept = self._raw.lstrip(b"\0")
        if len(kept) < len(self._raw):
            self._raw = kept
            return False
        if not self._raw.startswith(GZIP_MARK[: len(self._raw)]):
            raise BrokenError(self.member, "neither gzip nor the end of the file")
        return True
