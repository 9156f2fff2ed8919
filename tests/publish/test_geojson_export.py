"""Incidents as GeoJSON, held against RFC 7946."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publish_samples import INCIDENT, PLACE

from tocsin.codebook import PlacePrecision
from tocsin.model import Place
from tocsin.publish.geojson import geojson_lines


def geometry(place: Place | None) -> dict[str, Any] | None:
    read = json.loads("".join(geojson_lines([replace(INCIDENT, place=place)])))
    assert read["type"] == "FeatureCollection"
    (feature,) = read["features"]
    assert (feature["type"], feature["id"], feature["properties"]["id"]) == ("Feature", INCIDENT.id, INCIDENT.id)
    found: dict[str, Any] | None = feature["geometry"]
    return found


def rings(found: dict[str, Any]) -> list[list[list[float]]]:
    polygons = [found["coordinates"]] if found["type"] == "Polygon" else found["coordinates"]
    assert all(len(polygon) == 1 for polygon in polygons), "no holes"
    return [polygon[0] for polygon in polygons]


def signed_area(ring: list[list[float]]) -> float:
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) / 2


def test_no_incidents_are_an_empty_collection() -> None:
    assert json.loads("".join(geojson_lines([])))["features"] == []


def test_a_site_is_a_point_longitude_first() -> None:
    assert geometry(PLACE) == {"type": "Point", "coordinates": [44.0, 36.2]}


@pytest.mark.parametrize(
    "place",
    [
        None,
        replace(PLACE, lat=None, lon=None),
        replace(PLACE, precision=PlacePrecision.ADMIN1, radius_km=None),  # an area of unknown size is no point
    ],
)
def test_what_cannot_be_drawn_has_no_geometry_but_is_there(place: Place | None) -> None:
    assert geometry(place) is None


@given(lat=st.floats(-85, 85), lon=st.floats(-180, 180), radius=st.floats(1, 1500))
@example(lat=-17.8, lon=178.9, radius=300)  # Fiji lies on both sides of the meridian
@example(lat=66.0, lon=-179.9, radius=500)
@example(lat=89.9, lon=0.0, radius=500)
@example(lat=0.0, lon=180.0, radius=10)
def test_an_area_is_a_closed_anticlockwise_ring_on_the_globe(lat: float, lon: float, radius: float) -> None:
    found = geometry(replace(PLACE, lat=lat, lon=lon, radius_km=radius, precision=PlacePrecision.ADMIN1))
    assert found is not None
    for ring in rings(found):
        assert len(ring) >= 4
        assert ring[0] == ring[-1]
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
        assert all(here != there for here, there in pairwise(ring))
        assert signed_area(ring) > 0, "anticlockwise"


def test_an_area_over_the_180th_meridian_is_cut_in_two() -> None:
    found = geometry(replace(PLACE, lat=-17.8, lon=178.9, radius_km=300.0, precision=PlacePrecision.COUNTRY))
    assert found is not None
    assert found["type"] == "MultiPolygon"
    east, west = rings(found)
    assert max(x for x, _ in east) == 180
    assert min(x for x, _ in west) == -180
    assert sum(map(signed_area, (east, west))) == pytest.approx(24, rel=0.1)  # of a circle of 2.7 by 2.8 degrees
