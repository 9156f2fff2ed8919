"""Values that people set right: put in the place of what was coded before anything is compared or merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tocsin import wire
from tocsin.model import Claim, Correction, Judgement

#: The fields of a claim, by their names on the wire, that a person may correct.
CORRECTABLE = (
    "kind",
    "status",
    "hedged",
    "background",
    "speaker",
    "actor",
    "actor_basis",
    "target",
    "weapon",
    "munitions",
    "place",
    "when",
    "killed",
    "injured",
    "captured",
    "damage",
    "launched_from",
)


class UnfitCorrectionError(ValueError):
    """A correction of a field that can't be corrected, or to a value that the field can't have."""


def corrected(claim: Claim, decisions: Iterable[Judgement]) -> Claim:
    """Return the claim with the values that the decisions give it; the claim that was coded stays as it is.

    :raises UnfitCorrectionError: a field or value is none that a claim can have.
    """
    for decision in decisions:
        claim = _set_right(claim, decision)
    return claim


def _set_right(claim: Claim, decision: Judgement) -> Claim:
    if decision.value is None:
        return claim
    field = decision.field
    if field not in CORRECTABLE:
        raise UnfitCorrectionError(f"{field} is no field that can be corrected: {', '.join(CORRECTABLE)}")
    try:
        fixed = wire.claim_from_json({**wire.claim_json(claim), field: json.loads(decision.value)})
    except (wire.WireError, json.JSONDecodeError, TypeError, AttributeError) as error:
        raise UnfitCorrectionError(f"{decision.value} is no value of {field}: {error}") from error
    # What else the report told for a figure gives way with it.
    return replace(fixed, also_told=tuple(told for told in fixed.also_told if told.field != field))


def corrections(decisions: Iterable[Judgement]) -> Iterator[Correction]:
    """Yield what decisions on a claim set right."""
    for decision in decisions:
        if decision.value is not None and decision.field is not None:
            yield Correction(decision.left, decision.field, decision.value, decision.by, decision.at, decision.reason)
