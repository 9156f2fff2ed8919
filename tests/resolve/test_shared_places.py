"""Areas named once in a report, and the one place of a one-place report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.codebook import Kind, PlacePrecision
from tocsin.model import Claim, Place, Span
from tocsin.resolve.shared_places import NOT_ITS_OWN, with_shared_places


def place(
    name: str, at: tuple[float, float], precision: PlacePrecision, country: str = "ML", radius: float = 5
) -> Place:
    return Place(Span(0, len(name), name), name, country, None, *at, precision, radius, f"test:{name}")


GAO = place("Gao", (16.27, -0.04), PlacePrecision.SITE)
MOPTI = place("Mopti", (14.48, -4.18), PlacePrecision.SITE)
MOPTI_REGION = place("Mopti region", (14.6, -4.0), PlacePrecision.ADMIN1, radius=150)
NIGER_REGION = place("Tillaberi", (14.5, -4.1), PlacePrecision.ADMIN1, country="NE", radius=150)
PLAIN = Claim("c", "r", Kind.SHELLING, Span(0, 3, "hit"))


def claim(number: str, *places: Place) -> Claim:
    return replace(PLAIN, id=number, places=places)


def names(claims: list[Claim]) -> list[list[str | None]]:
    return [[one.name for one in claim.places] for claim in claims]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # an area around the town is added
        ([claim("1", MOPTI), claim("2", MOPTI_REGION)], [["Mopti", "Mopti region"], ["Mopti region"]]),
        # one that the town lies outside of is not
        ([claim("1", GAO), claim("2", MOPTI_REGION)], [["Gao"], ["Mopti region"]]),
        # nor one of another country, near as it is
        ([claim("1", MOPTI), claim("2", NIGER_REGION)], [["Mopti"], ["Tillaberi"]]),
        # what has no place is at the one place told
        ([claim("1", GAO), claim("2")], [["Gao"], ["Gao"]]),
        # of two places neither is meant
        ([claim("1", GAO), claim("2", MOPTI), claim("3")], [["Gao"], ["Mopti"], []]),
        # an area is too wide to stand for a place
        ([claim("1", MOPTI_REGION), claim("2")], [["Mopti region"], []]),
        # background may be of anywhere
        ([claim("1", GAO), replace(PLAIN, background=True)], [["Gao"], []]),
        # a threat is of nowhere
        ([claim("1", GAO), replace(PLAIN, kind=Kind.THREAT)], [["Gao"], []]),
        # nothing in, nothing out
        ([], []),
    ],
)
def test_shared_places(given: list[Claim], expected: list[list[str]]) -> None:
    assert names(with_shared_places(given)) == expected


def test_a_place_that_is_not_its_own_says_so() -> None:
    _, second = with_shared_places([claim("1", GAO), claim("2")])
    assert second.places[0].reason.startswith(NOT_ITS_OWN)
    assert [step.field for step in second.steps] == ["place"]


def test_doing_it_twice_adds_nothing() -> None:
    once = with_shared_places([claim("1", MOPTI), claim("2", MOPTI_REGION), claim("3")])
    assert with_shared_places(once) == once


HOME = place("Mopti", (14.48, -4.18), PlacePrecision.SITE)


@pytest.mark.parametrize(
    ("kind", "others", "expected", "why"),
    [
        (Kind.SHOOTING, [], ["Mopti"], "the crime of its town"),
        (Kind.SHELLING, [], [], "war is told from afar"),
        (Kind.SHOOTING, [GAO, HOME], [], "the report tells of places far away"),
    ],
)
def test_what_a_local_report_places_nowhere_is_in_its_town(
    kind: Kind, others: list[Place], expected: list[str], why: str
) -> None:
    bare = replace(PLAIN, id="bare", kind=kind)
    told = [bare, *(claim(f"told{n}", one) for n, one in enumerate(others))]
    found = with_shared_places(told, HOME)[0]
    assert [one.name for one in found.places] == expected, why
    assert all(one.reason.startswith(NOT_ITS_OWN) for one in found.places)


def test_what_all_is_old_is_at_the_town_the_report_is_about() -> None:
    old = replace(PLAIN, background=True, kind=Kind.SHOOTING)
    assert names(with_shared_places([old], home=GAO)) == [["Gao"]]
    assert names(with_shared_places([old, claim("2", MOPTI)], home=GAO)) == [[], ["Mopti"]]


def test_a_crime_in_an_area_around_the_reports_town_was_there() -> None:
    shot = replace(claim("1", MOPTI_REGION), kind=Kind.SHOOTING)
    assert names(with_shared_places([shot], home=MOPTI)) == [["Mopti region", "Mopti"]]
    assert names(with_shared_places([claim("1", MOPTI_REGION)], home=MOPTI)) == [["Mopti region"]]
    assert names(with_shared_places([shot], home=GAO)) == [["Mopti region"]]
