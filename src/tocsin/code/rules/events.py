"""One sentence read by the rules: event words become drafts, phrases around them their arguments."""

from __future__ import annotations

from tocsin.code.rules import attributes
from tocsin.code.rules.arms import definite_weapon, find_weapons
from tocsin.code.rules.attributes import Surroundings
from tocsin.code.rules.attribution import find_attribution
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.lexemes import cue_matcher, event_matcher
from tocsin.code.rules.parties import add_outcome, find_parties
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.scope import (
    inside_weapon,
    is_event,
    is_generic,
    negated,
    of_generic,
    out_of_scope,
    same_family,
    stands_alone,
    with_kind,
    without_devices,
)
from tocsin.code.rules.speech import find_speech
from tocsin.code.rules.surroundings import attach_outcome, attach_surroundings
from tocsin.code.rules.triggers import Word, find_words
from tocsin.code.spotting import Spotted, Spotters
from tocsin.code.syntax import Sentence
from tocsin.codebook import Kind, Status

_SEPARATE = frozenset(
    "another separate separately second third fourth elsewhere meanwhile also other further new fresh".split()
)


_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such", "its"})


_CLAUSE_JOINTS = frozenset("after before following while when as amid hours days and but which where".split())


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
    if not words or out_of_scope(reading, words):
        return reading
    reading.speech = find_speech(reading.sentence, cues)
    words = [word for word in words if not _names_speaker(reading, word)]
    reading.weapons = find_weapons(reading.sentence, spotters)
    reading.actors = _unique(spotters.actors(text))
    reading.places = _unique(spotters.places(text))
    reading.times = [time for time in _unique(spotters.times(text)) if not _of_name(reading.sentence, time, topic)]
    _make_drafts(reading, words, spotters)
    return reading


_NAMED_AFTER_YEARS = frozenset(
    (
        "war uprising crisis protests revolt conflict revolution elections election campaign insurgency unrest "
        "intervention movement"
    ).split()
)


def _of_name(sentence: Sentence, time: tuple[int, int], topic: int) -> bool:
    """Whether a time is part of a name ("2011 Libyan civil war", "March 23 Movement") or of the leading topic."""
    after = sentence.token_at(time[1])
    if sentence.token_at(time[0]) < topic:
        return True
    return bool(_NAMED_AFTER_YEARS & set(sentence.lows[after : after + 4])) and sentence.words[after][0].isupper()


#: Cues that may name an actor in a sentence without an event word.
_ATTRIBUTING = frozenset({"claim", "blame", "court", "suspect", "hedge"})


def _names_speaker(reading: SentenceReading, word: Word) -> bool:
    """Tell whether an event word is part of a speaker's name ("Anbar operations command")."""
    return any(
        speech.speaker is not None and speech.speaker[0] <= word.first <= max(speech.speaker[1], speech.cue[0] - 1)
        for speech in reading.speech
    )


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


def _make_drafts(reading: SentenceReading, words: list[Word], spotters: Spotters) -> None:
    stops = [word for word in words if word.lexeme.part == "stop"]
    outcomes = [word for word in words if word.lexeme.part == "outcome"]
    mains = [word for word in words if word.lexeme.part not in ("stop", "outcome", "support")]
    generic = [word for word in mains if is_generic(reading.sentence, word, stops)]
    denied = [word for word in mains if negated(reading, word)]
    mains = [word for word in mains if word not in generic and word not in denied]
    mains = [word for word in mains if not inside_weapon(reading, word, spotters)]
    if denied:  # "the bomb did not go off": nor does the bomb make an event
        mains = [word for word in mains if word.lexeme.part != "device"]
    reading.weapons = [weapon for weapon in reading.weapons if not of_generic(reading.sentence, weapon[0], generic)]
    mains = [with_kind(reading, word, spotters) for word in mains if is_event(reading, word)]
    mains = without_devices(mains)
    kept_stops = [stop for stop in stops if stands_alone(reading, stop, mains)]
    ordered = sorted(mains + kept_stops, key=lambda word: word.first)
    groups = _grouped(reading, ordered)
    for group in groups:
        reading.drafts.append(_draft(reading, group, stops))
    for draft, group in zip(reading.drafts, groups, strict=True):
        for word in group:
            if word.lexeme.result is not None:
                add_outcome(reading, draft, word)
    for outcome in outcomes:
        if not attach_outcome(reading, outcome, groups):
            reading.loose.append(outcome)
    attach_surroundings(reading, groups, spotters)


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
    if a.general or b.general or same_family(a.kind, b.kind):
        return not ({"after", "following", "days", "while"} & set(between)) or len(between) <= 3
    if {a.kind, b.kind} <= _FIREARM:
        return "after" not in between
    return not joint


_FIREARM = {Kind.SHOOTING, Kind.ARMED_CLASH, Kind.ASSAULT, Kind.RAID}


#: The more telling kind wins where several words name one event.
_RANK = {
    Kind.ASSAULT: 0,
    Kind.RAID: 1,
    Kind.DESTRUCTION: 1,
    Kind.SHOOTING: 2,
    Kind.BOMBING: 3,
    Kind.ARMED_CLASH: 3,
    Kind.INTERCEPTION: 3,
}


def _head(group: list[Word]) -> Word:
    return max(group, key=lambda word: (_RANK.get(word.lexeme.kind, 4), not word.lexeme.general, -word.first))


def _draft(reading: SentenceReading, group: list[Word], stops: list[Word]) -> Draft:
    sentence = reading.sentence
    head = _head(group)
    start, end = sentence.starts[head.first], sentence.ends[head.last]
    rule = f"{head.lexeme.part}: {head.lexeme.entry}"
    draft = Draft(head.lexeme.kind, start, end, head.lexeme, reading.index, rule, head.lexeme.general)
    before = sentence.lows[max(0, head.first - 3) : head.first]
    general = "general" in head.lexeme.traits or head.lexeme.part == "device"
    draft.anaphoric = general and not head.verbal and bool({"the", "this", "that"} & set(before[-2:]))
    draft.anaphoric_noun = (
        not head.verbal and head.lexeme.part != "device" and bool({"the", "this", "that", "those"} & set(before))
    )
    draft.definite = (not head.verbal and bool(_DEFINITE & set(before))) or definite_weapon(reading, head)
    draft.separate = any(_SEPARATE & set(sentence.lows[max(0, word.first - 3) : word.first]) for word in group)
    for word in group:
        status, rule = attributes.status_of(sentence, word, [stop for stop in stops if stop not in group])
        if status is not Status.OCCURRED and draft.status is Status.OCCURRED:
            draft.status = status
            draft.rule += f"; {rule}"
    if attributes.is_denied(sentence, head.first, reading.around):
        draft.status = Status.DENIED
        draft.rule += "; denied"
    in_speech = any(speech.first <= head.first <= speech.last for speech in reading.speech)
    told, rule = attributes.is_background(sentence, head, reading.around, in_speech=in_speech)
    if not told and _told_earlier(reading, head.first):
        told, rule = True, "said at an earlier time"
    draft.background = told and draft.status is Status.OCCURRED
    if told:
        draft.rule += f"; background: {rule}"
    for word in group:
        if word.lexeme.part != "stop" or head.lexeme.part == "stop":
            find_parties(reading, draft, word)
    return draft


def _told_earlier(reading: SentenceReading, token: int) -> bool:
    """Read "The US told the council last week that …": what was told then happened before."""
    sentence = reading.sentence
    for speech in reading.speech:
        if speech.first <= token <= speech.last and speech.first > speech.cue[1]:
            opening = " ".join(sentence.lows[speech.cue[1] + 1 : min(token, speech.cue[1] + 12)]).split(" that ")[0]
            if any(words in opening for words in ("last week", "last month", "last year", "weeks ago", "months ago")):
                return True
    return False
