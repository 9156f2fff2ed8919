"""What needs a look, kept beside the incidents: derived anew for those that a change of the ledger touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.ledger.change import Change
from tocsin.link import verdicts
from tocsin.link.cluster import Verdicts
from tocsin.model import Incident, Link
from tocsin.review import Around, Near, Review, review

#: So many incidents are looked at together.
PORTION = 200


def review_anew(change: Change, incidents: Iterable[str]) -> None:
    """Keep what needs a look of those of the incidents that there are."""
    wanted = sorted(set(incidents))
    for start in range(0, len(wanted), PORTION):
        change.put_reviews(_reviews(change, wanted[start : start + PORTION]))


def _reviews(change: Change, wanted: Sequence[str]) -> Iterator[Review]:
    shown = change.incidents(wanted)
    claims = change.claims({claim for one in shown for claim in one.claims})
    pairs = change.near(claims.keys())
    held = verdicts(change.judgements(claims.keys()), two_persons=change.two_persons())
    ends = {end for pair in (*((one.a, one.b) for one in pairs), *held.different) for end in pair}
    holders = change.holders(ends)
    around = _around(shown, pairs, held, holders)
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
