"""What of an incident needs a look, why, and how much it matters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.codebook import Status
from tocsin.link.cluster import Verdicts
from tocsin.link.weights import ACROSS_BAR
from tocsin.model import Claim, Incident
from tocsin.review.content import content_of
from tocsin.review.state import State, state_of

#: Below this the reader is so unsure of an incident, or of a choice made for it, that a person should look.
UNSURE = 0.6
#: So many killed are a high toll.
HIGH_TOLL = 10
#: An incident told only as context matters this much less.
CONTEXT = 0.5


class Why(StrEnum):
    """Why an incident needs a look."""

    LOW_CONFIDENCE = "low confidence"
    CONFLICT = "conflict"
    HIGH_TOLL = "high toll"
    SINGLE_SOURCE = "single source"
    POSSIBLE_DUPLICATE = "possible duplicate"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words, and how much it weighs; of a possible duplicate with the two claims that are nearest."""

    why: Why
    detail: str
    weight: float
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Another incident that may be the same: the nearest claims of the two, this one's first, and their score.

    The score is in log odds: 0 is as likely as not.
    """

    incident: str
    claim: str
    other: str
    score: float


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an incident: others that come near it, those it was judged to be no part of, and verdicts."""

    near: tuple[Near, ...] = ()
    apart: frozenset[str] = frozenset()
    held: Verdicts = field(default_factory=Verdicts)


@dataclass(frozen=True, slots=True)
class Review:
    """What of an incident needs a look, weightiest first; ``other`` is an incident that may be the same."""

    incident: str
    weight: int
    state: State
    reasons: tuple[Reason, ...]
    content: str
    other: str | None = None


def review(incident: Incident, claims: Sequence[Claim], around: Around) -> Review:
    """Weigh an incident by its claims, by what comes near it, and by what people decided of either."""
    own = [one for one in around.near if one.incident not in around.apart]
    nearest = min(own, key=lambda one: (-one.score, one.incident, one.claim, one.other), default=None)
    reasons = sorted(_reasons(incident, claims, nearest), key=lambda one: (-one.weight, one.why, one.detail))
    weight = math.fsum(one.weight for one in reasons) * (CONTEXT if incident.background else 1.0)
    other = None if nearest is None else nearest.incident
    state = state_of(incident, around.held)
    return Review(incident.id, round(weight), state, tuple(reasons), content_of(incident), other)


def _reasons(incident: Incident, claims: Sequence[Claim], near: Near | None) -> Iterator[Reason]:
    happened = incident.status in {Status.OCCURRED, Status.FOILED}
    toll = _toll(incident) if happened else 0
    yield from _unsure(claims)
    yield from _conflicts(incident)
    if toll >= HIGH_TOLL:
        yield Reason(Why.HIGH_TOLL, f"{_toll_words(incident)} killed", 30 + 10 * math.log2(toll / HIGH_TOLL))
    if happened and incident.sources == 1:
        source = incident.reports[0].source if incident.reports else "one source"
        yield Reason(Why.SINGLE_SOURCE, f"only {source} tells it", 25 if toll >= HIGH_TOLL else 5)
    if near is not None:
        detail = _near_words(near)
        weight = 25 + 5 * max(-4.0, min(near.score, 4.0))
        yield Reason(Why.POSSIBLE_DUPLICATE, detail, weight, (near.claim, near.other))


def _near_words(near: Near) -> str:
    likely = 1 / (1 + math.exp(-near.score))
    told = f"its nearest claim and that of {near.incident} are one event with {likely:.0%} (score {near.score:+.1f})"
    if near.score >= ACROSS_BAR.link:
        return f"{told}; the others of the two speak against it"
    return f"{told}; {ACROSS_BAR.link:+.1f} would join them"


def _unsure(claims: Sequence[Claim]) -> Iterator[Reason]:
    surest = max(claims, key=lambda one: (one.confidence, one.id), default=None)
    if surest is None:
        return
    if surest.confidence < UNSURE:
        weight = 20 + 50 * (UNSURE - surest.confidence)
        yield Reason(Why.LOW_CONFIDENCE, f"an event at all: {surest.confidence:.2f} at best", weight)
        return
    name, sure = min(surest.certainty, key=lambda one: (one[1], one[0]), default=("", 1.0))
    if sure < UNSURE:
        yield Reason(Why.LOW_CONFIDENCE, f"{name.replace('_', ' ')}: {sure:.2f}", 10 + 20 * (UNSURE - sure))


#: How much a conflict over a field weighs; one over any other weighs less.
_CONFLICT = {"killed": 30, "status": 30, "actor": 20, "place": 20, "when": 20, "kind": 15}
_OTHER_CONFLICT = 10


def _conflicts(incident: Incident) -> Iterator[Reason]:
    for conflict in incident.conflicts:
        told = " or ".join(f"{one.value} ({len(one.claims)})" for one in conflict.values)
        detail = f"{conflict.field.replace('_', ' ')}: {told}"
        yield Reason(Why.CONFLICT, detail, _CONFLICT.get(conflict.field, _OTHER_CONFLICT))


def _toll(incident: Incident) -> int:
    killed = incident.killed
    return 0 if killed is None else max(killed.min or 0, killed.max or 0)


def _toll_words(incident: Incident) -> str:
    killed = incident.killed
    assert killed is not None
    if killed.min is None or killed.max is None:
        return f"{killed.min} or more" if killed.max is None else f"up to {killed.max}"
    return str(killed.max) if killed.min == killed.max else f"{killed.min} to {killed.max}"
