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
_WIDER_STEP, _OTHER_HEIGHT, _INDENT, _SHORT_LINE, _SAME_COLUMN = 1.3, 0.2, 0.8, 0.12, 2.0
_NEAREST_STEP, _FARTHEST_STEP = 0.6, 3.0
#: A line that leaves so much of its column free is a heading if the next begins with no small letter.
_HEADING_FREE = 0.4

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*(?:\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxl]{1,6})\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:\u2026][\"'\u201d\u2019)\]]*\s*$")
_WORD = re.compile(r"\w+(?:-\w+)*")
# A hyphen, or what PDFium makes of one at the end of a line.
_BROKEN = re.compile(r"(?P<word>\w+(?:-\w+)*)(?P<hyphen>[-\u2010\u00ad\x02\ufffe])\s*$")
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
    paragraphs: list[str] = []
    for begins, line in _with_beginnings(kept):
        words = line.words.strip()
        if begins or not paragraphs:
            paragraphs.append(words)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], words, known)
    return _OTHER_HYPHENS.sub("-", "\n\n".join(paragraphs))


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    margins = [_margin(page) for page in pages]
    counted = Counter(key for margin in margins for key in {_key(line) for line in margin})
    least = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))

    def runs(line: Line) -> bool:
        return counted[_key(line)] >= least or _PAGE_NUMBER.fullmatch(line.words.strip()) is not None

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
        step = _step(page)
        for number, line in enumerate(page):
            if last is None:
                begins = True
            elif number == 0:
                begins = _ends_sentence(last)
            else:
                begins = _begins(last, line, step, page)
            yield begins, line
            last = line


def _step(page: Sequence[Line]) -> float:
    """Return how far apart the lines of a page's paragraphs are."""
    steps = sorted(
        above.bottom - below.bottom
        for above, below in pairwise(page)
        if _NEAREST_STEP * above.height < above.bottom - below.bottom < _FARTHEST_STEP * above.height
    )
    # Not the median: of short paragraphs there are as many spaces as lines.
    return steps[len(steps) // 4] if steps else float("inf")


def _begins(above: Line, below: Line, step: float, page: Sequence[Line]) -> bool:
    down = above.bottom - below.bottom
    if abs(above.height - below.height) > _OTHER_HEIGHT * max(above.height, below.height) or down > _WIDER_STEP * step:
        return True
    if down < 0:  # the next column
        return _ends_sentence(above)
    edge = max(line.right for line in page if abs(line.left - above.left) < _SAME_COLUMN * above.height)
    free = (edge - above.right) / max(edge - above.left, 1)
    if not _ends_sentence(above):
        return free > _HEADING_FREE and down > _NEAREST_STEP * above.height and not below.words[:1].islower()
    return below.left - above.left > _INDENT * above.height or free > _SHORT_LINE


def _ends_sentence(line: Line) -> bool:
    return _SENTENCE_END.search(line.words) is not None


def _joined(above: str, below: str, known: Counter[str]) -> str:
    broken = _BROKEN.search(above)
    begun = _WORD.match(below)
    if broken is None or begun is None:
        return f"{above} {below}"
    start = above[: broken.start("hyphen")]
    if broken["hyphen"] == "\u00ad":
        return start + below
    if not begun[0][0].islower():
        return f"{start}-{below}"
    whole, halves = (f"{broken['word']}{mark}{begun[0]}".casefold() for mark in ("", "-"))
    kept = known[halves] > known[whole] or (not known[whole] and _keeps_hyphen(broken["word"], begun[0].casefold()))
    return f"{start}{'-' if kept else ''}{below}"


def _keeps_hyphen(first: str, second: str) -> bool:
    counted = first.casefold() in _NUMBERS or first.isdigit()
    return second in _SECOND_HALVES or (counted and second in _COUNTED_HALVES)
