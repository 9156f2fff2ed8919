"""Inside one report: tellings of one event become one claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import combinations

from tocsin.codebook import ActorBasis, Kind, Status, WhenBasis
from tocsin.lexicon.folding import fold
from tocsin.link import compare_in_report, days, where, wording
from tocsin.link.cluster import Apart, Verdicts, agglomerate, links, pair
from tocsin.link.days import NARROW_DAYS, NEWS_DAYS, Window, window
from tocsin.link.sides import Sides
from tocsin.link.weights import WITHIN_BAR
from tocsin.model import Claim, Figure, Place, Reference, Report, Span, Step, Told, When
from tocsin.resolve.shared_places import NOT_ITS_OWN

#: Two tellings that a tagger took for two events are one where neither states a day or place and so much speaks for it.
TOLD_AGAIN = 3.0

_FIGURES = ("munitions", "killed", "injured", "captured")


def merge_tellings(
    claims: Sequence[Claim], sides: Sides, separate: Iterable[Sequence[str]] = (), headline: int = 0
) -> tuple[Claim, ...]:
    """Make one claim of all claims of one report that tell of one event; the result is in text order.

    Claims whose ids stand in one group of ``separate`` are held to be different events, where they state a day or place of
    their own, or the one is of the headline (the first ``headline`` letters of the text) and the other tells it again.
    The founding telling, the first in the text, gives id and trigger; its kind gives way to a more exact one
    that another telling has. References to merged claims follow them.

    :raises ValueError: claims of more than one report.
    """
    if len({claim.report for claim in claims}) > 1:
        raise ValueError("tellings are merged within one report only")
    ordered = sorted(claims, key=_text_order)
    by_id = {claim.id: claim for claim in ordered}
    pairs = [(a.id, b.id) for n, a in enumerate(ordered) for b in ordered[n + 1 :]]

    def scored(a: Claim, b: Claim) -> float:
        return compare_in_report.score_in_report(a, b, sides)

    told_apart = (pair(a, b) for group in separate for a, b in combinations(group, 2))
    one_event = _headlines_told_again(ordered, headline, scored)
    different = (
        two for two in told_apart if two not in one_event and not _told_again(by_id[two[0]], by_id[two[1]], scored)
    )
    held = Verdicts(different=frozenset(different))
    groups = agglomerate(by_id, links(by_id, pairs, scored, WITHIN_BAR), scored, held, Apart(WITHIN_BAR))
    merged = [_one([by_id[claim] for claim in group], sides) for group in groups]
    goes_to = {old: claim.id for claim, group in zip(merged, groups, strict=True) for old in group}
    return tuple(sorted((_redirected(claim, goes_to) for claim in merged), key=_text_order))


def told_as_news(claims: Sequence[Claim], report: Report) -> tuple[Claim, ...]:
    """Take for news what a report without any news says to have happened in the days before it was published.

    That a suspect is charged or a victim named is how the report tells of it, and nothing newer is told. Only the
    latest such days are news; what they look back on stays context.
    """
    if any(not claim.background for claim in claims):
        return tuple(claims)
    recent = [claim for claim in claims if _is_recent(claim, report.published)]
    latest = max((claim.when.end for claim in recent if claim.when is not None), default=None)
    return tuple(
        replace(claim, background=False, steps=(*claim.steps, Step("background", NEWS_OF_THESE_DAYS)))
        if claim in recent and claim.when is not None and claim.when.end == latest
        else claim
        for claim in claims
    )


NEWS_OF_THESE_DAYS = "told as context, but of these days, and the report has no other news"


def _is_recent(claim: Claim, published: date) -> bool:
    when = claim.when
    if when is None or when.basis is WhenBasis.PUBLICATION:
        return False
    return (when.end - when.start).days < NARROW_DAYS and 0 <= (published - when.end).days <= NEWS_DAYS


def _told_again(a: Claim, b: Claim, scored: Callable[[Claim, Claim], float]) -> bool:
    """Tell whether two claims that a tagger found in one passage are one event told twice all the same.

    It found two; but where neither states a day or place of its own, or both name one town and nothing else that they
    state differs, it had nothing to tell them apart by.
    """
    nothing_apart = not _states_where_or_when(a) and not _states_where_or_when(b)
    return (nothing_apart or compare_in_report.tells_again(a, b, sure=True)) and scored(a, b) >= TOLD_AGAIN


def _headlines_told_again(
    ordered: Sequence[Claim], headline: int, scored: Callable[[Claim, Claim], float]
) -> frozenset[tuple[str, str]]:
    """Return each claim of the headline with the one claim of the story that tells its event again, if any does."""
    told = [claim for claim in ordered if claim.trigger.end <= headline]
    story = [claim for claim in ordered if claim.trigger.start >= headline]
    found = set()
    for claim in told:
        again = [(scored(claim, other), other) for other in story if compare_in_report.tells_again(claim, other)]
        best = max(again, key=lambda one: (one[0], -one[1].trigger.start), default=None)
        if best is not None and best[0] >= TOLD_AGAIN:
            found.add(pair(claim.id, best[1].id))
    return frozenset(found)


def _states_where_or_when(claim: Claim) -> bool:
    own = (place for place in where.located(claim) if not place.reason.startswith(NOT_ITS_OWN))
    return days.states_day(claim) or next(own, None) is not None


def _text_order(claim: Claim) -> tuple[int, int, str]:
    return claim.trigger.start, claim.trigger.end, claim.id


def _one(group: Sequence[Claim], sides: Sides) -> Claim:
    tellings = sorted(group, key=_text_order)
    if len(tellings) == 1:
        return tellings[0]
    founding = tellings[0]
    kept = {field: _first_stated(tellings, field) for field in _FIGURES}
    return replace(
        founding,
        kind=reduce(_more_exact, (claim.kind for claim in tellings)),
        status=_status(tellings),
        # A hedge on the founding telling holds for the event; one on a later detail does not.
        hedged=founding.hedged or all(claim.hedged for claim in tellings),
        background=_background(tellings),
        speakers=wording.union(claim.speakers for claim in tellings),
        actors=wording.union(claim.actors for claim in tellings),
        actor_basis=_basis(tellings),
        targets=wording.union(claim.targets for claim in tellings),
        weapons=wording.union(claim.weapons for claim in tellings),
        places=_places(tellings),
        when=_when(tellings),
        damage=next((claim.damage for claim in tellings if claim.damage is not None), None),
        launched_from=next((claim.launched_from for claim in tellings if claim.launched_from is not None), None),
        passages=_passages(tellings),
        also_told=_also_told(tellings, kept),
        references=_references(tellings),
        confidence=max(claim.confidence for claim in tellings),
        steps=(*founding.steps, *(_reason(founding, claim, sides) for claim in tellings[1:])),
        munitions=kept["munitions"],
        killed=kept["killed"],
        injured=kept["injured"],
        captured=kept["captured"],
    )


#: Kinds that say less, each with the kinds it gives way to: "attack" says least, and what was intercepted
#: is told by the attack that was stopped.
_SAYS_MORE: dict[Kind, frozenset[Kind]] = {
    Kind.ASSAULT: frozenset(Kind) - {Kind.ASSAULT, Kind.INTERCEPTION, Kind.THREAT},
    Kind.BOMBING: frozenset({Kind.SUICIDE_BOMBING, Kind.GRENADE}),
    Kind.AIR_STRIKE: frozenset({Kind.DRONE_STRIKE}),
    Kind.SHOOTING: frozenset({Kind.ARMED_CLASH}),
    Kind.INTERCEPTION: frozenset({Kind.AIR_STRIKE, Kind.DRONE_STRIKE, Kind.SHELLING}),
}


def _more_exact(kind: Kind, other: Kind) -> Kind:
    return other if other in _SAYS_MORE.get(kind, frozenset()) else kind


#: Which outcome of several tellings holds, the first that any tells: a later passage that says it failed is the outcome.
_OUTCOMES = (Status.FOILED, Status.OCCURRED, Status.THREATENED, Status.HYPOTHETICAL, Status.DENIED)


def _background(tellings: Sequence[Claim]) -> bool:
    """Tell whether the event is only context: what merely tells it again does not make it news."""
    telling = [claim for claim in tellings if not compare_in_report.says_nothing_of_its_own(claim)] or list(tellings)
    return all(claim.background for claim in telling)


def _status(tellings: Sequence[Claim]) -> Status:
    told = {claim.status for claim in tellings}
    return next(status for status in _OUTCOMES if status in told)


#: The strongest basis of several, the first that any telling has.
BASES = (ActorBasis.CLAIMED, ActorBasis.STATED, ActorBasis.BLAMED, ActorBasis.SUSPECTED, ActorBasis.NONE)


def _basis(ordered: Sequence[Claim]) -> ActorBasis:
    bases = {claim.actor_basis for claim in ordered if claim.actors}
    if ActorBasis.STATED in bases and all(
        _tells_of_itself(claim) for claim in ordered if claim.actor_basis is ActorBasis.CLAIMED
    ):
        # Who merely tells of its own act takes no more responsibility than the report lays on it already.
        bases.discard(ActorBasis.CLAIMED)
    return next((basis for basis in BASES if basis in bases), ActorBasis.NONE)


def _tells_of_itself(claim: Claim) -> bool:
    return any(wording.same_mention(actor, speaker) for actor in claim.actors for speaker in claim.speakers)


def _first_stated(ordered: Sequence[Claim], field: str) -> Figure | None:
    """Return the first figure with a number, else the first told in words."""
    told: list[Figure] = [figure for claim in ordered if (figure := getattr(claim, field)) is not None]
    return next((figure for figure in told if (figure.min, figure.max) != (None, None)), told[0] if told else None)


def _also_told(ordered: Sequence[Claim], kept: Mapping[str, Figure | None]) -> tuple[Told, ...]:
    """Return every further figure that says another number, once each, with the speakers of its telling."""
    found: dict[tuple[str, int | None, int | None], Told] = {}
    for claim in ordered:
        for field in _FIGURES:
            figure: Figure | None = getattr(claim, field)
            if figure is not None:
                found.setdefault((field, figure.min, figure.max), Told(field, figure, claim.speakers))
        for told in claim.also_told:
            found.setdefault((told.field, told.figure.min, told.figure.max), told)
    return tuple(told for told in found.values() if not _is_kept(told, kept[told.field]))


def _is_kept(told: Told, kept: Figure | None) -> bool:
    return kept is not None and (told.figure.min, told.figure.max) == (kept.min, kept.max)


def _when(ordered: Sequence[Claim]) -> When | None:
    """Return the time of the telling that states the narrowest; a day of publication only where none states any."""
    told = [claim for claim in ordered if claim.when is not None]
    stated = [claim for claim in told if claim.when is not None and claim.when.basis is not WhenBasis.PUBLICATION]
    best = min(stated or told, key=_width, default=None)
    return best.when if best is not None else None


def _width(claim: Claim) -> int:
    open_days = window(claim) or Window(date.min, date.max, stated=False)
    return open_days.width


def _places(ordered: Sequence[Claim]) -> tuple[Place, ...]:
    """Unite places, the narrowest first as in a claim of one telling; of two that are one the resolved is kept."""
    kept: list[Place] = []
    for place in (place for claim in ordered for place in claim.places):
        at = next((n for n, other in enumerate(kept) if _same_place(place, other)), None)
        if at is None:
            kept.append(place)
        elif kept[at].lat is None and place.lat is not None:
            kept[at] = place
    return tuple(sorted(kept, key=lambda place: place.precision is None or place.precision))


def _same_place(a: Place, b: Place) -> bool:
    if a.feature is not None and b.feature is not None:
        return a.feature == b.feature and a.relation == b.relation
    return fold(a.span.text) == fold(b.span.text)


def _passages(tellings: Sequence[Claim]) -> tuple[Span, ...]:
    return tuple(sorted({span for claim in tellings for span in (claim.trigger, *claim.passages)}))


def _references(tellings: Sequence[Claim]) -> tuple[Reference, ...]:
    return tuple(dict.fromkeys(reference for claim in tellings for reference in claim.references))


def _redirected(claim: Claim, goes_to: Mapping[str, str]) -> Claim:
    """Let references name the claims that are left; one to the claim itself is gone."""
    moved = tuple(
        replace(said, to=goes_to.get(said.to, said.to)) if said.to is not None else said for said in claim.references
    )
    kept = tuple(dict.fromkeys(said for said in moved if said.to != claim.id))
    return claim if kept == claim.references else replace(claim, references=kept)


def _reason(founding: Claim, other: Claim, sides: Sides) -> Step:
    evidence = [e for e in compare_in_report.weigh_in_report(founding, other, sides) if e.score]
    parts = "; ".join(f"{e.name} {e.score:+.1f} ({e.detail})" for e in evidence)
    return Step("telling", f'"{other.trigger.text}" at {other.trigger.start} tells of the same event: {parts}')
