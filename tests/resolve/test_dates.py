"""Times: which words say when, and which local days they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.codebook import WhenBasis, WhenPrecision
from tocsin.resolve.dates import find_times, resolve_time

#: A Wednesday.
PUBLISHED = date(2022, 6, 15)
#: The night from Saturday to Sunday before it.
TOLD = (date(2022, 6, 11), date(2022, 6, 12))


def day(text: str) -> date:
    return date.fromisoformat(text)


DAYS = [
    ("on Tuesday", "2022-06-14", "2022-06-14", "the most recent weekday"),
    ("on Wednesday", "2022-06-15", "2022-06-15", "the weekday of publication is today"),
    ("last Thursday", "2022-06-09", "2022-06-09", "last is before publication"),
    ("last Wednesday", "2022-06-08", "2022-06-08", "last, said on that very weekday, is a week back"),
    ("Monday last week", "2022-06-06", "2022-06-06", "weeks begin on Monday"),
    ("late on Sunday", "2022-06-12", "2022-06-12", "late on a day is that day"),
    ("Sunday's", "2022-06-12", "2022-06-12", "a possessive"),
    ("overnight between Saturday and Sunday", "2022-06-11", "2022-06-12", "two weekdays span both"),
    ("overnight into Sunday", "2022-06-11", "2022-06-12", "the night into a day began the day before"),
    ("last Saturday and Sunday night", "2022-06-11", "2022-06-12", "two weekdays with last"),
    ("next Friday", "2022-06-17", "2022-06-17", "next is after publication"),
    ("since Monday", "2022-06-13", "2022-06-15", "since runs to publication"),
    ("today", "2022-06-15", "2022-06-15", "today"),
    ("yesterday's", "2022-06-14", "2022-06-14", "yesterday"),
    ("late last night", "2022-06-14", "2022-06-14", "last night began yesterday"),
    ("tomorrow", "2022-06-16", "2022-06-16", "tomorrow"),
    ("overnight", "2022-06-14", "2022-06-15", "the night ending on publication"),
    ("over the weekend", "2022-06-11", "2022-06-12", "the most recent weekend"),
    ("three days ago", "2022-06-12", "2022-06-12", "days counted back"),
    ("two weeks ago", "2022-06-01", "2022-06-01", "weeks counted back"),
    ("a month ago", "2022-05-15", "2022-05-15", "a month counted back"),
    ("a year ago", "2021-01-01", "2021-12-31", "years ago are calendar years"),
    ("last week", "2022-06-06", "2022-06-12", "the calendar week before"),
    ("this week", "2022-06-13", "2022-06-15", "this week up to publication"),
    ("last month", "2022-05-01", "2022-05-31", "the calendar month before"),
    ("earlier this month", "2022-06-01", "2022-06-15", "this month up to publication"),
    ("this year", "2022-01-01", "2022-06-15", "this year up to publication"),
    ("last year", "2021-01-01", "2021-12-31", "the calendar year before"),
    ("three days", "2022-06-13", "2022-06-15", "a bare span ends on publication"),
    ("in the past 24 hours", "2022-06-14", "2022-06-15", "hours reach into the day before"),
    ("over the past week", "2022-06-09", "2022-06-15", "seven days ending on publication"),
    ("for the second night running", "2022-06-14", "2022-06-15", "as many nights"),
    ("within the next 48 hours", "2022-06-15", "2022-06-17", "hours ahead"),
    ("on Jan. 17", "2022-01-17", "2022-01-17", "an abbreviated month"),
    ("July 7", "2021-07-07", "2021-07-07", "no year: the most recent"),
    ("June 20", "2022-06-20", "2022-06-20", "no year: a week ahead is an announced date"),
    ("7 July 2019", "2019-07-07", "2019-07-07", "day before month"),
    ("on Sunday, June 12, 2022", "2022-06-12", "2022-06-12", "weekday and date"),
    ("on the night of June 11-12, 2022", "2022-06-11", "2022-06-12", "an interval of days"),
    ("between May 3 and May 5", "2022-05-03", "2022-05-05", "an interval, months said twice"),
    ("30 December to 2 January", "2021-12-30", "2022-01-02", "an interval across the year"),
    ("2021-05-03", "2021-05-03", "2021-05-03", "an ISO date"),
    ("in March", "2022-03-01", "2022-03-31", "a month alone is all of it"),
    ("in late March", "2022-03-21", "2022-03-31", "the last third of a month"),
    ("last October", "2021-10-01", "2021-10-31", "the most recent such month"),
    ("in November", "2021-11-01", "2021-11-30", "a month not yet begun is last year's"),
    ("in February 2016", "2016-02-01", "2016-02-29", "a leap February"),
    ("in 2014", "2014-01-01", "2014-12-31", "a year"),
    ("since 2015", "2015-01-01", "2022-06-15", "since a year"),
    ("from 2003 to 2011", "2003-01-01", "2011-12-31", "a span of years"),
    ("in the 1980s", "1980-01-01", "1989-12-31", "a decade"),
    ("on Christmas Day", "2021-12-25", "2021-12-25", "a fixed holiday, the most recent"),
    ("on Christmas Day 2009", "2009-12-25", "2009-12-25", "a fixed holiday of a year"),
    ("February 29", "2020-02-29", "2020-02-29", "the most recent leap day"),
    ("9/11", "2001-09-11", "2001-09-11", "a date known by its name"),
    ("tenth anniversary", "2012-06-15", "2012-06-15", "counted back from publication"),
    ("earlier in the day", "2022-06-15", "2022-06-15", "plainly the day of publication"),
    ("in the early morning", "2022-06-15", "2022-06-15", "a time of day only"),
    ("pre-dawn", "2022-06-15", "2022-06-15", "the same in one word"),
    ("at about 4am", "2022-06-15", "2022-06-15", "a clock time only"),
    ("Hours later", "2022-06-15", "2022-06-15", "within the day, nothing told before"),
    ("throughout the night", "2022-06-14", "2022-06-15", "the night that ends on the day of publication"),
    ("over the past day", "2022-06-14", "2022-06-15", "twenty-four hours reach into the day before"),
    ("for the third day running", "2022-06-13", "2022-06-15", "days counted up to publication"),
    ("a fifth day", "2022-06-11", "2022-06-15", "the same without a preposition"),
    ("in 2016 and 2017", "2016-01-01", "2017-12-31", "two years"),
    ("in the 1970s and 1980s", "1970-01-01", "1989-12-31", "two decades"),
    ("between July and August", "2021-07-01", "2021-08-31", "two months"),
    ("between November and January 2024", "2023-11-01", "2024-01-31", "a year said is that of the last month"),
    ("between November and February", "2021-11-01", "2022-02-28", "months across the new year"),
    ("on 25 February last year", "2021-02-25", "2021-02-25", "a date of last year"),
    ("in October last year", "2021-10-01", "2021-10-31", "a month of last year"),
]


@pytest.mark.parametrize(("words", "start", "end", "why"), DAYS, ids=[row[3] for row in DAYS])
def test_words_mean_these_days(words: str, start: str, end: str, why: str) -> None:
    resolved = resolve_time(words, PUBLISHED)
    assert resolved is not None, why
    assert (resolved.start, resolved.end) == (day(start), day(end)), why
    assert resolved.basis is WhenBasis.STATED
    assert resolved.reason


RELATIVE = [
    ("two hours later", "2022-06-11", "2022-06-12", "within the interval itself"),
    ("the following day", "2022-06-13", "2022-06-13", "after the interval told"),
    ("two days later", "2022-06-14", "2022-06-14", "counted on"),
    ("the same night", "2022-06-11", "2022-06-12", "the interval itself"),
    ("that day", "2022-06-11", "2022-06-12", "the interval itself, pointed at"),
    ("the following Thursday", "2022-06-16", "2022-06-16", "the first such weekday after"),
]


@pytest.mark.parametrize(("words", "start", "end", "why"), RELATIVE, ids=[row[3] for row in RELATIVE])
def test_words_relative_to_the_event_told_need_it(words: str, start: str, end: str, why: str) -> None:
    resolved = resolve_time(words, PUBLISHED, TOLD)
    assert resolved is not None, why
    assert (resolved.start, resolved.end, resolved.basis) == (day(start), day(end), WhenBasis.RELATIVE), why
    assert resolve_time(words, PUBLISHED) is None, why


#: (words, days by the event told, days by publication)
BACKWARDS = [
    ("the previous night", ("2022-06-10", "2022-06-10"), ("2022-06-14", "2022-06-14")),
    ("the night before", ("2022-06-10", "2022-06-10"), ("2022-06-14", "2022-06-14")),
    ("the prior day's", ("2022-06-10", "2022-06-10"), ("2022-06-14", "2022-06-14")),
    ("a day earlier", ("2022-06-10", "2022-06-10"), ("2022-06-14", "2022-06-14")),
    ("nine days earlier", ("2022-06-02", "2022-06-02"), ("2022-06-06", "2022-06-06")),
    ("two years earlier", ("2020-01-01", "2020-12-31"), ("2020-01-01", "2020-12-31")),
    ("the week before", ("2022-05-30", "2022-06-05"), ("2022-06-06", "2022-06-12")),
    ("Hours earlier", ("2022-06-11", "2022-06-12"), ("2022-06-15", "2022-06-15")),
    ("around midnight", ("2022-06-11", "2022-06-12"), ("2022-06-15", "2022-06-15")),
    ("through the night", ("2022-06-11", "2022-06-12"), ("2022-06-14", "2022-06-15")),
]


@pytest.mark.parametrize(("words", "by_event", "by_publication"), BACKWARDS, ids=[row[0] for row in BACKWARDS])
def test_what_lies_before_is_reckoned_from_publication_where_nothing_was_told(
    words: str, by_event: tuple[str, str], by_publication: tuple[str, str]
) -> None:
    for anchor, days in ((TOLD, by_event), (None, by_publication)):
        resolved = resolve_time(words, PUBLISHED, anchor)
        assert resolved is not None
        assert (resolved.start, resolved.end) == (day(days[0]), day(days[1]))


NO_DAYS = [
    ("in recent days", "vague"),
    ("recently", "vague"),
    ("over the past few days", "vague"),
    ("nearly three years ago", "vague by its hedge"),
    ("February 30", "no such day"),
    ("February 29, 2021", "no leap year"),
    ("2021-13-01", "no such month"),
    ("by noon on Saturday", "a deadline"),
    ("until Monday", "a deadline"),
    ("from 2011 to 2003", "years the wrong way round"),
    ("", "nothing"),
    ("the market", "no time at all"),
]


@pytest.mark.parametrize(("words", "why"), NO_DAYS, ids=[f"{row[1]}: {row[0]}" for row in NO_DAYS])
def test_words_that_fix_no_day_give_none(words: str, why: str) -> None:
    assert resolve_time(words, PUBLISHED, TOLD) is None, why


@pytest.mark.parametrize(
    ("words", "precision", "time"),
    [
        ("on Tuesday", WhenPrecision.DAY, None),
        ("late on Sunday", WhenPrecision.DAY, "late"),
        ("late Tuesday night", WhenPrecision.DAY, "late night"),
        ("in the early hours of Sunday", WhenPrecision.DAY, "early hours"),
        (
            "shortly after 3 a.m. local time (0000 GMT) on Tuesday",
            WhenPrecision.DAY,
            "shortly after 3 a.m. local time (0000 GMT)",
        ),
        ("on Monday and Tuesday", WhenPrecision.DAYS, None),
        ("last week", WhenPrecision.WEEK, None),
        ("two weeks ago", WhenPrecision.WEEK, None),
        ("in late March", WhenPrecision.MONTH, None),
        ("in 2014", WhenPrecision.YEAR, None),
    ],
)
def test_precision_and_time_of_day_are_as_said(words: str, precision: WhenPrecision, time: str | None) -> None:
    resolved = resolve_time(words, PUBLISHED)
    assert resolved is not None
    assert (resolved.precision, resolved.time) == (precision, time)


SPOTTED = [
    "on Tuesday",
    "late on Sunday",
    "Wednesday night",
    "last Thursday",
    "Monday last week",
    "on Saturday night",
    "overnight between Saturday and Sunday",
    "last Saturday and Sunday night",
    "at dawn on Friday",
    "shortly after 3 a.m. local time (0000 GMT) on Tuesday",
    "today",
    "tonight",
    "overnight",
    "the previous night",
    "the night before",
    "a day earlier",
    "two days later",
    "the following day",
    "on the same day",
    "earlier in the day",
    "three days ago",
    "a year ago",
    "last month",
    "this year",
    "earlier this month",
    "in recent days",
    "in the past 24 hours",
    "in the last three days",
    "for three days",
    "over the weekend",
    "on Jan. 17",
    "July 7",
    "7 July 2021",
    "on Sunday, June 12, 2022",
    "on the night of June 11-12, 2022",
    "between May 3 and May 5",
    "2021-05-03",
    "in March 2015",
    "in October",
    "in 2014",
    "since 2015",
    "from 2003 to 2011",
    "on Christmas Day",
    "within the next 48 hours",
]


@pytest.mark.parametrize("words", SPOTTED)
def test_a_time_expression_is_spotted_whole(words: str) -> None:
    text = f"Gunmen struck the base {words} near the town."
    assert [text[found.start : found.end] for found in find_times(text)] == [words]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Police may march in the town.", "the verbs may and march"),
        ("They fired 2010 rockets.", "a count that looks like a year"),
        ("The 14-year-old was sentenced for 20 years.", "an age and a sentence"),
        ("An explosion shook the holiday resort.", "holidays are no weekdays"),
        ("He spent the money.", "no time at all"),
    ],
)
def test_words_that_only_look_like_times_are_left(text: str, why: str) -> None:
    assert find_times(text) == [], why


DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@given(st.sampled_from(NAMES), st.sampled_from(["{}", "on {}", "late on {}", "early {}", "{} night", "last {}"]), DATES)
def test_a_weekday_lies_within_the_seven_days_up_to_publication(name: str, form: str, published: date) -> None:
    resolved = resolve_time(form.format(name), published)
    assert resolved is not None
    assert resolved.start == resolved.end
    assert resolved.start.weekday() == NAMES.index(name)
    assert published - timedelta(days=7) <= resolved.start <= published
    assert not form.startswith("last") or resolved.start < published


@given(DATES, DATES)
def test_a_full_date_is_read_back(said: date, published: date) -> None:
    for words in (said.isoformat(), f"{said:%B} {said.day}, {said.year}", f"{said.day} {said:%B} {said.year}"):
        resolved = resolve_time(words, published)
        assert resolved is not None
        assert (resolved.start, resolved.end) == (said, said)


@given(DATES, DATES)
def test_a_date_without_a_year_is_at_most_a_week_ahead(said: date, published: date) -> None:
    resolved = resolve_time(f"on {said:%B} {said.day}", published)
    assert resolved is not None
    assert (resolved.start.month, resolved.start.day) == (said.month, said.day)
    assert resolved.start <= published + timedelta(days=7)


PIECES = (
    "on|last|next|Monday|Sunday|and|night|since|by|June|31|February|30|11-12|,|2022|9999|ago|three|999|years|days|weeks|"
    "the|previous|following|day|later|after|past|hours|early|late|overnight|weekend|between|2003|to|anniversary|40th|"
    "2021-02-31|(0000 GMT)|3 a.m.|Christmas"
)


@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map(" ".join)),
    st.dates(),
    st.booleans(),
)
def test_any_words_are_read_without_raising_and_in_order(text: str, published: date, told: bool) -> None:
    resolved = resolve_time(text, published, (published, published) if told else None)
    assert resolved is None or resolved.start <= resolved.end
    reached = 0
    for found in find_times(text):
        assert reached <= found.start < found.end <= len(text)
        reached = found.end
