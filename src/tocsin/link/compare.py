"""Do two claims tell of one event? Declared comparisons, each a small function that finds a level and its reason.

What a level weighs stands in :mod:`tocsin.link.weights`. Weights add up: 0 says nothing, a positive one speaks for one
event, a negative one against, :data:`VETO` rules it out. What is missing in a claim weighs 0: silence is no evidence.
Claims of two reports are compared here, those of one report in :mod:`tocsin.link.compare_in_report`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, Status
from tocsin.link import days, where, wording
from tocsin.link.sides import Sides
from tocsin.link.telling import Telling, alike
from tocsin.link.weights import ACROSS, VETO, Weights
from tocsin.model import Claim, Figure, Mention
from tocsin.resolve.weapons import conflicting


class Found(NamedTuple):
    """What one comparison finds of two claims: a level of it and why; ``share`` is how much of its weight counts."""

    level: str
    detail: str
    share: float = 1.0


class Evidence(NamedTuple):
    """What one comparison says of two claims."""

    name: str
    level: str
    score: float
    detail: str


Comparison = Callable[[Claim, Claim, Sides], Found]

#: The level that says nothing, and the one that rules a pair out.
NOTHING, NEVER = "nothing", "never"

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


def prior(_a: Claim, _b: Claim, _sides: Sides) -> Found:
    """Begin with the odds of any two claims that meet in the index."""
    return Found("any two", "any two claims that meet")


def kind(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare the kinds of event: equal, near, or never one event."""
    if a.kind is b.kind:
        return Found("same", f"both {a.kind}")
    if near_kinds(a.kind, b.kind):
        return Found("near", f"{a.kind} and {b.kind} may name one event")
    return Found(NEVER, f"{a.kind} is never {b.kind}")


_NOT_YET = frozenset({Status.THREATENED, Status.HYPOTHETICAL})


def status(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare whether it happened: what is threatened or planned is never what happened."""
    if (a.status in _NOT_YET) != (b.status in _NOT_YET) or (a.kind is Kind.THREAT) != (b.kind is Kind.THREAT):
        return Found(NEVER, f"{a.status} {a.kind} and {b.status} {b.kind}")
    return Found(NOTHING, f"{a.status} and {b.status}")


def day(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare the days left open by two claims; stated days weigh most, days of publication little."""
    left, right = days.window(a), days.window(b)
    if left is None or right is None:
        return Found(NOTHING, "no day known")
    gap = days.gap_days(left, right)
    if left.stated and right.stated:
        return _one_ship(a, b) if gap == 1 and _narrow_and_firm(left, right) else stated_days(left, right, gap)
    if gap <= 0:
        loose = a.background or b.background or not all(w.narrow or not w.stated for w in (left, right))
        return Found("loosely fits" if loose else "fits", "the day of one is known by publication only, and fits")
    news = not (a.background or b.background)
    detail = f"{gap} days outside what publication lets expect"
    if gap == 1 or (gap <= days.NEWS_DAYS and news):
        return Found("just outside", detail)
    if gap <= _WEEKS_DAYS and news and left.narrow and right.narrow:
        return Found("weeks outside", detail)
    return Found(NEVER, detail)


#: Reports that go on telling of an event do so for about so long.
_WEEKS_DAYS = 30
_MONTH_DAYS = 31


def _narrow_and_firm(left: days.Window, right: days.Window) -> bool:
    return left.narrow and right.narrow and not left.loose and not right.loose


def _one_ship(a: Claim, b: Claim) -> Found:
    """Rule out neighbouring days that both claims state, but for one named ship: outlets date the open sea loosely."""
    shared = wording.target_names(a) & wording.target_names(b)
    if shared and "shipping" in wording.target_sorts(a) | wording.target_sorts(b):
        return Found("one ship", "neighbouring days are stated of " + ", ".join(sorted(shared)))
    return Found(NEVER, "neighbouring days are stated")


def stated_days(left: days.Window, right: days.Window, gap: int) -> Found:
    """Compare stated days that lie ``gap`` days apart; 0 or less where they overlap."""
    narrow = left.narrow and right.narrow
    if gap <= 0:
        detail = "stated days " + ("equal" if left == right else "overlap")
        if narrow:
            return Found("equal" if left == right else "overlap", detail)
        return Found("in one month" if max(left.width, right.width) <= _MONTH_DAYS else NOTHING, detail)
    if gap == 1 and narrow and (left.loose or right.loose):
        # Nights and days told by the event before slip by a day from outlet to outlet.
        return Found("next day", "neighbouring days, and one of them is loosely told")
    if gap <= days.NEWS_DAYS and not narrow:
        return Found("nearly meet", "stated times nearly meet")
    return Found(NEVER, f"stated days lie {gap} days apart")


#: Within this distance two towns may be two wordings of one place.
SAME_AREA_KM = 25.0
_FAR_KM = 60.0
#: Beyond it no wording of one place brings two towns together, only a place that was read wrongly.
_DISTANT_KM = 300.0


def place(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare places: towns by distance against their radii, areas by what they hold, unresolved ones by words."""
    towns = where.nearest(where.points(a), where.points(b))
    if towns is not None:
        return _towns(towns)
    nations = where.countries(a), where.countries(b)
    if nations[0] and nations[1] and not nations[0] & nations[1] and not _at_sea(a) and not _at_sea(b):
        return Found("abroad", f"{'/'.join(sorted(nations[0]))} is not {'/'.join(sorted(nations[1]))}")
    return _areas(a, b) or _country(nations[0] & nations[1]) or _place_words(a, b)


def _towns(gap: where.Apart) -> Found:
    names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
    if gap.same_feature or gap.km <= gap.radii_km:
        return Found("same", f"{names}: {gap.km:.0f} km, within their radii")
    if gap.km <= gap.radii_km + SAME_AREA_KM:
        return Found("next to it", f"{names}: {gap.km:.0f} km, hardly beyond their radii")
    if gap.km <= gap.radii_km + _FAR_KM:
        return Found("near", f"{names}: {gap.km:.0f} km")
    if gap.km <= gap.radii_km + _DISTANT_KM:
        return Found("far", f"{names}: {gap.km:.0f} km")
    return Found(NEVER, f"{names}: {gap.km:.0f} km")


def _at_sea(claim: Claim) -> bool:
    return any(place.precision is PlacePrecision.WATER_OR_AIR for place in claim.places)


#: What it is to lie in an area, by how wide that area is.
_HELD = {
    PlacePrecision.VAGUE: "in one region",
    PlacePrecision.COUNTRY: "in one country",
}


def _areas(a: Claim, b: Claim) -> Found | None:
    gap = where.nearest(where.located(a)[:1], where.located(b)[:1])
    if gap is None:
        return None
    wider = max(gap.left, gap.right, key=where.narrowness)
    names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
    if gap.same_feature or gap.km <= gap.radii_km:
        held = _HELD.get(wider.precision or PlacePrecision.NEAR, "in one area")
        return Found(held, f"{names}: one within the other's area")
    if wider.precision is PlacePrecision.COUNTRY:
        return None
    return Found("outside the area", f"{names}: {gap.km:.0f} km, outside the area")


def _country(shared: frozenset[str]) -> Found | None:
    return Found("same country", "both in " + "/".join(sorted(shared))) if shared else None


def _place_words(a: Claim, b: Claim) -> Found:
    left, right = where.place_keys(a), where.place_keys(b)
    if not left or not right:
        return Found(NOTHING, "no place told")
    shared = left & right
    if shared:
        return Found("same words", "both name " + ", ".join(sorted(shared)))
    return Found(NOTHING, "unresolved places in other words")


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


def actors(a: Claim, b: Claim, sides: Sides) -> Found:
    """Compare who acted. Blame and claims of responsibility differ for one event too: a conflict, not another event."""
    agree = actors_agree(a.actors, b.actors, sides)
    if agree:
        return Found("one side", "one side acts in both")
    if a.kind in _TWO_SIDED or b.kind in _TWO_SIDED:
        crossed = actors_agree(a.actors, b.targets, sides) and actors_agree(b.actors, a.targets, sides)
        if crossed:
            return Found("two sides fight", "two sides fight")
        return Found(NOTHING, "either side may be named")
    if actors_agree(a.actors, b.targets, sides) and actors_agree(b.actors, a.targets, sides):
        return Found("turned round", "who strikes in one is struck in the other")
    if agree is False:
        weak = a.actor_basis in _WEAK_BASES or b.actor_basis in _WEAK_BASES
        return Found("others accused" if weak else "others", "other sides are said to have acted")
    return Found(NOTHING, "actors unknown or not comparable")


def target(a: Claim, b: Claim, sides: Sides) -> Found:
    """Compare what was attacked: by name where both have one, else by the sort of thing."""
    entities = {m.entity for m in a.targets if m.entity} & {m.entity for m in b.targets if m.entity}
    left, right = wording.target_names(a), wording.target_names(b)
    if left & right:
        return Found("same name", "both name " + ", ".join(sorted(left & right)))
    if entities:
        return Found("same party", "both hit " + ", ".join(sorted(entities)))
    sort = _sorts(a, b)
    if left and right and "shipping" in wording.target_sorts(a) & wording.target_sorts(b):
        return Found("other ships", "ships of other names")
    if sort.level == "same sort" and actors_agree(a.targets, b.targets, sides) is False:
        return Found("other sides", "targets of other sides")
    return sort


def _sorts(a: Claim, b: Claim) -> Found:
    left, right = wording.target_sorts(a), wording.target_sorts(b)
    if not left or not right:
        return Found(NOTHING, "targets not comparable")
    if left & right:
        return Found("same sort", "both hit " + ", ".join(sorted(left & right)))
    detail = f"{'/'.join(sorted(left))} is not {'/'.join(sorted(right))}"
    if "militants" in left | right and a.kind not in _TWO_SIDED and b.kind not in _TWO_SIDED:
        return Found("militants or not", detail)
    return Found("other sorts", detail)


def site(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare where in the town it was: a market is not a bridge, though a report may name both."""
    left, right = wording.sites(a), wording.sites(b)
    if not left or not right:
        return Found(NOTHING, "no site told")
    if left & right:
        return Found("same", "both at a " + ", ".join(sorted(left & right)))
    return Found("other", f"{'/'.join(sorted(left))} is not {'/'.join(sorted(right))}")


def weapon(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare weapons; weapons that contradict are told of one event often enough to weigh little."""
    keys = [{wording.mention_key(mention) for mention in claim.weapons} for claim in (a, b)]
    if keys[0] & keys[1]:
        return Found("same", "both tell of one weapon")
    if any(conflicting(m.entity, n.entity) for m, n in product(a.weapons, b.weapons)):
        return Found("contradict", "weapons that contradict")
    return Found(NOTHING, "weapons not comparable")


def killed(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare the dead; tolls rise, so that a contradiction weighs less than an agreement."""
    return _figures("killed", a, b)


def injured(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare the injured."""
    return _figures("injured", a, b)


def captured(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare those abducted or taken prisoner."""
    return _figures("captured", a, b)


def munitions(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare how many weapons were used: those launched and those that hit are counted apart, so it weighs little."""
    return _figures("munitions", a, b)


def figures_told(claim: Claim, field: str) -> tuple[Figure, ...]:
    """Return every figure the claim gives for ``field``, the kept one first, vague words left out."""
    kept: Figure | None = getattr(claim, field)
    if kept is None and not claim.also_told:
        return ()
    told = [kept, *(told.figure for told in claim.also_told if told.field == field)]
    return tuple(figure for figure in told if figure is not None and (figure.min, figure.max) != (None, None))


def _figures(field: str, a: Claim, b: Claim) -> Found:
    pairs = list(product(figures_told(a, field), figures_told(b, field)))
    if not pairs:
        return Found(NOTHING, "figures not comparable")
    found = [_figure_pair(left, right) for left, right in pairs]
    return min(found, key=lambda one: FIGURE_LEVELS.index(one.level))


#: A figure above this seldom agrees by accident.
_FEW = 2
_MANY = 10
#: A round number: of it "more than" may be left out.
_ROUND = 10

#: How two figures may stand to each other, from what speaks most for one event to what speaks most against.
FIGURE_LEVELS = (
    "equal, many",
    "equal, some",
    "equal open, many",
    "equal open, some",
    "equal low",
    "equal, few",
    "may be equal",
    "equal open, few",
    "up to double",
    "none and some",
    "up to fourfold",
    "more than fourfold",
)


def _figure_pair(left: Figure, right: Figure) -> Found:
    detail = f"{figure_text(left)} and {figure_text(right)}"
    if (left.min, left.max) == (right.min, right.max):
        n = left.min if left.min is not None else left.max or 0
        size = "many" if n > _MANY else "some" if n > _FEW else "few"
        return Found(f"{'equal' if left.min == left.max else 'equal open'}, {size}", detail)
    if left.min is not None and left.min == right.min and left.min > _FEW:
        return Found("equal low", detail)  # "63" and "at least 63"
    if not disjoint(left, right):
        return Found("may be equal", detail)
    low = min(left.max if left.max is not None else math.inf, right.max if right.max is not None else math.inf)
    high = max(left.min or 0, right.min or 0)
    if low == 0:
        return Found("none and some", detail)
    ratio = high / low
    return Found("up to double" if ratio <= 2 else "up to fourfold" if ratio <= 4 else "more than fourfold", detail)  # noqa: PLR2004 - doubled, and doubled again


def disjoint(left: Figure, right: Figure) -> bool:
    """Return whether no number is in both figures; "600" and "more than 600" are one round number."""
    return _below(left, right) or _below(right, left)


def _below(left: Figure, right: Figure) -> bool:
    if left.max is None or right.min is None or left.max >= right.min:
        return False
    return not (right.max is None and right.min == left.max + 1 and left.max % _ROUND == 0)


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


def singled_out(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Speak against claims that point at no single event: no day or a long period, no town, no named target."""
    for claim in (a, b):
        days_open = days.window(claim)
        narrow = days_open is not None and (days_open.narrow or (not days_open.stated and not claim.background))
        if not narrow and not where.points(claim) and not wording.target_names(claim):
            return Found("vague", f"claim {claim.id} points at no single event")
    return Found(NOTHING, "both point at one event")


#: Steps of likeness of the rare words of two tellings.
ALIKE = (0.5, 0.35, 0.25, 0.18, 0.12, 0.08, 0.05)
#: Below it, where both tell enough to compare, they hardly share a rare word.
_UNLIKE, _ENOUGH_WORDS = 0.015, 12
_WORDS_SHOWN = 5


def wordings(a: Telling, b: Telling) -> Found:
    """Compare the rare words told around two claims: names of people, streets, units, and numbers such as ages."""
    by = alike(a, b)
    step = next((least for least in ALIKE if by >= least), None)
    if step is not None:
        shared = sorted(a.words.keys() & b.words.keys(), key=lambda word: (-a.words[word], word))
        return Found(f"alike {step:.2f}", f"{by:.2f} alike: {', '.join(shared[:_WORDS_SHOWN])}")
    if by < _UNLIKE and min(len(a.words), len(b.words)) >= _ENOUGH_WORDS:
        return Found("unlike", "hardly a rare word in common")
    return Found(NOTHING, "few rare words in common")


def outlet(a: Telling, b: Telling) -> Found:
    """Compare who published: an outlet that tells again updates, or tells of the next event."""
    if a.outlet is None or a.outlet != b.outlet:
        return Found(NOTHING, "two outlets, or not known")
    return Found("same", f"both by {a.outlet}")


#: Comparisons of claims, cheap and ruling ones first.
COMPARISONS: tuple[tuple[str, Comparison], ...] = (
    ("prior", prior),
    ("kind", kind),
    ("status", status),
    ("day", day),
    ("place", place),
    ("actors", actors),
    ("target", target),
    ("site", site),
    ("weapon", weapon),
    ("killed", killed),
    ("injured", injured),
    ("captured", captured),
    ("munitions", munitions),
    ("singled out", singled_out),
)
#: Comparisons of how two reports tell.
OF_REPORTS: tuple[tuple[str, Callable[[Telling, Telling], Found]], ...] = (("wording", wordings), ("outlet", outlet))


def weigh(a: Telling, b: Telling, sides: Sides) -> Iterator[Evidence]:
    """Yield the evidence of each comparison of claims of two reports, the last one a veto where there is one."""
    for evidence in weigh_claims(a.claim, b.claim, sides, COMPARISONS, ACROSS):
        yield evidence
        if evidence.score == VETO:
            return
    yield from (weighed(name, compare(a, b), ACROSS) for name, compare in OF_REPORTS)


def weigh_claims(
    a: Claim, b: Claim, sides: Sides, comparisons: Iterable[tuple[str, Comparison]], weights: Weights
) -> Iterator[Evidence]:
    """Yield the evidence of each of some comparisons, the last one a veto where there is one."""
    for name, compare in comparisons:
        evidence = weighed(name, compare(a, b, sides), weights)
        yield evidence
        if evidence.score == VETO:
            return


def weighed(name: str, found: Found, weights: Weights) -> Evidence:
    """Return what was found with its weight."""
    if found.level == NEVER:
        return Evidence(name, NEVER, VETO, found.detail)
    if found.level == NOTHING:
        return Evidence(name, NOTHING, 0.0, found.detail)
    return Evidence(name, found.level, round(weights[name][found.level] * found.share, 3), found.detail)


#: So many scores are remembered: those of some hundred claims with one another, which each new report asks for again.
_SCORES = 2**17


@lru_cache(maxsize=_SCORES)
def score(a: Telling, b: Telling, sides: Sides) -> float:
    """Return the sum of all weights, :data:`VETO` where the claims of two reports can't be of one event."""
    return total(weigh(a, b, sides))


def total(evidence: Iterable[Evidence]) -> float:
    """Return the sum of all weights."""
    added = math.fsum(one.score for one in evidence)
    return added if added == VETO else round(added, 3)
