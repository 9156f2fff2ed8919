"""Do two claims tell of one event? Declared comparisons, each a small function that gives a score and its reason.

Scores add up: 0 says nothing, a positive score speaks for one event, a negative one against, :data:`VETO` rules it
out. They are set by hand so that kind, day and town together reach :data:`THRESHOLD` and no two of them do, and were
checked on the development articles (``bench/linking.py``). What is missing in a claim scores 0: silence is no evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, RelationKind, Status
from tocsin.lexicon.folding import fold
from tocsin.link import days, where, wording
from tocsin.link.sides import Sides
from tocsin.model import Claim, Figure, Mention
from tocsin.resolve.shared_places import NOT_ITS_OWN
from tocsin.resolve.weapons import conflicting

VETO = float("-inf")
#: What the scores of a pair must add up to for a link.
THRESHOLD = 3.0
#: What all pairs of a cluster must reach on average. Lower than the threshold, as a mention in passing says little
#: and so scores little with most others; contradictions count below 0 and pull the average down.
COHESION = 1.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one comparison says of two claims."""

    name: str
    score: float
    detail: str


Comparison = Callable[[Claim, Claim, Sides], Evidence]

_EXPLOSIVE = frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.GRENADE})
_FROM_AFAR = frozenset({Kind.AIR_STRIKE, Kind.DRONE_STRIKE, Kind.SHELLING})
_GROUND = frozenset({Kind.ARMED_CLASH, Kind.SHOOTING, Kind.ASSAULT, Kind.RAID})

#: Families of kinds that outlets use for one and the same event. Two kinds are near when a family holds both.
FAMILIES: tuple[frozenset[Kind], ...] = (
    _EXPLOSIVE,
    _FROM_AFAR,
    _GROUND,
    # "attack" is said of anything
    frozenset({Kind.ASSAULT, Kind.ABDUCTION}),
    frozenset({Kind.ASSAULT, Kind.DESTRUCTION}),
    frozenset({Kind.ASSAULT, Kind.CHEMICAL}),
    frozenset({Kind.ASSAULT, Kind.TERRITORY}),
    _EXPLOSIVE | {Kind.ASSAULT},
    _FROM_AFAR | {Kind.ASSAULT},
    # a storming with bombs, grenades and guns is named after any of them
    _EXPLOSIVE | {Kind.ARMED_CLASH},
    _EXPLOSIVE | {Kind.SHOOTING},
    # a blast may turn out to be a missile, a bombing from the air is called one
    _FROM_AFAR | {Kind.BOMBING},
    frozenset({Kind.CHEMICAL, Kind.SHELLING}),
    frozenset({Kind.CHEMICAL, Kind.AIR_STRIKE}),
    frozenset({Kind.CHEMICAL, Kind.BOMBING}),
    # what was fired and what was stopped
    _FROM_AFAR | {Kind.INTERCEPTION},
    frozenset({Kind.INTERCEPTION, Kind.RAID}),
    frozenset({Kind.INTERCEPTION, Kind.DESTRUCTION}),
    frozenset({Kind.TERRITORY, Kind.ARMED_CLASH}),
    frozenset({Kind.TERRITORY, Kind.RAID}),
    frozenset({Kind.DESTRUCTION, Kind.BOMBING}),
    frozenset({Kind.DESTRUCTION, Kind.SHOOTING}),
    frozenset({Kind.DESTRUCTION, Kind.RAID}),
    frozenset({Kind.ABDUCTION, Kind.RAID}),
    frozenset({Kind.ABDUCTION, Kind.SHOOTING}),
)


def near_kinds(a: Kind, b: Kind) -> bool:
    """Return whether outlets may call one event both ``a`` and ``b``."""
    return any(a in family and b in family for family in FAMILIES)


def kind(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare the kinds of event: equal, near, or never one event."""
    if a.kind is b.kind:
        return Evidence("kind", 1.0, f"both {a.kind}")
    if near_kinds(a.kind, b.kind):
        return Evidence("kind", 0.3, f"{a.kind} and {b.kind} may name one event")
    return Evidence("kind", VETO, f"{a.kind} is never {b.kind}")


_NOT_YET = frozenset({Status.THREATENED, Status.HYPOTHETICAL})


def status(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare whether it happened: what is threatened or planned is never what happened."""
    if (a.status in _NOT_YET) != (b.status in _NOT_YET) or (a.kind is Kind.THREAT) != (b.kind is Kind.THREAT):
        return Evidence("status", VETO, f"{a.status} {a.kind} and {b.status} {b.kind}")
    return Evidence("status", 0.0, f"{a.status} and {b.status}")


def day(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare the days left open by two claims; stated days weigh most, days of publication little."""
    left, right = days.window(a), days.window(b)
    if left is None or right is None:
        return Evidence("day", 0.0, "no day known")
    gap = days.gap_days(left, right)
    if left.stated and right.stated:
        return _one_ship(a, b) if gap == 1 and _narrow_and_firm(left, right) else _stated_days(left, right, gap)
    if gap <= 0:
        loose = a.background or b.background or not all(w.narrow or not w.stated for w in (left, right))
        return Evidence("day", 0.2 if loose else 0.7, "the day of one is known by publication only, and fits")
    if gap == 1 or (gap <= days.NEWS_DAYS and not (a.background or b.background)):
        return Evidence("day", -1.0, f"{gap} days outside what publication lets expect")
    return Evidence("day", VETO, f"{gap} days outside what publication lets expect")


_MONTH_DAYS = 31


def _narrow_and_firm(left: days.Window, right: days.Window) -> bool:
    return left.narrow and right.narrow and not left.loose and not right.loose


def _one_ship(a: Claim, b: Claim) -> Evidence:
    """Rule out neighbouring days that both claims state, but for one named ship: outlets date the open sea loosely."""
    shared = wording.target_names(a) & wording.target_names(b)
    if shared and "shipping" in wording.target_sorts(a) | wording.target_sorts(b):
        return Evidence("day", -3.0, "neighbouring days are stated of " + ", ".join(sorted(shared)))
    return Evidence("day", VETO, "neighbouring days are stated")


def _stated_days(left: days.Window, right: days.Window, gap: int) -> Evidence:
    narrow = left.narrow and right.narrow
    if gap <= 0:
        month = 0.8 if max(left.width, right.width) <= _MONTH_DAYS else 0.0
        equal = 1.5 if left == right else 1.2
        return Evidence("day", equal if narrow else month, "stated days " + ("equal" if left == right else "overlap"))
    if gap == 1 and narrow and (left.loose or right.loose):
        # Nights and days told by the event before slip by a day from outlet to outlet.
        return Evidence("day", -1.5, "neighbouring days, and one of them is loosely told")
    if gap <= days.NEWS_DAYS and not narrow:
        return Evidence("day", -3.0, "stated times nearly meet")
    return Evidence("day", VETO, f"stated days lie {gap} days apart")


#: Within this distance two towns may be two wordings of one place.
_SAME_AREA_KM = 25.0
_FAR_KM = 60.0


def place(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare places: towns by distance against their radii, areas by what they hold, unresolved ones by words."""
    towns = where.nearest(where.points(a), where.points(b))
    if towns is not None:
        return _towns(towns)
    nations = where.countries(a), where.countries(b)
    if nations[0] and nations[1] and not nations[0] & nations[1] and not _at_sea(a) and not _at_sea(b):
        return Evidence("place", VETO, f"{'/'.join(sorted(nations[0]))} is not {'/'.join(sorted(nations[1]))}")
    return _areas(a, b) or _country(nations[0] & nations[1]) or _place_words(a, b)


def _towns(gap: where.Apart) -> Evidence:
    names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
    if gap.same_feature or gap.km <= gap.radii_km:
        return Evidence("place", 1.5, f"{names}: {gap.km:.0f} km, within their radii")
    if gap.km <= gap.radii_km + _SAME_AREA_KM:
        return Evidence("place", 0.0, f"{names}: {gap.km:.0f} km, hardly beyond their radii")
    if gap.km <= gap.radii_km + _FAR_KM:
        return Evidence("place", -1.5, f"{names}: {gap.km:.0f} km")
    return Evidence("place", VETO, f"{names}: {gap.km:.0f} km")


def _at_sea(claim: Claim) -> bool:
    return any(place.precision is PlacePrecision.WATER_OR_AIR for place in claim.places)


#: What it says that one place lies in the area of the other, by how wide that area is.
_HELD = {
    PlacePrecision.ADMIN1: 0.6,
    PlacePrecision.WATER_OR_AIR: 0.6,
    PlacePrecision.VAGUE: 0.4,
    PlacePrecision.COUNTRY: 0.2,
}


def _areas(a: Claim, b: Claim) -> Evidence | None:
    gap = where.nearest(where.located(a)[:1], where.located(b)[:1])
    if gap is None:
        return None
    wider = max(gap.left, gap.right, key=where.narrowness)
    names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
    if gap.same_feature or gap.km <= gap.radii_km:
        held = _HELD.get(wider.precision or PlacePrecision.NEAR, 0.6)
        return Evidence("place", held, f"{names}: one within the other's area")
    if wider.precision is PlacePrecision.COUNTRY:
        return None
    return Evidence("place", -1.5, f"{names}: {gap.km:.0f} km, outside the area")


def _country(shared: frozenset[str]) -> Evidence | None:
    return Evidence("place", 0.2, "both in " + "/".join(sorted(shared))) if shared else None


def _place_words(a: Claim, b: Claim) -> Evidence:
    left, right = where.place_keys(a), where.place_keys(b)
    if not left or not right:
        return Evidence("place", 0.0, "no place told")
    shared = left & right
    if shared:
        return Evidence("place", 1.0, "both name " + ", ".join(sorted(shared)))
    return Evidence("place", 0.0, "unresolved places in other words")


#: Kinds with two acting sides: who acts and who is acted on depends on who tells it.
_TWO_SIDED = frozenset({Kind.ARMED_CLASH, Kind.TERRITORY, Kind.INTERCEPTION})
_WEAK_BASES = frozenset({ActorBasis.BLAMED, ActorBasis.SUSPECTED, ActorBasis.CLAIMED})


def actors_agree(left: Sequence[Mention], right: Sequence[Mention], sides: Sides) -> bool | None:
    """Return whether any two actors are one side; ``False`` where all are known to be others, ``None`` unknown."""
    answers = [_one_side(a, b, sides) for a, b in product(left, right)]
    if any(answers):
        return True
    return False if answers and all(answer is False for answer in answers) else None


def _one_side(a: Mention, b: Mention, sides: Sides) -> bool | None:
    if a.entity is not None and b.entity is not None:
        if a.entity == b.entity:
            return True
        known = sides.same_side(a.entity, b.entity)
        country = sides.country_of(a.entity)
        return True if known is None and country is not None and country == sides.country_of(b.entity) else known
    shared = wording.names(a.span.text) & wording.names(b.span.text)
    return True if shared else None


def actors(a: Claim, b: Claim, sides: Sides) -> Evidence:
    """Compare who acted. Blame and claims of responsibility differ for one event too: a conflict, not another event."""
    agree = actors_agree(a.actors, b.actors, sides)
    if agree:
        return Evidence("actors", 1.0, "one side acts in both")
    if a.kind in _TWO_SIDED or b.kind in _TWO_SIDED:
        crossed = actors_agree(a.actors, b.targets, sides) and actors_agree(b.actors, a.targets, sides)
        return Evidence("actors", 0.5 if crossed else 0.0, "two sides fight" if crossed else "either side may be named")
    if actors_agree(a.actors, b.targets, sides) and actors_agree(b.actors, a.targets, sides):
        return Evidence("actors", -2.5, "who strikes in one is struck in the other")
    if agree is False:
        weak = a.actor_basis in _WEAK_BASES or b.actor_basis in _WEAK_BASES
        return Evidence("actors", -0.5 if weak else -1.5, "other sides are said to have acted")
    return Evidence("actors", 0.0, "actors unknown or not comparable")


def target(a: Claim, b: Claim, sides: Sides) -> Evidence:
    """Compare what was attacked: by name where both have one, else by the sort of thing."""
    entities = {m.entity for m in a.targets if m.entity} & {m.entity for m in b.targets if m.entity}
    left, right = wording.target_names(a), wording.target_names(b)
    if left & right:
        return Evidence("target", 2.0, "both name " + ", ".join(sorted(left & right)))
    if entities:
        return Evidence("target", 0.5, "both hit " + ", ".join(sorted(entities)))
    sort = _sorts(a, b)
    if left and right and "shipping" in wording.target_sorts(a) & wording.target_sorts(b):
        return Evidence("target", -1.5, "ships of other names")
    if sort.score > 0 and actors_agree(a.targets, b.targets, sides) is False:
        return Evidence("target", -0.5, "targets of other sides")
    return sort


def _sorts(a: Claim, b: Claim) -> Evidence:
    left, right = wording.target_sorts(a), wording.target_sorts(b)
    if not left or not right:
        return Evidence("target", 0.0, "targets not comparable")
    if left & right:
        return Evidence("target", 0.5, "both hit " + ", ".join(sorted(left & right)))
    detail = f"{'/'.join(sorted(left))} is not {'/'.join(sorted(right))}"
    if "militants" in left | right and a.kind not in _TWO_SIDED and b.kind not in _TWO_SIDED:
        return Evidence("target", -1.5, detail)
    return Evidence("target", -0.5, detail)


def weapon(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare weapons; weapons that contradict are told of one event often enough to weigh little."""
    keys = [{wording.mention_key(mention) for mention in claim.weapons} for claim in (a, b)]
    if keys[0] & keys[1]:
        return Evidence("weapon", 0.5, "both tell of one weapon")
    if any(conflicting(m.entity, n.entity) for m, n in product(a.weapons, b.weapons)):
        return Evidence("weapon", -0.3, "weapons that contradict")
    return Evidence("weapon", 0.0, "weapons not comparable")


def killed(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare the dead; tolls rise, so that a contradiction weighs less than an agreement."""
    return _figures("killed", a, b, 1.0)


def injured(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare the injured."""
    return _figures("injured", a, b, 0.5)


def captured(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare those abducted or taken prisoner."""
    return _figures("captured", a, b, 0.7)


def munitions(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare how many weapons were used: those launched and those that hit are counted apart, so it weighs little."""
    return _figures("munitions", a, b, 0.3)


def figures_told(claim: Claim, field: str) -> tuple[Figure, ...]:
    """Return every figure the claim gives for ``field``, the kept one first, vague words left out."""
    kept: Figure | None = getattr(claim, field)
    if kept is None and not claim.also_told:
        return ()
    told = [kept, *(told.figure for told in claim.also_told if told.field == field)]
    return tuple(figure for figure in told if figure is not None and (figure.min, figure.max) != (None, None))


def _figures(field: str, a: Claim, b: Claim, weight: float) -> Evidence:
    pairs = list(product(figures_told(a, field), figures_told(b, field)))
    if not pairs:
        return Evidence(field, 0.0, "figures not comparable")
    score, detail = max(_figure_pair(left, right) for left, right in pairs)
    return Evidence(field, round(score * weight, 3), detail)


#: A figure above this seldom agrees by accident.
_FEW = 2
_MANY = 10


def _figure_pair(left: Figure, right: Figure) -> tuple[float, str]:
    detail = f"{figure_text(left)} and {figure_text(right)}"
    if (left.min, left.max) == (right.min, right.max):
        n = left.min if left.min is not None else left.max or 0
        score = 2.0 if n > _MANY else 1.5 if n > _FEW else 0.4
        return score if left.min == left.max else score * 0.7, detail
    if left.min is not None and left.min == right.min and left.min > _FEW:
        return 1.0, detail  # "63" and "at least 63"
    if not disjoint(left, right):
        return 0.4, detail
    low = min(left.max if left.max is not None else math.inf, right.max if right.max is not None else math.inf)
    high = max(left.min or 0, right.min or 0)
    if low == 0:
        return -0.8, detail
    ratio = high / low
    return (-0.3 if ratio <= 2 else -0.8 if ratio <= 4 else -1.5), detail  # noqa: PLR2004 - doubled, and doubled again


def disjoint(left: Figure, right: Figure) -> bool:
    """Return whether no number is in both figures."""
    return (left.max is not None and right.min is not None and left.max < right.min) or (
        right.max is not None and left.min is not None and right.max < left.min
    )


def figure_text(figure: Figure) -> str:
    """Return a figure in plain words: "4", "20 or more", "30 or fewer", "12 to 19", or the report's words."""
    if figure.min is None and figure.max is None:
        return f'"{figure.span.text}"'
    about = "about " if figure.approximate else ""
    if figure.max is None:
        return f"{about}{figure.min} or more"
    if figure.min is None:
        return f"{about}{figure.max} or fewer"
    return f"{about}{figure.min}" if figure.min == figure.max else f"{about}{figure.min} to {figure.max}"


def singled_out(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Speak against claims that point at no single event: no day or a long period, no town, no named target."""
    for claim in (a, b):
        days_open = days.window(claim)
        narrow = days_open is not None and (days_open.narrow or (not days_open.stated and not claim.background))
        if not narrow and not where.points(claim) and not wording.target_names(claim):
            return Evidence("singled out", -1.5, f"claim {claim.id} points at no single event")
    return Evidence("singled out", 0.0, "both point at one event")


#: Cheap and ruling comparisons first.
COMPARISONS: tuple[Comparison, ...] = (
    kind,
    status,
    day,
    place,
    actors,
    target,
    weapon,
    killed,
    injured,
    captured,
    munitions,
    singled_out,
)


# Inside one report ---------------------------------------------------------------------------------------------------

#: Within so many characters of the start a trigger stands in the headline or the first sentence.
LEAD_CHARACTERS = 150
#: Two triggers of one clause are nearer than this and of a headline and its story farther.
CLAUSE_CHARACTERS = 80


def one_report(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Speak for one event: most reports tell of one, and tell it more than once."""
    if a.background != b.background:
        return Evidence("one report", -0.5, "one telling is new, the other context")
    return Evidence("one report", 1.2, "told in one report")


def lead(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Speak for a headline or first sentence and the story that tells it again."""
    first, later = sorted((a, b), key=lambda claim: (claim.trigger.start, claim.trigger.end))
    far = later.trigger.start - first.trigger.end
    if first.trigger.start < LEAD_CHARACTERS and far >= CLAUSE_CHARACTERS and not days.states_day(first):
        return Evidence("lead", 1.3, "the lead is told again below")
    return Evidence("lead", 0.0, "neither is an undated lead")


#: Kinds of which one is a vaguer word for the other.
_SAYS_LESS = (
    frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING}),
    frozenset({Kind.AIR_STRIKE, Kind.DRONE_STRIKE}),
    frozenset({Kind.SHOOTING, Kind.ARMED_CLASH}),
)


def report_kind(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare kinds within a report: who writes of a grenade and of a suicide bombing means two things."""
    if a.kind is b.kind:
        return Evidence("kind", 1.0, f"both {a.kind}")
    if not near_kinds(a.kind, b.kind):
        return Evidence("kind", VETO, f"{a.kind} is never {b.kind}")
    if any({a.kind, b.kind} <= pair for pair in _SAYS_LESS):
        return Evidence("kind", 0.6, f"{a.kind} and {b.kind}: one says less than the other")
    if Kind.ASSAULT in (a.kind, b.kind):
        return Evidence("kind", 0.3, f"{a.kind} and {b.kind}: one says less than the other")
    if says_nothing_of_its_own(a) or says_nothing_of_its_own(b):
        return Evidence("kind", 0.0, f"{a.kind} and {b.kind}: near, and one of them says no more")
    return Evidence("kind", -1.5, f"one report tells {a.kind} and {b.kind} apart")


#: What a telling that adds nothing is worth to the one it repeats, and how fast that fades with distance.
_NOTHING_OF_ITS_OWN = 2.0
_FADES_PER_CHARACTER = 0.0002


def says_nothing_of_its_own(claim: Claim) -> bool:
    """Tell whether a claim states neither day nor place nor figure: it only tells again."""
    placed = any(not place.reason.startswith(NOT_ITS_OWN) for place in where.located(claim))
    own = days.states_day(claim) or placed or claim.killed or claim.injured or claim.captured
    return not own and claim.kind is not Kind.THREAT


def repeats(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Speak for the event before where a telling states no day, place with a point or figure of its own."""
    for claim in (a, b):
        if says_nothing_of_its_own(claim):
            far = abs(a.trigger.start - b.trigger.start)
            score = max(0.0, round(_NOTHING_OF_ITS_OWN - far * _FADES_PER_CHARACTER, 2))
            return Evidence("repeats", score, f'"{claim.trigger.text}" adds no day, place or figure')
    return Evidence("repeats", 0.0, "each says something of its own")


_HEAD_ENDS = re.compile(r",| (?:of|for|from|in|aligned|allied|linked|loyal|backed|with|close)\b", re.IGNORECASE)


def vows(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Keep apart the threats of one report that different parties make: each vow is an act of its own.

    A commander and the groups he speaks for are two parties; a commander named twice is one.
    """
    if a.kind is not Kind.THREAT or b.kind is not Kind.THREAT:
        return Evidence("vows", 0.0, "not two threats")
    left, right = ({_head(actor) for actor in claim.actors} for claim in (a, b))
    if left and right and not left & right:
        return Evidence("vows", VETO, "two parties, two vows")
    return Evidence("vows", 0.0, "one party or none named")


def _head(actor: Mention) -> str:
    return fold(_HEAD_ENDS.split(actor.span.text, maxsplit=1)[0]).split(" ")[-1].rstrip("s")


def report_figures(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Speak against two numbers of dead or injured given by one and the same voice: it counts two events."""
    voices = [{wording.mention_key(speaker) for speaker in claim.speakers} for claim in (a, b)]
    if voices[0] and voices[1] and not voices[0] & voices[1]:
        return Evidence("report figures", 0.0, "other speakers may give other figures")
    for field in ("killed", "injured", "captured"):
        for left, right in product(figures_told(a, field), figures_told(b, field)):
            if disjoint(left, right):
                detail = f"one voice counts {figure_text(left)} and {figure_text(right)} {field}"
                return Evidence("report figures", -1.5, detail)
    return Evidence("report figures", 0.0, "no two counts of one voice")


#: Words that set an event off from all that the report told before. A count ("the second such attack") does not: it
#: may be said of the event the report has been telling all along.
_ANOTHER = re.compile(r"\b(?:another|other|separate|further|different)\b", re.IGNORECASE)


def reference(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Rule out a claim and the one it sets itself off from: "another attack", "in retaliation", "days after".

    Where "another attack" names no claim, it is none of those told before it.
    """
    for claim, other in ((a, b), (b, a)):
        for said in claim.references:
            if said.to == other.id:
                word = "another of a series" if said.relation is RelationKind.SERIES else said.relation.value
                return Evidence("reference", VETO, f'"{said.span.text}": {word}')
    first, later = sorted((a, b), key=lambda claim: (claim.trigger.start, claim.trigger.end))
    for said in later.references:
        if said.relation is RelationKind.SERIES and said.to is None and _ANOTHER.search(said.span.text):
            return Evidence("reference", VETO, f'"{said.span.text}" is not "{first.trigger.text}" told before')
    return Evidence("reference", 0.0, "neither refers to the other")


def report_days(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Compare days within a report: two stated ones are two events; the day of publication says nothing."""
    left, right = days.window(a), days.window(b)
    if left is None or right is None or not left.stated or not right.stated:
        return Evidence("day", 0.0, "at most one of the two states a day")
    gap = days.gap_days(left, right)
    return Evidence("day", VETO, "one report states two days") if gap > 0 else _stated_days(left, right, gap)


def report_places(a: Claim, b: Claim, _sides: Sides) -> Evidence:
    """Rule out two clearly different towns named in one report; two sites of one town speak against."""
    gap = where.nearest(where.points(a), where.points(b))
    if gap is not None:
        names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
        if gap.same_feature or gap.km <= gap.radii_km:
            return Evidence("report places", 0.0, f"{names} agree")
        if gap.km > gap.radii_km + _SAME_AREA_KM:
            return Evidence("report places", VETO, f"one report tells of {names}")
        return Evidence("report places", -1.5, f"one report tells of {names}")
    left, right = where.place_keys(a), where.place_keys(b)
    if left and right and not left & right and not where.located(a) and not where.located(b):
        return Evidence("report places", -1.0, "one report uses other names of places")
    return Evidence("report places", 0.0, "no two places told")


_ACROSS_ONLY: dict[Comparison, Comparison] = {kind: report_kind, day: report_days}

#: As :data:`COMPARISONS`, with those in the place of others that differ within one report, and the report's own.
IN_REPORT: tuple[Comparison, ...] = (
    *(_ACROSS_ONLY.get(comparison, comparison) for comparison in COMPARISONS if comparison is not singled_out),
    one_report,
    lead,
    reference,
    repeats,
    vows,
    report_figures,
    report_places,
)


def weigh(a: Claim, b: Claim, sides: Sides, comparisons: Sequence[Comparison] = COMPARISONS) -> Iterator[Evidence]:
    """Yield the evidence of each comparison, the last one a veto where there is one."""
    for comparison in comparisons:
        evidence = comparison(a, b, sides)
        yield evidence
        if evidence.score == VETO:
            return


def score(a: Claim, b: Claim, sides: Sides, comparisons: Sequence[Comparison] = COMPARISONS) -> float:
    """Return the sum of all scores, :data:`VETO` where the claims can't be of one event."""
    total = sum(evidence.score for evidence in weigh(a, b, sides, comparisons))
    return total if total == VETO else round(total, 3)


def explain_pair(a: Claim, b: Claim, sides: Sides) -> list[Evidence]:
    """Return the evidence of every comparison for two claims, in the context they stand in."""
    comparisons = IN_REPORT if a.report == b.report else COMPARISONS
    return [comparison(a, b, sides) for comparison in comparisons]
