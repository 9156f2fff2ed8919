"""Policies for figures: which of the figures told is shown, and by which rule it says so."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_samples import INCIDENT

from tocsin.link.figures import RULE, extent
from tocsin.model import Range, ToldFigure
from tocsin.publish.csv import csv_lines, tally_csv_lines
from tocsin.publish.figures import LATEST_RULE, LOWEST_RULE, NO_DAYS_RULE, FigurePolicy, shown, shown_figure
from tocsin.publish.geojson import geojson_lines
from tocsin.publish.tally import TallyBy, tally

LOWEST, LATEST = FigurePolicy.LOWEST, FigurePolicy.LATEST


def told(day: int | None, low: int | None, high: int | None, *, about: bool = False) -> ToldFigure:
    at = None if day is None else date(2021, 7, day)
    return ToldFigure(f"{low} {high} {about}", (f"c{day}",), low, high, about, at)


def ranged(*values: ToldFigure) -> Range:
    low, high = extent(values)
    return Range(low, high, any(one.approximate for one in values), RULE, values)


@pytest.mark.parametrize(
    ("values", "lowest", "latest"),
    [
        ((told(1, 4, 4),), (4, 4, False), (4, 4, False)),
        ((told(1, 4, 4), told(3, 9, 9)), (4, 4, False), (9, 9, False)),  # a toll that rose
        ((told(1, 9, 9), told(2, 4, 4)), (4, 4, False), (4, 4, False)),  # set right
        ((told(1, 9, 9), told(2, 0, 0)), (0, 0, False), (0, 0, False)),  # denied
        ((told(1, 4, 4), told(3, None, None)), (4, 4, False), (4, 4, False)),  # "dozens" gives no number
        ((told(1, 4, 4), told(3, 6, 6), told(3, 8, 8)), (4, 4, False), (6, 8, False)),  # two of one day
        ((told(1, 4, 4), told(3, 20, None)), (4, 4, False), (20, None, False)),
        ((told(1, 20, None),), (20, None, False), (20, None, False)),
        ((told(1, 20, None), told(2, 165, 165)), (20, 20, False), (165, 165, False)),
        ((told(1, 12, 19),), (12, 12, False), (12, 19, False)),
        ((told(1, None, 30),), (None, 30, False), (None, 30, False)),
        ((told(1, None, 30), told(2, 40, 40)), (30, 30, False), (40, 40, False)),
        ((told(1, 4, 4, about=True), told(2, 9, 9)), (4, 4, True), (9, 9, False)),
        ((told(1, 4, 4, about=True), told(1, 4, 4), told(2, 9, 9, about=True)), (4, 4, False), (9, 9, True)),
        ((told(1, None, None),), (None, None, False), (None, None, False)),
    ],
)
def test_what_is_shown(
    values: tuple[ToldFigure, ...],
    lowest: tuple[int | None, int | None, bool],
    latest: tuple[int | None, int | None, bool],
) -> None:
    for policy, rule, expected in ((LOWEST, LOWEST_RULE, lowest), (LATEST, LATEST_RULE, latest)):
        found = shown_figure(ranged(*values), policy)
        assert found is not None
        assert (found.min, found.max, found.approximate) == expected
        assert (found.rule, found.values) == (rule, values), "what is told stays beside it"


def test_an_incident_kept_before_days_were_has_a_range_and_says_so() -> None:
    kept = Range(3, 9, rule=RULE, values=(ToldFigure("3", ("c1",)), ToldFigure("9", ("c2",))))
    latest, lowest = shown_figure(kept, LATEST), shown_figure(kept, LOWEST)
    assert latest is not None
    assert lowest is not None
    assert (latest.min, latest.max, latest.rule) == (3, 9, NO_DAYS_RULE)
    assert (lowest.min, lowest.max) == (3, 3)


def test_what_nobody_tells_stays_untold() -> None:
    assert [shown_figure(None, policy) for policy in FigurePolicy] == [None, None, None]


_VALUES = st.builds(
    lambda day, low, more: told(day, low, None if more is None else low + more),
    st.integers(1, 31),
    st.integers(0, 500),
    st.none() | st.integers(0, 50),
)


@given(st.lists(_VALUES, min_size=1, max_size=6), st.randoms())
def test_a_policy_shows_no_more_than_was_told_whatever_the_order(values: list[ToldFigure], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for policy in FigurePolicy:
        one, other = shown_figure(ranged(*values), policy), shown_figure(ranged(*shuffled), policy)
        assert one is not None
        assert other is not None
        assert (one.min, one.max, one.approximate) == (other.min, other.max, other.approximate)
        whole = ranged(*values)
        assert one.min is not None
        assert whole.min is not None
        assert one.min >= whole.min
        assert whole.max is None or one.max is None or one.max <= whole.max


KILLED = ranged(told(1, 4, 4), told(3, 9, 9))
STRUCK = replace(INCIDENT, killed=KILLED, injured=ranged(told(2, 7, 7)), captured=KILLED, munitions=KILLED)


def test_all_figures_of_an_incident_are_chosen_and_the_rule_is_in_the_output() -> None:
    assert shown(STRUCK, FigurePolicy.RANGE) == STRUCK
    latest = shown(STRUCK, LATEST)
    assert [one and one.min for one in (latest.munitions, latest.killed, latest.injured, latest.captured)] == [
        9,
        9,
        7,
        9,
    ]
    (row,) = csv.DictReader(io.StringIO("".join(csv_lines([latest])), newline=""))
    assert (row["killed_min"], row["killed_max"], row["figure_rule"]) == ("9", "9", LATEST_RULE)
    (feature,) = json.loads("".join(geojson_lines([latest])))["features"]
    assert feature["properties"]["killed"]["rule"] == LATEST_RULE
    assert [one["told"] for one in feature["properties"]["killed"]["values"]] == ["2021-07-01", "2021-07-03"]


@pytest.mark.parametrize(("policy", "sums"), [("range", (8, 18)), ("lowest", (8, 8)), ("latest", (18, 18))])
def test_a_tally_sums_what_the_policy_shows_and_names_it(policy: str, sums: tuple[int, int]) -> None:
    rows = tally([STRUCK, STRUCK], TallyBy.YEAR, FigurePolicy(policy))
    assert [(row.killed_min, row.killed_max) for row in rows] == [sums]
    (row,) = csv.DictReader(io.StringIO("".join(tally_csv_lines(rows)), newline=""))
    assert row["figures"] == policy
