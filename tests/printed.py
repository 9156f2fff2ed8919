"""PDFs for tests, written by hand: as many pages as lists of lines, each line with where it stands and its words."""

from __future__ import annotations

from collections.abc import Sequence

Placed = tuple[float, float, str]


def pdf_of(pages: Sequence[Sequence[Placed]], facts: str = "", size: int = 11) -> bytes:
    """Return a PDF of these pages, A4 in Helvetica; ``facts`` are the entries of its information dictionary."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "".join(f"1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj\n" for x, y, words in lines)
        stream = f"BT /F1 {size} Tf\n{drawn}ET".encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects.append(f"<< {facts} >>".encode("cp1252"))
    return file_of(objects)


def file_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, the first its catalogue and the last its information."""
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects)
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count + 1, table)
        + b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %s >>\n" % (count + 1, count, trailer)
        + b"startxref\n%d\n%%%%EOF" % len(data)
    )


def page_of(*paragraphs: str, top: float = 780) -> list[Placed]:
    """Return a page of paragraphs, each of lines as given, with a space between them."""
    lines: list[Placed] = []
    for paragraph in paragraphs:
        for words in paragraph.split("\n"):
            lines.append((50, top, words))
            top -= 14
        top -= 10
    return lines


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
