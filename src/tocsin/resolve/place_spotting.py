"""Finding place expressions in a text as a person marks them: short, without the preposition and the article.

Listed names and names of the gazetteer make the cores; each is judged by the proper name that it stands in (a body, a
person, a people is no place) and by what stands before it; then the words that belong to a place are taken in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load
from tocsin.resolve import place_words as words
from tocsin.resolve.atlas import Atlas, Features
from tocsin.resolve.place_words import PlaceKind

#: A name of more words than this is looked up in its parts.
LONGEST_NAME = 4
#: Towns below these populations need more than their name: a locating word, or at least a place inside the sentence.
_TELLING_POPULATION = 15_000
_WEAK_POPULATION = 3_000
_OPENING_POPULATION = 100_000
_HEADLINE_POPULATION = 60_000
_HEADLINE_SHARE = 0.8
_HEADLINE_TOKENS = 5
_LONG_WORD = 4
_MOST_MIDDLES = 3
_INITIALISM = 2

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[-'\u2019\u2018\u02bc\u02bf`\u2010\u2011\u2013][^\W\d_]+)*|\d[\d,.]*")
_POSSESSIVE = ("'s", "\u2019s")
_INNER_CAPITAL = re.compile(r"^[a-z]{1,3}[-'\u2019][A-Z\u0100-\u024f]")
#: "Hamas-controlled", "Saudi-led", "Post-invasion": a compound that ends in a plain word is no name.
_COMPOUND = re.compile(r"-[a-z]{3,}$")
_ABBREVIATED = frozenset({"st", "mt", "ft", "ste"})
_HEADS_KEPT = words.PROVINCE_WORDS - {"state", "states", "region", "regions", "republic", "department"}
_OUTER_HEADS = (words.RIM_HEADS - {"suburb", "suburbs"}) | _HEADS_KEPT | words.SIDE_HEADS
_TAKING = words.TAKING_VERBS - {
    "left",
    "leave",
    "bomb",
    "raid",
    "shell",
    "reach",
    "reached",
    "enter",
    "entered",
    "enters",
}
_CAPITAL_HEADS = words.FACILITY_WORDS | words.NATURE_HEADS
_TRAILING = (
    words.PROVINCE_WORDS
    | words.DISTRICT_WORDS
    | words.QUARTER_WORDS
    | words.NATURE_WORDS
    | words.AREA_WORDS
    | frozenset({"city", "town", "village"})
) - {"agency", "division", "front", "axis"}
#: "Tula and Oryol oblasts": the plural belongs to all of them; and "Iran states" is a verb.
_PLURALS = frozenset(
    {word for word in _TRAILING if word.endswith("s")}
    - {"heights", "hills", "mountains", "islands", "marshes", "outskirts", "waters", "highlands"}
)
#: Words that build an expression around a name and are no part of the name.
_BUILDING = (
    words.DIRECTIONS
    | words.MODIFIERS
    | words.FACILITY_WORDS
    | words.FACILITY_MIDDLES
    | words.HEADS
    | _TRAILING
    | words.NAME_OPENERS
)
_BORDER_WORD = re.compile(r"[ -](?:border|frontier)(?: (?:area|region|crossing|fence|zone|town)s?)?\b")
_BORDER_OF = re.compile(r"\b(?:border|frontier) (?:between|with) (?:the )?")
_BORDER_JOIN = re.compile(r"(?:[-\u2013\u2014/]| and |, | and the )$")
_ISLAMIC_STATE = re.compile(r"Islamic State (?:of|in)(?: the)?(?: Iraq and)? $")
_PEOPLE_WATERS = re.compile(
    r" (?:coast|waters|airspace|territorial waters|mainland|territory|soil|embassy|consulate|towns|villages)\b"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place expression: its offsets as marked, those of the name inside it, and what it names."""

    start: int
    end: int
    core_start: int
    core_end: int
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Core:
    """A name inside a text, with the listed features of exactly that form; empty where only a gazetteer may know it."""

    start: int
    end: int
    first: int
    last: int
    listed: Features
    known: bool = True


@dataclass(slots=True)
class Tokens:
    """The words of a text: offsets, folded words, whether each may be part of a name, and its proper-name run."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    lows: list[str] = field(default_factory=list)
    caps: list[bool] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Take ``text`` apart."""
        tokens = cls(text)
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            if end - start > _INITIALISM and text[end - 2 : end] in _POSSESSIVE:
                end -= 2
            word = text[start:end]
            low = fold(word)
            capital = word[0].isupper() or (word[0].islower() and _INNER_CAPITAL.match(word) is not None)
            capital = capital and _COMPOUND.search(word) is None
            tokens.starts.append(start)
            tokens.ends.append(end)
            tokens.lows.append(low)
            tokens.caps.append(capital and low not in _BREAKERS)
        tokens.runs = tokens._numbered_runs()
        return tokens

    def __len__(self) -> int:
        return len(self.starts)

    def joined(self, at: int) -> bool:
        """Tell whether only one space (or the point of "St.") stands between token ``at`` and the next."""
        gap = self.text[self.ends[at] : self.starts[at + 1]]
        if gap == " ":
            return True
        if gap in ("' ", "\u2019 "):  # "Martyrs' Square"
            return self.text[self.ends[at] - 1] == "s" and self.text[self.starts[at]].isupper()
        return gap == ". " and self.lows[at] in _ABBREVIATED

    def low(self, at: int) -> str:
        """Return the folded word ``at``, "" beyond either end."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def before(self, at: int) -> str:
        """Return the folded word before ``at`` when it is joined to it by a space, else ""."""
        return self.lows[at - 1] if at > 0 and self.joined(at - 1) else ""

    def after(self, at: int) -> str:
        """Return the folded word after ``at`` when it is joined to it by a space, else ""."""
        return self.lows[at + 1] if at + 1 < len(self.lows) and self.joined(at) else ""

    def _numbered_runs(self) -> list[int]:
        # A run is a stretch of capitalised words, small name words between two of them included.
        runs, number, size = [-1] * len(self.starts), 0, len(self.starts)
        at = 0
        while at < size:
            if not self.caps[at]:
                at += 1
                continue
            end = at
            while (step := self._next_in_run(end)) is not None:
                end = step
            runs[at : end + 1] = [number] * (end + 1 - at)
            number += 1
            at = end + 1
        return runs

    def _next_in_run(self, at: int) -> int | None:
        step = at + 1
        for _ in range(3):
            if step >= len(self.starts) or not self.joined(step - 1):
                return None
            if self.caps[step]:
                return step
            if self.lows[step] not in words.NAME_PARTICLES:
                return None
            step += 1
        return None


def _stop(name: str) -> frozenset[str]:
    return frozenset(fold(form) for entry in load("place_stopwords") if entry.id == name for form in entry.forms)


_STOP = frozenset(fold(form) for entry in load("place_stopwords") for form in entry.forms)
_GIVEN = _stop("given-names")
_BREAKERS = _stop("sentence-openers") | _stop("months-and-days")


class Spotter:
    """Finds place expressions with an atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def spot(self, text: str) -> list[PlaceMention]:
        """Return the place expressions of ``text`` in its order, none overlapping another."""
        tokens = Tokens.of(text)
        headline = _is_headline(tokens)
        cores = list(self._cores(tokens))
        owner = {at: core for core in cores for at in range(core.first, core.last + 1)}
        accepted: list[Core] = []
        for core in cores:
            judge = _Judge(self._atlas, tokens, owner, headline=headline)
            if judge.accepts(core, accepted[-1] if accepted else None):
                accepted.append(core)
        if not headline:
            accepted = self._with_unlisted(tokens, accepted, {core.start for core in cores if core.listed})
        mentions = [_extended(tokens, core) for core in accepted]
        return _without_overlap(self._borders(text) + mentions)

    def trusted_cores(self, text: str) -> list[Core]:
        """Return the names inside a text known to be a place expression, unlisted ones included."""
        tokens = Tokens.of(text)
        cores = [core for core in self._cores(tokens) if core.listed or not self._hidden(tokens, core)]
        listed = {at for core in cores if core.listed for at in range(core.first, core.last + 1)}
        # "Ayn Issa" is not the town Ayn: a town that leaves part of its name over is none.
        cores = [core for core in cores if core.listed or not self._leaves_over(tokens, core, listed)]
        covered = {tokens.runs[at] for core in cores for at in range(core.first, core.last + 1)}
        for run in sorted(set(tokens.runs) - covered - {-1}):
            members = [at for at in range(len(tokens)) if tokens.runs[at] == run]
            found = self._unlisted(tokens, members)
            cores += [found] if found is not None else []
        return sorted(cores, key=lambda core: core.start)

    def _leaves_over(self, tokens: Tokens, core: Core, listed: set[int]) -> bool:
        inside = range(core.first, core.last + 1)
        return any(
            tokens.runs[at] == tokens.runs[core.first] and at not in inside and at not in listed and tokens.caps[at]
            for at in range(len(tokens))
            if not (tokens.lows[at] in _BUILDING or self._atlas.is_demonym(tokens.lows[at]))
        )

    def _hidden(self, tokens: Tokens, core: Core) -> bool:
        # Only stop words and words that build expressions: "North", "Airport" are no towns in an expression, "Fort Valley"
        # and "Plant City" are.
        if core.last > core.first and self._atlas.largest(tokens.text[core.start : core.end]) >= _WEAK_POPULATION:
            return False
        lows = tokens.lows[core.first : core.last + 1]
        return all(
            low in words.DIRECTIONS or low in words.FACILITY_WORDS or low in _TRAILING or low in words.HEADS
            for low in lows
        ) or (core.first == core.last and self._atlas.is_demonym(lows[0]))

    # --- cores ---------------------------------------------------------------------------------------------------

    def _cores(self, tokens: Tokens) -> Iterator[Core]:
        text = tokens.text
        by_start = {match.start: match for match in self._atlas.find(text)}
        token_ends = {end: at for at, end in enumerate(tokens.ends)}
        reached = 0
        for at, start in enumerate(tokens.starts):
            if start < reached:
                continue
            match = by_start.get(start)
            town_end = self._town_end(tokens, at) if tokens.caps[at] else None
            listed_end = token_ends.get(match.end) if match is not None else None
            if match is not None and listed_end is not None and (town_end is None or town_end <= listed_end):
                reached = match.end
                if match.payload:
                    yield Core(start, match.end, at, listed_end, match.payload)
            elif town_end is not None:
                reached = tokens.ends[town_end]
                yield Core(start, reached, at, town_end, ())

    def _town_end(self, tokens: Tokens, at: int) -> int | None:
        last = at
        while last + 1 < len(tokens) and last - at + 1 < LONGEST_NAME and tokens.runs[last + 1] == tokens.runs[at]:
            last += 1
        for end in range(last, at, -1):
            if tokens.caps[end] and self._atlas.largest(tokens.text[tokens.starts[at] : tokens.ends[end]]) >= 0:
                return end
        if tokens.lows[at] in _STOP or self._atlas.is_demonym(tokens.lows[at]):
            return None
        return at if self._atlas.largest(tokens.text[tokens.starts[at] : tokens.ends[at]]) >= 0 else None

    # --- names that nobody lists -----------------------------------------------------------------------------------

    def _with_unlisted(self, tokens: Tokens, accepted: list[Core], listed: set[int]) -> list[Core]:
        """Add the names that nobody lists; one that starts where a listed name does was judged before."""
        taken = {tokens.runs[core.first] for core in accepted}
        starts = {core.start: core for core in accepted}
        found = list(accepted)
        for run in range(max(tokens.runs, default=-1) + 1):
            if run in taken:
                continue
            first = tokens.runs.index(run)
            last = first
            while last + 1 < len(tokens) and tokens.runs[last + 1] == run:
                last += 1
            core = self._unlisted(tokens, list(range(first, last + 1)))
            if core is not None and core.start not in listed and _is_located(tokens, core, starts):
                found.append(core)
                starts[core.start] = core
        return sorted(found, key=lambda core: core.start)

    def _unlisted(self, tokens: Tokens, members: list[int]) -> Core | None:
        first, last = members[0], members[-1]
        while first <= last and (self._atlas.is_demonym(tokens.lows[first]) or tokens.lows[first] in words.DIRECTIONS):
            first += 1
        while last > first and (tokens.lows[last] in _TRAILING or tokens.lows[last] in words.FACILITY_WORDS):
            last -= 1
        if first > last or tokens.lows[last] in words.BODY_WORDS or tokens.lows[first] in words.TITLES:
            return None
        inside = tokens.lows[first : last + 1]
        facility = _facility_end(tokens, members[-1]) is not None or last < members[-1]
        if (
            (len(inside) == 1 and inside[0] in _STOP and not facility)
            or inside[0] in _GIVEN
            or self._atlas.is_demonym(inside[-1])
        ):
            return None
        start, end = tokens.starts[first], tokens.ends[last]
        return None if tokens.text[start:end].isupper() else Core(start, end, first, last, (), known=False)

    # --- borders ---------------------------------------------------------------------------------------------------

    def _borders(self, text: str) -> list[PlaceMention]:
        found: list[PlaceMention] = []
        border = "border" in text or "frontier" in text
        if not border and _PEOPLE_WATERS.search(text) is None:
            return found
        peoples = self._atlas.find_peoples(text)
        for index, match in enumerate(peoples):
            after = _BORDER_WORD.match(text, match.end) or _PEOPLE_WATERS.match(text, match.end)
            if after is None:
                continue
            start = match.start
            if index and _BORDER_JOIN.fullmatch(text[peoples[index - 1].end : start]):
                start = peoples[index - 1].start
            if after.re is _PEOPLE_WATERS and text[max(0, start - 8) : start] == "off the ":
                start -= 8
            found.append(PlaceMention(start, after.end(), start, match.end, PlaceKind.BORDER))
        for opening in _BORDER_OF.finditer(text):
            end = _joined_end(text, opening.end(), [(one.start, one.end) for one in peoples])
            if end > opening.end():
                found.append(PlaceMention(opening.start(), end, opening.end(), end, PlaceKind.BORDER))
        return found


def _joined_end(text: str, at: int, spans: list[tuple[int, int]]) -> int:
    end = at
    for start, stop in spans:
        if start == at or (end > at and _BORDER_JOIN.fullmatch(text[end:start])):
            end = stop
    return end


def _without_overlap(mentions: list[PlaceMention]) -> list[PlaceMention]:
    kept: list[PlaceMention] = []
    # A border swallows the countries in it; else the longer of two wins.
    for one in sorted(mentions, key=lambda m: (m.kind is not PlaceKind.BORDER, m.start - m.end, m.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def _is_headline(tokens: Tokens) -> bool:
    long = [
        tokens.text[start].isupper()
        for start, low in zip(tokens.starts, tokens.lows, strict=True)
        if len(low) >= _LONG_WORD
    ]
    return len(tokens) >= _HEADLINE_TOKENS and sum(long) > _HEADLINE_SHARE * len(long)


# --- judging a core ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Judge:
    """Whether a core is a place where it stands."""

    atlas: Atlas
    tokens: Tokens
    owner: dict[int, Core]
    headline: bool

    def accepts(self, core: Core, previous: Core | None) -> bool:
        tokens = self.tokens
        if self._is_body(core) or self._is_speaking(core) or self._is_modifier(core) or self._is_of_body(core):
            return False
        locating = _locating(tokens, core.first)
        if not self.headline and not self._covers_name(core, locating):
            return False
        if core.listed:
            return True
        if tokens.before(core.first) in words.TITLES and not locating:
            return False
        return self._is_telling(core, locating, previous)

    def _run_end(self, core: Core) -> int:
        last = core.last
        while last + 1 < len(self.tokens) and self.tokens.runs[last + 1] == self.tokens.runs[core.first] != -1:
            last += 1
        return last

    def _is_body(self, core: Core) -> bool:
        last = core.last if self.headline else self._run_end(core)
        low = self.tokens.lows[last]
        if last == core.last or low not in words.BODY_WORDS:
            return False
        # "Borno State", "Plateau State": the state next to its name is a province, all else is a body.
        return not (low == "state" and last == core.last + 1)

    def _is_speaking(self, core: Core) -> bool:
        return self.tokens.after(core.last) in words.SPEECH_VERBS and not _locating(self.tokens, core.first)

    def _is_modifier(self, core: Core) -> bool:
        """Tell whether a country only says whose something is: "US troops", "Israel airstrikes"."""
        if not core.listed or core.listed[0].kind is not PlaceKind.COUNTRY or core.last + 1 >= len(self.tokens):
            return False
        return self.tokens.after(core.last) in words.OWNED_NOUNS and not self.tokens.caps[core.last + 1]

    def _is_of_body(self, core: Core) -> bool:
        """Tell whether the name belongs to that of a body or an office: "Bank of Iraq", "Prime Minister of Lebanon"."""
        tokens, at = self.tokens, core.first - 1
        if _ISLAMIC_STATE.search(tokens.text[max(0, core.start - 28) : core.start]):
            return True
        if tokens.low(at) == "the":
            at -= 1
        if at < 1 or tokens.lows[at] not in ("of", "for"):
            return False
        low = tokens.lows[at - 1]
        return (
            tokens.caps[at - 1] and (low in words.BODY_WORDS or low in words.TITLES) and low not in ("state", "states")
        )

    def _covers_name(self, core: Core, locating: str) -> bool:
        tokens, run = self.tokens, self.tokens.runs[core.first]
        if run == -1:
            return True
        at = core.first - 1
        while at >= 0 and tokens.runs[at] == run:
            low = tokens.lows[at]
            if at in self.owner and self.owner[at].listed:
                break
            if at not in self.owner and tokens.before(at + 1) == "":
                break
            if not (
                low in words.DIRECTIONS
                or low in words.MODIFIERS
                or low in words.FACILITY_WORDS
                or low in words.HEADS
                or low in words.NAME_OPENERS
                or self.atlas.is_demonym(low)
                or (core.listed and low in words.TITLES and locating)
            ):
                return False
            at -= 1
        for at in range(core.last + 1, self._run_end(core) + 1):
            low = tokens.lows[at]
            if at in self.owner and self.owner[at].listed:
                continue
            if not (low in _TRAILING or low in words.FACILITY_WORDS or low in words.FACILITY_MIDDLES):
                # The words after may name a facility as a whole: "Baghdad Al-Karkh Hospital".
                return tokens.lows[self._run_end(core)] in words.FACILITY_WORDS and bool(core.listed or locating)
        return True

    def _is_telling(self, core: Core, locating: str, previous: Core | None) -> bool:
        tokens = self.tokens
        population = self.atlas.largest(tokens.text[core.start : core.end])
        if locating:
            weak = locating in ("of", "by", "against", "to", "on", "for", "with", "and")
            return not weak or population >= _WEAK_POPULATION or core.last > core.first
        if _has_trailing(tokens, core) or self._has_container(core):
            return True
        if previous is not None and tokens.text[previous.end : core.start] in (", ", " and ", ", and ", " or ", " ("):
            return population >= _WEAK_POPULATION or core.last > core.first
        if self.headline:
            return population >= _HEADLINE_POPULATION
        if core.first == 0:
            return population >= _OPENING_POPULATION
        return population >= _TELLING_POPULATION

    def _has_container(self, core: Core) -> bool:
        follower = self.owner.get(core.last + 1)
        return follower is not None and bool(follower.listed) and self.tokens.text[core.end : follower.start] == ", "


def _locating(tokens: Tokens, first: int) -> str:
    """Return the locating word before a name, skipping the words that belong to the expression; "" for none."""
    at = first - 1
    for _ in range(4):
        if at < 0 or not tokens.joined(at):
            return ""
        low = tokens.lows[at]
        if low in words.LOCATIVES or low in _TAKING:
            return low
        if not (low in words.DIRECTIONS or low in words.MODIFIERS or low in ("the", "a") or low in words.HEADS):
            return ""
        at -= 1
    return ""


def _has_trailing(tokens: Tokens, core: Core) -> bool:
    return tokens.after(core.last) in _TRAILING or _facility_end(tokens, core.last) is not None


def _is_located(tokens: Tokens, core: Core, starts: dict[int, Core]) -> bool:
    after = tokens.text[core.end : core.end + 2]
    if after[:1] in ("'", "\u2019") or tokens.after(core.last) in words.SPEECH_VERBS:
        return False
    locating = _locating(tokens, core.first)
    if after == ", " and core.end + 2 in starts and starts[core.end + 2].listed:
        return tokens.low(core.first - 1) not in words.TITLES
    if locating == "of":
        head = tokens.low(core.first - 2) if tokens.low(core.first - 1) == "of" else ""
        return head in words.TOWN_WORDS or head in words.DISTRICT_WORDS or head in words.PROVINCE_WORDS - {"states"}
    if locating in words.STRONG_LOCATIVES or locating in _TAKING or (locating == "at" and core.last > core.first):
        return True
    facility = bool(locating) and _facility_end(tokens, core.last, unlisted=True) is not None
    return facility or _follows_place(tokens, core, starts) or _has_own_unit(tokens, core)


def _has_own_unit(tokens: Tokens, core: Core) -> bool:
    return _has_trailing(tokens, core) and tokens.after(core.last) not in words.AREA_WORDS | {"state", "town", "city"}


def _follows_place(tokens: Tokens, core: Core, starts: dict[int, Core]) -> bool:
    """Tell whether an unlisted name goes on a row of places: "in Dhasaq, Qurac and Damdamle"."""
    if tokens.text[core.end : core.end + 1] not in (",", ".", ";", "") and tokens.after(core.last) not in ("in", "and"):
        return False
    at = core.first - 1
    if at >= 0 and tokens.lows[at] == "and":
        at -= 1
    before = [one for one in starts.values() if one.last == at]
    gap = tokens.text[before[0].end : core.start] if before else ""
    return gap in (" and ", ", and ") or (gap == ", " and not before[0].known)


# --- taking in the words that belong to a place ---------------------------------------------------------------------


def _extended(tokens: Tokens, core: Core) -> PlaceMention:
    last, kind = core.last, _kind(core)
    facility = _facility_end(tokens, core.last, unlisted=not core.known)
    if facility is not None:
        last, kind = facility, PlaceKind.FACILITY
    elif _takes_trailing(tokens, core, kind):
        last += 1
    first = _first_of_expression(tokens, core)
    return PlaceMention(tokens.starts[first], tokens.ends[last], core.start, core.end, kind)


def _takes_trailing(tokens: Tokens, core: Core, kind: PlaceKind) -> bool:
    after = tokens.after(core.last)
    if after not in _TRAILING or after in _PLURALS:
        return False
    if after in words.TOWN_WORDS:
        return tokens.caps[core.last + 1]
    # "Iraq state", "Syria region of": a country is no part of one.
    return not (kind is PlaceKind.COUNTRY and (after == "state" or tokens.low(core.last + 2) == "of"))


def _kind(core: Core) -> PlaceKind:
    if core.listed:
        return core.listed[0].kind
    return PlaceKind.TOWN if core.known else PlaceKind.UNLISTED


def _facility_end(tokens: Tokens, last: int, *, unlisted: bool = False) -> int | None:
    at = last
    for _ in range(_MOST_MIDDLES + 1):
        if at + 1 >= len(tokens) or not tokens.joined(at):
            return None
        at += 1
        low = tokens.lows[at]
        if low in words.FACILITY_WORDS and (unlisted or tokens.caps[at] or low in words.SITE_WORDS):
            return at
        if low not in words.FACILITY_MIDDLES:
            return None
    return None


def _first_of_expression(tokens: Tokens, core: Core) -> int:
    first = core.first
    while tokens.before(first) in words.NAME_OPENERS and tokens.caps[first - 1]:
        first -= 1
    direction = _directed(tokens, first)
    return _outer_head(tokens, first) if direction == first else direction


def _directed(tokens: Tokens, first: int) -> int:
    """Take in "northern", "north west", "western and central"."""
    if _is_part_word(tokens.low(first)) and tokens.before(first) == "and" and _is_part_word(tokens.before(first - 1)):
        return first - 2  # the core itself begins with a direction: "northern and eastern Syria"
    while _is_part_word(tokens.before(first)):
        first -= 1
        if tokens.before(first) == "and" and _is_part_word(tokens.before(first - 1)):
            first -= 2
    return first


def _is_part_word(low: str) -> bool:
    return low in words.PART_MODIFIERS or low.replace("-", "") in words.DIRECTIONS


def _outer_head(tokens: Tokens, first: int) -> int:
    at = first - 1
    if at > 0 and tokens.joined(at) and tokens.lows[at] == "the":
        at -= 1
    if at < 1 or tokens.lows[at] != "of" or not (tokens.joined(at) and tokens.joined(at - 1)):
        return first
    head = at - 1
    if head > 0 and tokens.caps[head - 1] and tokens.joined(head - 1):
        return first  # "Nangarhar Province of Afghanistan": the head has a name already
    if tokens.lows[head] in words.COMPASS:
        measured = tokens.before(head) in words.UNITS and head >= 2  # noqa: PLR2004 - a number and its unit
        return head - 2 if measured else head
    if tokens.lows[head] not in _OUTER_HEADS:
        capital = tokens.caps[head] and tokens.lows[head] in _CAPITAL_HEADS
        return head if capital else first
    return _side_start(tokens, head)


def _side_start(tokens: Tokens, head: int) -> int:
    """Take in what stands before "side of", "coast of": "western", "off the"."""
    if tokens.before(head) in words.DIRECTIONS:
        head -= 1
    if tokens.lows[head] in ("coast", "coasts", "shore", "shores") and tokens.before(head) == "the":
        return head - 2 if tokens.before(head - 1) == "off" else head
    return head
