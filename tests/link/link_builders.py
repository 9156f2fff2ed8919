"""Small factories for claims, reports and places: only what a test is about is written out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from tocsin.codebook import (
    ActorBasis,
    Grade,
    Kind,
    PlacePrecision,
    RelationKind,
    Status,
    Verdict,
    WhenBasis,
    WhenPrecision,
)
from tocsin.identity import claim_id, judgement_id
from tocsin.model import Claim, Figure, Incident, Judgement, Mention, Place, Reference, Report, Span, When

TOWNS = {
    "Marrow": (10.0, 20.0),
    "Lowick": (10.05, 20.02),  # 6 km from Marrow
    "Tarn": (10.9, 20.0),  # 100 km from Marrow
    "Ostra": (14.0, 24.0),  # far away
}


def span(text: str, start: int = 0) -> Span:
    return Span(start, start + len(text), text)


def who(words: str, entity: str | None = None) -> Mention:
    return Mention(span(words), entity, entity and entity.title())


def number(low: int | None, high: int | None = -1, words: str = "") -> Figure:
    top = low if high == -1 else high
    return Figure(span(words or f"{low} dead"), low, top)


def town(name: str, country: str | None = "ZZ", radius_km: float = 5.0) -> Place:
    lat, lon = TOWNS[name]
    return Place(
        span(name), name, country, None, lat, lon, PlacePrecision.SITE, radius_km, feature=f"town:{name.lower()}"
    )


def nation(name: str, code: str) -> Place:
    return Place(span(name), name, code, None, 10.0, 20.0, PlacePrecision.COUNTRY, 600.0, feature=f"country:{code}")


def on(day: str, end: str | None = None) -> When:
    first, last = date.fromisoformat(day), date.fromisoformat(end or day)
    precision = WhenPrecision.DAY if first == last else WhenPrecision.DAYS
    return When(span("then"), first, last, precision, WhenBasis.STATED)


def at_night(day: str) -> When:
    return replace(on(day), span=span("late that night"))


def by_the_event(day: str) -> When:
    return replace(on(day), basis=WhenBasis.RELATIVE)


def published(day: str) -> When:
    at = date.fromisoformat(day)
    return When(None, at, at, WhenPrecision.DAY, WhenBasis.PUBLICATION)


def report(name: str, day: str = "2030-05-02", text: str | None = None, **more: Any) -> Report:
    body = text if text is not None else " ".join(f"{name}{word}" for word in ("nebo", "tarka", "zulin", "quent"))
    more.setdefault("outlet", f"The {name} Herald")
    return Report(name, f"ref-{name}", body, date.fromisoformat(day), "stated", **more)


def claim(report_name: str = "a", at: int = 300, kind: Kind = Kind.SHOOTING, **more: Any) -> Claim:
    trigger = span("attacked", at)
    more.setdefault("passages", (trigger,))
    if more.get("actors"):
        more.setdefault("actor_basis", ActorBasis.STATED)
    return Claim(claim_id(report_name, trigger.start, trigger.end), report_name, kind, trigger, **more)


def incident(name: str, when: When | None, place: Place | None, **more: Any) -> Incident:
    """Return an incident that occurred, of which nothing is told but day and place and what ``more`` says."""
    day = when.end if when is not None else date(2030, 5, 2)
    bare = Incident(
        id=name, founding=f"c{name}", kind=Kind.SHOOTING, status=Status.OCCURRED, grade=Grade.SINGLE_SOURCE,
        grade_reason="one source", background=False, when=when, place=place, actors=(), speakers=(), targets=(),
        weapons=(), munitions=None, killed=None, injured=None, captured=None, damage=None, launched_from=None,
        conflicts=(), reports=(), claims=(f"c{name}",), sources=1, relations=(), first_reported=day, version=1,
        updated=day,
    )  # fmt: skip
    return replace(bare, **more)


def refers(relation: RelationKind, to: Claim | None, words: str = "another attack") -> Reference:
    return Reference(relation, span(words), to.id if to else None)


def judged(verdict: Verdict, left: Claim, right: Claim | None = None, at: str = "2030-06-01T00:00:00Z") -> Judgement:
    other = right.id if right else None
    return Judgement(judgement_id(verdict, left.id, other or "", at), verdict, left.id, other, "editor", at)


class TwoSides:
    """North and its army are one side, south another; of anybody else nothing is known."""

    SIDES: ClassVar = {"north": "N", "north-army": "N", "south": "S"}

    def same_side(self, a: str, b: str) -> bool | None:
        if a == b:
            return True
        if a in self.SIDES and b in self.SIDES:
            return self.SIDES[a] == self.SIDES[b]
        return None

    def country_of(self, entity: str) -> str | None:
        return {"north": "NN", "south": "SS"}.get(entity)

    def may_fight(self, entity: str) -> bool:
        return entity != "relief"
