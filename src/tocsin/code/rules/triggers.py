"""Event words of a sentence, with the reading that fits where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.code.rules.lexemes import Lexeme, event_matcher
from tocsin.code.syntax import ADVERB, AUXILIARY, FINITE, GERUND, PAST, Sentence

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'re", "isn't", "wasn't", "aren't", "weren't"})
_OBJECT_STARTS = frozenset({"D", "M", "X", "R", "N"})


@dataclass(frozen=True, slots=True)
class Word:
    """An event word: tokens ``first`` to ``last``, and its reading."""

    first: int
    last: int
    lexeme: Lexeme
    passive: bool = False

    @property
    def verbal(self) -> bool:
        """Whether it is read as a verb."""
        return self.lexeme.verbal


def find_words(sentence: Sentence) -> list[Word]:
    """Find the event words of ``sentence`` in order."""
    found: list[Word] = []
    for match in event_matcher().find(sentence.text):
        first, last = sentence.token_at(match.start), sentence.token_at(match.end) - 1
        if last < first or sentence.lows[first : last + 1] == ["down"]:
            continue
        lexeme = _fitting(sentence, first, last, match.payload)
        if lexeme is not None:
            passive = lexeme.verbal and is_passive(sentence, first, last)
            found.append(Word(first, last, lexeme, passive))
    return found


def _fitting(sentence: Sentence, first: int, last: int, readings: tuple[Lexeme, ...]) -> Lexeme | None:
    verb_here = sentence.tags[first] in (FINITE, PAST, GERUND)
    for lexeme in readings:
        if lexeme.verbal == verb_here:
            return lexeme
    if last > first:
        # A phrase is plain enough in itself, whatever its first word was taken for.
        return readings[0]
    # Gerunds may stand as nouns ("the killing of"), headlines drop verbs' surroundings.
    if sentence.tags[first] == GERUND:
        return next((lexeme for lexeme in readings if not lexeme.verbal), None)
    return None


def is_passive(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether the verb at ``first`` is passive: after a form of "be", or a participle with no object."""
    tags, lows = sentence.tags, sentence.lows
    if tags[first] != PAST and lows[first] not in ("hit", "shot", "hurt", "set"):
        return False
    at = first - 1
    while at >= 0 and tags[at] == ADVERB:
        at -= 1
    if at >= 0 and lows[at] in _BE:
        return True
    if at >= 0 and tags[at] == AUXILIARY:
        return False
    if lows[first] in ("hit", "shot", "hurt", "set"):
        return False
    # Coordinated participles share one auxiliary: "were shot dead and wounded".
    if at >= 1 and tags[at] == "C" and _auxiliary_before(sentence, at):
        after = _object_after(sentence, last)
        return not after
    return not _object_after(sentence, last)


def _auxiliary_before(sentence: Sentence, at: int) -> bool:
    return any(low in _BE for low in sentence.lows[max(0, at - 6) : at])


def _object_after(sentence: Sentence, last: int) -> bool:
    at = last + 1
    while at < len(sentence) and (
        sentence.tags[at] == ADVERB
        or sentence.lows[at] in ("dead", "up", "down", "about", "as", "least")
        or sentence.lows[at : at + 2] == ["at", "least"]
    ):
        at += 1
    if at >= len(sentence):
        return False
    tag = sentence.tags[at]
    if tag == "P" and sentence.lows[at] in ("between", "over", "around"):
        return at + 1 < len(sentence) and sentence.tags[at + 1] == "M"
    return tag in _OBJECT_STARTS and sentence.lows[at] not in (
        "who",
        "this",
        "last",
        "early",
        "late",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    )
