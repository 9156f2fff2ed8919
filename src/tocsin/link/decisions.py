"""What holds of all that people decided: the last about each thing, undos and the rule of two persons.

Decisions are taken in the order of their time and id, so that the order in which they are met does not matter. Nothing
is ever taken out: a decision is taken back by a later one, an *undo*, and that by another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.codebook import Verdict
from tocsin.model import Judgement

#: Verdicts about two claims.
PAIRWISE = frozenset({Verdict.SAME, Verdict.DIFFERENT, Verdict.UNDECIDED})

#: What a decision is about: a pair of claims, a claim, or a field of one.
_Topic = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a decision says of its topic, and how many undos stand around that: 1 says that it does not hold."""

    verdict: Verdict
    value: str | None
    undos: int = 0

    def undone(self) -> _Said:
        return _Said(self.verdict, self.value, self.undos + 1)


class Outcome(StrEnum):
    """What became of a decision.

    It holds; or it waits for a second person; or an undo took it back; or another decision about the same thing holds
    in its place.
    """

    HOLDING = "holding"
    WAITING = "waiting for a second person"
    UNDONE = "undone"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Decided:
    """All decisions, oldest first: what became of each, by id, and those that are in force, one a topic at most."""

    outcomes: Mapping[str, Outcome]
    in_force: tuple[Judgement, ...]


def decided(judgements: Iterable[Judgement], *, two_persons: bool) -> Decided:
    """Return what became of decisions.

    An undo takes back what the decision it names said, by whomever it was said before: what was decided before that
    holds again. An undo of an undo brings it back.

    :param two_persons: whether a decision holds only once two people have made it: then what holds is the later of
        the first two that agree since the last that held. An undo needs two people too, but for one who takes back what
        nobody else has said.
    """
    ordered = sorted(set(judgements), key=_order)
    by_id = {judgement.id: judgement for judgement in ordered}
    by_topic: dict[_Topic, list[tuple[Judgement, _Said]]] = {}
    outcomes: dict[str, Outcome] = {}
    for judgement in ordered:
        said = _said(judgement, by_id)
        if said is None:  # it undoes what is not at hand
            outcomes[judgement.id] = Outcome.CONTRADICTED
        else:
            by_topic.setdefault(_topic(judgement), []).append((judgement, said))
    in_force: list[Judgement] = []
    for told in by_topic.values():
        course = _Course(two_persons)
        for judgement, said in told:
            course.take(judgement, said)
        found, last = course.end()
        outcomes.update(found)
        if last is not None:
            in_force.append(last)
    return Decided(outcomes, tuple(sorted(in_force, key=_order)))


def in_force(judgements: Iterable[Judgement], *, two_persons: bool) -> list[Judgement]:
    """Return the decisions that hold, oldest first, one about each thing at most; undos are not among them."""
    return list(decided(judgements, two_persons=two_persons).in_force)


def _order(judgement: Judgement) -> tuple[str, str]:
    return judgement.at, judgement.id


def _topic(judgement: Judgement) -> _Topic:
    if judgement.verdict in PAIRWISE and judgement.right is None:
        raise ValueError(f"judgement {judgement.id} says {judgement.verdict} of one claim only")
    if judgement.right is not None and judgement.verdict in {*PAIRWISE, Verdict.UNDO}:
        return tuple(sorted((judgement.left, judgement.right)))
    return (judgement.left, "", judgement.field or "")


def _said(judgement: Judgement, by_id: Mapping[str, Judgement]) -> _Said | None:
    """Return what a decision says; ``None`` of an undo that leads to no decision made before it."""
    undos = 0
    while judgement.verdict is Verdict.UNDO:
        below = by_id.get(judgement.undoes or "")
        if below is None or _order(below) >= _order(judgement) or _topic(below) != _topic(judgement):
            return None
        judgement, undos = below, undos + 1
    return _Said(judgement.verdict, judgement.value, undos)


class _Course:
    """The decisions about one topic, taken one after another."""

    def __init__(self, two_persons: bool) -> None:
        self._two_persons = two_persons
        self._told: list[tuple[Judgement, _Said]] = []
        self._effective: set[str] = set()
        self._waiting: set[str] = set()
        self._taken: set[str] = set()

    def take(self, judgement: Judgement, said: _Said) -> None:
        if said.undos:
            self._take_back(judgement, said)
        self._told.append((judgement, said))
        if judgement.id in self._effective:
            self._taken = self._taken_back()

    def _take_back(self, undo: Judgement, said: _Said) -> None:
        there = [(one, told) for one, told in self._told if one.id not in self._taken]
        alone = all(one.by == undo.by for one, told in there if told.undone() == said)
        agreeing = [one for one, told in there if told == said and one.id in self._waiting]
        if not self._two_persons or alone or any(one.by != undo.by for one in agreeing):
            self._effective |= {undo.id, *(one.id for one in agreeing)}
            self._waiting -= {one.id for one in agreeing}
        else:
            self._waiting.add(undo.id)

    def _taken_back(self) -> set[str]:
        """Return the ids of what is taken back; the last undo is taken back by none."""
        taken: set[str] = set()
        undone: set[_Said] = set()
        for judgement, said in reversed(self._told):
            if said in undone:
                taken.add(judgement.id)
            elif judgement.id in self._effective:
                undone.add(_Said(said.verdict, said.value, said.undos - 1))
        return taken

    def end(self) -> tuple[dict[str, Outcome], Judgement | None]:
        """Return what became of each decision, and the one that holds."""
        made = [(one, said) for one, said in self._told if one.id not in self._taken and not said.undos]
        last, waiting = _last_of(made, two_persons=self._two_persons)
        outcomes: dict[str, Outcome] = {}
        for judgement, said in self._told:
            if judgement.id in self._taken:
                outcomes[judgement.id] = Outcome.UNDONE
            elif judgement.id in self._waiting or judgement.id in waiting:
                outcomes[judgement.id] = Outcome.WAITING
            elif said.undos or (last is not None and (said.verdict, said.value) == (last.verdict, last.value)):
                outcomes[judgement.id] = Outcome.HOLDING
            else:
                outcomes[judgement.id] = Outcome.CONTRADICTED
        return outcomes, last


def _last_of(made: Sequence[tuple[Judgement, _Said]], *, two_persons: bool) -> tuple[Judgement | None, set[str]]:
    """Return the decision that holds, and the ids of those that wait for a second person."""
    if not two_persons:
        return (made[-1][0] if made else None), set()
    holds: Judgement | None = None
    waiting: dict[_Said, list[Judgement]] = {}
    for judgement, said in made:
        agreeing = waiting.setdefault(said, [])
        if any(one.by != judgement.by for one in agreeing):
            holds, waiting = judgement, {}
        else:
            agreeing.append(judgement)
    kept = None if holds is None else (holds.verdict, holds.value)
    return holds, {one.id for said, told in waiting.items() if (said.verdict, said.value) != kept for one in told}
