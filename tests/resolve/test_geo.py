"""Distances, bearings, middles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.resolve.geo import along, centre, compass_bearing, destination, distance_km, reach_km

LATITUDES = st.floats(-89, 89)
LONGITUDES = st.floats(-180, 180)
POINTS = st.tuples(LATITUDES, LONGITUDES)


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 0), 0.0),
        ((0, 0), (1, 0), 111.19),  # a degree of latitude
        ((60, 0), (60, 1), 55.60),  # of longitude, half as long at 60 degrees
        ((0, 179.5), (0, -179.5), 111.19),  # across the date line
        ((90, 0), (-90, 0), 20015.11),  # half way round
    ],
)
def test_distance(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(a, b) == pytest.approx(km, abs=0.01)


@given(POINTS, POINTS)
def test_distances_are_symmetric_and_within_half_the_earth(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
    assert 0 <= distance_km(a, b) <= 20016


@given(POINTS, st.floats(0, 360), st.floats(0, 5000))
def test_a_moved_point_lies_that_far_away(start: tuple[float, float], bearing: float | None, km: float) -> None:
    assert distance_km(start, destination(start, bearing, km)) == pytest.approx(km, abs=0.01)


@pytest.mark.parametrize(
    ("words", "bearing"),
    [
        ("north", 0),
        ("Southern", 180),
        ("southwest", 225),
        ("north-western", 315),
        ("north-northeast", 22.5),
        ("west-south-west", 247.5),
        ("eastwards", 90),
        ("up", None),
        ("", None),
        ("northish", None),
    ],
)
def test_compass_bearing(words: str, bearing: float | None) -> None:
    assert compass_bearing(words) == bearing


def test_centre_leans_to_the_weight() -> None:
    middle = centre([(0, 0), (0, 10)], [3, 1])
    assert middle is not None
    assert middle.lon == pytest.approx(2.5, abs=0.02)


def test_centre_of_nothing() -> None:
    assert centre([], []) is None
    assert centre([(5, 5)], [0]) is None


def test_reach_leaves_out_the_far_tenth() -> None:
    points = [(0, lon / 10) for lon in range(9)] + [(0, 60)]
    assert reach_km((0, 0), points) == pytest.approx(distance_km((0, 0), (0, 0.8)))
    assert reach_km((0, 0), points, share=1.0) == pytest.approx(distance_km((0, 0), (0, 60)))
    assert reach_km((0, 0), []) == 0.0


def test_along_a_bearing() -> None:
    assert along((0, 0), 0.0, (1, 0)) == pytest.approx(111.19, abs=0.01)
    assert along((0, 0), 180.0, (1, 0)) == pytest.approx(-111.19, abs=0.01)
    assert along((0, 179.5), 90.0, (0, -179.5)) == pytest.approx(111.19, abs=0.01)
