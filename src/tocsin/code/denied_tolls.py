"""A toll of none that somebody tells of an event of which another tells dead: kept as a further figure of the claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.codebook import RelationKind
from tocsin.model import Claim, Figure, Report, Span, Told

#: The words stand so near before or after a denial of the event that they are about it.
REACH = 200
_BEFORE = 60

_NONE_DEAD = re.compile(
    r"\b(?:no|none of (?:the|its|their)) (?:[\w-]+ )?(?:soldiers?|troops|servicemen|civilians?|people|one|men|fighters|personnel|guards)"
    r" (?:was|were|is|are|had been|has been|have been) killed\b|\bnobody (?:was|had been|has been) killed\b"
    r"|\bno (?:bodies|dead) (?:was|were|had been) (?:found|seen|brought)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|hop\w+|pray\w*|so that) (?:[\w-]+ ){0,3}$", re.IGNORECASE)


def with_denied_tolls(report: Report, claims: Sequence[Claim]) -> list[Claim]:
    """Add to claims that tell dead, and that are denied, the words beside the denial that tell of none."""
    return [_with_none(report, claim) for claim in claims]


def _with_none(report: Report, claim: Claim) -> Claim:
    if claim.killed is None or not (claim.killed.min or claim.killed.max):
        return claim
    for denial in (one.span for one in claim.references if one.relation is RelationKind.DENIAL):
        for found in _NONE_DEAD.finditer(report.text, max(0, denial.start - REACH), denial.end + REACH):
            span = Span(found.start(), found.end(), found[0])
            if _CONDITION.search(report.text, max(0, span.start - _BEFORE), span.start) or _kept(claim, span):
                continue
            figure = Figure(span, 0, 0)
            heard = tuple(one for one in claim.speakers if 0 <= span.start - one.span.start < REACH)
            nearest = sorted(heard, key=lambda one: one.span.start)[-1:]
            return replace(claim, also_told=(*claim.also_told, Told("killed", figure, tuple(nearest))))
    return claim


def _kept(claim: Claim, span: Span) -> bool:
    figures = [claim.killed, *(one.figure for one in claim.also_told)]
    return any(one is not None and one.span.start < span.end and span.start < one.span.end for one in figures)
