"""What reviewers work through, and what admins look after it by: the queue and the audit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from tocsin.ledger import Ledger, RemovedError
from tocsin.ledger.access import Access
from tocsin.ledger.auditing import Asked
from tocsin.ledger.reviewing import Queued, Reviewing
from tocsin.link import Ground, explain_pair, prepared, verdicts
from tocsin.link.compare import total
from tocsin.link.decisions import Outcome
from tocsin.model import Incident
from tocsin.review import State, Why, apart
from tocsin.web import paging
from tocsin.web.answers import envelope
from tocsin.web.credentials import Admin, Reviewer
from tocsin.web.reviews import SHOWN, kept_json
from tocsin.web.viewing import ledger_of
from tocsin.web.writing import coding
from tocsin.wire import incident_json

router = APIRouter(prefix="/api/v1", tags=["review"])

_TO_DO = (State.OPEN, State.ONE_DECISION)


@router.get("/review/queue")
def queue(
    *,
    request: Request,
    _by: Reviewer,
    why: Annotated[list[Why], Query(max_length=len(Why), description="Only for these reasons; any of them.")] = [],  # noqa: B006 - FastAPI copies it
    state: Annotated[
        list[State], Query(max_length=len(State), description="How far people are [open and one decision].")
    ] = [],  # noqa: B006 - as above
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """List the incidents that need a look, those that matter most first, and why."""
    ledger = ledger_of(request)
    after = paging.read(cursor, (int, str))
    found = Reviewing(ledger).queue(why, state or _TO_DO, limit, after and (after[0], after[1]))
    last = found.rows[-1] if found.more else None
    following = None if last is None else paging.written((last.weight, last.incident.id))
    meta = {"total": found.total, "two_persons": ledger.two_persons()}
    return envelope(request, [_queued_json(ledger, one) for one in found.rows], meta, following)


def _queued_json(ledger: Ledger, queued: Queued) -> dict[str, Any]:
    return {
        "incident": incident_json(queued.incident),
        "why": [_reason_json(ledger, one) for one in queued.reasons],
        "weight": queued.weight,
        "other": queued.other,
        "apart": _apart_json(ledger, queued.incident, queued.other),
        "state": queued.state.value,
        "waiting": _waiting_json(ledger, queued),
    }


def _apart_json(ledger: Ledger, incident: Incident, other: str | None) -> dict[str, Any] | None:
    """Return how far the incident that may be the same lies from this one; nothing of one that was removed meanwhile."""
    if other is None:
        return None
    try:
        return asdict(apart(incident, ledger.incident(other)))
    except RemovedError:
        return None


def _waiting_json(ledger: Ledger, queued: Queued) -> list[dict[str, Any]]:
    """Return the decisions about an incident that wait for a second person."""
    if queued.state is not State.ONE_DECISION:
        return []
    decisions = Reviewing(ledger).decisions(SHOWN, about=queued.incident.claims)
    return [kept_json(one) for one in decisions if one.outcome is Outcome.WAITING]


def _reason_json(ledger: Ledger, reason: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reason; of a possible duplicate with what speaks for one event and what against it."""
    pair = reason.get("pair")
    return dict(reason) if pair is None else {**reason, "pair": _pair_json(ledger, *pair)}


def _pair_json(ledger: Ledger, a: str, b: str) -> dict[str, Any]:
    """Return how two claims compare, with the values that people have set right."""
    sides = coding().resolvers.actors
    claims = [ledger.claim(a), ledger.claim(b)]
    decisions = [one.judgement for one in Reviewing(ledger).decisions(paging.MOST, about=(a, b))]
    held = verdicts(decisions, two_persons=ledger.two_persons())
    reports = {claim.report: ledger.report(claim.report) for claim in claims}
    tellings = prepared(claims, Ground(reports, held, sides))
    evidence = explain_pair(tellings[a], tellings[b], sides)
    return {
        "a": a,
        "b": b,
        "score": _score_json(total(evidence)),
        "evidence": [
            {"name": one.name, "level": one.level, "score": _score_json(one.score), "detail": one.detail}
            for one in evidence
        ],
    }


def _score_json(score: float) -> float | None:
    """Return a score; what rules a pair out has none."""
    return score if math.isfinite(score) else None


@router.get("/audit")
def audit(
    *,
    request: Request,
    _by: Admin,
    by: Annotated[str | None, Query(max_length=64, description="Only what this person did.")] = None,
    what: Annotated[
        str | None, Query(max_length=64, description="Only this sort of act, as `meta.kinds` lists them.")
    ] = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """List what was done, latest first: who, when, what, from where."""
    after = paging.read(cursor, (int,))
    before = None if after is None else int(after[0])
    access = Access(ledger_of(request))
    found = list(access.audit(Asked(by, what), before=before, limit=limit + 1))
    people, kinds = access.audit_names()
    listed = [
        {
            "number": one.number, "at": one.at, "who": one.act.actor.name, "role": one.act.actor.role,
            "address": one.act.actor.address, "what": one.act.what, "target": one.act.target,
            "detail": dict(one.act.detail),
        }
        for one in found[:limit]
    ]  # fmt: skip
    following = paging.written((found[limit - 1].number,)) if len(found) > limit else None
    return envelope(request, listed, {"people": people, "kinds": kinds}, following)
