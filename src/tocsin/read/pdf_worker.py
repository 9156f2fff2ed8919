"""The process that opens PDFs: what breaks in it breaks alone.

It takes documents on standard input and answers on standard output, each with its length before it, until the input
ends. A document comes in as its bytes; what goes out is JSON: "pages", each a list of lines [words, left, bottom, right,
height], and "facts" (title, author, creation date), or "refused" and why.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import IO, Any

#: The length of a message, before it.
LENGTH = struct.Struct(">Q")
#: Longer documents are books or archives. A page of prose has three thousand characters.
PAGES_AT_MOST, CHARACTERS_AT_MOST = 500, 5_000_000
#: What the process may take of memory. Reading a document of a hundred megabytes takes about three times as much.
MEMORY_AT_MOST = 1 << 30

_FACTS = ("Title", "Author", "CreationDate")
_FACT_LENGTH = 500
#: A hyphen at a line's end that PDFium knows for one comes as one of these.
_HYPHENS = ("\x02", "\ufffe")
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def receive(stream: IO[bytes], limit: int) -> bytes | None:
    """Return the next message, ``None`` where the stream ends.

    Raises:
        ValueError: it is longer than ``limit``.

    """
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > limit:
        raise ValueError(f"a message of {length:,} bytes")
    data = stream.read(length)
    return data if len(data) == length else None


def send(stream: IO[bytes], data: bytes) -> None:
    """Send a message."""
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def opened(data: bytes) -> dict[str, Any]:
    """Return what stands in a document."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only this process loads it

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        return {"refused": "encrypted: it opens with a password only" if locked else "not a PDF that can be opened"}
    try:
        if len(document) > PAGES_AT_MOST:
            return {"refused": f"more than {PAGES_AT_MOST} pages"}
        return {"pages": _pages(document), "facts": {key: _fact(document, key) for key in _FACTS}}
    except pdfium.PdfiumError:
        return {"refused": "a page of it cannot be read"}
    except OverflowError:
        return {"refused": f"more than {CHARACTERS_AT_MOST:,} characters"}
    finally:
        document.close()


def _fact(document: Any, key: str) -> str:
    return str(document.get_metadata_value(key))[:_FACT_LENGTH]


def _pages(document: Any) -> list[list[list[Any]]]:
    pages, left = [], CHARACTERS_AT_MOST
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        left -= text.count_chars()
        if left < 0:
            raise OverflowError
        pages.append(_lines(text))
        text.close()
        page.close()
    return pages


def _lines(text: Any) -> list[list[Any]]:
    """Return the lines of a page as they follow each other in it."""
    from pypdfium2 import raw  # noqa: PLC0415 - see above

    lines: list[list[Any]] = []
    words: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    for at in range(text.count_chars()):
        char = chr(min(raw.FPDFText_GetUnicode(text, at), sys.maxunicode))
        if char in "\r\n":
            _end(lines, words, boxes)
            continue
        words.append(char)
        if not char.isspace():
            boxes.append(text.get_charbox(at, loose=True))
        if char in _HYPHENS:
            _end(lines, words, boxes)
    _end(lines, words, boxes)
    return lines


def _end(lines: list[list[Any]], words: list[str], boxes: list[tuple[float, float, float, float]]) -> None:
    """End a line, and begin the next."""
    if boxes:
        left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
        lines.append(["".join(words), *(round(value, 1) for value in (left, bottom, right, top - bottom))])
    words.clear()
    boxes.clear()


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer until the input ends."""
    _limit_memory()
    inputs, outputs = sys.stdin.buffer, sys.stdout.buffer
    while (data := receive(inputs, MEMORY_AT_MOST)) is not None:
        try:
            answer = opened(data)
        except MemoryError:
            answer = {"refused": "it takes too much memory"}
        send(outputs, json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
