"""Who accuses an actor: nobody of its own side, and nobody who denies what is told."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeAlias

from tocsin.codebook import ActorBasis, RelationKind
from tocsin.model import Claim, Mention, Step

#: Says whether two entities are one side; ``None`` where it is not known.
SameSide: TypeAlias = Callable[[str, str], bool | None]

#: What somebody says of an actor, where it takes an accuser.
ACCUSING = frozenset({ActorBasis.BLAMED, ActorBasis.SUSPECTED})


def accusers(claim: Claim, actor: Mention, same_side: SameSide) -> tuple[Mention, ...]:
    """Return the speakers of a claim who may accuse its actor."""
    own = {_noun(one) for one in claim.speakers if _own(one, actor, same_side)}
    return tuple(
        one
        for one in claim.speakers
        if not denies(claim, one) and not _own(one, actor, same_side) and not _told_again(one, own)
    )


def denies(claim: Claim, speaker: Mention) -> bool:
    """Return whether a speaker denies what the claim tells."""
    denials = (said.span for said in claim.references if said.relation is RelationKind.DENIAL)
    return any(words.start <= speaker.span.start < words.end for words in denials)


def told_by_its_own(claim: Claim, same_side: SameSide) -> Claim:
    """Return a claim whose actor nobody but its own side names as one that states it."""
    if claim.actor_basis not in ACCUSING or not claim.speakers:
        return claim
    if any(accusers(claim, actor, same_side) for actor in claim.actors):
        return claim
    own = next(
        (
            one
            for one in claim.speakers
            if not denies(claim, one) and any(_own(one, actor, same_side) for actor in claim.actors)
        ),
        None,
    )
    if own is None:
        return claim
    step = Step("actor_basis", f"{own.span.text!r} is of the actor's own side: it accuses nobody")
    return replace(claim, actor_basis=ActorBasis.STATED, steps=(*claim.steps, step))


def _told_again(speaker: Mention, nouns: Collection[str]) -> bool:
    """Return whether "the command" is one of the bodies that were told with their names."""
    words = speaker.span.text.casefold().split()
    return speaker.entity is None and len(words) == len(("the", "command")) and words[0] == "the" and words[1] in nouns


def _noun(speaker: Mention) -> str:
    return "".join(speaker.span.text.casefold().split()[-1:])


def _own(speaker: Mention, actor: Mention, same_side: SameSide) -> bool:
    if speaker.entity is None or actor.entity is None:
        return False
    return speaker.entity == actor.entity or same_side(speaker.entity, actor.entity) is True
