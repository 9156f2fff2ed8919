"""Claims and judgements to incidents: block, compare, cluster, merge. Pure and order-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tocsin.link.block import candidate_pairs
from tocsin.link.cluster import ConflictingJudgementsError, agglomerate, unanswered, verdicts
from tocsin.link.compare import explain_pair, score
from tocsin.link.days import dated
from tocsin.link.merge import Ground, founding_order, incident
from tocsin.link.relations import related
from tocsin.link.sides import NoSides, Sides
from tocsin.link.within import merge_tellings
from tocsin.model import Claim, Incident, Judgement, Report

__all__ = [
    "ConflictingJudgementsError",
    "NoSides",
    "Sides",
    "UnlinkableClaimError",
    "explain_pair",
    "link",
    "merge_tellings",
    "unanswered",
]


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
    by_id = _by_id(reports, claims)
    ordered = [by_id[claim] for claim in sorted(by_id)]
    held = verdicts(judgements)
    groups = agglomerate(ordered, candidate_pairs(ordered), lambda a, b: score(a, b, sides), held, reports_apart=True)
    ground = Ground(reports, held, sides)
    kept = (_not_rejected([by_id[claim] for claim in group], ground) for group in groups)
    found = [incident(cluster, ground) for cluster in kept if cluster]
    return tuple(sorted(related(found, by_id), key=_by_day))


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
