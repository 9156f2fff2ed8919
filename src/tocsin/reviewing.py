"""What needs a look, kept beside the incidents: derived anew for those that a change of the ledger touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.ledger.change import Change
from tocsin.link import verdicts
from tocsin.link.cluster import Verdicts
from tocsin.model import Claim, Incident, Link
from tocsin.review import Around, Near, Review, review

#: So many incidents are looked at together.
PORTION = 200


def review_changed(change: Change, made: Sequence[Incident], claims: Mapping[str, Claim]) -> None:
    """Keep what needs a look of the incidents that this change has written, and of all that come near them.

    ``claims`` are those that were linked anew, by id, and ``made`` the incidents that came of them.
    """
    written = change.written()
    untouched = {claim for one in made if one.id not in written for claim in one.claims}
    beside = change.holders(change.beside(claims.keys() - untouched))
    known = {one.id: one for one in made if one.id in written}
    _keep(change, written | set(beside.values()), known, claims)


def review_anew(change: Change, incidents: Iterable[str]) -> None:
    """Keep what needs a look of those of the incidents that there are."""
    _keep(change, set(incidents), {}, {})


def _keep(change: Change, incidents: Iterable[str], known: Mapping[str, Incident], claims: Mapping[str, Claim]) -> None:
    wanted = sorted(incidents)
    for start in range(0, len(wanted), PORTION):
        part = wanted[start : start + PORTION]
        shown = [known[key] for key in part if key in known]
        shown += change.incidents([key for key in part if key not in known])
        told = {claim for one in shown for claim in one.claims}
        change.put_reviews(_reviews(change, shown, {**claims, **change.claims(told - claims.keys())}))


def _reviews(change: Change, shown: Sequence[Incident], claims: Mapping[str, Claim]) -> Iterator[Review]:
    told = {claim for one in shown for claim in one.claims}
    pairs = change.near(told)
    held = verdicts(change.judgements(told), two_persons=change.two_persons())
    ends = {end for pair in (*((one.a, one.b) for one in pairs), *held.different) for end in pair}
    around = _around(shown, pairs, held, change.holders(ends))
    for one in shown:
        yield review(one, [claims[claim] for claim in one.claims if claim in claims], around[one.id])


def _around(
    shown: Sequence[Incident], pairs: Iterable[Link], held: Verdicts, holders: Mapping[str, str]
) -> dict[str, Around]:
    near: dict[str, list[Near]] = {one.id: [] for one in shown}
    apart: dict[str, set[str]] = {one.id: set() for one in shown}
    for pair in pairs:
        for own, other in ((pair.a, pair.b), (pair.b, pair.a)):
            here, there = holders.get(own), holders.get(other)
            if here in near and there is not None and there != here:
                near[here].append(Near(there, own, other, pair.score))
    for a, b in held.different:
        for own, other in ((a, b), (b, a)):
            here, there = holders.get(own), holders.get(other)
            if here in apart and there is not None:
                apart[here].add(there)
    return {key: Around(tuple(near[key]), frozenset(apart[key]), held) for key in near}
