"""How the grade of an incident and the merging of its claims came about."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger.disclosing import Telling
from tocsin.link import explain_pair, telling
from tocsin.link.compare import total
from tocsin.resolve.actors import ActorResolver
from tocsin.web.answers import envelope
from tocsin.web.naming import IncidentId
from tocsin.web.routes.incidents import moved
from tocsin.web.viewing import Viewing

router = APIRouter(prefix="/api/v1/incidents", tags=["incidents"])

#: So many claims are compared each with each; of more, each is compared with the first.
_EACH_WITH_EACH = 12


@router.get("/{incident}/explain")
def explain(request: Request, view: Viewing, incident: IncidentId) -> Response:
    """Return the reason for the grade, and for each pair of claims what speaks for one event and what against it."""
    found = view.incident(incident)
    there = moved(request, incident, found)
    if there is not None:
        return there
    grade = [
        {"name": str(found.grade), "detail": found.grade_reason},
        {"name": "sources", "detail": f"{found.sources} independent of {len(found.reports)} reports"},
        *(
            {"name": f"conflict: {one.field}", "detail": ", ".join(v.value for v in one.values)}
            for one in found.conflicts
        ),
    ]
    return envelope(request, {"grade": grade, "pairs": _pairs(view.tellings(found.id))})


def _pairs(told: list[Telling]) -> list[dict[str, Any]]:
    sides = ActorResolver.default()
    compared = [telling(one.claim, one.report) for one in told]
    pairs = (
        list(combinations(compared, 2))
        if len(compared) <= _EACH_WITH_EACH
        else [(compared[0], other) for other in compared[1:]]
    )
    found = []
    for a, b in pairs:
        evidence = explain_pair(a, b, sides)
        found.append(
            {
                "a": a.claim.id,
                "b": b.claim.id,
                "score": round(total(evidence), 3),
                "evidence": [
                    {"name": one.name, "level": one.level, "score": round(one.score, 3), "detail": one.detail}
                    for one in evidence
                ],
            }
        )
    return found
