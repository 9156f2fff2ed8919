"""Tables in text: CSV and TSV, as RFC 4180 has them and as spreadsheets write them. One report a row."""

from __future__ import annotations

import csv
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.columns import Columns, ColumnsError, choose, named
from tocsin.read.found import Defaults, Notice, Outcome, Refusal, shown
from tocsin.read.lines import text_pieces, whole_lines
from tocsin.read.patience import Patience
from tocsin.read.progress import Consumed, unwatched
from tocsin.read.record import Records

#: A row of ten million characters is a book, or a quotation mark that nobody closed.
ROW_LIMIT = 10_000_000
# A cell may be as long as a row. The csv module has one limit for the whole process, meant for smaller machines.
csv.field_size_limit(max(csv.field_size_limit(), ROW_LIMIT))

_DELIMITERS = (",", ";", "\t", "|")
# Excel writes which delimiter it used before the first row, where it is not the one of the language.
_DELIMITER_LINE = re.compile(r'"?sep=(.)"?[\r\n]*')
# A stray quotation mark swallows rows until the next one. They are given back this often, then the rest is refused.
_MENDED_AT_MOST = 20
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


def read_table(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Read reports from the rows of ``stream``, called ``name``; refused rows are named "name:row".

    The first row that is not blank names the columns and is counted as a row. Which column holds what is given by
    ``defaults.columns``, else known by its name (see :data:`~tocsin.read.columns.KNOWN_NAMES`), and said in a notice.
    ``consumed`` is called with the number of bytes of each piece read.
    """
    try:
        rows = _Rows(whole_lines(text_pieces(stream, consumed or unwatched), ROW_LIMIT))
        if not rows.begin(defaults.columns or Columns()):
            yield Refusal(name, "empty")
            return
        yield from _read_rows(rows, name, defaults)
    except csv.Error as error:  # a delimiter that is none, after "sep="
        yield Refusal(name, f"not a table: {error}")
    except UndecodableError as error:
        yield Refusal(name, str(error))
    except (EOFError, zlib.error, OSError) as error:
        yield Refusal(name, f"reading broke off: {str(error) or type(error).__name__}")


def _read_rows(rows: _Rows, name: str, defaults: Defaults) -> Iterator[Outcome]:
    columns = defaults.columns or Columns()
    try:
        chosen = _chosen(rows.header, columns, defaults)
    except ColumnsError as error:
        yield Refusal(name, str(error))
        return
    others = [each for each in rows.header if each not in chosen.values()]
    left = f"; not read: {named(others)}" if any(others) else ""
    yield Notice(name, ", ".join(f"{field} from {shown(column)}" for field, column in chosen.items()) + left)
    places = {column: rows.header.index(column) for column in chosen.values()}
    records = Records(name, replace(defaults, columns=replace(columns, given=tuple(chosen.items()))))
    patience = Patience()
    for row in rows:
        at_row = f"{name}:{rows.number}"
        if isinstance(row, str):
            yield from patience.seeing([Refusal(at_row, row)])
        elif any(map(str.strip, row)):
            cells = {column: row[at] for column, at in places.items() if at < len(row)}
            yield from patience.seeing(_read_row(cells, records, at_row))
        if patience.is_over:
            yield patience.last_word(at_row, "rows")
            break
    yield from records.finish()


def _read_row(cells: dict[str, str], records: Records, name: str) -> Iterator[Outcome]:
    try:
        record = {column: _cell(cell) for column, cell in cells.items()}
    except UndecodableError as error:
        yield Refusal(name, str(error))
        return
    yield from records.read(record, name)


def _chosen(header: list[str], columns: Columns, defaults: Defaults) -> dict[str, str]:
    """Return which column holds which field.

    Raises:
        ColumnsError: not all that a report needs can be told.

    """
    chosen = choose(header, columns)
    if "text" not in chosen:
        raise ColumnsError(f'no column of texts among {named(header)}: say which with --columns "text=…"')
    if "published" not in chosen and defaults.published is None:
        raise ColumnsError(f'no days of publication among {named(header)}: --columns "published=…" or --published')
    return chosen


def _cell(value: str) -> str:
    """Return a cell as it was meant; one that is not in UTF-8, as the table is, came from elsewhere by way of Windows."""
    return decode(value.encode("utf-8", "surrogateescape"), "cp1252") if _ESCAPED_BYTE.search(value) else value


class _Lines:
    """Lines for a csv reader; it counts what one row takes of them and can have them back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.row: list[str] = []
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """Return the next line; a row that has grown too long ends here."""
        if self.too_long:
            raise StopIteration
        line = self._back.popleft() if self._back else next(self._lines)
        self.row.append(line)
        self._length += len(line)
        return line

    @property
    def too_long(self) -> bool:
        return self._length > ROW_LIMIT

    @property
    def ended(self) -> bool:
        """Whether no line is left; looking for one keeps it."""
        if not self._back:
            self._back.extend(islice(self._lines, 1))
        return not self._back

    def begin_row(self) -> None:
        self.row, self._length = [], 0

    def give_back(self, count: int) -> None:
        """Take back the last lines of the row."""
        self._back.extendleft(reversed(self.row[len(self.row) - count :]))
        self.begin_row()

    def pass_over(self) -> None:
        """Pass over the rest of a line that came in parts."""
        while not self.row[-1].endswith(("\n", "\r")) and not self.ended:
            self.begin_row()
            next(self)


class _Rows:
    """The rows of a table: the cells of each, or why it cannot be read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = _Lines(lines)
        self._reader: Iterator[list[str]] = iter(())
        self._delimiter = ","
        self._mended = 0
        self.number = 0
        self.header: list[str] = []

    def begin(self, columns: Columns) -> bool:
        """Find the delimiter and read the names of the columns; return whether there are any."""
        asked = None
        while not self._lines.ended:
            first = next(self._lines)
            asked = asked or _DELIMITER_LINE.fullmatch(first)
            blank = not first.strip("".join(_DELIMITERS) + ' "\r\n') or _DELIMITER_LINE.fullmatch(first) is not None
            if not blank:
                self._lines.give_back(1)
                self._delimiter = asked[1] if asked else _delimiter(first, columns)
                self._reader = csv.reader(self._lines, delimiter=self._delimiter)
                header = next(self)
                self.header = [_cell(cell).strip() for cell in header] if isinstance(header, list) else []
                return True
            self._lines.begin_row()
            self.number += not asked
        return False

    def __iter__(self) -> Iterator[list[str] | str]:
        return self

    def __next__(self) -> list[str] | str:
        """Return the cells of the next row, or why it cannot be read."""
        if self._lines.ended:
            raise StopIteration
        self._lines.begin_row()
        self.number += 1
        try:
            cells = next(self._reader)
        except csv.Error as error:
            return f"not a row: {error}"
        if (self._lines.too_long or self._lines.ended) and self._is_open():
            return self._mend()
        if self._lines.too_long:
            self._lines.pass_over()
            return f"longer than {ROW_LIMIT:,} characters"
        if self.header and len(cells) > len(self.header) and any(map(str.strip, cells[len(self.header) :])):
            return f"it has {len(cells)} cells, the first row has {len(self.header)}"
        return cells

    def _is_open(self) -> bool:
        """Say whether the row ends within quotation marks: then it would take in one more line."""
        if '"' not in self._lines.row[0]:
            return False
        return sum(1 for _ in csv.reader([*self._lines.row, "end"], delimiter=self._delimiter)) == 1

    def _mend(self) -> str:
        """Give back the rows that a quotation mark has swallowed."""
        self._mended += 1
        if self._mended <= _MENDED_AT_MOST:
            self._lines.give_back(len(self._lines.row) - 1)
        else:
            self._lines.pass_over()
        return "a quotation mark that opens in it is never closed"


def _delimiter(first: str, columns: Columns) -> str:
    """Return the delimiter that makes the most of the first row: names that are looked for, then any names."""

    def worth(delimiter: str) -> tuple[int, int]:
        header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        try:
            return len(choose(header, columns)), len(header)
        except ColumnsError:
            return 0, len(header)

    return max(_DELIMITERS, key=worth)
