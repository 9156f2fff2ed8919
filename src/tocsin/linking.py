"""Linking inside a ledger: the incidents that a change touches are derived anew, and no others.

:mod:`tocsin.link` says what follows from claims and judgements; here it is asked about the claims that a new report or
decision may bear on, which the ledger's index finds. Whatever the order in which reports come, one at a time or many
together, the incidents are those that linking all claims at once would give.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from tocsin.ledger.change import Change
from tocsin.link import (
    ACROSS_BAR,
    LINKER,
    NEAR_BAR,
    Ground,
    Sides,
    Telling,
    as_told,
    days_meet,
    incidents,
    links_among,
    lookups,
    pair,
    prepared,
    related,
    standings,
    verdicts,
)
from tocsin.link.block import candidate_pairs
from tocsin.model import Claim, Incident, Judgement, Link, Report
from tocsin.reviewing import review_anew, review_changed
from tocsin.wire import claim_from_json


def link_anew(change: Change, came: AbstractSet[str], went: AbstractSet[str], sides: Sides, cause: str) -> None:
    """Link the claims that came in the place of those that went, and derive the incidents that any of them bear on.

    A claim that was changed has both come and gone.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold.
        UnfitCorrectionError: a field cannot be corrected, or not to that value.

    """
    before = change.block(went)
    beside = change.beside(went)
    change.forget(went)
    if came:
        _find_links(change, came, sides)
    if before or came:
        relink_around(change, before | came, sides, cause)
    if beside:
        review_anew(change, change.holders(beside).values())


def _find_links(change: Change, new: AbstractSet[str], sides: Sides) -> None:
    """Put claims in the index and keep their links with all claims that they meet there."""
    claims = _prepared(change, new, _ground(change, new, sides))
    met = {claim: change.meeting(lookups(one)) for claim, one in claims.items()}
    others = {other for found in met.values() for other in found} - new
    near = _prepared(change, others, _ground(change, others, sides))
    pairs = sorted(
        pair(claim, other)
        for claim, found in met.items()
        for other in found
        if other in near and near[other].claim.report != claims[claim].claim.report
    )
    change.stand({claim: standings(one) for claim, one in claims.items()})
    known = {**near, **claims}
    _keep(change, links_among(known, pairs, sides, NEAR_BAR), known)


def _keep(change: Change, found: Iterable[Link], told: Mapping[str, Telling]) -> None:
    """Keep the pairs found: what alone would be taken for one event links them, the rest is near it.

    Where the days of two that are near cannot be one, nobody is asked.
    """
    held = list(found)
    change.link(one for one in held if one.score >= ACROSS_BAR.link)
    near = (one for one in held if one.score < ACROSS_BAR.link)
    change.come_near(one for one in near if days_meet(told[one.a].claim, told[one.b].claim))


def relink_around(change: Change, claims: Iterable[str], sides: Sides, cause: str) -> None:
    """Derive anew the incidents of the claims and of all that links or decisions lead to from them.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold.

    """
    block = change.block(claims)
    ground = _ground(change, block, sides)
    held = _prepared(change, block, ground)
    made = incidents(held, change.links(block), ground)
    claims = {key: one.claim for key, one in held.items()}
    change.put(_related(change, made, claims), block, cause)
    review_changed(change, made, claims)


def relink_all(change: Change, sides: Sides, cause: str) -> None:
    """Make the index and the links anew and derive all incidents.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold.

    """
    reports = {report.id: report for report in change.all_reports()}
    ground = Ground(reports, verdicts(change.all_judgements(), two_persons=change.two_persons()), sides)
    claims = prepared(change.all_claims(), ground)
    found = links_among(claims, candidate_pairs(claims.values()), sides, NEAR_BAR)
    made = incidents(claims, [one for one in found if one.score >= ACROSS_BAR.link], ground)
    holders = {claim: one.id for one in made for claim in one.claims}
    change.forget_links()
    change.stand({claim: standings(one) for claim, one in claims.items()})
    _keep(change, found, claims)
    change.put_all(related(made, {key: one.claim for key, one in claims.items()}, holders), cause)
    review_anew(change, [one.id for one in made])
    change.mark_linked(LINKER)


def _ground(change: Change, claims: AbstractSet[str], sides: Sides) -> Ground:
    """Return what merging the claims rests on."""
    held = verdicts(change.judgements(claims), two_persons=change.two_persons())
    return Ground(change.reports_of(claims), held, sides)


def _prepared(change: Change, ids: AbstractSet[str], ground: Ground) -> dict[str, Telling]:
    """Return the claims as they are compared and merged; those of the last changes are known already."""
    docs = change.claim_docs(ids)
    corrections, reports = ground.held.corrections, ground.reports
    return {key: _told(docs[key], corrections.get(key, ()), reports[_claim(docs[key]).report]) for key in sorted(docs)}


#: So many claims are remembered, with all that comparing them asks for.
_CLAIMS = 2**13


@lru_cache(maxsize=_CLAIMS)
def _claim(doc: str) -> Claim:
    return claim_from_json(json.loads(doc))


@lru_cache(maxsize=_CLAIMS)
def _told(doc: str, decisions: tuple[Judgement, ...], report: Report) -> Telling:
    return as_told(_claim(doc), decisions, report)


def _related(change: Change, made: list[Incident], held: Mapping[str, Claim]) -> tuple[Incident, ...]:
    """Return the incidents with their relations, and those others whose relations lead to any of them.

    A claim speaks of claims of its own report only; these may be held by incidents that are not derived anew.
    """
    reports = {claim.report for claim in held.values()}
    beside = {key: _claim(doc) for key, doc in change.claim_docs_of(reports).items() if key not in held}
    speaking = [key for key, claim in beside.items() if any(said.to in held for said in claim.references)]
    others = change.incidents(change.holders(speaking).values())
    spoken = {said.to for claim in (*held.values(), *beside.values()) for said in claim.references if said.to}
    told = {key: _claim(doc) for key, doc in change.claim_docs({key for one in others for key in one.claims}).items()}
    spoken |= {said.to for claim in told.values() for said in claim.references if said.to}
    holders = {
        **change.holders(spoken - held.keys()),
        **{claim: one.id for one in made for claim in one.claims},
    }
    return related([*made, *others], {**held, **beside, **told}, holders)
