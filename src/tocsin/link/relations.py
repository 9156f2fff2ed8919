"""Edges between incidents: one answers another, follows it, or is the next of a series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tocsin.model import Claim, Incident, Relation


def related(
    incidents: Iterable[Incident], claims: Mapping[str, Claim], holders: Mapping[str, str]
) -> tuple[Incident, ...]:
    """Return the incidents with their relations, each resting on the words of one claim.

    ``claims`` are those of the incidents, by id; ``holders`` name the incident that holds each claim that theirs speak
    of. A reference whose other event could not be found, or is of the same incident, draws no edge.
    """
    return tuple(replace(incident, relations=_edges(incident, claims, holders)) for incident in incidents)


def _edges(incident: Incident, claims: Mapping[str, Claim], holders: Mapping[str, str]) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for claim in incident.claims:
        for said in claims[claim].references:
            other = holders.get(said.to) if said.to is not None else None
            if other is not None and other != incident.id:
                found[Relation(said.relation, other, claim, said.span.text, said.ordinal)] = None
    return tuple(sorted(found, key=lambda edge: (edge.relation, edge.incident, edge.claim, edge.words)))
