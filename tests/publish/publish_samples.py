"""One incident to publish."""

from __future__ import annotations

from datetime import date

from tocsin.codebook import ActorBasis, Grade, Kind, PlacePrecision, Status, WhenBasis, WhenPrecision
from tocsin.model import Incident, IncidentActor, IncidentReport, Place, Range, Span, When

DAY = date(2021, 7, 7)
PLACE = Place(
    Span(10, 15, "Erbil"), "Erbil", "IQ", "11", 36.2, 44.0, PlacePrecision.SITE, 9.0, "geonames:95446", candidates=1
)
WHEN = When(Span(20, 29, "Wednesday"), DAY, DAY, WhenPrecision.DAY, WhenBasis.STATED)
ACTOR = IncidentActor("North Front", "group:north-front", ActorBasis.CLAIMED, ("North Front",), ("c1",))
INCIDENT = Incident(
    id="i0123456789abcdef", founding="c1", kind=Kind.DRONE_STRIKE, status=Status.OCCURRED, grade=Grade.SINGLE_SOURCE,
    grade_reason="one source", background=False, when=WHEN, place=PLACE, actors=(ACTOR,), speakers=(), targets=(),
    weapons=(), munitions=None, killed=Range(3, 9), injured=None, captured=None, damage=None, launched_from=None,
    conflicts=(), reports=(IncidentReport("r1", "a.txt", "Valley Wire", DAY, None, background=False, source="Valley Wire"),),
    claims=("c1",), sources=1, relations=(), first_reported=DAY, version=1, updated=DAY,
)  # fmt: skip
