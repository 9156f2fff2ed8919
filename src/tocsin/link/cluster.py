"""Claims into clusters, one an event: agglomeration that does not depend on the order of anything.

Pairs are taken best first. Two clusters become one when no pair across them is ruled out, by the claims or by people, and
all pairs together reach :attr:`tocsin.link.weights.Bar.cohesion` on average, so that a chain of likenesses joins nothing.
Then clusters become one that people judged the same, as wholes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any, TypeVar

from tocsin.codebook import Verdict
from tocsin.link.decisions import Outcome, decided
from tocsin.link.groups import Groups
from tocsin.link.weights import ACROSS_BAR, VETO, Bar
from tocsin.model import Claim, Judgement, Link

Pair = tuple[str, str]


class ConflictingJudgementsError(ValueError):
    """Claims judged the same, directly or through others, were judged different as well."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What holds after all judgements: of several about one thing the latest.

    ``judged`` are the judgements of each claim, ``corrections`` those that hold of its values, ``accepted`` that which
    accepts it, if one does. ``waiting`` are judgements that wait for a second person.
    """

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()
    rejected: frozenset[str] = frozenset()
    judged: Mapping[str, frozenset[str]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    accepted: Mapping[str, Judgement] = field(default_factory=dict)
    waiting: tuple[Judgement, ...] = ()


def pair(a: str, b: str) -> Pair:
    """Return two claim ids in the one order in which pairs are kept."""
    return (a, b) if a <= b else (b, a)


def verdicts(judgements: Iterable[Judgement], *, two_persons: bool = False) -> Verdicts:
    """Return what holds after ``judgements``; a later one about the same thing takes the place of an earlier.

    :param two_persons: whether a judgement holds only once two people have made it.
    :raises ValueError: a judgement of two claims that names no second one.
    """
    ordered = sorted(set(judgements), key=lambda j: (j.at, j.id))
    outcome = decided(ordered, two_persons=two_persons)
    holding = outcome.in_force
    judged: dict[str, set[str]] = {}
    for judgement in ordered:
        for claim in (judgement.left, judgement.right):
            if claim is not None:
                judged.setdefault(claim, set()).add(judgement.id)
    return Verdicts(
        same=frozenset(_pair_of(j) for j in holding if j.verdict is Verdict.SAME),
        different=frozenset(_pair_of(j) for j in holding if j.verdict is Verdict.DIFFERENT),
        rejected=frozenset(j.left for j in holding if j.verdict is Verdict.REJECT),
        judged={claim: frozenset(ids) for claim, ids in judged.items()},
        corrections=_corrections(holding),
        accepted={j.left: j for j in holding if j.verdict is Verdict.ACCEPT},
        waiting=tuple(j for j in ordered if outcome.outcomes[j.id] is Outcome.WAITING),
    )


def _pair_of(judgement: Judgement) -> Pair:
    if judgement.right is None:
        raise ValueError(f"judgement {judgement.id} says {judgement.verdict} of one claim only")
    return pair(judgement.left, judgement.right)


def _corrections(holding: Iterable[Judgement]) -> dict[str, tuple[Judgement, ...]]:
    found: dict[str, list[Judgement]] = {}
    for judgement in holding:
        if judgement.verdict is Verdict.CORRECT:
            found.setdefault(judgement.left, []).append(judgement)
    return {claim: tuple(sorted(said, key=lambda j: j.field or "")) for claim, said in found.items()}


def unanswered(claims: Iterable[Claim], judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that name a claim which is not among ``claims`` and so can't bear on anything."""
    known = {claim.id for claim in claims}
    stale = (j for j in judgements if j.left not in known or (j.right is not None and j.right not in known))
    return tuple(sorted(stale, key=lambda j: (j.at, j.id)))


#: What claims are compared as: themselves within a report, their tellings across reports.
Compared = TypeVar("Compared")


def links(
    claims: Mapping[str, Compared],
    pairs: Iterable[Pair],
    score: Callable[[Compared, Compared], float],
    bar: Bar = ACROSS_BAR,
) -> tuple[Link, ...]:
    """Return those of ``pairs`` that alone would be taken for one event, best first."""
    found = (Link(a, b, value) for a, b in pairs if (value := score(claims[a], claims[b])) >= bar.link)
    return tuple(sorted(found, key=_best_first))


def _best_first(link: Link) -> tuple[float, str, str]:
    return -link.score, link.a, link.b


def blocks(claims: Iterable[str], found: Iterable[Link], held: Verdicts) -> list[tuple[tuple[str, ...], list[Link]]]:
    """Return the claims, and the links between them, that no link or judgement of same leads out of.

    What becomes of the claims of one block does not depend on any other.
    """
    groups = Groups(claims)
    known = list(found)
    for one in known:
        groups.join(one.a, one.b)
    for a, b in held.same:
        if groups.knows(a) and groups.knows(b):
            groups.join(a, b)
    within: dict[str, list[Link]] = {}
    for one in known:
        within.setdefault(groups.name(one.a), []).append(one)
    return [(members, within.get(groups.name(members[0]), [])) for members in _in_order(groups)]


@dataclass(frozen=True, slots=True)
class Apart:
    """What keeps clusters apart: the bar to reach, and the report of each claim where two of one report are two events.

    Judged the same, two claims of one report are one event all the same.
    """

    bar: Bar
    reports: Mapping[str, str] | None = None


def agglomerate(
    claims: Mapping[str, Compared],
    found: Iterable[Link],
    score: Callable[[Compared, Compared], float],
    held: Verdicts,
    apart: Apart,
) -> list[tuple[str, ...]]:
    """Cluster ``claims`` along the links ``found``; every pair of a cluster is scored.

    What was judged the same brings along all that is clustered with it, so that two incidents become one as wholes;
    only where this would join what was judged different, each claim finds its place anew beside what was judged.

    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """
    judged = _judged(claims, held)
    ordered = sorted(found, key=_best_first)
    scores = {(link.a, link.b): link.score for link in ordered if (link.a, link.b) not in held.different}

    def scored(a: str, b: str) -> float:
        two = pair(a, b)
        if two not in scores:
            scores[two] = VETO if two in held.different else score(claims[two[0]], claims[two[1]])
        return scores[two]

    def grow(groups: Groups[str]) -> Groups[str]:
        known = [link for link in ordered if groups.knows(link.a) and groups.knows(link.b)]
        return _grown(groups, known, scored, apart)

    whole = grow(Groups(claims))
    for group in judged.all():
        _join_all(whole, group)
    made: list[tuple[str, ...]] = []
    for members in _in_order(whole):
        if _within(members, held.different):
            made.extend(_in_order(grow(_judged({claim: claims[claim] for claim in members}, held))))
        else:
            made.append(members)
    return sorted(made)


def _grown(
    groups: Groups[str], ordered: Iterable[Link], scored: Callable[[str, str], float], apart: Apart
) -> Groups[str]:
    """Join the groups along links, best first, where all that is in them holds together."""
    # Groups only ever grow: two that were kept apart once are so as long as neither has.
    tried: set[tuple[str, int, str, int]] = set()
    for link in ordered:
        left, right = groups.members(link.a), groups.members(link.b)
        two = (groups.name(link.a), len(left), groups.name(link.b), len(right))
        if groups.together(link.a, link.b) or two in tried:
            continue
        tried |= {two, two[2:] + two[:2]}
        across = (scored(*one) for one in product(left, right))
        if not _share_report(left, right, apart) and _holds_together(across, apart.bar.cohesion):
            groups.join(link.a, link.b)
    return groups


def _within(members: Sequence[str], pairs: AbstractSet[Pair]) -> Pair | None:
    """Return a pair of which both are among the members, ``None`` where there is none."""
    return next((two for two in combinations(members, 2) if pair(*two) in pairs), None) if pairs else None


def _share_report(left: Iterable[str], right: Iterable[str], apart: Apart) -> bool:
    """Return whether two groups hold claims of one report, where these are two events."""
    if apart.reports is None:
        return False
    return not {apart.reports[claim] for claim in left}.isdisjoint(apart.reports[claim] for claim in right)


def _join_all(groups: Groups[str], members: Iterable[str]) -> None:
    first, *others = members
    for other in others:
        groups.join(first, other)


def _holds_together(across: Iterable[float], least: float) -> bool:
    """Return whether the scores across two groups hold none that rules out, and reach the mean asked for."""
    held: list[float] = []
    for value in across:
        if value == VETO:
            return False
        held.append(value)
    return math.fsum(held) / len(held) >= least


def _judged(claims: Mapping[str, Any], held: Verdicts) -> Groups[str]:
    groups = Groups(claims)
    for a, b in sorted(held.same):
        if a in claims and b in claims:
            groups.join(a, b)
    for members in _in_order(groups):
        contradiction = _within(members, held.different)
        if contradiction is not None:
            raise ConflictingJudgementsError(
                f"claims {contradiction[0]} and {contradiction[1]} were judged different, "
                "and the same through other judgements"
            )
    return groups


def _in_order(groups: Groups[str]) -> list[tuple[str, ...]]:
    """Return the groups and their members in order, whatever they were joined in."""
    return sorted(tuple(sorted(members)) for members in groups.all())
