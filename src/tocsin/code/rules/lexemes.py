"""The lexicons as the rules need them: compiled once, every form with what it may stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.codebook import Kind
from tocsin.lexicon.inflect import plural, verb_forms
from tocsin.lexicon.loader import Entry, load
from tocsin.lexicon.matcher import Matcher

#: Parts whose forms are verbs and get inflected as such (unless marked as noun or state).
VERB_PARTS = frozenset("verb fire hit burst clash stop outcome support threat".split())


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One reading of an event word."""

    entry: str
    part: str
    kind: Kind
    verbal: bool
    general: bool = False
    result: str | None = None
    needs_weapon: bool = False
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that tells about the telling: speech, hedge, negation, court, disaster and so on."""

    entry: str
    part: str


def _lexeme(entry: Entry) -> Lexeme:
    facts = entry.facts
    part = str(facts["part"])
    verbal = part in VERB_PARTS and not facts.get("noun") and not facts.get("state")
    traits = {name for name in ("blast", "seize", "downs", "plot", "intransitive", "state") if facts.get(name)}
    if facts.get("general"):
        traits.add("general")
    return Lexeme(
        entry=entry.id,
        part=part,
        kind=Kind(facts["kind"]),
        verbal=verbal,
        general=bool(facts.get("general")),
        result=facts.get("result"),
        needs_weapon=bool(facts.get("needs_weapon")),
        traits=frozenset(traits),
    )


def _event_forms() -> Iterator[tuple[str, Lexeme]]:
    for entry in load("events"):
        lexeme = _lexeme(entry)
        for form in entry.forms:
            if lexeme.verbal:
                for inflected in dict.fromkeys(verb_forms(form)):
                    yield inflected, lexeme
            else:
                yield form, lexeme
                if "state" not in lexeme.traits:
                    yield plural(form), lexeme


@cache
def event_matcher() -> Matcher[tuple[Lexeme, ...]]:
    """Compile the matcher of event words; a form that is noun and verb carries both readings."""
    readings: defaultdict[str, list[Lexeme]] = defaultdict(list)
    for form, lexeme in _event_forms():
        readings[form].append(lexeme)
    return Matcher((form, tuple(lexemes)) for form, lexemes in readings.items())


def _cue_forms() -> Iterator[tuple[str, Cue]]:
    for entry in load("speech"):
        part = str(entry.facts["part"])
        inflects = part in ("verb", "blame", "deny")
        for form in entry.forms:
            for inflected in dict.fromkeys(verb_forms(form)) if inflects else (form,):
                yield inflected, Cue(entry.id, part)
    for entry in load("cues"):
        for form in entry.forms:
            yield form, Cue(entry.id, str(entry.facts["part"]))


@cache
def cue_matcher() -> Matcher[tuple[Cue, ...]]:
    """Compile the matcher of speech words and cues; a form may be several cues at once."""
    readings: defaultdict[str, list[Cue]] = defaultdict(list)
    for form, cue in _cue_forms():
        readings[form].append(cue)
    return Matcher((form, tuple(cues)) for form, cues in readings.items())


@cache
def role_classes() -> dict[str, str]:
    """Map nouns for people, bodies and things to their class (armed, civilian, official, facility, rank)."""
    classes: dict[str, str] = {}
    for entry in load("roles"):
        for form in entry.forms:
            classes.setdefault(form.lower(), str(entry.facts["class"]))
    return classes
