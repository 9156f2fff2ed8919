"""Files, folders and standard input: finding what is to be read, and by which reader."""

from __future__ import annotations

import gzip
import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from tocsin.model import Report
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.html import read_html
from tocsin.read.jsonl import read_jsonl
from tocsin.read.text import read_text

# A text or page of 10 MB is a book or a dump, and is parsed in memory as a whole.
DOCUMENT_LIMIT = 10_000_000
_SNIFFED = 4096

_TEXT, _HTML, _LINES, _PACKED_LINES = "text", "html", "json lines", "gzipped json lines"
_FORMATS = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".html": _HTML,
    ".htm": _HTML,
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".json-lines": _LINES,
    ".jsonl.gz": _PACKED_LINES,
    ".ndjson.gz": _PACKED_LINES,
}
_SUFFIXES_NAMED = 8

Consumed = Callable[[int], None]


def read_sources(
    sources: Sequence[str],
    defaults: Defaults,
    stdin: BinaryIO | None = None,
    *,
    consumed: Consumed | None = None,
    today: date | None = None,
) -> Iterator[Outcome]:
    """Read every source in turn: files, folders (all through, in order of name) and "-" for ``stdin``.

    The format goes by suffix (text, HTML, JSON lines, also gzipped); a file named by itself with another suffix, and
    standard input, by their first character: "{" is JSON lines, "<" a page, anything else text. Other files in a
    folder are counted in one :class:`Notice`. Whatever cannot be read is one :class:`Refusal`, and the rest goes on.

    ``consumed`` is called with the bytes taken from files, which sum up to about :func:`size_of`. ``today``
    (default: the day in UTC) decides which reports are dated in the future, which earns a notice.
    """
    tomorrow = (today or datetime.now(UTC).date()) + timedelta(days=1)
    for source in sources:
        for outcome in _read_source(source, defaults, stdin, consumed or _ignore):
            if isinstance(outcome, Report) and outcome.published > tomorrow:
                yield Notice(outcome.ref, f"published in the future, on {outcome.published}")
            yield outcome


def size_of(sources: Sequence[str]) -> int:
    """Return how many bytes :func:`read_sources` will take from files; standard input and pipes count nothing."""
    return sum(_size(path) for source in sources if source != "-" for path in _paths(source)[0])


def _ignore(_: int) -> None:
    """Nobody watches the progress."""


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
        yield from _read_stream(stream, "-", defaults, _ignore)
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
            if _format(name) and path.is_file():
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


def _format(name: str) -> str | None:
    lowered = name.lower()
    return next((kind for suffix, kind in _FORMATS.items() if lowered.endswith(suffix)), None)


def _size(path: Path) -> int:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0


def _read_file(path: Path, defaults: Defaults, consumed: Consumed) -> Iterator[Outcome]:
    kind, name = _format(path.name), str(path)
    with path.open("rb") as stream:
        if kind == _PACKED_LINES:
            yield from _read_packed(stream, name, defaults, consumed)
        elif kind == _LINES:
            yield from read_jsonl(stream, name, defaults, consumed)
        elif kind is None:
            yield from _read_stream(stream, name, defaults, consumed)
        else:
            yield from _read_document(stream, name, defaults, (kind, _size(path), consumed))


def _read_packed(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed) -> Iterator[Outcome]:
    """Read gzipped lines; the bytes counted are those of the file, not of what they unpack to."""
    counted = 0

    def count(_: int) -> None:
        nonlocal counted
        position = stream.tell()
        consumed(position - counted)
        counted = position

    with gzip.open(stream) as unpacked:
        yield from read_jsonl(cast("BinaryIO", unpacked), name, defaults, count)


def _read_stream(
    stream: io.BufferedReader[Any], name: str, defaults: Defaults, consumed: Consumed
) -> Iterator[Outcome]:
    """Read what does not say its format by its suffix."""
    beginning = stream.peek(_SNIFFED).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1]
    if beginning == b"{":
        yield from read_jsonl(stream, name, defaults, consumed)
    else:
        kind = _HTML if beginning == b"<" else _TEXT
        yield from _read_document(stream, name, defaults, (kind, 0, consumed))


def _read_document(
    stream: BinaryIO, name: str, defaults: Defaults, how: tuple[str, int, Consumed]
) -> Iterator[Outcome]:
    kind, size, consumed = how
    data = b"" if size > DOCUMENT_LIMIT else stream.read(DOCUMENT_LIMIT + 1)
    consumed(max(size, len(data)))
    if max(size, len(data)) > DOCUMENT_LIMIT:
        yield Refusal(name, f"larger than {DOCUMENT_LIMIT:,} bytes")
    elif not data:
        yield Refusal(name, "empty")
    else:
        reader = read_html if kind == _HTML else read_text
        yield from reader(data, name, defaults)
