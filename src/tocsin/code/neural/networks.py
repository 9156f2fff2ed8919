"""The two trained networks, run with ONNX Runtime: finding events, and reading what is said of one.

They are made by ``training/`` and kept in this package, their weights as 8-bit integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from tocsin.code.neural.outputs import CHOICES

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """Of a batch of passages: how likely each piece is to name an event, and the states that the reader starts from.

    ``tags`` is (passages, pieces, 3) probabilities, ``shared`` (passages, pieces, width).
    """

    tags: Floats
    shared: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """Of a batch of events: ``roles`` (events, pieces, roles, 3) and ``choices`` (events, options), probabilities."""

    roles: Floats
    choices: dict[str, Floats]


class Networks(Protocol):
    """Anything that computes both."""

    def find(self, ids: Whole, shapes: Whole, hints: Whole) -> Found:
        """Score the pieces of a padded batch of passages; id 0 is padding."""
        ...

    def read(self, shared: Floats, marked: Flags, present: Flags) -> Reading:
        """Score a padded batch of events, each with the pieces that name it marked."""
        ...


class OnnxNetworks:
    """The packaged networks. Deterministic: the same input gives the same numbers on one machine.

    One run takes one core; several may go on at once.
    """

    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        package = files("tocsin.code.neural")
        self._finder, self._reader = (
            onnxruntime.InferenceSession((package / name).read_bytes(), options, providers=["CPUExecutionProvider"])
            for name in ("finder.onnx", "reader.onnx")
        )

    def find(self, ids: Whole, shapes: Whole, hints: Whole) -> Found:
        """See :class:`Networks`."""
        tags, shared = self._finder.run(None, {"ids": ids, "shapes": shapes, "hints": hints})
        return Found(tags, shared)

    def read(self, shared: Floats, marked: Flags, present: Flags) -> Reading:
        """See :class:`Networks`."""
        roles, *choices = self._reader.run(None, {"shared": shared, "marked": marked, "present": present})
        return Reading(roles, dict(zip(CHOICES, choices, strict=True)))
