"""PDFs with a text layer. A process of its own opens them: what is hostile in one ends that process, and nothing else."""

from __future__ import annotations

import atexit
import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.read import pdf_worker
from tocsin.read.found import Defaults, Found, Notice, Outcome, Refusal, RefusedError, report_of
from tocsin.read.paragraphs import Line, text_of_pages

#: A PDF of so many bytes is a book of pictures.
SIZE_AT_MOST = 100_000_000
#: Seconds that one document may take. The slowest of ordinary ones take one for a hundred pages.
SECONDS_AT_MOST = 60.0
# The answer repeats the text with a place for each line; more is no answer.
_ANSWER_AT_MOST = 100_000_000
# PDFium keeps some memory of each document; a fresh process has none.
_SERVED_AT_MOST = 200

#: A page with fewer letters than this bears a stamp or a number, not text.
_LETTERS_AT_LEAST = 20
#: Fonts without a table of letters give signs of no alphabet; in text there are next to none.
_SIGNS_AT_MOST = 0.1
_NO_LETTERS = frozenset({"Co", "Cn", "Cc"})

# Programs fill in a title that is none: the file's name, or their own.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel|publisher) -.*|untitled.*|(?:document|presentation|slide|layout|page)\s?\d*"
    r"|.*\.(?:docx?|rtf|odt|pdf|indd|qxd|qxp|pptx?|xlsx?|pub|tmp|html?|txt)|https?:.*|about:.*|\W*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:admin(?:istrator)?|user|owner|author|default|unknown|anonymous|root|pc|hp|dell)\d*|\W*", re.IGNORECASE
)
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")

# A line of its own near the top that holds a date, a place or a word or two before it, is the day of publication.
_TOP_LINES, _DATE_LINE = 15, 60
_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?\\.?" for month in _MONTHS)
_DATE = re.compile(
    rf"(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH}),? (?P<y1>\d{{4}}))"
    rf"|(?:(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}}))"
    r"|(?:(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(
    r"(?:(?:date|published|released|issued|updated on|press release|for immediate release)\b[ :,|\u2013\u2014-]*(?:on )?)?"
    r"(?:[^\W\d_][\w .'-]{0,30}[,:|\u2013\u2014-] ?)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ?)?",
    re.IGNORECASE,
)


def read_pdf(data: bytes, name: str, defaults: Defaults) -> Iterator[Outcome]:
    """Read one report from the bytes of a PDF called ``name``.

    The day of publication is a date that stands in a line of its own near the top, else the one given, else the day on
    which the file was made, which is told in a notice and has the basis "created".
    """
    try:
        document = _document(data)
        published, basis = _published(document, defaults)
        found = Found(
            ref=name,
            body=document.text,
            basis=basis,
            published=published,
            title=document.title,
            author=document.author,
        )
        report = report_of(found, defaults)
    except RefusedError as error:
        yield Refusal(name, str(error))
        return
    if basis == "created" and published is not None:
        yield Notice(name, f"published on {published}, the day its file was made: no other day is told")
    if document.pages_without_text:
        count = document.pages_without_text
        yield Notice(name, f"{count} of {document.pages} pages have no text layer and are not read")
    yield report


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    top: tuple[str, ...]
    pages: int
    pages_without_text: int
    title: str | None
    author: str | None
    created: str


def _document(data: bytes) -> _Document:
    """Return what stands in a PDF.

    Raises:
        RefusedError: it has no text that can be read.

    """
    if len(data) > SIZE_AT_MOST:
        raise RefusedError(f"larger than {SIZE_AT_MOST:,} bytes")
    answer = _worker().ask(data)
    if "refused" in answer:
        raise RefusedError(str(answer["refused"]))
    try:
        pages = [[Line(str(words), *map(float, where)) for words, *where in page] for page in answer["pages"]]
        title, author, created = (str(answer["facts"][key]).strip() for key in ("Title", "Author", "CreationDate"))
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedError("the process that opens PDFs gave no answer that can be read") from error
    text = text_of_pages(pages)
    blank = sum(not _letters("".join(line.words for line in page)) for page in pages)
    if _letters(text) < _LETTERS_AT_LEAST:
        raise RefusedError("no text layer: scanned, or pictures only")
    if sum(unicodedata.category(char) in _NO_LETTERS for char in text if char != "\n") > _SIGNS_AT_MOST * len(text):
        raise RefusedError("its text layer has signs of no alphabet: its fonts do not say which letters they draw")
    return _Document(
        text=text,
        top=tuple(line.words.strip() for line in (pages[0] if pages else [])[:_TOP_LINES]),
        pages=len(pages),
        pages_without_text=blank,
        title=None if _NO_TITLE.fullmatch(title) else title,
        author=None if _NO_AUTHOR.fullmatch(author) else author,
        created=created,
    )


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _published(document: _Document, defaults: Defaults) -> tuple[date | None, str]:
    days = {day for line in document.top if (day := _dated(line)) is not None}
    if len(days) == 1:
        return days.pop(), "page"
    made = _CREATED.match(document.created)
    if defaults.published is None and made:
        return _day(*map(int, made.groups())), "created"
    return None, "page"


def _dated(line: str) -> date | None:
    """Return the date that a line holds and little else."""
    found = _DATE.search(line) if len(line) <= _DATE_LINE else None
    if found is None or found.end() != len(line.rstrip(" .")):
        return None
    if _BEFORE_DATE.fullmatch(line[: found.start()]) is None:
        return None
    day, month, year = (next(filter(None, found.group(f"{part}1", f"{part}2", f"{part}3"))) for part in "dmy")
    number = int(month) if month.isdigit() else [each[:3] for each in _MONTHS].index(month[:3].title()) + 1
    return _day(int(year), number, int(day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Worker:
    """The process that opens PDFs, started when the first one comes and again when it has broken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0
        atexit.register(self.stop)

    def ask(self, data: bytes) -> dict[str, Any]:
        """Return what the process says of a document.

        Raises:
            RefusedError: the process broke on it, or took too long.

        """
        with self._lock:
            process = self._running()
            late = threading.Event()

            def end() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(SECONDS_AT_MOST, end)
            timer.start()
            try:
                answer = _exchange(process, data)
            finally:
                timer.cancel()
            if answer is None:
                self.stop()
                why = f"it took longer than {SECONDS_AT_MOST:g} seconds" if late.is_set() else "opening it broke"
                raise RefusedError(f"{why}: broken or hostile")
            return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (self._served >= _SERVED_AT_MOST or self._process.poll() is not None):
            self.stop()
        if self._process is None:
            # By its path and without its folder on the import path: it needs nothing else of this package.
            command = [sys.executable, "-P", str(Path(pdf_worker.__file__))]
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._served = 0
        self._served += 1
        return self._process

    def stop(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    _close(stream)
            process.wait()


def _close(stream: Any) -> None:
    with suppress(OSError):  # what was still to be written has nobody to read it
        stream.close()


def _exchange(process: subprocess.Popen[bytes], data: bytes) -> dict[str, Any] | None:
    """Send a document and return the answer, ``None`` for none."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        pdf_worker.send(process.stdin, data)
        answer = pdf_worker.receive(process.stdout, _ANSWER_AT_MOST)
        found = json.loads(answer) if answer is not None else None
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


_workers: dict[int, _Worker] = {}


def _worker() -> _Worker:
    """Return this process's own worker: one that it was forked with answers to its parent."""
    if os.getpid() not in _workers:
        _workers[os.getpid()] = _Worker()
    return _workers[os.getpid()]
