"""Who did it to whom: subjects, objects, agents and what hangs on an event noun."""

from __future__ import annotations

from tocsin.code.rules.lexemes import role_classes
from tocsin.code.rules.triggers import Word
from tocsin.code.syntax import Phrase, Sentence

_CLIMB = frozenset("of from in at near with on for inside outside across aboard including".split())
_TARGET_PREPOSITIONS = frozenset({"on", "against", "upon", "targeting", "at", "toward", "towards"})
_TIME_WORDS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december night morning evening afternoon day week month year dawn "
        "midnight noon weekend today yesterday hours minutes days weeks months years"
    ).split()
)
_SETTLEMENTS = frozenset("city town village port district province capital region state suburb island commune".split())
_LINKED = frozenset({"aligned", "linked", "allied", "loyal", "affiliated"})
_GENERIC_HEADS = frozenset(
    (
        "members member fighters fighter militants militant group groups forces soldiers troops leader leaders "
        "series number gang branch supporters officers officials commander head part wave side outskirts area "
        "dozens hundreds scores thousands elements men units unit"
    ).split()
)


def is_time(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase names a time rather than a party."""
    return sentence.lows[phrase.last] in _TIME_WORDS or sentence.lows[phrase.first] in _TIME_WORDS


def subject(sentence: Sentence, verb: int) -> Phrase | None:
    """Find the subject of the verb at token ``verb``: the head of the phrase chain before it."""
    tags, lows = sentence.tags, sentence.lows
    at = verb - 1
    while at >= 0 and (tags[at] in ("A", "Z", "T") or lows[at] in ('"', "both")):
        at -= 1
    if at < 0:
        return None
    if lows[at] in ("who", "which", "that"):
        at -= 1
        if at >= 0 and lows[at] == ",":
            at -= 1
    elif lows[at] == "," and tags[verb] != "G":
        return _across_apposition(sentence, at)
    elif tags[at] in ("C", "B", "E", "G") or lows[at] == ",":
        return _shared_subject(sentence, at)
    phrase = sentence.phrase_at(at)
    if phrase is None:
        return _shared_subject(sentence, at)
    return climb(sentence, phrase)


def climb(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """Climb from a phrase over prepositions to the head it hangs on, times passed over."""
    while phrase.first > 1 and sentence.lows[phrase.first - 1] in _CLIMB:
        before = sentence.phrase_at(phrase.first - 2)
        if before is None:
            break
        phrase = before
    if is_time(sentence, phrase):
        before = sentence.phrase_before(phrase.first)
        return climb(sentence, before) if before is not None else None
    return phrase


def _across_apposition(sentence: Sentence, comma: int) -> Phrase | None:
    """In "X, who …, attacked" and "X, a group, attacked" return X."""
    for at in range(comma - 1, 0, -1):
        if sentence.lows[at] == ",":
            phrase = sentence.phrase_at(at - 1)
            return climb(sentence, phrase) if phrase else None
    phrase = sentence.phrase_from(0)
    return phrase if phrase and phrase.last < comma else None


def _shared_subject(sentence: Sentence, at: int) -> Phrase | None:
    """In "X attacked the post and killed four" the second verb shares the subject of the first."""
    while at >= 0:
        if sentence.tags[at] in ("B", "E") or (sentence.tags[at] == "G" and at):
            back = at - 1
            while back >= 0 and sentence.tags[back] in ("A", "Z", "T"):
                back -= 1
            phrase = sentence.phrase_at(back)
            if phrase is not None and phrase.last == back:
                return climb(sentence, phrase)
        at -= 1
    return None


def object_of(sentence: Sentence, last: int) -> Phrase | None:
    """Find the object right after the verb that ends at token ``last``."""
    at = last + 1
    tags, lows = sentence.tags, sentence.lows
    while lows[at : at + 1] == ["and"] and tags[at + 1 : at + 2] in (["B"], ["E"], ["G"]):
        at += 2
    while at < len(sentence) and (
        tags[at] == "Z"
        or (
            lows[at]
            in (
                "dead",
                "at",
                "about",
                "up",
                "to",
                "on",
                "and",
                "kill",
                "killed",
                "killing",
                "kills",
                "upon",
                "into",
                "as",
                "least",
                "more",
                "than",
                "over",
                "between",
                "around",
                "down",
                "through",
                '"',
                "nearly",
            )
            and not (lows[at] == "and" and tags[at + 1 : at + 2] not in (["B"], ["E"], ["G"]))
        )
    ):
        at += 1
    phrase = sentence.phrase_at(at)
    if phrase is None or phrase.first > at or is_time(sentence, phrase):
        return None
    return Phrase(at, phrase.last) if phrase.first < at else phrase


def agent(sentence: Sentence, after: int, until: int) -> Phrase | None:
    """Find the phrase after "by" between tokens ``after`` and ``until``."""
    for at in range(after, min(until, len(sentence) - 1)):
        if sentence.lows[at] == "by" and not (
            at > after and sentence.tags[at - 1] == "E" and sentence.lows[at - 1] not in _DONE
        ):
            phrase = sentence.phrase_at(at + 1)
            if phrase is not None and phrase.first == at + 1 and not is_time(sentence, phrase):
                return phrase
    return None


_DONE = frozenset(
    "out carried committed perpetrated done conducted launched staged wounded injured killed claimed dead".split()
)


def after_preposition(sentence: Sentence, last: int, prepositions: frozenset[str], reach: int = 8) -> Phrase | None:
    """Find the phrase after one of ``prepositions`` within ``reach`` tokens, no verb or comma between."""
    for at in range(last + 1, min(last + 1 + reach, len(sentence) - 1)):
        if sentence.tags[at] in ("B", "A", "W") or sentence.lows[at] in (";", ",", "and", "after", "before"):
            return None
        if sentence.lows[at] in prepositions:
            phrase = sentence.phrase_at(at + 1)
            if phrase is not None and phrase.first == at + 1 and not is_time(sentence, phrase):
                return phrase
    return None


def noun_target(sentence: Sentence, word: Word) -> Phrase | None:
    """Find what an event noun is "on", "against" or, for killings and the like, "of"."""
    phrase = after_preposition(sentence, word.last, _TARGET_PREPOSITIONS)
    if phrase is not None:
        return phrase
    takes_of = word.lexeme.entry in _OF_TARGETS
    if takes_of and word.last + 2 < len(sentence) and sentence.lows[word.last + 1] == "of":
        return sentence.phrase_at(word.last + 2)
    return None


_OF_TARGETS = frozenset(
    (
        "murder-noun massacre abduction-noun shelling-noun bombing-noun shooting-noun raid-noun territory-noun "
        "stabbing-noun destroy-noun assault-noun"
    ).split()
)


def coordinated(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Return ``phrase`` and those joined to it by commas and "and"."""
    group = [phrase]
    at = phrase.last + 1
    while at + 1 < len(sentence):
        joint = at
        if sentence.lows[joint] == ",":
            joint += 1
        if joint < len(sentence) and sentence.lows[joint] in ("and", "or"):
            joint += 1
        elif joint == at:
            break
        following = sentence.phrase_at(joint)
        if following is None or following.first != joint:
            break
        closes = sentence.lows[joint - 1] in ("and", "or")
        if not closes and not _list_goes_on(sentence, following.last + 1):
            break
        after = following.last + 1
        if (
            closes
            and after < len(sentence)
            and sentence.tags[after] in ("B", "A")
            and sentence.tags[phrase.first - 1 : phrase.first] != []
        ):
            # "… killing four, and the army says": what follows "and" begins a clause of its own.
            break
        group.append(following)
        at = after
        if closes:
            break
    return group


def joined_before(sentence: Sentence, phrase: Phrase) -> list[Phrase]:
    """Return the phrase joined to ``phrase`` by "and" before it, where one is, and ``phrase``."""
    at = phrase.first - 1
    if at > 0 and sentence.lows[at] == "and":
        before = sentence.phrase_at(at - 1)
        if (
            before is not None
            and before.last == at - 1
            and (before.first == 0 or sentence.tags[before.first - 1] in (".", "W", "P"))
        ):
            return [before, phrase]
    return [phrase]


def _list_goes_on(sentence: Sentence, at: int) -> bool:
    window = sentence.lows[at : at + 6]
    return bool(window) and (window[0] in (",", "and", "or")) and "and" in window


def trimmed(sentence: Sentence, phrase: Phrase) -> tuple[int, int] | None:
    """Return the offsets of a phrase without article, count and time words at its ends."""
    first, last = phrase.first, phrase.last
    while (
        first <= last
        and (
            sentence.tags[first] in ("D", "M")
            or sentence.lows[first] in ("other", "others", "suspected", "alleged", "more")
        )
        and first < last
    ):
        first += 1
    if first < last and sentence.lows[first] == "of":
        first += 1
    while last > first and sentence.lows[last] in _TIME_WORDS:
        last -= 1
    if sentence.tags[last] == "S" and last > first:
        last -= 1
    if first == last and sentence.tags[first] in ("D", "M", "S") and sentence.lows[first] != "others":
        return None
    return sentence.starts[first], sentence.ends[last]


def party(sentence: Sentence, phrase: Phrase) -> tuple[int, int] | None:
    """Return the offsets of a party: the trimmed phrase, with "of X" where its head says nothing by itself."""
    span = trimmed(sentence, phrase)
    if span is None:
        if phrase.last + 2 < len(sentence) and sentence.lows[phrase.last + 1] == "of":
            after = sentence.phrase_at(phrase.last + 2)
            return trimmed(sentence, after) if after is not None else None
        return None
    if (
        sentence.lows[phrase.last] in _LINKED
        and phrase.last + 2 < len(sentence)
        and sentence.lows[phrase.last + 1] in ("with", "to", "by")
    ):
        after = sentence.phrase_at(phrase.last + 2)
        if after is not None and after.first == phrase.last + 2:
            return span[0], sentence.ends[after.last]
    if (
        phrase.last + 2 < len(sentence)
        and sentence.lows[phrase.last + 1] == "of"
        and _names_next(sentence, phrase.last + 2)
    ):
        after = sentence.phrase_at(phrase.last + 2)
        if after is not None and (sentence.tags[phrase.last] == "X" or sentence.lows[phrase.last] in _SETTLEMENTS):
            return span[0], sentence.ends[after.last]
    if sentence.lows[phrase.last] in _GENERIC_HEADS and phrase.last + 2 < len(sentence):
        linker = sentence.lows[phrase.last + 1]
        after = sentence.phrase_at(phrase.last + 2)
        if linker in ("of", "from") and after is not None and after.first == phrase.last + 2:
            if sentence.lows[phrase.last] in ("series", "number", "dozens", "hundreds", "scores", "thousands", "wave"):
                return trimmed(sentence, after)
            return span[0], sentence.ends[after.last]
    return span


def _names_next(sentence: Sentence, at: int) -> bool:
    """Tell whether a name begins at token ``at``, an article passed over."""
    if sentence.tags[at] == "D" and at + 1 < len(sentence):
        at += 1
    return sentence.tags[at] == "X"


def can_be_party(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase may be who acts or speaks: it holds a name, or its head is people or a body."""
    if is_pronoun(sentence, phrase) or is_time(sentence, phrase):
        return False
    if role_class(sentence, phrase) in ("armed", "civilian", "official", "rank"):
        return True
    return any(sentence.tags[at] == "X" for at in range(phrase.first, phrase.last + 1)) and sentence.lows[
        phrase.last
    ] not in ("attack", "attacks", "bombing", "bombings", "strike", "strikes")


def role_class(sentence: Sentence, phrase: Phrase) -> str | None:
    """Return the class of the phrase's head noun, ``None`` where it is not in the lexicon."""
    classes = role_classes()
    last = phrase.last
    if last > phrase.first:
        two = f"{sentence.lows[last - 1]} {sentence.lows[last]}"
        if two in classes:
            return classes[two]
    return classes.get(sentence.lows[last])


def is_pronoun(sentence: Sentence, phrase: Phrase) -> bool:
    """Tell whether a phrase is a mere pronoun."""
    return phrase.first == phrase.last and sentence.tags[phrase.first] == "R"
