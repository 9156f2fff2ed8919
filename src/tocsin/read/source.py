"""Files, folders and standard input: finding what is to be read, and by which reader."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from tocsin.model import Report
from tocsin.read.formats import SNIFFED, Whole, format_of, is_packed, known, unpacked_beginning
from tocsin.read.found import Defaults, Notice, Outcome, Refusal, RefusedError
from tocsin.read.mail import in_maildir
from tocsin.read.packed import unpacked
from tocsin.read.progress import Consumed, unwatched

_SUFFIXES_NAMED = 8


def read_sources(
    sources: Sequence[str],
    defaults: Defaults,
    stdin: BinaryIO | None = None,
    *,
    consumed: Consumed | None = None,
    today: date | None = None,
) -> Iterator[Outcome]:
    """Read every source in turn: files, folders (all through, in order of name) and "-" for ``stdin``.

    The format goes by the end of the name (:data:`~tocsin.read.formats.BY_NAME`, also gzipped); that of a file named by
    itself that ends otherwise, and of standard input, by how it begins. Other files in a folder are counted in one
    :class:`Notice`. Whatever cannot be read is one :class:`Refusal`, and the rest goes on.

    ``consumed`` is called with the bytes taken from files, which sum up to about :func:`size_of`. ``today``
    (default: the day in UTC) decides which reports are dated in the future, which earns a notice.
    """
    tomorrow = (today or datetime.now(UTC).date()) + timedelta(days=1)
    for source in sources:
        for outcome in _read_source(source, defaults, stdin, consumed or unwatched):
            if isinstance(outcome, Report) and outcome.published > tomorrow:
                yield Notice(outcome.ref, f"published in the future, on {outcome.published}")
            yield outcome


def size_of(sources: Sequence[str]) -> int:
    """Return how many bytes :func:`read_sources` will take from files; standard input and pipes count nothing."""
    return sum(_size(path) for source in sources if source != "-" for path in _paths(source)[0])


def _read_source(source: str, defaults: Defaults, stdin: BinaryIO | None, consumed: Consumed) -> Iterator[Outcome]:
    if source == "-":
        yield from _read_stdin(stdin, defaults)
        return
    if not _can_be_a_path(source):
        yield Refusal(source, "no file can have this name")
        return
    paths, notice = _paths(source)
    if notice is not None:
        yield notice
    if not paths:
        yield Refusal(source, "no file in this folder that can be read")
    for path in paths:
        try:
            yield from _read_file(path, defaults, consumed)
        except OSError as error:
            yield Refusal(str(path), error.strerror or str(error))


def _read_stdin(stdin: BinaryIO | None, defaults: Defaults) -> Iterator[Outcome]:
    if stdin is None:
        yield Refusal("-", "no standard input")
        return
    stream = io.BufferedReader(cast("io.RawIOBase", stdin))
    try:
        yield from _read_stream(stream, "-", defaults, _How("", unwatched))
    except OSError as error:
        yield Refusal("-", error.strerror or str(error))
    finally:
        stream.detach()  # standard input is not ours to close


def _paths(source: str) -> tuple[list[Path], Notice | None]:
    """Return the files of a source, and what a folder holds beside them."""
    top = Path(source)
    if not _is_dir(top):
        return [top], None
    paths: list[Path] = []
    others: Counter[str] = Counter()
    unread: list[str] = []
    for folder, folders, files in os.walk(top, onerror=lambda error: unread.append(str(error.filename))):
        others["hidden"] += sum(name.startswith(".") for name in (*folders, *files))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            if (known(name) or in_maildir(path)) and path.is_file():
                paths.append(path)
            else:
                others[path.suffix.lower() or "no suffix"] += 1
    return sorted(paths), _notice(source, others, unread)


def _can_be_a_path(source: str) -> bool:
    try:
        return b"\0" not in os.fsencode(source)
    except UnicodeEncodeError:
        return False


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _notice(source: str, others: Counter[str], unread: list[str]) -> Notice | None:
    matters = [f"{count} {suffix}" for suffix, count in others.most_common(_SUFFIXES_NAMED) if count]
    left = sum(others.values()) - sum(count for _, count in others.most_common(_SUFFIXES_NAMED))
    if left:
        matters.append(f"{left} of other kinds")
    if unread:
        matters.append(f"{len(unread)} folders that cannot be opened")
    return Notice(source, f"not read: {', '.join(matters)}") if matters else None


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _read_file(path: Path, defaults: Defaults, consumed: Consumed) -> Iterator[Outcome]:
    with path.open("rb") as stream:
        like = ".eml" if in_maildir(path) else path.name
        yield from _read_stream(stream, str(path), defaults, _How(like, consumed, _size(path)))


@dataclass(frozen=True, slots=True)
class _How:
    """How a stream is read: as a file that is called ``like`` this, of ``size`` bytes (0 where nobody knows)."""

    like: str
    consumed: Consumed
    size: int = 0


def _read_stream(stream: io.BufferedReader[Any], name: str, defaults: Defaults, how: _How) -> Iterator[Outcome]:
    """Read a stream in the format that it turns out to have."""
    beginning = stream.peek(SNIFFED)
    packed = is_packed(how.like, beginning)
    kind = format_of(how.like, unpacked_beginning(beginning) if packed else beginning)
    if isinstance(kind, Whole):
        try:
            data = _whole(stream, kind.limit, how, packed=packed)
        except RefusedError as error:
            yield Refusal(name, str(error))
        else:
            yield from kind.read(data, name, defaults)
    elif packed and not kind.unpacks:
        with gzip.open(cast("BinaryIO", _Counting(stream, how.consumed))) as text:
            yield from kind.read(cast("BinaryIO", text), name, defaults, unwatched)
    else:
        yield from kind.read(stream, name, defaults, how.consumed)


class _Counting:
    """A stream that tells what is taken from it: of what is packed, the bytes of the file and not those of its text."""

    def __init__(self, stream: BinaryIO, consumed: Consumed) -> None:
        self._stream = stream
        self._consumed = consumed

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._consumed(len(data))
        return data


def _whole(stream: BinaryIO, limit: int, how: _How, *, packed: bool) -> bytes:
    """Return what is in a stream, unpacked.

    Raises:
        RefusedError: nothing, more than ``limit`` bytes, or gzip that is damaged.

    """
    data = b"" if how.size > limit else stream.read(limit + 1)
    size = max(how.size, len(data))
    how.consumed(size)
    if packed and size <= limit:
        try:
            data = unpacked(data, limit)
        except (OSError, EOFError, zlib.error) as error:
            raise RefusedError(f"gzip that cannot be unpacked: {error}") from error
        size = len(data)
    if size > limit:
        raise RefusedError(f"larger than {limit:,} bytes")
    if not data:
        raise RefusedError("empty")
    return data
