"""How far two incidents lie apart."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "link"))

from link_builders import incident, on, town

from tocsin.model import Incident
from tocsin.review import Apart, apart

HERE = incident("i1", on("2030-05-01"), town("Marrow"))
FIRST = date(2030, 5, 1)


def lasting(first: int, days: int) -> Incident:
    assert HERE.when is not None
    start = FIRST + timedelta(first)
    return replace(HERE, when=replace(HERE.when, start=start, end=start + timedelta(days)))


@given(st.integers(-60, 60), st.integers(0, 5), st.integers(0, 5))
def test_days_lie_between_the_end_of_one_and_the_beginning_of_the_other(shift: int, here: int, there: int) -> None:
    one, other = lasting(0, here), lasting(shift, there)
    touching = set(range(here + 1)) & set(range(shift, shift + there + 1))
    between = 0 if touching else (shift - here if shift > 0 else -(shift + there))
    assert apart(one, other).days == apart(other, one).days == between


@pytest.mark.parametrize(("lat", "km"), [(0.0, 0.0), (1.0, 111.2), (-1.0, 111.2), (90.0, 10007.6)])
def test_kilometres_are_those_of_the_sphere(lat: float, km: float) -> None:
    assert HERE.place is not None
    one, other = (replace(HERE, place=replace(HERE.place, lat=at, lon=20.0)) for at in (0.0, lat))
    assert apart(one, other) == apart(other, one) == Apart(0, km)


def test_what_has_no_day_or_no_point_is_apart_by_nobody_knows_how_much() -> None:
    assert HERE.place is not None
    assert apart(HERE, replace(HERE, when=None, place=None)) == Apart(None, None)
    assert apart(replace(HERE, place=replace(HERE.place, lat=None, lon=None)), HERE) == Apart(0, None)
