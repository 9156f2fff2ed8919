"""A small world of incidents whose every word is its own, to see which of them come out where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ledger_samples import empty_ledger

from tocsin.codebook import (
    ActorBasis,
    Grade,
    Kind,
    PlacePrecision,
    RelationKind,
    Status,
    TotalOf,
    WhenBasis,
    WhenPrecision,
)
from tocsin.identity import claim_id, incident_id, report_id, total_id
from tocsin.link import LINKER
from tocsin.model import (
    Claim,
    CodedReport,
    Coder,
    Conflict,
    Damage,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Mention,
    Place,
    Range,
    Relation,
    Report,
    SourcedValue,
    Span,
    Step,
    ToldFigure,
    Total,
    When,
)

TODAY = datetime.now(UTC).date()
#: Made of letters that no English word has side by side, so that finding one is finding a leak.
_STEMS = ("qorva", "zulmek", "vexpot", "wujrim", "kyzhad", "pyxnul", "jovquz", "xadwef")
PERSON = ("Omar", "Tuvqenko")


@dataclass(frozen=True)
class Event:
    """One incident of the world: its facts, and the words that no other has.

    ``elsewhere`` is where its second telling says that it was: country, latitude and longitude.
    """

    number: int
    kind: Kind
    country: str
    lat: float
    lon: float
    days_ago: int
    area: str
    elsewhere: tuple[str, float, float] | None = None

    @property
    def stem(self) -> str:
        return _STEMS[self.number]

    @property
    def town(self) -> str:
        return f"{self.stem}abad".title()

    @property
    def words(self) -> tuple[str, ...]:
        """Return all that gives the incident's place away, in small letters."""
        return tuple(f"{self.stem}{end}" for end in ("abad", "gate", "ites", "slug", "mill"))

    @property
    def day(self) -> date:
        return TODAY - timedelta(days=self.days_ago)

    @property
    def title(self) -> str:
        return f"Shells hit {self.stem}gate in {self.town}"

    @property
    def text(self) -> str:
        return (
            f"{self.title}\n\nShells hit the {self.stem}gate of {self.town} on Monday, killing 1{self.number} people, "
            f"the {self.stem}ites said. {PERSON[0]} {PERSON[1]}, a baker, lost his {self.stem}mill."
        )

    def report(self, more: str = "") -> Report:
        text = self.text + more
        outlet = f"{self.country} Wire"
        return Report(
            report_id(text, outlet, self.day), f"{self.stem}slug/{self.number}.txt", text, self.day, "input", self.title,
            outlet, f"https://example.org/{self.stem}slug-{self.number}", author=" ".join(PERSON),
        )  # fmt: skip


def _span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words), words)


def claim_of(event: Event, report: Report) -> Claim:
    text = report.text
    body = text.index("\n\n")
    at = text.index("hit the", body) if "hit the" in text[body:] else 0
    trigger = Span(at, at + 3, text[at : at + 3])
    return Claim(
        claim_id(report.id, trigger.start, trigger.end), report.id, event.kind, trigger,
        speakers=(Mention(_span(text, f"{event.stem}ites")),),
        actors=(Mention(_span(text, f"{event.stem}ites")),),
        targets=(Mention(_span(text, f"{event.stem}gate")), Mention(_span(text, " ".join(PERSON)))),
        places=(_place(event, text),),
        when=When(_span(text, "Monday"), event.day, event.day, WhenPrecision.DAY, WhenBasis.STATED, reason=event.town),
        killed=Figure(_span(text, f"1{event.number} people"), 10 + event.number, 10 + event.number, who=" ".join(PERSON)),
        damage=Damage(_span(text, f"{event.stem}mill")), passages=(trigger,), coder=Coder("made", "1"),
        steps=(Step("place", f"'{event.town}': near {event.stem}gate, by {PERSON[0]} {PERSON[1]}"),),
    )  # fmt: skip


def told_elsewhere(event: Event, claim: Claim) -> Claim:
    """Return a claim that says of the event that it was where its second telling has it."""
    if event.elsewhere is None:
        return claim
    country, lat, lon = event.elsewhere
    return replace(claim, places=(*claim.places, replace(claim.places[0], country=country, lat=lat, lon=lon)))


def _place(event: Event, text: str) -> Place:
    return Place(
        _span(text, event.town), event.town, event.country, event.area, event.lat, event.lon, PlacePrecision.SITE, 3.0,
        feature=f"made:{event.number}", reason=f"the only {event.town}",
    )  # fmt: skip


def incident_of(event: Event, claims: Sequence[Claim], reports: Sequence[Report], other: str | None) -> Incident:
    ids = tuple(one.id for one in claims)
    toll = ToldFigure(f"1{event.number} people", ids, 10 + event.number, 10 + event.number, told=event.day)
    place = claims[0].places[0]
    relations = (Relation(RelationKind.FOLLOWS, other, ids[0], f"after {event.stem}gate"),) if other else ()
    return Incident(
        incident_id(ids[0]), ids[0], event.kind, Status.OCCURRED, Grade.SINGLE_SOURCE, f"one source: {event.stem}ites",
        background=False, when=claims[0].when, place=place,
        actors=(IncidentActor(f"{event.stem}ites", None, ActorBasis.STATED, (f"{event.stem}ites",), ids),),
        speakers=(SourcedValue(f"{event.stem}ites", ids),),
        targets=(SourcedValue(f"{event.stem}gate", ids), SourcedValue(" ".join(PERSON), ids)), weapons=(), munitions=None,
        killed=Range(10 + event.number, 10 + event.number, values=(toll,)), injured=None, captured=None,
        damage=f"{event.stem}mill of {PERSON[0]} {PERSON[1]}", launched_from=place,
        conflicts=(Conflict("place", (SourcedValue(event.town, ids),)),),
        reports=tuple(
            IncidentReport(one.id, one.ref, one.outlet, one.published, one.url, background=False, source=one.id)
            for one in reports
        ),
        claims=ids, sources=1, relations=relations, first_reported=event.day, version=1, updated=event.day,
        merge_reasons=(f"a with b: 8.7 = place +3.0 ({event.town}); wording +4.0 (alike: {event.stem}mill, tuvqenko)",),
    )  # fmt: skip


def total_of(report: Report, event: Event) -> Total:
    span = _span(report.text, f"1{event.number} people")
    return Total(
        total_id(report.id, span.start, span.end), report.id, span, TotalOf.KILLED, 5, 5, target=_span(report.text, f"{event.stem}gate"),
        place=_place(event, report.text), since=event.day,
    )  # fmt: skip


def make(path: Path, events: Sequence[Event]) -> list[Incident]:
    """Make a ledger of the events, each told by a report of its own; twice, so that each has a version before."""
    with empty_ledger(path) as ledger:
        made: list[tuple[Event, list[Claim], list[Report]]] = []
        for event in events:
            reports = [event.report(), event.report(" It was told again.")]
            claims = [claim_of(event, reports[0]), told_elsewhere(event, claim_of(event, reports[1]))]
            for report, claim in zip(reports, claims, strict=True):
                ledger.add(CodedReport(report, (claim,), (total_of(report, event),)))
            made.append((event, claims, reports))
        ledger.replace_incidents([incident_of(one, claims[:1], reports[:1], None) for one, claims, reports in made])
        founded = [incident_id(claims[0].id) for _, claims, _ in made]
        whole = [
            incident_of(one, claims, reports, founded[number - 1] if number else None)
            for number, (one, claims, reports) in enumerate(made)
        ]
        ledger.replace_incidents(whole, linker=LINKER)
    return whole
