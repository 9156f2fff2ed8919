"""Linking inside a ledger: the incidents that a change touches are derived anew, and no others.

:mod:`tocsin.link` says what follows from claims and judgements; here it is asked about the claims that a new report or
decision may bear on, which the ledger's index finds. Whatever the order in which reports come, one at a time or many
together, the incidents are those that linking all claims at once would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from tocsin.ledger.change import Change
from tocsin.link import (
    LINKER,
    Ground,
    Sides,
    incidents,
    links_among,
    lookups,
    pair,
    related,
    standings,
    timed,
    verdicts,
)
from tocsin.link.block import candidate_pairs
from tocsin.model import Claim, CodedReport, Incident


def link_in(change: Change, coded: CodedReport, sides: Sides) -> None:
    """Link the claims of a report that was just added, and derive the incidents that they bear on."""
    if not coded.claims:
        return
    new = timed({coded.report.id: coded.report}, coded.claims)
    met = {claim.id: change.meeting(lookups(claim)) for claim in new.values()}
    near = _claims(change, {other for others in met.values() for other in others})
    pairs = sorted(
        pair(claim, other) for claim, others in met.items() for other in others if near[other].report != coded.report.id
    )
    change.stand({claim.id: standings(claim) for claim in new.values()})
    change.link(links_among({**near, **new}, pairs, sides))
    relink_around(change, set(new), sides, f"report {coded.report.id}")


def relink_around(change: Change, claims: Iterable[str], sides: Sides, cause: str) -> None:
    """Derive anew the incidents of the claims and of all that links or decisions lead to from them.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold.

    """
    block = change.block(claims)
    held = _claims(change, block)
    reports = change.reports({claim.report for claim in held.values()})
    ground = Ground(reports, verdicts(change.judgements(block)), sides)
    made = incidents(held, change.links(block), ground)
    change.put(_related(change, made, held), block, cause)


def relink_all(change: Change, sides: Sides, cause: str) -> None:
    """Make the index and the links anew and derive all incidents.

    Raises:
        ConflictingJudgementsError: judgements that cannot all hold.

    """
    reports = {report.id: report for report in change.all_reports()}
    claims = timed(reports, change.all_claims())
    found = links_among(claims, candidate_pairs(claims.values()), sides)
    made = incidents(claims, found, Ground(reports, verdicts(change.all_judgements()), sides))
    holders = {claim: one.id for one in made for claim in one.claims}
    change.forget_links()
    change.stand({claim.id: standings(claim) for claim in claims.values()})
    change.link(found)
    change.put_all(related(made, claims, holders), cause)
    change.mark_linked(LINKER)


def _claims(change: Change, ids: AbstractSet[str]) -> dict[str, Claim]:
    """Return claims with their times, by id."""
    found = change.claims(ids)
    return timed(change.reports({claim.report for claim in found.values()}), found.values())


def _related(change: Change, made: list[Incident], held: Mapping[str, Claim]) -> tuple[Incident, ...]:
    """Return the incidents with their relations, and those others whose relations lead to any of them.

    A claim speaks of claims of its own report only; these may be held by incidents that are not derived anew.
    """
    beside = {
        key: claim
        for key, claim in change.claims_of({claim.report for claim in held.values()}).items()
        if key not in held
    }
    speaking = [key for key, claim in beside.items() if any(said.to in held for said in claim.references)]
    others = change.incidents(change.holders(speaking).values())
    spoken = {said.to for claim in (*held.values(), *beside.values()) for said in claim.references if said.to}
    told = change.claims({claim for one in others for claim in one.claims})
    spoken |= {said.to for claim in told.values() for said in claim.references if said.to}
    holders = {
        **change.holders(spoken - held.keys()),
        **{claim: one.id for one in made for claim in one.claims},
    }
    return related([*made, *others], {**held, **beside, **told}, holders)
