"""What is told of no event: forces stationed somewhere, and general accusations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.model import Blame, Presence, Report, Span

_PRESENCE = re.compile(
    r"(?P<words>(?P<who>(?:[A-Z0-9][\w,.-]*|(?i:more than|about|some|around|an estimated|almost|nearly) [\d,]+)(?: [\w.'\u2019-]+){0,12}?)"
    r" (?:is|are|were|was|remain|remains|have been|has been) (?:still |currently |also )?(?:stationed|deployed|based|garrisoned|positioned)"
    r" (?:in|at|across|along|near|on|throughout) (?P<place>[^,.;]+))"
)
_STATIONED = ("stationed", "deployed", "based", "garrisoned", "positioned")
_BLAME = re.compile(
    r"(?P<words>(?P<speaker>(?:The )?[A-Z][\w.-]*(?: [\w.-]+){0,4}?) (?:has|have) (?:repeatedly |often |regularly |previously )?"
    r"(?:blamed|accused) (?P<blamed>[^,.;]+?) (?:for|of) (?P<what>[^.;]+))"
)


def find_presence(report: Report, sentence: tuple[int, int]) -> Iterator[Presence]:
    """Find who is said to be stationed where in one sentence."""
    offset, end = sentence
    text = report.text[offset:end]
    if not any(word in text for word in _STATIONED):
        return
    for match in _PRESENCE.finditer(text):
        words, who, place = (_span(report, offset, match, group) for group in ("words", "who", "place"))
        yield Presence(report.id, words, who, place)


def find_blame(report: Report, sentence: tuple[int, int]) -> Iterator[Blame]:
    """Find accusations about attacks in general ("the US has blamed militias for attacks that …")."""
    offset, end = sentence
    text = report.text[offset:end]
    if "blamed" not in text and "accused" not in text:
        return
    for match in _BLAME.finditer(text):
        words, speaker, blamed, what = (
            _span(report, offset, match, group) for group in ("words", "speaker", "blamed", "what")
        )
        if what.text.startswith(
            (
                "attacks",
                "a series of",
                "a string of",
                "a wave of",
                "similar",
                "previous",
                "the violence",
                "most of",
                "such",
            )
        ):
            yield Blame(report.id, words, speaker, blamed, what)


def _span(report: Report, offset: int, match: re.Match[str], group: str) -> Span:
    start, end = (offset + at for at in match.span(group))
    return Span(start, end, report.text[start:end])
