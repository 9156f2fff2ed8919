"""Claims into clusters, one an event: agglomeration that does not depend on the order of anything.

People's judgements come first: what was judged the same is together, what was judged different stays apart. Then pairs
are taken best first. Two clusters become one when no pair across them is ruled out and all pairs together reach
:data:`tocsin.link.compare.COHESION` on average, so that a chain of likenesses joins nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from tocsin.codebook import Verdict
from tocsin.link.compare import COHESION, THRESHOLD, VETO
from tocsin.model import Claim, Judgement

Pair = tuple[str, str]


class ConflictingJudgementsError(ValueError):
    """Claims judged the same, directly or through others, were judged different as well."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What holds after all judgements: of several about one thing the latest."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rejected: frozenset[str] = frozenset()
    judged: Mapping[str, frozenset[str]] = field(default_factory=dict)


def pair(a: str, b: str) -> Pair:
    """Return two claim ids in the one order in which pairs are kept."""
    return (a, b) if a <= b else (b, a)


def verdicts(judgements: Iterable[Judgement]) -> Verdicts:
    """Return what holds after ``judgements``; a later one about the same pair or claim takes the place of an earlier.

    :raises ValueError: a judgement of same or different that names no second claim.
    """
    pairs: dict[Pair, Verdict] = {}
    single: dict[str, Verdict] = {}
    judged: dict[str, set[str]] = {}
    for judgement in sorted(set(judgements), key=lambda j: (j.at, j.id)):
        judged.setdefault(judgement.left, set()).add(judgement.id)
        if judgement.verdict in (Verdict.SAME, Verdict.DIFFERENT):
            if judgement.right is None:
                raise ValueError(f"judgement {judgement.id} says {judgement.verdict} of one claim only")
            judged.setdefault(judgement.right, set()).add(judgement.id)
            pairs[pair(judgement.left, judgement.right)] = judgement.verdict
        else:
            single[judgement.left] = judgement.verdict
    return Verdicts(
        same=frozenset(two for two, verdict in pairs.items() if verdict is Verdict.SAME),
        different=frozenset(two for two, verdict in pairs.items() if verdict is Verdict.DIFFERENT),
        rejected=frozenset(claim for claim, verdict in single.items() if verdict is Verdict.REJECT),
        judged={claim: frozenset(ids) for claim, ids in judged.items()},
    )


def unanswered(claims: Iterable[Claim], judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that name a claim which is not among ``claims`` and so can't bear on anything."""
    known = {claim.id for claim in claims}
    stale = (j for j in judgements if j.left not in known or (j.right is not None and j.right not in known))
    return tuple(sorted(stale, key=lambda j: (j.at, j.id)))


class _Groups:
    """Disjoint groups of claims that know their members."""

    def __init__(self, claims: Iterable[str]) -> None:
        self._of = {claim: claim for claim in claims}
        self._members: dict[str, list[str]] = {claim: [claim] for claim in self._of}

    def members(self, claim: str) -> list[str]:
        return self._members[self._of[claim]]

    def together(self, a: str, b: str) -> bool:
        return self._of[a] == self._of[b]

    def join(self, a: str, b: str) -> None:
        keep, drop = sorted((self._of[a], self._of[b]))
        if keep == drop:
            return
        for claim in self._members[drop]:
            self._of[claim] = keep
        self._members[keep] = sorted(self._members[keep] + self._members.pop(drop))

    def all(self) -> list[tuple[str, ...]]:
        return [tuple(members) for _, members in sorted(self._members.items())]


def agglomerate(
    claims: Sequence[Claim],
    pairs: Iterable[Pair],
    score: Callable[[Claim, Claim], float],
    held: Verdicts,
    reports_apart: bool,
) -> list[tuple[str, ...]]:
    """Cluster ``claims``; only ``pairs`` are tried as links, every pair of a cluster is scored.

    :param reports_apart: whether two claims of one report are two events unless judged the same.
    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """
    by_id = {claim.id: claim for claim in claims}
    groups = _judged(by_id, held)
    scores: dict[Pair, float] = {}

    def scored(a: str, b: str) -> float:
        two = pair(a, b)
        if two not in scores:
            scores[two] = VETO if two in held.different else score(by_id[two[0]], by_id[two[1]])
        return scores[two]

    edges = sorted((-value, two) for two in set(pairs) if (value := scored(*two)) >= THRESHOLD)
    for _, (a, b) in edges:
        if groups.together(a, b):
            continue
        left, right = groups.members(a), groups.members(b)
        if reports_apart and {by_id[c].report for c in left} & {by_id[c].report for c in right}:
            continue
        across = [scored(*two) for two in product(left, right)]
        if VETO not in across and math.fsum(across) / len(across) >= COHESION:
            groups.join(a, b)
    return groups.all()


def _judged(claims: Mapping[str, Claim], held: Verdicts) -> _Groups:
    groups = _Groups(claims)
    for a, b in sorted(held.same):
        if a in claims and b in claims:
            groups.join(a, b)
    for members in groups.all():
        contradiction = next((two for two in combinations(members, 2) if pair(*two) in held.different), None)
        if contradiction is not None:
            raise ConflictingJudgementsError(
                f"claims {contradiction[0]} and {contradiction[1]} were judged different, "
                "and the same through other judgements"
            )
    return groups
