"""The terms of the codebook in words, for legends and filters: what ``docs/codebook.md`` says, a label and a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from tocsin.codebook import ActorBasis, Grade, Kind, PlacePrecision, RelationKind, Status, WhenBasis, WhenPrecision


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its id on the wire, a label to show, and what it means."""

    id: str | int
    label: str
    meaning: str


_MEANINGS: Mapping[str, Mapping[Enum, str]] = {
    "kinds": {
        Kind.ARMED_CLASH: "fighting between two sides",
        Kind.AIR_STRIKE: "a strike by crewed aircraft, or by aircraft of no named sort",
        Kind.DRONE_STRIKE: "an attack by drone",
        Kind.SHELLING: "artillery, mortars, rockets, missiles, rocket-propelled grenades",
        Kind.BOMBING: "a planted or thrown bomb, car bomb, mine, or a blast of no named sort",
        Kind.SUICIDE_BOMBING: "a bomber who dies in the blast",
        Kind.GRENADE: "a hand grenade",
        Kind.CHEMICAL: "a chemical weapon",
        Kind.SHOOTING: "one-sided gunfire, ambush, assassination by gun",
        Kind.ASSAULT: "stabbing, beheading, ramming, massacre, or an attack of no named sort",
        Kind.ABDUCTION: "people taken or held by force",
        Kind.INTERCEPTION: "a weapon, aircraft or plot stopped, where no attack on a target is told",
        Kind.RAID: "an armed search or arrest operation",
        Kind.TERRITORY: "a place captured, retaken or lost",
        Kind.DESTRUCTION: "arson, sabotage, demolition or looting by armed actors",
        Kind.THREAT: "a vow or warning of violence",
    },
    "statuses": {
        Status.OCCURRED: "it happened, by the words of the reports",
        Status.FOILED: "it was tried and stopped",
        Status.THREATENED: "somebody vows or threatens it",
        Status.DENIED: "somebody says that it did not happen, or not by him",
        Status.HYPOTHETICAL: "it may come: warned of, planned, announced",
    },
    "grades": {
        Grade.CONFIRMED: "the acting side says so, or both sides agree",
        Grade.CORROBORATED: "two or more independent sources tell of it",
        Grade.SINGLE_SOURCE: "one source alone tells of it",
        Grade.CONTESTED: "sources contradict each other on whether it happened, or on who did it",
        Grade.DENIED: "it is denied",
    },
    "precisions": {
        PlacePrecision.SITE: "the very site or town",
        PlacePrecision.NEAR: "near a known point, within about 25 km",
        PlacePrecision.ADMIN2: "a second-order division: district, raion",
        PlacePrecision.ADMIN1: "a first-order division: province, governorate, oblast",
        PlacePrecision.VAGUE: "a linear or vague feature: a border, a region",
        PlacePrecision.COUNTRY: "a country",
        PlacePrecision.WATER_OR_AIR: "water or airspace",
    },
    "bases": {
        ActorBasis.STATED: "the telling says so",
        ActorBasis.CLAIMED: "the actor took responsibility",
        ActorBasis.BLAMED: "somebody else accuses the actor",
        ActorBasis.SUSPECTED: "suspected only",
        ActorBasis.NONE: "no actor is named",
    },
    "when_bases": {
        WhenBasis.STATED: "the text names the day",
        WhenBasis.RELATIVE: "the text counts from another event",
        WhenBasis.PUBLICATION: "nothing is said; the day of publication stands in",
    },
    "when_precisions": {
        WhenPrecision.DAY: "one day",
        WhenPrecision.DAYS: "a few days",
        WhenPrecision.WEEK: "a week",
        WhenPrecision.MONTH: "a month",
        WhenPrecision.YEAR: "a year",
        WhenPrecision.UNKNOWN: "not known",
    },
    "relations": {
        RelationKind.RETALIATION: "said to be an answer to the other event",
        RelationKind.FOLLOWS: "said to follow the other event",
        RelationKind.SERIES: "said to be the nth of a series with the other event",
        RelationKind.DENIAL: "somebody says that it was not so",
    },
}

_LABELS: Mapping[Enum, str] = {
    PlacePrecision.SITE: "exact site",
    PlacePrecision.NEAR: "near a point",
    PlacePrecision.ADMIN2: "district",
    PlacePrecision.ADMIN1: "province",
    PlacePrecision.VAGUE: "region or border",
    PlacePrecision.COUNTRY: "country",
    PlacePrecision.WATER_OR_AIR: "water or airspace",
    Kind.AIR_STRIKE: "air strike",
}


def label(term: Kind | str) -> str:
    """Return a kind as it is shown."""
    kind = Kind(term)
    return _LABELS.get(kind, kind.value.replace("_", " ")).capitalize()


def terms() -> dict[str, list[Term]]:
    """Return the terms by list, in the codebook's order."""
    return {
        name: [
            Term(term.value, _LABELS.get(term, str(term.value).replace("_", " ")), said) for term, said in told.items()
        ]
        for name, told in _MEANINGS.items()
    }
