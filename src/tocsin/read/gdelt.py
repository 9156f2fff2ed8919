"""GDELT's exports as lists of pages to read: its knowledge graph, its mentions and its events.

Only where a page stands, on which site and when GDELT saw it is taken; what GDELT makes of it is not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TypeAlias

from tocsin.read.addresses import document_address
from tocsin.read.found import Defaults, Notice, Outcome, Refusal, RefusedError
from tocsin.read.links import host_of, page_address
from tocsin.read.progress import Consumed, unwatched
from tocsin.read.times import compact_moment

# Rows of the knowledge graph have up to a megabyte; what is longer is no row.
ROW_LIMIT = 10_000_000
# A packed export that comes through a pipe is held in memory: those of a day have at most this.
_PACKED_LIMIT = 200_000_000
# The exports of a day have half a million pages; each is remembered, to be listed once.
_PAGES_LIMIT = 2_000_000
_RATIO, _UNPACKED_FREELY = 100, 1_000_000_000
_ZIP_MARK = b"PK\x03\x04"
# What the standard library raises on damaged archives, and on methods and passwords it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Columns by their places: which holds the address, the site (or none), the time, and the kind of source."""

    title: str
    address: int
    seen: int
    outlet: int | None = None
    source: int | None = None


# As GDELT documents them. A row has no other mark than how many columns it has. Sources other than 1 are no pages.
_KINDS: Mapping[int, _Kind] = {
    27: _Kind("knowledge graph", address=4, seen=1, outlet=3, source=2),
    16: _Kind("mentions", address=5, seen=2, outlet=4, source=3),
    61: _Kind("events", address=60, seen=59),
    58: _Kind("events", address=57, seen=56),
}
_WEB = "1"


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page that is listed: its address, its site or outlet, and when it was seen, in UTC."""

    address: str
    outlet: str | None
    seen_at: datetime | None


Listed: TypeAlias = ListedPage | Refusal | Notice


def read_gdelt(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Say what the export called ``name`` is: it holds no text, only the addresses of pages."""
    del defaults  # nothing here becomes a report
    pages = 0
    for each in pages_in(stream, name, consumed):
        if isinstance(each, ListedPage):
            pages += 1
        else:
            yield each
    if pages:
        yield Notice(name, f"a list of {pages} pages (GDELT), not of reports: it gives their addresses, not their text")


def pages_in(stream: BinaryIO, name: str, consumed: Consumed | None = None) -> Iterator[Listed]:
    """List the pages of an export, each once, in its order; also out of a zip with one file in it.

    Rows without a page of the web are counted in one notice at the end, rows that are none in one refusal.
    ``consumed`` is called with the bytes taken from ``stream``.
    """
    listing = _Listing()
    row = 0
    try:
        for row, line in enumerate(_rows(_Counted(stream, consumed or unwatched)), start=1):
            page = listing.page(line, row)
            if page is not None:
                yield page
            if listing.full:
                yield Refusal(f"{name}:{row}", f"reading ends here: these are {_PAGES_LIMIT:,} pages")
                break
    except RefusedError as error:
        yield Refusal(f"{name}:{row + 1}", f"reading broke off here: {error}")
    except _BROKEN as error:
        yield Refusal(f"{name}:{row + 1}", f"reading broke off here: {str(error) or type(error).__name__}")
    else:
        if not row:
            yield Refusal(name, "empty")
    if listing.strange:
        yield Refusal(
            f"{name}:{listing.first_strange}",
            f"{listing.strange} rows that are none of GDELT's, the first of them here",
        )
    if listing.without:
        yield Notice(name, f"{listing.without} rows without a page of the web are left out")


class _Listing:
    """What was listed so far."""

    def __init__(self) -> None:
        self.strange = 0
        self.first_strange = 0
        self.without = 0
        self._listed: set[str] = set()

    @property
    def full(self) -> bool:
        """Whether as many pages are listed as can be remembered."""
        return len(self._listed) >= _PAGES_LIMIT

    def page(self, line: bytes, row: int) -> ListedPage | None:
        """Return the page of a row unless it was listed or there is none."""
        cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
        kind = _KINDS.get(len(cells))
        if kind is None:
            self.strange += 1
            self.first_strange = self.first_strange or row
            return None
        address = page_address(cells[kind.address])
        if address is None or (kind.source is not None and cells[kind.source].strip() != _WEB):
            self.without += 1
            return None
        document = document_address(address) or address
        if document in self._listed:
            return None
        self._listed.add(document)
        outlet = cells[kind.outlet].strip() if kind.outlet is not None else ""
        return ListedPage(address, outlet or host_of(address), _seen(cells[kind.seen]))


def _seen(written: str) -> datetime | None:
    try:
        return compact_moment(written).at
    except ValueError:
        return None


class _Counted:
    """A stream that tells what is taken from it, once, wherever it is read."""

    def __init__(self, stream: BinaryIO, consumed: Consumed) -> None:
        self.stream = stream
        self._consumed = consumed

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self._consumed(len(data))
        return data


def _rows(source: _Counted) -> Iterator[bytes]:
    """Yield the rows of an export that are not blank.

    Raises:
        RefusedError: a row too long, or a zip that is none of GDELT's.
        OSError, ...: it cannot be read on.

    """
    beginning = source.read(len(_ZIP_MARK))
    if beginning != _ZIP_MARK:
        yield from _lines(source.read, beginning)
        return
    data = beginning + source.read(_PACKED_LIMIT)
    if len(data) >= _PACKED_LIMIT:
        raise RefusedError(f"a zip larger than {_PACKED_LIMIT:,} bytes")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = [each for each in packed.infolist() if not each.is_dir()]
        if len(members) != 1:
            raise RefusedError(f"a zip with {len(members)} files in it; the exports have one")
        if members[0].file_size > max(_UNPACKED_FREELY, _RATIO * len(data)):
            raise RefusedError(f"unpacks to more than {_RATIO} times its size")
        with packed.open(members[0]) as stream:
            yield from _lines(stream.read, b"")


def _lines(read: Callable[[int], bytes], rest: bytes) -> Iterator[bytes]:
    while piece := read(1 << 20):
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line for line in lines if line.strip())
        if len(rest) > ROW_LIMIT:
            raise RefusedError(f"a row longer than {ROW_LIMIT:,} bytes")
    if rest.strip():
        yield rest
