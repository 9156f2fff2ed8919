"""Rules of discretion: what comes late, and of what the place is blurred, for readers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from tocsin import ruling
from tocsin.codebook import Kind
from tocsin.discretion.rules import Area, Rule, UnfitRuleError
from tocsin.ruling import rule_json
from tocsin.web.answers import envelope
from tocsin.web.credentials import Admin, Ruling
from tocsin.web.problems import unfit
from tocsin.web.viewing import ledger_of
from tocsin.web.writing import Body, Plain, done, refusals

router = APIRouter(prefix="/api/v1/discretion", tags=["discretion"])

RuleId = Annotated[str, Path(pattern="^d[0-9a-f]{16}$", description="The id of a rule.")]
_Number = Annotated[float, Field(allow_inf_nan=False)]


class Around(Body):
    """A point (WGS 84 degrees) and the kilometres around it."""

    lat: _Number
    lon: _Number
    radius_km: _Number


class Restraining(Body):
    """What is withheld (hours, kilometres), of which incidents, and why; what is left out does not narrow it."""

    kind: Annotated[Kind, Field(strict=False)] | None = None
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    area: Around | None = None
    incident: Annotated[str, StringConstraints(pattern="^i[0-9a-f]{16}$")] | None = None
    delay_hours: _Number | None = None
    blur_km: _Number | None = None
    reason: Annotated[Plain, StringConstraints(min_length=1)]


@router.get("")
def list_rules(request: Request, _by: Admin) -> Response:
    """List the rules, oldest first."""
    return envelope(request, [rule_json(one) for one in ledger_of(request).rules()])


@router.post("")
def restrain(request: Request, by: Ruling, body: Restraining) -> Response:
    """Withhold something from readers, from now on and in every output."""
    ledger = ledger_of(request)
    area = None if body.area is None else Area(body.area.lat, body.area.lon, body.area.radius_km)
    with refusals():
        if body.incident is not None:
            ledger.incident(body.incident)
        rule = Rule(
            id="", kind=body.kind, country=body.country, area=area, incident=body.incident,
            delay_hours=body.delay_hours, blur_km=body.blur_km, reason=body.reason,
        )  # fmt: skip
        try:
            kept = ruling.restrain(ledger, rule, by)
        except UnfitRuleError as error:
            name, _, why = str(error).partition(": ")
            raise unfit(name, why) from error
    return done({"rule": rule_json(kept)})


@router.delete("/{rule}")
def release(request: Request, by: Ruling, rule: RuleId) -> Response:
    """Take a rule away: what it alone withheld is shown from now on."""
    with refusals():
        return done({"rule": rule_json(ruling.release(ledger_of(request), rule, by))})
