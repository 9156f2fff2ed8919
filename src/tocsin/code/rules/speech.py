"""Speech is peeled off before events are read: who is named as the source, and of which stretch."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.code.rules.lexemes import Cue
from tocsin.code.syntax import Phrase, Sentence
from tocsin.lexicon.matcher import Match

#: Subjects that speak of themselves or of nobody: no source.
_NO_SPEAKER = frozenset("it he she they who which that i we you this these none nobody".split())
#: Verbs that may tell an event as a mere noun ("the army reported an attack").
_REPORTING = ("report", "confirm", "announce", "den")
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_GROUP_PRONOUNS = frozenset({"he", "she", "they"})


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker (token indices, ``None`` where a pronoun stands for it), the cue, and the tokens of what is said."""

    speaker: tuple[int, int] | None
    cue: tuple[int, int]
    first: int
    last: int


def is_denial(sentence: Sentence, speech: Speech) -> bool:
    """Tell whether what is said is denied by who says it."""
    return sentence.lows[speech.cue[0]].startswith(("den", "reject", "refut", "dismiss", "rebut"))


def find_speech(sentence: Sentence, cues: list[Match[tuple[Cue, ...]]]) -> list[Speech]:
    """Find the speeches of a sentence.

    Shapes: "X said (that) …", "…, X said", "…, said X", "X told Y that …", "according to X, …".
    """
    found: list[Speech] = []
    for match in cues:
        parts = {cue.part for cue in match.payload}
        first, last = sentence.token_at(match.start), sentence.token_at(match.end) - 1
        if "cue" in parts:
            speech = _according_to(sentence, first, last)
        elif "verb" in parts or "deny" in parts:
            speech = _said(sentence, first, last)
        else:
            continue
        if speech is not None:
            found.append(speech)
    return found


def _according_to(sentence: Sentence, first: int, last: int) -> Speech | None:
    phrase = sentence.phrase_from(last + 1)
    if phrase is None or phrase.first > last + 2:
        return None
    named = extend_of(sentence, phrase)
    if first <= 1:
        return Speech((phrase.first, named), (first, last), named + 1, len(sentence) - 1)
    return Speech((phrase.first, named), (first, last), 0, first - 1)


def extend_of(sentence: Sentence, phrase: Phrase) -> int:
    """Return the last token of ``phrase`` with the "of" phrases that hang on it."""
    last = phrase.last
    while last + 2 < len(sentence) and sentence.lows[last + 1] in ("of", "for"):
        after = sentence.phrase_at(last + 2)
        if after is None or after.first != last + 2:
            break
        last = after.last
    return last


def _said(sentence: Sentence, first: int, last: int) -> Speech | None:
    tags, lows = sentence.tags, sentence.lows
    if tags[first] not in ("B", "E", "G"):
        return None
    after = last + 1
    if tags[first] == "G" and (not first or tags[first - 1] not in (".", "N", "X")):
        return None
    if tags[first] == "E" and _passive(sentence, first):
        return None
    subject = _speaking_subject(sentence, first)
    trailing = _is_trailing(sentence, last, subject)
    if subject is None:
        return _inverted(sentence, first, last)
    if lows[subject.last] in (
        "reports",
        "report",
        "casualties",
        "injuries",
        "results",
        "figures",
        "deaths",
        "signs",
        "evidence",
    ):
        return None
    pronoun = subject.first == subject.last and lows[subject.first] in _NO_SPEAKER
    if pronoun and lows[subject.first] not in _GROUP_PRONOUNS:
        return None
    named = None if pronoun else (subject.first, subject.last)
    if trailing:
        return Speech(named, (first, last), 0, max(subject.first - 1, 0))
    if not _takes_content(sentence, after) and not lows[first].startswith(_REPORTING):
        return None
    return Speech(named, (first, last), after, len(sentence) - 1)


def _passive(sentence: Sentence, first: int) -> bool:
    """Whether "reported" and the like are passive ("injuries are reported")."""
    at = first - 1
    while at >= 0 and sentence.tags[at] == "Z":
        at -= 1
    return at >= 0 and sentence.lows[at] in ("is", "are", "was", "were", "been", "be", "being")


def _takes_content(sentence: Sentence, after: int) -> bool:
    """Tell whether what follows the verb is a clause: "that", a quote, or a phrase with a verb of its own."""
    tags, lows = sentence.tags, sentence.lows
    if after >= len(tags):
        return False
    window = lows[after : after + 8]
    if "that" in window[:6] or '"' in window or "\u201c" in window or ":" in window:
        return True
    return any(tag in ("B", "E", "A", "T") for tag in tags[after:])


def _speaking_subject(sentence: Sentence, verb: int) -> Phrase | None:
    """Find who speaks: the phrase right before the verb, or the one before a comma-set apposition."""
    at = verb - 1
    while at >= 0 and sentence.tags[at] in ("A", "Z"):
        at -= 1
    if at < 0:
        return None
    if sentence.lows[at] == "," and at:
        return _before_apposition(sentence, at)
    phrase = sentence.phrase_at(at)
    if phrase is not None and phrase.last == at and sentence.lows[at] in _DAYS:
        # "Police on Tuesday denied that …": the day stands between who speaks and the verb.
        at = phrase.first - 2 if sentence.lows[max(0, phrase.first - 1)] == "on" else phrase.first - 1
        phrase = sentence.phrase_at(at)
    if phrase is None or phrase.last != at:
        return None
    return _with_name(sentence, _up_prepositions(sentence, phrase))


def _with_name(sentence: Sentence, phrase: Phrase) -> Phrase:
    """In "Name, commander of the group said" take in the name."""
    at = phrase.first - 1
    if at < 1 or sentence.lows[at] != "," or sentence.tags[phrase.first] not in ("N", "D"):
        return phrase
    name = sentence.phrase_at(at - 1)
    if name is None or any(sentence.tags[token] != "X" for token in range(name.first, name.last + 1)):
        return phrase
    return Phrase(name.first, phrase.last) if name.first == 0 or sentence.tags[name.first - 1] == "." else phrase


def _up_prepositions(sentence: Sentence, phrase: Phrase) -> Phrase:
    """Climb from "the ministry" to "a spokesman for the ministry"; the phrase returned spans both."""
    first = phrase.first
    while first > 1 and sentence.lows[first - 1] in ("of", "for", "from", "in", "at", "with", "to"):
        before = sentence.phrase_at(first - 2)
        if before is None:
            break
        first = before.first
    return Phrase(first, phrase.last)


def _before_apposition(sentence: Sentence, comma: int) -> Phrase | None:
    """In "X, the spokesman of Y, said" return X."""
    for at in range(comma - 1, 0, -1):
        if sentence.lows[at] == ",":
            phrase = sentence.phrase_at(at - 1)
            return _up_prepositions(sentence, phrase) if phrase else None
    return None


def _is_trailing(sentence: Sentence, last: int, subject: Phrase | None) -> bool:
    """Tell "…, X said." from "X said that …"."""
    if subject is None or subject.first < 2:
        return False
    if sentence.tags[subject.first - 1] != "." or sentence.lows[subject.first - 1] not in (",", '"', "\u201d", "'"):
        return False
    rest = sentence.tags[last + 1 :]
    return not any(tag in ("B", "W") for tag in rest) or "." in rest[:1]


def _inverted(sentence: Sentence, first: int, last: int) -> Speech | None:
    """In "…, said X." the speaker follows the verb."""
    if first < 2 or sentence.lows[first - 1] not in (",", '"', "\u201d"):
        return None
    phrase = sentence.phrase_from(last + 1)
    if phrase is None or phrase.first != last + 1:
        return None
    return Speech((phrase.first, extend_of(sentence, phrase)), (first, last), 0, first - 1)
