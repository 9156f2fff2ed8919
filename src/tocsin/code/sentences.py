"""Report text to passages of sentences, offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sentencex

from tocsin.code.tags import Passage, Reach
from tocsin.model import Report

_PARAGRAPH = re.compile(r"[^\n]+")

#: "OUAGADOUGOU, June 14 (Agency) - ": where and when a report was filed, not where and when its event was.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'\u2019 -]{2,30}(?:[,/] ?[A-Z][A-Za-z. ]{2,20})?|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"(?:,? \(?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})?\)?)?"
    r"(?: ?\([A-Z][\w ./-]{1,30}\))?\s?(?:[-\u2013\u2014]{1,2}|:)\s"
)
_ENDS_SENTENCE = re.compile(r"[.!?][\"'\u201d\u2019)]*\s*$")
_AGENCY_OR_DATE = re.compile(r"\(|\d|^[A-Z.'\u2019 -]+\W+$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Split ``text`` into sentences as (start, end), in order; line breaks always end one."""
    found: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(paragraph.group(), paragraph.start())
    return found


def dateline_end(paragraph: str) -> int:
    """Return where the text after a dateline begins; 0 where there is none."""
    found = _DATELINE.match(paragraph)
    return found.end() if found and _AGENCY_OR_DATE.search(found.group()) else 0


def _in_paragraph(paragraph: str, offset: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = dateline_end(paragraph)
    for piece in sentencex.segment("en", paragraph[at:]):
        stripped = piece.strip()
        if not stripped:
            continue
        start = paragraph.index(stripped, at)
        at = start + len(stripped)
        found.append((offset + start, offset + at))
    return found


def passages(text: str, reach: Reach, title: str | None = None) -> list[Passage]:
    """Cut ``text`` into passages of whole paragraphs within ``reach``; a paragraph beyond it, of whole sentences."""
    done: list[Passage] = []
    held: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        for inside in _parts(_in_paragraph(paragraph.group(), paragraph.start()), reach):
            if held and not _within([*held, *inside], reach):
                done.append(_passage(text, held, title))
                held = []
            held += inside
    if held:
        done.append(_passage(text, held, title))
    return done


def headline_end(report: Report) -> int:
    """Return where the headline of a report ends in its text: its title, or a first line that ends no sentence."""
    title = report.title
    if title is not None and report.text.startswith(title):
        return len(title)
    line, parted, _ = report.text.partition("\n")
    return len(line) if parted and not _ENDS_SENTENCE.search(line) else 0


def _parts(spans: list[tuple[int, int]], reach: Reach) -> Iterator[list[tuple[int, int]]]:
    """Cut the sentences of one paragraph into parts within ``reach``; one sentence stays whole."""
    part: list[tuple[int, int]] = []
    for span in spans:
        if part and not _within([*part, span], reach):
            yield part
            part = []
        part.append(span)
    if part:
        yield part


def _within(spans: list[tuple[int, int]], reach: Reach) -> bool:
    return len(spans) <= reach.sentences and spans[-1][1] - spans[0][0] <= reach.letters


def _passage(text: str, spans: list[tuple[int, int]], title: str | None) -> Passage:
    start, end = spans[0][0], spans[-1][1]
    headline = start == 0 and title is not None and text.startswith(title)
    return Passage(text[start:end], start, tuple((a - start, b - start) for a, b in spans), headline)
