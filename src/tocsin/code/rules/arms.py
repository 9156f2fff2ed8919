"""Weapons and munitions of a sentence: what is a thing, what only names the event, what is counted."""

from __future__ import annotations

import re

from tocsin.code.rules import results
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.triggers import Word
from tocsin.code.spotting import Spotters
from tocsin.code.syntax import Phrase, Sentence
from tocsin.code.tags import Role
from tocsin.codebook import Kind

#: The lexicon of weapons also knows means of attack by the event's own name; what is left of it may be a weapon.
_EVENT_ENDINGS = re.compile(
    r"(?:air)?[ -]?(?:strikes?|bombings?|attacks?|raids?|bombers?|attackers?|shellings?|bombardments?|blasts?|fire|explosions?|barrages?)$",
    re.IGNORECASE,
)


_NOT_WEAPONS = frozenset({"charges", "charge", "shell", "shells", "ammunition"})


#: After one of these words a weapon's name only says what sort of thing it is ("missile base").
_ONLY_MODIFIES = frozenset(
    (
        "base bases defence defense system systems test tests site sites program programme destroyer destroyers "
        "drill drills depot depots factory silo silos warehouse launch-site pilot pilots technology parts "
        "warheads licence"
    ).split()
)


def find_weapons(sentence: Sentence, spotters: Spotters) -> list[tuple[int, int, str]]:
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
    return (
        words.casefold() in _NOT_WEAPONS and sentence.tags[sentence.token_at(start)] in ("B", "E", "G")
    ) or words.casefold() in ("charges", "charge", "ammunition")


def weapon_near(reading: SentenceReading, word: Word, spotters: Spotters | None = None) -> str | None:
    """Return the weapon nearest to the word; what carries a charge ("drones carrying explosives") goes before the charge."""
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


def definite_weapon(reading: SentenceReading, head: Word) -> bool:
    """Read "launched the drones": the weapons are those told of before."""
    if head.lexeme.part not in ("fire", "hit"):
        return False
    sentence = reading.sentence
    for start, _, _ in reading.weapons:
        at = sentence.token_at(start)
        if abs(at - head.first) <= 4 and at and sentence.lows[at - 1] in ("the", "those", "these"):
            return True
    return False


def holds_weapon(reading: SentenceReading, phrase: Phrase) -> bool:
    """Tell whether a weapon is named inside ``phrase``."""
    start, end = reading.sentence.starts[phrase.first], reading.sentence.ends[phrase.last]
    return any(start <= a and b <= end for a, b, _ in reading.weapons)


def is_target(draft: Draft, start: int, end: int) -> bool:
    """Tell whether the stretch overlaps a target of the draft."""
    return any(a < end and start < b for a, b in draft.spans(Role.TARGET))


def munitions(sentence: Sentence, draft: Draft, start: int, end: int) -> None:
    """Add the count that stands before the weapon at ``start`` to the draft, if one does."""
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


def counted_blasts(sentence: Sentence, draft: Draft, group: list[Word]) -> None:
    """Read "Twin bomb blasts", "two car bombings": the count of blasts is the count of bombs."""
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
    return len(low) == 4 and low.isdigit() and low.startswith(("19", "20"))
