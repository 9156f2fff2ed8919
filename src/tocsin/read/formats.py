"""Which reader reads what: by the end of a file's name, else by how it begins."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from tocsin.read.feed import FEED_LIMIT, read_feed
from tocsin.read.found import Defaults, Outcome
from tocsin.read.gdelt import read_gdelt
from tocsin.read.html import read_html
from tocsin.read.json import read_json
from tocsin.read.jsonl import read_jsonl
from tocsin.read.mail import MESSAGE_LIMIT, read_mail, read_mbox
from tocsin.read.packed import GZIP_MARK
from tocsin.read.pdf import read_pdf
from tocsin.read.progress import Consumed
from tocsin.read.table import read_table
from tocsin.read.text import read_text
from tocsin.read.warc import read_warc

#: How much of a beginning says what it is: prologs and comments before a root element are shorter.
SNIFFED = 4096
# A text or page of 10 MB is a book or a dump, and is parsed in memory as a whole.
DOCUMENT_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Whole:
    """A format that is read in one piece, of at most ``limit`` bytes."""

    read: Callable[[bytes, str, Defaults], Iterator[Outcome]]
    limit: int = DOCUMENT_LIMIT


@dataclass(frozen=True, slots=True)
class Running:
    """A format that is read piece by piece, however large; ``unpacks`` says that it takes gzip as it is."""

    read: Callable[[BinaryIO, str, Defaults, Consumed], Iterator[Outcome]]
    unpacks: bool = False


Format: TypeAlias = Whole | Running

TEXT = Whole(read_text)
PAGE = Whole(read_html)
FEED = Whole(read_feed, FEED_LIMIT)
MAIL = Whole(read_mail, MESSAGE_LIMIT)
PDF = Whole(read_pdf, MESSAGE_LIMIT)
LINES = Running(read_jsonl)
JSON = Running(read_json)
TABLE = Running(read_table)
MAILBOX = Running(read_mbox)
ARCHIVE = Running(read_warc, unpacks=True)
PAGE_LIST = Running(read_gdelt)

#: ``None``: the beginning says which it is. Longer ends of names go before shorter ones; all may have ".gz" behind.
BY_NAME: Mapping[str, Format | None] = {
    ".txt": TEXT,
    ".text": TEXT,
    ".html": PAGE,
    ".htm": PAGE,
    ".xhtml": PAGE,
    ".xml": None,
    ".rss": FEED,
    ".atom": FEED,
    ".jsonl": LINES,
    ".ndjson": LINES,
    ".json-lines": LINES,
    ".json": JSON,
    ".csv": TABLE,
    ".tsv": TABLE,
    ".eml": MAIL,
    ".mbox": MAILBOX,
    ".pdf": PDF,
    ".gkg.csv": PAGE_LIST,
    ".mentions.csv": PAGE_LIST,
    ".export.csv": PAGE_LIST,
    ".gkg.csv.zip": PAGE_LIST,
    ".mentions.csv.zip": PAGE_LIST,
    ".export.csv.zip": PAGE_LIST,
    ".warc": ARCHIVE,
    ".wet": ARCHIVE,
}
_LONGEST_FIRST = sorted(BY_NAME, key=len, reverse=True)
_PACKED = ".gz"

_BEFORE_ALL = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_ROOT_OF_FEED = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ROOT_OF_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# What mail servers write first; texts have headers of their own, which name other things.
_MAIL = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|DKIM-Signature|X-[\w-]{1,40}):", re.IGNORECASE
)
_MAILBOX = re.compile(rb"From \S[^\r\n]{0,500}\d{1,2}:\d\d[^\r\n]{0,100}\d{4}")


def known(name: str) -> bool:
    """Say whether files whose name ends so are read in folders."""
    return _end(name) is not None


def format_of(name: str, beginning: bytes) -> Format:
    """Return the format of the file called ``name``, of which ``beginning`` is the beginning, unpacked."""
    end = _end(name)
    return (BY_NAME[end] if end else None) or _sniffed(beginning)


def is_packed(name: str, beginning: bytes) -> bool:
    """Say whether a file is gzip: its name says so, or it begins so."""
    return name.lower().endswith(_PACKED) or beginning.startswith(GZIP_MARK)


def unpacked_beginning(beginning: bytes) -> bytes:
    """Return how gzip begins that begins with these bytes; nothing where it is damaged."""
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(beginning, SNIFFED)
    except zlib.error:
        return b""


def _end(name: str) -> str | None:
    lowered = name.lower().removesuffix(_PACKED)
    return next((end for end in _LONGEST_FIRST if lowered.endswith(end)), None)


def _sniffed(beginning: bytes) -> Format:
    start = beginning.lstrip(_BEFORE_ALL)
    if start.startswith((b"{", b"[")):
        return JSON
    if start.startswith(b"<"):
        bare = beginning.replace(b"\0", b"")  # of UTF-16
        return FEED if _ROOT_OF_FEED.search(bare) and not _ROOT_OF_PAGE.search(bare) else PAGE
    for mark, kind in ((b"WARC/", ARCHIVE), (b"%PDF-", PDF)):
        if start.startswith(mark):
            return kind
    if _MAILBOX.match(start):
        return MAILBOX
    return MAIL if _MAIL.match(start) else TEXT
