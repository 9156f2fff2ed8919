"""Small reports, claims and incidents for the tests of the ledger."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tocsin.codebook import ActorBasis, Grade, Kind, PlacePrecision, Status, TotalOf, WhenBasis, WhenPrecision
from tocsin.identity import claim_id, incident_id, report_id, total_id
from tocsin.ledger import Ledger
from tocsin.model import (
    Blame,
    Claim,
    CodedReport,
    Incident,
    IncidentActor,
    IncidentReport,
    Place,
    Presence,
    Report,
    Span,
    Total,
    When,
)

DAY = date(2024, 5, 5)


def report(number: int, ref: str | None = None) -> Report:
    text = f"Shells fell on the port, and shells fell on the mill. It was report {number} of the day."
    return Report(
        id=report_id(text, "The Harbour Post", DAY),
        ref=ref or f"{number}.txt",
        text=text,
        published=DAY,
        published_basis="input",
        outlet="The Harbour Post",
    )


def coded(number: int, ref: str | None = None) -> CodedReport:
    """Return a report with ``number % 3 + 1`` claims, a total, a presence and an accusation."""
    told = report(number, ref)
    spans = [Span(start, start + 1, told.text[start]) for start in range(number % 3 + 1)]
    return CodedReport(
        report=told,
        claims=tuple(Claim(claim_id(told.id, span.start, span.end), told.id, Kind.SHELLING, span) for span in spans),
        totals=(Total(total_id(told.id, 0, 6), told.id, Span(0, 6, "Shells"), TotalOf.ATTACKS, number, None),),
        presence=(Presence(told.id, Span(0, 6, "Shells"), Span(0, 6, "Shells")),),
        blame=(Blame(told.id, Span(0, 6, "Shells"), Span(0, 6, "Shells"), Span(0, 6, "Shells")),),
        warnings=(f"warning {number}",),
    )


def number_of(told: Report) -> int:
    return int(told.ref.removesuffix(".txt"))


def incident(founding: str, *claims: str) -> Incident:
    """Return an incident on the first of May at Old Harbour, Yemen, of its founding claim and ``claims``."""
    start = date(2024, 5, 1)
    return Incident(
        id=incident_id(founding),
        founding=founding,
        kind=Kind.SHELLING,
        status=Status.OCCURRED,
        grade=Grade.SINGLE_SOURCE,
        grade_reason="one source",
        background=False,
        when=When(Span(0, 3, "May"), start, start, WhenPrecision.DAY, WhenBasis.STATED),
        place=Place(
            Span(0, 11, "Old Harbour"),
            name="Al-Mīnā",
            country="YE",
            lat=14.5,
            lon=42.5,
            precision=PlacePrecision.SITE,
            radius_km=1.0,
        ),
        actors=(IncidentActor("Coast Guard", None, ActorBasis.STATED, (), (founding,)),),
        speakers=(),
        targets=(),
        weapons=(),
        munitions=None,
        killed=None,
        injured=None,
        captured=None,
        damage=None,
        launched_from=None,
        conflicts=(),
        reports=(IncidentReport("r", "1.txt", None, DAY, None, background=False, source="1"),),
        claims=(founding, *claims),
        sources=1,
        relations=(),
        first_reported=DAY,
        version=1,
        updated=DAY,
    )


def on_days(event: Incident, first: date, days: int = 1) -> Incident:
    when = When(None, first, first + timedelta(days - 1), WhenPrecision.DAYS, WhenBasis.RELATIVE)
    return replace(event, when=when)


@cache
def _template() -> Path:
    path = Path(mkdtemp()) / "empty.db"
    Ledger.open(path).close()
    return path


def empty_ledger(path: Path) -> Ledger:
    """Open a new ledger at ``path``: a copy of one made once, which is quicker than making it."""
    shutil.copyfile(_template(), path)
    return Ledger.open(path)
