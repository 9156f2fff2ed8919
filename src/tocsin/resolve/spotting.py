"""Spotting of place expressions in running text: listed names, towns of the gazetteer, and what stands around them.

A name is found first (the core); then the words before and after it that belong to the place are taken in ("the
western side of the Omar oil field", "Irbil airport"); then it is judged by its surroundings whether a place is meant
(no person after a title, no body, no adjective). Only capitalised words are ever looked up in the gazetteer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tocsin.lexicon.folding import name_key
from tocsin.lexicon.loader import load
from tocsin.resolve.atlas import Atlas
from tocsin.resolve.gazetteer import Town
from tocsin.resolve.place_words import (
    ADJECTIVE_NOUNS,
    AREA_WORDS,
    BODY_WORDS,
    COMPASS,
    DIRECTIONS,
    DISTRICT_WORDS,
    FACILITY_MIDDLES,
    FACILITY_WORDS,
    HEADS,
    HOLDINGS,
    LOCATIVES,
    MODIFIERS,
    NATURE_WORDS,
    NEAR_WORDS,
    PARTICLES,
    PROVINCE_WORDS,
    QUARTER_WORDS,
    SPEECH_VERBS,
    STRONG_LOCATIVES,
    TAKING_VERBS,
    TITLES,
    TOWN_WORDS,
    PlaceKind,
)

# Towns whose name stands free (no "in", no "near" before it) must be this populous to be taken for a place.
# Calibrated on newswire toponyms: lower adds surnames and companies faster than places.
_FREE_STANDING_POPULATION = 30_000
_FREE_STANDING_OTHER_NAME = 100_000
_LONGEST_NAME = 6  # words
_LONGEST_UNLISTED = 4
_ACRONYM = 5  # letters; an all-capital word up to this long is no town's name
_TITLE_CASE_SHARE = 0.7
_TITLE_CASE_WORDS = 4

_WORD = re.compile(r"(?:St|Ste|Ft|Mt)\.(?= [A-Z])|\w+(?:[.](?=\w)\w+|['\u2019\u02bc\u2018](?!s\b)\w+|-\w+)*|[^\w\s]")
_HYPHENATED = re.compile(r"(?<!^Al)-[a-z]")
_LOWER_PARTICLE = re.compile(r"[a-z]{2,3}-[A-Z]")
_NUMBER_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "hundred",
    ]
)
_UNITS = frozenset(
    [
        "km",
        "kms",
        "kilometre",
        "kilometres",
        "kilometer",
        "kilometers",
        "mile",
        "miles",
        "metre",
        "metres",
        "meter",
        "meters",
        "m",
    ]
)
_ABOUT = frozenset(["about", "some", "around", "roughly", "approximately", "nearly", "almost"])
_DETERMINERS = frozenset({"the", "a", "an", "its", "their"})
_DESIGNATORS = PROVINCE_WORDS | DISTRICT_WORDS | TOWN_WORDS | QUARTER_WORDS | NATURE_WORDS | FACILITY_WORDS | AREA_WORDS
# Designators that name a body as often as a place: on their own they do not make a place of an unknown name.
_WEAK_DESIGNATORS = frozenset(
    [
        "state",
        "states",
        "agency",
        "department",
        "division",
        "republic",
        "front",
        "field",
        "mine",
        "sector",
        "area",
        "areas",
        "region",
        "centre",
        "center",
        "site",
        "community",
        "building",
        "post",
        "parliament",
        "facility",
        "headquarters",
        "capital",
        "circle",
        "city",
        "line",
    ]
)
# What is left of a name once its parts are taken off is no town ("Central Bank", "Liberation Front").
_NEVER_ALONE = _DESIGNATORS | BODY_WORDS | HEADS

_NAME = r"[A-Z][\w.\u2019'-]*(?: (?:(?:and|of|the) )?[A-Z][\w.'-]*){0,3}"
_BORDER = re.compile(
    r"(?P<near>(?:near|along|off|outside|at) (?:the )?)?(?P<core>(?:(?:north|south|east|west)\w* )?"
    rf"(?:(?:[A-Z][\w.]+(?:[-\u2013/][A-Z][\w.]+)?(?:['\u2019]s)? )?(?:border|frontier)(?: (?:area|areas|region|line))?"
    rf" (?:between (?:the )?{_NAME}? ?(?:\w+ )?and (?:the )?[A-Z][\w.-]*(?: [A-Z][\w.-]*)?"
    rf"|(?:with|of) (?:the )?(?:neighbou?ring )?[A-Z][\w.-]*(?: [A-Z][\w.-]*)?)"
    r"|[A-Z][\w.]+(?:[-\u2013/][A-Z][\w.]+)? (?:border|frontier)(?: (?:area|areas|region|line|crossing))?))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place expression in a text.

    ``start`` to ``end`` is the whole expression ("near the town of Shkin"), ``core_start`` to ``core_end`` the name in
    it ("Shkin"). ``lead`` is the preposition that leads in, small letters ("" where there is none); in "Mandalay,
    Yangon" the second has the lead of the first. ``relation`` are the words that move the place off the name. The kind
    is ``UNLISTED`` where only the surroundings say that it is a place.
    """

    start: int
    end: int
    kind: PlaceKind
    core_start: int
    core_end: int
    lead: str = ""
    relation: str = ""

    @property
    def locates(self) -> bool:
        """Whether a preposition says that something is there."""
        return self.lead in LOCATIVES


class Words:
    """The words of a text with their offsets, and what is asked of them over and over."""

    __slots__ = ("capital", "ends", "lows", "starts", "text", "titled", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        self.lows = [word.lower() for word in self.words]
        self.capital = [
            word[0].isupper() or (word[0].islower() and _LOWER_PARTICLE.match(word) is not None) for word in self.words
        ]
        alphabetic = sum(1 for word in self.words if word[0].isalpha())
        self.titled = alphabetic >= _TITLE_CASE_WORDS and sum(self.capital) >= _TITLE_CASE_SHARE * alphabetic

    def __len__(self) -> int:
        return len(self.words)

    def touching(self, index: int) -> bool:
        """Tell whether word ``index`` and the next stand with nothing but a space between them."""
        if not 0 <= index < len(self.words) - 1:
            return False
        gap = self.text[self.ends[index] : self.starts[index + 1]]
        return gap in {" ", "\u00a0"}

    def low(self, index: int) -> str:
        """Return word ``index`` in small letters, "" outside the text."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def joined(self, first: int, end: int) -> str:
        """Return the text from word ``first`` up to word ``end``."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def span_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the words that the characters ``start`` to ``end`` touch, as (first, end)."""
        first = bisect_left(self.ends, start + 1)
        return first, max(first + 1, bisect_left(self.starts, end))


def _modifies(low: str) -> bool:
    """Tell whether a word says which part of a place, or who holds it ("north-eastern", "rebel-held")."""
    if low in DIRECTIONS or low in MODIFIERS:
        return True
    before, hyphen, last = low.rpartition("-")
    return bool(hyphen) and (last in HOLDINGS or before + last in DIRECTIONS)


@dataclass(frozen=True, slots=True)
class _Core:
    """A name, as words: ``first`` to ``end``; ``towns`` where it is the gazetteer's."""

    first: int
    end: int
    kind: PlaceKind
    towns: tuple[Town, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an expression goes around a core, as words; ``lead`` the preposition before it."""

    first: int
    end: int
    lead: str = ""
    relation: str = ""
    head: str = ""
    designator: str = ""


@cache
def stop_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that are no town's name on their own, and of these the names of people."""
    people: set[str] = set()
    every: set[str] = set()
    for entry in load("place_stopwords"):
        every.update(entry.forms)
        if entry.id in {"given-names", "surnames-in-the-news"}:
            people.update(entry.forms)
    return frozenset(every), frozenset(people)


@cache
def sentence_openers() -> frozenset[str]:
    """Return the small words that are capitalised only where a sentence begins."""
    return frozenset(
        form for entry in load("place_stopwords") if entry.id == "sentence-openers" for form in entry.forms
    )


class Spotter:
    """Finds place expressions. Built once over an atlas; keeps nothing of a text."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._stop, self._people = stop_words()
        self._openers = sentence_openers()

    def spot(self, text: str) -> list[PlaceMention]:
        """Return the place expressions of ``text`` in order, none overlapping another."""
        words = Words(text)
        borders = list(self._borders(text)) if "border" in text or "frontier" in text else []
        mentions: list[PlaceMention] = []
        for mention in self._mentions(words):
            if any(mention.start < border.end and border.start < mention.end for border in borders):
                continue
            reached = mentions[-1].end if mentions else 0
            if mention.core_start >= reached:
                # "Sukma district of Chhattisgarh": the district is the first name's, and the second stands alone.
                mentions.append(mention if mention.start >= reached else replace(mention, start=mention.core_start))
        return sorted([*mentions, *borders], key=lambda mention: mention.start) if borders else mentions

    # -- names ----------------------------------------------------------------------------------------------------

    def _mentions(self, words: Words) -> Iterator[PlaceMention]:
        previous: PlaceMention | None = None
        for core in self._cores(words):
            reach = grow(words, core.first, core.end)
            chained = _chain(words, reach, previous)
            if not reach.lead and chained:
                reach = replace(reach, lead=chained)
            kind = self._judge(words, core, reach)
            if kind is None:
                continue
            previous = _mention(words, core, reach, kind)
            yield previous

    def _cores(self, words: Words) -> list[_Core]:
        listed = self._listed(words)
        taken = {index for core in listed for index in range(core.first, core.end)}
        return sorted(
            [*listed, *self._runs(words, taken), *self._of_adjectives(words)], key=lambda core: (core.first, -core.end)
        )

    def _of_adjectives(self, words: Words) -> Iterator[_Core]:
        """Yield "Turkish airspace", "Australian embassy": an adjective makes a place of a few nouns."""
        for index, low in enumerate(words.lows[1:]):
            if low in ADJECTIVE_NOUNS and words.touching(index) and self._adjective(words.lows[index]):
                kind = PlaceKind.FACILITY if low in FACILITY_WORDS else PlaceKind.COUNTRY
                yield _Core(index, index + 2, kind)

    def _listed(self, words: Words) -> list[_Core]:
        found: list[_Core] = []
        for match in self._atlas.find(words.text):
            first, end = words.span_of(match.start, match.end)
            if match.payload and not self._inside_name(words, first, end, match.payload[0].kind):
                found.append(_Core(first, end, match.payload[0].kind))
        return found

    def _inside_name(self, words: Words, first: int, end: int, kind: PlaceKind) -> bool:
        """Tell whether the words are part of a longer name ("Texas Rangers", "Michael Jordan")."""
        if words.titled or kind is PlaceKind.SITE:
            return False
        if end < len(words) and words.capital[end] and words.touching(end - 1):
            low = words.low(end)
            if low not in _DESIGNATORS and low not in FACILITY_MIDDLES and low not in self._openers:
                return True
        before = first - 1
        if before < 0 or not words.capital[before] or not words.touching(before):
            return False
        low = words.low(before)
        known = low in self._openers or _modifies(low) or low in HEADS or self._adjective(low)
        return not known and (low in self._people or low in TITLES or end - first == 1)

    def _adjective(self, low: str) -> bool:
        return self._atlas.is_demonym(low)

    def _runs(self, words: Words, taken: set[int]) -> Iterator[_Core]:
        index = 0
        while index < len(words):
            if not words.capital[index] or index in taken:
                index += 1
                continue
            end = index + 1
            while end < len(words) and words.capital[end] and end not in taken and words.touching(end - 1):
                end += 1
            core, index = self._named(words, index, end, taken)
            if core is not None:
                yield core

    def _named(self, words: Words, first: int, end: int, taken: set[int]) -> tuple[_Core | None, int]:
        """Return the core that a run of capitalised words holds, and the word to go on from."""
        while first < end and (words.lows[first] in self._openers or self._adjective(words.lows[first])):
            first += 1
        if first == end:
            return None, end
        longer = self._with_particles(words, first, end, taken)
        if longer is not None:
            return longer, longer.end
        if end in taken or (first - 1) in taken:
            # What is left of a name that a listed place stands in: "Irbil Governorate" is that place's own word.
            touches = (end in taken and words.touching(end - 1)) or ((first - 1) in taken and words.touching(first - 1))
            if touches and (words.lows[first] in _DESIGNATORS or _modifies(words.lows[first])):
                return None, end
        start = first
        stop = self._without_designators(words, first, end)
        for here in (start, self._after_modifiers(words, start, stop)):
            for there in dict.fromkeys((end, stop)):
                towns = self._towns(words, here, there)
                if towns:
                    return _Core(here, there, PlaceKind.TOWN, towns), end
        here = self._after_modifiers(words, start, stop)
        return _Core(here, stop, PlaceKind.UNLISTED), end

    def _with_particles(self, words: Words, first: int, end: int, taken: set[int]) -> _Core | None:
        """Return the town whose name goes on past a small word ("Rio de Janeiro"), if there is one."""
        stop = end
        while stop + 1 < len(words) and stop - first < _LONGEST_NAME and words.lows[stop] in PARTICLES:
            if not words.touching(stop - 1) or not words.touching(stop):
                break
            after = stop + 1
            if words.lows[after] in PARTICLES and after + 1 < len(words) and words.touching(after):
                after += 1
            if not words.capital[after] or after in taken:
                break
            stop = after + 1
            while stop < len(words) and words.capital[stop] and words.touching(stop - 1) and stop not in taken:
                stop += 1
            towns = self._towns(words, first, stop)
            if towns:
                return _Core(first, stop, PlaceKind.TOWN, towns)
        return None

    def _towns(self, words: Words, first: int, end: int) -> tuple[Town, ...]:
        if not 0 < end - first <= _LONGEST_NAME:
            return ()
        low = words.lows[first]
        if end - first == 1 and (low in _NEVER_ALONE or (low in self._stop and low not in self._people)):
            return ()
        key = name_key(words.joined(first, end))
        if end - first > 1 and (key in self._stop or words.lows[end - 1] in BODY_WORDS):
            return ()
        return self._atlas.gazetteer.look_up_key(key)

    def _without_designators(self, words: Words, first: int, end: int) -> int:
        stop = end
        while stop - 1 > first and words.lows[stop - 1] in _DESIGNATORS:
            stop -= 1
            while stop - 1 > first and words.lows[stop - 1] in FACILITY_MIDDLES:
                stop -= 1
        return stop

    def _after_modifiers(self, words: Words, first: int, end: int) -> int:
        while first < end - 1 and _modifies(words.lows[first]):
            first += 1
        return first

    # -- judging ----------------------------------------------------------------------------------------------------

    def _judge(self, words: Words, core: _Core, reach: Reach) -> PlaceKind | None:
        if core.kind is PlaceKind.COUNTRY or core.kind is PlaceKind.ADMIN1:
            return self._judge_area(words, core, reach)
        if core.kind is not PlaceKind.TOWN and core.kind is not PlaceKind.UNLISTED:
            return core.kind
        if self._person(words, core, reach):
            return None
        if core.kind is PlaceKind.TOWN:
            return self._judge_town(words, core, reach)
        return self._judge_unlisted(words, core, reach)

    def _judge_area(self, words: Words, core: _Core, reach: Reach) -> PlaceKind | None:
        name = words.joined(core.first, core.end)
        # "US troops": an abbreviation before a noun is an adjective, unless something is said to be in it.
        if words.low(core.end - 1) in ADJECTIVE_NOUNS:
            return core.kind
        short = name.replace(".", "").isupper() and len(name) <= _ACRONYM
        followed = words.touching(core.end - 1) and words.low(core.end) not in self._openers
        facility = reach.designator in FACILITY_WORDS
        if short and (facility or ((followed or not reach.lead) and reach.end == core.end)):
            return None
        if core.kind is PlaceKind.ADMIN1 and self._person(words, core, reach):
            return None
        return PlaceKind.FACILITY if facility else core.kind

    def _judge_town(self, words: Words, core: _Core, reach: Reach) -> PlaceKind | None:
        name = words.joined(core.first, core.end)
        if len(name) <= _ACRONYM and name.isupper() and not words.titled:
            return None
        kind = PlaceKind.FACILITY if reach.designator in FACILITY_WORDS else PlaceKind.TOWN
        located = reach.lead in LOCATIVES or bool(reach.head) or bool(reach.relation)
        if core.end - core.first == 1 and words.lows[core.first] in self._people:
            return kind if reach.lead in STRONG_LOCATIVES and reach.lead != "across" else None
        if located or reach.designator:
            return kind
        biggest = core.towns[0]
        least = _FREE_STANDING_POPULATION if biggest.own else _FREE_STANDING_OTHER_NAME
        return kind if biggest.population >= least and words.low(core.end) not in SPEECH_VERBS else None

    def _judge_unlisted(self, words: Words, core: _Core, reach: Reach) -> PlaceKind | None:
        lows = words.lows[core.first : core.end]
        if len(lows) > _LONGEST_UNLISTED or any(low in self._stop for low in lows if low not in self._people):
            return None
        if lows[-1] in BODY_WORDS or lows[0].isdigit() or _modifies(lows[-1]) or any(len(low) == 1 for low in lows):
            return None
        if reach.designator and reach.designator not in _WEAK_DESIGNATORS:
            return PlaceKind.FACILITY if reach.designator in FACILITY_WORDS else PlaceKind.UNLISTED
        if reach.head and reach.head not in _WEAK_DESIGNATORS:
            return PlaceKind.UNLISTED
        return PlaceKind.UNLISTED if self._placelike(words, core, reach) else None

    def _placelike(self, words: Words, core: _Core, reach: Reach) -> bool:
        """Tell whether a name that nobody lists stands where only a place would ("in Damdamle")."""
        if words.titled or not (
            reach.lead in STRONG_LOCATIVES or words.low(reach.first - 1) in TAKING_VERBS or _is_called_town(words, core)
        ):
            return False
        name = words.joined(core.first, core.end)
        if name.isupper() or any(char.isdigit() for char in name) or _HYPHENATED.search(name):
            return False
        low = words.low(core.end)
        after = words.touching(core.end - 1) and low not in self._openers and low not in LOCATIVES
        return not after and words.lows[core.first] not in self._people

    def _person(self, words: Words, core: _Core, reach: Reach) -> bool:
        if reach.head or reach.designator:
            return False
        before = words.low(core.first - 1) or ""
        if before == "." and core.first >= 2:  # noqa: PLR2004 - the word before the full stop of "Gen."
            before = words.low(core.first - 2) if words.ends[core.first - 2] == words.starts[core.first - 1] else ""
        if before in TITLES and words.text[words.ends[core.first - 1] : words.starts[core.first]] == " ":
            return True
        if words.lows[core.first] in self._people and core.end - core.first > 1:
            return reach.lead not in STRONG_LOCATIVES
        return core.kind is PlaceKind.UNLISTED and words.low(core.end) in SPEECH_VERBS

    # -- borders ----------------------------------------------------------------------------------------------------

    def _borders(self, text: str) -> Iterator[PlaceMention]:
        for match in _BORDER.finditer(text):
            start, end = match.span("core")
            start += self._opener_length(text[start:end])
            if not self._atlas.find_peoples(text[start:end]):
                continue
            relation = (match["near"] or "").removesuffix("the ").strip()
            outer = match.start() if relation and relation != "at" else start
            yield PlaceMention(outer, end, PlaceKind.BORDER, start, end, _lead_before(text, outer), relation)

    def _opener_length(self, words: str) -> int:
        first, _, rest = words.partition(" ")
        return len(first) + 1 if rest and first.lower() in self._openers else 0


def _is_called_town(words: Words, core: _Core) -> bool:
    """Tell whether the text says what it is right after ("Moqokori, a town in")."""
    at = core.end
    if words.low(at) != "," or words.low(at + 1) not in {"a", "the"}:
        return False
    return any(words.low(index) in TOWN_WORDS or words.low(index) in DISTRICT_WORDS for index in (at + 2, at + 3))


def _lead_before(text: str, at: int) -> str:
    words = [word for word in text[max(0, at - 40) : at].lower().split() if word not in _DETERMINERS]
    return words[-1] if words and words[-1] in LOCATIVES else ""


def _mention(words: Words, core: _Core, reach: Reach, kind: PlaceKind) -> PlaceMention:
    return PlaceMention(
        start=words.starts[reach.first],
        end=words.ends[reach.end - 1],
        kind=kind,
        core_start=words.starts[core.first],
        core_end=words.ends[core.end - 1],
        lead=reach.lead,
        relation=reach.relation,
    )


def _chain(words: Words, reach: Reach, previous: PlaceMention | None) -> str:
    """Return the lead that a place takes over from the one before it in a list ("in Mandalay, Yangon and Pyay")."""
    if previous is None or reach.first == 0:
        return ""
    between = words.text[previous.end : words.starts[reach.first]].strip()
    return (
        previous.lead if between in {",", ", and", "and", ", or", "or", "in", ", in", "(", "/", "-", "and the"} else ""
    )


# -- growing ----------------------------------------------------------------------------------------------------------


def grow(words: Words, first: int, end: int) -> Reach:
    """Return how far the place expression around the name ``first`` to ``end`` (words) goes."""
    stop, designator = grow_right(words, first, end)
    return _Leftward(words, first).reach(stop, designator)


def grow_right(words: Words, first: int, end: int) -> tuple[int, str]:
    """Return the end with the words after the name that say what it is, and the last of these ("" if none)."""
    at = _after_possessive(words, end)
    if at > end and words.low(at) not in FACILITY_MIDDLES and words.low(at) not in FACILITY_WORDS:
        return end, ""
    while (at > end or words.touching(at - 1)) and at - end < _LONGEST_UNLISTED:
        low = words.low(at)
        if low in _DESIGNATORS:
            if words.low(at + 1) == "of" and (low in TOWN_WORDS or low == "state"):
                break
            beyond = at + 1
            if words.touching(at) and words.low(beyond) in _DESIGNATORS and words.low(beyond) in FACILITY_WORDS:
                return beyond + 1, words.low(beyond)
            return beyond, low
        if low not in FACILITY_MIDDLES and not (words.capital[at] and low in FACILITY_MIDDLES):
            break
        at += 1
    last = words.low(end - 1)
    return end, last if end - first > 1 and last in _DESIGNATORS else ""


def _after_possessive(words: Words, end: int) -> int:
    """Return the word after "'s" where a name has one, else ``end``."""
    quote = end < len(words) and words.words[end] in {"'", "\u2019"} and words.starts[end] == words.ends[end - 1]
    return end + 2 if quote and words.low(end + 1) == "s" and words.touching(end + 1) else end


class _Leftward:
    """Takes in the words before a name, from the name backwards."""

    def __init__(self, words: Words, first: int) -> None:
        self._words = words
        self._first = first
        self._at = first - 1
        self._head = ""
        self._lead = ""
        self._relation: list[str] = []

    def reach(self, end: int, designator: str) -> Reach:
        while self._at >= 0 and self._step():
            pass
        at = self._skip_determiner(self._at)
        low = self._words.low(at)
        lead = low if low in LOCATIVES and self._joined_to(at, self._first) else self._lead
        lead = lead or ("of" if self._head else "")
        return Reach(self._first, end, lead, " ".join(reversed(self._relation)), self._head, designator)

    def _joined_to(self, at: int, first: int) -> bool:
        return at >= 0 and all(self._words.touching(index) for index in range(at, first))

    def _skip_determiner(self, at: int) -> int:
        return at - 1 if self._words.low(at) in _DETERMINERS else at

    def _step(self) -> bool:
        """Take in the next words to the left if they belong to the place."""
        return self._modifier() or self._of_head() or self._near() or self._distance()

    def _take(self, first: int) -> bool:
        self._first = first
        self._at = first - 1
        return True

    def _modifier(self) -> bool:
        words, at = self._words, self._at
        if not words.touching(at):
            return False
        low = words.low(at)
        if _modifies(low):
            return self._take(at)
        if low in {"and", "or"} and words.low(at - 1) in DIRECTIONS and words.low(at + 1) in DIRECTIONS:
            return self._take(at - 1)
        return low in TOWN_WORDS and not words.capital[at] and words.low(at - 1) in _DETERMINERS and self._take(at)

    def _of_head(self) -> bool:
        words, at = self._words, self._skip_determiner(self._at)
        if words.low(at) != "of" or not self._joined_to(at, self._first):
            return False
        head = words.low(at - 1)
        if not words.touching(at - 1) or (head not in HEADS and head.replace("-", "") not in COMPASS):
            return False
        if words.capital[at - 1] and head in {"state", "states", "bank", "republic"}:
            return False
        first = self._head_start(at - 1)
        self._head = self._head or head
        if head.replace("-", "") in COMPASS or head not in TOWN_WORDS | PROVINCE_WORDS | DISTRICT_WORDS:
            self._relation.append(words.joined(first, at + 1))
        return self._take(first)

    def _head_start(self, at: int) -> int:
        """Return the first of the adjectives before a head noun ("western" of "western side")."""
        words = self._words
        while at > 0 and words.touching(at - 1):
            low = words.low(at - 1)
            if _modifies(low) or low in {"capital", "port", "city", "town", "village", "border"}:
                at -= 1
            else:
                break
        return at

    def _near(self) -> bool:
        words, at = self._words, self._skip_determiner(self._at)
        low = words.low(at)
        if low not in NEAR_WORDS or not self._joined_to(at, self._first) or self._relation[-1:] == [low]:
            return False
        self._relation.append(low)
        self._lead = low
        first = at
        if low == "around" and words.low(at - 1) == "and" and words.low(at - 2) == "in":
            return self._take(at - 2)
        # "a rural area outside the town of": the area itself belongs to the place.
        noun = at - 1
        if words.touching(noun) and words.low(noun) in HEADS and words.low(noun) not in TOWN_WORDS:
            first = self._head_start(noun)
            self._relation.append(words.joined(first, at))
            if words.low(first - 1) in {"a", "an"}:
                first -= 1
        return self._take(first)

    def _distance(self) -> bool:
        words, at = self._words, self._skip_determiner(self._at)
        if words.low(at) == "from" and self._joined_to(at, self._first):
            at -= 1
        elif not self._relation or self._at + 1 != self._first:
            return False
        else:
            at = self._at
        if at > 0 and words.low(at) == "away":
            at -= 1
        at = self._before_bracket(at)
        start = self._distance_start(at)
        if start is None:
            return False
        self._relation.append(words.joined(start, self._first))
        return self._take(start)

    def _before_bracket(self, at: int) -> int:
        """Step over the second measure of "50 kilometers (30 miles) north of"."""
        if self._words.low(at) != ")":
            return at
        return next((index - 1 for index in range(at - 1, max(0, at - 5), -1) if self._words.low(index) == "("), at)

    def _distance_start(self, unit: int) -> int | None:
        words = self._words
        if unit < 0 or not (words.touching(unit) or words.low(unit + 1) == "("):
            return None
        fused = re.fullmatch(r"\d+(?:km|mi|m)", words.low(unit))
        number = unit if fused else unit - 1
        if not fused and (words.low(unit) not in _UNITS or number < 0):
            return None
        if not fused and not (words.low(number)[0].isdigit() or words.low(number) in _NUMBER_WORDS):
            return None
        return number - 1 if number > 0 and words.low(number - 1) in _ABOUT else number
