"""Which of the words that a tagger marked name a party: cut names made whole, what names nobody left out.

A party is called by a name, with a capital, or by a noun of the lexicon of roles ("gunmen", "the army", "a spokesman").
"""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.codebook import ActorBasis, Kind
from tocsin.lexicon.folding import fold
from tocsin.model import Claim, Mention, Report, Span, Step
from tocsin.resolve.actors import ActorResolver

_CAPITALS = re.compile(
    r"(?: (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|January|February|March|April|May\b|June|July|August)"
    r"(?:al-|el-)?[A-Z][\w'\u2019-]*(?<!['\u2019]s))+"
)
_IN_WORD = re.compile(r"(?:[\w-]*\w|\w+-)$")
_WORD_GOES_ON = re.compile(r"\w+|-[a-z]+-[A-Z]\w+")
#: Before the noun that says who: "the Wagner mercenary group".
_GAPS = re.compile(r" "), re.compile(r" (?!the |a |an |in |of |to |by |at |on |and |or )[a-z]+ ")
_LONGEST_WORD = 40
#: A body that speaks need be no party to anything: "the electricity company".
_ARTICLE = re.compile(r"(?:the|an?|one|his|her|its|their|local|two|several)\b", re.IGNORECASE)
#: Kinds with two sides, each of which may be said to act.
_TWO_SIDED = frozenset({Kind.ARMED_CLASH, Kind.TERRITORY})
_DEFENDING = _TWO_SIDED | {Kind.INTERCEPTION, Kind.RAID}
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n\u201c\"-] ?|\n)$")
#: After a party: it accuses another, and is no party to what happened.
_ACCUSES = re.compile(
    r"(?:, [^,.;]{1,60},|,)? (?:(?:has|have|had|also|later|immediately|on \w+day|\w+day) ){0,2}"
    r"(?:blam(?:es?|ed)|accus(?:es?|ed)|pointed (?:the|a) finger at)\b(?! (?:of|by|for|in|over)\b)"
)
#: After a party: it held out against the attack, which another made.
_HELD_OUT = re.compile(
    r"[^.;,\n]{0,60}?(?<!were )(?<!was )(?<!been )\b(?:fought off|fended off|repelled|repulsed|beat back|thwarted|foiled)\b"
)


def whole(span: Span, text: str, actors: ActorResolver) -> Span:
    """Return the words of a party with what a tagger cut off: the rest of a word, of a name, the noun after it."""
    inside = _IN_WORD.search(text, max(0, span.start - _LONGEST_WORD), span.start)
    # "Kurdish-led" is one word, "anti-Houthi" may hold a name.
    whole_word = inside is not None and (text[span.start - 1] != "-" or span.text[:1].islower())
    start = inside.start() if inside is not None and whole_word else span.start
    goes_on = _WORD_GOES_ON.match(text, span.end)
    end = goes_on.end() if goes_on is not None else span.end
    if text[start:end].rsplit(" ", maxsplit=1)[-1][:1].isupper():
        name = _CAPITALS.match(text, end)
        end = name.end() if name is not None and not _possessed(text, name.end()) else end
    start, end = actors.role_around(text, start, end)
    if not actors.names_role(text[start:end]):
        end = _noun_after(text, end, actors)
    return Span(start, end, text[start:end], span.confidence)


def _possessed(text: str, end: int) -> bool:
    return text[end : end + 2] in ("'s", "\u2019s")


def _noun_after(text: str, end: int, actors: ActorResolver) -> int:
    """Return where the noun ends that follows, at most one word between; ``end`` where none does."""
    ends = (actors.role_at(text, found.end()) for gap in _GAPS if (found := gap.match(text, end)) is not None)
    last = next((found for found in ends if found is not None), None)
    if last is None:
        return end
    while text[last : last + 1] == " " and (more := actors.role_at(text, last + 1)) is not None:
        last = more
    return last


def names_nobody(words: Span, text: str, actors: ActorResolver) -> bool:
    """Return whether words name no party: no noun of a role in them, and no capital but that of a sentence's beginning.

    A word that stands alone at the beginning of a sentence names somebody unless the report has it in small letters too.
    """
    if actors.names_role(words.text):
        return False
    capitals = [
        word
        for word in words.text.split()
        if word.lstrip("'\u2018\u201c\"(")[:1].isupper() or ("-" in word and any(map(str.isupper, word)))
    ]
    if not capitals:
        return True
    first = words.text.split()[0]
    if capitals != [first] or not _SENTENCE_START.search(text, 0, words.start):
        return False
    return re.search(rf"(?<![\w-]){re.escape(first.lower())}(?![\w-])", text) is not None


def set_right(claim: Claim, report: Report, actors: ActorResolver) -> Claim:
    """Return the claim with parties that are some: who accuses another speaks, and what names nobody is left out."""
    steps = list(claim.steps)
    told: list[Mention] = []
    speakers = list(claim.speakers)
    for mention in claim.actors:
        if mention.entity is None and names_nobody(mention.span, report.text, actors):
            steps.append(Step("actor", f"{mention.span.text!r} names nobody: left out"))
        elif claim.kind not in _DEFENDING and _HELD_OUT.match(report.text, mention.span.end):
            steps.append(Step("actor", f"{mention.span.text!r} held out: another attacked"))
        elif _ACCUSES.match(report.text, mention.span.end):
            steps.append(Step("actor", f"{mention.span.text!r} accuses another: who speaks"))
            if all(fold(one.span.text) != fold(mention.span.text) for one in speakers):
                speakers.append(mention)
        else:
            told.append(mention)
    kept = tuple(told)
    if claim.actor_basis is ActorBasis.CLAIMED and claim.kind not in _TWO_SIDED:
        kept = _claiming(claim, told, actors, steps)
    heard = tuple(
        one
        for one in speakers
        if one.entity is not None or _ARTICLE.match(one.span.text) or not names_nobody(one.span, report.text, actors)
    )
    basis = claim.actor_basis if kept else ActorBasis.NONE
    return replace(claim, actors=kept, speakers=heard, actor_basis=basis, steps=tuple(steps))


def _claiming(claim: Claim, told: list[Mention], actors: ActorResolver, steps: list[Step]) -> tuple[Mention, ...]:
    """Return who takes responsibility: nobody who wages no war, nor, beside another, the silent state it happened in."""
    grounds = {f"state:{place.country}" for place in claim.places if place.country is not None}
    speaking = {one.entity for one in claim.speakers}

    def claims(one: Mention) -> bool:
        if one.entity is None:
            return True
        silent = one.entity in grounds and one.entity not in speaking and len(told) > 1
        return actors.may_fight(one.entity) and not silent

    kept = tuple(one for one in told if claims(one))
    steps += [Step("actor", f"{one.span.text!r} takes no responsibility") for one in told if one not in kept]
    return kept
