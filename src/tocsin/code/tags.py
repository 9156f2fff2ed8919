"""What a tagger sees and what it gives back: triggers and argument spans, nothing resolved.

The same assembling, figure, date, place and actor code serves every tagger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tocsin.codebook import ActorBasis, Kind, Status


class Role(StrEnum):
    """What an argument span is to its trigger."""

    SPEAKER = "speaker"
    ACTOR = "actor"
    TARGET = "target"
    WEAPON = "weapon"
    MUNITIONS = "munitions"
    PLACE = "place"
    TIME = "time"
    KILLED = "killed"
    INJURED = "injured"
    CAPTURED = "captured"
    DAMAGE = "damage"
    LAUNCHED_FROM = "launched_from"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of consecutive sentences of one report.

    ``start`` is the passage's offset in the report; ``sentences`` are (start, end) pairs relative to ``text``.
    """

    text: str
    start: int
    sentences: tuple[tuple[int, int], ...]
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an event; offsets relative to the passage."""

    start: int
    end: int
    kind: Kind
    status: Status = Status.OCCURRED
    hedged: bool = False
    background: bool = False
    actor_basis: ActorBasis = ActorBasis.NONE
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """A span in a role of one trigger (its index in :attr:`Tags.triggers`); offsets relative to the passage."""

    start: int
    end: int
    role: Role
    trigger: int
    score: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """What was tagged in one passage."""

    triggers: tuple[Trigger, ...] = ()
    arguments: tuple[Argument, ...] = ()


class Tagger(Protocol):
    """Anything that finds events and their arguments in passages."""

    name: str
    version: str
    #: How many sentences of a report it wants to see at once.
    passage_sentences: int

    def tag(self, passages: Sequence[Passage]) -> Sequence[Tags]:
        """Return one :class:`Tags` for each passage, in order."""
        ...
