"""The body of an answer: unpacked as it comes, no further than its limits, and refused where it is cut off."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

#: The codings that are asked for. Both unpack piece by piece with a limit, in the standard library.
ACCEPTED = "gzip, deflate"

_GZIP_MARK = b"\x1f\x8b"
_PIECE = 1 << 18
_FED = 1 << 16
_NAMES = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "identity": "", "": ""}


class BodyError(ValueError):
    """A body that cannot be used; its words say why."""


def unpacked(pieces: Iterable[bytes], coding: str, most: int) -> bytes:
    """Return the bytes that ``pieces`` hold under a content coding.

    Raises:
        BodyError: the coding was not asked for, is broken or cut off, or there are more than ``most`` bytes on either
            side of it.

    """
    name = _NAMES.get(coding.strip().lower())
    if name is None:
        raise BodyError(f"content coding {coding.strip()[:40]!r} was not asked for")
    held = bytearray()
    inflate = _Inflate(name, most) if name else None
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > most:
            raise BodyError(f"larger than {most:,} bytes")
        held += inflate.feed(piece) if inflate else piece
    if inflate:
        inflate.finish()
    return bytes(held)


def plain(data: bytes, most: int) -> bytes:
    """Return what a gzipped file holds; other data as it is.

    Raises:
        BodyError: as for :func:`unpacked`.

    """
    if not data.startswith(_GZIP_MARK):
        return data
    # In pieces: what stands after each of a million tiny members would be copied whole.
    return unpacked((data[at : at + _FED] for at in range(0, len(data), _FED)), "gzip", most)


class _Inflate:
    """Unpacks gzip (one member after another) or deflate (with or without zlib's header)."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._made = 0
        self._began = False
        self._waits = 16 + zlib.MAX_WBITS if name == "gzip" else zlib.MAX_WBITS
        self._inner = zlib.decompressobj(self._waits)

    def feed(self, data: bytes) -> bytes:
        """Return what ``data`` adds."""
        held = bytearray()
        full = True
        while data or full:
            if self._inner.eof:
                if self._name != "gzip" or not data.startswith(_GZIP_MARK[:1]):
                    break  # padding after the end
                self._inner = zlib.decompressobj(self._waits)
            made = self._step(data)
            held += made
            full = len(made) == _PIECE  # then more of it may wait inside
            data = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        return bytes(held)

    def _step(self, data: bytes) -> bytes:
        try:
            made = self._inner.decompress(data, _PIECE)
        except zlib.error as error:
            if self._began or self._name == "gzip":
                raise BodyError(f"broken {self._name} ({error})") from error
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            self._began = True
            return self._step(data)
        self._began = True
        self._made += len(made)
        if self._made > self._most:
            raise BodyError(f"larger than {self._most:,} bytes when unpacked")
        return made

    def finish(self) -> None:
        """Refuse what has no end."""
        if self._began and not self._inner.eof:
            raise BodyError(f"{self._name} data cut off after {self._made:,} bytes")
