"""Who is said to have done it, apart from the telling: claims of responsibility, blame, suspicion, charges."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.code.rules import participants
from tocsin.code.rules.attributes import Surroundings
from tocsin.code.syntax import Phrase, Sentence
from tocsin.codebook import ActorBasis

_CHARGED = frozenset(
    (
        "convicted charged sentenced indicted accused guilty acquitted charges convicts sentences indicts "
        "extradited tried pleads pleaded confesses confessed"
    ).split()
)
_ATTACKS = frozenset(
    {"attack", "attacks", "bombing", "bombings", "blast", "killing", "shooting", "raid", "ambush", "assault"}
)
_SUSPECTED = frozenset({"suspected", "believed", "thought", "suspects", "believes", "suspect", "alleged"})
_BE = frozenset({"is", "are", "was", "were", "been", "be"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """An actor named on some basis, and who names it, as offsets into the sentence."""

    actor: tuple[int, int]
    basis: ActorBasis
    speaker: tuple[int, int] | None
    cue: tuple[int, int]


def find_attribution(sentence: Sentence, around: Surroundings) -> Attribution | None:
    """Find the one attribution of ``sentence``; the strongest basis wins."""
    return (
        _claimed(sentence, around)
        or _blamed(sentence, around)
        or _suspected(sentence)
        or _responsible(sentence)
        or _charged(sentence, around)
    )


def _made(
    sentence: Sentence, phrase: Phrase | None, basis: ActorBasis, cue: int, speaker: Phrase | None = None
) -> Attribution | None:
    if phrase is None or participants.is_pronoun(sentence, phrase) or participants.is_time(sentence, phrase):
        return None
    if not participants.can_be_party(sentence, phrase):
        return None
    actor = participants.party(sentence, phrase)
    if (
        actor is None
        or sentence.lows[phrase.first] in ("no", "nobody", "none")
        or sentence.lows[phrase.first : phrase.first + 2] == ["no", "one"]
    ):
        return None
    who = None
    if speaker is not None and participants.can_be_party(sentence, speaker):
        who = participants.trimmed(sentence, speaker)
    return Attribution(actor, basis, who, (sentence.starts[cue], sentence.ends[cue]))


def _claimed(sentence: Sentence, around: Surroundings) -> Attribution | None:
    for at in around.parts.get("claim", ()):
        if {"no", "not", "nobody", "none", "has yet"} & set(sentence.lows[max(0, at - 4) : at]):
            continue
        by_agent = "by" in sentence.lows[at : at + 6]
        phrase = participants.agent(sentence, at, at + 8) if by_agent else participants.subject(sentence, at)
        found = _made(sentence, phrase, ActorBasis.CLAIMED, at)
        if found is not None:
            return found
    for at, low in enumerate(sentence.lows):
        claims = low in ("claims", "claim", "claimed") and sentence.lows[at + 1 : at + 2] in (
            ["the"],
            ["their"],
            ["its"],
        )
        if claims and _ATTACKS & set(sentence.lows[at + 2 : at + 4]):
            return _made(sentence, participants.subject(sentence, at), ActorBasis.CLAIMED, at)
        if low == "claimed" and at and sentence.lows[at - 1] in _BE and sentence.lows[at + 1 : at + 2] == ["by"]:
            return _made(sentence, participants.agent(sentence, at + 1, at + 3), ActorBasis.CLAIMED, at)
    return None


def _blamed(sentence: Sentence, around: Surroundings) -> Attribution | None:
    for at in around.parts.get("blame", ()):
        if sentence.lows[at].startswith("condemn") or sentence.tags[at] not in ("B", "E", "G"):
            continue
        passive = sentence.tags[at] == "E" and at and sentence.lows[at - 1] in _BE
        if sentence.lows[at + 1 : at + 2] == ["on"]:
            return _made(sentence, sentence.phrase_at(at + 2), ActorBasis.BLAMED, at)
        if passive:
            speaker = participants.agent(sentence, at + 1, at + 12)
            return _made(sentence, participants.subject(sentence, at), ActorBasis.BLAMED, at, speaker)
        return _made(sentence, sentence.phrase_at(at + 1), ActorBasis.BLAMED, at, participants.subject(sentence, at))
    return None


def _suspected(sentence: Sentence) -> Attribution | None:
    """Read "X is believed to be responsible", "believed to have been carried out by X", "police suspect X"."""
    for at, low in enumerate(sentence.lows):
        if low not in _SUSPECTED or sentence.tags[at] not in ("E", "B"):
            continue
        window = sentence.lows[at + 1 : at + 9]
        if "responsible" in window or "behind" in window or "perpetrators" in window:
            phrase = (
                participants.subject(sentence, at)
                if at and sentence.lows[at - 1] in _BE
                else sentence.phrase_before(at)
            )
            if low in ("believes", "suspect", "suspects"):
                phrase = sentence.phrase_at(at + 1)
            accuser = participants.subject(sentence, at) if low in ("believes", "suspect", "suspects") else None
            return _made(sentence, phrase, ActorBasis.SUSPECTED, at, accuser)
        if "by" in window and ("carried" in window or "committed" in window or "done" in window):
            return _made(sentence, participants.agent(sentence, at + 1, at + 10), ActorBasis.SUSPECTED, at)
    return None


def _responsible(sentence: Sentence) -> Attribution | None:
    """Read "X is responsible": blame where somebody says so, a statement where the report does."""
    for at, low in enumerate(sentence.lows):
        if low not in ("responsible", "behind") or not at or sentence.lows[at - 1] not in _BE:
            continue
        phrase = participants.subject(sentence, at - 1)
        told = any(
            verb in ("says", "said", "claims", "claim", "claimed", "say", "alleges") for verb in sentence.lows[:at]
        )
        speaker = sentence.phrase_from(0) if told else None
        return _made(sentence, phrase, ActorBasis.BLAMED if told else ActorBasis.STATED, at, speaker)
    return None


def _charged(sentence: Sentence, around: Surroundings) -> Attribution | None:
    if not around.any("court"):
        return None
    for at, low in enumerate(sentence.lows):
        if low not in _CHARGED or sentence.tags[at] not in ("E", "B", "N"):
            continue
        passive = (
            (at and sentence.lows[at - 1] in _BE)
            or low in ("guilty", "pleads", "pleaded", "confesses", "confessed")
            or sentence.tags[at] == "E"
        )
        phrase = participants.subject(sentence, at) if passive else sentence.phrase_at(at + 1)
        accuser = None if passive else participants.subject(sentence, at)
        found = _made(sentence, phrase, ActorBasis.BLAMED, at, accuser)
        if found is not None:
            return found
    return None
