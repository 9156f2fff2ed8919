"""What stands around the events of a sentence: times, places, weapons, damage, speakers, the basis of the actor."""

from __future__ import annotations

import itertools

from tocsin.code.rules import participants
from tocsin.code.rules.arms import counted_blasts, is_target, munitions
from tocsin.code.rules.attribution import Attribution
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.parties import add_outcome
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.speech import is_denial
from tocsin.code.rules.triggers import Word
from tocsin.code.spotting import Spotters
from tocsin.code.syntax import Phrase, Sentence
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind


def attach_outcome(reading: SentenceReading, outcome: Word, groups: list[list[Word]]) -> bool:
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


def _zone(reading: SentenceReading, token: int, groups: list[list[Word]]) -> int:
    """Return the index of the group to whose stretch ``token`` belongs."""
    for index in range(len(groups) - 1):
        left, right = groups[index][-1], groups[index + 1][0]
        boundary = _boundary(reading.sentence, left.last + 1, right.first)
        if token < boundary:
            return index
    return len(groups) - 1


def _boundary(sentence: Sentence, first: int, last: int) -> int:
    """Return the last joint between two event words: a semicolon, "after", "while", "and", a comma."""
    for joints in ((";",), ("after", "before", "following", "while", "when", "as", "amid"), ("and", "but"), (",",)):
        for at in range(last - 1, first - 1, -1):
            if sentence.lows[at] in joints:
                return at
    return last


def attach_surroundings(reading: SentenceReading, groups: list[list[Word]], spotters: Spotters) -> None:
    """Give weapons, times, places, damage, speakers and bases of the sentence to its events."""
    sentence = reading.sentence
    for start, end, entity in reading.weapons:
        if reading.drafts:
            draft = reading.drafts[_zone(reading, sentence.token_at(start), groups)]
            if (
                draft.kind is Kind.INTERCEPTION
                and is_target(draft, start, end)
                and spotters.weapon_kind(entity) is not Kind.SHELLING
            ):
                if spotters.weapon_kind(entity) is Kind.DRONE_STRIKE:
                    munitions(sentence, draft, start, end)
                continue
            draft.add((start, end), Role.WEAPON, "weapon word")
            if draft.kind is not Kind.INTERCEPTION or spotters.weapon_kind(entity) is not Kind.AIR_STRIKE:
                munitions(sentence, draft, start, end)
    for draft, group in zip(reading.drafts, groups, strict=True):
        counted_blasts(sentence, draft, group)
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
    """Return the event that a time is of; "two days after" is of what it comes before in the text, or of nothing here."""
    sentence = reading.sentence
    if sentence.text[start:end].casefold().endswith("after"):
        return next((draft for draft in reading.drafts if draft.start > end), None)
    return reading.drafts[_zone(reading, sentence.token_at(start), groups)]


def _of_total(sentence: Sentence, start: int) -> bool:
    """Whether a period is that of a count ("50 times this year", "since March") and not an event's time."""
    first = sentence.token_at(start)
    return sentence.lows[first : first + 1] == ["since"] or sentence.lows[max(0, first - 1) : first] in (
        ["times"],
        ["since"],
    )


def _of_speech(reading: SentenceReading, start: int) -> bool:
    """Whether a time belongs to the saying ("said on Friday") and not to the event."""
    token = reading.sentence.token_at(start)
    for speech in reading.speech:
        if speech.cue[1] < token <= speech.cue[1] + 2:
            return True
        if speech.speaker is not None and speech.speaker[1] < token < speech.cue[0]:
            return True  # "police on Tuesday denied"
        that = next(
            (
                at
                for at in range(speech.cue[1] + 1, min(speech.cue[1] + 12, len(reading.sentence)))
                if reading.sentence.lows[at] == "that"
            ),
            0,
        )
        if speech.cue[1] < token < that:
            return True
    return False


_LOCATIVE = frozenset(
    (
        "in at near on outside inside around across off over of between through along throughout within from to "
        "into towards toward"
    ).split()
)


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
    (
        "car cars bus buses truck trucks vehicle vehicles convoy convoys ship ships tanker tankers vessel vessels "
        "plane planes aircraft patrol patrols train trains boat boats motorcycle motorcycles helicopter "
        "helicopters van jeep tank tanks coach ambulance infrastructure positions targets"
    ).split()
)


def _attach_nameless_places(reading: SentenceReading, groups: list[list[Word]]) -> None:
    """Read "at the base", "near a checkpoint": places without a name of their own."""
    sentence = reading.sentence
    for phrase in sentence.phrases:
        if not phrase.first or sentence.lows[phrase.first - 1] not in ("at", "in", "near", "inside", "outside", "on"):
            continue
        if (
            participants.role_class(sentence, phrase) != "facility"
            or sentence.lows[phrase.last] in _VEHICLES
            or not reading.drafts
        ):
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
            fired = {
                "launched",
                "fired",
                "launch",
                "fire",
                "launches",
                "fires",
                "launching",
                "firing",
                "came",
                "rockets",
                "missiles",
                "drones",
            }
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
        if (
            speech.speaker is not None
            and sentence.starts[speech.speaker[0]] <= start <= sentence.ends[max(speech.speaker[1], speech.cue[1])]
        ):
            return False
    last = sentence.token_at(end)
    if first == 0 and sentence.lows[0].endswith("ing"):
        return False
    if (
        last < len(sentence)
        and sentence.tags[last] == "N"
        and sentence.words[last].islower()
        and sentence.owner[last] == sentence.owner[last - 1]
    ):
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
    """Aim a vow of revenge that names no target at who did the act it answers."""
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
        elif low in ("damaging", "damaged", "destroying", "destroyed", "damages", "destroys") and sentence.tags[at] in (
            "G",
            "E",
            "B",
        ):
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
        settle_basis(reading, draft, reading.sentence.token_at(draft.start))


def settle_basis(reading: SentenceReading, draft: Draft, token: int) -> None:
    """Find on what the naming of the actor rests, and whether what is told at ``token`` is hedged."""
    if draft.basis is None:
        _basis_of_actor(reading, draft)
    around = reading.around
    possible = "possible" in reading.sentence.lows[max(0, token - 3) : token]
    if around.near("hedge", token - 25, token + 25) or around.near("suspect", token - 3, token) or possible:
        draft.hedged = True


def attribute(draft: Draft, attribution: Attribution, offset: int) -> None:
    """Give an attribution to an event; offsets are moved by ``offset`` into the passage."""
    stated = draft.has(Role.ACTOR)
    if attribution.basis is ActorBasis.CLAIMED:
        draft.arguments = [argument for argument in draft.arguments if argument[2] is not Role.ACTOR]
    elif (stated and attribution.basis is not ActorBasis.BLAMED) or (stated and draft.kind is Kind.RAID):
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
    """Find whether an actor is suspected by an adjective, or is itself the one who tells."""
    sentence = reading.sentence
    if not draft.has(Role.ACTOR):
        return
    start, end = draft.spans(Role.ACTOR)[0]
    first, last = sentence.token_at(start), sentence.token_at(end)
    if (
        reading.around.near("suspect", first - 2, first)
        or _believed(sentence, last)
        or (
            {"suspected", "believed"} & set(sentence.lows[max(0, first - 6) : first])
            and "by" in sentence.lows[max(0, first - 2) : first]
        )
    ):
        draft.basis = ActorBasis.SUSPECTED
        draft.hedged = True
        return
    by_rule = next(rule for *_, role, rule in draft.arguments if role is Role.ACTOR)
    for speech in reading.speech:
        if speech.speaker is None or is_denial(sentence, speech):
            continue
        if sentence.starts[speech.speaker[0]] <= start < sentence.ends[speech.speaker[1]]:
            draft.basis = ActorBasis.CLAIMED if draft.kind is not Kind.THREAT else ActorBasis.STATED
            return
        if first in range(speech.first, speech.last + 1) and {"its", "their", "his"} & set(
            sentence.lows[max(0, first - 2) : first]
        ):
            draft.basis = ActorBasis.CLAIMED
            return
        accuses = by_rule in ("subject", "by-phrase", "subject of the supporting verb")
        if (
            accuses
            and speech.first <= first <= speech.last
            and draft.kind not in (Kind.THREAT, Kind.RAID, Kind.ARMED_CLASH)
        ):
            draft.basis = ActorBasis.BLAMED
        if (
            speech.speaker is not None
            and first in range(speech.first, speech.last)
            and {"its", "their"} & set(sentence.lows[max(0, first - 2) : first])
        ):
            draft.basis = ActorBasis.CLAIMED


def _believed(sentence: Sentence, after: int) -> bool:
    """Whether "X, believed to be" or "X is suspected of" follows the actor."""
    window = sentence.lows[after : after + 4]
    return "suspected" in window or "believed" in window or "thought" in window
