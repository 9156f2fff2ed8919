"""Cumulative figures that are about no single event: "targeted almost 50 times this year"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.code.figures import find_counts, read_figure
from tocsin.codebook import TotalOf
from tocsin.identity import total_id
from tocsin.model import Report, Span, Total

#: "since the invasion began in February": to the end of the clause.
_SINCE_THE = (
    r"the (?:[\w'\u2019-]+ ){0,7}?[\w'\u2019-]+(?=[,.;:)\u201d\"]|\s*$"
    r"| (?:and|but|who|which|that|is|are|was|were|has|have|had|as|said|says|according|by|when|while|to)\b)"
)
_PERIOD = (
    rf"(?:this (?:year|month|week)|[Ss]ince (?:{_SINCE_THE}|\w+ \d{{4}}|\d{{4}}|[A-Z]\w+(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?: morning)?|then|last \w+)"
    r"|so far this (?:year|month|week)|(?:over|in|during|within|for) the (?:past|last) (?:\w+ )?(?:hours|days|weeks|months|years|week|month|year|decade)"
    r"|in (?:19|20)\d\d|last year|within a month|in a month|of the (?:year|month|week|war)|in (?:48|24|72) hours|in a single day)"
)
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|thousands|million|dozens?"
    r"|scores|several)"
)
_COUNT = (
    r"(?P<count>(?:(?i:at least|more than|over|almost|nearly|about|around|some|up to|no fewer than)\s+)?"
    rf"(?:an? (?:hundred|thousand|dozen)|[\d,.]*\d|(?i:{_NUMBER_WORD}(?:[- ]{_NUMBER_WORD})*)))"
)

#: Each pattern, what its count counts, and whether a period has to stand in the sentence.
_PATTERNS: tuple[tuple[re.Pattern[str], TotalOf | None, bool], ...] = (
    (
        re.compile(
            rf"\b(?P<words>(?:targeted|attacked|struck|hit|bombed|shelled|raided) {_COUNT} times\b(?: (?P<since>{_PERIOD}))?)"
        ),
        TotalOf.ATTACKS,
        False,
    ),
    (
        re.compile(
            rf"\b(?P<words>(?:bringing|bring|brings|taking|raising|raises|brought|took|pushing) (?:the|its|their) [\w .']{{0,40}}?(?:death toll|toll|number of [\w .]{{3,40}}?|deaths)[\w .']{{0,60}}? to {_COUNT}\b(?: (?P<since>{_PERIOD}))?)"
        ),
        TotalOf.KILLED,
        False,
    ),
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} (?:[A-Za-z.-]+ ){{1,6}}?(?:have|has) (?:been )?(?:reportedly )?(?:killed|died|murdered)\b)"
        ),
        TotalOf.KILLED,
        True,
    ),
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} (?:[A-Za-z.-]+ ){{0,5}}?(?:have|has) been (?:reportedly )?(?:injured|wounded)\b)"
        ),
        TotalOf.INJURED,
        True,
    ),
    (re.compile(rf"\b(?P<words>(?:have|has) (?:killed|left) {_COUNT} [a-z]+(?: dead)?\b)"), TotalOf.KILLED, True),
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} (?:[A-Za-z-]+ ){{0,4}}?(?:attacks|airstrikes|strikes|bombings|incidents|events|raids|massacres|shootings|targets)(?: [\w-]+){{0,8}}? (?P<since>{_PERIOD}))"
        ),
        TotalOf.ATTACKS,
        False,
    ),
    (
        re.compile(
            rf"\b(?P<words>(?:the )?(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)) (?:such |[\w-]+ ){{0,4}}?(?:attack|strike|shooting|bombing|incident|time)s?(?: [\w-]+){{0,6}}? (?P<since>{_PERIOD}))"
        ),
        TotalOf.ATTACKS,
        False,
    ),
)
_SINCE = re.compile(_PERIOD)
_ORDINALS = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_LIKELY = (
    "times",
    "toll",
    "since",
    "so far",
    "past",
    "this year",
    "this month",
    "last year",
    "this week",
    "such",
    "number of",
    "have killed",
    "been killed",
    "second",
    "third",
    "fourth",
    "fifth",
    "th ",
    " in 20",
    "within a month",
)
_VICTIMS = re.compile(
    r"\b(?:civilians|children|women(?: and children)?|soldiers|troops|servicemen|police(?:men| officers)?|journalists|reporters"
    r"|aid workers|health workers|medics|doctors|peacekeepers|militants|fighters|rebels|insurgents|terrorists)\b"
)
_ON = re.compile(r"\b(?:on|against) (?P<target>(?:[\w.-]+ ){1,4}?(?:in (?:[A-Z][\w-]+)))")


def find_totals(report: Report, sentence: tuple[int, int]) -> Iterator[Total]:
    """Find the cumulative figures of one sentence; the period's days are resolved later."""
    start, end = sentence
    text = report.text[start:end]
    if not any(word in text for word in _LIKELY):
        return
    taken: list[tuple[int, int]] = []
    for pattern, what, needs_period in _PATTERNS:
        for match in pattern.finditer(text):
            words = match.span("words")
            if any(words[0] < b and a < words[1] for a, b in taken):
                continue
            total = _total(report, start, match, what, needs_period=needs_period)
            if total is not None:
                taken.append(words)
                yield total


def _total(
    report: Report, offset: int, match: re.Match[str], what: TotalOf | None, *, needs_period: bool
) -> Total | None:
    groups = match.groupdict()
    bounds = _bounds(groups)
    period = match.span("since") if groups.get("since") else _period(match.string, match.end())
    if bounds is None or what is None or (needs_period and period is None):
        return None
    start, end = (offset + at for at in match.span("words"))
    since = None
    if period is not None:
        since = Span(offset + period[0], offset + period[1], match.string[period[0] : period[1]])
    low, high, approximate = bounds
    if what is TotalOf.ATTACKS:
        target = _target(report, offset, match.string)
    else:
        target = _victims(start, report.text[start:end])
    return Total(
        total_id(report.id, start, end),
        report.id,
        Span(start, end, report.text[start:end]),
        what,
        low,
        high,
        approximate,
        target,
        since_words=since,
    )


def _bounds(groups: dict[str, str | None]) -> tuple[int | None, int | None, bool] | None:
    ordinal = groups.get("ordinal")
    if ordinal is not None:
        n = _ORDINALS.get(ordinal) or int(re.sub(r"\D", "", ordinal) or 0)
        return (n, n, False) if n > 1 else None
    count = groups.get("count") or ""
    counts = find_counts(count)
    if not counts:
        return None
    reading = read_figure(f"{count} people")
    return (reading.min, reading.max, reading.approximate) if reading is not None else None


def _period(text: str, after: int) -> tuple[int, int] | None:
    """Find the period of a count: what is said after it, else before."""
    found = _SINCE.search(text, after) or _SINCE.search(text)
    return found.span() if found else None


def _victims(start: int, words: str) -> Span | None:
    """Find whom alone a toll counts: "killed 40 children" counts no men."""
    found = _VICTIMS.search(words)
    return None if found is None else Span(start + found.start(), start + found.end(), found.group())


def _target(report: Report, offset: int, text: str) -> Span | None:
    found = _ON.search(text)
    if found is None:
        return None
    start, end = (offset + at for at in found.span("target"))
    return Span(start, end, report.text[start:end])
