"""Lines as they stand on printed pages to the paragraphs they are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

#: Headers and footers stand in the first or last lines of a page, and on at least half of three pages or more.
_MARGIN_LINES, _RUNNING_PAGES, _RUNNING_SHARE = 2, 3, 0.5
# What follows, in heights of a line or steps from line to line, is the common measure of typesetting: lines of one
# paragraph differ by rounding, a space between paragraphs is at least half a line, an indent about one letter.
_WIDER_STEP, _OTHER_HEIGHT, _INDENT, _SHORT_LINE = 1.3, 0.2, 0.8, 0.12
#: Lines of a column begin within about so many points: an indent is less, a gutter and a column far more.
_SAME_COLUMN = 20.0
_NEAREST_STEP, _FARTHEST_STEP = 0.6, 3.0
#: A line that leaves so much of its column free is a heading if the next begins with no small letter.
_HEADING_FREE = 0.4

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*(?:\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxl]{1,6})\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:\u2026][\"'\u201d\u2019)\]]*\s*$")
_WORD = re.compile(r"\w+(?:-\w+)*")
# A hyphen, or what PDFium makes of one at the end of a line.
_BROKEN = re.compile(r"(?P<word>\w+(?:-\w+)*)(?P<hyphen>[-\u2010\u00ad\x02\ufffe])$")
# Longer than any word; what is longer is none, and is not searched through.
_WORD_LENGTH = 60
# No text has this sign, which stands for a hyphen before it that falls away.
_DROP = "\x00"
_DROPPED = re.compile(r".\x00", re.DOTALL)
_OTHER_HYPHENS = re.compile(r"[\x02\ufffe]")
#: Second halves of words that keep their hyphen, whatever stands before it.
_SECOND_HALVES = frozenset(
    "affiliated aligned allied armed backed based born built calibre controlled designated friendly funded guided held "
    "inflicted intensity launched led level linked made mounted occupied old operated owned propelled range related run "
    "scale sponsored strong supported term torn trained wide wing".split()
)
#: And those that keep it after a number ("three-day"), but not in "Thurs-day".
_COUNTED_HALVES = frozenset("day hour month storey story week year".split())
_NUMBERS = frozenset("one two three four five six seven eight nine ten twelve twenty thirty forty fifty".split())


class Line(NamedTuple):
    """A line on a page; where it stands in points, counted from the bottom left."""

    words: str
    left: float
    bottom: float
    right: float
    height: float


def text_of_pages(pages: Sequence[Sequence[Line]]) -> str:
    """Return the text of pages: running headers and footers left out, lines joined, a blank line between paragraphs.

    The order is that of the lines. A word broken at a line's end is one word again.
    """
    kept = _without_running(pages)
    known = Counter(word.casefold() for page in kept for line in page for word in _WORD.findall(line.words))
    paragraphs: list[list[str]] = []
    for begins, line in _with_beginnings(kept):
        words = line.words.replace(_DROP, "").strip()
        if begins or not paragraphs:
            paragraphs.append([words])
        else:
            paragraphs[-1][-1] += _between(paragraphs[-1][-1], words, known)
            paragraphs[-1].append(words)
    return _OTHER_HYPHENS.sub("-", _DROPPED.sub("", "\n\n".join(map("".join, paragraphs))))


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    margins = [_margin(page) for page in pages]
    counted = Counter(key for margin in margins for key in {_key(line) for line in margin})
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))

    def runs(line: Line) -> bool:
        words = line.words.strip()
        number = len(words) <= _WORD_LENGTH and _PAGE_NUMBER.fullmatch(words) is not None
        return number or counted[_key(line)] >= least

    return [
        [line for line in page if not (line in margin and runs(line))]
        for page, margin in zip(pages, margins, strict=True)
    ]


def _margin(page: Sequence[Line]) -> set[Line]:
    by_height = sorted(page, key=lambda line: line.bottom)
    return {*by_height[:_MARGIN_LINES], *by_height[-_MARGIN_LINES:]}


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.words.casefold().strip())


def _with_beginnings(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[bool, Line]]:
    """Yield each line with whether a paragraph begins with it."""
    last: Line | None = None
    for page in pages:
        step, edges = _step(page), _Edges(page)
        for number, line in enumerate(page):
            if last is None:
                begins = True
            elif number == 0:
                begins = _ends_sentence(last)
            else:
                begins = _begins(last, line, step, edges)
            yield begins, line
            last = line


class _Edges:
    """How far to the right the lines of a page reach that begin at about one place, which is that of a column."""

    def __init__(self, page: Sequence[Line]) -> None:
        self._farthest: dict[int, float] = {}
        for line in page:
            at = self._place(line)
            self._farthest[at] = max(line.right, self._farthest.get(at, line.right))

    @staticmethod
    def _place(line: Line) -> int:
        return round(line.left / _SAME_COLUMN)

    def of(self, line: Line) -> float:
        """Return the right edge of the column of a line."""
        at = self._place(line)
        return max(self._farthest.get(each, line.right) for each in (at - 1, at, at + 1))


def _step(page: Sequence[Line]) -> float:
    """Return how far apart the lines of a page's paragraphs are."""
    steps = sorted(
        above.bottom - below.bottom
        for above, below in pairwise(page)
        if _NEAREST_STEP * above.height < above.bottom - below.bottom < _FARTHEST_STEP * above.height
    )
    # Not the median: of short paragraphs there are as many spaces as lines.
    return steps[len(steps) // 4] if steps else float("inf")


def _begins(above: Line, below: Line, step: float, edges: _Edges) -> bool:
    down = above.bottom - below.bottom
    if abs(above.height - below.height) > _OTHER_HEIGHT * max(above.height, below.height) or down > _WIDER_STEP * step:
        return True
    if down < 0:  # the next column
        return _ends_sentence(above)
    edge = edges.of(above)
    free = (edge - above.right) / max(edge - above.left, 1)
    if not _ends_sentence(above):
        return free > _HEADING_FREE and down > _NEAREST_STEP * above.height and not below.words[:1].islower()
    return below.left - above.left > _INDENT * above.height or free > _SHORT_LINE


def _ends_sentence(line: Line) -> bool:
    return _SENTENCE_END.search(line.words.rstrip()[-_WORD_LENGTH:]) is not None


def _between(above: str, below: str, known: Counter[str]) -> str:
    """Return what stands between two lines of a paragraph: a space, nothing, or the sign that drops a hyphen."""
    broken = _BROKEN.search(above[-_WORD_LENGTH:])
    begun = _WORD.match(below[:_WORD_LENGTH])
    if broken is None or begun is None:
        return " "
    if broken["hyphen"] == "\u00ad":
        return _DROP
    if not begun[0][0].islower():
        return ""
    whole, halves = (f"{broken['word']}{mark}{begun[0]}".casefold() for mark in ("", "-"))
    kept = known[halves] > known[whole] or (not known[whole] and _keeps_hyphen(broken["word"], begun[0].casefold()))
    return "" if kept else _DROP


def _keeps_hyphen(first: str, second: str) -> bool:
    counted = first.casefold() in _NUMBERS or first.isdigit()
    return second in _SECOND_HALVES or (counted and second in _COUNTED_HALVES)
