"""How well an incident is borne out, found mechanically and with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from tocsin.codebook import ActorBasis, Grade, Kind, RelationKind, Status
from tocsin.link.compare import actors_agree
from tocsin.link.sides import Sides
from tocsin.link.wording import names, said_name, same_mention
from tocsin.model import Claim, Mention

_TWO_SIDED = frozenset({Kind.ARMED_CLASH, Kind.TERRITORY, Kind.INTERCEPTION})


def grade(claims: Sequence[Claim], sources: Sequence[str], sides: Sides) -> tuple[Grade, str]:
    """Return the grade of an incident and the reason.

    Denied when nobody tells that it happened; contested when sources contradict on that or on who did it, or a report
    tells that somebody denies it, a part in it or its toll; confirmed when the acting side says so or both sides tell it; else by the number of independent ``sources``.
    """
    if all(claim.status is Status.DENIED for claim in claims):
        return Grade.DENIED, "told only as something that did not happen"
    contradicted = next(_denials(claims), None)
    if contradicted:
        return Grade.CONTESTED, contradicted
    rivals = who_conflict(claims, sides)
    if rivals:
        return Grade.CONTESTED, f"who did it: {rivals[0].id} and {rivals[1].id} name different sides"
    owner = _owned(claims, sides)
    if owner:
        return Grade.CONFIRMED, owner
    told = sorted(set(sources))
    if len(told) > 1:
        return Grade.CORROBORATED, f"{len(told)} independent sources: " + ", ".join(told)
    return Grade.SINGLE_SOURCE, "one source: " + ", ".join(told)


def _denials(claims: Sequence[Claim]) -> Iterator[str]:
    denied = [claim.id for claim in claims if claim.status is Status.DENIED]
    if denied:
        yield "whether it happened: " + ", ".join(denied) + " denied it"
    for claim in claims:
        for said in claim.references:
            if said.relation is RelationKind.DENIAL:
                yield f"it is denied: \u201c{said.span.text}\u201d ({claim.id})"


def who_conflict(claims: Sequence[Claim], sides: Sides) -> tuple[Claim, Claim] | None:
    """Return the first two claims whose actors are known to be of different sides; two fighting sides are none."""
    for a, b in combinations(claims, 2):
        if a.kind in _TWO_SIDED or b.kind in _TWO_SIDED:
            continue
        if actors_agree(a.actors, b.actors, sides) is False:
            return a, b
    return None


def _owned(claims: Sequence[Claim], sides: Sides) -> str | None:
    for claim in claims:
        party = next((actor for actor in claim.actors if _is_party(actor, sides)), None)
        if claim.actor_basis is ActorBasis.CLAIMED and party is not None:
            return f"{said_name(party)} says it did it ({claim.id})"
    struck = [target for claim in claims for target in claim.targets]
    speaking = [speaker for claim in claims for speaker in claim.speakers]
    if any(not _one_side(a, b, sides) for a, b in combinations(_actors(claims), 2)):
        return None  # where tellings differ on who acts, one side's word for itself is no confirmation
    for claim in claims:
        own = _on_side(claim.speakers, claim.actors, sides)
        if (
            own is None
            or claim.actor_basis is not ActorBasis.STATED
            or _on_side(struck, claim.actors, sides) is not None
        ):
            continue
        other = _on_side(speaking, struck, sides)
        both = f", and so does {said_name(other)}" if other is not None else ""
        return f"the acting side tells it: {said_name(own)}{both}"
    return None


def _is_party(actor: Mention, sides: Sides) -> bool:
    """Return whether words name somebody who may have done it: a known party, or a name that the lexicon does not know."""
    return sides.may_fight(actor.entity) if actor.entity is not None else bool(names(actor.span.text))


def _actors(claims: Sequence[Claim]) -> list[Mention]:
    return [actor for claim in claims for actor in claim.actors]


def _one_side(a: Mention, b: Mention, sides: Sides) -> bool:
    if a.entity is None or b.entity is None:
        return same_mention(a, b)
    return a.entity == b.entity or sides.same_side(a.entity, b.entity) is True


def _on_side(speakers: Sequence[Mention], people: Sequence[Mention], sides: Sides) -> Mention | None:
    for speaker, one in product(speakers, people):
        if speaker.entity and one.entity and sides.same_side(speaker.entity, one.entity):
            return speaker
    return None
