"""Which event words name an event here: some need a weapon, a party or a fitting object, some are figures of speech."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.code.rules import participants
from tocsin.code.rules.arms import holds_weapon, weapon_near
from tocsin.code.rules.lexemes import role_classes
from tocsin.code.rules.parties import can_act
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.triggers import Word
from tocsin.code.spotting import Spotters
from tocsin.code.syntax import Phrase, Sentence
from tocsin.codebook import Kind

_NEGATION = frozenset({"no", "not", "never", "without", "didn't", "doesn't", "denied", "denies", "nobody"})


_ARMED_STATE = frozenset({"army", "police", "troops", "forces", "soldiers", "military", "navy"})


def out_of_scope(reading: SentenceReading, words: list[Word]) -> bool:
    """Tell whether a sentence is about accidents, disasters, sport or figures of speech."""
    around = reading.around
    named = [word for word in words if word.lexeme.part not in ("outcome", "support")]
    if (
        named
        and all("blast" in word.lexeme.traits for word in named)
        and (around.any("industrial") or around.any("disaster"))
    ):
        return True
    if around.any("figurative") and len(words) <= 1:
        return True
    strong = [
        w
        for w in words
        if w.lexeme.part not in ("outcome", "support", "hit")
        and not w.lexeme.general
        and "blast" not in w.lexeme.traits
    ]
    if around.any("disaster") or around.any("sport"):
        return not strong
    return False


def negated(reading: SentenceReading, word: Word) -> bool:
    """Whether the text says that it did not happen ("had not gone off"); a denial in speech is kept as one."""
    sentence = reading.sentence
    if not word.verbal:
        return False
    before = sentence.lows[max(0, word.first - 3) : word.first]
    nobody = sentence.lows[word.last + 1 : word.last + 2] in (["nobody"], ["none"])
    return nobody or bool(
        {"not", "never", "n't", "didn't", "doesn't", "hasn't", "haven't", "wasn't", "weren't"} & set(before)
    )


_AVERTED = frozenset(
    (
        "threatened threatens threatening vowed vows warned warns promised deter prevent avoid discourage stop "
        "fears fear risk from against preventing deterring"
    ).split()
)


_BECOME = frozenset(
    "become grown increased intensified continued risen escalated declined decreased multiplied".split()
)


_GENERIC_BEFORE = frozenset("recent similar any all such most pace future".split())


def is_generic(sentence: Sentence, word: Word, stops: list[Word]) -> bool:
    """Tell whether a noun speaks of attacks in general or counts them: "the latest in a series of strikes"."""
    if word.verbal or word.lexeme.part in ("device", "threat"):
        return False
    before = sentence.lows[max(0, word.first - 9) : word.first]
    joined = " ".join(before)
    if any(
        words in joined
        for words in (
            "in a series of",
            "in a string of",
            "in a wave of",
            "in a spate of",
            "of a series of",
            "pace of",
            "number of",
            "rise in",
            "increase in",
            "surge in",
        )
    ):
        return True
    near = sentence.lows[max(0, word.first - 4) : word.first]
    if {"further", "future", "more", "additional"} & set(near) and _AVERTED & set(
        sentence.lows[max(0, word.first - 12) : word.first]
    ):
        return True
    if sentence.lows[word.last + 1 : word.last + 2] in (["have"], ["has"], ["had"]) and _BECOME & set(
        sentence.lows[word.last + 2 : word.last + 5]
    ):
        return True
    if sentence.lows[word.last].endswith("s") and _GENERIC_BEFORE & set(near) and not stops:
        return True
    ordinal = any(low in ("second", "third", "fourth", "fifth", "latest") for low in near)
    return ordinal and ("such" in near or bool({"was", "is", "marking", "marks", "making"} & set(before)))


def of_generic(sentence: Sentence, start: int, generic: list[Word]) -> bool:
    """Whether a weapon only says what sort of attacks are spoken of ("a series of rocket, missile and drone strikes")."""
    at = sentence.token_at(start)
    return any(word.first - 6 <= at <= word.last for word in generic)


def inside_weapon(reading: SentenceReading, word: Word, spotters: Spotters) -> bool:
    """Tell whether a device is only part of another weapon's name ("rocket-propelled grenades")."""
    if word.lexeme.part != "device":
        return False
    start, end = reading.sentence.starts[word.first], reading.sentence.ends[word.last]
    return any(
        a <= start and end <= b and spotters.weapon_kind(entity) not in (None, word.lexeme.kind)
        for a, b, entity in reading.weapons
    )


def with_kind(reading: SentenceReading, word: Word, spotters: Spotters) -> Word:
    """Let the weapon decide the kind of a word that leaves it open."""
    lexeme = word.lexeme
    if "seize" in lexeme.traits and not word.passive:
        taken = participants.object_of(reading.sentence, word.last)
        if taken is not None and participants.role_class(reading.sentence, taken) in _PEOPLE:
            return replace(word, lexeme=replace(lexeme, kind=Kind.ABDUCTION))
    if lexeme.entry == "bomb-verb":
        flown = any(spotters.weapon_kind(entity) is Kind.AIR_STRIKE for *_, entity in reading.weapons)
        return replace(word, lexeme=replace(lexeme, kind=Kind.AIR_STRIKE)) if flown else word
    shoots = lexeme.entry in ("shoot-verb", "open-fire")
    if not (lexeme.general or lexeme.part in ("fire", "hit") or lexeme.needs_weapon or shoots):
        return word
    entity = weapon_near(reading, word, spotters)
    kind = spotters.weapon_kind(entity) if entity is not None else None
    if shoots and kind not in (Kind.SHELLING, Kind.DRONE_STRIKE, Kind.GRENADE):
        return word
    if kind is None or kind is lexeme.kind:
        return word if kind is None else replace(word, lexeme=replace(lexeme, general=False))
    return replace(word, lexeme=replace(lexeme, kind=kind, general=False))


def is_event(reading: SentenceReading, word: Word) -> bool:
    """Tell whether an event word is one here: some need a weapon, a party or a fitting object."""
    sentence, lexeme = reading.sentence, word.lexeme
    if lexeme.part == "fire":
        return weapon_near(reading, word) is not None or "fire" in sentence.lows[word.first]
    if lexeme.part == "hit" or lexeme.needs_weapon:
        if weapon_near(reading, word) is not None:
            return True
        if _with_event(sentence, word) or _blast_does(sentence, word):
            return True
        if lexeme.needs_weapon and not lexeme.general:
            return False
        found = (
            participants.subject(sentence, word.first)
            if not word.passive
            else participants.agent(sentence, word.last + 1, word.last + 8)
        )
        return found is not None and participants.role_class(sentence, found) == "armed"
    if lexeme.kind is Kind.THREAT and word.first == word.last:
        return _threatens_violence(reading, word)
    if lexeme.entry == "destroy-verb":
        return _somebody_destroys(reading, word)
    if lexeme.part == "clash":
        if (
            word.verbal
            and sentence.tags[word.first] == "G"
            and word.first
            and sentence.tags[word.first - 1] in ("N", "X")
        ):
            return False  # "forces fighting the remnants of": what they are there for, no fight told
        if (
            word.verbal
            and sentence.tags[word.first] == "G"
            and {"that", "which", "who"} & set(sentence.lows[max(0, word.first - 3) : word.first])
        ):
            return False
        return not reading.around.any("sport") and not _figurative_fight(sentence, word)
    if lexeme.kind is Kind.TERRITORY and word.verbal and lexeme.part == "verb":
        return _takes_ground(reading, word)
    if (
        lexeme.entry == "raid-noun"
        and sentence.lows[word.last] in ("operation", "operations")
        and word.first == word.last
    ):
        return reading.around.parts.get("court") is None and _armed_somewhere(sentence)
    if lexeme.entry == "strike-noun":
        return _armed_somewhere(sentence) or bool(reading.weapons)
    return True


_PEOPLE = frozenset({"civilian", "official"})


_GROUND = frozenset(
    (
        "town towns village villages city cities airport base bases district districts area areas territory "
        "province port bridge checkpoint checkpoints camp stronghold headquarters building positions hill island "
        "region field fields capital border crossing parts settlement settlements station half most it "
        "neighbourhood neighborhood outpost dam plant compound palace"
    ).split()
)


def _takes_ground(reading: SentenceReading, word: Word) -> bool:
    """Whether what is taken is ground: "captured the town", not "the temperature fell to minus five"."""
    sentence = reading.sentence
    taken = participants.subject(sentence, word.first) if word.passive else participants.object_of(sentence, word.last)
    if taken is None:
        return False
    if "seize" in word.lexeme.traits and participants.role_class(sentence, taken) in _PEOPLE:
        return True
    names = any(sentence.tags[at] == "X" for at in range(taken.first, taken.last + 1)) and participants.role_class(
        sentence, taken
    ) not in ("civilian", "official", "armed")
    return names or bool(_GROUND & set(sentence.lows[taken.first : taken.last + 1]))


_VIOLENT = re.compile(
    r"attack|strik|kill|bomb|\bwar\b|reveng|aveng|retaliat|terror|destroy|execut|shoot|invad|nuclear|ashes|offensive|operation|"
    r"captur|fight|militar|missile|rocket|behead|massacr|violen|target|reprisal|blood|respon|return|more |further|enem"
)
_POSES = frozenset({"poses", "pose", "posing", "posed", "no", "any", "life", "tsunami"})


def _threatens_violence(reading: SentenceReading, word: Word) -> bool:
    """Tell a threat of violence from a threat to the harvest: by what is threatened, or by who threatens."""
    sentence = reading.sentence
    if _POSES & set(sentence.lows[max(0, word.first - 3) : word.first]):
        return False
    if word.verbal:
        doer = participants.subject(sentence, word.first)
        if doer is not None and participants.role_class(sentence, doer) == "armed":
            return True
    elif any(low in ("bomb", "death", "credible") for low in sentence.lows[max(0, word.first - 1) : word.first]):
        return True
    here = sentence.starts[word.first]
    if not word.verbal and any(
        here - 2 <= end <= here or (start <= here + 30 and start > here) for start, end in reading.actors
    ):
        return True  # "North Korean threats", "threats by al-Shabaab"
    return _VIOLENT.search(" ".join(sentence.lows[word.last + 1 : word.last + 13])) is not None


def _somebody_destroys(reading: SentenceReading, word: Word) -> bool:
    """Whether "burned" has somebody who does it: without, it is only damage that another event did."""
    sentence = reading.sentence
    doer = (
        participants.agent(sentence, word.last + 1, word.last + 8)
        if word.passive
        else participants.subject(sentence, word.first)
    )
    if doer is None or participants.is_pronoun(sentence, doer) or not can_act(reading, doer):
        return False
    return doer.first > 0 or participants.role_class(sentence, doer) is not None or doer.last > doer.first


def _with_event(sentence: Sentence, word: Word) -> bool:
    """Whether "with airstrikes" follows the verb: the means is told as an event."""
    for at in range(word.last + 1, min(len(sentence) - 1, word.last + 12)):
        if sentence.lows[at] in ("with", "in") and _STRIKES & set(sentence.lows[at + 1 : at + 4]):
            return True
    return False


def _blast_does(sentence: Sentence, word: Word) -> bool:
    """Read "An explosion rips through the hall": the event itself is the subject."""
    found = participants.subject(sentence, word.first) if not word.passive else None
    return found is not None and bool(
        {
            "explosion",
            "explosions",
            "blast",
            "blasts",
            "bombing",
            "bombings",
            "attack",
            "attacks",
            "airstrike",
            "airstrikes",
            "strikes",
            "strike",
        }
        & set(sentence.lows[found.first : found.last + 1])
    )


_STRIKES = frozenset({"airstrikes", "airstrike", "strikes", "shelling", "gunfire", "artillery"})


def _armed_somewhere(sentence: Sentence) -> bool:
    classes = role_classes()
    return any(classes.get(low) == "armed" or low in _ARMED_STATE for low in sentence.lows) or any(
        low
        in (
            "israeli",
            "russian",
            "american",
            "u.s.",
            "us",
            "ukrainian",
            "turkish",
            "missile",
            "air",
            "killed",
            "kill",
            "kills",
            "targets",
            "target",
        )
        for low in sentence.lows
    )


def _figurative_fight(sentence: Sentence, word: Word) -> bool:
    after = sentence.lows[word.last + 1 : word.last + 5]
    return bool(
        {
            "corruption",
            "virus",
            "disease",
            "climate",
            "poverty",
            "cancer",
            "fire",
            "fires",
            "blaze",
            "inflation",
            "hunger",
            "coronavirus",
            "ebola",
            "terrorism",
        }
        & set(after)
    ) or (
        sentence.lows[word.first] in ("violence", "conflict", "fight", "battle", "hostilities")
        and not (_armed_somewhere(sentence) or "clashes" in sentence.lows)
    )


def without_devices(mains: list[Word]) -> list[Word]:
    """Drop a device ("car bomb") where another word names the event it makes."""
    others = [word for word in mains if word.lexeme.part != "device"]
    kept = []
    for word in mains:
        if word.lexeme.part == "device" and any(
            same_family(word.lexeme.kind, o.lexeme.kind) and abs(o.first - word.first) <= 12 for o in others
        ):
            continue
        kept.append(word)
    return kept


def same_family(a: Kind, b: Kind) -> bool:
    """Tell whether two kinds are words for one blast or attack."""
    return a == b or {a, b} <= _EXPLOSIVE


_EXPLOSIVE = {Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.GRENADE, Kind.ASSAULT}


#: What was stopped is fired within so many words of the stopping.
_NEAR = 7


def stands_alone(reading: SentenceReading, stop: Word, mains: list[Word]) -> bool:
    """Whether "intercepted" names an event itself: no attack is told, but a weapon or aircraft is."""
    sentence = reading.sentence
    if any(main.lexeme.kind is not Kind.THREAT for main in mains) and "downs" not in stop.lexeme.traits:
        return False
    if any(main.lexeme.part == "fire" and 0 < main.first - stop.last <= _NEAR for main in mains):
        return False  # "shot down a drone launched at the port": the launch is the event, and it failed
    if "downs" in stop.lexeme.traits:
        thing = participants.subject(sentence, stop.first) if stop.passive else sentence.phrase_from(stop.last + 1)
        return thing is not None and (holds_weapon(reading, thing) or _flies(sentence, thing))
    return bool(reading.weapons)


def _flies(sentence: Sentence, phrase: Phrase) -> bool:
    return bool(
        {
            "plane",
            "planes",
            "jet",
            "jets",
            "aircraft",
            "helicopter",
            "helicopters",
            "airliner",
            "airplane",
            "balloon",
            "drone",
            "drones",
            "warplane",
            "warplanes",
            "flight",
            "uav",
            "uavs",
        }
        & set(sentence.lows[phrase.first : phrase.last + 1])
    )
