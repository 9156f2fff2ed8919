"""How sure the tagger is: scores of the networks to probabilities, and how much is asked before anything is said.

Both were fitted on reports that the networks were not trained with, and are kept beside the weights.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

#: What the calibration names besides the roles: the event as a whole, and what is chosen for it.
EVENT = "event"


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through (score, probability) points, level before the first and after the last."""

    scores: tuple[float, ...]
    probabilities: tuple[float, ...]

    def __call__(self, score: float) -> float:
        """Return the probability that what scores so is right."""
        at = bisect_right(self.scores, score)
        if at == 0:
            return self.probabilities[0]
        if at == len(self.scores):
            return self.probabilities[-1]
        left, right = self.scores[at - 1], self.scores[at]
        share = (score - left) / (right - left) if right > left else 1.0
        return self.probabilities[at - 1] + share * (self.probabilities[at] - self.probabilities[at - 1])


PLAIN = Curve((0.0, 1.0), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the events of a passage before they are told.

    ``first`` is the score asked of the likeliest, ``further`` of any other. Two of which ``same`` of all words in
    their roles are shared are one event, named twice.
    """

    first: float = 0.45
    further: float = 0.55
    same: float = 0.65


#: A passage of more sentences is long: its many proposals are judged more strictly than the one or two of a short one.
SHORT_SENTENCES = 4


@dataclass(frozen=True)
class Calibration:
    """Thresholds on scores, and curves from scores to probabilities, by role or choice.

    ``short`` and ``long`` are asked of events in passages of that length. ``least`` is asked of a value of a role; what
    scores less is left to people. ``least_true`` is asked before a choice departs from the usual: before an event is
    "hedged", "background", or "not occurred".
    """

    version: str
    short: Asked = Asked()
    long: Asked = Asked()
    least: Mapping[str, float] | None = None
    least_true: Mapping[str, float] | None = None
    curves: Mapping[str, Curve] | None = None

    def asks_events(self, sentences: int) -> Asked:
        """Return what is asked of events in a passage of so many sentences."""
        return self.short if sentences <= SHORT_SENTENCES else self.long

    def asks(self, role: str) -> float:
        """Return the score asked of a value of ``role``."""
        return (self.least or {}).get(role, 0.5)

    def asks_true(self, choice: str) -> float:
        """Return the score asked of a yes."""
        return (self.least_true or {}).get(choice, 0.5)

    def probability(self, name: str, score: float) -> float:
        """Return how likely what scores so is right, to three digits."""
        return round((self.curves or {}).get(name, PLAIN)(score), 3)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Calibration:
        """Read a calibration as :meth:`to_json` writes it."""
        curves = {
            name: Curve(tuple(one["scores"]), tuple(one["probabilities"])) for name, one in value["curves"].items()
        }
        return cls(
            value["version"],
            Asked(**value["short"]),
            Asked(**value["long"]),
            value["least"],
            value["least_true"],
            curves,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the calibration as plain values."""
        curves = {
            name: {"scores": list(curve.scores), "probabilities": list(curve.probabilities)}
            for name, curve in sorted((self.curves or {}).items())
        }
        return {
            "version": self.version,
            "short": asdict(self.short),
            "long": asdict(self.long),
            "least": dict(self.least or {}),
            "least_true": dict(self.least_true or {}),
            "curves": curves,
        }


@cache
def packaged() -> Calibration:
    """Return the calibration of the packaged networks; read once."""
    return Calibration.from_json(json.loads((files("tocsin.code.neural") / "calibration.json").read_text("utf-8")))


#: Scores that are held together: their sum, how many were right, how many there are.
Pool: TypeAlias = tuple[float, float, float]


def rising(scores: Sequence[float], right: Sequence[bool], bins: int = 8) -> Curve:
    """Fit a rising curve to how often scores were right: neighbours are pooled until none falls, then to ``bins`` pools.

    Half an imagined hit and half a miss in each pool keep few cases from looking certain. Without any case, a score is
    taken for a probability as it is.
    """
    if not scores:
        return PLAIN
    alike: dict[float, Pool] = {}
    for score, hit in zip(scores, right, strict=True):
        total, hits, many = alike.get(score, (0.0, 0.0, 0.0))
        alike[score] = (total + score, hits + hit, many + 1.0)
    pools = _rising_only(pool for _, pool in sorted(alike.items()))
    while len(pools) > bins:
        at = min(range(len(pools) - 1), key=lambda i: pools[i][2] + pools[i + 1][2])
        pools[at : at + 2] = [_together(*pools[at : at + 2])]
    # Joining small pools may let a rate fall again.
    settled = _rising_only(pools)
    return Curve(
        tuple(round(total / many, 4) for total, _, many in settled), tuple(round(_rate(pool), 4) for pool in settled)
    )


def _rising_only(pools: Iterable[Pool]) -> list[Pool]:
    """Join neighbours until the rate rises from each to the next."""
    kept: list[Pool] = []
    for pool in pools:
        kept.append(pool)
        while len(kept) > 1 and _rate(kept[-2]) >= _rate(kept[-1]):
            kept[-2:] = [_together(*kept[-2:])]
    return kept


def _together(a: Pool, b: Pool) -> Pool:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _rate(pool: Pool) -> float:
    """Return how often the scores of a pool were right."""
    return (pool[1] + 0.5) / (pool[2] + 1.0)
