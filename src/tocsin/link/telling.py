"""A claim with what comparing needs of its report, worked out once: who told it when, and in which telling words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from tocsin.lexicon.folding import fold
from tocsin.model import Claim, Report, Span

#: So far around what a claim rests on its words are looked for, in characters before and after.
BEFORE, AFTER = 1000, 1500
#: A word rarer than one report in so many tells something.
TELLING_RARITY = math.log(20)
#: The rarity of a word that no report counted had: one in so many.
UNSEEN_REPORTS = 5_000

#: The squared rarities of three or four rare words: a likeness of so few is halved.
FEW_WORDS = 150.0

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"'s\b")


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A claim in its report. Each is equal to itself alone, so that what was found of it is found again at once.

    ``words`` are the rare words and numbers told around it, each with its rarity: the natural logarithm of how
    many reports there are to one that has it. Words that name the event, its places, weapons, figures or time are not
    among them: these are compared as what they are. ``length`` is the square root of the sum of their squares.
    """

    claim: Claim
    outlet: str | None
    published: date
    words: Mapping[str, float]
    length: float


def telling(claim: Claim, report: Report) -> Telling:
    """Return the claim with what is told around it in its report."""
    spans = list(_spans(claim))
    start = max(0, min(span.start for span in spans) - BEFORE)
    end = max(span.end for span in spans) + AFTER
    weighed = words_of(" ".join(_weighed_elsewhere(claim)))
    words = {word: rare for word, rare in rare_words(report.text[start:end]).items() if word not in weighed}
    return Telling(claim, report.outlet, report.published, words, math.sqrt(math.fsum(x * x for x in words.values())))


def _weighed_elsewhere(claim: Claim) -> Iterator[str]:
    """Yield the words that other comparisons weigh already: what happened, where, with what, how many, when."""
    yield claim.trigger.text
    yield from (passage.text for passage in claim.passages)
    yield from (weapon.span.text for weapon in claim.weapons)
    yield from (figure.span.text for figure in (claim.munitions, claim.killed, claim.injured, claim.captured) if figure)
    yield from (told.figure.span.text for told in claim.also_told)
    if claim.when is not None and claim.when.span is not None:
        yield claim.when.span.text
    for place in claim.places:
        if place.lat is not None:
            yield f"{place.span.text} {place.name or ''} {place.admin1 or ''}"


def _spans(claim: Claim) -> Iterator[Span]:
    yield claim.trigger
    yield from claim.passages
    for mention in (*claim.speakers, *claim.actors, *claim.targets):
        yield mention.span
    yield from (place.span for place in claim.places)
    yield from (figure.span for figure in (claim.killed, claim.injured, claim.captured) if figure is not None)


def rare_words(text: str) -> dict[str, float]:
    """Return the words and numbers of ``text`` that are rare, folded, with their rarity."""
    return {word: rare for word in sorted(words_of(text)) if (rare := rarity(word)) >= TELLING_RARITY}


def words_of(text: str) -> set[str]:
    """Return the folded words and numbers of more than one letter, possessives taken off."""
    return {word for word in _WORD.findall(_POSSESSIVE.sub("", fold(text))) if len(word) > 1}


def rarity(word: str) -> float:
    """Return the natural logarithm of how many reports there are to one that has ``word`` (folded, lower case)."""
    return _rarities().get(word, math.log(UNSEEN_REPORTS))


@cache
def _rarities() -> Mapping[str, float]:
    lines = files("tocsin.link").joinpath("word_rarity.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {word: float(value) for word, value in rows}


def alike(a: Telling, b: Telling) -> float:
    """Return how much of their rare words two tellings share, 0 to 1: the cosine of their rarities.

    Where both have few, sharing them says less: :data:`FEW_WORDS` is what pulls it down.
    """
    shared = a.words.keys() & b.words.keys()
    if not shared:
        return 0.0
    return math.fsum(a.words[word] ** 2 for word in shared) / (a.length * b.length + FEW_WORDS)
