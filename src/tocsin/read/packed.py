"""Unpacking what is packed, never to more than somebody is ready to hold."""

from __future__ import annotations

import gzip
import io

GZIP_MARK = b"\x1f\x8b"


def unpacked(data: bytes, limit: int) -> bytes:
    """Unpack gzipped ``data``, of one member or several, to at most ``limit`` + 1 bytes; other data stays as it is.

    Raises:
        OSError, EOFError, zlib.error: the packing is damaged, or ends before its end.

    """
    if not data.startswith(GZIP_MARK):
        return data
    with gzip.open(io.BytesIO(data)) as stream:
        return stream.read(limit + 1)
