"""One sentence read by the rules: event words become drafts, phrases around them their arguments."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from tocsin.code.rules import attributes, participants, results
from tocsin.code.rules.attributes import Surroundings
from tocsin.code.rules.attribution import Attribution, find_attribution
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.lexemes import cue_matcher, event_matcher, role_classes
from tocsin.code.rules.speech import Speech, extend_of, find_speech
from tocsin.code.rules.triggers import Word, find_words
from tocsin.code.spotting import Spotted, Spotters
from tocsin.code.syntax import Phrase, Sentence
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind, Status

_SEPARATE = frozenset({"another", "separate", "separately", "second", "third", "fourth", "elsewhere", "meanwhile", "also", "other", "further", "new", "fresh"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "its"})
_CLAUSE_JOINTS = frozenset({"after", "before", "following", "while", "when", "as", "amid", "hours", "days", "and", "but", "which", "where"})
_NEGATION = frozenset({"no", "not", "never", "without", "didn't", "doesn't", "denied", "denies", "nobody"})
_ARMED_STATE = frozenset({"army", "police", "troops", "forces", "soldiers", "military", "navy"})


@dataclass
class SentenceReading:
    """What was read in one sentence: its drafts, and outcome words that found no event of their own."""

    text: str
    offset: int
    index: int
    drafts: list[Draft] = field(default_factory=list)
    loose: list[Word] = field(default_factory=list)
    speech: list[Speech] = field(default_factory=list)
    around: Surroundings = field(default_factory=lambda: Surroundings({}))
    attribution: Attribution | None = None
    weapons: list[tuple[int, int, str]] = field(default_factory=list)
    actors: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def sentence(self) -> Sentence:
        """The shallow parse, made when first asked for: most sentences hold nothing to parse for."""
        return Sentence(self.text)


def read_sentence(text: str, offset: int, index: int, spotters: Spotters) -> SentenceReading:
    """Read the sentence ``text`` that begins ``offset`` code points into its passage."""
    reading = SentenceReading(text, offset, index)
    cues = cue_matcher().find(text)
    if not event_matcher().find(text) and not any(cue.part in _ATTRIBUTING for match in cues for cue in match.payload):
        return reading
    reading.around = Surroundings.of(reading.sentence, cues)
    topic = _topic_end(reading.sentence)
    words = [word for word in find_words(reading.sentence) if word.first >= topic]
    reading.attribution = find_attribution(reading.sentence, reading.around)
    if not words or _out_of_scope(reading, words):
        return reading
    reading.speech = find_speech(reading.sentence, cues)
    reading.weapons = _weapons(reading.sentence, spotters)
    reading.actors = _unique(spotters.actors(text))
    reading.places = _unique(spotters.places(text))
    reading.times = [time for time in _unique(spotters.times(text)) if not _of_name(reading.sentence, time, topic)]
    _make_drafts(reading, words, spotters)
    return reading


#: The lexicon of weapons also knows means of attack by the event's own name; what is left of it may be a weapon.
_EVENT_ENDINGS = re.compile(
    r"(?:air)?[ -]?(?:strikes?|bombings?|attacks?|raids?|bombers?|attackers?|shellings?|bombardments?|blasts?|fire|explosions?|barrages?)$",
    re.IGNORECASE,
)
_NOT_WEAPONS = frozenset({"charges", "charge", "shell", "shells", "ammunition"})
#: After one of these words a weapon's name only says what sort of thing it is ("missile base").
_ONLY_MODIFIES = frozenset(
    "base bases defence defense system systems test tests site sites program programme destroyer destroyers drill drills"
    " depot depots factory silo silos warehouse launch-site pilot pilots technology parts warheads licence".split()
)


def _weapons(sentence: Sentence, spotters: Spotters) -> list[tuple[int, int, str]]:
    """Return the weapons of the sentence as (start, end, lexicon id): things, not the events they are named for."""
    found: list[tuple[int, int, str]] = []
    for spotted in spotters.weapons(sentence.text):
        words = sentence.text[spotted.start : spotted.end]
        after = sentence.token_at(spotted.end)
        if after < len(sentence) and sentence.lows[after] in _ONLY_MODIFIES:
            continue
        stem = _EVENT_ENDINGS.sub("", words)
        if stem == words:
            if not _is_verb_here(sentence, spotted.start, words):
                found.append((spotted.start, spotted.end, spotted.payload))
        elif stem:
            found += [(spotted.start + w.start, spotted.start + w.end, w.payload) for w in spotters.weapons(stem)]
    return found


def _is_verb_here(sentence: Sentence, start: int, words: str) -> bool:
    return words.casefold() in _NOT_WEAPONS and sentence.tags[sentence.token_at(start)] in ("B", "E", "G") or words.casefold() in ("charges", "charge", "ammunition")


_NAMED_AFTER_YEARS = frozenset({"war", "uprising", "crisis", "protests", "revolt", "conflict", "revolution", "elections", "election", "campaign", "insurgency", "unrest", "intervention", "movement"})


def _of_name(sentence: Sentence, time: tuple[int, int], topic: int) -> bool:
    """Whether a time is part of a name ("2011 Libyan civil war", "March 23 Movement") or of the leading topic."""
    after = sentence.token_at(time[1])
    if sentence.token_at(time[0]) < topic:
        return True
    return bool(_NAMED_AFTER_YEARS & set(sentence.lows[after : after + 4])) and sentence.words[after][0].isupper()


#: Cues that may name an actor in a sentence without an event word.
_ATTRIBUTING = frozenset({"claim", "blame", "court", "suspect"})


def _topic_end(sentence: Sentence) -> int:
    """Return the token after a leading topic ("War in Somalia: …"); 0 where there is none."""
    for at in range(1, min(9, len(sentence))):
        if sentence.lows[at] == ":":
            names = any(tag in ("B", "A") for tag in sentence.tags[:at])
            return 0 if names or len(sentence) - at < 5 else at + 1
    return 0


def _unique(found: object) -> list[tuple[int, int]]:
    spotted: list[Spotted] = list(found)  # type: ignore[call-overload]
    return sorted({(one.start, one.end) for one in spotted})


def _out_of_scope(reading: SentenceReading, words: list[Word]) -> bool:
    around = reading.around
    named = [word for word in words if word.lexeme.part not in ("outcome", "support")]
    if named and all("blast" in word.lexeme.traits for word in named) and (around.any("industrial") or around.any("disaster")):
        return True
    if around.any("figurative") and len(words) <= 1:
        return True
    strong = [w for w in words if w.lexeme.part not in ("outcome", "support", "hit") and not w.lexeme.general and "blast" not in w.lexeme.traits]
    if around.any("disaster") or around.any("sport"):
        return not strong
    return False


def _make_drafts(reading: SentenceReading, words: list[Word], spotters: Spotters) -> None:
    stops = [word for word in words if word.lexeme.part == "stop"]
    outcomes = [word for word in words if word.lexeme.part == "outcome"]
    mains = [word for word in words if word.lexeme.part not in ("stop", "outcome", "support")]
    generic = [word for word in mains if _is_generic(reading.sentence, word, stops)]
    mains = [word for word in mains if word not in generic and not _inside_weapon(reading, word, spotters) and not _negated(reading, word)]
    reading.weapons = [weapon for weapon in reading.weapons if not _of_generic(reading.sentence, weapon[0], generic)]
    mains = [_with_kind(reading, word, spotters) for word in mains if _is_event(reading, word)]
    mains = _without_devices(mains)
    kept_stops = [stop for stop in stops if _stands_alone(reading, stop, mains)]
    ordered = sorted(mains + kept_stops, key=lambda word: word.first)
    groups = _grouped(reading, ordered)
    for group in groups:
        reading.drafts.append(_draft(reading, group, stops))
    for draft, group in zip(reading.drafts, groups, strict=True):
        for word in group:
            if word.lexeme.result is not None:
                add_outcome(reading, draft, word)
    for outcome in outcomes:
        if not _attach(reading, outcome, groups):
            reading.loose.append(outcome)
    _attach_surroundings(reading, groups, spotters)


def _negated(reading: SentenceReading, word: Word) -> bool:
    """Whether the text says that it did not happen ("had not gone off"); a denial in speech is kept as one."""
    sentence = reading.sentence
    if not word.verbal:
        return False
    before = sentence.lows[max(0, word.first - 3) : word.first]
    nobody = sentence.lows[word.last + 1 : word.last + 2] in (["nobody"], ["none"])
    return nobody or bool({"not", "never", "n't", "didn't", "doesn't", "hasn't", "haven't", "wasn't", "weren't"} & set(before))


_AVERTED = frozenset({"threatened", "threatens", "threatening", "vowed", "vows", "warned", "warns", "promised", "deter", "prevent", "avoid", "discourage", "stop", "fears", "fear", "risk", "from", "against", "preventing", "deterring"})
_BECOME = frozenset({"become", "grown", "increased", "intensified", "continued", "risen", "escalated", "declined", "decreased", "multiplied"})
_GENERIC_BEFORE = frozenset({"recent", "similar", "any", "all", "such", "most", "pace", "future"})


def _is_generic(sentence: Sentence, word: Word, stops: list[Word]) -> bool:
    """Tell whether a noun speaks of attacks in general or counts them: "the latest in a series of strikes"."""
    if word.verbal or word.lexeme.part in ("device", "threat"):
        return False
    before = sentence.lows[max(0, word.first - 9) : word.first]
    joined = " ".join(before)
    if any(words in joined for words in ("in a series of", "in a string of", "in a wave of", "in a spate of", "of a series of", "pace of", "number of", "rise in", "increase in", "surge in")):
        return True
    near = sentence.lows[max(0, word.first - 4) : word.first]
    if {"further", "future", "more", "additional"} & set(near) and _AVERTED & set(sentence.lows[max(0, word.first - 12) : word.first]):
        return True
    if sentence.lows[word.last + 1 : word.last + 2] in (["have"], ["has"], ["had"]) and _BECOME & set(sentence.lows[word.last + 2 : word.last + 5]):
        return True
    if sentence.lows[word.last].endswith("s") and _GENERIC_BEFORE & set(near) and not stops:
        return True
    ordinal = any(low in ("second", "third", "fourth", "fifth", "latest") for low in near)
    return ordinal and ("such" in near or bool({"was", "is", "marking", "marks", "making"} & set(before)))


def _of_generic(sentence: Sentence, start: int, generic: list[Word]) -> bool:
    """Whether a weapon only says what sort of attacks are spoken of ("a series of rocket, missile and drone strikes")."""
    at = sentence.token_at(start)
    return any(word.first - 6 <= at <= word.last for word in generic)


def _inside_weapon(reading: SentenceReading, word: Word, spotters: Spotters) -> bool:
    """Tell whether a device is only part of another weapon's name ("rocket-propelled grenades")."""
    if word.lexeme.part != "device":
        return False
    start, end = reading.sentence.starts[word.first], reading.sentence.ends[word.last]
    return any(a <= start and end <= b and spotters.weapon_kind(entity) not in (None, word.lexeme.kind) for a, b, entity in reading.weapons)


def _with_kind(reading: SentenceReading, word: Word, spotters: Spotters) -> Word:
    """Let the weapon decide the kind of a word that leaves it open."""
    lexeme = word.lexeme
    if "seize" in lexeme.traits and not word.passive:
        taken = participants.object_of(reading.sentence, word.last)
        if taken is not None and participants.role_class(reading.sentence, taken) in _PEOPLE:
            return replace(word, lexeme=replace(lexeme, kind=Kind.ABDUCTION))
    shoots = lexeme.entry in ("shoot-verb", "open-fire")
    if not (lexeme.general or lexeme.part in ("fire", "hit") or lexeme.needs_weapon or shoots):
        return word
    entity = _weapon_near(reading, word, spotters)
    kind = spotters.weapon_kind(entity) if entity is not None else None
    if shoots and kind not in (Kind.SHELLING, Kind.DRONE_STRIKE, Kind.GRENADE):
        return word
    if kind is None or kind is lexeme.kind:
        return word if kind is None else replace(word, lexeme=replace(lexeme, general=False))
    return replace(word, lexeme=replace(lexeme, kind=kind, general=False))


def _is_event(reading: SentenceReading, word: Word) -> bool:
    """Tell whether an event word is one here: some need a weapon, a party or a fitting object."""
    sentence, lexeme = reading.sentence, word.lexeme
    if lexeme.part == "fire":
        return _weapon_near(reading, word) is not None or "fire" in sentence.lows[word.first]
    if lexeme.part == "hit" or lexeme.needs_weapon:
        if _weapon_near(reading, word) is not None:
            return True
        if _with_event(sentence, word) or _blast_does(sentence, word):
            return True
        if lexeme.needs_weapon and not lexeme.general:
            return False
        found = participants.subject(sentence, word.first) if not word.passive else participants.agent(sentence, word.last + 1, word.last + 8)
        return found is not None and participants.role_class(sentence, found) == "armed"
    if lexeme.entry == "destroy-verb":
        return _somebody_destroys(reading, word)
    if lexeme.part == "clash":
        if word.verbal and sentence.tags[word.first] == "G" and word.first and sentence.tags[word.first - 1] in ("N", "X"):
            return False  # "forces fighting the remnants of": what they are there for, no fight told
        if word.verbal and sentence.tags[word.first] == "G" and {"that", "which", "who"} & set(sentence.lows[max(0, word.first - 3) : word.first]):
            return False
        return not reading.around.any("sport") and not _figurative_fight(sentence, word)
    if lexeme.kind is Kind.TERRITORY and word.verbal and lexeme.part == "verb":
        return _takes_ground(reading, word)
    if lexeme.entry == "raid-noun" and sentence.lows[word.last] in ("operation", "operations") and word.first == word.last:
        return reading.around.parts.get("court") is None and _armed_somewhere(sentence)
    if lexeme.entry == "strike-noun":
        return _armed_somewhere(sentence) or bool(reading.weapons)
    return True


_PEOPLE = frozenset({"civilian", "official"})
_GROUND = frozenset({"town", "towns", "village", "villages", "city", "cities", "airport", "base", "bases", "district", "districts", "area", "areas", "territory", "province", "port", "bridge", "checkpoint", "checkpoints", "camp", "stronghold", "headquarters", "building", "positions", "hill", "island", "region", "field", "fields", "capital", "border", "crossing", "parts", "settlement", "settlements", "station", "half", "most", "it", "neighbourhood", "neighborhood", "outpost", "dam", "plant", "compound", "palace"})


def _takes_ground(reading: SentenceReading, word: Word) -> bool:
    """Whether what is taken is ground: "captured the town", not "the temperature fell to minus five"."""
    sentence = reading.sentence
    taken = participants.subject(sentence, word.first) if word.passive else participants.object_of(sentence, word.last)
    if taken is None:
        return False
    if "seize" in word.lexeme.traits and participants.role_class(sentence, taken) in _PEOPLE:
        return True
    names = any(sentence.tags[at] == "X" for at in range(taken.first, taken.last + 1)) and participants.role_class(sentence, taken) not in ("civilian", "official", "armed")
    return names or bool(_GROUND & set(sentence.lows[taken.first : taken.last + 1]))


def _somebody_destroys(reading: SentenceReading, word: Word) -> bool:
    """Whether "burned" has somebody who does it: without, it is only damage that another event did."""
    sentence = reading.sentence
    doer = participants.agent(sentence, word.last + 1, word.last + 8) if word.passive else participants.subject(sentence, word.first)
    return doer is not None and not participants.is_pronoun(sentence, doer) and _can_act(reading, doer)


def _with_event(sentence: Sentence, word: Word) -> bool:
    """Whether "with airstrikes" follows the verb: the means is told as an event."""
    for at in range(word.last + 1, min(len(sentence) - 1, word.last + 12)):
        if sentence.lows[at] in ("with", "in") and _STRIKES & set(sentence.lows[at + 1 : at + 4]):
            return True
    return False


def _blast_does(sentence: Sentence, word: Word) -> bool:
    """"An explosion rips through the hall": the event itself is the subject."""
    found = participants.subject(sentence, word.first) if not word.passive else None
    return found is not None and bool({"explosion", "explosions", "blast", "blasts", "bombing", "bombings", "attack", "attacks", "airstrike", "airstrikes", "strikes", "strike"} & set(sentence.lows[found.first : found.last + 1]))


_STRIKES = frozenset({"airstrikes", "airstrike", "strikes", "shelling", "gunfire", "artillery"})


def _armed_somewhere(sentence: Sentence) -> bool:
    classes = role_classes()
    return any(classes.get(low) == "armed" or low in _ARMED_STATE for low in sentence.lows) or any(
        low in ("israeli", "russian", "american", "u.s.", "us", "ukrainian", "turkish", "missile", "air", "killed", "kill", "kills", "targets", "target") for low in sentence.lows
    )


def _figurative_fight(sentence: Sentence, word: Word) -> bool:
    after = sentence.lows[word.last + 1 : word.last + 5]
    return bool({"corruption", "virus", "disease", "climate", "poverty", "cancer", "fire", "fires", "blaze", "inflation", "hunger", "coronavirus", "ebola", "terrorism"} & set(after)) or (
        sentence.lows[word.first] in ("violence", "conflict", "fight", "battle", "hostilities") and not (_armed_somewhere(sentence) or "clashes" in sentence.lows)
    )


def _weapon_near(reading: SentenceReading, word: Word, spotters: Spotters | None = None) -> str | None:
    """The weapon nearest to the word; what carries a charge ("drones carrying explosives") goes before the charge."""
    sentence = reading.sentence
    best: tuple[bool, int, str] | None = None
    for start, _, entity in reading.weapons:
        distance = abs(sentence.token_at(start) - word.first)
        charge = spotters is not None and spotters.weapon_kind(entity) not in (Kind.DRONE_STRIKE, Kind.SHELLING)
        if distance <= _WEAPON_REACH and (best is None or (charge, distance, entity) < best):
            best = (charge, distance, entity)
    return best[2] if best else None


#: A weapon decides the kind of a verb at most so many words away.
_WEAPON_REACH = 10


def _without_devices(mains: list[Word]) -> list[Word]:
    """Drop a device ("car bomb") where another word names the event it makes."""
    others = [word for word in mains if word.lexeme.part != "device"]
    kept = []
    for word in mains:
        if word.lexeme.part == "device" and any(_same_family(word.lexeme.kind, o.lexeme.kind) and abs(o.first - word.first) <= 12 for o in others):
            continue
        kept.append(word)
    return kept


def _same_family(a: Kind, b: Kind) -> bool:
    return a == b or {a, b} <= _EXPLOSIVE


_EXPLOSIVE = {Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.GRENADE, Kind.ASSAULT}


def _stands_alone(reading: SentenceReading, stop: Word, mains: list[Word]) -> bool:
    """Whether "intercepted" names an event itself: no attack is told, but a weapon or aircraft is."""
    sentence = reading.sentence
    if any(main.lexeme.kind is not Kind.THREAT for main in mains) and "downs" not in stop.lexeme.traits:
        return False
    if "downs" in stop.lexeme.traits:
        thing = participants.subject(sentence, stop.first) if stop.passive else sentence.phrase_from(stop.last + 1)
        return thing is not None and (_holds_weapon(reading, thing) or _flies(sentence, thing))
    return bool(reading.weapons)


def _flies(sentence: Sentence, phrase: Phrase) -> bool:
    return bool({"plane", "planes", "jet", "jets", "aircraft", "helicopter", "helicopters", "airliner", "airplane", "balloon", "drone", "drones", "warplane", "warplanes", "flight", "uav", "uavs"} & set(sentence.lows[phrase.first : phrase.last + 1]))


def _grouped(reading: SentenceReading, words: list[Word]) -> list[list[Word]]:
    """Group event words that name one event; a new group needs a sign of another event."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and _same_event(reading, groups[-1], word):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _same_event(reading: SentenceReading, group: list[Word], word: Word) -> bool:
    sentence = reading.sentence
    last = group[-1]
    between = sentence.lows[last.last + 1 : word.first]
    if _SEPARATE & set(between[-3:]):
        return False
    a, b = last.lexeme, word.lexeme
    if Kind.THREAT in (a.kind, b.kind) and a.kind is not b.kind:
        return False
    if a.kind is b.kind:
        apart = {"after", "while", ";", "another"} & set(between)
        return not apart or a.general or len(between) < 4
    joint = bool(_CLAUSE_JOINTS & set(between)) or ";" in between
    if a.general or b.general or _same_family(a.kind, b.kind):
        return not ({"after", "following", "days", "while"} & set(between)) or len(between) <= 3
    if {a.kind, b.kind} <= _FIREARM:
        return "after" not in between
    return not joint


_FIREARM = {Kind.SHOOTING, Kind.ARMED_CLASH, Kind.ASSAULT, Kind.RAID}

#: The more telling kind wins where several words name one event.
_RANK = {Kind.ASSAULT: 0, Kind.RAID: 1, Kind.DESTRUCTION: 1, Kind.SHOOTING: 2, Kind.BOMBING: 3, Kind.ARMED_CLASH: 3, Kind.INTERCEPTION: 3}


def _head(group: list[Word]) -> Word:
    first_named = max(group, key=lambda word: (_RANK.get(word.lexeme.kind, 4), not word.lexeme.general, -word.first))
    return first_named


def _draft(reading: SentenceReading, group: list[Word], stops: list[Word]) -> Draft:
    sentence = reading.sentence
    head = _head(group)
    start, end = sentence.starts[head.first], sentence.ends[head.last]
    rule = f"{head.lexeme.part}: {head.lexeme.entry}"
    draft = Draft(head.lexeme.kind, start, end, head.lexeme, reading.index, rule, head.lexeme.general)
    before = sentence.lows[max(0, head.first - 3) : head.first]
    general = "general" in head.lexeme.traits or head.lexeme.part == "device"
    draft.anaphoric = general and not head.verbal and bool({"the", "this", "that"} & set(before[-2:]))
    draft.anaphoric_noun = not head.verbal and head.lexeme.part != "device" and bool({"the", "this", "that", "those"} & set(before))
    draft.definite = (not head.verbal and bool(_DEFINITE & set(before))) or _definite_weapon(reading, head)
    draft.separate = any(_SEPARATE & set(sentence.lows[max(0, word.first - 3) : word.first]) for word in group)
    for word in group:
        status, rule = attributes.status_of(sentence, word, [stop for stop in stops if stop not in group])
        if status is not Status.OCCURRED and draft.status is Status.OCCURRED:
            draft.status = status
            draft.rule += f"; {rule}"
    in_speech = any(speech.first <= head.first <= speech.last for speech in reading.speech)
    told, rule = attributes.is_background(sentence, head, reading.around, in_speech=in_speech)
    if not told and _told_earlier(reading, head.first):
        told, rule = True, "said at an earlier time"
    draft.background = told and draft.status is Status.OCCURRED
    if told:
        draft.rule += f"; background: {rule}"
    for word in group:
        _participants(reading, draft, word)
    return draft


def _told_earlier(reading: SentenceReading, token: int) -> bool:
    """"The US told the council last week that …": what was told then happened before."""
    sentence = reading.sentence
    for speech in reading.speech:
        if speech.first <= token <= speech.last and speech.first > speech.cue[1]:
            opening = " ".join(sentence.lows[speech.cue[1] + 1 : min(token, speech.cue[1] + 12)]).split(" that ")[0]
            if any(words in opening for words in ("last week", "last month", "last year", "weeks ago", "months ago")):
                return True
    return False


def _definite_weapon(reading: SentenceReading, head: Word) -> bool:
    """"launched the drones": the weapons are those told of before."""
    if head.lexeme.part not in ("fire", "hit"):
        return False
    sentence = reading.sentence
    for start, _, _ in reading.weapons:
        at = sentence.token_at(start)
        if abs(at - head.first) <= 4 and at and sentence.lows[at - 1] in ("the", "those", "these"):
            return True
    return False


def _participants(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    if word.lexeme.part == "clash":
        _sides(reading, draft, word)
    elif word.lexeme.part == "threat":
        _threat(reading, draft, word)
    elif word.lexeme.part == "device":
        _noun_participants(reading, draft, word)
    elif word.verbal:
        _verb_participants(reading, draft, word)
    else:
        _noun_participants(reading, draft, word)
    if draft.kind is Kind.ABDUCTION or draft.kind is Kind.RAID:
        _captured(sentence, draft, word)


def _verb_participants(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    if word.lexeme.part == "burst":
        doer = participants.subject(sentence, word.first)
        if doer is not None and not _holds_weapon(reading, doer):
            _add_actor(reading, draft, doer, "subject")
        _add_target(reading, draft, participants.after_preposition(sentence, word.last, frozenset({"on", "at", "targeting", "into"})), "burst on")
        return
    if word.passive:
        _add_actor(reading, draft, participants.agent(sentence, word.last + 1, word.last + 9), "by-phrase")
        _add_target(reading, draft, participants.subject(sentence, word.first), "passive subject")
        return
    doer = participants.subject(sentence, word.first)
    if word.lexeme.part in ("hit", "fire", "stop") or word.lexeme.needs_weapon:
        if doer is not None and _holds_weapon(reading, doer):
            _modifier_actor(reading, draft, doer, doer.last + 1)
            doer = None
    _add_actor(reading, draft, doer, "subject")
    aim = participants.object_of(sentence, word.last)
    if aim is not None and word.lexeme.part in ("fire",) or word.lexeme.needs_weapon and aim is not None and _holds_weapon(reading, aim):
        aim = participants.after_preposition(sentence, aim.last, frozenset({"at", "on", "into", "toward", "towards", "against", "targeting"}))
    _add_target(reading, draft, aim, "object")


def _holds_weapon(reading: SentenceReading, phrase: Phrase) -> bool:
    start, end = reading.sentence.starts[phrase.first], reading.sentence.ends[phrase.last]
    return any(start <= a and b <= end for a, b, _ in reading.weapons)


def _noun_participants(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    phrase = sentence.phrase_at(word.first)
    _add_actor(reading, draft, participants.agent(sentence, word.last + 1, word.last + 7), "by-phrase")
    if phrase is not None:
        _modifier_actor(reading, draft, phrase, word.first)
    if not draft.has(Role.ACTOR):
        _add_actor(reading, draft, _supported(sentence, word), "subject of the supporting verb")
    if not draft.has(Role.ACTOR):
        _add_actor(reading, draft, participants.after_preposition(sentence, word.last, frozenset({"from", "between"}), 2), "from")
    _add_target(reading, draft, participants.noun_target(sentence, word), "on or against")
    if phrase is not None and not draft.has(Role.TARGET):
        _modifier_target(reading, draft, phrase, word.first)


_SUPPORT = frozenset(
    "carry carries carried carrying conduct conducts conducted conducting launch launches launched launching stage stages staged mount mounts mounted perpetrate"
    " perpetrated commit commits committed committing execute executed begin begins began start starts started make makes made making resume"
    " resumes resumed unleash unleashed wage waged order orders ordered lead led intensify intensified continue continues perform performs performed undertake undertook".split()
)


def _supported(sentence: Sentence, word: Word) -> Phrase | None:
    """In "X carried out a series of attacks" return X."""
    for at in range(word.first - 1, max(-1, word.first - 9), -1):
        if sentence.lows[at] in _SUPPORT and sentence.tags[at] in ("B", "E", "G"):
            return participants.subject(sentence, at)
        if sentence.tags[at] in ("W",) or sentence.lows[at] in (",", ";"):
            return None
    return None


def _modifier_actor(reading: SentenceReading, draft: Draft, phrase: Phrase, until: int) -> None:
    """"Israeli airstrike", "Boko Haram attack", "Russian drones": the actor as modifier."""
    sentence = reading.sentence
    start = sentence.starts[phrase.first]
    end = sentence.starts[until] if until < len(sentence) else len(sentence.text)
    for a, b in reading.actors:
        if start <= a and b <= end:
            draft.add((a, b), Role.ACTOR, "modifier")
            return
    classes = role_classes()
    for at in range(phrase.first, min(until, phrase.last + 1)):
        if classes.get(sentence.lows[at]) == "armed" or classes.get(sentence.lows[at] + "s") == "armed":
            draft.add((sentence.starts[at], sentence.ends[at]), Role.ACTOR, "modifier role")
            return


def _modifier_target(reading: SentenceReading, draft: Draft, phrase: Phrase, until: int) -> None:
    sentence = reading.sentence
    classes = role_classes()
    for at in range(until - 1, phrase.first - 1, -1):
        if classes.get(sentence.lows[at]) == "facility":
            draft.add((sentence.starts[at], sentence.ends[at]), Role.TARGET, "modifier")
            return


def _sides(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    between = participants.after_preposition(sentence, word.last, frozenset({"between", "involving"}), 6)
    if between is not None:
        group = participants.coordinated(sentence, between)
        _add_actor(reading, draft, group[0], "between")
        if len(group) == 1 and sentence.lows[between.last + 1 : between.last + 2] == ["and"]:
            second = sentence.phrase_at(between.last + 2)
            group += [second] if second is not None else []
        for phrase in group[1:]:
            _add_target(reading, draft, phrase, "between", spread=False)
        return
    if word.verbal:
        _add_actor(reading, draft, participants.subject(sentence, word.first), "subject")
    else:
        nominal = sentence.phrase_at(word.first)
        if nominal is not None:
            _modifier_actor(reading, draft, nominal, word.first)
    _add_target(reading, draft, participants.after_preposition(sentence, word.last, frozenset({"with", "against"}), 6), "with or against")
    if word.verbal and not draft.has(Role.TARGET):
        _add_target(reading, draft, participants.object_of(sentence, word.last), "object")


def _threat(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    if word.verbal:
        _add_actor(reading, draft, participants.subject(sentence, word.first), "subject")
        aim = participants.after_preposition(sentence, word.last, frozenset({"against", "on", "at"}), 8)
        _add_target(reading, draft, aim or sentence.phrase_at(word.last + 1), "object")
    else:
        phrase = sentence.phrase_at(word.first)
        if phrase is not None:
            _modifier_actor(reading, draft, phrase, word.first)
        _add_target(reading, draft, participants.after_preposition(sentence, word.last, frozenset({"against", "to", "at", "on"}), 4), "against")


def _captured(sentence: Sentence, draft: Draft, word: Word) -> None:
    """Who was taken: the object of the verb, or what follows "abduction of" and "arrest of"."""
    if word.lexeme.entry in ("abduction-noun", "raid-noun") and sentence.lows[word.first].startswith(("abduct", "kidnap", "arrest", "hostage")):
        if sentence.lows[word.last + 1 : word.last + 2] == ["of"]:
            _add_captured(sentence, draft, sentence.phrase_from(word.last + 2), word)
        return
    if not word.verbal or word.lexeme.entry not in ("abduct-verb", "raid-verb", "seize-verb") or sentence.lows[word.first].startswith("raid"):
        return
    phrase = participants.subject(sentence, word.first) if word.passive else participants.object_of(sentence, word.last)
    if phrase is not None and participants.is_pronoun(sentence, phrase):
        if sentence.lows[phrase.first] in ("he", "she", "him", "her", "who"):
            ends = sorted((phrase.first, word.first, word.last))
            draft.add((sentence.starts[ends[0]], sentence.ends[ends[-1]]), Role.CAPTURED, "a person by pronoun")
        return
    _add_captured(sentence, draft, phrase, word)


def _add_captured(sentence: Sentence, draft: Draft, phrase: Phrase | None, word: Word) -> None:
    if phrase is None:
        return
    if word.passive:
        group = participants.joined_before(sentence, phrase)
        first, last = group[0].first, phrase.last
    else:
        group = participants.coordinated(sentence, phrase)
        first, last = phrase.first, group[-1].last
    whole = results.with_modifier(sentence, Phrase(first, last))
    if sentence.lows[last + 1 : last + 2] == ["of"]:
        last = extend_of(sentence, Phrase(first, last))
    draft.add((sentence.starts[whole.first], sentence.ends[last]), Role.CAPTURED, "object of capture")


def _add_actor(reading: SentenceReading, draft: Draft, phrase: Phrase | None, rule: str) -> None:
    if phrase is None or participants.is_time(reading.sentence, phrase):
        return
    if participants.is_pronoun(reading.sentence, phrase):
        _speaker_acts(reading, draft, phrase)
        return
    if _holds_weapon(reading, phrase):
        _modifier_actor(reading, draft, phrase, phrase.last + 1)
        return
    if not _can_act(reading, phrase):
        return
    if rule == "by-phrase":
        group = participants.coordinated(reading.sentence, phrase)
    else:
        group = [one for one in participants.joined_before(reading.sentence, phrase) if one is phrase or _can_act(reading, one)]
    for one in group:
        draft.add(participants.party(reading.sentence, one), Role.ACTOR, rule)


def _speaker_acts(reading: SentenceReading, draft: Draft, pronoun: Phrase) -> None:
    """"The army said it had shelled the town": the pronoun stands for the speaker."""
    sentence = reading.sentence
    if sentence.lows[pronoun.first] not in ("it", "they", "he", "she", "we"):
        return
    for speech in reading.speech:
        opens = pronoun.first <= speech.first + 3 or sentence.lows[pronoun.first - 1] == "that"
        if speech.speaker is not None and speech.first <= pronoun.first <= speech.last and opens:
            draft.add(participants.trimmed(sentence, Phrase(*speech.speaker)), Role.ACTOR, "the speaker itself")
            draft.basis = ActorBasis.CLAIMED
            return


def _can_act(reading: SentenceReading, phrase: Phrase) -> bool:
    """Only people, bodies and names act; a lower-case thing does not."""
    sentence = reading.sentence
    role = participants.role_class(sentence, phrase)
    if role in ("armed", "civilian", "official", "rank"):
        return True
    if role == "facility":
        return False
    if any(sentence.lows[at] in ("bomb", "explosion", "blast", "attack", "attacks", "violence", "incident") for at in range(phrase.first, phrase.last + 1)):
        return False
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last]
    if any(start <= a and b <= end for a, b in reading.actors):
        return True
    return sentence.tags[phrase.last] == "X"


def _add_target(reading: SentenceReading, draft: Draft, phrase: Phrase | None, rule: str, *, spread: bool = True) -> None:
    sentence = reading.sentence
    if phrase is None or participants.is_pronoun(sentence, phrase) or participants.is_time(sentence, phrase):
        return
    if any(low in ("attack", "attacks", "explosion", "blast", "fire", "responsibility", "control") for low in sentence.lows[phrase.first : phrase.last + 1][-1:]):
        return
    group = participants.coordinated(sentence, phrase) if spread else [phrase]
    for one in group:
        if not participants.is_time(sentence, one):
            draft.add(participants.party(sentence, one), Role.TARGET, rule)


def _attach(reading: SentenceReading, outcome: Word, groups: list[list[Word]]) -> bool:
    """Give an outcome word's figures to the event of its stretch of the sentence."""
    if not reading.drafts:
        return False
    draft = reading.drafts[_zone(reading, outcome.first, groups)]
    if draft.kind is Kind.THREAT:
        others = [one for one in reading.drafts if one.kind is not Kind.THREAT]
        if not others:
            return False
        place = reading.sentence.starts[outcome.first]
        draft = min(others, key=lambda one: abs(one.start - place))
    add_outcome(reading, draft, outcome)
    return True


def add_outcome(reading: SentenceReading, draft: Draft, outcome: Word) -> None:
    """Add the figures an outcome word gives, the victims as a lesser target, the killer as actor."""
    sentence = reading.sentence
    for role, span, phrase in results.result_spans(sentence, outcome):
        if draft.has(role):
            draft.add(span, role, "further figure")
        else:
            draft.add(span, role, f"{sentence.lows[outcome.first]}")
        if phrase is not None and role is Role.KILLED and not draft.has(Role.TARGET):
            draft.add(participants.party(sentence, phrase), Role.TARGET, "victims")
    if outcome.passive and not draft.has(Role.ACTOR):
        _add_actor(reading, draft, participants.agent(sentence, outcome.last + 1, outcome.last + 7), "by-phrase")
    elif outcome.verbal and not outcome.passive and "intransitive" not in outcome.lexeme.traits and not draft.has(Role.ACTOR):
        if sentence.tags[outcome.first] != "G":
            _add_actor(reading, draft, participants.subject(sentence, outcome.first), "subject")


def _zone(reading: SentenceReading, token: int, groups: list[list[Word]]) -> int:
    """Return the index of the group to whose stretch ``token`` belongs."""
    for index in range(len(groups) - 1):
        left, right = groups[index][-1], groups[index + 1][0]
        boundary = _boundary(reading.sentence, left.last + 1, right.first)
        if token < boundary:
            return index
    return len(groups) - 1


def _boundary(sentence: Sentence, first: int, last: int) -> int:
    """The last joint between two event words: a semicolon, "after", "while", "and", a comma."""
    for joints in ((";",), ("after", "before", "following", "while", "when", "as", "amid"), ("and", "but"), (",",)):
        for at in range(last - 1, first - 1, -1):
            if sentence.lows[at] in joints:
                return at
    return last


def _attach_surroundings(reading: SentenceReading, groups: list[list[Word]], spotters: Spotters) -> None:
    sentence = reading.sentence
    for start, end, entity in reading.weapons:
        if reading.drafts:
            draft = reading.drafts[_zone(reading, sentence.token_at(start), groups)]
            if draft.kind is Kind.INTERCEPTION and _is_target(draft, start, end) and spotters.weapon_kind(entity) is not Kind.SHELLING:
                if spotters.weapon_kind(entity) is Kind.DRONE_STRIKE:
                    _munitions(sentence, draft, start, end)
                continue
            draft.add((start, end), Role.WEAPON, "weapon word")
            if draft.kind is not Kind.INTERCEPTION or spotters.weapon_kind(entity) is not Kind.AIR_STRIKE:
                _munitions(sentence, draft, start, end)
    for draft, group in zip(reading.drafts, groups, strict=True):
        _counted_blasts(sentence, draft, group)
    _attach_nameless_places(reading, groups)
    for start, end in reading.times:
        if reading.drafts and not _of_speech(reading, start) and not _of_total(sentence, start):
            timed = _timed(reading, groups, start, end)
            if timed is not None:
                timed.add((start, end), Role.TIME, "time expression")
    for start, end in reading.places:
        if reading.drafts:
            _attach_place(reading, groups, start, end)
    _attach_damage(reading, groups)
    _attach_speakers(reading)
    _attach_basis(reading)
    _threatened_actor(reading)


def _timed(reading: SentenceReading, groups: list[list[Word]], start: int, end: int) -> Draft | None:
    """The event that a time is of; "two days after" is of what it comes before in the text, or of nothing here."""
    sentence = reading.sentence
    if sentence.text[start:end].casefold().endswith("after"):
        return next((draft for draft in reading.drafts if draft.start > end), None)
    return reading.drafts[_zone(reading, sentence.token_at(start), groups)]


def _is_target(draft: Draft, start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in draft.spans(Role.TARGET))


def _munitions(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    first = sentence.token_at(start)
    phrase = sentence.phrase_at(first)
    if phrase is None:
        return
    for at in range(phrase.first, first):
        if sentence.tags[at] == "M" and not _is_year(sentence.lows[at]):
            words = results.with_modifier(sentence, Phrase(at, phrase.last))
            _add_munitions(sentence, draft, sentence.starts[words.first], end)
            return


def _add_munitions(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    """Add counted weapons; counts joined by "and" are one figure, their sum."""
    for at, (a, b, role, _) in enumerate(draft.arguments):
        if role is Role.MUNITIONS and sentence.text[b:start].strip() in ("and", ",", "", ", and"):
            draft.arguments[at] = (a, end, role, "counted weapons together")
            return
    draft.add((start, end), Role.MUNITIONS, "counted weapon")


_COUNTED_AS_BOMBS = frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.GRENADE})


def _counted_blasts(sentence: Sentence, draft: Draft, group: list[Word]) -> None:
    """"Twin bomb blasts", "two car bombings": the count of blasts is the count of bombs."""
    if draft.kind not in _COUNTED_AS_BOMBS or draft.has(Role.MUNITIONS):
        return
    for word in group:
        phrase = sentence.phrase_at(word.first)
        if word.verbal or phrase is None:
            continue
        for at in range(phrase.first, word.first):
            if sentence.tags[at] == "M" and not _is_year(sentence.lows[at]):
                whole = results.with_modifier(sentence, Phrase(at, phrase.last))
                draft.add((sentence.starts[whole.first], sentence.ends[word.last]), Role.MUNITIONS, "counted blasts")
                return


def _is_year(low: str) -> bool:
    return len(low) == 4 and low.isdigit() and low.startswith(("19", "20"))  # noqa: PLR2004 - digits of a year


def _of_total(sentence: Sentence, start: int) -> bool:
    """Whether a period is that of a count ("50 times this year", "since March") and not an event's time."""
    first = sentence.token_at(start)
    return sentence.lows[first : first + 1] == ["since"] or sentence.lows[max(0, first - 1) : first] in (["times"], ["since"])


def _of_speech(reading: SentenceReading, start: int) -> bool:
    """Whether a time belongs to the saying ("said on Friday") and not to the event."""
    token = reading.sentence.token_at(start)
    for speech in reading.speech:
        if speech.cue[1] < token <= speech.cue[1] + 2:
            return True
        that = next((at for at in range(speech.cue[1] + 1, min(speech.cue[1] + 12, len(reading.sentence))) if reading.sentence.lows[at] == "that"), 0)
        if speech.cue[1] < token < that:
            return True
    return False


_LOCATIVE = frozenset("in at near on outside inside around across off over of between through along throughout within from to into towards toward against".split())


def _attach_place(reading: SentenceReading, groups: list[list[Word]], start: int, end: int) -> None:
    sentence = reading.sentence
    first = sentence.token_at(start)
    if not _locates(reading, first, start, end):
        return
    index = _zone(reading, first, groups)
    draft = reading.drafts[index]
    origin = _launched_from(sentence, draft, first)
    if origin is not None:
        draft.add((sentence.starts[origin], end), Role.LAUNCHED_FROM, "launched from")
        return
    for one in reading.drafts if len(reading.drafts) > 1 and _shared_place(sentence, first, groups) else (draft,):
        if one is draft or one.kind is not Kind.THREAT:
            one.add((start, end), Role.PLACE, "place expression")


_VEHICLES = frozenset(
    "car cars bus buses truck trucks vehicle vehicles convoy convoys ship ships tanker tankers vessel vessels plane planes aircraft"
    " patrol patrols train trains boat boats motorcycle motorcycles helicopter helicopters van jeep tank tanks coach ambulance infrastructure positions targets".split()
)


def _attach_nameless_places(reading: SentenceReading, groups: list[list[Word]]) -> None:
    """"at the base", "near a checkpoint": places without a name of their own."""
    sentence = reading.sentence
    for phrase in sentence.phrases:
        if not phrase.first or sentence.lows[phrase.first - 1] not in ("at", "in", "near", "inside", "outside", "on"):
            continue
        if participants.role_class(sentence, phrase) != "facility" or sentence.lows[phrase.last] in _VEHICLES or not reading.drafts:
            continue
        if sentence.lows[phrase.last + 1 : phrase.last + 2] == ["of"]:
            continue
        span = participants.trimmed(sentence, phrase)
        if span is None or any(a < span[1] and span[0] < b for a, b in reading.places):
            continue
        if sentence.lows[phrase.first] == "the":
            span = (sentence.starts[phrase.first], span[1])
        reading.drafts[_zone(reading, phrase.first, groups)].add(span, Role.PLACE, "nameless place")


def _launched_from(sentence: Sentence, draft: Draft, first: int) -> int | None:
    """Return the token after "from" where the place is where weapons were launched."""
    if draft.kind not in (Kind.SHELLING, Kind.DRONE_STRIKE, Kind.AIR_STRIKE, Kind.INTERCEPTION):
        return None
    for at in range(first - 1, max(-1, first - 10), -1):
        if sentence.lows[at] == "from":
            fired = {"launched", "fired", "launch", "fire", "launches", "fires", "launching", "firing", "came", "rockets", "missiles", "drones"}
            return at + 1 if fired & set(sentence.lows[max(0, at - 7) : at]) else None
        if sentence.tags[at] not in ("D", "N", "X", "P", "M") or sentence.lows[at] in ("in", "at", "on", "near"):
            return None
    return None


def _shared_place(sentence: Sentence, first: int, groups: list[list[Word]]) -> bool:
    """Whether a place before or after all events of a sentence is that of all: no "after" or "while" parts them."""
    apart = {"after", "before", "following", "while", "as", "when", "amid", ";"}
    for left, right in itertools.pairwise(groups):
        if apart & set(sentence.lows[left[-1].last + 1 : right[0].first]):
            return False
    return first < groups[0][0].first or first > groups[-1][-1].last


def _locates(reading: SentenceReading, first: int, start: int, end: int) -> bool:
    sentence = reading.sentence
    for draft in reading.drafts:
        if any(a <= start and end <= b for a, b in draft.spans(Role.ACTOR)):
            return False
    for speech in reading.speech:
        if speech.speaker is not None and sentence.starts[speech.speaker[0]] <= start <= sentence.ends[max(speech.speaker[1], speech.cue[1])]:
            return False
    last = sentence.token_at(end)
    if first == 0 and sentence.lows[0].endswith("ing"):
        return False
    if last < len(sentence) and sentence.tags[last] == "N" and sentence.words[last].islower() and sentence.owner[last] == sentence.owner[last - 1]:
        # "US assets", "Kabul residents": the name only says whose.
        return False
    before = sentence.lows[first - 1] if first else ""
    if before in ("the", "a") and first > 1:
        before = sentence.lows[first - 2]
    if before in _LOCATIVE:
        return True
    if before in (",", "(", "and", "or"):
        return _after_place(reading, first)
    inside = sentence.tags[first - 1] in ("N", "X", "S") if first else True
    after = sentence.lows[sentence.token_at(end)] if sentence.token_at(end) < len(sentence) else ""
    if any(a <= start and end <= b for draft in reading.drafts for a, b in draft.spans(Role.TARGET)):
        return True
    return inside or after in ("'s", ":", "-")


def _after_place(reading: SentenceReading, first: int) -> bool:
    """Whether the place continues a row of places ("Pasni, Balochistan", "in Syria and Iraq")."""
    sentence = reading.sentence
    at = first - 1
    while at > 0 and sentence.lows[at] in (",", "(", "and", "or", "the", "both", "near"):
        at -= 1
    return any(start <= sentence.starts[at] < end for start, end in reading.places)


def _attach_speakers(reading: SentenceReading) -> None:
    sentence = reading.sentence
    for speech in reading.speech:
        if speech.speaker is None:
            continue
        span = participants.trimmed(sentence, Phrase(*speech.speaker))
        for draft in reading.drafts:
            token = sentence.token_at(draft.start)
            presupposed = draft.background and not draft.lexeme.verbal and "said at an earlier time" not in draft.rule
            if speech.first <= token <= speech.last and not presupposed:
                draft.add(span, Role.SPEAKER, sentence.lows[speech.cue[0]])


def _threatened_actor(reading: SentenceReading) -> None:
    """A vow of revenge that names no target is aimed at who did the act it answers."""
    for draft in reading.drafts:
        if draft.kind is Kind.THREAT and not draft.has(Role.TARGET) and "retaliat" in reading.sentence.text:
            for other in reading.drafts:
                if other.kind is not Kind.THREAT and other.has(Role.ACTOR):
                    draft.add(other.spans(Role.ACTOR)[0], Role.TARGET, "who did what is avenged")


_DAMAGE_WORDS = frozenset({"damage", "damages"})


def _attach_damage(reading: SentenceReading, groups: list[list[Word]]) -> None:
    if not reading.drafts:
        return
    for token, span in damage_words(reading.sentence):
        reading.drafts[_zone(reading, token, groups)].add(span, Role.DAMAGE, "damage")


def damage_words(sentence: Sentence) -> list[tuple[int, tuple[int, int]]]:
    """Find "minor damage", "caused no damage", "without damage", "damaging two houses": token and offsets."""
    found: list[tuple[int, tuple[int, int]]] = []
    for at, low in enumerate(sentence.lows):
        if low in _DAMAGE_WORDS and sentence.owner[at] >= 0:
            first = sentence.phrases[sentence.owner[at]].first
            if first and sentence.lows[first - 1] in ("no", "without", "any", "not"):
                first -= 1
            found.append((at, (sentence.starts[first], sentence.ends[at])))
        elif low in ("damaging", "damaged", "destroying", "destroyed", "damages", "destroys") and sentence.tags[at] in ("G", "E", "B"):
            phrase = participants.object_of(sentence, at)
            if phrase is not None:
                found.append((at, (sentence.starts[at], sentence.ends[phrase.last])))
            elif sentence.tags[at] == "E" and (who := participants.subject(sentence, at)) is not None:
                found.append((at, (sentence.starts[who.first], sentence.ends[at])))
    return found


def _attach_basis(reading: SentenceReading) -> None:
    for draft in reading.drafts:
        if reading.attribution is not None:
            attribute(draft, reading.attribution, 0)
        if draft.basis is None:
            _basis_of_actor(reading, draft)
        token = reading.sentence.token_at(draft.start)
        if reading.around.near("hedge", token - 25, token + 25) or reading.around.near("suspect", token - 3, token) or "possible" in reading.sentence.lows[max(0, token - 3) : token]:
            draft.hedged = True


def attribute(draft: Draft, attribution: Attribution, offset: int) -> None:
    """Give an attribution to an event; offsets are moved by ``offset`` into the passage."""
    stated = draft.has(Role.ACTOR)
    if attribution.basis is ActorBasis.CLAIMED:
        draft.arguments = [argument for argument in draft.arguments if argument[2] is not Role.ACTOR]
    elif stated and attribution.basis is not ActorBasis.BLAMED:
        return
    elif stated and draft.kind is Kind.RAID:
        return
    elif stated:
        draft.arguments = [argument for argument in draft.arguments if argument[2] is not Role.ACTOR]
    draft.add((attribution.actor[0] + offset, attribution.actor[1] + offset), Role.ACTOR, f"{attribution.basis}")
    draft.basis = attribution.basis
    if attribution.speaker is not None:
        draft.add((attribution.speaker[0] + offset, attribution.speaker[1] + offset), Role.SPEAKER, "accuser")
    if attribution.basis is ActorBasis.SUSPECTED:
        draft.hedged = True


def _basis_of_actor(reading: SentenceReading, draft: Draft) -> None:
    """An actor may be suspected by an adjective, or be itself the one who tells."""
    sentence = reading.sentence
    if not draft.has(Role.ACTOR):
        return
    start, end = draft.spans(Role.ACTOR)[0]
    first, last = sentence.token_at(start), sentence.token_at(end)
    if reading.around.near("suspect", first - 2, first) or _believed(sentence, last) or {"suspected", "believed"} & set(sentence.lows[max(0, first - 6) : first]) and "by" in sentence.lows[max(0, first - 2) : first]:
        draft.basis = ActorBasis.SUSPECTED
        draft.hedged = True
        return
    by_rule = next(rule for *_, role, rule in draft.arguments if role is Role.ACTOR)
    for speech in reading.speech:
        if speech.speaker is None:
            continue
        if sentence.starts[speech.speaker[0]] <= start < sentence.ends[speech.speaker[1]]:
            draft.basis = ActorBasis.CLAIMED if draft.kind is not Kind.THREAT else ActorBasis.STATED
            return
        if first in range(speech.first, speech.last + 1) and {"its", "their", "his"} & set(sentence.lows[max(0, first - 2) : first]):
            draft.basis = ActorBasis.CLAIMED
            return
        accuses = by_rule in ("subject", "by-phrase", "subject of the supporting verb")
        if accuses and speech.first <= first <= speech.last and draft.kind not in (Kind.THREAT, Kind.RAID, Kind.ARMED_CLASH):
            draft.basis = ActorBasis.BLAMED
        if speech.speaker is not None and first in range(speech.first, speech.last) and {"its", "their"} & set(sentence.lows[max(0, first - 2) : first]):
            draft.basis = ActorBasis.CLAIMED


def _believed(sentence: Sentence, after: int) -> bool:
    """Whether "X, believed to be" or "X is suspected of" follows the actor."""
    window = sentence.lows[after : after + 4]
    return "suspected" in window or "believed" in window or "thought" in window
