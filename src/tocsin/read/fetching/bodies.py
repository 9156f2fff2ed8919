"""The body of an answer: unpacked as it comes, no further than its limits, and refused where it is cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.read.packed import PackedError, inflated

#: The codings that are asked for. Both unpack piece by piece with a limit, in the standard library.
ACCEPTED = "gzip, deflate"

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
    counted = _counted(pieces, most)
    try:
        return inflated(counted, name, most) if name else b"".join(counted)
    except PackedError as error:
        raise BodyError(str(error)) from error


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Yield the pieces, at most so many bytes."""
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > most:
            raise BodyError(f"larger than {most:,} bytes")
        yield piece
