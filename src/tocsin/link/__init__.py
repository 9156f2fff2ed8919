"""Claims and judgements to incidents: block, compare, cluster, merge. Pure and order-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from tocsin.link.block import candidate_pairs, lookups, standings
from tocsin.link.cluster import (
    Apart,
    ConflictingJudgementsError,
    Pair,
    Verdicts,
    agglomerate,
    blocks,
    links,
    pair,
    unanswered,
    verdicts,
)
from tocsin.link.compare import score
from tocsin.link.compare_in_report import explain_pair
from tocsin.link.corrections import CORRECTABLE, UnfitCorrectionError, corrected
from tocsin.link.days import dated, days_meet
from tocsin.link.merge import Ground, founding_order, incident
from tocsin.link.relations import related
from tocsin.link.sides import NoSides, Sides
from tocsin.link.telling import Telling, telling
from tocsin.link.weights import ACROSS_BAR, NEAR_BAR, Bar
from tocsin.link.within import merge_tellings
from tocsin.model import Claim, Incident, Judgement, Link, Report

__all__ = [
    "ACROSS_BAR",
    "CORRECTABLE",
    "LINKER",
    "NEAR_BAR",
    "ConflictingJudgementsError",
    "Ground",
    "NoSides",
    "Sides",
    "Telling",
    "UnfitCorrectionError",
    "UnlinkableClaimError",
    "as_told",
    "days_meet",
    "explain_pair",
    "incidents",
    "link",
    "links_among",
    "lookups",
    "merge_tellings",
    "pair",
    "prepared",
    "related",
    "standings",
    "telling",
    "unanswered",
    "verdicts",
]

#: What links claims here; incidents that another linker derived have to be derived anew. Counted up with every change
#: of what this package makes of the same claims.
LINKER = "14"


class UnlinkableClaimError(ValueError):
    """A claim of a report that is not at hand, or two different claims of one id."""


def link(
    reports: Mapping[str, Report],
    claims: Iterable[Claim],
    judgements: Iterable[Judgement],
    sides: Sides,
    *,
    two_persons: bool = False,
) -> tuple[Incident, ...]:
    """Return the incidents that ``claims`` tell of, by day and id; the order of the input does not matter.

    The claims of one report are taken to be events of their own already (see :func:`merge_tellings`). Judgements of
    claims that are not at hand have no effect (:func:`unanswered` names them). An incident is rejected by its founding
    claim and disappears whole; a rejected claim that founds no incident is left out of the one it belongs to.

    :param reports: every report of a claim, by report id.
    :param two_persons: whether a judgement holds only once two people have made it.
    :raises UnlinkableClaimError: a claim whose report is missing, or two different claims of one id.
    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """
    ground = Ground(reports, verdicts(judgements, two_persons=two_persons), sides)
    tellings = prepared(claims, ground)
    found = links_among(tellings, candidate_pairs(tellings.values()), sides)
    made = incidents(tellings, found, ground)
    holders = {claim: one.id for one in made for claim in one.claims}
    by_id = {key: one.claim for key, one in tellings.items()}
    return tuple(sorted(related(made, by_id, holders), key=_by_day))


def links_among(
    tellings: Mapping[str, Telling], pairs: Iterable[Pair], sides: Sides, bar: Bar = ACROSS_BAR
) -> tuple[Link, ...]:
    """Return those of the pairs of ids of ``tellings`` that alone reach the bar: would be taken for one event."""
    return links(tellings, pairs, lambda a, b: score(a, b, sides), bar)


def incidents(tellings: Mapping[str, Telling], found: Iterable[Link], ground: Ground) -> list[Incident]:
    """Return the incidents of the claims of ``tellings`` (see :func:`prepared`), by id and without relations.

    ``found`` are all links between them, which no link or judgement of same may lead out of.

    :raises ConflictingJudgementsError: judgements of same and different that can't both hold.
    """

    def scored(a: Telling, b: Telling) -> float:
        return score(a, b, ground.sides)

    groups: list[tuple[str, ...]] = []
    for members, within in blocks(tellings, found, ground.held):
        block = {claim: tellings[claim] for claim in members}
        apart = Apart(ACROSS_BAR, {claim: one.claim.report for claim, one in block.items()})
        groups.extend(agglomerate(block, within, scored, ground.held, apart))
    kept = (_not_rejected([tellings[claim] for claim in group], ground) for group in groups)
    return [_incident(tuple(cluster), ground) for cluster in kept if cluster]


def _incident(cluster: tuple[Telling, ...], ground: Ground) -> Incident:
    if any(one.claim.id in ground.held.judged for one in cluster):
        return incident(cluster, ground)
    told = sorted({one.claim.report for one in cluster})
    return _undecided(cluster, tuple(ground.reports[report] for report in told), ground.sides)


#: So many incidents are remembered: most of those that a new report might bear on stay as they were.
_INCIDENTS = 2**11


@lru_cache(maxsize=_INCIDENTS)
def _undecided(cluster: tuple[Telling, ...], reports: tuple[Report, ...], sides: Sides) -> Incident:
    """Return the incident of claims that nobody has decided about."""
    return incident(cluster, Ground({report.id: report for report in reports}, Verdicts(), sides))


def prepared(claims: Iterable[Claim], ground: Ground) -> dict[str, Telling]:
    """Return the claims as they are compared and merged, by id and in the order of the ids.

    Values are those that people set right; a claim without a time has the day of publication.

    :raises UnlinkableClaimError: a claim whose report is missing, or two different claims of one id.
    :raises UnfitCorrectionError: a correction to a value that the field can't have.
    """
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.report not in ground.reports:
            raise UnlinkableClaimError(f"claim {claim.id} is of report {claim.report}, which is not at hand")
        if found.setdefault(claim.id, claim) != claim:
            raise UnlinkableClaimError(f"two different claims have the id {claim.id}")
    return {
        key: as_told(found[key], ground.held.corrections.get(key, ()), ground.reports[found[key].report])
        for key in sorted(found)
    }


def as_told(claim: Claim, decisions: Iterable[Judgement], report: Report) -> Telling:
    """Return a claim of a report as it is compared and merged (see :func:`prepared`), ``decisions`` its corrections.

    :raises UnfitCorrectionError: a correction to a value that the field can't have.
    """
    return telling(dated(corrected(claim, decisions), report), report)


def _not_rejected(cluster: list[Telling], ground: Ground) -> list[Telling]:
    founding = min(cluster, key=lambda one: founding_order(one.claim, ground.reports))
    if founding.claim.id in ground.held.rejected:
        return []
    return [one for one in cluster if one.claim.id not in ground.held.rejected]


def _by_day(incident: Incident) -> tuple[date, str]:
    return incident.when.start if incident.when is not None else incident.first_reported, incident.id
