"""Report text to passages of sentences, offsets kept."""

from __future__ import annotations

import re

import sentencex

from tocsin.code.tags import Passage

_PARAGRAPH = re.compile(r"[^\n]+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Split ``text`` into sentences as (start, end), in order; line breaks always end one."""
    found: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _in_paragraph(paragraph.group(), paragraph.start())
    return found


def _in_paragraph(paragraph: str, offset: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for piece in sentencex.segment("en", paragraph):
        stripped = piece.strip()
        if not stripped:
            continue
        start = paragraph.index(stripped, at)
        at = start + len(stripped)
        found.append((offset + start, offset + at))
    return found


def passages(text: str, longest: int, title: str | None = None) -> list[Passage]:
    """Cut ``text`` into passages of whole paragraphs, at most ``longest`` sentences each unless one paragraph is longer."""
    done: list[Passage] = []
    held: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        inside = _in_paragraph(paragraph.group(), paragraph.start())
        if held and len(held) + len(inside) > longest:
            done.append(_passage(text, held, title))
            held = []
        held += inside
    if held:
        done.append(_passage(text, held, title))
    return done


def _passage(text: str, spans: list[tuple[int, int]], title: str | None) -> Passage:
    start, end = spans[0][0], spans[-1][1]
    headline = start == 0 and title is not None and text.startswith(title)
    return Passage(text[start:end], start, tuple((a - start, b - start) for a, b in spans), headline)
