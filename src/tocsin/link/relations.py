"""Edges between incidents: one answers another, follows it, or is the next of a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model import Claim, Incident, Relation


def related(incidents: Sequence[Incident], claims: Mapping[str, Claim]) -> tuple[Incident, ...]:
    """Return the incidents with their relations, each resting on the words of one claim.

    A reference whose other event could not be found, or is of the same incident, draws no edge.
    """
    of_claim = {claim: incident.id for incident in incidents for claim in incident.claims}
    return tuple(
        replace(incident, relations=edges) if (edges := _edges(incident, claims, of_claim)) else incident
        for incident in incidents
    )


def _edges(incident: Incident, claims: Mapping[str, Claim], of_claim: Mapping[str, str]) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for claim in incident.claims:
        for said in claims[claim].references:
            other = of_claim.get(said.to) if said.to is not None else None
            if other is not None and other != incident.id:
                found[Relation(said.relation, other, claim, said.span.text, said.ordinal)] = None
    return tuple(sorted(found, key=lambda edge: (edge.relation, edge.incident, edge.claim, edge.words)))
