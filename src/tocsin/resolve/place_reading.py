"""Reading a place expression: what sets the place off from the name in it, and what kind of thing the words ask for.

"20 km north of Dallas" is 20 km on the bearing 0 from the name; "Seno province" asks for a first-level unit; "the
western side of" a field pulls its point west.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tocsin.lexicon.folding import fold
from tocsin.resolve import place_words as words
from tocsin.resolve.geo import compass_bearing


class Relation(StrEnum):
    """How a place lies to the name that it is told by."""

    AT = "at"
    NEAR = "near"
    COMPASS = "compass"
    DISTANCE = "distance"
    PART = "part"
    OFF_COAST = "off the coast"
    WATER_OR_AIR = "water or air"
    BORDER = "border"
    BETWEEN = "between"


class Wanted(StrEnum):
    """What kind of feature the words around a name ask for."""

    ANY = "any"
    SITE = "site"
    PROVINCE = "province"
    DISTRICT = "district"
    COUNTY = "county"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class Reading:
    """How to come from the name to the place: ``words`` as the report has them, ``km`` and ``bearing`` where said."""

    relation: Relation = Relation.AT
    words: str | None = None
    km: float | None = None
    bearing: float | None = None


_COMPASS = r"(?:north|south|east|west)(?:ern)?(?:[- ]?(?:north|south|east|west)(?:ern)?)?(?:[- ]?(?:north|south|east|west)(?:ern)?)?"
_THE = r"(?: the)?(?: (?:town|city|village|capital|port|camp|port city)(?: of)?)?(?: the)?"
_NUMBER = (
    r"(?P<km>\d[\d.,]*|a few|several|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|a hundred)"
)
_DISTANCE = rf"(?:(?:about|around|some|roughly|nearly|approximately|almost|just|over) )?{_NUMBER}[- ]?(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s)(?: \([^)]*\))?"
_WORDED = {
    "a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0,
    "nine": 9.0, "ten": 10.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "forty": 40.0,
    "fifty": 50.0, "sixty": 60.0, "a hundred": 100.0, "a few": 3.0, "several": 5.0,
}  # fmt: skip
_KM_PER_MILE = 1.609344
_KM_PER_METRE = 0.001

# Each is matched at the end of the words that stand before a name; the first that answers is taken.
_BEFORE: tuple[tuple[Relation, re.Pattern[str]], ...] = tuple(
    (relation, re.compile(rf"\b(?:{pattern}){_THE} ?$"))
    for relation, pattern in (
        (Relation.COMPASS, rf"{_DISTANCE}(?: to the)? (?P<bearing>{_COMPASS}) (?:of|from)"),
        (Relation.COMPASS, rf"{_DISTANCE} (?:outside|from|off|away from)"),
        (Relation.OFF_COAST, rf"off(?: the)?(?: (?P<bearing>{_COMPASS}))?(?: (?:coast|shores?)(?: of)?)?"),
        (Relation.WATER_OR_AIR, r"(?:coasts?|waters|airspace|territorial waters) (?:of|off)"),
        (Relation.PART, rf"(?P<bearing>{_COMPASS}) (?:side|part|edge|end|half|bank|sector|corner|tip|section|outskirts|suburbs?|entrance|coast|shore)s? of"),
        (Relation.COMPASS, rf"(?:to the )?(?:just )?(?P<bearing>{_COMPASS}) (?:of|from)"),
        (Relation.NEAR, r"(?:an? )?(?:rural )?(?:areas? |countryside )?(?:near|outside|close to|around|just outside|next to|nearby|not far from|beside|adjacent to|in the vicinity of|beyond|bordering|approaching)"),
        (Relation.NEAR, r"(?:outskirts|suburbs?|vicinity|edge|periphery|countryside|surroundings) of"),
        (Relation.PART, rf"(?P<bearing>{_COMPASS})"),
        (Relation.BETWEEN, r"between"),
    )
)  # fmt: skip
#: Second-level units that are seldom named after a town in them: no town stands for one.
_COUNTIES = frozenset({"county", "counties", "parish", "township", "borough"})
_WATER_AFTER = re.compile(r"^(?:'s)? (?:airspace|(?:territorial )?waters|coast)\b")
_BORDER_AFTER = re.compile(r"^(?:'s)?[ -](?:border|frontier)\b")
_BORDER_BEFORE = re.compile(r"\b(?:border|frontier) (?:of|with|between|to|into)(?: the)? $")
_RIM_AFTER = re.compile(r"^(?:'s)? (?:outskirts|countryside|suburbs?)\b")
_NEXT_WORD = re.compile(r"^((?: [\w-]+){1,4})")
#: The noun of "province of" at the end of the words before a name.
HEAD_BEFORE = re.compile(r"\b([\w-]+) of(?: the)? $")


def read_relation(before: str, after: str) -> Reading:
    """Read the words before a name (of its expression, or of its sentence) and those after it."""
    folded, tail = fold(before), fold(after)
    if _BORDER_AFTER.match(tail) or _BORDER_BEFORE.search(folded):
        return Reading(Relation.BORDER, "border")
    for relation, pattern in _BEFORE:
        match = pattern.search(folded)
        if match is not None:
            return _reading(relation, match, before)
    if _WATER_AFTER.match(tail):
        return Reading(Relation.WATER_OR_AIR, after.strip())
    if _RIM_AFTER.match(tail):
        return Reading(Relation.NEAR, after.strip())
    return Reading()


def _reading(relation: Relation, match: re.Match[str], before: str) -> Reading:
    found = match.groupdict()
    bearing = compass_bearing(found["bearing"]) if found.get("bearing") else None
    km = _kilometres(found["km"], found["unit"]) if found.get("km") else None
    if relation is Relation.COMPASS and bearing is None:
        relation = Relation.DISTANCE
    return Reading(relation, before[match.start() :].strip(), km, bearing)


def _kilometres(number: str, unit: str) -> float | None:
    try:
        value = _WORDED[number] if number in _WORDED else float(number.rstrip(".,").replace(",", ""))
    except ValueError:
        return None
    if unit.startswith("mi"):
        return value * _KM_PER_MILE
    return value * _KM_PER_METRE if unit.startswith("met") else value


def read_wanted(before: str, after: str) -> Wanted:
    """Read what kind of thing the words directly around a name ask for."""
    following = _NEXT_WORD.match(fold(after))
    for word in following[1].split() if following else ():
        if word in words.SITE_WORDS or word in words.FACILITY_WORDS:
            return Wanted.SITE
        if word in words.FACILITY_MIDDLES:
            continue
        return _unit(word)
    head = HEAD_BEFORE.search(fold(before))
    return _unit(head[1]) if head else Wanted.ANY


def _unit(word: str) -> Wanted:
    if word in words.PROVINCE_WORDS:
        return Wanted.PROVINCE
    if word in _COUNTIES:
        return Wanted.COUNTY
    if word in words.DISTRICT_WORDS:
        return Wanted.DISTRICT
    return Wanted.TOWN if word in words.TOWN_WORDS - {"capital"} else Wanted.ANY
