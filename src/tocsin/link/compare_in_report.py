"""Do two claims of one report tell of one event? The comparisons across reports, changed where one writer's words say more.

A report that tells two things apart means two things: what outlets call one event, one writer does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from tocsin.codebook import Kind, RelationKind
from tocsin.lexicon.folding import fold
from tocsin.link import days, where, wording
from tocsin.link.compare import (
    COMPARISONS,
    NEVER,
    NOTHING,
    OF_REPORTS,
    SAME_AREA_KM,
    Comparison,
    Evidence,
    Found,
    disjoint,
    figure_text,
    figures_told,
    near_kinds,
    place,
    stated_days,
    total,
    weigh_claims,
    weighed,
)
from tocsin.link.sides import Sides
from tocsin.link.telling import Telling
from tocsin.link.weights import ACROSS, WITHIN
from tocsin.model import Claim, Mention
from tocsin.resolve.shared_places import NOT_ITS_OWN

#: Within so many characters of the start a trigger stands in the headline or the first sentence.
LEAD_CHARACTERS = 150
#: Two triggers of one clause are nearer than this and of a headline and its story farther.
CLAUSE_CHARACTERS = 80


def one_report(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Speak for one event: most reports tell of one, and tell it more than once."""
    if a.background != b.background:
        return Found("new and context", "one telling is new, the other context")
    return Found("same report", "told in one report")


def lead(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Speak for a headline or first sentence and the story that tells it again."""
    first, later = sorted((a, b), key=lambda claim: (claim.trigger.start, claim.trigger.end))
    far = later.trigger.start - first.trigger.end
    if first.trigger.start < LEAD_CHARACTERS and far >= CLAUSE_CHARACTERS and not days.states_day(first):
        return Found("told again", "the lead is told again below")
    return Found(NOTHING, "neither is an undated lead")


#: Kinds of which one is a vaguer word for the other.
_SAYS_LESS = (
    frozenset({Kind.BOMBING, Kind.SUICIDE_BOMBING}),
    frozenset({Kind.AIR_STRIKE, Kind.DRONE_STRIKE}),
    frozenset({Kind.SHOOTING, Kind.ARMED_CLASH}),
)


def report_kind(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare kinds within a report: who writes of a grenade and of a suicide bombing means two things."""
    if a.kind is b.kind:
        return Found("same", f"both {a.kind}")
    if not near_kinds(a.kind, b.kind):
        return Found(NEVER, f"{a.kind} is never {b.kind}")
    if any({a.kind, b.kind} <= pair for pair in _SAYS_LESS):
        return Found("says less", f"{a.kind} and {b.kind}: one says less than the other")
    if Kind.ASSAULT in (a.kind, b.kind):
        return Found("attack", f"{a.kind} and {b.kind}: one says less than the other")
    if says_nothing_of_its_own(a) or says_nothing_of_its_own(b):
        return Found(NOTHING, f"{a.kind} and {b.kind}: near, and one of them says no more")
    return Found("told apart", f"one report tells {a.kind} and {b.kind} apart")


#: A telling that adds nothing repeats the one before it, the less so the farther away; over so many characters, no more.
_FADES_OVER = 10_000


def says_nothing_of_its_own(claim: Claim) -> bool:
    """Tell whether a claim states neither day nor place nor figure: it only tells again."""
    placed = any(not place.reason.startswith(NOT_ITS_OWN) for place in where.located(claim))
    own = days.states_day(claim) or placed or claim.killed or claim.injured or claim.captured
    return not own and claim.kind is not Kind.THREAT


def repeats(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Speak for the event before where a telling states no day, place with a point or figure of its own."""
    for claim in (a, b):
        if says_nothing_of_its_own(claim):
            far = abs(a.trigger.start - b.trigger.start)
            share = max(0.0, 1 - far / _FADES_OVER)
            return Found("adds nothing", f'"{claim.trigger.text}" adds no day, place or figure', share)
    return Found(NOTHING, "each says something of its own")


def tells_again(a: Claim, b: Claim, *, sure: bool = False) -> bool:
    """Tell whether nothing that two claims state keeps them apart: kind, town, and what they count of people.

    Both must name a town, and the same one; where only one states a day or a figure, the other has nothing against it.
    ``sure`` asks for more: one outcome, a kind that is no mere "attack", that each names that town first, and that the
    two stand in different sentences.
    """
    if a.background != b.background or not _agree_on_people(a, b) or not _days_meet(a, b):
        return False
    if _SEVERAL.search(a.trigger.text) or _SEVERAL.search(b.trigger.text):
        return False
    if sure:
        if abs(a.trigger.start - b.trigger.start) < CLAUSE_CHARACTERS or a.status is not b.status:
            return False
        gap = where.nearest(where.points(a)[:1], where.points(b)[:1])
        return gap is not None and gap.same_feature and _says_same(a.kind, b.kind)
    gap = where.nearest(where.points(a), where.points(b))
    near = gap is not None and (gap.same_feature or gap.km <= gap.radii_km)
    vaguer = Kind.ASSAULT in (a.kind, b.kind) and near_kinds(a.kind, b.kind)
    return near and (_says_same(a.kind, b.kind) or vaguer)


def _days_meet(a: Claim, b: Claim) -> bool:
    left, right = days.window(a), days.window(b)
    return left is None or right is None or days.gap_days(left, right) <= 0


#: Words for several events, of which one told beside them need not be all.
_SEVERAL = re.compile(
    r"\b(?:bombings|attacks|blasts|explosions|shootings|raids|ambushes|killings|assaults|strikes|clashes)$",
    re.IGNORECASE,
)


def _says_same(a: Kind, b: Kind) -> bool:
    return a is b or any({a, b} <= two for two in _SAYS_LESS)


def _agree_on_people(a: Claim, b: Claim) -> bool:
    counts = ((figures_told(a, field), figures_told(b, field)) for field in ("killed", "injured", "captured"))
    return all(
        not left or not right or any(not disjoint(x, y) for x, y in product(left, right)) for left, right in counts
    )


_HEAD_ENDS = re.compile(r",| (?:of|for|from|in|aligned|allied|linked|loyal|backed|with|close)\b", re.IGNORECASE)


def vows(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Keep apart the threats of one report that different parties make: each vow is an act of its own.

    A commander and the groups he speaks for are two parties; a commander named twice is one.
    """
    if a.kind is not Kind.THREAT or b.kind is not Kind.THREAT:
        return Found(NOTHING, "not two threats")
    left, right = ({_head(actor) for actor in claim.actors} for claim in (a, b))
    if left and right and not left & right:
        return Found(NEVER, "two parties, two vows")
    return Found(NOTHING, "one party or none named")


def _head(actor: Mention) -> str:
    return fold(_HEAD_ENDS.split(actor.span.text, maxsplit=1)[0]).split(" ")[-1].rstrip("s")


def report_figures(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Speak against two numbers of dead or injured given by one and the same voice: it counts two events."""
    voices = [{wording.mention_key(speaker) for speaker in claim.speakers} for claim in (a, b)]
    if voices[0] and voices[1] and not voices[0] & voices[1]:
        return Found(NOTHING, "other speakers may give other figures")
    for field in ("killed", "injured", "captured"):
        for left, right in product(figures_told(a, field), figures_told(b, field)):
            if disjoint(left, right):
                detail = f"one voice counts {figure_text(left)} and {figure_text(right)} {field}"
                return Found("one voice, two counts", detail)
    return Found(NOTHING, "no two counts of one voice")


#: Words that set an event off from all that the report told before. A count ("the second such attack") does not: it
#: may be said of the event the report has been telling all along.
_ANOTHER = re.compile(r"\b(?:another|other|separate|further|different)\b", re.IGNORECASE)


def reference(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Rule out a claim and the one it sets itself off from: "another attack", "in retaliation", "days after".

    Where "another attack" names no claim, it is none of those told before it.
    """
    for claim, other in ((a, b), (b, a)):
        for said in claim.references:
            if said.to == other.id:
                word = "another of a series" if said.relation is RelationKind.SERIES else said.relation.value
                return Found(NEVER, f'"{said.span.text}": {word}')
    first, later = sorted((a, b), key=lambda claim: (claim.trigger.start, claim.trigger.end))
    for said in later.references:
        if said.relation is RelationKind.SERIES and said.to is None and _ANOTHER.search(said.span.text):
            return Found(NEVER, f'"{said.span.text}" is not "{first.trigger.text}" told before')
    return Found(NOTHING, "neither refers to the other")


def report_days(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Compare days within a report: two stated ones are two events; the day of publication says nothing."""
    left, right = days.window(a), days.window(b)
    if left is None or right is None or not left.stated or not right.stated:
        return Found(NOTHING, "at most one of the two states a day")
    gap = days.gap_days(left, right)
    return Found(NEVER, "one report states two days") if gap > 0 else stated_days(left, right, gap)


def report_place(a: Claim, b: Claim, sides: Sides) -> Found:
    """Compare places as across reports; two that lie far apart are two events."""
    found = place(a, b, sides)
    return Found(NEVER, found.detail) if found.level in ("far", "abroad") else found


def report_places(a: Claim, b: Claim, _sides: Sides) -> Found:
    """Rule out two clearly different towns named in one report; two sites of one town speak against."""
    gap = where.nearest(where.points(a), where.points(b))
    if gap is not None:
        names = f"{gap.left.name or gap.left.span.text} and {gap.right.name or gap.right.span.text}"
        if gap.same_feature or gap.km <= gap.radii_km:
            return Found(NOTHING, f"{names} agree")
        if gap.km > gap.radii_km + SAME_AREA_KM:
            return Found(NEVER, f"one report tells of {names}")
        return Found("two sites", f"one report tells of {names}")
    left, right = where.place_keys(a), where.place_keys(b)
    if left and right and not left & right and not where.located(a) and not where.located(b):
        return Found("other names", "one report uses other names of places")
    return Found(NOTHING, "no two places told")


_IN_THEIR_PLACE: dict[str, Comparison] = {"kind": report_kind, "day": report_days, "place": report_place}

_ACROSS_ONLY = frozenset({"prior", "singled out"})

#: As :data:`tocsin.link.compare.COMPARISONS`, with others in the place of those that differ within one report, and the
#: report's own.
IN_REPORT: tuple[tuple[str, Comparison], ...] = (
    *((name, _IN_THEIR_PLACE.get(name, found)) for name, found in COMPARISONS if name not in _ACROSS_ONLY),
    ("one report", one_report),
    ("lead", lead),
    ("reference", reference),
    ("repeats", repeats),
    ("vows", vows),
    ("report figures", report_figures),
    ("report places", report_places),
)


def weigh_in_report(a: Claim, b: Claim, sides: Sides) -> Iterator[Evidence]:
    """Yield the evidence of each comparison of claims of one report, the last one a veto where there is one."""
    return weigh_claims(a, b, sides, IN_REPORT, WITHIN)


def score_in_report(a: Claim, b: Claim, sides: Sides) -> float:
    """Return the sum of all weights, minus infinity where the claims of one report can't be of one event."""
    return total(weigh_in_report(a, b, sides))


def explain_pair(a: Telling, b: Telling, sides: Sides) -> list[Evidence]:
    """Return the evidence of every comparison for two claims, in the context they stand in."""
    if a.claim.report == b.claim.report:
        return [weighed(name, found(a.claim, b.claim, sides), WITHIN) for name, found in IN_REPORT]
    return [
        *(weighed(name, found(a.claim, b.claim, sides), ACROSS) for name, found in COMPARISONS),
        *(weighed(name, found(a, b), ACROSS) for name, found in OF_REPORTS),
    ]
