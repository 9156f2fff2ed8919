"""Tellings of one event inside one report become one claim."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from link_builders import TwoSides, claim, number, on, published, refers, span, town, who

from tocsin.codebook import ActorBasis, Kind, RelationKind, Status
from tocsin.link import merge_tellings
from tocsin.model import Claim, Place, Told
from tocsin.resolve.shared_places import NOT_ITS_OWN

SIDES = TwoSides()

HEADLINE = claim(at=10, kind=Kind.ASSAULT, killed=number(50, None), when=published("2030-05-02"))
BODY = claim(
    at=200,
    places=(town("Marrow"),),
    when=on("2030-05-01"),
    killed=number(50, None),
    actors=(who("gunmen"),),
    targets=(who("villagers"),),
)


def test_a_headline_and_its_story_are_one() -> None:
    (merged,) = merge_tellings([BODY, HEADLINE], SIDES)
    assert merged.id == HEADLINE.id  # the first in the text founds the claim
    assert merged.kind is Kind.SHOOTING  # "attack" gave way to the telling that says how
    assert merged.when == BODY.when  # a stated day beats the day of publication
    assert merged.places == BODY.places
    assert [p.start for p in merged.passages] == [10, 200]
    assert merged.also_told == ()  # the same figure told twice is one
    assert "tells of the same event" in merged.steps[-1].reason


def test_another_toll_by_another_voice_is_kept_beside_the_first() -> None:
    official = replace(BODY, speakers=(who("the spokesman"),))
    resident = claim(
        at=500, kind=Kind.SHOOTING, killed=number(165), speakers=(who("a resident"),), targets=BODY.targets
    )
    resident = replace(resident, places=BODY.places)
    (merged,) = merge_tellings([official, resident], SIDES)
    assert merged.killed == official.killed
    assert merged.also_told == (Told("killed", number(165), (who("a resident"),)),)
    assert [s.span.text for s in merged.speakers] == ["the spokesman", "a resident"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"when": on("2030-04-28")}, "another stated day"),
        ({"when": on("2030-05-02")}, "the neighbouring day: one report means what it says"),
        ({"places": (town("Tarn"),)}, "another town"),
        ({"references": (refers(RelationKind.SERIES, BODY),)}, "another attack of a series"),
        ({"references": (refers(RelationKind.RETALIATION, BODY),)}, "the answer to it"),
        ({"kind": Kind.THREAT, "status": Status.THREATENED}, "a threat"),
        ({"status": Status.HYPOTHETICAL}, "planned, not done"),
        ({"killed": number(4), "targets": (who("police"),)}, "one voice counts two tolls"),
        ({"kind": Kind.GRENADE, "killed": None}, "told apart as another kind"),
    ],
)
def test_what_a_report_tells_apart_stays_apart(change: dict[str, object], reason: str) -> None:
    first = replace(BODY, kind=Kind.SUICIDE_BOMBING) if change.get("kind") is Kind.GRENADE else BODY
    other = replace(claim(at=600, places=(town("Marrow"),), when=on("2030-05-01"), killed=number(50, None)), **change)
    assert len(merge_tellings([first, other], SIDES)) == 2, reason


def test_the_same_telling_without_those_differences_merges() -> None:
    other = claim(at=600, places=(town("Marrow"),), when=on("2030-05-01"), killed=number(50, None))
    assert len(merge_tellings([BODY, other], SIDES)) == 1


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (Status.OCCURRED, Status.FOILED, Status.FOILED),  # a later passage says it failed
        (Status.OCCURRED, Status.DENIED, Status.OCCURRED),  # told and denied: told
        (Status.DENIED, Status.DENIED, Status.DENIED),  # nothing but denial
    ],
)
def test_the_outcome_of_several_tellings(first: Status, second: Status, status: Status) -> None:
    merged = merge_tellings(
        [replace(BODY, status=first), replace(BODY, id="c2", trigger=span("x", 500), status=second)], SIDES
    )
    assert [claim.status for claim in merged] == [status]


@pytest.mark.parametrize(
    ("first", "second", "hedged"),
    [(True, False, True), (False, True, False), (True, True, True), (False, False, False)],
)
def test_a_hedge_on_the_founding_telling_holds(first: bool, second: bool, hedged: bool) -> None:
    tellings = [replace(BODY, hedged=first), replace(BODY, id="c2", trigger=span("x", 500), hedged=second)]
    assert [claim.hedged for claim in merge_tellings(tellings, SIDES)] == [hedged]


def test_the_first_telling_founds_and_one_new_telling_makes_the_claim_new() -> None:
    context = replace(BODY, background=True)
    new = replace(BODY, id="c2", trigger=span("struck", 500))
    (merged,) = merge_tellings([context, new], SIDES)
    assert merged.id == BODY.id
    assert merged.background is False
    assert merge_tellings([context], SIDES)[0].background is True


def test_people_and_weapons_are_united_without_repeats() -> None:
    first = replace(BODY, actors=(who("gunmen"),), actor_basis=ActorBasis.SUSPECTED, weapons=(who("rifles", "rifle"),))
    second = replace(
        BODY,
        id="c2",
        trigger=span("struck", 500),
        actors=(who("masked gunmen"), who("northerners", "north")),
        actor_basis=ActorBasis.CLAIMED,
        weapons=(who("guns", "rifle"), who("grenades", "grenade")),
    )
    (merged,) = merge_tellings([first, second], SIDES)
    assert [a.span.text for a in merged.actors] == ["gunmen", "northerners"]  # the first words of one
    assert [w.entity for w in merged.weapons] == ["rifle", "grenade"]
    assert merged.actor_basis is ActorBasis.CLAIMED  # the strongest


def test_a_resolved_place_takes_the_place_of_its_unresolved_words() -> None:
    bare = replace(BODY, places=(Place(span("Marrow")),), killed=number(12))
    full = replace(BODY, id="c2", trigger=span("struck", 500), killed=number(12))
    (merged,) = merge_tellings([bare, full], SIDES)
    assert merged.places == (town("Marrow"),)


def test_references_follow_the_claims_they_name() -> None:
    answer = claim(
        at=900, kind=Kind.AIR_STRIKE, when=on("2030-05-02"), references=(refers(RelationKind.FOLLOWS, BODY),)
    )
    merged = merge_tellings([HEADLINE, BODY, answer], SIDES)
    assert [c.id for c in merged] == [HEADLINE.id, answer.id]
    assert merged[1].references[0].to == HEADLINE.id


def test_the_order_of_the_claims_does_not_matter() -> None:
    other = claim(at=800, places=(town("Tarn"),), when=on("2030-05-01"))
    expected = merge_tellings([HEADLINE, BODY, other], SIDES)
    assert {merge_tellings(p, SIDES) for p in permutations([HEADLINE, BODY, other])} == {expected}
    assert merge_tellings(expected, SIDES) == expected  # nothing more to merge


def test_claims_of_two_reports_are_refused() -> None:
    with pytest.raises(ValueError, match="one report only"):
        merge_tellings([claim("a"), claim("b")], SIDES)


def test_no_claims_are_no_claims() -> None:
    empty: list[Claim] = []
    assert merge_tellings(empty, SIDES) == ()


def test_two_that_a_tagger_told_apart_stay_two_where_they_say_when_or_where() -> None:
    first = claim(at=10, kind=Kind.SHOOTING, places=(town("Marrow"),), when=published("2030-05-02"))
    second = claim(at=60, kind=Kind.SHOOTING, places=(town("Marrow"),), when=published("2030-05-02"))
    assert len(merge_tellings([first, second], SIDES, [(first.id, second.id)])) == 2
    assert len(merge_tellings([first, second], SIDES)) == 1


def told_apart(first: Claim, second: Claim, headline: int = 0) -> int:
    """Return how many events are left of two that a tagger told apart."""
    return len(merge_tellings([first, second], SIDES, [(first.id, second.id)], headline))


STRIKE = claim(at=300, kind=Kind.SHELLING, places=(town("Marrow"),), when=on("2030-05-01"), killed=number(400))
AGAIN = claim(at=900, kind=Kind.SHELLING, places=(town("Marrow"),), when=published("2030-05-02"))


def test_two_that_a_tagger_told_apart_are_one_where_they_name_one_town_and_nothing_differs() -> None:
    assert told_apart(STRIKE, AGAIN) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"places": (town("Lowick"),)}, "a town next to it"),
        ({"when": on("2030-05-02")}, "another day"),
        ({"when": published("2030-05-09")}, "a day that publication does not let expect"),
        ({"killed": number(3)}, "another toll"),
        ({"kind": Kind.ASSAULT}, 'a mere "attack"'),
        ({"status": Status.FOILED}, "another outcome"),
        ({"background": True}, "context"),
        ({"trigger": span("bombings", 900)}, "several events"),
    ],
)
def test_what_differs_keeps_apart_what_a_tagger_told_apart(change: dict[str, object], reason: str) -> None:
    assert told_apart(STRIKE, replace(AGAIN, **change)) == 2, reason  # type: ignore[arg-type]


def test_a_headline_counts_no_event_of_its_own() -> None:
    headline = claim(
        at=20, kind=Kind.ASSAULT, places=(town("Marrow"),), when=published("2030-05-02"), killed=number(600)
    )
    story = claim(
        at=90, kind=Kind.SHELLING, places=(town("Marrow"),), when=published("2030-05-02"), killed=number(601, None)
    )
    assert told_apart(headline, story) == 2
    assert told_apart(headline, story, headline=60) == 1
    assert told_apart(headline, replace(story, killed=number(89)), headline=60) == 2


def test_a_headline_is_of_the_event_of_the_story_that_fits_best_alone() -> None:
    headline = claim(
        at=20, kind=Kind.SHELLING, places=(town("Marrow"),), when=published("2030-05-02"), killed=number(400)
    )
    later = replace(AGAIN, when=on("2030-05-02"), killed=None)
    told = [headline, STRIKE, later]
    merged = merge_tellings(told, SIDES, [[one.id for one in told]], headline=60)
    assert [[span.start for span in one.passages] for one in merged] == [[20, 300], [900]]


def test_two_that_say_neither_when_nor_where_are_one_though_a_tagger_found_two() -> None:
    borrowed = replace(town("Marrow"), reason=f"{NOT_ITS_OWN}; the report is about this town")
    first = claim(at=10, kind=Kind.SHOOTING, places=(borrowed,), when=published("2030-05-02"))
    second = claim(at=60, kind=Kind.SHOOTING, places=(borrowed,), when=published("2030-05-02"), killed=number(2))
    (merged,) = merge_tellings([first, second], SIDES, [(first.id, second.id)])
    assert merged.killed == second.killed
