"""Labelled texts to what the model is trained on: pieces with their tags, whole passages at a time."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from tocsin.code.neural.encoding import Encoded, encode, hints
from tocsin.code.neural.outputs import BASES, KINDS, ROLES, STATUSES
from tocsin.code.neural.tagger import REACH
from tocsin.code.sentences import passages
from tocsin.code.spotting import Spotters
from training.labels import Bounds, Event, Labelled

OUTSIDE, BEGINS, INSIDE, IGNORED = 0, 1, 2, -100


@dataclass(frozen=True)
class EventTags:
    """One event over the pieces of a passage: ``named`` pieces, ``roles`` (length, roles), the choices' numbers."""

    named: Tensor
    roles: Tensor
    kind: int
    status: int
    actor_basis: int
    hedged: int
    background: int


@dataclass(frozen=True)
class Example:
    """A passage as pieces, with where events are named and what is said of each."""

    id: str
    encoded: Encoded
    hints: tuple[int, ...]
    tags: Tensor
    events: tuple[EventTags, ...]

    @property
    def length(self) -> int:
        """How many pieces it has."""
        return len(self.encoded.ids)


def examples(items: Iterable[Labelled], spotters: Spotters) -> list[Example]:
    """Return the passages of labelled texts. Events belong to the passage that names them."""
    made = []
    for item in items:
        for passage in passages(item.text, REACH):
            start, end = passage.start, passage.start + len(passage.text)
            (encoded,) = encode([passage.text])
            inside = [one for one in item.events if start <= one.trigger[0] and one.trigger[1] <= end]
            made.append(_example(item.id, start, encoded, hints(passage.text, encoded, spotters), inside))
    return made


def _example(name: str, at: int, encoded: Encoded, known: tuple[int, ...], events: Sequence[Event]) -> Example:
    tags = torch.zeros(len(encoded.ids), dtype=torch.long)
    tags[0] = tags[-1] = IGNORED
    made = []
    for event in events:
        pieces = covered(encoded, _moved(event.trigger, at))
        if not pieces:
            continue
        _write(tags, pieces)
        made.append(_event_tags(encoded, event, pieces, at))
    return Example(name, encoded, known, tags, tuple(made))


def _moved(bounds: Bounds, at: int) -> Bounds:
    return bounds[0] - at, bounds[1] - at


def covered(encoded: Encoded, bounds: Bounds) -> list[int]:
    """Return the pieces that lie in ``bounds``."""
    return [
        i for i, (start, end) in enumerate(encoded.offsets) if start < end and start < bounds[1] and end > bounds[0]
    ]


def _write(tags: Tensor, pieces: Sequence[int]) -> None:
    tags[pieces[0]] = BEGINS
    for piece in pieces[1:]:
        tags[piece] = INSIDE


def _event_tags(encoded: Encoded, event: Event, named: Sequence[int], at: int) -> EventTags:
    length = len(encoded.ids)
    roles = torch.zeros(length, len(ROLES), dtype=torch.long)
    for role, start, end in event.elsewhere:
        for piece in covered(encoded, _moved((start, end), at)):
            roles[piece, ROLES.index(role)] = IGNORED
    for role, start, end in event.arguments:
        pieces = covered(encoded, _moved((start, end), at))
        if pieces:
            _write(roles[:, ROLES.index(role)], pieces)
    marked = torch.zeros(length, dtype=torch.bool)
    marked[list(named)] = True
    return EventTags(
        marked,
        roles,
        KINDS.index(event.kind),
        STATUSES.index(event.status),
        BASES.index(event.actor_basis),
        int(event.hedged),
        int(event.background),
    )


@dataclass(frozen=True)
class Batch:
    """Passages of like length, padded."""

    examples: tuple[Example, ...]
    ids: Tensor
    shapes: Tensor
    hints: Tensor
    tags: Tensor

    @property
    def present(self) -> Tensor:
        """Where there is text and no padding."""
        return self.ids > 0


def groups_of(made: Sequence[Example], pieces: int, dice: random.Random | None) -> list[list[Example]]:
    """Return groups of like length of at most about ``pieces`` pieces; with ``dice`` others each time."""
    order = sorted(range(len(made)), key=lambda i: made[i].length * (1 + 0.2 * dice.random() if dice else 1))
    groups: list[list[Example]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * made[i].length > pieces:
            groups.append([])
        groups[-1].append(made[i])
    return groups


def batch(group: Sequence[Example]) -> Batch:
    """Pad passages to one length."""
    longest = max(one.length for one in group)

    def padded(rows: Iterable[Sequence[int]], empty: int = 0) -> Tensor:
        return torch.tensor([[*row, *[empty] * (longest - len(row))] for row in rows], dtype=torch.long)

    return Batch(
        tuple(group),
        padded(one.encoded.ids for one in group),
        padded(one.encoded.shapes for one in group),
        padded(one.hints for one in group),
        padded((one.tags.tolist() for one in group), IGNORED),
    )
