"""Tallies: what is counted, what is not, and how open and missing figures add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from publish_samples import INCIDENT

from tocsin.codebook import ActorBasis, Kind, Status
from tocsin.model import Incident, IncidentActor, Range
from tocsin.publish.tally import TallyBy, tally


@pytest.mark.parametrize(
    ("incident", "counted"),
    [
        (INCIDENT, 1),
        (replace(INCIDENT, status=Status.FOILED), 1),  # it was tried
        (replace(INCIDENT, status=Status.DENIED), 0),
        (replace(INCIDENT, status=Status.HYPOTHETICAL), 0),
        (replace(INCIDENT, kind=Kind.THREAT, status=Status.THREATENED), 0),
        (replace(INCIDENT, background=True), 0),  # no report tells it as new
    ],
)
def test_what_is_counted(incident: Incident, counted: int) -> None:
    assert sum(row.incidents for row in tally([incident], TallyBy.DAY)) == counted


@pytest.mark.parametrize(
    ("by", "group"),
    [
        (TallyBy.DAY, "2021-07-07"),
        (TallyBy.WEEK, "2021-07-05"),  # its Monday
        (TallyBy.MONTH, "2021-07"),
        (TallyBy.YEAR, "2021"),
        (TallyBy.KIND, "drone_strike"),
        (TallyBy.COUNTRY, "IQ"),
        (TallyBy.ACTOR, "North Front"),
        (TallyBy.GRADE, "single source"),
    ],
)
def test_groups(by: TallyBy, group: str) -> None:
    assert [row.group for row in tally([INCIDENT], by)] == [group]


def test_what_has_no_day_place_or_actor_is_unknown_and_still_counted() -> None:
    bare = replace(INCIDENT, when=None, place=None, actors=())
    for by in (TallyBy.WEEK, TallyBy.COUNTRY, TallyBy.ACTOR):
        assert [(row.group, row.incidents) for row in tally([bare], by)] == [("unknown", 1)]


@pytest.mark.parametrize(
    ("figures", "sums"),
    [
        ((Range(3, 9), Range(1, 1)), (4, 10, False, 0)),
        ((Range(3, 9), Range(20, None)), (23, 29, True, 0)),  # at least 20: certain, without an end
        ((Range(3, 9), None), (3, 9, False, 1)),  # not told is not zero
        ((Range(3, 9), Range(None, None)), (3, 9, False, 1)),  # "dozens" gives no number
        ((Range(None, 30),), (0, 30, False, 0)),
        ((Range(0, 0),), (0, 0, False, 0)),
        ((None, Range(None, None)), (None, None, False, 2)),  # nobody gave a number: no sum, not even 0
    ],
)
def test_sums(figures: tuple[Range | None, ...], sums: tuple[int | None, int | None, bool, int]) -> None:
    (row,) = tally([replace(INCIDENT, killed=figure) for figure in figures], TallyBy.YEAR)
    assert (row.killed_min, row.killed_max, row.killed_open, row.unknown_killed) == sums
    (row,) = tally([replace(INCIDENT, injured=figure) for figure in figures], TallyBy.YEAR)
    assert (row.injured_min, row.injured_max, row.injured_open, row.unknown_injured) == sums


def _by(name: str, entity: str | None = None) -> Incident:
    return replace(INCIDENT, actors=(IncidentActor(name, entity, ActorBasis.STATED, (), ()),))


@pytest.mark.parametrize(
    ("actors", "groups"),
    [
        ([("Air defences", None), ("air defences", None)], [("Air defences", 2)]),
        ([("United States", "state:US"), ("United States (US)", None)], [("United States", 2)]),
        ([("US", "state:US"), ("United States", "state:US")], [("US", 2)]),
        ([("a suicide bomber", None), ("Three gunmen", None), ("strikers", None)], [("not named", 3)]),
        ([("Houthi gunmen", None), ("attackers", None)], [("Houthi gunmen", 1), ("not named", 1)]),
    ],
)
def test_a_side_is_one_group_however_it_is_written(
    actors: list[tuple[str, str | None]], groups: list[tuple[str, int]]
) -> None:
    rows = tally([_by(name, entity) for name, entity in actors], TallyBy.ACTOR)
    assert [(row.group, row.incidents) for row in rows] == groups
