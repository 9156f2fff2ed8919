"""Names of private persons, taken out of texts for readers.

A name is words with capitals that are known as nothing else: no actor of the lexicon, no place, weapon or outlet, nobody
with an office, rank or spokesman's part told beside the name. What is in doubt is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.discretion.words import (
    CAPITALISED,
    INSTITUTIONS,
    LOCATIVES,
    LOCATIVES_OF,
    MOTIONS,
    OFFICES,
    PARTICLES,
    PUT_IN_OFFICE,
    SETTLEMENTS,
    ordinary,
)
from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load
from tocsin.lexicon.matcher import Matcher
from tocsin.model import Span
from tocsin.resolve.actors import spellings

#: What stands in the place of a name.
WITHHELD = "[name withheld]"

#: A word with its hyphens, apostrophes and the dots of "U.S."; "'s" at its end is none of its own.
_WORD = re.compile(r"[^\W_](?:(?!['\u2019]s\b)[\w'\u2019.-])*(?<![\W_])")
#: Between the parts of one name stand spaces, or a dot of an initial and spaces.
_JOINT = re.compile(r"\.? {1,2}|-")
_SENTENCE_END = re.compile(r"(?:[.!?:;/\u201c\u201d\"\u2026\n(\[\u2013\u2014]|\s-)\s*$")
_TITLED = 0.6
_LONG_WORD = 4
#: A dot after so few letters ends no sentence: "J.", "Jr.", "St."
_ABBREVIATED = 2
_LONGEST_NAME = 6
_OFFICE_REACH = 100
_ID_REACH = 20
#: So long may the name of a place be that nothing but the word "in" before it tells.
_LONGEST_UNKNOWN = 2
#: Words that end what an office is told by, and words of somebody else's saying.
_OF = frozenset("of for in at with who whose from to near on by and or whom".split())
_SAYING = frozenset(
    "said says say told tells added adds announced reported confirmed stated wrote claimed called warned according".split()
)
#: An office may be told after the name within so many letters: "Ali Hassan, a spokesman for the ministry".
_APPOSITION = re.compile(r"\s*,\s*(?:who is |then |now )?(?:(?:the|a|an|its|his|her)\s+)?([^,.;\n]{1,60})")

#: What somebody leads is told after the name: "Ali Hassan, who leads the group".
_LEADS = re.compile(
    r", (?:who|which) (?:now |has |had )?(?:leads|led|heads|headed|commands|commanded|founded|rules|ruled)\b[^,.;\n]{1,40}?"
    r"\b(?:group|movement|militia|forces?|brigades?|army|organi[sz]ation|party|front|faction|gang|cartel|insurgency|rebels"
    r"|militants|troops|fighters|wing|branch|network|regiment|battalion|government)\b"
)
#: An office told before the name with what it is of: "the commander of the Karo Brigade, Ali Hassan".
_OFFICE_OF = re.compile(r"([^\W\d_][\w-]*) (?:of|for) (?:the )?[^,.;:\n]{1,60}, $")
#: After the name of a place where a report was filed, at the beginning of a line.
_FILED = re.compile(r"(?:, [^\n-]{1,30}| ?\([^\n)]{1,30}\))*\s[-\u2013\u2014]\s+(?=[^\Wa-z_]|[\"\u201c])")

#: After the name of a place it is told what sort of place: ", a village of the Galgaduud region".
_SETTLED = re.compile(
    r", (?:a|an|the) (?:[\w-]+ ){0,3}?(?:villages?|town|city|settlement|district|suburb|hamlet|province|region|neighbou?rhood|port)\b"
)
#: After a colon without a space stands an id of an entity: "state:SO".
_ENTITY_ID = re.compile(r"\b[a-z][a-z-]*:$")

#: Says whether a name is one of a place.
Places = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without names of private persons, and where its parts stood before.

    ``edits`` are the (start, end) of what was taken out of the text as it was, in order.
    """

    text: str
    edits: tuple[tuple[int, int], ...] = ()

    def moved(self, at: int, *, end: bool = False) -> int:
        """Return where an offset of the text as it was stands now; inside a name, at the name's beginning or end."""
        shift = 0
        for start, stop in self.edits:
            if at <= start:
                break
            if at < stop:
                return start + shift + (len(WITHHELD) if end else 0)
            shift += len(WITHHELD) - (stop - start)
        return at + shift

    def span(self, span: Span) -> Span:
        """Return a span of the text as it was as it stands now."""
        start, end = self.moved(span.start), self.moved(span.end, end=True)
        return Span(start, end, self.text[start:end], span.confidence)


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str
    capital: bool


class Names:
    """Takes names out of texts. ``places`` knows names of places beyond those of the lexicons."""

    def __init__(self, places: Places | None = None) -> None:
        self._places = places
        self.mask = lru_cache(maxsize=20_000)(self._mask)

    def __call__(self, text: str, known: Iterable[str] = ()) -> str:
        """Return a text without names; ``known`` are names of something else that stand in it."""
        return self.mask(text, frozenset(known)).text

    def title(self, title: str, text: str, known: Iterable[str] = ()) -> str:
        """Return the title of a text without names: what the text tells as a place or in office is so in the title."""
        among = frozenset(known)
        words = _words(text)
        told = self._read(text, words, among, _plain(words))
        return _without(title, tuple(self._names(title, among, told))).text

    def _mask(self, text: str, known: AbstractSet[str]) -> Masked:
        return Masked(text) if text in known else _without(text, tuple(self._names(text, known)))

    def _read(self, text: str, words: list[_Word], known: AbstractSet[str], plain: frozenset[str]) -> _Reading:
        reading = _Reading(text, words, self._settled(text, words, known), plain)
        for run in reading.runs():  # what is public where it is first told is so before and after
            reading.is_public(run, self._places)
        return reading

    def _names(self, text: str, known: AbstractSet[str], told: _Reading | None = None) -> Iterator[tuple[int, int]]:
        words = _words(text)
        if not any(word.capital for word in words):
            return
        plain = _plain(words)
        reading = self._read(text, words, known, plain if told is None else plain | told.small_words)
        if told is not None:
            reading.learn(told)
        for run in reading.runs():
            if not reading.is_public(run, self._places):
                yield words[run[0]].start, words[run[-1]].end

    def _settled(self, text: str, words: list[_Word], known: AbstractSet[str]) -> set[int]:
        """Return which words belong to names that are known as something else."""
        covered = [(match.start, match.end) for match in _lexicon().find(text)]
        folded = fold(text)
        for name in known:
            key = fold(name)
            at = folded.find(key) if key.strip() else -1
            while at >= 0:
                covered.append((at, at + len(key)))
                at = folded.find(key, at + len(key))
        covered.sort()
        settled: set[int] = set()
        position = 0
        for index, word in enumerate(words):
            while position < len(covered) and covered[position][1] < word.end:
                position += 1
            if any(start <= word.start and word.end <= end for start, end in covered[position : position + 3]):
                settled.add(index)
        return settled


class _Reading:
    """A text while names are sought in it."""

    def __init__(self, text: str, words: list[_Word], settled: set[int], plain: frozenset[str]) -> None:
        self._text, self._words, self._settled, self._plain = text, words, settled, plain
        long_words = [word for word in words if len(word.text) >= _LONG_WORD]
        capitals = sum(word.capital for word in long_words)
        self._titled = len(long_words) > 2 and capitals >= _TITLED * len(long_words)  # noqa: PLR2004 - one name is no title
        self._public: set[tuple[str, ...]] = set()
        self._places: set[tuple[str, ...]] = set()

    @property
    def small_words(self) -> frozenset[str]:
        """The words that name nobody here."""
        return self._plain

    def learn(self, other: _Reading) -> None:
        """Take over which names another text tells as places or in office."""
        self._public |= other._public
        self._places |= other._places

    def runs(self) -> Iterator[list[int]]:
        """Yield the words of each name: neighbours with capitals, and small words between them."""
        held: list[int] = []
        for index in range(len(self._words)):
            if held and not (self._joined(held[-1], index) and self._may_go_on(index)):
                yield from self._trimmed(held)
                held = []
            if held or self._may_begin(index):
                held.append(index)
        yield from self._trimmed(held)

    def _may_begin(self, index: int) -> bool:
        word = self._words[index]
        if index in self._settled or not word.capital or _ENTITY_ID.search(self._text[: word.start][-_ID_REACH:]):
            return False
        common = word.key in self._plain or word.key in CAPITALISED
        return not (common and (word.key in CAPITALISED or self._titled or self._begins_sentence(index)))

    def _may_go_on(self, index: int) -> bool:
        word = self._words[index]
        return index not in self._settled and (
            word.key in PARTICLES or (word.capital and not (self._titled and word.key in self._plain))
        )

    def _trimmed(self, run: list[int]) -> Iterator[list[int]]:
        while run and self._words[run[-1]].key in PARTICLES and not self._words[run[-1]].capital:
            run = run[:-1]
        if run:
            yield run

    def _joined(self, index: int, following: int) -> bool:
        between = self._text[self._words[index].end : self._words[following].start]
        before = self._words[index].text
        return _JOINT.fullmatch(between) is not None and ("." not in between or len(before) <= _ABBREVIATED)

    def _begins_sentence(self, index: int) -> bool:
        return index == 0 or _SENTENCE_END.search(self._text[: self._words[index].start][-4:]) is not None

    def is_public(self, run: list[int], places: Places | None) -> bool:
        """Say whether a name is one of a body, a place, or somebody in office."""
        keys = [self._words[index].key for index in run]
        if any(key in INSTITUTIONS for key in keys):
            return True
        name = tuple(keys)
        if name in self._public:
            return True
        if self._in_office(run) or any(key in OFFICES for key in keys):
            self._public.update(name[-length:] for length in range(1, len(name) + 1))
            return True
        if name not in self._places and self._is_place(run, places):
            self._places.add(name)
        return name in self._places

    def _in_office(self, run: list[int]) -> bool:
        before = run[0] - 1
        if before >= 0 and self._words[before].key in OFFICES:
            gap = self._text[self._words[before].end : self._words[run[0]].start]
            if not gap.strip(" .,"):
                return True
        of = _OFFICE_OF.search(self._text, max(0, self._words[run[0]].start - _OFFICE_REACH), self._words[run[0]].start)
        if of is not None and (fold(of[1]) in OFFICES or (of[1] == "head" and "family" not in of[0])):
            return True
        if {word.key for word in self._words[run[-1] + 1 : run[-1] + 4]} & PUT_IN_OFFICE and self._was(run[-1] + 1):
            return True
        if _LEADS.match(self._text, self._words[run[-1]].end):
            return True
        told = _APPOSITION.match(self._text, self._words[run[-1]].end)
        return told is not None and _names_office(fold(told[1]).split())

    def _was(self, index: int) -> bool:
        return index < len(self._words) and self._words[index].key in {"was", "is", "has", "had"}

    def _is_place(self, run: list[int], places: Places | None) -> bool:
        name = self._text[self._words[run[0]].start : self._words[run[-1]].end]
        after = self._words[run[-1] + 1] if run[-1] + 1 < len(self._words) else None
        if after is not None and after.key in INSTITUTIONS and self._joined(run[-1], run[-1] + 1):
            return True
        if self._filed_there(run, name, places):
            return True
        if run[0] == 0 or len(run) > _LONGEST_NAME:
            return False
        before = self._words[run[0] - 1].key
        earlier = self._words[run[0] - 2].key if run[0] > 1 else ""
        of_a_thing = before == "the" and len(run) == 1 and after is not None and after.key == "of"  # "the Gulf of"
        if of_a_thing or (before == "of" and earlier in SETTLEMENTS) or self._told_as_place(run, before):
            return True
        stands = (
            before in LOCATIVES
            or (before == "of" and earlier in LOCATIVES_OF)
            or (before == "to" and earlier in MOTIONS)
        )
        beside = run[0] - 1 in self._settled and self._text[self._words[run[0] - 1].end] in ", "
        if places is None or not (stands or beside):
            return False
        # "Tal Afar", of which the lexicons know Afar alone.
        longer = after is not None and after.capital and self._joined(run[-1], run[-1] + 1)
        return places(name) or (longer and places(self._text[self._words[run[0]].start : self._words[run[-1] + 1].end]))

    def _told_as_place(self, run: list[int], before: str) -> bool:
        """Say whether words around a name tell that something is there: "in Qayib", "Qayib, a village"."""
        end = self._words[run[-1]].end
        if _SETTLED.match(self._text, end):
            return True
        owns = self._text[end : end + 2] in ("'s", "\u2019s")
        alone = self._text[self._words[run[0] - 1].end : self._words[run[0]].start] == " "
        return before == "in" and alone and not owns and len(run) <= _LONGEST_UNKNOWN

    def _filed_there(self, run: list[int], name: str, places: Places | None) -> bool:
        """Say whether a line begins with the place where it was written: "KYIV - ", "Mosul (Agency) - "."""
        start = self._words[run[0]].start
        if start and self._text[start - 1] != "\n":
            return False
        shouted = name.isupper() and len(name) > _ABBREVIATED
        known = shouted or (places is not None and places(name))
        return known and _FILED.match(self._text, self._words[run[-1]].end) is not None


def _words(text: str) -> list[_Word]:
    return [_word(found) for found in _WORD.finditer(text)]


def _without(text: str, edits: tuple[tuple[int, int], ...]) -> Masked:
    parts, at = [], 0
    for start, end in edits:
        parts += [text[at:start], WITHHELD]
        at = end
    return Masked("".join([*parts, text[at:]]), edits)


def _names_office(words: list[str]) -> bool:
    """Say whether words after a name tell an office: "a spokesman for the army"; but not "the governor said"."""
    if _SAYING & {*words}:
        return False
    head = next((at for at, word in enumerate(words) if word in _OF), len(words))
    return any(word.removesuffix("'s") in OFFICES for word in words[:head])


def _word(found: re.Match[str]) -> _Word:
    text = found[0]
    key = fold(text)
    # "al-Assad" is a name too, though it does not begin with a capital.
    particle, hyphen, rest = text.partition("-")
    stem = rest if hyphen and fold(particle) in PARTICLES else text
    return _Word(found.start(), found.end(), text, key.strip("."), _may_name(stem) and not _is_compound(text))


def _may_name(text: str) -> bool:
    return text[:1].isupper() and not any(map(str.isdigit, text))


def _is_compound(text: str) -> bool:
    """Say whether a word is one such as "Iranian-made", "Pro-war" or "Thirty-nine"."""
    first, _, last = text.rpartition("-")
    return bool(first) and last.islower() and len(last) > _ABBREVIATED and fold(first) not in PARTICLES


def _plain(words: list[_Word]) -> frozenset[str]:
    """Return words that name nobody: common ones, and those that the text has without a capital too."""
    return ordinary() | {word.key for word in words if not word.capital}


@cache
def _lexicon() -> Matcher[None]:
    """Return the names of actors, countries, peoples, areas, sites and weapons."""
    forms: list[str] = []
    for name in ("actors", "ucdp_actors", "countries", "admin1", "regions", "sites", "weapons"):
        for entry in load(name):
            forms += [one for form in entry.forms for one in spellings(form)] if name == "actors" else entry.forms
            for fact in ("name", "capital"):
                forms += [str(entry.facts[fact])] if entry.facts.get(fact) else []
            for fact in ("demonyms", "metonyms"):
                forms += [str(one) for one in entry.facts.get(fact, ())]
    return Matcher((form, None) for form in dict.fromkeys(forms))
