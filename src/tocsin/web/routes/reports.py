"""Claims and reports."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.ledger.documents import Wording
from tocsin.model import Report
from tocsin.web import paging
from tocsin.web.answers import envelope
from tocsin.web.naming import ClaimId, ReportId
from tocsin.web.people import person_of
from tocsin.web.routes.incidents import telling_json
from tocsin.web.viewing import Viewing
from tocsin.wire import claim_json, report_json

router = APIRouter(prefix="/api/v1", tags=["reports"])


@router.get("/claims/{claim}")
def one_claim(request: Request, view: Viewing, claim: ClaimId) -> Response:
    """Return a claim with its report, the sentence it stands in, and the incident it belongs to."""
    found = telling_json(view.telling(claim))
    held = view.incident_of(claim)
    return envelope(request, {**found, "incident": None if held is None else held.id})


@router.get("/reports")
def reports(
    *, request: Request, view: Viewing, limit: paging.Limit = paging.PAGE, cursor: paging.Cursor = None
) -> Response:
    """Return reports without their texts, the latest published first."""
    after: Any = paging.read(cursor, (str, str), paging.REPORT)
    if after is not None:
        paging.check_day(after[0])
    found, last = view.papers(limit, after)
    return envelope(request, [_report_json(one) for one in found], None, None if last is None else paging.written(last))


@router.get("/reports/{report}")
def one_report(request: Request, view: Viewing, report: ReportId) -> Response:
    """Return a report with its claims, the incidents they belong to and the versions of its document.

    Readers see of its text the sentences that its claims stand in.
    """
    paper = view.paper(report)
    sentences = paper.report.text if person_of(request).sees_all else paper.sentences()
    data = {
        **report_json(paper.report),
        "text": sentences,
        "claims": [claim_json(one) for one in paper.claims],
        "versions": [_wording_json(one) for one in paper.wordings],
        "incidents": list(paper.incidents),
    }
    return envelope(request, data)


def _report_json(report: Report) -> dict[str, Any]:
    return {name: value for name, value in report_json(report).items() if name != "text"}


def _wording_json(one: Wording) -> dict[str, Any]:
    return {
        "report": one.report.id,
        "first_read": one.first_read,
        "last_read": one.last_read,
        "latest": one.latest,
        "claims": one.claims,
    }
