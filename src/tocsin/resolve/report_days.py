"""The day that a report tells of: it stands where its claims state none, and a time of day is of it.

"Two men were shot Saturday night" leads a report, and four paragraphs on "it happened around 9 p.m." Each passage is
tagged alone, so that the second telling knows no day; the report does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tocsin.code.sentences import sentences
from tocsin.codebook import WhenPrecision
from tocsin.model import Span, When
from tocsin.resolve.dates import Resolved, find_times, resolve_time

#: News is of this many days before it is published.
_RECENT = timedelta(days=7)
#: In fewer sentences a tagger has read every time beside every event.
_LONG_ENOUGH = 4
#: A report of so many sentences does not say again with every event when it was.
_ARTICLE = 7
_DAY_RULES = frozenset({"iso", "month_day", "day_month", "weekday", "weekday_of_week", "day_word", "night", "holiday"})
_VIOLENCE = re.compile(
    r"\bsho(?:t|ts|oting|otings|otout|ots)\b|gunfire|gunshot|gunm[ae]n|\bkill|\bdie[ds]?\b|\bdead|wound|injur|attack|explo|bomb|stabb|fired"
    r"|\bhappened|\boccurred|\bincident|\bcalled|\bresponded|\berupted|ambush|raid|clash|slain|murder|homicide|\bblast|\bhit\b|\bstruck",
    re.IGNORECASE,
)
#: Words that date the page and not what it tells.
_PAGE_DATE = re.compile(
    r"\b(?:posted|updated?|published|modified|created|copyright|aired|reported by|photo|source)\b[^.\n]{0,40}$|pic\.twitter|\u2014 .*\(@\w+\)",
    re.IGNORECASE,
)
_PAGE_CLOCK = re.compile(
    r"^,? ?(?:at )?\d{1,2}:\d\d ?[ap]\.?m\.? [A-Z]{2,4}\b|^ at \d{1,2}:\d\d [AP]M\b", re.IGNORECASE
)
#: Words that date what was said or done about it.
_AFTERWARDS = re.compile(
    r"\b(?:said|says|told|announced|arrested|charged|court|hearing|conference|arraigned|sentenced|vigil|statement|released?|identified"
    r"|confirmed|reported|interview|funeral|convicted|pleaded|appeared|indicted|verdict|trial|tweeted|wrote|custody|autopsy|jail|turned \w+self in)"
    r"(?: \w+){0,3},?(?: (?:on|late|early))? $",
    re.IGNORECASE,
)
_AM = re.compile(r"\ba\.?m\b|\b(?:early|dawn|pre-?dawn|small hours)\b", re.IGNORECASE)
_PM = re.compile(r"\bp\.?m\b|\b(?:evening|before midnight)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportDay:
    """Days told in a report, the words that say so and where they stand."""

    span: Span
    start: date
    end: date

    @property
    def one(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class ReportDays:
    """The recent days on which a report says that something happened, in text order."""

    told: tuple[ReportDay, ...] = ()
    sentences: int = 0

    def of_all(self) -> ReportDay | None:
        """Return the one day of a report of some length that tells of no other; ``None`` where there is none such."""
        day = self.only()
        return day if day is not None and day.one and self.sentences >= _ARTICLE else None

    def only(self) -> ReportDay | None:
        """Return the day the report tells of; ``None`` where it tells of several."""
        single = [day for day in self.told if day.one]
        days = single or list(self.told)
        return days[0] if days and len({(day.start, day.end) for day in days}) == 1 else None

    def near(self, span: Span, text: str) -> ReportDay | None:
        """Return the day told in the sentence of ``span``, the nearest to it."""
        start = max(text.rfind("\n", 0, span.start), text.rfind(". ", 0, span.start))
        ends = [at for at in (text.find("\n", span.end), text.find(". ", span.end)) if at >= 0]
        end = min(ends, default=len(text))
        inside = [day for day in self.told if start < day.span.start and day.span.end <= end]
        return min(inside, key=lambda day: (abs(day.span.start - span.start), day.span.start), default=None)

    def within(self, when: When, text: str) -> ReportDay | None:
        """Return the single day inside an interval that its own sentence names; of a weekend, the report's only one."""
        assert when.span is not None
        weekend = self.only() if "weekend" in when.span.text.casefold() else None
        for day in (self.near(when.span, text), weekend):
            if day is not None and day.one and when.start <= day.start <= when.end:
                return day
        return None


@lru_cache(maxsize=8)  # every claim of a report that tells no time asks for the same days
def read_days(text: str, published: date) -> ReportDays:
    """Return the days of the week before ``published`` on which a report of some length tells that something happened."""
    bounds = sentences(text)
    if len(bounds) < _LONG_ENOUGH:
        return ReportDays()
    found = []
    for start, end in bounds:
        sentence = text[start:end]
        if not _VIOLENCE.search(sentence):
            continue
        for time in find_times(sentence):
            if time.rule not in _DAY_RULES or _dates_other(sentence, time.start, time.end):
                continue
            span = Span(start + time.start, start + time.end, sentence[time.start : time.end])
            resolved = resolve_time(span.text, published)
            if resolved is not None and _is_recent(resolved, published):
                day = narrowed(resolved.start, resolved.end, sentence)
                found.append(ReportDay(span, *day))
    return ReportDays(tuple(found), len(bounds))


def _dates_other(sentence: str, start: int, end: int) -> bool:
    before = sentence[max(0, start - 80) : start]
    return bool(_PAGE_DATE.search(before) or _PAGE_CLOCK.search(sentence[end:]) or _AFTERWARDS.search(before))


def _is_recent(resolved: Resolved, published: date) -> bool:
    days = resolved.precision in (WhenPrecision.DAY, WhenPrecision.DAYS)
    return days and published - _RECENT <= resolved.start and resolved.end <= published


def narrowed(start: date, end: date, words: str) -> tuple[date, date]:
    """Return the day of a night that a time of day says: "overnight ... at 2:30 a.m." is the later of the two."""
    if end - start == timedelta(days=1):
        morning, evening = _AM.search(words) is not None, _PM.search(words) is not None
        if morning != evening:
            return (end, end) if morning else (start, start)
    return start, end
