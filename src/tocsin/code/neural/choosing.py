"""Which of the events that the networks propose for a passage are told, each once, and what is chosen for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tocsin.code.neural.calibration import Asked, Calibration
from tocsin.code.neural.decoding import Stretch, best, stretches_over
from tocsin.code.neural.encoding import Encoded
from tocsin.code.neural.networks import Floats
from tocsin.code.neural.outputs import BASES, KINDS, ROLES, STATUSES
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind, Status

#: Roles whose words tell one event from another.
_TELLING = tuple(
    ROLES.index(role)
    for role in (Role.ACTOR, Role.TARGET, Role.PLACE, Role.WEAPON, Role.KILLED, Role.INJURED, Role.CAPTURED)
)
#: A word is in a role for this from so much probability on.
_IN_ROLE = 0.5

#: The choices of which an event's certainty is kept, by the claim's field.
CHOSEN = ("kind", "status", "actor_basis", "hedged", "background")

#: What the calibration calls that an event did not occur.
NOT_OCCURRED = "not occurred"

Words: TypeAlias = frozenset[tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as the networks see it: where it is named, how sure they are, and all that was scored for it."""

    passage: int
    stretch: Stretch
    score: float
    roles: Floats
    choices: dict[str, Floats]


def told(events: Iterable[Event], encoded: Encoded, asked: Asked) -> list[Event]:
    """Return the events of one passage that score enough, in text order; of proposals for one event the likeliest."""
    kept: list[tuple[Event, Words]] = []
    for event in sorted(events, key=lambda one: (-one.score, one.stretch.first)):
        if event.score < (asked.further if kept else asked.first):
            continue
        words = _words_in_roles(event, encoded)
        if all(_shared(words, others) < asked.same for _, others in kept):
            kept.append((event, words))
    return sorted((event for event, _ in kept), key=lambda one: one.stretch.first)


def _words_in_roles(event: Event, encoded: Encoded) -> Words:
    return frozenset(
        (column, word)
        for column in _TELLING
        for stretch in stretches_over(event.roles[:, column], encoded, _IN_ROLE)
        for word in _words(encoded, stretch)
    )


def _words(encoded: Encoded, stretch: Stretch) -> Sequence[int | None]:
    return encoded.words[stretch.first : stretch.last + 1]


def _shared(a: Words, b: Words) -> float:
    """Return how much of both is in both, 0 to 1."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


@dataclass(frozen=True, slots=True)
class Decided:
    """What is chosen for an event; ``scores`` are those of the options chosen, by the claim's field."""

    kind: Kind
    status: Status
    basis: ActorBasis
    hedged: bool
    background: bool
    scores: tuple[tuple[str, float], ...]


def decide(choices: Mapping[str, Floats], asked: Calibration, *, has_actor: bool) -> Decided:
    """Choose what an event is: the usual, unless the unusual reaches what is asked of it."""
    kind, kind_score = best(choices["kind"])
    status, status_score = _status(choices["status"], asked.asks_true(NOT_OCCURRED))
    basis, basis_score = _basis(choices["actor_basis"]) if has_actor else (ActorBasis.NONE, 1.0)
    hedged, hedged_score = _yes(choices["hedged"], asked.asks_true("hedged"))
    if basis is ActorBasis.SUSPECTED and not hedged:
        # Who is only suspected is named with a doubt.
        hedged, hedged_score = True, basis_score
    background, background_score = _yes(choices["background"], asked.asks_true("background"))
    scores = (kind_score, status_score, basis_score, hedged_score, background_score)
    return Decided(KINDS[kind], status, basis, hedged, background, tuple(zip(CHOSEN, scores, strict=True)))


def _yes(chances: Floats, asked: float) -> tuple[bool, float]:
    said = bool(chances[1] >= asked)
    return said, float(chances[int(said)])


def _basis(chances: Floats) -> tuple[ActorBasis, float]:
    """Return the likeliest basis of an actor that is named."""
    named = [0.0 if one is ActorBasis.NONE else float(chance) for one, chance in zip(BASES, chances, strict=True)]
    return BASES[named.index(max(named))], max(named)


def _status(chances: Floats, asked: float) -> tuple[Status, float]:
    """Return what became of the event: it occurred, unless the other outcomes together reach what is asked."""
    usual = STATUSES.index(Status.OCCURRED)
    if 1 - float(chances[usual]) < asked:
        return Status.OCCURRED, float(chances[usual])
    others = [0.0 if i == usual else float(chance) for i, chance in enumerate(chances)]
    return STATUSES[others.index(max(others))], max(others)
