"""Killed, injured, captured: the phrase that gives each figure."""

from __future__ import annotations

from tocsin.code.rules.participants import coordinated, is_pronoun, object_of, subject
from tocsin.code.rules.speech import extend_of
from tocsin.code.rules.triggers import Word
from tocsin.code.syntax import Phrase, Sentence
from tocsin.code.tags import Role

#: Heads that are never the people killed or wounded.
_NOT_PEOPLE = frozenset(
    (
        "attack attacks blast explosion bomb bombing incident wave operation strike strikes airstrike police-fire "
        "shooting toll number way scene hospital violence war conflict"
    ).split()
)


def result_spans(sentence: Sentence, word: Word) -> list[tuple[Role, tuple[int, int], Phrase | None]]:
    """Return (role, offsets of the words of the figure, phrase of the people) for an outcome word."""
    result = word.lexeme.result
    if result is None:
        return []
    if result == "casualties":
        return _casualties(sentence, word)
    role = Role.KILLED if result == "killed" else Role.INJURED
    phrase = _people(sentence, word)
    if phrase is None or is_pronoun(sentence, phrase) or sentence.lows[phrase.last] in _NOT_PEOPLE:
        return []
    span = _figure_words(sentence, phrase, word)
    return [(role, span, phrase)]


def _casualties(sentence: Sentence, word: Word) -> list[tuple[Role, tuple[int, int], Phrase | None]]:
    phrase = sentence.phrase_at(word.first)
    first = phrase.first if phrase is not None else word.first
    while first and sentence.lows[first - 1] in ("no", "any", "causing", "without", "not", "cause", "civilian"):
        first -= 1
    words = sentence.lows[first : word.last + 1]
    span = (sentence.starts[first], sentence.ends[word.last])
    if "casualties" not in words and "casualty" not in words:
        return []
    if not ({"no", "without", "many", "several", "heavy", "dozens", "not", "mass"} & set(words)):
        return []
    return [(Role.KILLED, span, None), (Role.INJURED, span, None)]


def _people(sentence: Sentence, word: Word) -> Phrase | None:
    if "state" in word.lexeme.traits:
        return _people_of_state(sentence, word)
    if not word.verbal:
        return sentence.phrase_at(word.last + 2) if sentence.lows[word.last + 1 : word.last + 2] == ["of"] else None
    if "intransitive" in word.lexeme.traits or word.passive:
        return _before(sentence, word.first)
    phrase = object_of(sentence, word.last)
    if phrase is not None:
        return with_modifier(sentence, phrase)
    return _before(sentence, word.first) if sentence.tags[word.first] == "E" else None


def _before(sentence: Sentence, verb: int) -> Phrase | None:
    """Return the passive subject; a counted phrase right before the verb wins over a shared one ("25 injured")."""
    at = verb - 1
    while at >= 0 and sentence.tags[at] in ("A", "Z"):
        at -= 1
    near = sentence.phrase_at(at)
    if near is not None and near.last == at and _counted(sentence, near):
        return with_modifier(sentence, near)
    found = subject(sentence, verb)
    return with_modifier(sentence, found) if found is not None else None


def _counted(sentence: Sentence, phrase: Phrase) -> bool:
    return any(sentence.tags[at] == "M" for at in range(phrase.first, phrase.last + 1)) or sentence.lows[
        phrase.first
    ] in ("another", "others")


def with_modifier(sentence: Sentence, phrase: Phrase) -> Phrase:
    """Take in what stands before the count: "at least", "more than", "up to", "between"."""
    first = phrase.first
    while (
        first
        and sentence.lows[first - 1]
        in (
            "least",
            "at",
            "more",
            "than",
            "up",
            "to",
            "as",
            "many",
            "over",
            "about",
            "around",
            "nearly",
            "almost",
            "between",
            "approximately",
            "some",
            "roughly",
            "fewer",
            "less",
            "upwards",
            "of",
            "estimated",
            "most",
            "close",
            "further",
        )
        and (
            sentence.lows[first - 1] not in ("of", "to", "at")
            or sentence.lows[max(0, first - 2)] in ("upwards", "up", "close")
            or (first < len(sentence) and sentence.lows[first] in ("least", "most"))
        )
    ):
        first -= 1
    if first and sentence.tags[first - 1] == "M":
        return Phrase(first - 1, phrase.last)
    return Phrase(first, phrase.last)


def _people_of_state(sentence: Sentence, word: Word) -> Phrase | None:
    """Read "ten people dead", "the deaths of four men", "12 deaths", "leaving 5 dead"."""
    lows = sentence.lows
    after = word.last + 1
    if lows[word.first] in ("deaths", "death", "bodies") and after + 1 < len(sentence) and lows[after] == "of":
        phrase = sentence.phrase_from(after + 1)
        if phrase is not None and phrase.first <= after + 3:
            return with_modifier(sentence, phrase)
    if lows[word.first] == "death" and "toll" in lows[word.first : word.last + 2]:
        return _toll(sentence, word.last)
    phrase = sentence.phrase_at(word.first)
    if phrase is None and word.first:
        phrase = sentence.phrase_at(word.first - 1)
    if phrase is None or not _counted(sentence, phrase):
        return None
    return with_modifier(sentence, phrase)


def _toll(sentence: Sentence, at: int) -> Phrase | None:
    for later in range(at + 1, len(sentence)):
        if sentence.tags[later] == "M":
            phrase = sentence.phrase_at(later)
            return with_modifier(sentence, phrase) if phrase is not None else None
    return None


def _figure_words(sentence: Sentence, phrase: Phrase, word: Word) -> tuple[int, int]:
    group = coordinated(sentence, phrase)
    last = group[-1]
    end = (
        extend_of(sentence, last)
        if last.last + 1 < len(sentence) and sentence.lows[last.last + 1] == "of"
        else last.last
    )
    if word.first > phrase.last or end < word.first:
        pass
    if len(group) > 1 and group[-1].last >= word.first > phrase.last:
        end = phrase.last
    end = _including(sentence, end)
    return sentence.starts[phrase.first], sentence.ends[end]


def _including(sentence: Sentence, end: int) -> int:
    """Take in ", including two children" so that parts are seen as parts."""
    at = end + 1
    if at < len(sentence) and sentence.lows[at] == ",":
        at += 1
    if at < len(sentence) and sentence.lows[at] == "including":
        phrase = sentence.phrase_from(at + 1)
        if phrase is not None and phrase.first <= at + 3:
            return phrase.last
    return end
