"""Decisions: incidents accepted and rejected, two things the same or not, values corrected, decisions undone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from tocsin.access import Actor
from tocsin.codebook import Verdict
from tocsin.correcting import Ground, UnreadableValueError, value_of
from tocsin.deciding import Decision, claim_of, decide, undo
from tocsin.ledger import Ledger, RemovedError
from tocsin.ledger.reviewing import Reviewing
from tocsin.link import CORRECTABLE
from tocsin.selecting import select, value_said
from tocsin.web import paging
from tocsin.web.answers import envelope
from tocsin.web.credentials import Deciding, Reviewer
from tocsin.web.problems import ProblemError, unfit
from tocsin.web.reviews import kept_json
from tocsin.web.viewing import ledger_of
from tocsin.web.writing import (
    Body,
    ClaimId,
    IncidentId,
    JudgementId,
    Reasoned,
    coding,
    done,
    made_json,
    refusals,
)

router = APIRouter(prefix="/api/v1", tags=["decisions"])

Judged = Annotated[str, StringConstraints(pattern="^[ic][0-9a-f]{16}$")]


class Settling(Reasoned):
    """Why an incident is accepted or rejected; `version`, where it is given, is that of the incident looked at."""

    version: Annotated[int, Field(ge=1)] | None = None


class Comparing(Reasoned):
    """Two claims or incidents, and whether they are of one event; undecided leaves that to the scores again."""

    left: Judged
    right: Judged
    verdict: Literal["same", "different", "undecided"]


class Selection(Body):
    """Words of the report's text: code points, `end` exclusive."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]


class Correcting(Reasoned):
    """A field of a claim and what is right: a value written, words of the report that say it, or both."""

    field: Annotated[str, StringConstraints(max_length=40)]
    value: Annotated[str, StringConstraints(max_length=400)] | int | bool | None = None
    span: Selection | None = None


@router.post("/incidents/{incident}/accept")
def accept(request: Request, by: Deciding, incident: IncidentId, body: Settling) -> Response:
    """Accept an incident as it stands; it leaves the queue until it says something else."""
    return _settle(ledger_of(request), incident, (Verdict.ACCEPT, body), by)


@router.post("/incidents/{incident}/reject")
def reject(request: Request, by: Deciding, incident: IncidentId, body: Settling) -> Response:
    """Reject an incident as a whole; its id says from then on who did so and why."""
    return _settle(ledger_of(request), incident, (Verdict.REJECT, body), by)


def _settle(ledger: Ledger, incident: str, said: tuple[Verdict, Settling], by: Actor) -> Response:
    verdict, body = said
    with refusals():
        decision = Decision(verdict, _founding(ledger, incident, verdict), reason=body.reason, seen=body.version)
        return done(made_json(decide(ledger, decision, by, coding())))


def _founding(ledger: Ledger, incident: str, verdict: Verdict) -> str:
    """Return the claim by which an incident is settled as a whole; one that was removed can be accepted again."""
    try:
        found = ledger.incident(incident)
    except RemovedError:
        if verdict is Verdict.ACCEPT:
            return ledger.founding(incident)
        raise
    if found.id != incident:
        raise ProblemError(HTTPStatus.CONFLICT, f"{incident} has become part of {found.id}: settle that one")
    return found.founding


@router.post("/claims/{claim}/corrections")
def correct(request: Request, by: Deciding, claim: ClaimId, body: Correcting) -> Response:
    """Set right a value of a claim: as it is written, or as the selected words of the report say."""
    if body.field not in CORRECTABLE:
        raise unfit("field", f"{body.field!r} is none of {', '.join(CORRECTABLE)}")
    ledger = ledger_of(request)
    with refusals():
        value = _value(ledger, claim, body)
        decision = Decision(Verdict.CORRECT, claim, None, body.reason, body.field, value)
        return done(made_json(decide(ledger, decision, by, coding())))


def _value(ledger: Ledger, identifier: str, body: Correcting) -> str:
    claim = ledger.claim(identifier)
    report = ledger.report(claim.report)
    words = None if body.span is None else select(report, body.span.start, body.span.end)
    ground = Ground(claim, report, words, coding().resolvers)
    if body.value is not None:
        return value_of(body.field, _written(body.value), ground)
    if words is None:
        raise UnreadableValueError("value or span: one of them has to say what is right")
    return value_said(body.field, words, ground)


def _written(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


@router.post("/judgements")
def judge(request: Request, by: Deciding, body: Comparing) -> Response:
    """Say whether two claims or incidents are of one event."""
    ledger = ledger_of(request)
    with refusals():
        left, right = claim_of(ledger, body.left), claim_of(ledger, body.right)
        if left == right:
            raise unfit("right", f"{body.right} means the same as {body.left}: name two claims to tell them apart")
        decision = Decision(Verdict(body.verdict), left, right, body.reason)
        return done(made_json(decide(ledger, decision, by, coding())))


@router.post("/judgements/{judgement}/undo")
def take_back(request: Request, by: Deciding, judgement: JudgementId, body: Reasoned) -> Response:
    """Take a decision back by a new one; of an undo, bring back what it took. Nothing is deleted."""
    ledger = ledger_of(request)
    with refusals():
        return done(made_json(undo(ledger, judgement, body.reason, by, coding())))


@router.get("/judgements")
def list_judgements(
    *,
    request: Request,
    _by: Reviewer,
    incident: Annotated[
        str | None, Query(pattern="^i[0-9a-f]{16}$", description="Only those about the claims of this incident.")
    ] = None,
    by: Annotated[str | None, Query(max_length=64, description="Only those of this person.")] = None,
    limit: paging.Limit = paging.PAGE,
    cursor: paging.Cursor = None,
) -> Response:
    """List decisions, latest first, and what became of each."""
    reviewing = Reviewing(ledger_of(request))
    about = None if incident is None else reviewing.claims_judged(incident)
    before = paging.read(cursor, (str, str))
    found = reviewing.decisions(limit + 1, about=about, by=by, before=before and (before[0], before[1]))
    last = found[limit - 1].judgement if len(found) > limit else None
    following = None if last is None else paging.written((last.at, last.id))
    meta = {"two_persons": ledger_of(request).two_persons()}
    return envelope(request, [kept_json(one) for one in found[:limit]], meta, following)
