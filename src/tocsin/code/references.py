"""Words by which one event refers to another: retaliation, "came after", "the second such attack in days"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.codebook import Kind, RelationKind
from tocsin.model import Claim, Reference, Report, Span

_ORDINAL = {
    word: n
    for n, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1
    )
}
_ANAPHORIC = re.compile(
    r"(?:It|This|That|The (?:latest )?(?:attack|attacks|incident|strike|strikes|blast|bombing|shooting|shelling|raid|assault|ambush|explosion|violence|clashes|operation|killing|killings)) (?:was|is|marks|marked|came)\b"
)
_CUES: tuple[tuple[re.Pattern[str], RelationKind], ...] = (
    (
        re.compile(
            r"\b(?:retaliat\w+|in (?:response|reply|reprisal|revenge) (?:to|for)|aveng\w+|(?:in )?revenge|reprisals?)\b",
            re.IGNORECASE,
        ),
        RelationKind.RETALIATION,
    ),
    (
        re.compile(
            r"\b(?:the )?(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest) "
            r"(?:such |attempted |[\w-]+ ){0,3}?(?:attack|strike|incident|bombing|shooting|attempt|(?:in|of) a (?:series|string|wave|spate))\w*[^,.;]{0,24}\w*",
            re.IGNORECASE,
        ),
        RelationKind.SERIES,
    ),
    (
        re.compile(
            r"\b(?:came|comes|coming|took place|happened|occurred) (?:\w+ ){0,3}?(?:after|hours after|days after|a day after)\b",
            re.IGNORECASE,
        ),
        RelationKind.FOLLOWS,
    ),
)


def with_references(report: Report, sentence: tuple[int, int], claims: Sequence[Claim]) -> list[Claim]:
    """Add to the claims told in ``sentence`` the words by which they refer to other events.

    Which event is meant is found when claims are resolved.
    """
    start, end = sentence
    text = report.text[start:end]
    inside = [claim for claim in claims if start <= claim.trigger.start < end]
    before = [claim for claim in claims if claim.trigger.start < start]
    if _ANAPHORIC.match(text) and before:
        inside = [before[-1], *inside]
    if not inside:
        return list(claims)
    changed: dict[str, Claim] = {}
    for pattern, relation in _CUES:
        match = pattern.search(text)
        if match is None:
            continue
        owner = _owner(inside, start + match.start(), relation)
        if owner is None:
            continue
        span = Span(start + match.start(), start + match.end(), match.group())
        reference = Reference(relation, span, ordinal=_ordinal(match))
        owner = changed.get(owner.id, owner)
        changed[owner.id] = replace(owner, references=(*owner.references, reference))
    return [changed.get(claim.id, claim) for claim in claims]


def _owner(inside: list[Claim], at: int, relation: RelationKind) -> Claim | None:
    """Find the event that answers: for retaliation the threat or the one told first, else the one before the cue."""
    new = [claim for claim in inside if not claim.background] or inside
    if relation is RelationKind.RETALIATION:
        threats = [claim for claim in new if claim.kind is Kind.THREAT]
        return (threats or new)[0]
    before = [claim for claim in new if claim.trigger.start <= at]
    return before[-1] if before else new[0]


def _ordinal(match: re.Match[str]) -> int | None:
    word = match.groupdict().get("n")
    return _ORDINAL.get(word.lower()) if word else None
