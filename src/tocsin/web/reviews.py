"""How far people have come with an incident, as the API tells it."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from tocsin.ledger.reviewing import Kept, Reviewing
from tocsin.model import Incident
from tocsin.web.people import person_of
from tocsin.web.viewing import ledger_of
from tocsin.wire import judgement_json

#: So many decisions stand beside an incident, the latest; the list of judgements has all.
SHOWN = 50


def review_meta(request: Request, incident: Incident) -> dict[str, Any]:
    """Return the state of an incident's review and the latest decisions about it; readers see no names and reasons."""
    reviewing = Reviewing(ledger_of(request))
    decisions = [kept_json(one) for one in reviewing.decisions(SHOWN, about=incident.claims)]
    if not person_of(request).sees_all:
        withheld = {"by": None, "reason": None, "value": None}
        decisions = [{**one, **withheld} for one in decisions]
    return {"state": reviewing.state(incident.id).value, "decisions": decisions}


def kept_json(kept: Kept) -> dict[str, Any]:
    """Return a decision as it is listed."""
    return {**judgement_json(kept.judgement), "state": kept.outcome.value, "incidents": list(kept.incidents)}
