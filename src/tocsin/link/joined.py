"""Why two claims are one event though their own sum speaks against it, in words. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from tocsin.codebook import Verdict
from tocsin.link.cluster import Pair, pair, verdicts
from tocsin.link.weights import ACROSS_BAR
from tocsin.model import Claim, Incident, Judgement


class Joining:
    """By what rules the claims of one incident were joined; ``two_persons`` is whether judgements need a second person."""

    def __init__(self, incident: Incident, judgements: Iterable[Judgement], *, two_persons: bool = False) -> None:
        told = sorted(judgements, key=lambda one: (one.at, one.id))
        held = verdicts(told, two_persons=two_persons)
        claims = frozenset(incident.claims)
        self._judged: dict[Pair, str] = {
            two: by for two, by in _persons(told).items() if two in held.same and claims.issuperset(two)
        }

    def why(self, left: Claim, right: Claim, total: float) -> str | None:
        """Return by what rule two claims are one event; ``None`` where ``total``, their sum, says so by itself."""
        judged = self._judged.get(pair(left.id, right.id))
        if judged is not None:
            return f"{judged or 'a person'} judged them the same"
        if total > 0:
            return None
        if left.report == right.report:
            return "one report tells both: its own claims are joined first, by bars of their own"
        if total >= ACROSS_BAR.link:
            return (
                f"a sum of {ACROSS_BAR.link:+.1f} or more is enough to link two reports; whether all of an incident hold "
                "together, their pairs decide on average"
            )
        if self._judged:
            return _by_persons(set(self._judged.values()))
        ruled_out = "" if math.isfinite(total) else ", other words of their reports about it weighed along"
        return (
            f"joined through the other claims: all pairs of two groups of claims together reach {ACROSS_BAR.cohesion:+.1f}"
            f" on average, and none is ruled out{ruled_out}"
        )


def _persons(judgements: Iterable[Judgement]) -> dict[Pair, str]:
    return {pair(one.left, one.right): one.by for one in judgements if one.verdict is Verdict.SAME and one.right}


def _by_persons(names: Collection[str]) -> str:
    people = ", ".join(sorted(name for name in names if name)) or "a person"
    return f"{people} judged other claims of this incident the same, and with them all that was joined to these"
