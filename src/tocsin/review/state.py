"""How far people have come with an incident."""

from __future__ import annotations

import json
from enum import StrEnum

from tocsin.codebook import Verdict
from tocsin.link.cluster import Verdicts
from tocsin.model import Incident, Judgement
from tocsin.review.content import content_of


class State(StrEnum):
    """Nobody has decided; one has, of the two that it takes; or it is accepted as it stands."""

    OPEN = "open"
    ONE_DECISION = "one decision"
    DONE = "done"


def state_of(incident: Incident, held: Verdicts) -> State:
    """Return how far people have come with an incident; ``held`` are the verdicts on its claims.

    An acceptance is of what the incident said then: once it says something else, it is open again.
    """
    content = content_of(incident)
    accepted = (held.accepted.get(claim) for claim in incident.claims)
    if any(one is not None and _is_of(one, incident, content) for one in accepted):
        return State.DONE
    if any(_awaited(one, incident, content) for one in held.waiting):
        return State.ONE_DECISION
    return State.OPEN


def _awaited(one: Judgement, incident: Incident, content: str) -> bool:
    if one.left not in incident.claims:
        return False
    return one.verdict is Verdict.REJECT or (one.verdict is Verdict.ACCEPT and _is_of(one, incident, content))


def _is_of(acceptance: Judgement, incident: Incident, content: str) -> bool:
    """Say whether an acceptance is of the incident as it stands; where its content is not known, by the founding claim."""
    if acceptance.value is None:
        return acceptance.left == incident.founding
    return bool(json.loads(acceptance.value) == content)
