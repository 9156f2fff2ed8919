"""Where a report is set: the first-level units its names speak for together, and the town it is about.

A local paper writes "Franklin" and means the one of its own state. No name says which, all of them together do: every
name votes for the units in which a place of that name lies, units named outright ("Ohio", "Rome, Ga.", a county, the
dateline) weigh more, and the unit that most names share is where the report is set.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load
from tocsin.model import Span
from tocsin.resolve import place_words as words
from tocsin.resolve.atlas import Atlas, Feature
from tocsin.resolve.counties import County, counties
from tocsin.resolve.place_spotting import PlaceMention
from tocsin.resolve.place_words import PlaceKind

#: A country (ISO 3166 alpha-2) and GeoNames' code of a first-level unit in it.
Unit = tuple[str, str]

#: How much one way of naming a unit weighs against a town's name in the text.
_UNIT_NAMED = 1.0
_TOWN_AND_UNIT = 1.5
_COUNTY_NAMED = 1.5
_DATELINE = 2.0
#: How likely a name is none of a place there: what one name says against a unit is bounded by it.
_NOISE = 0.05
#: A town is meant in proportion to this power of its population; a name that is not its own counts for so much.
_POPULATION_POWER = 0.6
_LEAST_PEOPLE = 500
_OTHER_NAME = 0.3
#: A name that means a city of so many people, and hardly anything else, is that city's.
_CITY = 200_000
_SURELY = 0.75
#: What stands in the first so many letters tells what a report is about.
_OPENING = 400
_OPENING_WEIGHT = 1.5
_DATELINE_WEIGHT = 2.0
_HEADLINE_WEIGHT = 1.0

_LINE = re.compile(r"[^\n]+")
_TOWN_WORDS = r"[A-Z][A-Z.'\u2019-]*(?: [A-Z][A-Z.'\u2019-]*){0,3}"
_DATELINE_LINE = re.compile(
    rf"\W{{0,3}}(?P<town>{_TOWN_WORDS}(?: (?:County|Parish))?)(?:[,/] ?(?P<unit>[A-Z][A-Za-z. ]{{1,20}}))?"
    r"(?: ?\([^()\n]{2,40}\))? ?(?:[-\u2013\u2014]{1,2}|:)(?:\s|$)"
)
#: What makes a town's name before it that of a street, a school or a county.
_STREET_WORDS = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Parkway|Pkwy|Highway|Hwy|Way|Terrace|Circle"
    r"|Trail|Apartments?)\b"
)
NAMES_ANOTHER_THING = re.compile(
    rf"(?:'s|\u2019s)? (?:[A-Z][\w'\u2019]+ ){{0,2}}(?:{_STREET_WORDS}|Plaza|Mall"
    r"|School|College|University|Hospital|Medical|Church|Elementary|County|Parish|Counties|COUNTY|PARISH)\b"
)
#: What makes a town's name before it that of a street, and of no road that leads there.
NO_NAME = re.compile(
    rf"(?:{_STREET_WORDS}|Bar|Center|Club|Store|Mall|Home|Suv)$|(?:(?:North|South|East|West|Northwest|Northeast|Southwest"
    r"|Southeast|Far|Near) ?)+Side$",
    re.IGNORECASE,
)
STREET_AFTER = re.compile(
    r" (?:[A-Z][\w'\u2019]+ )?(?:Street|St|Avenue|Ave|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Parkway|Pkwy|Way|Terrace|Circle"
    r"|Trail|Apartments?|STREET|AVENUE|DRIVE|ROAD|BOULEVARD|LANE)\b| (?:streets|avenues|roads)\b"
)
#: "Fairburn Road" is a street, "the Hama Road" leads to Hama.
ROAD_AFTER = re.compile(r" (?:Road|Rd|Highway|Hwy|Freeway|Expressway)\b")
#: What only the name of a street follows.
STREET_BEFORE = re.compile(
    r"\b(?:blocks? of|(?:corner|intersection) of|\d(?:st|nd|rd|th)(?: (?:Street|St\.?|Avenue|Ave\.?))? and)"
    r" (?:(?:[NSEW]\.?|North|South|East|West|Northwest|Northeast|Southwest|Southeast|[NS][EW]) )?$"
)
#: A town named by whose police or people they are: "Toledo police", "a Gary man".
_WHOSE = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'\u2019.-]+ ){0,2}[A-Z][\w'\u2019-]+) (?:[Pp]olice|POLICE|man|woman|teen|teenager|boy|girl|toddler|baby|mother"
    r"|father|couple|residents?|officers?|coroner|homicides?|nightclub|bar|club|home|house|apartment|neighborhood|street|shooting"
    r"|Shooting|Man|Woman|Teen|Boy|Girl)\b"
)
_COUNTY_AFTER = re.compile(r" (?:County|Parish|COUNTY|PARISH|Police)\b")
_COUNTY = re.compile(r"\b(?P<name>[A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){0,2}?) (?:County|Parish|COUNTY|PARISH)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a report is set.

    ``people`` are words that the report uses as somebody's surname, folded. ``units`` gives each first-level unit its share of the evidence, the strongest 1.0; ``explicit`` are those named
    outright. ``towns`` are the towns named, the likeliest to be where the report's event was first. ``dateline`` tells
    whether the first of them stands in the dateline.
    """

    units: Mapping[Unit, float] = field(default_factory=dict)
    explicit: frozenset[Unit] = frozenset()
    towns: tuple[Span, ...] = ()
    dateline: bool = False
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Named:
    """A name of a report: its first mention, how often it stands there, and the towns it can mean."""

    span: Span
    count: int
    opens: bool
    heads: bool
    located: bool
    towns: tuple[Feature, ...]


def read_setting(text: str, spotted: Sequence[PlaceMention], atlas: Atlas) -> Setting:
    """Read where the report ``text`` is set; ``spotted`` are its place expressions."""
    lines = list(_datelines(text))
    names = [*_named(text, spotted, lines, atlas)]
    scores: defaultdict[Unit, float] = defaultdict(float)
    explicit: set[Unit] = set()
    for unit, weight in _outright(text, spotted, lines, atlas):
        scores[unit] += weight
        explicit.add(unit)
    explicit |= _by_cities(names)
    for name in names:
        for unit, share in _votes(name.towns).items():
            weight = _DATELINE if any(name.span.start == line.start for line in lines) else 1.0
            scores[unit] += weight * math.log2(1 + max(name.count, 1)) * _evidence(share)
    units = _shares(scores)
    towns = _ranked(names, units, {line.start for line in lines})
    first = {line.start for line in lines}
    return Setting(
        MappingProxyType(units),
        frozenset(explicit),
        towns,
        dateline=bool(towns) and towns[0].start in first,
        people=_people(text, spotted),
    )


def _by_cities(names: Sequence[_Named]) -> set[Unit]:
    """Return the units of cities that a report names more than once: "Boston" says Massachusetts as well as its name does."""
    found = set()
    for name in names:
        city = max(name.towns, key=lambda town: town.population)
        unit = city.country, city.admin1
        if name.count > 1 and city.own and city.population >= _CITY and _votes(name.towns)[unit] >= _SURELY:
            found.add(unit)
    return found


def _evidence(share: float) -> float:
    """Return what a name says for a unit in which it lies with that probability, in nats, against one where it doesn't."""
    return math.log(1.0 + share / _NOISE)


def _shares(scores: Mapping[Unit, float]) -> dict[Unit, float]:
    """Return each unit's probability against that of the likeliest."""
    best = max(scores.values(), default=0.0)
    return {unit: round(math.exp(score - best), 4) for unit, score in sorted(scores.items()) if score > 0}


# --- datelines ---------------------------------------------------------------------------------------------------------


def _datelines(text: str) -> Iterator[Span]:
    """Yield the town of the report's dateline."""
    for line in _LINE.finditer(text):
        found = _DATELINE_LINE.match(line.group())
        if found is not None and len(found["town"]) > 2:  # noqa: PLR2004 - "A -", "Q:" is no town
            start = line.start() + found.start("town")
            yield Span(start, start + len(found["town"]), found["town"])
            return


# --- units -------------------------------------------------------------------------------------------------------------


@cache
def _abbreviations() -> dict[str, Unit]:
    return {
        form: (str(entry.facts["country"]), str(entry.facts["code"]))
        for entry in load("unit_abbreviations")
        for form in entry.forms
    }


@cache
def _after_town() -> re.Pattern[str]:
    forms = sorted(_abbreviations(), key=len, reverse=True)
    return re.compile(rf",? \(?(?P<unit>{'|'.join(map(re.escape, forms))})(?![\w])")


def unit_called(name: str, text: str, start: int) -> Unit | None:
    """Return the unit whose short name ``name`` is where it stands behind a town: "Va" of "Portsmouth, Va."."""
    if not text[:start].endswith((", ", " (")):
        return None
    return _abbreviations().get(name) or _abbreviations().get(f"{name}.")


def unit_after(text: str, end: int) -> Unit | None:
    """Return the unit whose short name follows a name that ends at ``end``: "Rome, Ga."."""
    found = _after_town().match(text, end)
    if found is None or not (text.startswith(",", end) or found["unit"].endswith(".")):
        return None
    return _abbreviations()[found["unit"]]


def _outright(
    text: str, spotted: Sequence[PlaceMention], lines: Sequence[Span], atlas: Atlas
) -> Iterator[tuple[Unit, float]]:
    """Yield units named outright, each with its weight."""
    told: Counter[Unit] = Counter()
    for mention in spotted:
        for feature in _units_called(text[mention.core_start : mention.core_end], mention, atlas):
            told[feature.country, feature.admin1] += 1
    for unit, count in sorted(told.items()):
        yield unit, _UNIT_NAMED * math.log2(1 + count) * _evidence(1.0)
    ends = {mention.core_end for mention in spotted} | {line.end for line in lines}
    after = Counter(found for end in sorted(ends) if (found := unit_after(text, end)) is not None)
    for behind, count in sorted(after.items()):
        yield behind, _TOWN_AND_UNIT * math.log2(1 + count) * _evidence(1.0)
    yield from _by_counties(text)


def _units_called(name: str, mention: PlaceMention, atlas: Atlas) -> Iterable[Feature]:
    if mention.kind is not PlaceKind.ADMIN1:
        return ()
    return [one for one in atlas.candidates(name) if one.kind is PlaceKind.ADMIN1][:1]


def counties_named(text: str) -> list[tuple[int, int, tuple[County, ...]]]:
    """Return where counties are named in ``text``, as (start, end, the counties of that name)."""
    found = []
    for match in _COUNTY.finditer(text):
        words = match["name"].split()
        for first in range(len(words)):
            name = " ".join(words[first:])
            known = counties(name)
            if known:
                found.append((match.end() - len(match.group().split(maxsplit=first)[-1]), match.end(), known))
                break
    return found


def _by_counties(text: str) -> Iterator[tuple[Unit, float]]:
    named: Counter[tuple[County, ...]] = Counter(known for _, _, known in counties_named(text))
    for known, count in sorted(named.items(), key=lambda item: item[0][0].id):
        for county in known:
            yield (county.country, county.admin1), _COUNTY_NAMED * math.log2(1 + count) * _evidence(1.0 / len(known))


# --- towns -------------------------------------------------------------------------------------------------------------


def _whose(text: str, atlas: Atlas) -> Iterator[Span]:
    """Yield the towns whose police or people a report speaks of."""
    for match in _WHOSE.finditer(text):
        parts = match["name"].split(" ")
        for first in range(len(parts)):
            name = " ".join(parts[first:])
            start = match.end("name") - len(name)
            if any(one.kind is PlaceKind.TOWN and one.own for one in atlas.candidates(name)) and not atlas.is_demonym(
                name
            ):
                yield Span(start, start + len(name), name)
                break


def _named(text: str, spotted: Sequence[PlaceMention], lines: Sequence[Span], atlas: Atlas) -> Iterator[_Named]:
    spans: dict[str, list[Span]] = {}
    mentions = [
        Span(one.core_start, one.core_end, text[one.core_start : one.core_end])
        for one in spotted
        if one.kind is not PlaceKind.FACILITY and not NAMES_ANOTHER_THING.match(text, one.core_end)
    ]
    starts = {span.start for span in mentions}
    for span in (*lines, *_whose(text, atlas)):
        if span.start not in starts:
            mentions.append(span)
            starts.add(span.start)
    for span in sorted(mentions):
        spans.setdefault(span.text.casefold(), []).append(span)
    for told in spans.values():
        features = atlas.candidates(told[0].text)
        towns = tuple(one for one in features if one.kind is PlaceKind.TOWN)
        if not towns or any(one.kind is PlaceKind.COUNTRY for one in features):
            continue
        in_line = any(span.start == line.start for span in told for line in lines)
        if in_line or _is_name_of_place(text, told, towns):
            lead = next((span for span in told if any(span.start == line.start for line in lines)), told[0])
            here = [span for span in told if not _ELSEWHERE_BEFORE.search(text[max(0, span.start - 60) : span.start])]
            located = any(_LOCATED_BEFORE.search(text[max(0, span.start - 24) : span.start]) for span in here)
            heads = told[0].end <= max(text.find("\n"), 0)
            yield _Named(lead, len(here), told[0].start < _OPENING, heads, located, towns)


#: A town that bears the name only beside another of its own must be so large to be meant.
_KNOWN_BY_OTHER_NAME = 50_000
_LONGEST_INITIALS = 4
#: Where somebody lives or was taken to is not where it happened.
_ELSEWHERE_BEFORE = re.compile(
    r"(?:\b\d{1,3},? of |, of |\b(?:man|woman|resident|native) (?:of|from) |\b(?:hospital|center|clinic)s? in |\b(?:lives?|lived|jail) in "
    r"|\b(?:taken|airlifted|flown|transported|rushed|brought|moved) (?:by \w+ )?to (?:an? |the )?(?:\w+ )?(?:(?:hospital|center)s? in )?)$"
)
_WORD_BEFORE = re.compile(r"(?P<word>[A-Z][a-z]+\.?) $")
_LOCATED_BEFORE = re.compile(
    r"\b(?:in|near|at|of|from|around|to|outside|downtown) (?:the )?(?:(?:city|town) of )?$", re.IGNORECASE
)
_NO_FIRST_NAMES = frozenset(
    (
        *words.DIRECTIONS,
        *words.MODIFIERS,
        *words.NAME_OPENERS,
        *words.LOCATIVES,
        *words.HEADS,
        *words.FACILITY_WORDS,
        *words.SIDE_HEADS,
        *words.BODY_WORDS,
        "the",
        "greater",
        "metro",
    )
)


def _is_name_of_place(text: str, told: Sequence[Span], towns: Sequence[Feature]) -> bool:
    """Tell whether a word is meant as a place: not as the name of somebody, initials or a common word with a capital."""
    word = told[0].text
    if word.isupper() and len(word) <= _LONGEST_INITIALS:
        return False
    if not any(one.own or one.population >= _KNOWN_BY_OTHER_NAME for one in towns):
        return False
    if any(_LOCATED_BEFORE.search(text[max(0, span.start - 24) : span.start]) for span in told):
        return True
    if " " not in word and re.search(rf"(?<![\w-]){re.escape(word.lower())}(?![\w-])", text):
        return False
    return not any(_is_surname(text, match) for match in re.finditer(rf"\b{re.escape(word)}\b", text))


def _people(text: str, spotted: Sequence[PlaceMention]) -> frozenset[str]:
    """Return the spotted words that stand behind a first name or a title and nowhere behind "in"."""
    told: dict[str, list[Span]] = {}
    for one in spotted:
        word = text[one.core_start : one.core_end]
        if " " not in word:
            told.setdefault(word, []).append(Span(one.core_start, one.core_end, word))
    return frozenset(
        word.casefold()
        for word, spans in told.items()
        if not any(_LOCATED_BEFORE.search(text[max(0, span.start - 24) : span.start]) for span in spans)
        and any(_is_surname(text, match) for match in re.finditer(rf"\b{re.escape(word)}\b", text))
    )


#: So large a part of a headline's long words is capitalised where all are: a capital says nothing there.
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_TITLE_CASE = 0.8
_LEAST_WORDS = 3


def _in_title_case(text: str, at: int) -> bool:
    """Tell whether nearly all words of a line are capitalised."""
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    long = _LONG_WORD.findall(line)
    return len(long) >= _LEAST_WORDS and sum(word[0].isupper() for word in long) >= _TITLE_CASE * len(long)


def _is_surname(text: str, match: re.Match[str]) -> bool:
    """Tell whether a capitalised word that builds no place stands before: "Maria Davis", "Officer Jackson"."""
    if _in_title_case(text, match.start()) or _COUNTY_AFTER.match(text, match.end()):
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if before is None or fold(before["word"]) in _NO_FIRST_NAMES:
        return False
    opens = text[max(0, before.start() - 2) : before.start()]
    return not (opens == "" or opens.endswith("\n") or opens[:1] in '.!?\u201d"')


def _votes(towns: Sequence[Feature]) -> dict[Unit, float]:
    """Return how likely a name means a town of each unit, all else unknown."""
    weights: dict[Unit, float] = {}
    for town in towns:
        weight = (town.population + _LEAST_PEOPLE) ** _POPULATION_POWER * (1.0 if town.own else _OTHER_NAME)
        unit = town.country, town.admin1
        weights[unit] = max(weights.get(unit, 0.0), weight)
    total = sum(weights.values())
    return {unit: weight / total for unit, weight in weights.items()}


def _ranked(names: Sequence[_Named], units: Mapping[Unit, float], lines: set[int]) -> tuple[Span, ...]:
    """Return the towns named, the likeliest scene first."""

    def weight(name: _Named) -> float:
        share = max(units.get((town.country, town.admin1), 0.0) for town in name.towns)
        worth = math.log2(1 + name.count) * (_OPENING_WEIGHT if name.opens else 1.0)
        worth += _HEADLINE_WEIGHT if name.heads else 0.0
        return share * (worth + (_DATELINE_WEIGHT if name.span.start in lines else 0.0))

    told = [name for name in names if name.opens or name.count > 1 or name.located or name.span.start in lines]
    return tuple(name.span for name in sorted(told, key=lambda name: (-weight(name), name.span.start)))
