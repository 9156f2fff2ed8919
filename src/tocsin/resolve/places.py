"""Words to places: all the place expressions of one claim are resolved together.

Names, candidates and choice are kept apart. A name with several candidates is narrowed by what the words ask for, by
its neighbours ("Paris, Texas"), by the countries and provinces of the claim, and only then weighed by the report's
countries, nearness to places already resolved, and population. Where no candidate leads clearly the place stays without
a point and the reason names the candidates.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

from tocsin.codebook import PRECISION_WIDTH, PlacePrecision
from tocsin.lexicon.folding import fold
from tocsin.model import Place, Span
from tocsin.resolve.atlas import Atlas, Feature, Features
from tocsin.resolve.gazetteer import Gazetteer
from tocsin.resolve.geo import Point, centre, destination, distance_km
from tocsin.resolve.place_reading import HEAD_BEFORE, Reading, Relation, Wanted, read_relation, read_wanted
from tocsin.resolve.place_spotting import Core, PlaceMention, Spotter
from tocsin.resolve.place_words import PlaceKind
from tocsin.resolve.setting import (
    NO_NAME,
    ROAD_AFTER,
    STREET_AFTER,
    STREET_BEFORE,
    Setting,
    counties_named,
    read_setting,
    unit_after,
    unit_called,
)

# Weights of the last resort, in powers of ten of population: being in the report's most named country outweighs
# thirty times the people, lying next to a place of the report as much again. Set on news corpora by bench/places.py.
_COUNTRY_WEIGHT = 2.0
_NEAR_WEIGHT = 1.5
_NEAR_KM = 300.0
_OWN_NAME = 0.6
_MARGIN = 0.35
_LISTED_WEIGHT = {PlaceKind.SITE: 6.0, PlaceKind.REGION: 6.0, PlaceKind.ADMIN1: 5.0, PlaceKind.COUNTRY: 6.5}
_SMALL_TOWN = 20_000
_SAME_PLACE_KM = 15.0
_NEAR_RADIUS_KM = 25.0
_DISTRICT_RADIUS_KM = 30.0
_PROVINCE_RADIUS_KM = 100.0
_OFF_COAST_KM = 30.0
_OFF_COAST_RADIUS_KM = 100.0
_UNSAID_KM = 15.0
_DISTANCE_ERROR = 0.25
_CONTEXT_WINDOW = 60
_CLOSE = 3
_COMMA_AND_SPACE = 2
_NAMED_IN_REASON = 4
_LIKELIEST_HOMES = 3
_LONGEST_INITIALS = 4
# Where all names of a report speak for one first-level unit, a namesake there outweighs a thousand times the people.
_UNIT_WEIGHT = 3.0
# A town in a unit that has less of the evidence than this, and of fewer people, is not meant.
_ELSEWHERE_SHARE = 0.02
_ELSEWHERE_POPULATION = 150_000
_CITY = 1_000_000
# A quarter has an eighth of its city's people at most and lies within its reach, at the density of a city.
_CITY_WITH_QUARTERS = 100_000
_CITY_SHARE = 8
_PEOPLE_PER_KM2 = 3_000
#: A unit that has so many times the evidence of another is the one that is meant.
_CLEARLY = 3.0
#: A name is another writing of a town's own from so much likeness on (rapidfuzz's ratio, 0 to 100).
_LIKE_ITS_NAME = 50.0
#: A town this far from a larger one of the same country that a claim names is not where that was, but for a large one.
_TOGETHER_KM = 150.0
_SUPPORTED = 0.1
_LARGE_TOWN = 100_000
_LARGER = 3
_QUARTER_AFTER = re.compile(r"(?:'s|\u2019s)? (?:[Nn]eighbou?rhood|section|[Ss]ubdivision|housing project)\b")
_AREA_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION)


@dataclass(frozen=True, slots=True)
class Context:
    """What else a report says that bears on its places.

    ``countries`` counts how often each is named (ISO 3166 alpha-2), ``places`` those already resolved in the report, ``text`` the
    report's text: spans are offsets into it, and the words before a span are read there ("near", "10 km north of").
    ``setting`` is what all names of the report together say of where it is set, ``cities`` are the large
    towns it names. An empty context is allowed and decides less.
    """

    countries: Counter[str] = field(default_factory=Counter)
    places: tuple[Place, ...] = ()
    text: str = ""
    setting: Setting = field(default_factory=Setting)
    cities: Features = ()

    def with_places(self, places: Iterable[Place]) -> Context:
        """Return the context with further resolved places; those without a point are left out."""
        return replace(self, places=(*self.places, *(place for place in places if place.lat is not None)))


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of one expression, with what it can mean."""

    span: int
    start: int
    end: int
    text: str
    wanted: Wanted
    reading: Reading
    candidates: Features
    named: int
    note: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a name was taken for, or why for nothing."""

    name: _Name
    feature: Feature | None
    reason: str


class PlaceResolver:
    """Finds and resolves place expressions with an atlas; holds no state of any report."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._spotter = Spotter(atlas)

    @classmethod
    def default(cls) -> PlaceResolver:
        """Return the resolver over the user's gazetteer, compiled on first use; one a process."""
        return _default()

    def spot(self, text: str) -> list[PlaceMention]:
        """Return the place expressions of ``text`` in its order, none overlapping another."""
        return self._spotter.spot(text)

    def countries_of(self, text: str) -> Counter[str]:
        """Count the countries (ISO 3166 alpha-2) that ``text`` speaks of."""
        return self.atlas.countries_of(text)

    def context(self, text: str, places: Iterable[Place] = ()) -> Context:
        """Return the context of a report with that text and those places already resolved."""
        setting = read_setting(text, self.spot(text), self.atlas)
        countries = self.countries_of(text)
        for country, _ in setting.explicit:
            countries[country] += 1
        context = Context(countries, tuple(places), text, setting)
        return replace(context, cities=tuple(self._cities(context)))

    def _is_town(self, place: Place, span: Span) -> bool:
        return any(f.id == place.feature and f.kind is PlaceKind.TOWN for f in self.atlas.candidates(span.text))

    def _cities(self, context: Context) -> Iterator[Feature]:
        """Yield the large towns of the report's setting."""
        for span in context.setting.towns:
            features = self.atlas.candidates(span.text)
            if max((f.population for f in features if f.kind is PlaceKind.TOWN), default=0) < _CITY_WITH_QUARTERS:
                continue
            place = self.resolve([span], context)[0]
            found = next((f for f in features if f.id == place.feature and f.kind is PlaceKind.TOWN), None)
            if found is not None and found.population >= _CITY_WITH_QUARTERS:
                yield found

    def home(self, context: Context) -> Place | None:
        """Return the town that a report is about: that of its dateline, or the one it names most in the unit it is set in.

        ``None`` where none of the likeliest resolves.
        """
        for span in context.setting.towns[:_LIKELIEST_HOMES]:
            place = self.resolve([span], context)[0]
            if place.lat is not None and place.precision is PlacePrecision.SITE and self._is_town(place, span):
                return place
        return None

    def resolve(self, spans: Sequence[Span], context: Context = Context()) -> tuple[Place, ...]:
        """Resolve the place expressions of one claim together; one place a span, in the order given."""
        names = [name for index, span in enumerate(spans) for name in self._names(index, span, context)]
        choices = _Choosing(self.atlas, context).choose(names)
        return tuple(
            self._place(span, [choice for choice in choices if choice.name.span == index], context)
            for index, span in enumerate(spans)
        )

    # --- reading the expressions ---------------------------------------------------------------------------------

    def _names(self, index: int, span: Span, context: Context) -> list[_Name]:
        cores = self._spotter.trusted_cores(span.text)
        return [self._name(index, span, core, context) for core in cores]

    def _name(self, index: int, span: Span, core: Core, context: Context) -> _Name:
        text = span.text[core.start : core.end]
        before, after = span.text[: core.start], span.text[core.end :]
        wider, wider_after = before, after
        if context.text[span.start : span.end] == span.text:
            wider = context.text[max(0, span.start - _CONTEXT_WINDOW) : span.start] + before
            wider = wider.rpartition(". ")[2]
            wider_after = after + context.text[span.end : span.end + _CONTEXT_WINDOW]
        features = self._short_unit(text, span.start + core.start, context) or self._called(text, wider)
        wanted = read_wanted(wider, after)
        kept, note = _fitting(features, wanted)
        unit = unit_after(context.text, span.start + core.end) if context.text else None
        if unit is not None:
            inside = tuple(f for f in kept if (f.country, f.admin1) == unit)
            kept, note = inside or kept, note or f"in {self.atlas.admin1_name(*unit)}, named after it"
        if NO_NAME.match(text) or _is_initials(text, kept):
            kept, note = tuple(f for f in kept if f.listed), "no name of a place"
        elif text.casefold() in context.setting.people:
            kept, note = tuple(f for f in kept if f.listed), "a surname in this report"
        elif _is_street(wider, wider_after):
            kept, note = tuple(f for f in kept if f.kind is PlaceKind.SITE), "a street's name"
        elif _QUARTER_AFTER.match(wider_after) and context.cities:
            kept = _quarters(kept, context.cities)
            note = note if kept else f"a quarter of {_listing(city.name for city in context.cities)} that is not known"
        kept = tuple(f for f in kept if not _is_far_fetched(text, f, context.setting))
        start = span.start + core.start
        return _Name(
            index, start, start + len(text), text, wanted, read_relation(wider, after), kept, len(features), note
        )

    def _short_unit(self, text: str, start: int, context: Context) -> Features:
        unit = unit_called(text, context.text, start)
        name = self.atlas.admin1_name(*unit) if unit is not None else None
        if name is None:
            return ()
        return tuple(
            f for f in self.atlas.candidates(name) if f.kind is PlaceKind.ADMIN1 and (f.country, f.admin1) == unit
        )

    def _called(self, text: str, before: str) -> Features:
        """Return what a name can mean; "the province of Seno" is first looked for as "Seno province"."""
        head = HEAD_BEFORE.search(before)
        if head is not None:
            whole = tuple(f for f in self.atlas.candidates(f"{text} {head[1]}") if f.listed)
            if whole:
                return whole
        return self.atlas.candidates(text)

    # --- from the choice to the place ----------------------------------------------------------------------------

    def _place(self, span: Span, choices: list[_Choice], context: Context) -> Place:
        if not choices:
            return _county(span, context, self.atlas) or self._nameless(span)
        border = self._border_place(span, choices, context)
        if border is not None:
            return border
        resolved = [choice for choice in choices if choice.feature is not None]
        if not resolved:
            county = _county(span, context, self.atlas)
            if county is not None:
                return county
            first = choices[0]
            return Place(span, name=first.name.text, candidates=first.name.named, reason=first.reason)
        joined = _between(resolved)
        if joined is not None:
            return replace(joined, span=span)
        best = min(resolved, key=lambda choice: _feature_rank(choice.feature))
        return _in_its_city(self._located(span, best), best.feature, context.cities)

    def _nameless(self, span: Span) -> Place:
        peoples = {match.payload for match in self.atlas.find_peoples(span.text)}
        if len(peoples) != 1:
            return Place(span, reason="the expression holds no name of a place")
        code = peoples.pop()
        country = next((f for f in self.atlas.candidates(self.atlas.country_name(code)) if f.country == code), None)
        if country is None:
            return Place(span, country=code, reason="the expression names a people, the country is not listed")
        reading = read_relation("", span.text)
        name = _Name(0, span.start, span.end, span.text, Wanted.ANY, reading, (country,), 1)
        return self._located(span, _Choice(name, country, f"the people named are of {country.name}"))

    def _border_place(self, span: Span, choices: list[_Choice], context: Context) -> Place | None:
        words = span.text.lower()
        if "border" not in words and "frontier" not in words:
            return None
        codes = list(dict.fromkeys(match.payload for match in self.atlas.find_peoples(span.text)))
        codes = [code for code in codes if code]
        if len(codes) == 1:
            codes += _neighbour(self.atlas, codes[0], context)
        if len(codes) != 2:  # noqa: PLR2004 - a border has two sides
            return None
        names = [self.atlas.country_name(code) for code in codes]
        found = self.atlas.border(*sorted(codes))
        if found is None:
            return None
        point, radius = found
        return Place(
            span,
            name=f"border of {names[0]} and {names[1]}",
            country=None,  # a border is of neither side alone
            lat=round(point.lat, 4),
            lon=round(point.lon, 4),
            precision=PlacePrecision.VAGUE,
            radius_km=radius,
            feature=f"border:{'-'.join(sorted(codes))}",
            relation="border",
            candidates=max((choice.name.named for choice in choices), default=1) or 1,
            reason=f"the border of {names[0]} and {names[1]}, by the towns on both sides",
        )

    def _located(self, span: Span, choice: _Choice) -> Place:
        feature, name = choice.feature, choice.name
        assert feature is not None
        extent = self.atlas.extent(feature)
        base = Place(
            span,
            name=feature.name,
            country=feature.country or None,
            admin1=self.atlas.admin1_name(feature.country, feature.admin1),
            precision=feature.precision,
            feature=feature.id,
            candidates=name.named,
            reason=choice.reason,
        )
        if extent is None:
            return replace(base, reason=f"{choice.reason}; its extent is not known")
        return self._related(_put(base, *extent), feature, name)

    def _related(self, base: Place, feature: Feature, name: _Name) -> Place:
        base = _as_unit(base, feature, name.wanted)
        reading = name.reading
        if reading.relation is Relation.PART and reading.bearing is not None:
            return self._part(base, feature, reading)
        if reading.relation is Relation.BORDER:
            precision = base.precision if base.precision is PlacePrecision.SITE else PlacePrecision.VAGUE
            return replace(
                base, precision=precision, relation="border", reason=f"{base.reason}; somewhere on its border"
            )
        if reading.relation in (Relation.OFF_COAST, Relation.WATER_OR_AIR):
            return _over_water(base, reading)
        if feature.kind in _AREA_KINDS:
            return replace(base, relation=reading.words) if reading.words else base
        return _set_off(base, reading)

    def _part(self, base: Place, feature: Feature, reading: Reading) -> Place:
        assert base.lat is not None and base.lon is not None and base.radius_km is not None  # noqa: PT018 - one thing
        assert reading.bearing is not None
        if feature.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1):
            part = self.atlas.gazetteer.part(feature.country, feature.admin1, reading.bearing)
            if part is not None:
                middle, radius = Point(part.lat, part.lon), max(part.radius_km, base.radius_km / 3)
                moved = _put(base, middle, radius)
                precision = PlacePrecision.VAGUE
                return replace(
                    moved, precision=precision, relation=reading.words, reason=f"{base.reason}; that part of it"
                )
        middle = destination((base.lat, base.lon), reading.bearing, base.radius_km / 2)
        moved = _put(base, middle, base.radius_km)
        return replace(moved, relation=reading.words, reason=f"{base.reason}; moved half its radius that way")


@cache
def _default() -> PlaceResolver:
    return PlaceResolver(Atlas(Gazetteer.default()))


def primary(places: Iterable[Place]) -> Place | None:
    """Return the most specific resolved place: the narrowest, then the smaller, then the earlier; ``None`` if none is."""
    resolved = [place for place in places if place.lat is not None and place.precision is not None]
    return min(resolved, key=lambda p: (PRECISION_WIDTH[p.precision], p.radius_km or 0.0, p.span.start), default=None)  # type: ignore[index]  # filtered above


# --- narrowing the candidates of one name ----------------------------------------------------------------------------


def _apart(choice: _Choice, towns: Sequence[Feature]) -> _Choice | None:
    feature = choice.feature
    if feature is None or feature.kind is not PlaceKind.TOWN or feature.population >= _LARGE_TOWN or choice.name.held:
        return None
    for town in towns:
        if (
            town.population < max(_LARGER * feature.population, _SMALL_TOWN)
            or town.point is None
            or feature.point is None
        ):
            continue
        apart = distance_km(town.point, feature.point)
        if apart > _TOGETHER_KM and choice.name.text.casefold() != town.name.casefold():
            reason = f"{feature.name} lies {apart:.0f} km from {town.name}, named with it"
            return _Choice(choice.name, None, reason)
    return None


def _is_far_fetched(text: str, feature: Feature, setting: Setting) -> bool:
    """Tell whether a town has the name only beside another that is nothing like it, and nothing else speaks for its unit.

    El Paso was called Franklin once; a report of Indiana that says Franklin does not mean El Paso.
    """
    if feature.own or feature.listed or feature.population >= _CITY or not setting.units:
        return False
    if fuzz.ratio(fold(text), fold(feature.name)) >= _LIKE_ITS_NAME:
        return False
    return setting.units.get((feature.country, feature.admin1), 0.0) < _ELSEWHERE_SHARE


def _is_street(before: str, after: str) -> bool:
    """Tell whether the words around a name make it a street's."""
    if STREET_AFTER.match(after) or STREET_BEFORE.search(before):
        return True
    return ROAD_AFTER.match(after) is not None and not before.casefold().endswith("the ")


def _fitting(features: Features, wanted: Wanted) -> tuple[Features, str]:
    """Keep the features of the wanted kind; where there are none, all of them with a note."""
    kinds = {Wanted.SITE: (PlaceKind.SITE,), Wanted.PROVINCE: (PlaceKind.ADMIN1, PlaceKind.REGION), Wanted.TOWN: (PlaceKind.TOWN, PlaceKind.SITE)}  # fmt: skip
    if wanted in kinds:
        fitting = tuple(feature for feature in features if feature.kind in kinds[wanted])
        if fitting:
            return fitting, ""
    if wanted is Wanted.SITE and features:
        towns = tuple(feature for feature in features if feature.kind is not PlaceKind.ADMIN1)
        return towns or features, "the site itself is not listed"
    if wanted is Wanted.COUNTY:
        return tuple(f for f in features if f.kind in (PlaceKind.ADMIN1, PlaceKind.REGION)), ""
    if any(feature.kind is PlaceKind.COUNTRY for feature in features):
        return features, ""
    if wanted in (Wanted.PROVINCE, Wanted.DISTRICT) and features:
        return features, f"no {wanted.value} of that name is listed, its namesake stands for it"
    return features, ""


class _Choosing:
    """Chooses among the candidates of all names of a claim."""

    def __init__(self, atlas: Atlas, context: Context) -> None:
        self._atlas = atlas
        self._shares = _shares(context.countries)
        self._spoken_of = {code for code, count in context.countries.items() if count > 0}
        self._units = context.setting.units
        self._explicit = context.setting.explicit
        self._near = [
            (Point(place.lat, place.lon), place.country or "")
            for place in context.places
            if place.lat is not None
            and place.lon is not None
            and place.precision is not None
            and place.precision <= _CLOSE
        ]

    def choose(self, names: list[_Name]) -> list[_Choice]:
        """Return one choice a name, in the order given."""
        narrowed = self._by_neighbours(names)
        areas = self._areas(narrowed)
        chosen: dict[int, _Choice] = {}
        order = sorted(range(len(names)), key=lambda at: (len(narrowed[at].candidates), at))
        for _ in range(2):
            for at in order:
                if at in chosen and chosen[at].feature is not None:
                    continue
                chosen[at] = self._choice(narrowed[at], areas, at)
                self._remember(chosen[at])
        return self._together([chosen[at] for at in range(len(names))])

    def _together(self, choices: list[_Choice]) -> list[_Choice]:
        """Leave without a point what lies far from a larger town that the claim names: a park or a street of that town."""
        towns = [one.feature for one in choices if one.feature is not None and one.feature.kind is PlaceKind.TOWN]
        return [(_apart(one, towns) if self._unsupported(one.feature) else None) or one for one in choices]

    def _unsupported(self, feature: Feature | None) -> bool:
        """Tell whether nothing else in the report speaks for the unit that a town lies in."""
        return feature is not None and self._units.get((feature.country, feature.admin1), 0.0) < _SUPPORTED

    def _remember(self, choice: _Choice) -> None:
        feature = choice.feature
        if feature is not None and feature.point is not None and feature.precision <= _CLOSE:
            self._near.append((feature.point, feature.country))

    def _by_neighbours(self, names: list[_Name]) -> list[_Name]:
        """Let "Y" in "X, Y" hold X where some reading of both allows it."""
        narrowed = list(names)
        order = sorted(range(len(names)), key=lambda index: names[index].start, reverse=True)
        for after, at in pairwise(order):
            left, right = narrowed[at], narrowed[after]
            if not 0 < right.start - left.end <= _COMMA_AND_SPACE:
                continue
            inner = tuple(a for a in left.candidates if any(_holds(b, a) for b in right.candidates))
            outer = tuple(b for b in right.candidates if any(_holds(b, a) for a in left.candidates))
            if inner:
                narrowed[at] = replace(
                    left, candidates=inner, note=left.note or f"it lies in {right.text}, named after it"
                )
                narrowed[after] = replace(right, candidates=outer)
        return narrowed

    def _areas(self, names: list[_Name]) -> list[tuple[int, Feature]]:
        """Return the areas that the claim names without doubt, with the index of the name."""
        areas: list[tuple[int, Feature]] = []
        for at, name in enumerate(names):
            features = _without_shadowed(name.candidates)
            if len({f.country for f in features}) == 1 and features[0].kind in _AREA_KINDS and features[0].country:
                areas.append((at, features[0]))
        return areas

    def _choice(self, name: _Name, areas: list[tuple[int, Feature]], at: int) -> _Choice:
        if not name.candidates:
            what = "county" if name.wanted is Wanted.COUNTY else "place"
            return _Choice(name, None, f"no {what} called {name.text!r} is known")
        features = _without_shadowed(name.candidates)
        others = [area for index, area in areas if index != at]
        countries = {area.country for area in others}
        inside = tuple(f for f in features if not f.country or f.country in countries)
        if countries and not inside:
            return self._outside(name, features, others)
        reason = ""
        if countries and len(inside) < len(features):
            reason = f"the only one in {_listing(self._atlas.country_name(code) for code in sorted(countries))}, named with it"
        features = inside or features
        held = tuple(
            f for f in features if any(_holds(area, f) for area in others if area.kind is not PlaceKind.COUNTRY)
        )
        if held and len(held) < len(features):
            features, reason = (
                held,
                f"the only one in {_listing(area.name for area in others if area.kind is not PlaceKind.COUNTRY)}, named with it",
            )
        if len(features) == 1:
            return self._single(name, features[0], reason, settled=bool(countries))
        return self._weighed(name, features)

    def _outside(self, name: _Name, features: Features, areas: list[Feature]) -> _Choice:
        # A claim may name places of several countries; only a large place is believed against the areas named.
        if (
            features[0].kind in _AREA_KINDS
            or features[0].kind is PlaceKind.SITE
            or features[0].population >= _SMALL_TOWN * 5
        ):
            if len(features) == 1:
                return self._single(name, features[0], "", settled=True)
            return self._weighed(name, features)
        named = _listing(area.name for area in areas)
        return _Choice(name, None, f"none of the places called {name.text!r} lies in {named}: {self._listed(features)}")

    def _single(self, name: _Name, feature: Feature, reason: str, *, settled: bool) -> _Choice:
        if not settled and not feature.listed and self._lies_elsewhere(feature, name):
            return _Choice(
                name,
                None,
                f"the only {name.text!r} known lies in another part of {self._atlas.country_name(feature.country)}",
            )
        spoken = not self._spoken_of or feature.country in self._spoken_of
        if not settled and not spoken and not feature.listed and feature.population < _SMALL_TOWN and not name.note:
            where = self._atlas.country_name(feature.country)
            return _Choice(
                name, None, f"the only {name.text!r} known lies in {where}, of which the report does not speak"
            )
        return _Choice(
            name, feature, _joined(reason or name.note or f"the only place called {name.text!r} that is known", name)
        )

    def _weighed(self, name: _Name, features: Features) -> _Choice:
        ranked = sorted(features, key=lambda feature: (-self._weight(feature), feature.id))
        best, margin = ranked[0], math.inf
        for other in ranked[1:]:
            if not self._same_place(best, other):
                margin = self._weight(best) - self._weight(other)
                break
        if self._is_foreign(name, best):
            return _Choice(name, None, f"none lies in a country of which the report speaks: {self._listed(ranked)}")
        if margin < _MARGIN:
            return _Choice(name, None, f"undecided between {self._listed(ranked)}")
        return _Choice(name, best, _joined(self._grounds(best, len(features)), name))

    def _is_foreign(self, name: _Name, feature: Feature) -> bool:
        """Tell whether a small town lies in a country that the report never names, and no neighbour holds it."""
        if feature.listed or name.held:
            return False
        if self._spoken_of and feature.country not in self._spoken_of and feature.population < _SMALL_TOWN:
            return True
        return self._lies_elsewhere(feature, name)

    def _lies_elsewhere(self, feature: Feature, name: _Name) -> bool:
        """Tell whether a town that is no city lies in a unit that nothing else in the report speaks for.

        What is said of a report's units bears on countries of which one unit is named outright only.
        """
        countries = {country for country, _ in self._explicit}
        limit = _ELSEWHERE_POPULATION if not name.note else _CITY
        share = self._units.get((feature.country, feature.admin1), 0.0)
        return feature.country in countries and share < _ELSEWHERE_SHARE and feature.population < limit

    def _weight(self, feature: Feature) -> float:
        weight = _LISTED_WEIGHT.get(feature.kind, math.log10(feature.population + 10))
        weight += _COUNTRY_WEIGHT * self._shares.get(feature.country, 0.0)
        if feature.kind is PlaceKind.TOWN:
            weight += _UNIT_WEIGHT * self._units.get((feature.country, feature.admin1), 0.0)
        if feature.own:
            weight += _OWN_NAME
        return weight + _NEAR_WEIGHT * self._nearness(feature)

    def _nearness(self, feature: Feature) -> float:
        extent = self._atlas.extent(feature) if self._near else None
        if extent is None:
            return 0.0
        km = min(distance_km(extent[0], point) for point, _ in self._near)
        return max(0.0, 1.0 - km / _NEAR_KM)

    def _same_place(self, one: Feature, other: Feature) -> bool:
        if one.country != other.country or one.point is None:
            # A province and its capital bear one name: the town lies in it.
            return _holds(other, one) or _holds(one, other)
        other_extent = self._atlas.extent(other)
        if other_extent is None:
            return True
        return distance_km(one.point, other_extent[0]) <= max(_SAME_PLACE_KM, one.radius_km, other_extent[1])

    def _grounds(self, feature: Feature, count: int) -> str:
        if self._nearness(feature) > 0:
            return f"of {count} called so, the one near another place of the report"
        if feature.country in self._shares:
            return f"of {count} called so, the one in {self._atlas.country_name(feature.country)}, of which the report speaks"
        return f"much the largest of {count} called so"

    def _listed(self, features: Sequence[Feature]) -> str:
        shown = [f"{f.name} ({self._where(f)})" for f in features[:_NAMED_IN_REASON]]
        more = len(features) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

    def _where(self, feature: Feature) -> str:
        country = self._atlas.country_name(feature.country)
        return f"{country}, {feature.admin1}" if feature.admin1 else country or feature.kind.value


def _joined(reason: str, name: _Name) -> str:
    return reason if not name.note or name.note == reason else f"{reason}; {name.note}"


def _listing(names: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(names))


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    most = max(counts.values(), default=0)
    return {code: count / most for code, count in counts.items() if count > 0}


def _without_shadowed(features: Features) -> Features:
    """Drop what a listed name hides: the towns called like a country, the small ones called like a province."""
    countries = {f.country for f in features if f.kind is PlaceKind.COUNTRY}
    if not countries:
        return features
    # "Gaza" is listed for a state and for the part of it that is meant.
    parts = {f.country for f in features if f.kind in (PlaceKind.ADMIN1, PlaceKind.REGION)} & countries
    if parts:
        return tuple(f for f in features if f.kind is not PlaceKind.COUNTRY or f.country not in parts)
    return tuple(f for f in features if f.kind is not PlaceKind.TOWN)


def _holds(area: Feature, inner: Feature) -> bool:
    """Tell whether ``inner`` lies in ``area``, as far as their codes say, and is the narrower."""
    if area.kind not in _AREA_KINDS or area.country != inner.country or area.id == inner.id:
        return False
    if area.kind is PlaceKind.COUNTRY:
        return inner.kind is not PlaceKind.COUNTRY
    if inner.kind in (PlaceKind.COUNTRY, area.kind):
        return False
    if area.kind is PlaceKind.ADMIN1:
        return area.admin1 == inner.admin1
    if area.point is None or inner.point is None:
        return False
    return distance_km(area.point, inner.point) <= area.radius_km * 1.3


def _feature_rank(feature: Feature | None) -> tuple[int, float]:
    assert feature is not None
    return PRECISION_WIDTH[feature.precision], feature.radius_km


# --- moving the point ------------------------------------------------------------------------------------------------


def _put(place: Place, point: tuple[float, float], radius_km: float) -> Place:
    return replace(place, lat=round(point[0], 4), lon=round(point[1], 4), radius_km=round(radius_km, 1))


def _as_unit(place: Place, feature: Feature, wanted: Wanted) -> Place:
    """Widen a town that stands for a district or a province of its name."""
    if feature.kind is not PlaceKind.TOWN:
        return place
    radius = place.radius_km or 0.0
    if wanted is Wanted.DISTRICT:
        return replace(place, precision=PlacePrecision.ADMIN2, radius_km=max(radius, _DISTRICT_RADIUS_KM))
    if wanted is Wanted.PROVINCE:
        return replace(place, precision=PlacePrecision.ADMIN1, radius_km=max(radius, _PROVINCE_RADIUS_KM))
    return place


def _over_water(place: Place, reading: Reading) -> Place:
    assert place.lat is not None
    assert place.lon is not None
    radius = (place.radius_km or 0.0) + _OFF_COAST_RADIUS_KM
    point = (place.lat, place.lon)
    if reading.bearing is not None:
        point = destination(point, reading.bearing, _OFF_COAST_KM)
    moved = _put(place, point, radius)
    return replace(moved, precision=PlacePrecision.WATER_OR_AIR, relation=reading.words)


def _set_off(place: Place, reading: Reading) -> Place:
    if reading.relation in (Relation.AT, Relation.BETWEEN, Relation.PART):
        return place
    assert place.lat is not None
    assert place.lon is not None
    radius = place.radius_km or 0.0
    near = replace(place, precision=_no_narrower(place.precision), relation=reading.words)
    if reading.relation is Relation.NEAR:
        return replace(near, radius_km=max(radius, _NEAR_RADIUS_KM))
    if reading.relation is Relation.DISTANCE:
        return replace(near, radius_km=round(max(radius, _NEAR_RADIUS_KM, (reading.km or 0.0) + radius), 1))
    assert reading.bearing is not None
    km = _UNSAID_KM if reading.km is None else reading.km
    error = _NEAR_RADIUS_KM if reading.km is None else max(5.0, _DISTANCE_ERROR * km)
    moved = _put(near, destination((place.lat, place.lon), reading.bearing, km), radius + error)
    said = f"{km:.0f} km that way" if reading.km is not None else f"that way, the distance unsaid: {km:.0f} km taken"
    return replace(moved, reason=f"{place.reason}; moved {said}")


def _no_narrower(precision: PlacePrecision | None) -> PlacePrecision:
    return PlacePrecision.NEAR if precision in (None, PlacePrecision.SITE) else PlacePrecision(int(precision or 2))


def _between(choices: list[_Choice]) -> Place | None:
    """Return the middle of two points when the first is led by "between"."""
    if len(choices) != 2 or choices[0].name.reading.relation is not Relation.BETWEEN:  # noqa: PLR2004 - two ends
        return None
    ends = [choice.feature for choice in choices]
    points = [end.point for end in ends if end is not None and end.point is not None]
    if len(points) != 2:  # noqa: PLR2004 - two ends
        return None
    middle = centre(points, [1.0, 1.0])
    if middle is None:
        return None
    half = distance_km(points[0], points[1]) / 2
    first, second = ends
    assert first is not None
    assert second is not None
    return Place(
        Span(0, 0, ""),
        name=f"between {first.name} and {second.name}",
        country=first.country if first.country == second.country else None,
        lat=round(middle.lat, 4),
        lon=round(middle.lon, 4),
        precision=PlacePrecision.NEAR if half <= _NEAR_RADIUS_KM else PlacePrecision.VAGUE,
        radius_km=round(max(half, 5.0), 1),
        feature=f"between:{first.id}:{second.id}",
        relation="between",
        candidates=max(choice.name.named for choice in choices),
        reason=f"half way between {first.name} and {second.name}",
    )


def _is_initials(text: str, features: Features) -> bool:
    """Tell whether a word is the short form of something: in capitals, and nothing's principal name."""
    return text.isupper() and len(text) <= _LONGEST_INITIALS and not any(f.own or f.listed for f in features)


def _in_its_city(place: Place, feature: Feature | None, cities: Features) -> Place:
    """Name the city with a quarter of it: a town of the gazetteer that lies inside a far larger one the report names."""
    if feature is None or feature.kind is not PlaceKind.TOWN or feature.point is None:
        return place
    for city in cities:
        if city.id != feature.id and _holds_quarter(city, feature):
            return replace(place, name=f"{feature.name}, {city.name}", reason=f"{place.reason}; inside {city.name}")
    return place


def _holds_quarter(city: Feature, quarter: Feature) -> bool:
    """Tell whether a town of the gazetteer lies inside a far larger one."""
    if (city.country, city.admin1) != (quarter.country, quarter.admin1) or city.point is None or quarter.point is None:
        return False
    reach = math.sqrt(city.population / (_PEOPLE_PER_KM2 * math.pi))
    small = city.population >= _CITY_SHARE * quarter.population
    return small and distance_km(city.point, quarter.point) <= reach


def _quarters(features: Features, cities: Features) -> Features:
    """Keep what can be a quarter of a city that the report names: no town elsewhere, and no city beside another."""
    return tuple(
        f
        for f in features
        if f.kind is not PlaceKind.TOWN
        or any(_holds_quarter(city, f) for city in cities)
        or {city.id for city in cities} == {f.id}
    )


def _county(span: Span, context: Context, atlas: Atlas) -> Place | None:
    """Return the county that an expression names, in the unit the report is set in; it has no point of its own."""
    named = counties_named(span.text)
    if not named:
        return None
    known = named[0][2]
    units = context.setting.units
    ranked = sorted(known, key=lambda one: -units.get((one.country, one.admin1), 0.0))
    shares = [units.get((one.country, one.admin1), 0.0) for one in ranked]
    if len(ranked) > 1 and (not shares[0] or shares[0] < _CLEARLY * shares[1]):
        return None
    county = ranked[0]
    return Place(
        span,
        name=county.name,
        country=county.country,
        admin1=atlas.admin1_name(county.country, county.admin1),
        precision=PlacePrecision.ADMIN2,
        feature=county.id,
        candidates=len(known),
        reason="a county of the state the report is set in" if len(known) > 1 else "the only county called so",
    )


def _neighbour(atlas: Atlas, code: str, context: Context) -> list[str]:
    """Return the other side of a border of which one is named: the report's only other country that touches it."""
    touching = []
    for other in context.countries:
        if other == code:
            continue
        found = atlas.border(*sorted((code, other)))
        if found is not None:
            touching.append(other)
    return touching if len(touching) == 1 else []
