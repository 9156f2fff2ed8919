"""Unpacking what is packed, never to more than somebody is ready to hold."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable

GZIP_MARK = b"\x1f\x8b"

_PIECE = 1 << 18
_FED = 1 << 16


class PackedError(ValueError):
    """Packed data that cannot be used; its words say why."""


class LargerError(PackedError):
    """Data that unpack to more than somebody is ready to hold."""


def unpacked(data: bytes, limit: int) -> bytes:
    """Unpack gzipped ``data``, of one member or several, to at most ``limit`` + 1 bytes; other data stays as it is.

    Raises:
        OSError, EOFError, zlib.error: the packing is damaged, or ends before its end.

    """
    if not data.startswith(GZIP_MARK):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return stream.read(limit + 1)


def plain(data: bytes, most: int) -> bytes:
    """Return what a gzipped file holds; other data as it is.

    Raises:
        PackedError: as for :func:`inflated`.

    """
    if not data.startswith(GZIP_MARK):
        return data
    return inflated(in_pieces(data), "gzip", most)


def in_pieces(data: bytes) -> Iterable[bytes]:
    """Return data in pieces to be unpacked: what stands after each of a million tiny members is copied with it."""
    return (data[at : at + _FED] for at in range(0, len(data), _FED))


def inflated(pieces: Iterable[bytes], name: str, most: int) -> bytes:
    """Return what ``pieces`` hold that were packed with gzip or deflate, as ``name`` says.

    Raises:
        LargerError: they unpack to more than ``most`` bytes.
        PackedError: they are broken or cut off.

    """
    inflate = _Inflate(name, most)
    held = bytearray()
    for piece in pieces:
        held += inflate.feed(piece)
    inflate.finish()
    return bytes(held)


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
                if self._name != "gzip" or not data.startswith(GZIP_MARK[:1]):
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
                raise PackedError(f"broken {self._name} ({error})") from error
            self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
            self._began = True
            return self._step(data)
        self._began = True
        self._made += len(made)
        if self._made > self._most:
            raise LargerError(f"larger than {self._most:,} bytes when unpacked")
        return made

    def finish(self) -> None:
        """Refuse what has no end."""
        if self._began and not self._inner.eof:
            raise PackedError(f"{self._name} data cut off after {self._made:,} bytes")
