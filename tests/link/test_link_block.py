"""Which pairs of claims are compared at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from link_builders import claim, nation, number, on, published, town, who

from tocsin.link.block import candidate_pairs
from tocsin.link.cluster import pair
from tocsin.link.telling import Telling, telling
from tocsin.model import Claim, Place, Report

_HERE = claim("a", places=(town("Marrow"),), when=on("2030-05-01"), killed=number(11))


def told(one: Claim, words: str = "") -> Telling:
    """Return a claim in a report that says nothing rare but ``words``."""
    text = " " * one.trigger.end + words
    return telling(one, Report(one.report, one.report, text, date(2030, 5, 2), "stated"))


@pytest.mark.parametrize(
    ("other", "meets", "reason"),
    [
        (claim("b", places=(town("Marrow"),), when=on("2030-05-01")), True, "one town, one day"),
        (claim("b", places=(town("Lowick"),), when=on("2030-05-02")), True, "a near town, the next day"),
        (claim("b", places=(town("Marrow"),), when=published("2030-05-03")), True, "undated news of these days"),
        (claim("b", places=(nation("Zedland", "ZZ"),), when=on("2030-05-01")), True, "its country, that day"),
        (claim("b", places=(town("Marrow"),), when=on("2030-05-01", "2030-05-31")), True, "the town, in May"),
        (claim("b", when=published("2030-05-20"), background=True, killed=number(11)), True, "context with its toll"),
        (claim("b", when=on("2030-05-01"), killed=number(11)), True, "no place, the same toll"),
        (claim("b", places=(town("Ostra"),), when=on("2030-05-01")), False, "another town"),
        (claim("b", places=(town("Marrow"),), when=on("2030-06-01")), False, "another month"),
        (claim("b", places=(nation("Otherland", "OO"),), when=on("2030-05-01")), False, "another country"),
        (claim("b", when=on("2030-05-01"), killed=number(2)), False, "no place and nothing telling in common"),
        (claim("a", at=900, places=(town("Marrow"),), when=on("2030-05-01")), False, "the same report"),
        (claim("b", places=(town("Marrow"),)), False, "no day at all, not even of publication"),
    ],
)
def test_who_meets(other: Claim, meets: bool, reason: str) -> None:
    met = list(candidate_pairs([told(_HERE), told(other)]))
    assert met == ([pair(_HERE.id, other.id)] if meets else []), reason
    assert list(candidate_pairs([told(other), told(_HERE)])) == met


def test_a_ship_is_found_again_by_its_name() -> None:
    first = claim("a", when=on("2030-05-01"), targets=(who("MV Blue Heron"),))
    later = claim("b", when=published("2030-05-25"), background=True, targets=(who("the Blue Heron"),))
    assert len(list(candidate_pairs([told(first), told(later)]))) == 1


def test_claims_that_share_rare_names_meet_for_weeks_wherever_they_were_placed() -> None:
    names = "Zubrik Ostrowe Quarlane"
    here = told(_HERE, names)
    elsewhere = claim("b", places=(town("Ostra"),), when=on("2030-05-20"))
    assert list(candidate_pairs([here, told(elsewhere, names)])) == [pair(_HERE.id, elsewhere.id)]
    assert not list(candidate_pairs([here, told(elsewhere, "Hastrow Nimbleby Fentiman")]))
    assert not list(candidate_pairs([here, told(replace(elsewhere, when=on("2030-08-20")), names)]))


def test_pairs_do_not_grow_with_the_square_of_the_claims() -> None:
    # Ten towns 200 km apart, thirty days, one report each: two claims meet only within a town and two days.
    def at(row: int) -> Place:
        base = town("Marrow")
        return replace(base, lat=10.0 + 2 * row, feature=f"town:{row}")

    claims = [
        claim(f"r{row}-{day}", places=(at(row),), when=on(f"2030-05-{day:02d}"))
        for row in range(10)
        for day in range(1, 31)
    ]
    assert len(list(candidate_pairs(map(told, claims)))) == 10 * (29 + 28)
