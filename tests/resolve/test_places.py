"""Spotting place expressions, and resolving those of one claim together."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.codebook import PlacePrecision
from tocsin.model import Place, Span
from tocsin.resolve.atlas import Atlas
from tocsin.resolve.gazetteer import Gazetteer, compile_gazetteer
from tocsin.resolve.geo import distance_km
from tocsin.resolve.places import Context, PlaceResolver, primary


@pytest.fixture(scope="session")
def resolver() -> PlaceResolver:
    return PlaceResolver.default()


def spotted(resolver: PlaceResolver, text: str) -> list[str]:
    return [text[one.start : one.end] for one in resolver.spot(text)]


def resolved(resolver: PlaceResolver, text: str, *expressions: str) -> tuple[Place, ...]:
    spans = []
    for words in expressions:
        start = text.index(words)
        spans.append(Span(start, start + len(words), words))
    return resolver.resolve(spans, resolver.context(text))


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("A drone hit Irbil airport on Friday.", ["Irbil airport"], "the facility belongs to the place"),
        ("Rockets fell in northern Iraq.", ["northern Iraq"], "the direction belongs to it, the preposition does not"),
        ("Shells fell in northern and eastern Syria.", ["northern and eastern Syria"], "two directions"),
        ("Jets struck Jabalia in the Gaza Strip.", ["Jabalia", "Gaza Strip"], "no article"),
        ("Jets struck the Jabalia refugee camp.", ["Jabalia refugee camp"], "a camp with the name before it"),
        (
            "Mortars hit the western side of the Omar oil field.",
            ["western side of the Omar oil field"],
            "a side of a site",
        ),
        ("Clashes broke out on the Iraqi-Syrian border.", ["Iraqi-Syrian border"], "two peoples and their border"),
        ("They met at the border between Niger and Mali.", ["border between Niger and Mali"], "a border told in words"),
        ("Gunmen killed nine in the province of Helmand.", ["province of Helmand"], "a province named after its head"),
        ("Gunmen killed nine in the city of Kandahar.", ["Kandahar"], "the head of a town stays out"),
        ("Two bars in downtown Abidjan were attacked.", ["downtown Abidjan"], "a part of a town"),
        ("A bomb went off near Kabul University.", ["Kabul University"], "a facility named after a town"),
        ("A bomb went off 20 km north of Mosul.", ["20 km north of Mosul"], "measured words are the place"),
        ("A tanker burned off the coast of Nigeria.", ["off the coast of Nigeria"], "at sea"),
        ("Pasni, Balochistan, Pakistan", ["Pasni", "Balochistan", "Pakistan"], "a row gives one each"),
        ("Fighters stormed the village of Umm Jarais.", ["Umm Jarais"], "a village that nobody lists, told as one"),
        ("Ten died in Qabr Tariq, Iraq.", ["Qabr Tariq", "Iraq"], "an unlisted name before a country"),
        ("Ten died in Kunduz and Dhalak.", ["Kunduz", "Dhalak"], "a row goes on with an unlisted name"),
        ("Shelling hit Russian-held Donetsk.", ["Donetsk"], "who holds it is no part of the name"),
        ("They crossed into Turkish airspace.", ["Turkish airspace"], "an adjective and its air"),
        # what is no place
        ("Four people were hit and said to be stable.", [], "small words that are towns somewhere"),
        ("The Gaza Health Ministry gave no figure.", [], "a ministry"),
        ("The New York Times reported it.", [], "a newspaper"),
        ("General Lincoln refused to comment.", [], "a person after a title"),
        ("John Springfield was seen there.", [], "a surname after a given name"),
        ("Marc Van Houten was arrested.", [], "a surname that holds a town"),
        ("Springfield said nothing had happened.", [], "one who speaks"),
        ("Israeli jets flew low.", [], "an adjective of a country"),
        ("US troops left the base.", [], "a country that only says whose"),
        ("The Islamic State of Iraq and Syria took the blame.", [], "a country in the name of a group"),
        ("Saudi-led forces advanced.", [], "a compound of an adjective"),
        ("Monday was quiet.", [], "a day"),
        ("", [], "nothing"),
    ],
)
def test_spot(resolver: PlaceResolver, text: str, expected: list[str], why: str) -> None:
    assert spotted(resolver, text) == expected, why


WORDS = (
    "the in near northern western side of Iraq Syrian-Turkish border Mosul , . ' (Gaza Strip) Al-Mayadeen St. U.S. "
    "province Umm Qasr's 20 km north said General İzmir camp \u2013 Łódź and"
)
TEXTS = st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=6), max_size=25).map(" ".join)


@given(TEXTS)
def test_spots_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    mentions = PlaceResolver.default().spot(text)
    for one in mentions:
        assert 0 <= one.start <= one.core_start < one.core_end <= one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@given(TEXTS)
def test_every_place_is_whole_or_abstains_with_a_reason(text: str) -> None:
    resolver = PlaceResolver.default()
    spans = [Span(m.start, m.end, text[m.start : m.end]) for m in resolver.spot(text)] + [Span(0, len(text), text)]
    places = resolver.resolve(spans, resolver.context(text))
    assert [place.span for place in places] == spans
    for place in places:
        assert place.reason
        assert (place.lat is None) == (place.lon is None) == (place.radius_km is None)
        if place.lat is not None and place.lon is not None:
            assert -90 <= place.lat <= 90
            assert -180 <= place.lon <= 180
            assert place.precision is not None


@pytest.mark.parametrize(
    ("text", "expression", "expected", "why"),
    [
        ("It hit Ain Al-Asad air base.", "Ain Al-Asad air base", ((33.786, 42.441), 25, 1), "a base of the sites"),
        ("It hit Irbil airport.", "Irbil airport", ((36.2376, 43.9632), 5, 1), "an airport, not its city"),
        ("It hit the Omar oil field.", "Omar oil field", ((35.10, 40.53), 25, 1), "an oil field"),
        ("Raids near Al-Mayadeen in Syria.", "Al-Mayadeen", ((35.02, 40.45), 25, 2), "near is read before the span"),
        ("Raids in Al-Mayadeen in Syria.", "Al-Mayadeen", ((35.02, 40.45), 10, 1), "the same town itself"),
        ("Shots in Paris, Texas.", "Paris", ((33.66, -95.55), 10, 1), "the state after the comma decides"),
        ("Shots in Atlanta, Georgia.", "Georgia", ((32.7, -83.4), 120, 4), "a state, for its city is there"),
        ("Shots in Tbilisi, Georgia.", "Georgia", ((42.0, 43.5), 120, 6), "a country, for its city is there"),
        ("Shots in northern Iraq.", "northern Iraq", ((36.2, 43.8), 120, 5), "a part of a country"),
        ("Shots in Iraq.", "Iraq", ((33.0, 44.0), 200, 6), "a country"),
        ("Shots in Helmand province.", "Helmand province", ((31.4, 64.2), 120, 4), "a province by its towns"),
        ("Ten died in Seno province.", "Seno province", ((14.1, -0.05), 60, 3), "a province of the second order"),
        ("Ten died in the province of Seno.", "Seno", ((14.1, -0.05), 60, 3), "the same, told the other way round"),
        (
            "Shots on the Iraqi-Syrian border.",
            "Iraqi-Syrian border",
            ((35.5, 41.5), 200, 5),
            "between the two countries",
        ),
        (
            "Shots on the border with Syria in Iraq.",
            "border with Syria",
            ((35.5, 41.5), 200, 5),
            "the other side is named",
        ),
        ("A tanker burned off the coast of Nigeria.", "off the coast of Nigeria", ((6.0, 6.0), 600, 7), "water"),
        ("Shells fell outside Kharkiv in Ukraine.", "Kharkiv", ((49.98, 36.25), 5, 2), "outside is near"),
    ],
)
def test_resolve(
    resolver: PlaceResolver, text: str, expression: str, expected: tuple[tuple[float, float], float, int], why: str
) -> None:
    point, km, precision = expected
    others = [words for words in ("Texas", "Atlanta", "Tbilisi") if words in text and words != expression]
    *_, place = resolved(resolver, text, *others, expression)
    assert place.lat is not None, place.reason
    assert place.lon is not None
    assert distance_km((place.lat, place.lon), point) <= km, why
    assert place.precision == PlacePrecision(precision), why


@pytest.mark.parametrize(
    ("expression", "bearing", "km", "why"),
    [
        ("20 km north of Mosul", "north", 20.0, "kilometres"),
        ("10 miles east of Mosul", "east", 16.1, "miles"),
        ("thirty kilometers south of Mosul", "south", 30.0, "a number word"),
        ("southwest of Mosul", "southwest", 15.0, "no distance said: the usual one"),
    ],
)
def test_measured_relations_move_the_point(
    resolver: PlaceResolver, expression: str, bearing: str, km: float, why: str
) -> None:
    town, moved = resolved(resolver, f"A bomb in Mosul, then one {expression} in Iraq.", "Mosul", expression)
    assert town.lat is not None
    assert town.lon is not None
    assert moved.lat is not None
    assert moved.lon is not None
    assert distance_km((town.lat, town.lon), (moved.lat, moved.lon)) == pytest.approx(km, abs=0.3), why
    assert ("north" in bearing) == (moved.lat > town.lat + 0.01)
    assert ("east" in bearing) == (moved.lon > town.lon + 0.01)
    assert moved.precision is PlacePrecision.NEAR
    assert moved.relation == expression.removesuffix(" Mosul")


def test_between_two_towns_is_half_way(resolver: PlaceResolver) -> None:
    (place,) = resolved(resolver, "A mine on the road between Mosul and Kirkuk in Iraq.", "between Mosul and Kirkuk")
    assert place.lat is not None
    assert place.lon is not None
    assert distance_km((place.lat, place.lon), (35.9, 43.75)) < 25
    assert place.precision is PlacePrecision.VAGUE
    assert place.relation == "between"


@pytest.mark.parametrize(
    ("text", "expression", "says", "why"),
    [
        ("Shots in Springfield.", "Springfield", "undecided between Springfield", "many of one name"),
        ("Shots in Qabr Tariq.", "Qabr Tariq", "no place called 'Qabr Tariq' is known", "an unknown village"),
        ("Shots at a checkpoint.", "a checkpoint", "no name of a place", "a common noun"),
        ("Iraq: shots in Batavia Falls.", "Batavia Falls", "no place called", "part of a name is not the name"),
    ],
)
def test_abstains(resolver: PlaceResolver, text: str, expression: str, says: str, why: str) -> None:
    (place,) = resolved(resolver, text, expression)
    assert place.lat is None, why
    assert place.precision is None
    assert says in place.reason


def test_the_claims_country_decides(resolver: PlaceResolver) -> None:
    text = "A bomb in Tripoli, then another in Lebanon."
    alone, _ = resolved(resolver, text, "Tripoli", "Lebanon")
    assert alone.country == "LB"
    assert "Lebanon" in alone.reason
    other, _ = resolved(resolver, "A bomb in Tripoli, then another in Libya.", "Tripoli", "Libya")
    assert other.country == "LY"


def test_the_reports_country_decides_where_the_claim_names_none(resolver: PlaceResolver) -> None:
    span = Span(0, 7, "Tripoli")
    (place,) = resolver.resolve([span], Context(Counter({"LB": 4})))
    assert place.country == "LB"
    assert "of which the report speaks" in place.reason


def test_a_place_of_the_report_draws_its_neighbour(resolver: PlaceResolver) -> None:
    (beirut,) = resolver.resolve([Span(0, 6, "Beirut")], Context(Counter({"LB": 1})))
    context = Context().with_places([beirut])
    (place,) = resolver.resolve([Span(20, 27, "Tripoli")], context)
    assert place.country == "LB"
    assert "near another place" in place.reason


def test_an_expression_of_several_names_is_its_narrowest(resolver: PlaceResolver) -> None:
    (place,) = resolved(resolver, "Ten died in Lashkar Gah, Helmand province.", "Lashkar Gah, Helmand province")
    assert place.precision is PlacePrecision.SITE
    assert place.country == "AF"
    assert place.name == "Lashkar Gāh"


def test_primary_is_the_narrowest_that_has_a_point(resolver: PlaceResolver) -> None:
    text = "Ten died in Qabr Tariq, a village near Mosul in northern Iraq."
    places = resolved(resolver, text, "northern Iraq", "Qabr Tariq", "Mosul")
    found = primary(places)
    assert found is not None
    assert found.span.text == "Mosul"
    assert primary([]) is None
    assert primary([places[1]]) is None


def test_words_of_the_sentence_before_are_not_read(resolver: PlaceResolver) -> None:
    (place,) = resolved(resolver, "They were near. Mosul in Iraq was hit.", "Mosul")
    assert place.relation is None


def test_countries_of(resolver: PlaceResolver) -> None:
    counted = resolver.countries_of("Israeli jets over Syria, Syrians say; talks in Baghdad. The turkey was cold.")
    assert counted == Counter({"SY": 2, "IL": 1, "IQ": 1})


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Atlas]:
    """An atlas with a gazetteer that holds one town."""
    town = {
        "geonameid": 1, "name": "Onlytown", "latitude": 1.0, "longitude": 2.0, "countrycode": "NG", "population": 900,
        "admin1code": "27", "alternatenames": [],
    }  # fmt: skip
    compile_gazetteer(tmp_path / "g.sqlite", [town])
    gazetteer = Gazetteer(tmp_path / "g.sqlite")
    yield Atlas(gazetteer)
    gazetteer.close()


def test_a_small_town_of_a_country_never_named_is_not_taken(small: Atlas) -> None:
    resolver = PlaceResolver(small)
    span = Span(0, 8, "Onlytown")
    (place,) = resolver.resolve([span], Context(Counter({"IQ": 3})))
    assert place.lat is None
    assert "Nigeria, of which the report does not speak" in place.reason
    (place,) = resolver.resolve([span], Context(Counter({"NG": 3})))
    assert (place.lat, place.lon, place.admin1, place.feature) == (1.0, 2.0, "Borno", "geonames:1")


def test_an_area_without_towns_has_no_point(small: Atlas) -> None:
    (place,) = PlaceResolver(small).resolve([Span(0, 4, "Iraq")])
    assert place.country == "IQ"
    assert place.lat is None
    assert "its extent is not known" in place.reason
