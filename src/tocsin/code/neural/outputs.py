"""What the numbers that the networks give back stand for, in order."""

from __future__ import annotations

from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind, Status

#: Of each piece: outside, begins, goes on.
TAGS = ("outside", "begins", "inside")

#: The roles that the reader knows; a launch point is left to the grammar.
ROLES = (
    Role.SPEAKER,
    Role.ACTOR,
    Role.TARGET,
    Role.WEAPON,
    Role.PLACE,
    Role.MUNITIONS,
    Role.TIME,
    Role.KILLED,
    Role.INJURED,
    Role.CAPTURED,
    Role.DAMAGE,
)
KINDS = tuple(Kind)
STATUSES = tuple(Status)
BASES = tuple(ActorBasis)

#: The choices that the reader makes for an event, in the order of its outputs, with how many options each has.
CHOICES = {
    "kind": len(KINDS),
    "status": len(STATUSES),
    "actor_basis": len(BASES),
    "hedged": 2,
    "background": 2,
    "event": 2,
}
