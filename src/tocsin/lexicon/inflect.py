"""English inflection of the lexicons' base forms: verbs and the last noun of a phrase."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from tocsin.lexicon.loader import load

_VOWELS = "aeiou"


class VerbForms(NamedTuple):
    """The forms of one verb or verbal phrase; the head verb is its first word."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    table = next(entry for entry in load("verbs") if entry.id == "irregular").facts["table"]
    return {base: (past, participle) for base, (past, participle) in table.items()}


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def _gerund(verb: str, past: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    if past == verb + verb[-1] + "ed" or verb in _DOUBLING:
        return verb + verb[-1] + "ing"
    return verb + "ing"


_DOUBLING = frozenset(
    {"hit", "cut", "set", "put", "run", "win", "begin", "sit", "get", "overrun", "split", "quit", "forbid", "shed"}
)


def verb_forms(phrase: str) -> VerbForms:
    """Inflect a verb or a verbal phrase: its first word changes, and what "and" joins to it ("shoot and kill")."""
    left, joined, right = phrase.partition(" and ")
    if joined:
        return VerbForms(*(f"{a} and {b}" for a, b in zip(verb_forms(left), verb_forms(right), strict=True)))
    head, _, rest = phrase.partition(" ")
    past, participle = _irregular().get(head, (_past(head), _past(head)))
    tail = f" {rest}" if rest else ""
    return VerbForms(phrase, _third(head) + tail, past + tail, participle + tail, _gerund(head, past) + tail)


def plural(phrase: str) -> str:
    """Form the plural of a noun phrase: its last word, or the word before "of" or "to"."""
    for linker in (" of ", " to ", " with "):
        head, found, rest = phrase.partition(linker)
        if found:
            return _third(head) + found + rest
    return _third(phrase)
