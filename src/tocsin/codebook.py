"""The closed lists of the codebook, and how the kinds of event map onto the field's other schemes.

Everything here is a decision about terms, not code: ``docs/codebook.md`` explains each in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What kind of event a claim tells of."""

    ARMED_CLASH = "armed_clash"
    AIR_STRIKE = "air_strike"
    DRONE_STRIKE = "drone_strike"
    SHELLING = "shelling"
    BOMBING = "bombing"
    SUICIDE_BOMBING = "suicide_bombing"
    GRENADE = "grenade"
    CHEMICAL = "chemical"
    SHOOTING = "shooting"
    ASSAULT = "assault"
    ABDUCTION = "abduction"
    INTERCEPTION = "interception"
    RAID = "raid"
    TERRITORY = "territory"
    DESTRUCTION = "destruction"
    THREAT = "threat"


class Status(StrEnum):
    """Whether the event happened, by the words of the report."""

    OCCURRED = "occurred"
    FOILED = "foiled"
    THREATENED = "threatened"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class ActorBasis(StrEnum):
    """On what the naming of the actor rests."""

    STATED = "stated"
    CLAIMED = "claimed"
    BLAMED = "blamed"
    SUSPECTED = "suspected"
    NONE = "none"


class WhenBasis(StrEnum):
    """How the day of an event is known."""

    STATED = "stated"
    RELATIVE = "relative"
    PUBLICATION = "publication"


class WhenPrecision(StrEnum):
    """How narrow the stated time is."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PlacePrecision(IntEnum):
    """How narrow a place is; 1 is the narrowest. UCDP GED's ``where_prec`` numbering."""

    SITE = 1
    NEAR = 2
    ADMIN2 = 3
    ADMIN1 = 4
    VAGUE = 5
    COUNTRY = 6
    WATER_OR_AIR = 7


#: How wide each precision is among the others, 0 the narrowest; a stretch of sea is narrower than a country.
PRECISION_WIDTH = {
    precision: width
    for width, precision in enumerate(
        (
            PlacePrecision.SITE,
            PlacePrecision.NEAR,
            PlacePrecision.ADMIN2,
            PlacePrecision.ADMIN1,
            PlacePrecision.WATER_OR_AIR,
            PlacePrecision.VAGUE,
            PlacePrecision.COUNTRY,
        )
    )
}


class Grade(StrEnum):
    """Corroboration of an incident, found mechanically (see ``docs/codebook.md``)."""

    CONFIRMED = "confirmed"
    CORROBORATED = "corroborated"
    SINGLE_SOURCE = "single source"
    CONTESTED = "contested"
    DENIED = "denied"


class RelationKind(StrEnum):
    """How one event is said to answer to another, or that it is said not to have been so."""

    RETALIATION = "retaliation"
    FOLLOWS = "follows"
    SERIES = "nth in a series"
    DENIAL = "denial"


class Verdict(StrEnum):
    """What a person judged.

    Of two claims: that they tell of one event or of two, or (undecided) that the scores are to decide again. Of one
    claim: that it is accepted or rejected, or that one of its values is to be corrected. Of a judgement: that it is
    taken back.
    """

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"


class TotalOf(StrEnum):
    """What a cumulative figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    ATTACKS = "attacks"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The nearest term for a kind in ACLED, PLOVER and UCDP GED (``None`` where none answers)."""

    acled: str | None
    plover_event: str
    plover_mode: str | None
    ged: str | None


#: One row a kind. ACLED terms name its public sub-event types, PLOVER its events and modes; GED codes what
#: type of violence only by who is on the two sides, so its column holds ``None`` where a side must be known.
SCHEMES: dict[Kind, Scheme] = {
    Kind.ARMED_CLASH: Scheme("Armed clash", "ASSAULT", "firearms", "state-based or non-state conflict"),
    Kind.AIR_STRIKE: Scheme("Air/drone strike", "ASSAULT", "aerial", None),
    Kind.DRONE_STRIKE: Scheme("Air/drone strike", "ASSAULT", "drone", None),
    Kind.SHELLING: Scheme("Shelling/artillery/missile attack", "ASSAULT", "heavy-weapons", None),
    Kind.BOMBING: Scheme("Remote explosive/landmine/IED", "ASSAULT", "explosives", None),
    Kind.SUICIDE_BOMBING: Scheme("Suicide bomb", "ASSAULT", "suicide-attack", None),
    Kind.GRENADE: Scheme("Grenade", "ASSAULT", "explosives", None),
    Kind.CHEMICAL: Scheme("Chemical weapon", "ASSAULT", "unconventional", None),
    Kind.SHOOTING: Scheme("Attack", "ASSAULT", "firearms", None),
    Kind.ASSAULT: Scheme("Attack", "ASSAULT", "targeted", None),
    Kind.ABDUCTION: Scheme("Abduction/forced disappearance", "ASSAULT", "abduct", None),
    Kind.INTERCEPTION: Scheme("Disrupted weapons use", "ASSAULT", None, None),
    Kind.RAID: Scheme("Arrests", "COERCE", "arrest", None),
    Kind.TERRITORY: Scheme("Government regains territory / Non-state actor overtakes territory", "ASSAULT", None, None),
    Kind.DESTRUCTION: Scheme("Looting/property destruction", "ASSAULT", "destroy", None),
    Kind.THREAT: Scheme("Other", "THREATEN", "violence", None),
}

#: An attack that was stopped keeps its kind; ACLED-shaped exports call it this.
ACLED_FOILED = "Disrupted weapons use"


def acled_sub_event(kind: Kind, status: Status) -> str | None:
    """Name the ACLED sub-event type that answers to ``kind`` with ``status``."""
    return ACLED_FOILED if status is Status.FOILED else SCHEMES[kind].acled
