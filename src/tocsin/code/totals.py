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
#: A period longer than an event takes.
_LONG_PERIOD = (
    r"(?:[Ss]ince (?:[A-Z0-9]|the|then|last|early|late|mid)[^,.;]*"
    r"|(?:over|in|during|within) the (?:past|last) (?:\w+ )?(?:months|years|month|year|decade)"
    r"|so far this (?:year|month|week)|this (?:year|month)|last year|(?:of|in) the war)"
)
_DAYS = r"(?:\w+ )?(?:hours|days|weeks|months|years|week|month|year|decade)"
_EVENT = (
    r"(?:attack|strike|assault|bombing|shooting|explosion|blast|raid|killing|murder|incident|massacre|intrusion|abduction"
    r"|kidnapping|ambush|bomb)"
)
_CONFLICT = (
    r"(?:[Cc]onflict|[Ww]ar|[Ii]nsurgency|[Uu]prising|[Cc]ampaign|[Ii]ntifada|[Rr]ebellion|[Cc]rackdown|[Oo]ffensive)"
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
    # "claimed 200 lives this year", "60 civilians lost their lives last year"
    (
        re.compile(rf"\b(?P<words>(?:claimed|cost|took|taken)(?: the lives of)? {_COUNT} (?:lives|deaths|people)\b)"),
        TotalOf.KILLED,
        True,
    ),
    (
        re.compile(rf"\b(?P<words>{_COUNT} (?:[A-Za-z.-]+ ){{1,6}}?(?:have )?lost their lives\b)"),
        TotalOf.KILLED,
        True,
    ),
    # "some 3,200 people died in the valley since 1969"
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} (?:[A-Za-z.,-]+ ){{1,8}}?(?:(?:were|was|been|have|had) )?(?:killed|died|dead|murdered)\b"
            rf"(?: [\w-]+){{0,8}}? (?P<since>{_LONG_PERIOD}))"
        ),
        TotalOf.KILLED,
        False,
    ),
    # "the fourth strike on the port in nine days", "16 such attacks since October"
    (
        re.compile(
            rf"\b(?P<words>(?P<ordinal>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
            rf" (?:[\w'-]+ ){{0,3}}?{_EVENT}(?: [\w'-]+){{0,6}}?"
            rf" (?P<since>in (?:as many|less than a|under a|a|the past|\w+) {_DAYS}))"
        ),
        TotalOf.ATTACKS,
        False,
    ),
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} such (?:[a-z-]+ ){{0,2}}?{_EVENT}s(?: [\w'-]+){{0,4}}? (?P<since>[Ss]ince [^,.;]+))"
        ),
        TotalOf.ATTACKS,
        False,
    ),
    # "the number of people killed in the region since March rises to 1,767", "2,500 deaths since August"
    (
        re.compile(
            rf"\b(?P<words>number of [\w .'-]{{0,60}}?(?:killed|dead|deaths)[\w .'-]{{0,90}}?"
            rf" (?:to|at|reaches|reached|passes|passed|exceeds|is|was|above|over) {_COUNT}\b)"
        ),
        TotalOf.KILLED,
        True,
    ),
    (
        re.compile(
            rf"\b(?P<words>{_COUNT} (?:[a-z-]+ ){{0,2}}?(?:deaths|fatalities|killings|murders)\b(?! from)"
            rf"(?: [\w'-]+){{0,8}}? (?P<since>{_PERIOD}))"
        ),
        TotalOf.KILLED,
        False,
    ),
    # "the insurgency has cost some 15,000 lives"
    (
        re.compile(
            rf"\b(?P<words>{_CONFLICT}(?: (?!that|which)[\w'-]+){{0,4}}? (?:has |have |had )?(?:killed|left|claimed|cost)"
            rf" {_COUNT}\b)"
        ),
        TotalOf.KILLED,
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
    "second",
    "third",
    "fourth",
    "fifth",
    "th ",
    " in 20",
    "within a month",
    "lives",
    "number of",
    "death",
    "killed",
    "died",
    "murders",
    " days",
    " week",
    "war",
    "conflict",
    "insurgency",
    "campaign",
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
