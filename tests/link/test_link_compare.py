"""What each comparison says of two claims."""

from __future__ import annotations

from itertools import combinations

import pytest
from link_builders import TwoSides, at_night, by_the_event, claim, nation, number, on, published, refers, town, who

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, RelationKind, Status
from tocsin.link import compare
from tocsin.link.compare import THRESHOLD, VETO, explain_pair, score
from tocsin.link.sides import NoSides
from tocsin.model import Place, Span

SIDES = TwoSides()


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        (Kind.ASSAULT, Kind.SHOOTING, True),  # "attack" is said of a shooting
        (Kind.ASSAULT, Kind.ARMED_CLASH, True),
        (Kind.ASSAULT, Kind.BOMBING, True),
        (Kind.SHELLING, Kind.DRONE_STRIKE, True),  # a missile may be called a drone
        (Kind.AIR_STRIKE, Kind.SHELLING, True),
        (Kind.SUICIDE_BOMBING, Kind.BOMBING, True),
        (Kind.RAID, Kind.ASSAULT, True),
        (Kind.INTERCEPTION, Kind.DRONE_STRIKE, True),  # what was fired and what was stopped
        (Kind.SUICIDE_BOMBING, Kind.AIR_STRIKE, False),  # nobody confuses these
        (Kind.GRENADE, Kind.SHELLING, False),
        (Kind.ABDUCTION, Kind.SHELLING, False),
        (Kind.THREAT, Kind.ASSAULT, False),
    ],
)
def test_kinds_that_outlets_use_for_one_event(a: Kind, b: Kind, near: bool) -> None:
    assert compare.near_kinds(a, b) is near
    assert compare.near_kinds(b, a) is near
    assert (compare.kind(claim(kind=a), claim(kind=b), SIDES).score == VETO) is not near


@pytest.mark.parametrize(
    ("a", "b", "vetoed"),
    [
        (Status.OCCURRED, Status.FOILED, False),  # outlets differ on the outcome
        (Status.OCCURRED, Status.DENIED, False),  # a denial is about the same event
        (Status.OCCURRED, Status.THREATENED, True),
        (Status.FOILED, Status.HYPOTHETICAL, True),
        (Status.THREATENED, Status.HYPOTHETICAL, False),  # neither has happened
    ],
)
def test_what_has_not_happened_is_no_event(a: Status, b: Status, vetoed: bool) -> None:
    assert (compare.status(claim(status=a), claim(status=b), SIDES).score == VETO) is vetoed


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (on("2030-05-01"), on("2030-05-01"), 1.5),  # one stated day
        (on("2030-05-01", "2030-05-02"), on("2030-05-01"), 1.2),  # "the night of 1 to 2 May"
        (on("2030-05-01"), on("2030-05-02"), VETO),  # neighbouring days, both stated: two events
        (at_night("2030-05-01"), on("2030-05-02"), -1.5),  # outlets date a night by the day before or after
        (by_the_event("2030-05-01"), on("2030-05-02"), -1.5),  # "a few hours after" slips by a day
        (at_night("2030-05-01"), on("2030-05-03"), VETO),  # by one day only
        (on("2030-05-01"), on("2030-05-03"), VETO),  # both state their day
        (on("2030-05-01", "2030-05-31"), on("2030-05-03"), 0.8),  # "in May"
        (on("2029-01-01", "2030-12-31"), on("2030-05-03"), 0.0),  # a period says nothing
        (published("2030-05-02"), on("2030-05-01"), 0.7),  # an undated report of the day after
        (published("2030-05-02"), published("2030-05-03"), 0.7),
        (published("2030-05-09"), on("2030-05-01"), VETO),  # undated news is not a week old
        (published("2030-05-01"), on("2030-05-05"), VETO),  # not reported before it happened
        (None, on("2030-05-05"), 0.0),  # silence is no evidence
    ],
)
def test_days(a: object, b: object, expected: float) -> None:
    left, right = claim(when=a), claim("b", when=b)
    assert compare.day(left, right, SIDES).score == expected
    assert compare.day(right, left, SIDES).score == expected


def test_an_undated_mention_as_context_reaches_back_for_weeks() -> None:
    old, context = claim(when=on("2030-04-10")), claim("b", when=published("2030-05-09"), background=True)
    assert compare.day(old, context, SIDES).score == 0.2


_REGION = Place(
    Span(0, 5, "North"), "North", "ZZ", None, 10.0, 20.0, PlacePrecision.ADMIN1, 120.0, feature="region:north"
)
_SEA = Place(Span(0, 3, "Sea"), "Sea", None, None, 12.0, 22.0, PlacePrecision.WATER_OR_AIR, 200.0, feature="sea:x")
_WORDS = Place(Span(0, 9, "Al-Marrow"))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([town("Marrow")], [town("Marrow")], 1.5),  # one town
        ([town("Marrow")], [town("Lowick")], 1.5),  # 6 km apart, within their radii
        ([town("Marrow")], [town("Tarn")], VETO),  # 100 km apart
        ([town("Marrow", radius_km=1)], [town("Lowick", radius_km=1)], 0.0),  # two sites of one area
        ([town("Marrow")], [_REGION], 0.6),  # the region holds the town
        ([town("Ostra")], [_REGION], -1.5),  # and not this one
        ([town("Marrow")], [nation("Zedland", "ZZ")], 0.2),  # the country says little
        ([town("Marrow")], [nation("Otherland", "OO")], VETO),  # another country
        ([_SEA], [_SEA], 0.6),  # one sea, many ships
        ([_SEA], [nation("Otherland", "OO")], 0.2),  # waters are no country's
        ([], [town("Marrow")], 0.0),  # silence is no evidence
        ([_WORDS], [_WORDS], 1.0),  # unresolved, same words
        ([town("Marrow"), town("Ostra")], [town("Ostra")], 1.5),  # one claim, several places
    ],
)
def test_places(a: list[Place], b: list[Place], expected: float) -> None:
    left, right = claim(places=tuple(a)), claim("b", places=tuple(b))
    assert compare.place(left, right, SIDES).score == expected
    assert compare.place(right, left, SIDES).score == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (claim(actors=(who("northerners", "north"),)), claim(actors=(who("its army", "north-army"),)), 1.0),
        (claim(actors=(who("north", "north"),)), claim(actors=(who("south", "south"),)), -1.5),
        (  # blame is a conflict within one event more often than another event
            claim(actors=(who("north", "north"),)),
            claim(actors=(who("south", "south"),), actor_basis=ActorBasis.BLAMED),
            -0.5,
        ),
        (claim(actors=(who("gunmen"),)), claim(actors=(who("armed men"),)), 0.0),  # no one in particular
        (claim(actors=(who("Brigade Karo"),)), claim(actors=(who("the Karo"),)), 1.0),  # an unknown group by name
        (  # a strike and the answer to it
            claim(actors=(who("north", "north"),), targets=(who("south", "south"),)),
            claim(actors=(who("south", "south"),), targets=(who("north", "north"),)),
            -2.5,
        ),
        (  # a battle told from either side
            claim(kind=Kind.ARMED_CLASH, actors=(who("north", "north"),), targets=(who("south", "south"),)),
            claim(kind=Kind.ARMED_CLASH, actors=(who("south", "south"),), targets=(who("north", "north"),)),
            0.5,
        ),
    ],
)
def test_actors(a: compare.Claim, b: compare.Claim, expected: float) -> None:
    assert compare.actors(a, b, SIDES).score == expected
    assert compare.actors(b, a, SIDES).score == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("the tanker Blue Heron", "M/V Blue Heron", 2.0),  # a name settles it
        ("the tanker Blue Heron", "cargo ship Grey Gull", -1.5),  # two names, two ships
        ("police officers", "gendarmes", 0.5),  # one sort
        ("police officers", "villagers", -0.5),
        ("rebel fighters", "police", -1.5),  # the other side
        ("a British-owned tanker", "a British frigate", 0.0),  # a flag is no name
        ("Marrow market", "Marrow", 0.0),  # the place is compared as a place
    ],
)
def test_targets(a: str, b: str, expected: float) -> None:
    left = claim(targets=(who(a),), places=(town("Marrow"),))
    right = claim("b", targets=(who(b),), places=(town("Marrow"),))
    assert compare.target(left, right, SIDES).score == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (number(11), number(11), 2.0),  # seldom by accident
        (number(4), number(4), 1.5),
        (number(1), number(1), 0.4),  # one dead is common
        (number(50, None), number(50, None), 1.4),
        (number(63), number(63, None), 1.0),  # one number, read as a floor
        (number(50, None), number(165), 0.4),  # the toll rose
        (number(50), number(79), -0.3),
        (number(4), number(11), -0.8),
        (number(11), number(79), -1.5),
        (number(0), number(3), -0.8),  # no casualties at first
        (number(None, None, "dozens"), number(3), 0.0),  # a vague word is no figure
    ],
)
def test_the_dead(a: compare.Figure, b: compare.Figure, expected: float) -> None:
    assert compare.killed(claim(killed=a), claim("b", killed=b), SIDES).score == pytest.approx(expected)
    assert compare.killed(claim(killed=b), claim("b", killed=a), SIDES).score == pytest.approx(expected)


def test_kind_day_and_town_link_and_no_two_of_them_do() -> None:
    whole = {"when": on("2030-05-01"), "places": (town("Marrow"),)}
    assert score(claim(**whole), claim("b", **whole), SIDES) >= THRESHOLD
    for kept in combinations(whole, 1):
        part = {name: whole[name] for name in kept}
        assert score(claim(**part), claim("b", **part), SIDES) < THRESHOLD


def test_neighbouring_days_in_one_town_stay_two_though_the_toll_agrees() -> None:
    first = claim(when=on("2030-05-01"), places=(town("Marrow"),), killed=number(4), actors=(who("n", "north"),))
    second = claim("b", when=on("2030-05-02"), places=(town("Marrow"),), killed=number(4), actors=(who("n", "north"),))
    assert score(first, second, SIDES) < THRESHOLD


def test_a_named_ship_outweighs_a_day_of_difference() -> None:
    ship = {"targets": (who("MV Blue Heron"),), "actors": (who("n", "north"),), "kind": Kind.SHELLING}
    first = claim(when=on("2030-05-01"), places=(_SEA,), weapons=(who("missile", "missile"),), **ship)
    second = claim("b", when=on("2030-05-02"), places=(_SEA,), killed=number(3), **ship)
    assert score(first, second, SIDES) < THRESHOLD  # 1.6 short of it without the toll
    third = claim("c", when=on("2030-05-01"), places=(_SEA,), killed=number(3), **ship)
    assert score(second, third, SIDES) >= THRESHOLD


def test_claims_that_point_at_no_single_event_are_held_back() -> None:
    campaign = claim(when=on("2029-11-01", "2030-05-01"), targets=(who("shipping"),))
    assert compare.singled_out(campaign, claim("b", when=on("2030-05-01")), SIDES).score == -1.5


def test_another_attack_is_never_the_first_one() -> None:
    first = claim(at=10, places=(town("Marrow"),))
    second = claim(at=400, places=(town("Marrow"),), references=(refers(RelationKind.SERIES, first),))
    assert compare.reference(first, second, SIDES).score == VETO
    assert score(first, second, SIDES, compare.IN_REPORT) == VETO


def test_the_explanation_adds_up_to_the_score() -> None:
    a, b = claim(when=on("2030-05-01")), claim("b", when=on("2030-05-01"), killed=number(3))
    assert sum(evidence.score for evidence in explain_pair(a, b, SIDES)) == pytest.approx(score(a, b, SIDES))
    assert {e.name for e in explain_pair(a, claim(at=900), SIDES)} > {
        "lead",
        "reference",
    }  # one report, its own context


def test_no_sides_knows_only_itself() -> None:
    assert NoSides().same_side("north", "north") is True
    assert NoSides().same_side("north", "south") is None
    assert NoSides().country_of("north") is None
