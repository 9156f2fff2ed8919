"""What becomes of incident ids that are no longer shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tocsin.codebook import Verdict
from tocsin.model import Judgement


@dataclass(frozen=True)
class Retired:
    """Retired ids with the incident that stands in for them, and removed ids with the reason."""

    redirects: Mapping[str, str]
    tombstones: Mapping[str, str]


def retire(known: Mapping[str, str], holders: Mapping[str, str], reasons: Mapping[str, str]) -> Retired:
    """Decide about every incident id that was ever shown and is not any more.

    ``known`` maps each such id and the present ones to the claim they were minted from, ``holders`` each claim to the
    incident that now holds it, ``reasons`` the claims held by none to why. An id whose claim is held by another
    incident redirects there; any other is removed.
    """
    present = set(holders.values())
    gone = {incident: founding for incident, founding in known.items() if incident not in present}
    redirects = {incident: holders[founding] for incident, founding in gone.items() if founding in holders}
    tombstones = {incident: reasons[founding] for incident, founding in gone.items() if founding not in holders}
    return Retired(redirects, tombstones)


def removal_reasons(
    foundings: Iterable[str], claims: AbstractSet[str], judgements: Iterable[Judgement]
) -> dict[str, str]:
    """Say of each founding claim that no incident holds why that is; ``judgements`` are those in force."""
    decided = {
        judgement.left: judgement for judgement in judgements if judgement.verdict in {Verdict.ACCEPT, Verdict.REJECT}
    }
    return {founding: _reason(founding, claims, decided.get(founding)) for founding in foundings}


def _reason(founding: str, claims: AbstractSet[str], decision: Judgement | None) -> str:
    if decision is not None and decision.verdict is Verdict.REJECT:
        return f"rejected by {decision.by}" + (f": {decision.reason}" if decision.reason else "")
    if founding not in claims:
        return f"its founding claim {founding} is no longer coded"
    return f"its founding claim {founding} is in no incident any more"
