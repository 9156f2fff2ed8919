"""What the levels of comparisons weigh, from the data file beside this module.

``across`` weighs claims of two reports, ``within`` claims of one. Each comparison has a weight for every level but the
two that need none: what says nothing weighs 0, what rules out is :data:`VETO`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

VETO = float("-inf")

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Bar:
    """What the weights of a pair must add up to for a ``link``, and what all pairs of a cluster must reach on average.

    ``cohesion`` is lower than ``link``, as a mention in passing says little and so weighs little with most others;
    contradictions pull the average down.
    """

    link: float
    cohesion: float


#: Across reports weights add up to the natural logarithm of the odds that two claims are of one event. The bar lies below
#: even odds, as what all pairs of a cluster say together decides; it was chosen on the shootings and articles of
#: ``docs/benchmarks.md``, where a higher one loses links and a lower one joins what is apart.
ACROSS_BAR = Bar(-0.5, -1.0)
#: What does not reach the bar but this is near: people are asked whether it is one event.
NEAR_BAR = Bar(-3.0, ACROSS_BAR.cohesion)
#: Within a report weights are set by hand, so that kind, day and town together reach the bar and no two of
#: them do; the bar was chosen on the development articles.
WITHIN_BAR = Bar(2.3, 0.9)


def _packaged() -> dict[str, dict[str, dict[str, float]]]:
    held: dict[str, dict[str, dict[str, float]]] = json.loads(
        files("tocsin.link").joinpath("weights.json").read_text(encoding="utf-8")
    )
    return held


_HELD = _packaged()
ACROSS: Weights = _HELD["across"]
WITHIN: Weights = _HELD["within"]
