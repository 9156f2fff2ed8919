"""The places that Tocsin lists itself: sites, regions, first-level units and countries, by every name they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from tocsin.codebook import PlacePrecision
from tocsin.lexicon.folding import fold, fold_keeping_case, name_key
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Matcher
from tocsin.resolve.place_words import PlaceKind


@dataclass(frozen=True, slots=True)
class Listed:
    """One listed place.

    ``country`` is an ISO 3166 alpha-2 code in capitals, ``admin1`` GeoNames' code within it. Countries and
    first-level units have no point here: the gazetteer computes it from their towns. ``what`` is the kind its
    lexicon file gives ("airbase", "sea").
    """

    kind: PlaceKind
    id: str
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    precision: PlacePrecision | None = None
    what: str = ""

    @property
    def feature(self) -> str:
        """The id by which a resolved place names it."""
        return self.id if ":" in self.id else f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class PlaceLexicon:
    """Listed places by form, the adjectives of countries, and their capitals.

    ``matcher`` finds forms in running text; a form that several places share has them all. ``adjectives`` finds
    demonyms; ``adjective_words`` are the same folded, one word each. ``capitals`` are name keys of capitals and of
    the cities that speak for a government.
    """

    matcher: Matcher[tuple[Listed, ...]]
    by_key: dict[str, tuple[Listed, ...]]
    adjectives: Matcher[str]
    adjective_words: dict[str, str]
    capitals: dict[str, str]
    country_names: dict[str, str] = field(default_factory=dict)

    @classmethod
    @cache
    def default(cls) -> PlaceLexicon:
        """Load the lexicons that come with Tocsin."""
        return compile_lexicon(load("sites"), load("regions"), load("admin1"), load("countries"))

    def named(self, name: str) -> tuple[Listed, ...]:
        """Return the listed places of that name, spelled alike once folded."""
        return self.by_key.get(name_key(name), ())


def compile_lexicon(
    sites: Iterable[Entry], regions: Iterable[Entry], admin1: Iterable[Entry], countries: Iterable[Entry]
) -> PlaceLexicon:
    """Compile the four lexicons into one."""
    nations = tuple(countries)
    by_form: dict[str, list[Listed]] = {}
    by_key: dict[str, list[Listed]] = {}
    forms: list[str] = []
    for form, place in _forms(sites, regions, admin1, nations):
        # The matcher keeps one payload a form, and folds as it does so: places that share a form are put together.
        folded = fold(form) if form == form.lower() else fold_keeping_case(form)
        _put(by_form, folded, place)
        _put(by_key, name_key(form), place)
        forms.append(folded)
    by_key.pop("", None)
    # A longer phrase that holds a form without meaning the place hides it: it is found, and stands for nothing.
    for phrase in (str(phrase) for entry in nations for phrase in entry.facts.get("not_in", ())):
        if fold_keeping_case(phrase) not in by_form:
            by_form[fold_keeping_case(phrase)] = []
            forms.append(fold_keeping_case(phrase))
    adjectives = [(str(word), entry.id.upper()) for entry in nations for word in entry.facts.get("demonyms", ())]
    return PlaceLexicon(
        matcher=Matcher((folded, tuple(by_form[folded])) for folded in dict.fromkeys(forms)),
        by_key={key: tuple(places) for key, places in by_key.items()},
        adjectives=Matcher(adjectives),
        adjective_words={part: code for word, code in reversed(adjectives) for part in [fold(word)] if " " not in part},
        capitals=_capitals(nations),
        country_names={entry.id.upper(): str(entry.facts.get("name", entry.forms[0])) for entry in nations},
    )


def _put(index: dict[str, list[Listed]], key: str, place: Listed) -> None:
    places = index.setdefault(key, [])
    if place not in places:
        places.append(place)


def _forms(
    sites: Iterable[Entry], regions: Iterable[Entry], admin1: Iterable[Entry], countries: Iterable[Entry]
) -> Iterator[tuple[str, Listed]]:
    for kind, entries in ((PlaceKind.SITE, sites), (PlaceKind.REGION, regions)):
        for entry in entries:
            yield from ((form, _located(kind, entry)) for form in _names(entry))
    for entry in admin1:
        country, _, code = entry.id.partition(".")
        name = str(entry.facts.get("name", entry.forms[0]))
        unit = Listed(PlaceKind.ADMIN1, entry.id, name, country, str(entry.facts.get("code", code)))
        yield from ((form, unit) for form in _names(entry))
    for entry in countries:
        name = str(entry.facts.get("name", entry.forms[0]))
        yield from ((form, Listed(PlaceKind.COUNTRY, entry.id, name, entry.id.upper())) for form in _names(entry))


def _names(entry: Entry) -> list[str]:
    return list(dict.fromkeys([*entry.forms, str(entry.facts.get("name", entry.forms[0]))]))


def _located(kind: PlaceKind, entry: Entry) -> Listed:
    facts = entry.facts
    admin1 = facts.get("admin1")
    return Listed(
        kind=kind,
        id=entry.id,
        name=str(facts.get("name", entry.forms[0])),
        country=str(facts["country"]).upper() if facts.get("country") else None,
        # Written as "IQ.01" or as "01".
        admin1=str(admin1).rpartition(".")[2] if admin1 else None,
        lat=float(facts["lat"]),
        lon=float(facts["lon"]),
        radius_km=float(facts["radius_km"]),
        precision=PlacePrecision(int(facts["precision"])),
        what=str(facts.get("kind", "")),
    )


def _capitals(countries: Iterable[Entry]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in countries:
        for city in [entry.facts.get("capital"), *entry.facts.get("metonyms", ())]:
            if city:
                found.setdefault(name_key(str(city)), entry.id.upper())
    return found
