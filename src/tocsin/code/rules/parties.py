"""Who did it to whom: the parties of each event word given to its draft."""

from __future__ import annotations

from tocsin.code.rules import participants, results
from tocsin.code.rules.arms import holds_weapon
from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.lexemes import role_classes
from tocsin.code.rules.reading import SentenceReading
from tocsin.code.rules.speech import extend_of, is_denial
from tocsin.code.rules.triggers import Word
from tocsin.code.syntax import Phrase, Sentence
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind


def find_parties(reading: SentenceReading, draft: Draft, word: Word) -> None:
    """Add to the draft who acts, who is hit and who is taken by the words around ``word``."""
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
        if doer is not None and not holds_weapon(reading, doer):
            _add_actor(reading, draft, doer, "subject")
        _add_target(
            reading,
            draft,
            participants.after_preposition(sentence, word.last, frozenset({"on", "at", "targeting", "into"})),
            "burst on",
        )
        return
    if word.passive:
        _add_actor(reading, draft, participants.agent(sentence, word.last + 1, word.last + 9), "by-phrase")
        _add_target(reading, draft, participants.subject(sentence, word.first), "passive subject")
        return
    doer = participants.subject(sentence, word.first)
    armed = word.lexeme.part in ("hit", "fire", "stop") or word.lexeme.needs_weapon
    if armed and doer is not None and holds_weapon(reading, doer):
        _modifier_actor(reading, draft, doer, doer.last + 1)
        doer = None
    _add_actor(reading, draft, doer, "subject")
    aim = participants.object_of(sentence, word.last)
    if (aim is not None and word.lexeme.part == "fire") or (
        word.lexeme.needs_weapon and aim is not None and holds_weapon(reading, aim)
    ):
        aim = participants.after_preposition(
            sentence, aim.last, frozenset({"at", "on", "into", "toward", "towards", "against", "targeting"})
        )
    _add_target(reading, draft, aim, "object")


def _noun_participants(reading: SentenceReading, draft: Draft, word: Word) -> None:
    sentence = reading.sentence
    phrase = sentence.phrase_at(word.first)
    _add_actor(reading, draft, participants.agent(sentence, word.last + 1, word.last + 7), "by-phrase")
    if phrase is not None:
        _modifier_actor(reading, draft, phrase, word.first)
    if not draft.has(Role.ACTOR):
        _add_actor(reading, draft, _supported(sentence, word), "subject of the supporting verb")
    if not draft.has(Role.ACTOR):
        _add_actor(
            reading,
            draft,
            participants.after_preposition(sentence, word.last, frozenset({"from", "between"}), 2),
            "from",
        )
    _add_target(reading, draft, participants.noun_target(sentence, word), "on or against")
    if phrase is not None and not draft.has(Role.TARGET):
        _modifier_target(reading, draft, phrase, word.first)


_SUPPORT = frozenset(
    (
        "carry carries carried carrying conduct conducts conducted conducting launch launches launched launching "
        "stage stages staged mount mounts mounted perpetrate perpetrated commit commits committed committing "
        "execute executed begin begins began start starts started make makes made making resume resumes resumed "
        "unleash unleashed wage waged order orders ordered lead led intensify intensified continue continues "
        "perform performs performed undertake undertook"
    ).split()
)


def _supported(sentence: Sentence, word: Word) -> Phrase | None:
    """In "X carried out a series of attacks" return X."""
    for at in range(word.first - 1, max(-1, word.first - 9), -1):
        if sentence.lows[at] in _SUPPORT and sentence.tags[at] in ("B", "E", "G"):
            return participants.subject(sentence, at)
        if sentence.tags[at] == "W" or sentence.lows[at] in (",", ";"):
            return None
    return None


def _modifier_actor(reading: SentenceReading, draft: Draft, phrase: Phrase, until: int) -> None:
    """Read "Israeli airstrike", "Boko Haram attack", "Russian drones": the actor as modifier."""
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
    _add_target(
        reading,
        draft,
        participants.after_preposition(sentence, word.last, frozenset({"with", "against"}), 6),
        "with or against",
    )
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
        _add_target(
            reading,
            draft,
            participants.after_preposition(sentence, word.last, frozenset({"against", "to", "at", "on"}), 4),
            "against",
        )


def _captured(sentence: Sentence, draft: Draft, word: Word) -> None:
    """Who was taken: the object of the verb, or what follows "abduction of" and "arrest of"."""
    if word.lexeme.entry in ("abduction-noun", "raid-noun") and sentence.lows[word.first].startswith(
        ("abduct", "kidnap", "arrest", "hostage")
    ):
        if sentence.lows[word.last + 1 : word.last + 2] == ["of"]:
            _add_captured(sentence, draft, sentence.phrase_from(word.last + 2), word)
        return
    if (
        not word.verbal
        or word.lexeme.entry not in ("abduct-verb", "raid-verb", "seize-verb")
        or sentence.lows[word.first].startswith("raid")
    ):
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
        if draft.lexeme.part != "hit" or reading.sentence.lows[phrase.first] == "it":
            _speaker_acts(reading, draft, phrase)  # "they had landed": the weapons, not who speaks
        return
    if holds_weapon(reading, phrase):
        _modifier_actor(reading, draft, phrase, phrase.last + 1)
        return
    if not can_act(reading, phrase):
        return
    if rule == "by-phrase":
        group = participants.coordinated(reading.sentence, phrase)
    else:
        group = [
            one
            for one in participants.joined_before(reading.sentence, phrase)
            if one is phrase or can_act(reading, one)
        ]
    for one in group:
        draft.add(participants.party(reading.sentence, one), Role.ACTOR, rule)


def _speaker_acts(reading: SentenceReading, draft: Draft, pronoun: Phrase) -> None:
    """Read "The army said it had shelled the town": the pronoun stands for the speaker."""
    sentence = reading.sentence
    if sentence.lows[pronoun.first] not in ("it", "they", "he", "she", "we"):
        return
    for speech in reading.speech:
        if is_denial(sentence, speech):
            continue  # "Iran denies that it orders the attacks"
        leads = speech.cue[1] < speech.first or sentence.lows[pronoun.first] == "we"
        opens = leads and (pronoun.first <= speech.first + 3 or sentence.lows[pronoun.first - 1] == "that")
        if speech.speaker is not None and speech.first <= pronoun.first <= speech.last and opens:
            draft.add(participants.trimmed(sentence, Phrase(*speech.speaker)), Role.ACTOR, "the speaker itself")
            draft.basis = ActorBasis.CLAIMED
            return


def can_act(reading: SentenceReading, phrase: Phrase) -> bool:
    """Only people, bodies and names act; a lower-case thing does not."""
    sentence = reading.sentence
    role = participants.role_class(sentence, phrase)
    if role in ("armed", "civilian", "official", "rank"):
        return True
    if role == "facility":
        return False
    if any(
        sentence.lows[at] in ("bomb", "explosion", "blast", "attack", "attacks", "violence", "incident")
        for at in range(phrase.first, phrase.last + 1)
    ):
        return False
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last]
    if any(start <= a and b <= end for a, b in reading.actors):
        return True
    return sentence.tags[phrase.last] == "X"


#: Heads of phrases that are never what is attacked.
_NO_TARGETS = frozenset(
    "attack attacks explosion blast fire responsibility control dead wounded injured time charges flames shots".split()
)


def _add_target(
    reading: SentenceReading, draft: Draft, phrase: Phrase | None, rule: str, *, spread: bool = True
) -> None:
    sentence = reading.sentence
    if phrase is None or participants.is_pronoun(sentence, phrase) or participants.is_time(sentence, phrase):
        return
    if sentence.lows[phrase.last] in _NO_TARGETS:
        return
    if draft.kind is not Kind.INTERCEPTION and holds_weapon(reading, phrase) and draft.lexeme.part != "stop":
        return
    group = participants.coordinated(sentence, phrase) if spread else [phrase]
    for one in group:
        if not participants.is_time(sentence, one):
            draft.add(participants.party(sentence, one), Role.TARGET, rule)


def add_outcome(reading: SentenceReading, draft: Draft, outcome: Word) -> None:
    """Add the figures an outcome word gives, the victims as a lesser target, the killer as actor."""
    sentence = reading.sentence
    for role, span, phrase in results.result_spans(sentence, outcome):
        if draft.has(role):
            draft.add(span, role, "further figure")
        else:
            draft.add(span, role, f"{sentence.lows[outcome.first]}")
        if phrase is not None and role is Role.KILLED and not draft.has(Role.TARGET):
            _add_target(reading, draft, phrase, "victims", spread=False)
    if outcome.passive and not draft.has(Role.ACTOR):
        _add_actor(reading, draft, participants.agent(sentence, outcome.last + 1, outcome.last + 7), "by-phrase")
    elif (
        outcome.verbal
        and not outcome.passive
        and "intransitive" not in outcome.lexeme.traits
        and not draft.has(Role.ACTOR)
        and sentence.tags[outcome.first] != "G"
    ):
        _add_actor(reading, draft, participants.subject(sentence, outcome.first), "subject")
