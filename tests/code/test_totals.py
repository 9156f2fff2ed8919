"""Cumulative figures: kept as totals, never as events."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from tocsin.code.totals import find_totals
from tocsin.codebook import TotalOf
from tocsin.identity import report_id
from tocsin.model import CodedReport, Report
from tocsin.pipeline import Coding, code

DAY = date(2024, 3, 13)


def coded(text: str, coding: Coding) -> CodedReport:
    return code(Report(report_id(text, None, DAY), "-", text, DAY, "given"), coding)


class Row(NamedTuple):
    text: str
    what: TotalOf
    low: int | None
    high: int | None
    since: date | None
    approximate: bool = False


ROWS = [
    # "almost" is the number, approximately; this year begins on its first day
    Row("The base has been targeted almost 50 times this year.", TotalOf.ATTACKS, 50, 50, date(2024, 1, 1), approximate=True),
    # "more than" is open above; "since October" is the last October
    Row("US forces have been attacked more than 60 times since October.", TotalOf.ATTACKS, 61, None, date(2023, 10, 1)),
    # an exact count
    Row("The village was shelled 12 times this year.", TotalOf.ATTACKS, 12, 12, date(2024, 1, 1)),
    # without a period the count still is of many attacks
    Row("The bridge has been bombed nine times.", TotalOf.ATTACKS, 9, 9, None),
    # the dead of a year
    Row("900 people have been killed this year.", TotalOf.KILLED, 900, 900, date(2024, 1, 1)),
    # an ordinal counts the attacks up to this one
    Row("It was the third attack on the base this year.", TotalOf.ATTACKS, 3, 3, date(2024, 1, 1)),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_a_cumulative_figure_is_a_total_and_no_claim(row: Row, coding: Coding) -> None:
    found = coded(row.text, coding)
    assert found.claims == ()
    (total,) = found.totals
    assert (total.what, total.min, total.max, total.since, total.approximate) == row[1:]
    assert found.report.text[total.span.start : total.span.end] == total.span.text


def test_a_period_ends_with_the_day_of_publication(coding: Coding) -> None:
    (total,) = coded("The base has been targeted almost 50 times this year.", coding).totals
    assert total.until == DAY


def test_the_total_beside_an_event_takes_nothing_from_it(coding: Coding) -> None:
    text = (
        "A drone hit the base in Erbil on Monday, wounding two guards. The base has been targeted 50 times this year."
    )
    found = coded(text, coding)
    (claim,) = found.claims
    assert claim.injured is not None
    assert (claim.injured.min, claim.injured.max, claim.killed) == (2, 2, None)
    assert [(total.min, total.max) for total in found.totals] == [(50, 50)]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed four soldiers in Mopti on Monday.",  # the dead of one event
        "Three men have been killed.",  # no period: of some one event
        "It was the first attack this year.",  # one attack is no sum
    ],
)
def test_no_total(text: str, coding: Coding) -> None:
    assert coded(text, coding).totals == ()


@pytest.mark.parametrize(
    ("text", "what", "count"),
    [
        ("More than 60 civilians lost their lives in the territory this year.", TotalOf.KILLED, 61),
        ("Some 3,200 people died in the valley since 1969.", TotalOf.KILLED, 3200),
        ("The insurgency has cost some 15,000 lives.", TotalOf.KILLED, 15_000),
        ("The number of people killed in the region since March rises to 1,767.", TotalOf.KILLED, 1767),
        ("It was the fourth strike on the port in nine days.", TotalOf.ATTACKS, 4),
        ("The second bombing here in as many days, it killed nobody.", TotalOf.ATTACKS, 2),
        ("There have been at least 16 such attacks since 17 October.", TotalOf.ATTACKS, 16),
    ],
)
def test_the_sums_of_a_war(text: str, what: TotalOf, count: int) -> None:
    (total,) = find_totals(Report("r", "ref", text, date(2030, 5, 2), "given"), (0, len(text)))
    assert (total.what, total.min) == (what, count)


@pytest.mark.parametrize(
    ("text", "since", "whom"),
    [
        ("The group has killed 40 children since the invasion began in February, it said.",
         "since the invasion began in February", "children"),
        ("At least 300 civilians have been killed since the start of the year.", "since the start of the year", "civilians"),
        ("More than 500 people have died since the ceasefire and the talks ended.", "since the ceasefire", None),
    ],
)  # fmt: skip
def test_a_period_is_told_to_the_end_of_its_clause_and_a_toll_says_whom_it_counts(
    text: str, since: str, whom: str | None
) -> None:
    report = Report("r", "ref", text, date(2030, 5, 2), "given")
    (total,) = find_totals(report, (0, len(text)))
    assert total.since_words is not None
    assert total.since_words.text == since
    assert (None if total.target is None else total.target.text) == whom


@pytest.mark.parametrize(
    ("period", "since"),
    [
        ("since the start of the year", date(2024, 1, 1)),
        ("since the beginning of this year", date(2024, 1, 1)),
        ("since the start of the month", date(2024, 3, 1)),
    ],
)
def test_the_start_of_the_year_is_that_of_publication(period: str, since: date, coding: Coding) -> None:
    (total,) = coded(f"At least 300 civilians have been killed {period}.", coding).totals
    assert (total.since, total.until) == (since, DAY)
