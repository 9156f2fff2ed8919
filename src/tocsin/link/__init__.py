"""Claims and judgements to incidents: block, compare, cluster, merge. Pure and order-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tocsin.link.block import candidate_pairs, lookups, standings
from tocsin.link.cluster import (
    ConflictingJudgementsError,
    Pair,
    agglomerate,
    blocks,
    links,
    pair,
    unanswered,
    verdicts,
)
from tocsin.link.compare import explain_pair, score
from tocsin.link.days import dated
from tocsin.link.merge import Ground, founding_order, incident
from tocsin.link.relations import related
from tocsin.link.sides import NoSides, Sides
from tocsin.link.within import merge_tellings
from tocsin.model import Claim, Incident, Judgement, Link, Report

__all__ = [
    "LINKER",
    "ConflictingJudgementsError",
    "Ground",
    "NoSides",
    "Sides",
    "UnlinkableClaimError",
    "explain_pair",
    "incidents",
    "link",
    "links_among",
    "lookups",
    "merge_tellings",
    "pair",
    "related",
    "standings",
    "timed",
    "unanswered",
    "verdicts",
]

#: What links claims here; incidents that another linker derived have to be derived anew. Counted up with every change
#: of what this package makes of the same claims.
LINKER = "2"


class UnlinkableClaimError(ValueError):
    """A claim of a report that is not at hand, or two different claims of one id."""


def link(
    reports: Mapping[str, Report], claims: Iterable[Claim], judgements: Iterable[Judgement], sides: Sides
) -> tuple[Incident, ...]:
    """Return the incidents that ``claims`` tell of, by day and id; the order of the input does not matter.

    The claims of one report are taken to be events of their own already (see :func:`merge_tellings`). Judgements of
    claims that are not at hand have no effect (:func:`unanswered` names them). An incident is rejected by its founding
    claim and disappears whole; a rejected claim that founds no incident is left out of the one it belongs to.

    :param reports: every report of a claim, by report id.
    :raises UnlinkableClaimError: a claim whose report is missing, or two different claims of one id.
    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """
    by_id = timed(reports, claims)
    found = links_among(by_id, candidate_pairs(by_id.values()), sides)
    made = incidents(by_id, found, Ground(reports, verdicts(judgements), sides))
    holders = {claim: one.id for one in made for claim in one.claims}
    return tuple(sorted(related(made, by_id, holders), key=_by_day))


def links_among(claims: Mapping[str, Claim], pairs: Iterable[Pair], sides: Sides) -> tuple[Link, ...]:
    """Return those of the pairs of ids of ``claims`` that alone would be taken for one event."""
    return links(claims, pairs, lambda a, b: score(a, b, sides))


def incidents(claims: Mapping[str, Claim], found: Iterable[Link], ground: Ground) -> list[Incident]:
    """Return the incidents of ``claims``, by id and with their times (see :func:`timed`), without relations.

    ``found`` are all links between them, which no link or judgement of same may lead out of.

    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """

    def scored(a: Claim, b: Claim) -> float:
        return score(a, b, ground.sides)

    groups: list[tuple[str, ...]] = []
    for members, within in blocks(claims, found, ground.held):
        block = {claim: claims[claim] for claim in members}
        groups.extend(agglomerate(block, within, scored, ground.held, reports_apart=True))
    kept = (_not_rejected([claims[claim] for claim in group], ground) for group in groups)
    return [incident(cluster, ground) for cluster in kept if cluster]


def timed(reports: Mapping[str, Report], claims: Iterable[Claim]) -> dict[str, Claim]:
    """Return the claims by id, in the order of the ids, with the day of publication where the text gives no time.

    :raises UnlinkableClaimError: a claim whose report is missing, or two different claims of one id.
    """
    found = _by_id(reports, claims)
    return {claim: found[claim] for claim in sorted(found)}


def _by_id(reports: Mapping[str, Report], claims: Iterable[Claim]) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.report not in reports:
            raise UnlinkableClaimError(f"claim {claim.id} is of report {claim.report}, which is not at hand")
        whole = dated(claim, reports[claim.report])
        if found.setdefault(claim.id, whole) != whole:
            raise UnlinkableClaimError(f"two different claims have the id {claim.id}")
    return found


def _not_rejected(cluster: list[Claim], ground: Ground) -> list[Claim]:
    founding = min(cluster, key=lambda claim: founding_order(claim, ground.reports))
    if founding.id in ground.held.rejected:
        return []
    return [claim for claim in cluster if claim.id not in ground.held.rejected]


def _by_day(incident: Incident) -> tuple[date, str]:
    return incident.when.start if incident.when is not None else incident.first_reported, incident.id
