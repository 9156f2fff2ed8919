"""Decisions as people make them: of incidents or claims named by their ids, now, by somebody, kept with their audit.

The time of a decision is that of the change which keeps it, so that of two decisions one is always the later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.access import Act, Actor
from tocsin.codebook import Verdict
from tocsin.identity import incident_id, judgement_id
from tocsin.ledger import Ledger, UnknownIdError
from tocsin.ledger.change import Change
from tocsin.link.cluster import pair
from tocsin.link.decisions import PAIRWISE, Outcome, decided
from tocsin.model import Incident, Judgement
from tocsin.pipeline import Coding, take_judgement
from tocsin.review import content_of


class DecisionError(ValueError):
    """A decision that says nothing: of one thing twice, or an undo of what is undone already."""


class StaleDecisionError(DecisionError):
    """What is decided about has changed since somebody looked at it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides, as yet without a time; see :class:`tocsin.model.Judgement`.

    ``left`` and ``right`` are ids of claims. ``seen`` is the version of the incident that was looked at, where that is
    to be made sure of.
    """

    verdict: Verdict
    left: str
    right: str | None = None
    reason: str = ""
    field: str | None = None
    value: str | None = None
    undoes: str | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was made: what became of it, and the ids of the incidents that it changed or is about."""

    judgement: Judgement
    outcome: Outcome
    incidents: tuple[str, ...]


def decide(ledger: Ledger, decision: Decision, by: Actor, coding: Coding) -> Made:
    """Record a decision with its audit and bring up to date the incidents that it bears on, in one transaction.

    Raises:
        DecisionError: it says nothing, or is about something that has changed since; nothing is recorded.
        ConflictingJudgementsError: it contradicts other decisions; nothing is recorded.
        UnfitCorrectionError: it corrects a field that can't be, or to a value that the field can't have.
        LedgerError: it is about a claim or decision that is not in the ledger.

    """
    with ledger.change() as change:
        judgement = _judgement(change, decision, by)
        judged = {claim for claim in (judgement.left, judgement.right) if claim is not None}
        before = set(change.holders(judged).values())
        take_judgement(change, judgement, coding)
        outcome = _outcomes(change, judgement)[judgement.id]
        changed = {version.incident for version in change.versions()}
        about = before | set(change.holders(judged).values())
        change.record(_act(judgement, outcome, sorted(about | changed), by))
        return Made(judgement, outcome, tuple(sorted(about | changed)))


def undo(ledger: Ledger, key: str, reason: str, by: Actor, coding: Coding) -> Made:
    """Take a decision back by a new one, or bring it back where it is an undo; as :func:`decide`.

    Raises:
        UnknownIdError: there is no such decision.
        DecisionError: it is undone already.

    """
    undone = ledger.judgement(key)
    plain = Decision(Verdict.UNDO, undone.left, undone.right, reason, undone.field, undoes=undone.id)
    return decide(ledger, plain, by, coding)


def _judgement(change: Change, decision: Decision, by: Actor) -> Judgement:
    left, right, value = decision.left, decision.right, decision.value
    if decision.verdict in PAIRWISE:
        if right is None or left == right:
            raise DecisionError(f"{decision.verdict} is said of two claims")
        left, right = pair(left, right)
    if decision.verdict is Verdict.UNDO:
        _check_not_undone(change, decision)
    elif decision.right is None and decision.field is None:
        shown = _shown(change, left)
        if decision.seen is not None and (shown is None or decision.seen != shown.version):
            raise StaleDecisionError(f"the incident of the claim {left} has changed since version {decision.seen}")
        if decision.verdict is Verdict.ACCEPT:
            value = None if shown is None else json.dumps(content_of(shown))
    about = (left, right or decision.field or "", *([decision.undoes] if decision.undoes else []))
    key = judgement_id(decision.verdict, *about, by.name, change.at)
    return Judgement(
        key, decision.verdict, left, right, by.name, change.at, decision.reason, decision.field, value, decision.undoes
    )


def _shown(change: Change, claim: str) -> Incident | None:
    """Return the incident of a claim, as it is shown or last was."""
    holder = change.holders([claim]).get(claim)
    if holder is None:
        return change.last_shown(incident_id(claim))
    return next(iter(change.incidents([holder])), None)


def _check_not_undone(change: Change, decision: Decision) -> None:
    assert decision.undoes is not None
    undone = change.judgement(decision.undoes)
    if undone is None:
        raise UnknownIdError(f"no judgement {decision.undoes!r}")
    if _outcomes(change, undone)[undone.id] is Outcome.UNDONE:
        raise DecisionError(f"the judgement {undone.id} is undone already")


def _outcomes(change: Change, judgement: Judgement) -> dict[str, Outcome]:
    made = change.judgements({judgement.left})
    return dict(decided(made, two_persons=change.two_persons()).outcomes)


def _act(judgement: Judgement, outcome: Outcome, about: Iterable[str], by: Actor) -> Act:
    said = {
        "claims": [claim for claim in (judgement.left, judgement.right) if claim is not None],
        "incidents": list(about),
        "reason": judgement.reason,
        "field": judgement.field,
        "value": judgement.value,
        "undoes": judgement.undoes,
        "outcome": outcome.value,
    }
    return Act(by, judgement.verdict.value, judgement.id, {key: one for key, one in said.items() if one})


def claim_of(ledger: Ledger, identifier: str) -> str:
    """Return the claim that an id stands for in a judgement: of an incident, past or present, its founding claim.

    Raises:
        UnknownIdError: nothing answers to the id.
        AmbiguousIdError: more than one thing does.

    """
    if identifier.startswith("c"):
        return ledger.claim(identifier).id
    return ledger.founding(identifier)
