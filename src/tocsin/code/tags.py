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
    """Words that name an event; offsets relative to the passage.

    ``score`` is the probability that they do, ``certainty`` that of each choice made for the event, by field.
    """

    start: int
    end: int
    kind: Kind
    status: Status = Status.OCCURRED
    hedged: bool = False
    background: bool = False
    actor_basis: ActorBasis = ActorBasis.NONE
    score: float = 1.0
    rule: str = ""
    certainty: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """A span in a role of one trigger (its index in :attr:`Tags.triggers`); offsets relative to the passage.

    ``score`` is the probability that it has this role, ``None`` where the tagger knows none.
    """

    start: int
    end: int
    role: Role
    trigger: int
    score: float | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """What was tagged in one passage.

    ``unsure`` are arguments that score too little to be said: they are mentioned, and left to people.
    """

    triggers: tuple[Trigger, ...] = ()
    arguments: tuple[Argument, ...] = ()
    unsure: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a report a tagger sees at once: a passage has at most so many sentences and letters.

    Paragraphs beyond it are cut between sentences; a sentence beyond it stays whole.
    """

    sentences: int
    letters: int


class Tagger(Protocol):
    """Anything that finds events and their arguments in passages."""

    name: str
    version: str
    reach: Reach
    #: Whether two events it finds in one passage are two events; where not, tellings of one are merged afterwards.
    tells_apart: bool

    def tag(self, passages: Sequence[Passage]) -> Sequence[Tags]:
        """Return one :class:`Tags` for each passage, in order."""
        ...
