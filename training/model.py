"""The trained tagger: a finder of events, and a reader that reads a passage anew for each event found.

The first layers of the encoder are shared. The finder goes on through the encoder's last layers and says of each piece
whether it begins or goes on naming an event. The reader starts from the shared states with the words of one event
marked, goes through last layers of its own, and says of each piece which roles it plays for that event, and of the
event what kind it is, how it ended and how it is told, and whether it is an event of its own at all.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tocsin.code.neural.encoding import HINTS
from tocsin.code.neural.outputs import CHOICES, ROLES, TAGS
from training.encoder import Encoder, through


@dataclass(frozen=True)
class Read:
    """Scores (logits) of one batch of events: roles (events, length, roles, 3); the others (events, choices)."""

    roles: Tensor
    choices: dict[str, Tensor]


class Finder(nn.Module):
    """Pieces to scores of naming an event (batch, length, 3), and the shared states for the reader."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.hints = nn.Embedding(HINTS, encoder.width)
        nn.init.zeros_(self.hints.weight)
        self.tags = nn.Linear(encoder.width, len(TAGS))
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor, shapes: Tensor, hints: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Return (batch, length, 3) scores and the shared states."""
        shared = self.encoder.embed(ids, shapes) + self.hints(hints)
        shared = self.encoder.layers(shared, present, 0, self.encoder.shared)
        last = self.encoder.layers(shared, present, self.encoder.shared, len(self.encoder.bert.encoder.layer))
        return self.tags(self.drop(last)), shared


class Reader(nn.Module):
    """Shared states with one event's words marked to the scores of :class:`Read`."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.width
        self.layers = deepcopy(encoder.bert.encoder.layer[encoder.shared :])
        self.sight = deepcopy(encoder.sight)
        self.mark = nn.Parameter(torch.randn(width) * 0.02)
        self.drop = nn.Dropout(0.1)
        self.roles = nn.Linear(width, len(ROLES) * len(TAGS))
        self.pool = nn.Linear(3 * width, width)
        self.choices = nn.ModuleDict({name: nn.Linear(width, many) for name, many in CHOICES.items()})

    def forward(self, shared: Tensor, marked: Tensor, present: Tensor) -> tuple[Tensor, ...]:
        """Return the scores of roles and of each choice, in the order of :data:`~tocsin.code.neural.outputs.CHOICES`."""
        hidden = shared + marked[:, :, None].to(shared.dtype) * self.mark
        hidden = through(self.layers, hidden, self.sight(present))
        roles = self.roles(self.drop(hidden)).view(*hidden.shape[:2], len(ROLES), len(TAGS))
        weight = marked.to(hidden.dtype)
        named = (hidden * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)
        there = present.to(hidden.dtype)
        whole = (hidden * there[:, :, None]).sum(1) / there.sum(1, keepdim=True)
        pooled = nn.functional.gelu(self.pool(self.drop(torch.cat([named, hidden[:, 0], whole], 1))))
        return roles, *(self.choices[name](pooled) for name in CHOICES)

    def read(self, shared: Tensor, marked: Tensor, present: Tensor) -> Read:
        """Return the scores by name."""
        roles, *choices = self(shared, marked, present)
        return Read(roles, dict(zip(CHOICES, choices, strict=True)))


class TaggerModel(nn.Module):
    """Finder and reader over one encoder."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.finder = Finder(encoder)
        self.reader = Reader(encoder)
