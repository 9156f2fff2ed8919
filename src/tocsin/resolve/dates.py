"""Times: where a text says when something happened, and which local days the words mean.

:func:`find_times` spots time expressions; :func:`resolve_time` turns the words of one into an interval of days, both
ends included, reckoned from the day of publication, or from ``anchor``, the interval of the event just told, where
the words are relative to it ("the previous night").

Decisions:

- A weekday is the most recent such day on or before publication; "last Thursday" said on a Thursday is a week back.
- A month and day without a year is the most recent such date not later than seven days after publication: a date
  that close ahead is an announced one. A month alone is the whole of the most recent one already begun.
- "three days" and "the past week" end on the day of publication. Hours count as the days they reach back into.
- "two weeks ago" is the day reckoned back, its precision the unit said; "three years ago" is the calendar year.
- Deadlines ("by Saturday", "until Monday"), vague spans ("in recent days") and impossible dates give ``None``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from tocsin.code.figures import number_value
from tocsin.codebook import WhenBasis, WhenPrecision
from tocsin.lexicon.folding import fold, fold_keeping_case

Interval: TypeAlias = tuple[date, date]

_DAYS_AHEAD = 7
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SATURDAY = 5
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_HOLIDAYS = {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "valentine's day": (2, 14),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "all saints' day": (11, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
}
_DAYS_OF_UNIT = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_MONTHS_OF_UNIT = {"month": 1, "year": 12, "decade": 120}
_PRECISION_OF_UNIT = {
    "hour": WhenPrecision.DAY,
    "day": WhenPrecision.DAY,
    "night": WhenPrecision.DAY,
    "week": WhenPrecision.WEEK,
    "fortnight": WhenPrecision.WEEK,
    "month": WhenPrecision.MONTH,
    "year": WhenPrecision.YEAR,
    "decade": WhenPrecision.YEAR,
}
#: How the reason begins of a day that the words do not say.
TIME_ONLY = "a time of day only"
_SHARES = {"early": (0, 1), "mid": (1, 2), "middle": (1, 2), "late": (2, 3), "end": (2, 3)}


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when; ``start`` and ``end`` are offsets into the text searched, ``rule`` the kind of words."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The local days that words mean, both ends included; ``time`` is the time of day as it was said."""

    start: date
    end: date
    precision: WhenPrecision
    basis: WhenBasis
    time: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Days:
    """What a rule gives, before the time of day is added."""

    start: date
    end: date
    precision: WhenPrecision
    reason: str
    basis: WhenBasis = WhenBasis.STATED


@dataclass(frozen=True, slots=True)
class _Context:
    """What words are reckoned from."""

    words: str
    published: date
    anchor: Interval | None


_Resolver: TypeAlias = Callable[[re.Match[str], _Context], _Days | None]

# ---------------------------------------------------------------------------------------------------------------
# The words

_WEEKDAY = r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_PART = r"(?:early |late )?(?:morning|afternoon|evening|night|noon|midday|midnight|dawn|dusk)"
_MONTH = (
    r"(?-i:\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?(?= \d)))"
)
_YEAR = r"(?:19|20)\d\d(?![\d,]\d|\w)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|\.\d|,\d)"
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|eighteen|twenty(?:-\w+)?|thirty|forty|fifty|ninety)"
)
_UNIT = r"(?:hour|day|night|week|fortnight|month|year|decade)s?"
_NO_NOUN = r"(?! (?!in\b|at\b|when\b|after\b|and\b|near\b|by\b|as\b)[a-z])"
_LINK = r"(?: and | to | through | into |\s?[-\u2013]\s?| or )"
_CLOCK = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b\.?|\d{1,2}:\d{2}(?: hours)?|\d{4} (?:hours|GMT|UTC|local time)"
    r"|noon|midday|midnight|dawn|dusk|sunrise|sunset|daybreak)(?: local time| local)?(?: \(?\d[\d:.]* ?(?:GMT|UTC)\)?)?"
    r"(?: GMT| UTC)?"
)
_ABOUT = r"(?:(?:at|around|about|shortly|just|soon|before|after|by|until) ){0,3}"
_TIME_OF_DAY = rf"(?:{_ABOUT}{_CLOCK},? )"
_BEFORE = (
    rf"(?:{_TIME_OF_DAY})?(?:(?:on|since|during|by|until|as of|over|into|around) )?"
    r"(?:(?:the )?(?:early|late|later|overnight|earlier|dawn|eve|(?:early |late )?(?:in )?(?:the )?(?:early |late )?"
    r"(?:morning|evening|night|afternoon|hours))(?: on| of| from| between| into)? )?"
)
_ORDINAL = r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"

_RULES_SOURCE: tuple[tuple[str, str], ...] = (
    ("iso", r"(?:\b(?:on|since) )?\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    (
        "month_day",
        (
            rf"{_BEFORE}(?:between |from )?(?:{_WEEKDAY},? )?(?P<m1>{_MONTH}) (?P<d1>{_DAY})"
            rf"(?:(?:{_LINK})(?:(?P<m2>{_MONTH}) )?(?P<d2>{_DAY}){_NO_NOUN})?(?:,? (?P<y>{_YEAR}|last year))?(?:'s)?"
        ),
    ),
    (
        "day_month",
        (
            rf"{_BEFORE}(?:between |from )?(?:{_WEEKDAY},? )?\b(?:the )?(?P<d1>{_DAY})(?: (?P<m1>{_MONTH}))?(?:{_LINK}(?P<d2>{_DAY}))?"
            rf"(?: of)? (?P<m2>{_MONTH})(?:,? (?P<y>{_YEAR}|last year))?(?:'s)?"
            rf"|{_BEFORE}(?:{_WEEKDAY},? )?\b(?:the )?(?P<d>{_DAY})(?: of)? (?P<m>{_MONTH})(?:,? (?P<yy>{_YEAR}|last year))?(?:'s)?"
        ),
    ),
    (
        "weekday_span",
        (
            rf"{_BEFORE}(?:between |from )?(?P<last>last )?(?P<w1>{_WEEKDAY})(?: {_PART})?{_LINK}(?:early |late )?(?:on )?"
            rf"(?P<w2>{_WEEKDAY})(?:'s)?(?: {_PART})?"
        ),
    ),
    (
        "weekday_of_week",
        rf"{_BEFORE}(?P<w>{_WEEKDAY})(?: {_PART})?(?: of)? last week|last week,? (?:on )?(?P<ww>{_WEEKDAY})(?: {_PART})?",
    ),
    (
        "weekday",
        (
            rf"{_BEFORE}(?P<which>last |this past |past |this |next |the following |the previous )?(?P<w>{_WEEKDAY})(?:'s)?"
            rf"(?: {_PART}| at {_CLOCK})?"
        ),
    ),
    ("holiday", rf"(?:on |during )?\b(?P<h>{'|'.join(_HOLIDAYS)})(?:,? (?:in )?(?P<y>{_YEAR}))?"),
    ("known", r"\b9/11\b"),
    (
        "day_word",
        (
            rf"(?:{_TIME_OF_DAY})?(?:(?:on|since|until|by|late|early|earlier|later|overnight) )?"
            r"\b(?P<w>the day before yesterday|yesterday|today|tonight|tomorrow|last night|this morning|this afternoon"
            rf"|this evening)(?:'s)?(?: {_PART})?"
        ),
    ),
    (
        "night",
        r"\b(?:overnight|during the night|in the night|(?<!the )nighttime)\b(?! (?:bag|stay|train|success))",
    ),
    ("weekend", r"(?:over |during |on |at )?\b(?P<which>the|this|last|the past|this past|the previous) weekend(?:'s)?"),
    (
        "relative",
        (
            r"(?:(?:on|in|during|by|later|earlier|late) )?\b(?:the )(?:very )?(?P<which>previous|prior|following|next|same)"
            r" (?P<u>day|night|morning|afternoon|evening|week|month|year)(?:'s)?"
            r"|(?:on )?\bthe (?P<uu>day|night|evening|week|month|year) (?P<before>before|earlier|after|prior)(?: (?=yesterday))?\b"
            rf"|\b(?P<n>{_NUMBER}) (?P<nu>{_UNIT}) (?P<way>earlier|later|before|prior|previously|after|afterwards)\b"
            r"|\b(?:several|a few) hours (?:later|earlier|before|after)\b"
            r"|\b(?:(?:earlier|later) (?:in|on|that)(?: the)?|(?:earlier|later) that|that(?: same)?|by the end of the"
            r"|during the) (?:day|night|morning|afternoon|evening)\b"
        ),
    ),
    (
        "ago",
        rf"\b(?P<hedge>(?:nearly|almost|about|around|more than|over|less than|roughly|some) )?(?P<n>{_NUMBER}) (?P<u>{_UNIT}) ago\b",
    ),
    (
        "past_span",
        (
            rf"\b(?:(?:in|over|during|within|for|throughout) )?the (?:past|last|previous) (?:(?P<n>{_NUMBER}) )?(?P<u>{_UNIT})"
            rf"(?: and a half)?\b|\b(?:for|within) (?:more than |over )?(?P<fn>{_NUMBER})(?: straight| consecutive| successive)?"
            rf" (?P<fu>{_UNIT})\b|\b(?P<bn>{_NUMBER})(?: straight| consecutive| successive) (?P<bu>{_UNIT})\b"
            r"|\bfor the (?:past|last) (?P<lu>hour|day|week|month|year)\b"
        ),
    ),
    (
        "nth_running",
        (
            rf"\bfor (?:the|a) (?P<n>{_ORDINAL}) (?:straight |consecutive |successive |running )?(?P<u>day|night|week)"
            r"(?: running| in a row| straight)?\b"
        ),
    ),
    ("next_span", rf"\b(?:in|within|over) the (?:next|coming) (?P<n>{_NUMBER})(?: to {_NUMBER})? (?P<u>{_UNIT})\b"),
    ("month_last_year", rf"(?:\b(?:in|since|during|throughout) )?(?P<m>{_MONTH}),? (?:of )?last year\b"),
    (
        "calendar",
        (
            r"\b(?:(?:earlier|later|late|early|in|since|during|at the end of|at the start of) )?"
            r"(?P<which>last|this|next) (?P<u>week|month|year)(?:'s)?\b"
        ),
    ),
    ("anniversary", rf"\b(?P<n>{_ORDINAL}|twentieth|thirtieth|fortieth|fiftieth) anniversary\b"),
    (
        "years",
        (
            rf"\b(?:between|from|in) (?P<y1>{_YEAR})(?: and | to | until |-)(?P<y2>{_YEAR})"
            rf"|\b(?P<y3>{_YEAR})[-\u2013](?P<y4>{_YEAR})"
        ),
    ),
    (
        "decade",
        (
            r"\b(?:in |during |since )?the (?:early |late |mid-?)?(?P<y>(?:19|20)\d0)s\b"
            r"(?:(?: and | to |-)(?:the )?(?P<yy>(?:19|20)\d0)s\b)?"
        ),
    ),
    (
        "month",
        (
            rf"(?:\b(?:in|since|during|until|by|of|throughout) )?(?:(?:the )?(?P<share>early|mid|late|end|middle)(?:[- ]| of ))?"
            rf"(?P<last>last |this )?(?P<m>{_MONTH})(?:'s)?(?:{_LINK}(?P<m2>{_MONTH}))?(?:,? (?:of )?(?P<y>{_YEAR}))?(?! \d)"
        ),
    ),
    (
        "year",
        (
            rf"(?:\b(?:in|since|during|until|by|throughout) )?(?:(?:the )?(?P<share>early|mid|late|end|middle)(?:[- ]| of ))?"
            rf"(?<![\w$\u20ac\u00a3#/.,-])(?P<y>{_YEAR})(?:'s)?(?![-/:]\w)"
        ),
    ),
    (
        "vague_span",
        r"\b(?:in |over )?(?:the )?(?:recent (?:days|weeks|months)|(?:past|last) few (?:days|weeks|hours|months))\b",
    ),
    ("bare_span", rf"\b(?P<n>{_NUMBER})[- ](?P<u>{_UNIT})\b"),
    (
        "nth_day",
        rf"\b(?P<n>{_ORDINAL}|eleventh|twelfth|eighteenth) (?:straight |consecutive |successive )?day\b(?! of\b)",
    ),
    (
        "same_day",
        (
            r"\b(?:(?:minutes|hours|moments) (?:later|earlier|before|after|afterwards)|within (?:hours|minutes)"
            r"|(?:the )?(?:very )?same (?:day|date|time|hour|moment))\b"
        ),
    ),
    ("through_the_night", r"\b(?:through|throughout|all) (?:the )?night\b"),
    (
        "time_of_day",
        (
            rf"\b(?:pre-?dawn|(?:small|early) hours|{_PART}|nightfall|daylight)\b|\b{_CLOCK}"
            r"|\b\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\b|hours\b)"
        ),
    ),
)
_RULES = tuple((name, re.compile(source, re.IGNORECASE)) for name, source in _RULES_SOURCE)

#: Rules that are read from the words of a time argument but too common in running text to be spotted there.
_NOT_SPOTTED = {"bare_span", "nth_day", "same_day", "through_the_night", "time_of_day"}
_SPOTTED = re.compile(
    "|".join(
        f"(?P<{name}>{re.sub(r'[(][?]P<' + chr(92) + 'w+>', '(?:', source)})"
        for name, source in _RULES_SOURCE
        if name not in _NOT_SPOTTED
    ),
    re.IGNORECASE,
)
#: The first words of all rules, lower-cased: the whole pattern is tried at these alone.
_START = re.compile(
    r"(?<!\w)(?:\d|o[nfvc]|a(?:t|s|n|pril|ugust|fter|fternoon|round|bout|ll|lmost)?\b|ap[r]|au[g]|s[hoeiua]|j[ua]|b[ouey]|until"
    r"|d[ueaon]|in(?:to)?\b|e[arvnil]|l[ae]|m[oianu]|n[ieo]|t[hueowr]|w[ei]|f[eriou]|christmas|halloween|yesterday|pa|r)"
)
_HINT = re.compile(
    r"day|night|week|month|year|ago\b|fortnight|decade|hour|anniversary|\d\d|christmas|new year|halloween|tomorrow"
    r"|morning|evening|afternoon|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b"
)


def find_times(text: str) -> list[TimeExpression]:
    """Return the time expressions of ``text`` in order, none overlapping another."""
    folded = fold_keeping_case(text)
    if not _HINT.search(folded.lower()):
        return []
    found: list[TimeExpression] = []
    reached = 0
    for candidate in _START.finditer(fold(text)):
        match = _SPOTTED.match(folded, candidate.start()) if candidate.start() >= reached else None
        if match is None:
            continue
        rule = match.lastgroup or ""
        reached = match.end()
        if not _is_no_time(folded, match, rule):
            found.append(TimeExpression(match.start(), match.end(), rule))
    return found


_COUNTED = re.compile(
    r" (?:people|civilians?|soldiers|troops|fighters|militants|others|rockets|missiles|drones|shells|homes|houses|families"
    r"|refugees|prisoners|hostages|members|men|women|children|dead|wounded|injured)\b"
)
_NO_YEAR_BEFORE = re.compile(
    r"\b(?:at least|more than|over|about|around|nearly|almost|up to|some|brigade|unit|no\.|number|resolution|room) $",
    re.IGNORECASE,
)
_TOO_COMMON = re.compile(
    r"(?:may|march|the last (?:day|night|hour)|for .*(?:years?|months?|hours?|decades?))$|(?:may|march)'s$",
    re.IGNORECASE,
)


def _is_no_time(text: str, match: re.Match[str], rule: str) -> bool:
    words = match.group()
    if rule == "year":
        return bool(_COUNTED.match(text, match.end()) or _NO_YEAR_BEFORE.search(text[: match.start()][-16:]))
    return rule in {"month", "past_span"} and not words.lower().startswith("for the") and bool(_TOO_COMMON.match(words))


# ---------------------------------------------------------------------------------------------------------------
# The days


def resolve_time(words: str, published: date, anchor: Interval | None = None) -> Resolved | None:
    """Return the days that ``words`` mean in a report of ``published``, or ``None`` where they fix none.

    ``anchor`` is the interval of the event told just before; words that are relative to it ("the following day")
    give ``None`` without one. Never raises: an impossible date gives ``None``.
    """
    text = fold_keeping_case(" ".join(words.split()))
    context = _Context(text, published, anchor)
    for rule, pattern in _RULES:
        match = pattern.search(text)
        if match is None:
            continue
        try:
            days = None if _DEADLINE.search(text) else _RESOLVERS[rule](match, context)
        except (ValueError, OverflowError):
            # A thirtieth of February, or a day outside the calendar.
            days = None
        return None if days is None else _finished(days, context)
    return None


_DEADLINE = re.compile(r"\b(?:by|until)\b(?! the end of the (?:day|night))", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|began|begun|starting|beginning)\b", re.IGNORECASE)
_TIME_SAID = re.compile(rf"{_ABOUT}\b{_CLOCK}", re.IGNORECASE)
_PART_SAID = re.compile(
    r"\b(?:early hours|early|late|morning|afternoon|evening|night|nighttime|overnight|tonight)\b", re.IGNORECASE
)


def _finished(days: _Days, context: _Context) -> Resolved:
    start, end, precision = days.start, days.end, days.precision
    if _SINCE.search(context.words) and start <= context.published:
        end = context.published
    if precision is WhenPrecision.DAY and start != end:
        precision = WhenPrecision.DAYS
    by_days = precision in {WhenPrecision.DAY, WhenPrecision.DAYS}
    return Resolved(start, end, precision, days.basis, _time_of_day(context.words) if by_days else None, days.reason)


def _time_of_day(words: str) -> str | None:
    clock = _TIME_SAID.search(words)
    if clock is not None:
        return clock.group().strip()
    parts: list[str] = [part.lower() for part in _PART_SAID.findall(words)]
    # "late on Monday and early on Tuesday" has no one time of day.
    return None if not parts or {"early", "late"} <= set(parts) else " ".join(parts)


def _iso(match: re.Match[str], _: _Context) -> _Days:
    day = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return _Days(day, day, WhenPrecision.DAY, "a full date")


def _month_day(match: re.Match[str], context: _Context) -> _Days | None:
    first = (_month_number(match["m1"]), _day_number(match["d1"]))
    last = first
    if match["d2"]:
        last = (_month_number(match["m2"] or match["m1"]), _day_number(match["d2"]))
    return _dates(first, last, match["y"], context)


def _day_month(match: re.Match[str], context: _Context) -> _Days | None:
    if match["d"]:
        only = (_month_number(match["m"]), _day_number(match["d"]))
        return _dates(only, only, match["yy"], context)
    month = _month_number(match["m2"])
    first = (_month_number(match["m1"]) if match["m1"] else month, _day_number(match["d1"]))
    last = (month, _day_number(match["d2"])) if match["d2"] else first
    return _dates(first, last, match["y"], context)


def _dates(first: tuple[int, int], last: tuple[int, int], year: str | None, context: _Context) -> _Days | None:
    if year is not None:
        end = date(_year_said(year, context), *last)
        reason = "a full date"
    else:
        latest = _latest(*last, context.published)
        if latest is None:
            return None
        end = latest
        reason = f"no year said: the most recent up to {_DAYS_AHEAD} days after publication"
    start = date(end.year - (first > last), *first)
    return _Days(start, end, WhenPrecision.DAY, reason)


def _year_said(words: str, context: _Context) -> int:
    return context.published.year - 1 if words.lower() == "last year" else int(words)


def _latest(month: int, day: int, published: date) -> date | None:
    """Return the most recent such date not later than seven days after publication, leap days within eight years."""
    limit = published + timedelta(days=_DAYS_AHEAD)
    for year in range(limit.year, max(limit.year - 9, 0), -1):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= limit:
            return date(year, month, day)
    return None


def _month_number(name: str) -> int:
    return next(
        number for number, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower().rstrip(".")[:3])
    )


def _day_number(words: str) -> int:
    return int(words.rstrip("sthndr"))


def _weekday_back(name: str, day: date) -> date:
    """Return the most recent ``name`` on or before ``day``."""
    return day - timedelta(days=(day.weekday() - _WEEKDAYS.index(name.lower())) % 7)


def _weekday(match: re.Match[str], context: _Context) -> _Days | None:
    name, which = match["w"], (match["which"] or "").strip().lower()
    published = context.published
    day = _weekday_back(name, published)
    reason = f"the most recent {name} on or before publication"
    if which in {"last", "past", "this past"}:
        day = _weekday_back(name, published - timedelta(days=1))
        reason = f"the most recent {name} before publication"
    elif which == "next":
        day = _weekday_back(name, published + timedelta(days=7))
        reason = f"the first {name} after publication"
    elif which in {"the following", "the previous"}:
        return _weekday_by_anchor(name, which, context.anchor)
    into_the_day = re.search(r"\b(?:overnight|night) (?:in)?to\b", context.words, re.IGNORECASE)
    return _Days(day - timedelta(days=1) if into_the_day else day, day, WhenPrecision.DAY, reason)


def _weekday_by_anchor(name: str, which: str, anchor: Interval | None) -> _Days | None:
    if anchor is None:
        return None
    if which == "the following":
        day = _weekday_back(name, anchor[1] + timedelta(days=7))
    else:
        day = _weekday_back(name, anchor[0] - timedelta(days=1))
    return _Days(day, day, WhenPrecision.DAY, f"{which} {name} by the event told before", WhenBasis.RELATIVE)


def _weekday_span(match: re.Match[str], context: _Context) -> _Days:
    latest = context.published - timedelta(days=1 if match["last"] else 0)
    end = _weekday_back(match["w2"], latest)
    start = _weekday_back(match["w1"], end)
    return _Days(start, end, WhenPrecision.DAY, "the most recent such weekdays on or before publication")


def _weekday_of_week(match: re.Match[str], context: _Context) -> _Days:
    name = match["w"] or match["ww"]
    day = _monday(context.published) + timedelta(days=_WEEKDAYS.index(name.lower()) - 7)
    return _Days(day, day, WhenPrecision.DAY, f"{name} of the week before, weeks beginning on Monday")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _holiday(match: re.Match[str], context: _Context) -> _Days | None:
    month_and_day = _HOLIDAYS[match["h"].lower()]
    return _dates(month_and_day, month_and_day, match["y"], context)


def _known(_: re.Match[str], __: _Context) -> _Days:
    day = date(2001, 9, 11)
    return _Days(day, day, WhenPrecision.DAY, "the date the attacks are known by")


_OFFSETS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "tomorrow": 1}


def _day_word(match: re.Match[str], context: _Context) -> _Days:
    word = match["w"].lower()
    day = context.published + timedelta(days=_OFFSETS.get(word, 0))
    return _Days(day, day, WhenPrecision.DAY, f"{word}, from the day of publication")


def _night(_: re.Match[str], context: _Context) -> _Days:
    start = context.published - timedelta(days=1)
    return _Days(start, context.published, WhenPrecision.DAYS, "the night ending on the day of publication")


def _weekend(match: re.Match[str], context: _Context) -> _Days:
    saturday = _weekday_back("saturday", context.published)
    which = match["which"].lower()
    if which in {"last", "the previous"} and context.published.weekday() >= _SATURDAY:
        saturday -= timedelta(days=7)
    return _Days(saturday, saturday + timedelta(days=1), WhenPrecision.DAYS, "the most recent weekend")


_TOLD = "by the event told before"


def _relative(match: re.Match[str], context: _Context) -> _Days | None:
    if match["n"]:
        return _counted_from_anchor(match, context)
    if match["which"]:
        step = {"previous": -1, "prior": -1, "following": 1, "next": 1, "same": 0}[match["which"].lower()]
        return _before_or_after(match["u"].lower(), step, context)
    if match["uu"]:
        return _before_or_after(match["uu"].lower(), 1 if match["before"].lower() == "after" else -1, context)
    told_as_today = re.search(r"\b(?:in the|of the|during the) ", match.group(), re.IGNORECASE) is not None
    if context.anchor is None and told_as_today:
        return _Days(context.published, context.published, WhenPrecision.DAY, "the day of publication")
    return _by_anchor("day", 0, context.anchor)


def _before_or_after(unit: str, step: int, context: _Context) -> _Days | None:
    """Reckon from the event told before; "the day before" where none was told, from the day of publication."""
    if context.anchor is not None or step >= 0:
        return _by_anchor(unit, step, context.anchor)
    days = _by_anchor(unit, step, (context.published, context.published))
    return None if days is None else replace(days, reason="nothing was told before: counted back from publication")


def _by_anchor(unit: str, step: int, anchor: Interval | None) -> _Days | None:
    if anchor is None:
        return None
    if unit not in _PRECISION_OF_UNIT or (unit in _DAYS_OF_UNIT and unit != "week"):
        shift = timedelta(days=step)
        start, end = (anchor[0] + shift, anchor[0] + shift) if step < 0 else (anchor[0], anchor[1])
        if step > 0:
            start = end = anchor[1] + shift
        return _Days(start, end, WhenPrecision.DAY, _TOLD, WhenBasis.RELATIVE)
    start, end = _period(unit, anchor[0] if step < 0 else anchor[1], step)
    return _Days(start, end, _PRECISION_OF_UNIT[unit], _TOLD, WhenBasis.RELATIVE)


def _counted_from_anchor(match: re.Match[str], context: _Context) -> _Days | None:
    number, unit, way = _amount(match["n"]), _unit(match["nu"]), match["way"].lower()
    anchor = context.anchor
    reason = _TOLD
    if anchor is None:
        if way in {"later", "afterwards"}:
            return None
        # "freed nine days after being seized": the news is of the day, the words date what came before it.
        anchor, reason = (context.published, context.published), "counted back from the day of publication"
    ahead = way in {"later", "afterwards"}
    if unit == "hour":
        days = timedelta(days=number // 24 if ahead else -(number // 24))
        return _Days(anchor[0] + days, anchor[1] + days, WhenPrecision.DAY, reason, WhenBasis.RELATIVE)
    day = _shifted(anchor[1] if ahead else anchor[0], number if ahead else -number, unit)
    start, end = (
        (day.replace(month=1, day=1), day.replace(month=12, day=31)) if unit in {"year", "decade"} else (day, day)
    )
    return _Days(start, end, _PRECISION_OF_UNIT[unit], reason, WhenBasis.RELATIVE)


def _ago(match: re.Match[str], context: _Context) -> _Days | None:
    if match["hedge"]:
        return None
    number, unit = _amount(match["n"]), _unit(match["u"])
    day = _shifted(context.published, -number, unit)
    reason = "counted back from the day of publication"
    if unit == "hour":
        return _Days(day, context.published, WhenPrecision.DAY, reason)
    if unit in {"year", "decade"}:
        return _Days(date(day.year, 1, 1), date(day.year, 12, 31), WhenPrecision.YEAR, reason)
    return _Days(day, day, _PRECISION_OF_UNIT[unit], reason)


def _past_span(match: re.Match[str], context: _Context) -> _Days:
    groups = match.groupdict()
    counted = groups.get("n") or groups.get("fn") or groups.get("bn")
    number = _amount(counted or "one")
    unit = _unit(next(groups[key] for key in ("u", "fu", "bu", "lu") if groups.get(key)))
    if unit == "day" and counted is None:
        # "the past day" is the last twenty-four hours, which reach into the day before.
        unit = "hour"
    start = _shifted(context.published, -number, unit)
    if match.group().lower().endswith("and a half") and unit == "year":
        start = _shifted(start, -6, "month")
    if unit != "hour":
        start += timedelta(days=1)
    precision = WhenPrecision.DAY if unit in {"hour", "day", "night"} else _PRECISION_OF_UNIT[unit]
    return _Days(start, context.published, precision, "the span ending on the day of publication")


def _nth_running(match: re.Match[str], context: _Context) -> _Days:
    length = _ordinal(match["n"]) * _DAYS_OF_UNIT[match["u"].lower()]
    start = context.published - timedelta(days=length - 1)
    return _Days(start, context.published, WhenPrecision.DAY, "the span ending on the day of publication")


def _nth_day(match: re.Match[str], context: _Context) -> _Days:
    start = context.published - timedelta(days=_ordinal(match["n"]) - 1)
    return _Days(start, context.published, WhenPrecision.DAY, "so many days ending on the day of publication")


def _same_day(_: re.Match[str], context: _Context) -> _Days:
    """Read words that name a time within a day: that of the event told before, else of publication."""
    if context.anchor is not None:
        return _Days(*context.anchor, WhenPrecision.DAY, _TOLD, WhenBasis.RELATIVE)
    reason = f"{TIME_ONLY}: that of publication"
    return _Days(context.published, context.published, WhenPrecision.DAY, reason)


def _through_the_night(_: re.Match[str], context: _Context) -> _Days:
    if context.anchor is not None:
        end = context.anchor[0] + timedelta(days=1)
        return _Days(context.anchor[0], end, WhenPrecision.DAYS, _TOLD, WhenBasis.RELATIVE)
    start = context.published - timedelta(days=1)
    return _Days(start, context.published, WhenPrecision.DAYS, "the night ending on the day of publication")


def _next_span(match: re.Match[str], context: _Context) -> _Days:
    end = _shifted(context.published, _amount(match["n"]), _unit(match["u"]))
    return _Days(context.published, end, WhenPrecision.DAY, "the span beginning on the day of publication")


def _calendar(match: re.Match[str], context: _Context) -> _Days:
    which, unit = match["which"].lower(), match["u"].lower()
    start, end = _period(unit, context.published, {"last": -1, "this": 0, "next": 1}[which])
    if which == "this":
        later = match.group().lower().startswith("later")
        start, end = (context.published, end) if later else (start, context.published)
    return _Days(start, end, _PRECISION_OF_UNIT[unit], f"{which} {unit}, from the day of publication")


def _anniversary(match: re.Match[str], context: _Context) -> _Days:
    day = _shifted(context.published, -_ordinal(match["n"]), "year")
    return _Days(day, day, WhenPrecision.DAY, "the anniversary counted back from the day of publication")


def _years(match: re.Match[str], _: _Context) -> _Days | None:
    first, last = int(match["y1"] or match["y3"]), int(match["y2"] or match["y4"])
    if last < first:
        return None
    return _Days(date(first, 1, 1), date(last, 12, 31), WhenPrecision.YEAR, "the years said")


def _decade(match: re.Match[str], _: _Context) -> _Days:
    first = int(match["y"])
    last = int(match["yy"] or match["y"])
    return _Days(date(first, 1, 1), date(last + 9, 12, 31), WhenPrecision.YEAR, "the decade said")


def _month(match: re.Match[str], context: _Context) -> _Days:
    month = _month_number(match["m"])
    reason = "the month said"
    if match["y"]:
        year = int(match["y"])
    else:
        published = context.published
        before = month >= published.month if (match["last"] or "").lower() == "last " else month > published.month
        year = published.year - before
        reason = "no year said: the most recent such month"
    if match["m2"]:
        last = _month_number(match["m2"])
        # A year that is said is that of the last month; one that is not, of the first.
        first_year = year - (last < month) if match["y"] else year
        last_year = first_year + (last < month)
        end = date(last_year, last, calendar.monthrange(last_year, last)[1])
        return _Days(date(first_year, month, 1), end, WhenPrecision.MONTH, reason)
    start, end = date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    if match["share"]:
        low, _ = _SHARES[match["share"].lower()]
        start, end = start.replace(day=1 + 10 * low), end if low > 1 else start.replace(day=10 * (low + 1))
    return _Days(start, end, WhenPrecision.MONTH, reason)


def _month_last_year(match: re.Match[str], context: _Context) -> _Days:
    year, month = context.published.year - 1, _month_number(match["m"])
    end = date(year, month, calendar.monthrange(year, month)[1])
    return _Days(end.replace(day=1), end, WhenPrecision.MONTH, "a month of the year before publication")


def _year(match: re.Match[str], _: _Context) -> _Days:
    year = int(match["y"])
    start, end = date(year, 1, 1), date(year, 12, 31)
    if match["share"]:
        low, high = _SHARES[match["share"].lower()]
        start = date(year, 4 * low + 1, 1)
        end = date(year, 4 * high, calendar.monthrange(year, 4 * high)[1])
    return _Days(start, end, WhenPrecision.YEAR, "the year said")


def _nothing(_: re.Match[str], __: _Context) -> None:
    """Words that name a time without fixing it."""


def _period(unit: str, day: date, step: int) -> Interval:
    """Return the calendar week, month or year ``step`` away from that of ``day``."""
    if unit == "week":
        monday = _monday(day) + timedelta(days=7 * step)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        first = _months_on(day.replace(day=1), step)
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    year = day.year + step
    return date(year, 1, 1), date(year, 12, 31)


def _shifted(day: date, number: int, unit: str) -> date:
    if unit == "hour":
        whole = max(1, -(-abs(number) // 24) if number < 0 else number // 24)
        return day + timedelta(days=whole if number > 0 else -whole)
    if unit in _DAYS_OF_UNIT:
        return day + timedelta(days=number * _DAYS_OF_UNIT[unit])
    return _months_on(day, number * _MONTHS_OF_UNIT[unit])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _unit(words: str) -> str:
    return words.lower().removesuffix("s")


def _amount(words: str) -> int:
    number = number_value(words)
    if number is None:
        raise ValueError(f"no number: {words!r}")
    return number


_ORDINAL_WORDS = {
    word: number
    for number, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], start=1
    )
} | {"eleventh": 11, "twelfth": 12, "eighteenth": 18, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}


def _ordinal(words: str) -> int:
    return _ORDINAL_WORDS.get(words.lower()) or int(words.lower().rstrip("sthndr"))


_RESOLVERS: dict[str, _Resolver] = {
    "iso": _iso,
    "month_day": _month_day,
    "day_month": _day_month,
    "weekday_span": _weekday_span,
    "weekday_of_week": _weekday_of_week,
    "weekday": _weekday,
    "holiday": _holiday,
    "known": _known,
    "day_word": _day_word,
    "night": _night,
    "weekend": _weekend,
    "relative": _relative,
    "ago": _ago,
    "past_span": _past_span,
    "nth_running": _nth_running,
    "next_span": _next_span,
    "month_last_year": _month_last_year,
    "calendar": _calendar,
    "anniversary": _anniversary,
    "years": _years,
    "decade": _decade,
    "month": _month,
    "year": _year,
    "vague_span": _nothing,
    "bare_span": _past_span,
    "nth_day": _nth_day,
    "same_day": _same_day,
    "through_the_night": _through_the_night,
    "time_of_day": _same_day,
}
