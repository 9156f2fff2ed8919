"""Where a report is set: its names together choose the state, and with it the town of each name."""

from __future__ import annotations

import pytest

from tocsin.codebook import PlacePrecision
from tocsin.model import Place, Span
from tocsin.resolve.counties import counties
from tocsin.resolve.places import PlaceResolver
from tocsin.resolve.setting import read_setting, unit_after, unit_called


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver.default()


def strongest(resolver: PlaceResolver, text: str) -> tuple[str, str]:
    units = read_setting(text, resolver.spot(text), resolver.atlas).units
    return max(units, key=lambda unit: units[unit])


def placed(resolver: PlaceResolver, text: str, words: str) -> Place:
    start = text.index(words)
    return resolver.resolve([Span(start, start + len(words), words)], resolver.context(text))[0]


@pytest.mark.parametrize(
    ("text", "unit", "why"),
    [
        ("A man was shot in Springfield.\n\nHe was flown from Sangamon County.", "IL", "a county that one state has"),
        ("JACKSON, Miss. (WXYZ) - A clerk was shot on Friday.", "MS", "a short name behind the dateline"),
        (
            "A clerk was shot in Columbia. Police from Lexington, S.C., are helping.",
            "SC",
            "a neighbour told with its state",
        ),
        ("Shots were fired in Franklin and in Murfreesboro.", "TN", "the state both lie in"),
    ],
)
def test_all_names_together_say_the_state(resolver: PlaceResolver, text: str, unit: str, why: str) -> None:
    assert strongest(resolver, text) == ("US", unit), why


def test_a_namesake_in_the_state_of_the_report_is_meant(resolver: PlaceResolver) -> None:
    place = placed(resolver, "TUPELO, Miss. - A clerk was shot in Columbus on Friday.", "Columbus")
    assert (place.name, place.admin1) == ("Columbus", "Mississippi")


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("TUPELO, Miss. (WXYZ) - A clerk was shot.", "Tupelo"),
        ("PLANT CITY, Fla. - A clerk was shot.", "Plant City"),
        ("Two hurt in bar\n\nToledo police are looking for a gunman. Ohio has few of them.", "Toledo"),
        ("A clerk was shot. He was taken to a hospital in Memphis. It was in Tupelo, Miss., police said.", "Tupelo"),
    ],
)
def test_the_town_of_a_report(resolver: PlaceResolver, text: str, town: str) -> None:
    home = resolver.home(resolver.context(text))
    assert home is not None
    assert home.name == town


def test_a_report_without_a_town_has_none(resolver: PlaceResolver) -> None:
    assert resolver.home(resolver.context("A clerk was shot on Friday. Nobody was arrested.")) is None


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("A clerk was shot on Auburn Avenue in Atlanta.", "Auburn", "a street"),
        ("Police arrested Kevin Houston. They say Houston had a gun. It was in Tupelo, Miss.", "Houston", "a surname"),
        ("TUPELO, Miss. - A clerk fled in an SUV.", "SUV", "initials"),
        ("TUPELO, Miss. - It was near Sanford Hardware. A clerk fled to Sanford.", "Sanford", "a small town far away"),
    ],
)
def test_what_is_no_town_here(resolver: PlaceResolver, text: str, words: str, why: str) -> None:
    assert placed(resolver, text, words).lat is None, why


def test_a_quarter_is_named_with_its_city(resolver: PlaceResolver) -> None:
    text = "A clerk was shot in Little Havana, Miami police said. Miami has many bars."
    assert placed(resolver, text, "Little Havana").name == "Little Havana, Miami"
    assert placed(resolver, text.replace("Miami", "the"), "Little Havana").name == "Little Havana"


def test_a_suburb_beyond_the_reach_of_its_city_stands_alone(resolver: PlaceResolver) -> None:
    text = "A clerk was shot in Evanston, near Chicago. Chicago police helped in Illinois."
    assert placed(resolver, text, "Evanston").name == "Evanston"


def test_a_county_is_chosen_by_the_state_and_has_no_point(resolver: PlaceResolver) -> None:
    place = placed(resolver, "TUPELO, Miss. - A clerk was shot in Lee County.", "Lee County")
    assert (place.name, place.admin1, place.precision) == ("Lee County", "Mississippi", PlacePrecision.ADMIN2)
    assert place.lat is None
    assert placed(resolver, "A clerk was shot in Lee County.", "Lee County").precision is None
    only = placed(resolver, "Shots in Metcalfe County.", "Metcalfe County")
    assert (only.admin1, only.lat) == ("Kentucky", None), "a town is not its namesake county"


def test_counties_by_name_with_and_without_their_word() -> None:
    assert [one.admin1 for one in counties("Prince George's County")] == ["MD"]
    assert counties("Sangamon") == counties("Sangamon County")
    assert counties("Nowhere") == ()


@pytest.mark.parametrize(
    ("text", "end", "unit"),
    [
        ("Rome, Ga., on", 4, ("US", "GA")),
        ("Rome, GA on", 4, ("US", "GA")),
        ("Rome in 2015", 4, None),
        ("Rome, Gary said", 4, None),
        ("Rome IN 2015", 4, None),
    ],
)
def test_a_short_name_behind_a_town(text: str, end: int, unit: tuple[str, str] | None) -> None:
    assert unit_after(text, end) == unit


def test_a_short_name_alone_is_no_unit() -> None:
    assert unit_called("Va", "Norfolk, Va. (AP)", 9) == ("US", "VA")
    assert unit_called("Va", "Va bank", 0) is None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("SPOKANE, Wash. - A clerk was shot on Fairburn Road on Friday.", "Fairburn Road", None),
        ("SPOKANE, Wash. - A clerk was shot at North and Rosedale avenues.", "Rosedale", None),
        ("SPOKANE, Wash. - A clerk was shot in the 5500 block of West Quincy.", "West Quincy", None),
        ("SPOKANE, Wash. - A clerk was shot at 834 EDMONDS STREET.", "834 EDMONDS STREET", None),
        ("INDIANAPOLIS, Ind. - A clerk was shot in Franklin.", "Franklin", "Franklin"),
        ("SAN ANTONIO, Texas - A clerk was shot on the North Side.", "North Side", None),
        ("CHICAGO, Ill. - A clerk was shot in the Austin neighborhood of Chicago.", "Austin neighborhood", None),
    ],
)
def test_a_street_a_side_and_a_quarter_are_no_far_towns(
    resolver: PlaceResolver, text: str, words: str, name: str | None
) -> None:
    place = placed(resolver, text, words)
    if name is None:
        assert place.lat is None or (place.name or "").endswith("Chicago"), place.reason
    else:
        assert (place.name, place.admin1) == (name, "Indiana")


def test_a_town_in_a_headline_is_nobodys_surname(resolver: PlaceResolver) -> None:
    text = "One Dead, Three Hurt Bellflower Barbershop Shooting\n\nA gunman opened fire in a shop in California."
    assert placed(resolver, text, "Bellflower").name == "Bellflower"


def test_what_lies_far_from_the_city_named_with_it_has_no_point(resolver: PlaceResolver) -> None:
    text = "SHREVEPORT, La. - A clerk was shot in the Cherokee Park area of Shreveport."
    start, city = text.index("Cherokee"), text.index("Shreveport.")
    spans = [Span(start, start + 18, text[start : start + 18]), Span(city, city + 10, text[city : city + 10])]
    park, town = resolver.resolve(spans, resolver.context(text))
    assert park.lat is None
    assert town.name == "Shreveport"
