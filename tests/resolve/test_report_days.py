"""The day a report tells of."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import WhenBasis, WhenPrecision
from tocsin.model import Span, When
from tocsin.resolve.report_days import narrowed, read_days

MONDAY = date(2024, 6, 10)
FILLER = " The street was closed. Nobody has been charged. A neighbour brought water."


def only(text: str) -> date | None:
    found = read_days(text + FILLER, MONDAY).only()
    return None if found is None else found.start


@pytest.mark.parametrize(
    ("text", "day", "why"),
    [
        ("A man was shot on Saturday night.", date(2024, 6, 8), "said of the shooting"),
        ("A man was shot. Police said Sunday that it happened Saturday.", date(2024, 6, 8), "not the day of speech"),
        ("Posted: Monday, June 10, 2024 8:18 PM EST\nA man was shot Friday.", date(2024, 6, 7), "not that of the page"),
        ("A man was shot Friday. Another was shot Sunday.", None, "two days"),
        ("The fair opened on Saturday. A man was shot.", None, "said of something else"),
        ("A man was shot on May 2.", None, "longer ago than news is"),
    ],
)
def test_the_only_day(text: str, day: date | None, why: str) -> None:
    assert only(text) == day, why


def test_a_longer_report_of_one_day_has_a_day_for_all_it_tells() -> None:
    text = "A man was shot on Saturday." + FILLER
    assert read_days(text, MONDAY).of_all() is None
    found = read_days(text + FILLER, MONDAY).of_all()
    assert found is not None
    assert found.start == date(2024, 6, 8)
    assert read_days("Another was shot on Friday. " + text + FILLER, MONDAY).of_all() is None


def test_a_short_report_is_left_to_the_tagger() -> None:
    assert read_days("A man was shot on Saturday.", MONDAY).told == ()


@pytest.mark.parametrize(
    ("words", "days"),
    [("overnight, about 2 a.m.", (9, 9)), ("overnight, at 11 p.m.", (8, 8)), ("overnight", (8, 9))],
)
def test_a_time_of_day_says_which_day_of_a_night(words: str, days: tuple[int, int]) -> None:
    start, end = narrowed(date(2024, 6, 8), date(2024, 6, 9), words)
    assert (start.day, end.day) == days


def test_a_longer_span_stays() -> None:
    assert narrowed(date(2024, 6, 1), date(2024, 6, 9), "2 a.m.") == (date(2024, 6, 1), date(2024, 6, 9))


def test_a_day_is_of_its_own_sentence() -> None:
    text = "A man was shot Friday. Shots were fired Saturday about 9 p.m." + FILLER
    at = text.index("about 9")
    span = Span(at, at + 12, text[at : at + 12])
    found = read_days(text, MONDAY)
    near = found.near(span, text)
    assert near is not None
    assert near.start == date(2024, 6, 8)
    weekend = When(span, date(2024, 6, 8), date(2024, 6, 9), WhenPrecision.DAYS, WhenBasis.STATED)
    assert found.within(weekend, text) == near
