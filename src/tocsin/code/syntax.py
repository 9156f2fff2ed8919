"""A shallow reading of one sentence: words with coarse classes, and the noun phrases between them.

No statistical parser is used: closed classes are listed, verbs come from the lexicons, everything else is taken
for part of a noun phrase. That is enough to find who stands before a verb and what after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.lexicon.folding import fold_word
from tocsin.lexicon.inflect import verb_forms
from tocsin.lexicon.loader import load

_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Col|Gen|Maj|Lt|Sgt|Capt|Dr|Mr|Mrs|Ms|Adm|Brig|Cmdr|Gov|Sen|Rep|Cpl|Pvt|Prof|Rev|Hon|Jr|Sr|St|Ft|Mt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|['\u2019]s(?!\w)|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![\w])|\w+(?:-\w+)*(?:['\u2019](?!s\b)\w+)?|[^\w\s]"
)

#: "al-Shabaab", "ez-Zor": names that begin with their article in small letters.
_ARABIC_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|az|ez|er|an|at|ul)-[A-Z]")

#: Classes of words, one letter each.
DETERMINER, NUMBER, NOUN, NAME = "D", "M", "N", "X"
PREPOSITION, CONJUNCTION, AUXILIARY, PRONOUN = "P", "C", "A", "R"
SUBORDINATOR, ADVERB, FINITE, PAST, GERUND = "W", "Z", "B", "E", "G"
INFINITIVE, POSSESSIVE, STOP = "T", "S", "."

_CLOSED: dict[str, str] = {}
for _tag, _words in (
    ("D", "the a an this these those his her its their our my your any each every another all both either some such"),
    (
        "P",
        (
            "of in on at by for from with into onto near against between among amid amidst during after before since until"
            " till through throughout across over under above below within without outside inside around along toward"
            " towards upon off about behind beyond beside besides despite except following including via per like than"
            " aboard alongside opposite regarding concerning"
        ),
    ),
    ("C", "and or but nor as-well-as & plus"),
    (
        "A",
        (
            "is are was were be been being am has have had having do does did will would could may might should can must"
            " shall 'm 're 've ain't isn't aren't wasn't weren't didn't doesn't cannot won't"
        ),
    ),
    (
        "R",
        (
            "he she it they him them himself herself itself themselves i we us you me who whom whose someone somebody anyone nobody everyone none"
        ),
    ),
    ("W", "which that what where when while because although though if whether as how why whereas unless once"),
    (
        "Z",
        (
            "not also then now there here already still just only again later earlier ago away back never ever soon"
            " meanwhile however therefore yet too very more most less least almost well together elsewhere today yesterday"
            " tonight tomorrow instead even thus hence overnight separately reportedly allegedly"
        ),
    ),
    (
        "M",
        (
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands"
            " million dozen dozens several many few scores no numerous multiple twin"
        ),
    ),
):
    for _word in _words.split():
        _CLOSED.setdefault(_word, _tag)
_CLOSED["to"] = INFINITIVE

#: Participles that stand inside noun phrases as adjectives.
_ADJECTIVAL = frozenset(
    (
        "armed unarmed masked unidentified unknown suspected alleged united besieged occupied disputed armored "
        "armoured explosive-laden combined so-called retired wanted unnamed disguised controlled displaced "
        "improvised guided unmanned rocket-propelled aligned linked allied loyal affiliated leading opposing "
        "remaining ruling neighbouring neighboring visiting passing mounted hooded coordinated planned attempted "
        "failed foiled expected repeated increased renewed continued heated parked crowded populated walled "
        "deserted abandoned motorized outlawed banned exiled organized organised homemade missing outgoing "
        "incoming incumbent convicted jailed imprisoned"
    ).split()
)

#: Event nouns and others that end in -ing or -ed and are nouns after a determiner, an adjective or another noun.
_NOUNS_IN_ING = frozenset(
    (
        "bombing bombings shelling shooting shootings killing killings fighting stabbing stabbings kidnapping "
        "kidnappings beheading beheadings firing building buildings meeting meetings gathering wedding village "
        "evening morning ramming hijacking looting bombing-run training crossing crossings being beijing king "
        "ring wing spring string thing lynching poisoning firebombing headquarters landing warning warnings "
        "offering hearing ceiling sibling siblings during"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: token indices ``first`` to ``last``, both included."""

    first: int
    last: int


@cache
def _verbs() -> dict[str, str]:
    """Map each inflected head verb to its class letter: finite, past or gerund."""
    forms: dict[str, str] = {}
    bases: set[str] = set()
    for entry in load("verbs"):
        bases.update(entry.forms if entry.id != "irregular" else entry.facts["table"])
    for name in ("events", "speech"):
        for entry in load(name):
            if entry.facts["part"] in _VERBAL and not entry.facts.get("noun") and not entry.facts.get("state"):
                bases.update(form.split()[0] for form in entry.forms)
    for base in sorted(bases - {"irregular"}):
        head = verb_forms(base)
        forms[head.gerund] = GERUND
        forms.setdefault(head.base, FINITE)
        forms[head.third] = FINITE
    for base in sorted(bases - {"irregular"}):
        head = verb_forms(base)
        for past in (head.past, head.participle):
            # "hit", "cut" and "put" are their own past: the context decides (see _class_of_verb).
            forms[past] = PAST if past != head.base else FINITE
    return forms


_VERBAL = {"verb", "fire", "hit", "burst", "clash", "stop", "outcome", "support", "threat", "blame", "deny"}
_NOUN_BEFORE = {DETERMINER, POSSESSIVE, NUMBER, PREPOSITION}
_OBJECT_STARTS = {DETERMINER, NUMBER, NAME, PRONOUN, NOUN}


class Sentence:
    """The words of a sentence with their classes and its noun phrases.

    ``words``, ``lows`` (folded to lower case), ``starts``, ``ends`` (offsets into the text given, plus ``offset``)
    and ``tags`` run in step.
    """

    __slots__ = ("ends", "lows", "owner", "phrases", "starts", "tags", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _WORD.finditer(text):
            self.words.append(match.group())
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.lows = [fold_word(word) for word in self.words]
        self.tags = _classes(self.words, self.lows)
        self.phrases = list(_noun_phrases(self.tags, self.lows))
        self.owner = [-1] * len(self.words)
        for index, phrase in enumerate(self.phrases):
            for at in range(phrase.first, phrase.last + 1):
                self.owner[at] = index

    def __len__(self) -> int:
        return len(self.words)

    def token_at(self, offset: int) -> int:
        """Return the index of the token that begins at or first after ``offset``."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def phrase_at(self, token: int) -> Phrase | None:
        """Return the noun phrase that holds ``token``."""
        if 0 <= token < len(self.words) and self.owner[token] >= 0:
            return self.phrases[self.owner[token]]
        return None

    def phrase_before(self, token: int) -> Phrase | None:
        """Return the last noun phrase that ends before ``token``."""
        for at in range(min(token, len(self.words)) - 1, -1, -1):
            if self.owner[at] >= 0:
                phrase = self.phrases[self.owner[at]]
                if phrase.last < token:
                    return phrase
        return None

    def phrase_from(self, token: int) -> Phrase | None:
        """Return the first noun phrase that begins at or after ``token``."""
        for at in range(max(token, 0), len(self.words)):
            if self.owner[at] >= 0 and self.phrases[self.owner[at]].first >= token:
                return self.phrases[self.owner[at]]
        return None


def _classes(words: list[str], lows: list[str]) -> list[str]:
    verbs = _verbs()
    tags: list[str] = []
    for at, low in enumerate(lows):
        tags.append(_class_of(words[at], low, at, verbs))
    for at, tag in enumerate(tags):
        if tag in (FINITE, PAST, GERUND):
            tags[at] = _class_of_verb(at, tags, lows, words)
        elif lows[at] in _DIRECTIONS and lows[at + 1 : at + 2] == ["of"]:
            tags[at] = PREPOSITION
    return tags


_DIRECTIONS = frozenset(
    (
        "north south east west northeast northwest southeast southwest north-east north-west south-east south- west"
    ).split()
)


def _class_of(word: str, low: str, at: int, verbs: dict[str, str]) -> str:
    if low == "'s":
        return POSSESSIVE
    closed = _CLOSED.get(low)
    if closed is not None and not (word.isupper() and low == "us"):
        return closed
    first = word[0]
    if first.isdigit():
        return NUMBER
    if not first.isalnum():
        return STOP
    if low in _ADJECTIVAL:
        return NOUN
    if (first.isupper() and at > 0) or _ARABIC_NAME.match(word):
        return NAME
    if low in verbs:
        return verbs[low]
    if first.isupper():
        return NAME
    if "-" in low and low.split("-", 1)[0] in (
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ):
        return NUMBER
    if low.endswith("ly") and low not in ("family", "assembly", "anomaly", "italy", "july", "ally", "rally"):
        return ADVERB
    return NOUN


def _class_of_verb(at: int, tags: list[str], lows: list[str], words: list[str]) -> str:
    """Decide whether a word that can be a verb is one here."""
    tag, low = tags[at], lows[at]
    before = tags[at - 1] if at else STOP
    after = tags[at + 1] if at + 1 < len(tags) else STOP
    if tag == GERUND:
        return _gerund_or_noun(at, tags, lows)
    if tag == PAST:
        # "the captured town": an adjective between a determiner and a noun.
        return NOUN if before in (DETERMINER, POSSESSIVE) and after in (NOUN, NAME) else PAST
    if before in (INFINITIVE, AUXILIARY) or (
        before == ADVERB and at > 1 and tags[at - 2] in (INFINITIVE, AUXILIARY, NOUN, NAME, PRONOUN)
    ):
        return FINITE
    if before in _NOUN_BEFORE:
        return NOUN
    if not at:
        return NAME if words[0][0].isupper() and after in (NOUN, NAME, FINITE, PAST) else NOUN
    if before == PRONOUN:
        return FINITE
    if after in (DETERMINER, NUMBER, PRONOUN) or (after == NAME and low not in _OFTEN_NOUNS):
        return FINITE
    if low in _OFTEN_NOUNS:
        return _attack_or_attacks(at, tags, lows)
    return FINITE


#: Forms that name events both as noun and as verb, and others more often nouns than verbs.
_OFTEN_NOUNS = frozenset(
    (
        "attack attacks strike strikes raid raids bomb bombs fire fires ambush ambushes clash clashes shell "
        "shells threat battle battles fight fights assault assaults siege storm storms mine mines arrest arrests "
        "blast blasts capture target targets damage kidnap murder murders massacre massacres hit hits shot shots "
        "report reports claim claims state states force forces border borders march marches plan plans move moves "
        "guard guards patrol patrols test tests visit visits house houses post posts face faces form forms order "
        "orders release demand demands cause causes hold ram base bases link links ally allies support supplies "
        "supply control host head heads record lead leads view place places train trains board show shows land "
        "point points back open use run clear rank ranks rebel rebels pick square park help deal deals defeat end "
        "start return escape search sail work estimate estimates concern concerns cover share shares set contract "
        "offer spark fuel surrender slaughter slash stage plant knife club execute torch pound burn crack match "
        "harbor hunt exchange result results decrease increase rise fall talk talks vote wound wounds"
    ).split()
)


def _gerund_or_noun(at: int, tags: list[str], lows: list[str]) -> str:
    before = tags[at - 1] if at else STOP
    after = tags[at + 1] if at + 1 < len(tags) else STOP
    after_low = lows[at + 1] if at + 1 < len(lows) else ""
    if after == NUMBER or (
        after_low in ("at", "more", "up", "an", "his", "her")
        and before != PREPOSITION
        and lows[at] in ("killing", "wounding", "injuring")
    ):
        return GERUND
    if lows[at] == "fighting" and after in (DETERMINER, NAME):
        return GERUND
    if lows[at] in _NOUNS_IN_ING:
        if before in (DETERMINER, POSSESSIVE, NOUN, NAME, NUMBER):
            return NOUN
        if before == PREPOSITION or not at:
            return GERUND if after in (DETERMINER, NUMBER, NAME) else NOUN
        return GERUND if after in (DETERMINER, NUMBER, NAME, NOUN, PREPOSITION) and before == STOP else NOUN
    if before in (DETERMINER, POSSESSIVE) and after in (NOUN, NAME, PREPOSITION):
        return NOUN
    return GERUND


_REPORTING = frozenset(
    "report reports claim claims state states estimate estimates test plan plans order orders demand demands".split()
)


def _within_singular(at: int, tags: list[str], lows: list[str]) -> bool:
    """Whether the phrase running up to ``at`` began with "a" or "an" and named nothing complete yet."""
    back = at - 1
    while back >= 0 and tags[back] in (NOUN, NAME) and at - back <= 3:
        back -= 1
    return back >= 0 and lows[back] in ("a", "an") and not lows[at].endswith("s")


def _attack_or_attacks(at: int, tags: list[str], lows: list[str]) -> str:
    """Tell the verb from the noun where a phrase stands before and no determiner after."""
    before, after_low = tags[at - 1], lows[at + 1] if at + 1 < len(lows) else ""
    after = tags[at + 1] if at + 1 < len(tags) else STOP
    if before in (CONJUNCTION, STOP, GERUND, FINITE, PAST):
        return NOUN
    if lows[at] in _REPORTING and (after_low in ("that", "to", ":") or after in (DETERMINER, NUMBER)):
        return FINITE
    if _within_singular(at, tags, lows):
        return NOUN
    third = lows[at].endswith("s") and not lows[at].endswith("ss")
    plural_before = lows[at - 1].endswith("s") or lows[at - 1] in (
        "police",
        "people",
        "troops",
        "gunmen",
        "men",
        "taliban",
        "forces",
    )
    if after in (FINITE, PAST, AUXILIARY) or after_low in ("on", "by", "against", "that", "which", "of", "were", "was"):
        return NOUN
    if after in (NOUN, NAME):
        return FINITE if (plural_before and not third) or (third and not plural_before and before == NAME) else NOUN
    if after_low in ("in", "at", "near", "with", "from"):
        return FINITE if plural_before and not third else NOUN
    return NOUN


def _noun_phrases(tags: list[str], lows: list[str]) -> Iterator[Phrase]:
    first = -1
    for at, tag in enumerate(tags):
        inside = tag in (DETERMINER, NUMBER, NOUN, NAME) or (tag == POSSESSIVE and first >= 0)
        if (
            inside
            and tag == DETERMINER
            and first >= 0
            and tags[at - 1] not in (DETERMINER, NUMBER)
            and lows[at] not in ("all", "both")
        ):
            yield Phrase(first, at - 1)
            first = at
        elif inside and first < 0:
            first = at
        elif not inside and first >= 0:
            yield Phrase(first, at - 1)
            first = -1
        if tag == PRONOUN:
            yield Phrase(at, at)
    if first >= 0:
        yield Phrase(first, len(tags) - 1)
