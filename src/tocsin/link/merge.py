"""A cluster of claims to an incident: every value kept with its claims, the shown one chosen by a named rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, product

from tocsin.codebook import ActorBasis, Kind, Status, WhenBasis, WhenPrecision
from tocsin.identity import incident_id
from tocsin.link import days, where, wording
from tocsin.link.cluster import Verdicts, pair
from tocsin.link.compare import Evidence, weigh
from tocsin.link.corrections import corrections
from tocsin.link.figures import figure_conflict, figure_range
from tocsin.link.grade import grade, who_conflict
from tocsin.link.sides import Sides
from tocsin.link.sources import original_sources
from tocsin.link.telling import Telling
from tocsin.link.within import BASES
from tocsin.model import (
    Claim,
    Conflict,
    Incident,
    IncidentActor,
    IncidentReport,
    Mention,
    Place,
    Report,
    SourcedValue,
    When,
)
from tocsin.resolve.accusing import accusers
from tocsin.resolve.report_days import read_days
from tocsin.resolve.weapons import conflicting


@dataclass(frozen=True, slots=True)
class Ground:
    """What merging rests on besides the claims: their reports, people's judgements and the sides."""

    reports: Mapping[str, Report]
    held: Verdicts
    sides: Sides


def founding_order(claim: Claim, reports: Mapping[str, Report]) -> tuple[bool, date, str, int, int, str]:
    """Return the key that puts the founding claim first: told as new, published earliest, first in its report."""
    report = reports[claim.report]
    return claim.background, report.published, report.id, claim.trigger.start, claim.trigger.end, claim.id


def incident(cluster: Iterable[Telling], ground: Ground) -> Incident:
    """Make the incident of a cluster of claims; its relations are drawn later, when all incidents are known."""
    tellings = sorted(cluster, key=lambda one: founding_order(one.claim, ground.reports))
    claims = [one.claim for one in tellings]
    founding = claims[0]
    reports = _reports(claims, ground)
    sources = [report.source for report in reports]
    graded, reason = grade(claims, sources, ground.sides)
    judged = {j for claim in claims for j in ground.held.judged.get(claim.id, ())}
    published = [report.published for report in reports]
    return Incident(
        id=incident_id(founding.id),
        founding=founding.id,
        kind=_kind(claims),
        status=_status(claims, ground.reports),
        grade=graded,
        grade_reason=reason,
        background=all(claim.background for claim in claims),
        when=_when(claims, ground.reports),
        place=_place(claims),
        actors=_actors(claims, ground),
        speakers=_voiced(claims, lambda claim: claim.speakers),
        targets=_voiced(claims, lambda claim: claim.targets),
        weapons=_weapons(claims),
        munitions=figure_range(claims, "munitions", ground.reports),
        killed=figure_range(claims, "killed", ground.reports),
        injured=figure_range(claims, "injured", ground.reports),
        captured=figure_range(claims, "captured", ground.reports),
        damage=_damage(claims),
        launched_from=_launched_from(claims),
        conflicts=_conflicts(claims, ground),
        reports=reports,
        claims=tuple(claim.id for claim in claims),
        sources=len(set(sources)),
        relations=(),
        first_reported=min(published),
        version=len(reports) + len(judged),
        updated=max(published),
        hedged=all(claim.hedged for claim in claims),
        merge_reasons=_merge_reasons(tellings, ground),
        corrections=tuple(one for claim in claims for one in corrections(ground.held.corrections.get(claim.id, ()))),
    )


def _reports(claims: Sequence[Claim], ground: Ground) -> tuple[IncidentReport, ...]:
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(claim.report, []).append(claim)
    ordered = sorted((ground.reports[key] for key in told), key=lambda report: (report.published, report.id))
    source = original_sources(ordered, told)
    return tuple(
        IncidentReport(
            id=report.id,
            ref=report.ref,
            outlet=report.outlet,
            published=report.published,
            url=report.url,
            background=all(claim.background for claim in told[report.id]),
            source=source[report.id],
        )
        for report in ordered
    )


#: "attack" says no more than that it was violent; any of these says how.
_SAYS_HOW = frozenset(Kind) - {
    Kind.ASSAULT,
    Kind.INTERCEPTION,
    Kind.RAID,
    Kind.TERRITORY,
    Kind.DESTRUCTION,
    Kind.THREAT,
}
_NARROWER = {Kind.BOMBING: Kind.SUICIDE_BOMBING, Kind.AIR_STRIKE: Kind.DRONE_STRIKE}


def _kind(claims: Sequence[Claim]) -> Kind:
    """Return the kind most claims tell, after a vague telling gave way to one that says how; ties go to the earlier."""
    counts = Counter(claim.kind for claim in claims)
    if counts[Kind.ASSAULT] and any(kind in _SAYS_HOW for kind in counts):
        how = next(kind for kind, _ in counts.most_common() if kind in _SAYS_HOW)
        counts[how] += counts.pop(Kind.ASSAULT)
    for vague, narrow in _NARROWER.items():
        if counts[vague] and counts[narrow]:
            counts[narrow] += counts.pop(vague)
    top = max(counts.values())
    return next(claim.kind for claim in claims if counts[claim.kind] == top)


def _status(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Status:
    """Return the outcome most claims tell, the latest told of equals; denied only where nothing else is told."""
    told = [claim for claim in claims if claim.status is not Status.DENIED]
    if not told:
        return Status.DENIED
    counts = Counter(claim.status for claim in told)
    top = max(counts.values())
    latest = max(
        (claim for claim in told if counts[claim.status] == top),
        key=lambda claim: (reports[claim.report].published, claim.report, claim.id),
    )
    return latest.status


_WHEN_TIERS = {WhenPrecision.DAY: 0, WhenPrecision.DAYS: 0, WhenPrecision.WEEK: 1, WhenPrecision.MONTH: 2}


def _when(claims: Sequence[Claim], reports: Mapping[str, Report]) -> When | None:
    """Return the interval stated most often among the most precise, then the narrowest, then the earliest told.

    Where no claim states any, the one day that a report telling it as new names at all, else the publication of the
    earliest such report; of an event known only as context nothing is known.
    """
    stated = [claim.when for claim in claims if claim.when is not None and days.states_day(claim)]
    if not stated:
        new = [claim for claim in claims if not claim.background]
        told = (_report_day(reports[claim.report]) for claim in new)
        return next((when for when in told if when is not None), None) or next((claim.when for claim in new), None)
    best = min(_tier(when) for when in stated)
    precise = [when for when in stated if _tier(when) == best]
    counts = Counter((when.start, when.end) for when in precise)
    return min(precise, key=lambda when: (-counts[when.start, when.end], when.end - when.start))


def _report_day(report: Report) -> When | None:
    found = read_days(report.text, report.published).only()
    if found is None:
        return None
    precision = WhenPrecision.DAY if found.one else WhenPrecision.DAYS
    reason = "no claim states a day: the only one that the report tells of"
    return When(found.span, found.start, found.end, precision, WhenBasis.RELATIVE, reason=reason)


def _tier(when: When) -> int:
    return _WHEN_TIERS.get(when.precision, len(_WHEN_TIERS))


def _place(claims: Sequence[Claim]) -> Place | None:
    """Return the place named most often among the most precise, then the earliest told; unresolved words as the last."""
    best = [places[0] for claim in claims if (places := where.located(claim))]
    if not best:
        countries = [place for claim in claims for place in claim.places if place.country is not None]
        words = [place for claim in claims for place in claim.places]
        return next(iter(countries or words), None)
    narrowest = min(map(where.narrowness, best))
    precise = [place for place in best if where.narrowness(place) == narrowest]
    counts = Counter(map(_place_key, precise))
    return max(precise, key=lambda place: counts[_place_key(place)])


def _place_key(place: Place) -> str:
    return place.feature or f"{place.name or place.span.text} {place.lat:.3f} {place.lon:.3f}"


def _actors(claims: Sequence[Claim], ground: Ground) -> tuple[IncidentActor, ...]:
    """Return who is said to have done it, by lexicon entry or by name, each on the strongest basis told."""
    found: list[tuple[Mention, list[tuple[Claim, ActorBasis]]]] = []
    for claim, mention in ((told, actor) for told in claims for actor in told.actors):
        at = next((n for n, (other, _) in enumerate(found) if wording.same_mention(mention, other)), None)
        if at is None:
            found.append((mention, [(claim, claim.actor_basis)]))
        else:
            kept, bases = found[at]
            found[at] = (wording.union([[kept], [mention]])[0], [*bases, (claim, claim.actor_basis)])
    return tuple(_actor(mention, told, ground) for mention, told in found)


def _actor(mention: Mention, told: Sequence[tuple[Claim, ActorBasis]], ground: Ground) -> IncidentActor:
    bases = {basis for _, basis in told}
    strongest = next(basis for basis in BASES if basis in bases)
    said = {name for claim, basis in told if basis is strongest for name in _said_by(claim, basis, mention, ground)}
    return IncidentActor(
        name=wording.with_acronym(wording.actor_name(mention), _told_as(mention, told)),
        entity=mention.entity,
        basis=strongest,
        said_by=tuple(sorted(said)),
        claims=tuple(sorted({claim.id for claim, _ in told})),
    )


def _told_as(mention: Mention, told: Sequence[tuple[Claim, ActorBasis]]) -> set[str]:
    return {
        m.span.text for claim, _ in told for m in claim.actors if wording.mention_key(m) == wording.mention_key(mention)
    }


def _said_by(claim: Claim, basis: ActorBasis, actor: Mention, ground: Ground) -> Sequence[str]:
    """Return who names the actor: itself, its accuser if one is told, or the report where it says so as fact."""
    if basis is ActorBasis.CLAIMED:
        own = [speaker for speaker in claim.speakers if wording.same_mention(speaker, actor)]
        return [wording.voice_name(own[0]) if own else wording.actor_name(actor)]
    if basis is ActorBasis.STATED:
        return [ground.reports[claim.report].outlet or "the report"]
    heard = accusers(claim, actor, ground.sides.same_side)
    if not heard:
        return []
    nearest = min(heard, key=lambda speaker: abs(speaker.span.start - actor.span.start))
    return [wording.voice_name(nearest)]


def _voiced(claims: Sequence[Claim], mentions: Callable[[Claim], Sequence[Mention]]) -> tuple[SourcedValue, ...]:
    """Return every speaker or target once, in the order first told, with the claims that mention it."""
    told = ((wording.voice_key(m), wording.voice_name(m), claim.id) for claim in claims for m in mentions(claim))
    return _grouped(told)


def _grouped(told: Iterable[tuple[str, str, str]]) -> tuple[SourcedValue, ...]:
    """Group (key, name, claim id) by key, under the name first told."""
    names: dict[str, str] = {}
    claims: dict[str, set[str]] = {}
    for key, name, claim in told:
        names.setdefault(key, name)
        claims.setdefault(key, set()).add(claim)
    return tuple(SourcedValue(name, tuple(sorted(claims[key]))) for key, name in names.items())


def _weapons(claims: Sequence[Claim]) -> tuple[SourcedValue, ...]:
    """Return the weapons named; of an air strike that names none, the word the report has for it."""
    named = _grouped((wording.mention_key(m), m.span.text, claim.id) for claim in claims for m in claim.weapons)
    if named:
        return named
    told = [(claim.trigger.text, claim.id) for claim in claims if claim.kind is Kind.AIR_STRIKE]
    return _conflict("weapon", told).values


def _damage(claims: Sequence[Claim]) -> str | None:
    """Return the words said of damage, joined by " / "; "none: " goes before those that say there was none."""
    said = dict.fromkeys(_damage_words(claim) for claim in claims)
    return " / ".join(words for words in said if words) or None


def _damage_words(claim: Claim) -> str:
    if claim.damage is None:
        return ""
    words = claim.damage.span.text
    return f"{'none: ' if claim.damage.none else ''}{words}{' (hedged)' if claim.damage.hedged else ''}"


def _launched_from(claims: Sequence[Claim]) -> Place | None:
    told = [claim.launched_from for claim in claims if claim.launched_from is not None]
    return min(told, key=where.narrowness, default=None)


def _conflicts(claims: Sequence[Claim], ground: Ground) -> tuple[Conflict, ...]:
    """Return every field on which claims do not agree, in a fixed order of fields."""
    figures = (figure_conflict(claims, field) for field in ("munitions", "killed", "injured", "captured"))
    found = (
        _status_conflict(claims),
        _day_conflict(claims),
        _place_conflict(claims),
        _actor_conflict(claims, ground.sides),
        _weapon_conflict(claims, ground.reports),
        *figures,
    )
    return tuple(conflict for conflict in found if conflict is not None)


def _conflict(field: str, values: Iterable[tuple[str, str]]) -> Conflict:
    told: dict[str, set[str]] = {}
    for value, claim in values:
        told.setdefault(value, set()).add(claim)
    return Conflict(field, tuple(SourcedValue(value, tuple(sorted(ids))) for value, ids in told.items()))


def _status_conflict(claims: Sequence[Claim]) -> Conflict | None:
    if len({claim.status for claim in claims}) == 1:
        return None
    return _conflict("status", ((claim.status.value, claim.id) for claim in claims))


def _day_conflict(claims: Sequence[Claim]) -> Conflict | None:
    stated = [(claim, window) for claim in claims if (window := days.window(claim)) is not None and window.stated]
    if all(days.gap_days(a, b) <= 0 for (_, a), (_, b) in combinations(stated, 2)):
        return None
    return _conflict("when", ((f"{window.start}/{window.end}", claim.id) for claim, window in stated))


def _place_conflict(claims: Sequence[Claim]) -> Conflict | None:
    placed = [(claim, where.points(claim)) for claim in claims if where.points(claim)]
    gaps = (where.nearest(a, b) for (_, a), (_, b) in combinations(placed, 2))
    if all(gap is None or gap.same_feature or gap.km <= gap.radii_km for gap in gaps):
        return None
    return _conflict("place", ((places[0].name or places[0].span.text, claim.id) for claim, places in placed))


def _actor_conflict(claims: Sequence[Claim], sides: Sides) -> Conflict | None:
    if who_conflict(claims, sides) is None:
        return None
    return _conflict("actor", ((wording.said_name(actor), claim.id) for claim in claims for actor in claim.actors))


def _weapon_conflict(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Conflict | None:
    # Weapons named in one sentence go together, so that two tellings contradict only where no weapon of theirs agrees.
    tellings = [told for claim in claims for told in _armed_tellings(claim, reports[claim.report])]
    if not any(all(conflicting(m.entity, n.entity) for m, n in product(a, b)) for a, b in combinations(tellings, 2)):
        return None
    return _conflict("weapon", ((weapon.span.text, claim.id) for claim in claims for weapon in claim.weapons))


def _armed_tellings(claim: Claim, report: Report) -> list[list[Mention]]:
    """Return the weapons of a claim by the sentence they are named in."""
    tellings: list[list[Mention]] = []
    for weapon in sorted(claim.weapons, key=lambda one: one.span.start):
        between = report.text[tellings[-1][-1].span.end : weapon.span.start] if tellings else ""
        if tellings and not _SENTENCE_END.search(between):
            tellings[-1].append(weapon)
        else:
            tellings.append([weapon])
    return tellings


#: What ends a sentence, near enough to tell two tellings apart.
_SENTENCE_END = re.compile(r"[.!?\u201d]\s|\n")


def _merge_reasons(tellings: Sequence[Telling], ground: Ground) -> tuple[str, ...]:
    return tuple(_merge_reason(one, tellings[:n], ground) for n, one in enumerate(tellings) if n)


#: A reason is looked for among so many of the earliest claims: what hundreds of reports tell is not compared all with all.
_WEIGHED_WITH = 8


def _merge_reason(telling: Telling, earlier: Sequence[Telling], ground: Ground) -> str:
    """Return why a claim stands with the earlier claims: a judgement, or the early claim that speaks for it most."""
    claim = telling.claim.id
    judged = next((one.claim.id for one in earlier if pair(claim, one.claim.id) in ground.held.same), None)
    if judged is not None:
        return f"{claim} with {judged}: judged the same"
    other, evidence = _spoken_for(telling, tuple(earlier[:_WEIGHED_WITH]), ground.sides)
    return f"{claim} with {other}: {evidence}"


@lru_cache(maxsize=2**13)
def _spoken_for(telling: Telling, earlier: tuple[Telling, ...], sides: Sides) -> tuple[str, str]:
    """Return the claim that speaks most for a telling, and what it says."""
    weighed = [(one.claim.id, list(weigh(telling, one, sides))) for one in earlier]
    other, evidence = max(weighed, key=lambda pair: sum(e.score for e in pair[1]))
    return other, _waterfall(evidence)


def _waterfall(evidence: Sequence[Evidence]) -> str:
    parts = "; ".join(f"{e.name} {e.score:+.1f} ({e.detail})" for e in evidence if e.score)
    return f"{sum(e.score for e in evidence):.1f} = {parts}"
