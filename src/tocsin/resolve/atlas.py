"""Everything that has a name on the map: the lexicons of sites, regions, provinces and countries, and the gazetteer.

One name may mean several features: the atlas gives them all, and leaves the choice to the resolver.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tocsin.codebook import PlacePrecision
from tocsin.lexicon.folding import fold, fold_keeping_case, name_key
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Match, Matcher
from tocsin.resolve.gazetteer import Gazetteer, Town, feature_precision, town_radius_km
from tocsin.resolve.geo import Point, centre, distance_km, reach_km
from tocsin.resolve.place_words import PlaceKind

_CACHED_NAMES = 32768
_SITE_RADIUS_KM = 5.0
_REGION_RADIUS_KM = 100.0
_BORDER_REACH_KM = 90.0
_BORDER_LEAST_KM = 30.0
_BORDER_FEWEST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map that a name can mean.

    ``country`` is ISO 3166 alpha-2 in capitals ("" where it has none, such as a sea), ``admin1`` GeoNames' code within
    the country. ``point`` is ``None`` where the extent is not known. ``own`` tells whether the name asked for is the
    feature's principal one.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str
    admin1: str
    point: Point | None
    radius_km: float
    precision: PlacePrecision
    population: int = 0
    own: bool = True

    @property
    def listed(self) -> bool:
        """Whether it stands in one of the lexicons and not in the gazetteer of towns alone."""
        return self.kind is not PlaceKind.TOWN


Features = tuple[Feature, ...]


class Atlas:
    """Finds listed names in a text and gives the features that a name can mean."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._countries = load("countries")
        self._country_names = {entry.id.upper(): str(entry.facts["name"]) for entry in self._countries}
        self._admin1 = {(f.country, f.admin1): f.name for f in map(_admin1_feature, load("admin1"))}
        self._admin1_codes = _admin1_codes()
        forms = list(self._listed_forms())
        grouped: dict[str, dict[str, Feature]] = {}
        for form, feature in forms:
            grouped.setdefault(_form_key(form), {}).setdefault(feature.id, feature)
        self._by_form: dict[str, Features] = {key: tuple(found.values()) for key, found in grouped.items()}
        not_names: list[tuple[str, Features]] = [
            (str(phrase), ()) for entry in self._countries for phrase in entry.facts.get("not_in", ())
        ]
        self._matcher = Matcher([*((form, self._by_form[_form_key(form)]) for form, _ in forms), *not_names])
        self._peoples = Matcher(list(self._people_forms()))
        self._demonyms = frozenset(
            fold(str(word)) for entry in self._countries for word in entry.facts.get("demonyms", ())
        )
        self._hints = Matcher(list(self._hint_forms(grouped)))
        self.candidates = lru_cache(maxsize=_CACHED_NAMES)(self._candidates)
        self.largest = lru_cache(maxsize=_CACHED_NAMES)(self._largest)
        self.border = lru_cache(maxsize=1024)(self._border)

    # --- finding ---------------------------------------------------------------------------------------------------

    def find(self, text: str) -> list[Match[Features]]:
        """Return the names of the lexicons in ``text``; an empty payload marks words that only look like one."""
        return self._matcher.find(text)

    def find_peoples(self, text: str) -> list[Match[str]]:
        """Return names and adjectives of countries ("Syria", "Syrian") with the country's code."""
        return self._peoples.find(text)

    def is_demonym(self, word: str) -> bool:
        """Tell whether a word is the adjective or the people of a country."""
        return fold(word) in self._demonyms

    def country_name(self, code: str) -> str:
        """Return the English name of a country, or its code where the lexicon does not know it."""
        return self._country_names.get(code, code)

    def admin1_name(self, country: str, code: str) -> str | None:
        """Return the name of a first-level unit, ``None`` where the lexicon does not list it."""
        return self._admin1.get((country, code))

    def countries_of(self, text: str) -> Counter[str]:
        """Count the countries a text speaks of: their names, peoples, capitals, and listed places in one country."""
        return Counter(match.payload for match in self._hints.find(text) if match.payload)

    # --- features of a name ----------------------------------------------------------------------------------------

    def _candidates(self, name: str) -> Features:
        """Return all that ``name`` can mean, listed features first, then towns by population."""
        listed = self._by_form.get(_form_key(name)) or self._by_form.get(_form_key(name.lower())) or ()
        towns = (town_feature(town) for town in self.gazetteer.look_up(name))
        return listed + tuple(towns)

    def _largest(self, name: str) -> int:
        """Return the population of the largest town of that name, -1 where there is none."""
        return max((town.population for town in self.gazetteer.look_up(name)), default=-1)

    def extent(self, feature: Feature) -> tuple[Point, float] | None:
        """Return the middle and the radius in kilometres of a feature; ``None`` where they are not known."""
        if feature.point is not None:
            return feature.point, feature.radius_km
        area = self.gazetteer.area(feature.country, feature.admin1)
        return None if area is None else (Point(area.lat, area.lon), area.radius_km)

    def _border(self, one: str, other: str) -> tuple[Point, float] | None:
        """Return the middle of the border of two countries and how far it reaches, as their towns show it."""
        left, right = self._cells(one), self._cells(other)
        wide = {(lat + a, lon + b) for lat, lon in right for a in (-1, 0, 1) for b in (-1, 0, 1)}
        shared = sorted(left & wide)
        if len(shared) < _BORDER_FEWEST_CELLS:
            return self._gap(left, right)
        points = [Point(lat / 2, lon / 2) for lat, lon in shared]
        middle = centre(points, [1.0] * len(points))
        if middle is None:
            return None
        return middle, round(max(_BORDER_LEAST_KM, reach_km(middle, points)), 1)

    def _gap(self, left: frozenset[tuple[int, int]], right: frozenset[tuple[int, int]]) -> tuple[Point, float] | None:
        # A desert border has no towns on it: the nearest two cells stand for it, unless an ocean lies between.
        pairs = ((distance_km((a / 2, b / 2), (c / 2, d / 2)), (a, b), (c, d)) for a, b in left for c, d in right)
        km, one, other = min(pairs, default=(_BORDER_REACH_KM * 10, (0, 0), (0, 0)))
        if km > _BORDER_REACH_KM * 4:
            return None
        middle = centre([(one[0] / 2, one[1] / 2), (other[0] / 2, other[1] / 2)], [1.0, 1.0])
        return None if middle is None else (middle, round(max(_BORDER_REACH_KM, km), 1))

    @lru_cache(maxsize=300)  # noqa: B019 - one atlas lives as long as the process
    def _cells(self, country: str) -> frozenset[tuple[int, int]]:
        return self.gazetteer.cells(country)

    # --- the lexicons ----------------------------------------------------------------------------------------------

    def _listed_forms(self) -> Iterable[tuple[str, Feature]]:
        for lexicon, kind in (("sites", PlaceKind.SITE), ("regions", PlaceKind.REGION)):
            for entry in load(lexicon):
                feature = _located_feature(entry, kind, self._admin1_codes)
                yield from ((form, feature) for form in entry.forms)
        for entry in load("admin1"):
            feature = _admin1_feature(entry)
            yield from ((form, feature) for form in entry.forms)
        ids = self.gazetteer.country_ids()
        for entry in self._countries:
            code = entry.id.upper()
            feature = Feature(
                f"geonames:{ids[code]}" if code in ids else f"country:{code}",
                str(entry.facts["name"]),
                PlaceKind.COUNTRY,
                code,
                "",
                None,
                0.0,
                PlacePrecision.COUNTRY,
            )
            yield from ((form, feature) for form in entry.forms)

    def _people_forms(self) -> Iterable[tuple[str, str]]:
        for entry in self._countries:
            for form in (*entry.forms, *entry.facts.get("demonyms", ())):
                yield str(form), entry.id.upper()

    def _hint_forms(self, grouped: dict[str, dict[str, Feature]]) -> Iterable[tuple[str, str]]:
        for entry in self._countries:
            yield from ((str(phrase), "") for phrase in entry.facts.get("not_in", ()))
        yield from self._people_forms()
        for entry in self._countries:
            if entry.facts.get("capital"):
                yield str(entry.facts["capital"]), entry.id.upper()
        for form, found in grouped.items():
            countries = {feature.country for feature in found.values()}
            if len(countries) == 1 and form != form.lower():
                yield form, countries.pop()


def town_feature(town: Town) -> Feature:
    """Return a gazetteer feature as one of the atlas."""
    return Feature(
        town.feature,
        town.name,
        PlaceKind.TOWN,
        town.country,
        town.admin1,
        town.point,
        town_radius_km(town),
        feature_precision(town.feature_class, town.feature_code),
        town.population,
        town.own,
    )


def _form_key(form: str) -> str:
    return fold(form) if form == form.lower() else fold_keeping_case(form)


def _admin1_codes() -> dict[tuple[str, str], str]:
    """Return the code of every first-level unit by country and name key."""
    codes: dict[tuple[str, str], str] = {}
    for entry in load("admin1"):
        country, _, code = entry.id.partition(".")
        for form in (str(entry.facts["name"]), *entry.forms):
            codes.setdefault((country.upper(), name_key(form)), code)
    return codes


def _located_feature(entry: Entry, kind: PlaceKind, codes: Mapping[tuple[str, str], str]) -> Feature:
    facts = entry.facts
    country = str(facts.get("country") or "").upper()
    usual = PlacePrecision.SITE if kind is PlaceKind.SITE else PlacePrecision.VAGUE
    radius = _SITE_RADIUS_KM if kind is PlaceKind.SITE else _REGION_RADIUS_KM
    prefix = "" if ":" in entry.id else f"{kind.value}:"
    located = facts.get("lat") is not None and facts.get("lon") is not None
    return Feature(
        f"{prefix}{entry.id}",
        str(facts["name"]),
        kind,
        country,
        codes.get((country, name_key(str(facts.get("admin1") or ""))), ""),
        Point(float(facts["lat"]), float(facts["lon"])) if located else None,
        float(facts.get("radius_km") or radius),
        PlacePrecision(int(facts.get("precision") or usual)),
    )


def _admin1_feature(entry: Entry) -> Feature:
    country, _, code = entry.id.partition(".")
    return Feature(
        f"admin1:{entry.id}",
        str(entry.facts["name"]),
        PlaceKind.ADMIN1,
        country.upper(),
        code,
        None,
        0.0,
        PlacePrecision.ADMIN1,
    )
