"""What each comparison says of two claims."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from link_builders import TwoSides, at_night, by_the_event, claim, nation, number, on, published, refers, town, who

from tocsin.codebook import ActorBasis, Kind, PlacePrecision, RelationKind, Status
from tocsin.link import compare, compare_in_report
from tocsin.link.compare import NEVER, NOTHING, total, weigh
from tocsin.link.compare_in_report import explain_pair, score_in_report
from tocsin.link.days import days_meet
from tocsin.link.sides import NoSides
from tocsin.link.telling import Telling, telling
from tocsin.link.weights import ACROSS, ACROSS_BAR, VETO, WITHIN
from tocsin.model import Claim, Place, Report, Span, When

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
    assert (compare.kind(claim(kind=a), claim(kind=b), SIDES).level == NEVER) is not near


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
    assert (compare.status(claim(status=a), claim(status=b), SIDES).level == NEVER) is vetoed


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (on("2030-05-01"), on("2030-05-01"), "equal"),  # one stated day
        (on("2030-05-01", "2030-05-02"), on("2030-05-01"), "overlap"),  # "the night of 1 to 2 May"
        (on("2030-05-01"), on("2030-05-02"), NEVER),  # neighbouring days, both stated: two events
        (at_night("2030-05-01"), on("2030-05-02"), "next day"),  # outlets date a night by the day before or after
        (by_the_event("2030-05-01"), on("2030-05-02"), "next day"),  # "a few hours after" slips by a day
        (at_night("2030-05-01"), on("2030-05-03"), NEVER),  # by one day only
        (on("2030-05-01"), on("2030-05-03"), NEVER),  # both state their day
        (on("2030-05-01", "2030-05-31"), on("2030-05-03"), "in one month"),  # "in May"
        (on("2029-01-01", "2030-12-31"), on("2030-05-03"), NOTHING),  # a period says nothing
        (published("2030-05-02"), on("2030-05-01"), "fits"),  # an undated report of the day after
        (published("2030-05-02"), published("2030-05-03"), "fits"),
        (published("2030-05-09"), on("2030-05-01"), "weeks outside"),  # undated news is seldom a week old
        (published("2030-07-09"), on("2030-05-01"), NEVER),  # and never two months
        (published("2030-05-01"), on("2030-05-05"), "weeks outside"),  # hardly reported before it happened
        (None, on("2030-05-05"), NOTHING),  # silence is no evidence
    ],
)
def test_days(a: object, b: object, expected: str) -> None:
    left, right = claim(when=a), claim("b", when=b)
    assert compare.day(left, right, SIDES).level == expected
    assert compare.day(right, left, SIDES).level == expected


def test_an_undated_mention_as_context_reaches_back_for_weeks() -> None:
    old, context = claim(when=on("2030-04-10")), claim("b", when=published("2030-05-09"), background=True)
    assert compare.day(old, context, SIDES).level == "loosely fits"


_REGION = Place(
    Span(0, 5, "North"), "North", "ZZ", None, 10.0, 20.0, PlacePrecision.ADMIN1, 120.0, feature="region:north"
)
_SEA = Place(Span(0, 3, "Sea"), "Sea", None, None, 12.0, 22.0, PlacePrecision.WATER_OR_AIR, 200.0, feature="sea:x")
_WORDS = Place(Span(0, 9, "Al-Marrow"))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([town("Marrow")], [town("Marrow")], "same"),  # one town
        ([town("Marrow")], [town("Lowick")], "same"),  # 6 km apart, within their radii
        ([town("Marrow")], [town("Tarn")], "far"),  # 100 km apart
        ([town("Marrow", radius_km=1)], [town("Lowick", radius_km=1)], "next to it"),  # two sites of one area
        ([town("Marrow")], [_REGION], "in one area"),  # the region holds the town
        ([town("Ostra")], [_REGION], "outside the area"),  # and not this one
        ([town("Marrow")], [nation("Zedland", "ZZ")], "in one country"),  # the country says little
        ([town("Marrow")], [nation("Otherland", "OO")], "abroad"),  # another country
        ([_SEA], [_SEA], "in one area"),  # one sea, many ships
        ([_SEA], [nation("Otherland", "OO")], "in one country"),  # waters are no country's
        ([], [town("Marrow")], NOTHING),  # silence is no evidence
        ([_WORDS], [_WORDS], "same words"),  # unresolved, same words
        ([town("Marrow"), town("Ostra")], [town("Ostra")], "same"),  # one claim, several places
    ],
)
def test_places(a: list[Place], b: list[Place], expected: str) -> None:
    left, right = claim(places=tuple(a)), claim("b", places=tuple(b))
    assert compare.place(left, right, SIDES).level == expected
    assert compare.place(right, left, SIDES).level == expected


def test_towns_that_no_wording_brings_together_are_never_one_event() -> None:
    left, right = claim(places=(town("Marrow"),)), claim("b", places=(town("Ostra"),))
    assert compare.place(left, right, SIDES).level == NEVER
    held = claim("b", places=(town("Ostra"), town("Marrow")))
    assert compare.place(left, held, SIDES).level == "same", "a march names several towns"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("the market", "a bazaar", "same"),  # two words for one sort of site
        ("the market", "near the bridge", "other"),  # of one town, but not one place in it
        ("a house beside the mosque", "the mosque", "same"),  # a report may name both
        ("the market", "soldiers", NOTHING),  # no site is told
    ],
)
def test_sites_in_a_town(a: str, b: str, expected: str) -> None:
    for left, right in ((a, b), (b, a)):
        assert compare.site(claim(targets=(who(left),)), claim("b", targets=(who(right),)), SIDES).level == expected
    unresolved = claim(places=(Place(Span(0, len(a), a)),))
    assert compare.site(unresolved, claim("b", targets=(who(b),)), SIDES).level == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (claim(actors=(who("northerners", "north"),)), claim(actors=(who("its army", "north-army"),)), "one side"),
        (claim(actors=(who("north", "north"),)), claim(actors=(who("south", "south"),)), "others"),
        (  # blame is a conflict within one event more often than another event
            claim(actors=(who("north", "north"),)),
            claim(actors=(who("south", "south"),), actor_basis=ActorBasis.BLAMED),
            "others accused",
        ),
        (claim(actors=(who("gunmen"),)), claim(actors=(who("armed men"),)), NOTHING),  # no one in particular
        (
            claim(actors=(who("Brigade Karo"),)),
            claim(actors=(who("the Karo"),)),
            "one side",
        ),  # an unknown group by name
        (  # a strike and the answer to it
            claim(actors=(who("north", "north"),), targets=(who("south", "south"),)),
            claim(actors=(who("south", "south"),), targets=(who("north", "north"),)),
            "turned round",
        ),
        (  # a battle told from either side
            claim(kind=Kind.ARMED_CLASH, actors=(who("north", "north"),), targets=(who("south", "south"),)),
            claim(kind=Kind.ARMED_CLASH, actors=(who("south", "south"),), targets=(who("north", "north"),)),
            "two sides fight",
        ),
    ],
)
def test_actors(a: Claim, b: Claim, expected: str) -> None:
    assert compare.actors(a, b, SIDES).level == expected
    assert compare.actors(b, a, SIDES).level == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("the tanker Blue Heron", "M/V Blue Heron", "same name"),  # a name settles it
        ("the tanker Blue Heron", "cargo ship Grey Gull", "other ships"),  # two names, two ships
        ("police officers", "gendarmes", "same sort"),  # one sort
        ("police officers", "villagers", "other sorts"),
        ("rebel fighters", "police", "militants or not"),  # the other side
        ("a British-owned tanker", "a British frigate", NOTHING),  # a flag is no name
        ("Marrow market", "Marrow", NOTHING),  # the place is compared as a place
    ],
)
def test_targets(a: str, b: str, expected: str) -> None:
    left = claim(targets=(who(a),), places=(town("Marrow"),))
    right = claim("b", targets=(who(b),), places=(town("Marrow"),))
    assert compare.target(left, right, SIDES).level == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (number(11), number(11), "equal, many"),  # seldom by accident
        (number(4), number(4), "equal, some"),
        (number(1), number(1), "equal, few"),  # one dead is common
        (number(50, None), number(50, None), "equal open, many"),
        (number(63), number(63, None), "equal low"),  # one number, read as a floor
        (number(50, None), number(165), "may be equal"),  # the toll rose
        (number(50), number(79), "up to double"),
        (number(4), number(11), "up to fourfold"),
        (number(11), number(79), "more than fourfold"),
        (number(0), number(3), "none and some"),  # no casualties at first
        (number(None, None, "dozens"), number(3), NOTHING),  # a vague word is no figure
    ],
)
def test_the_dead(a: compare.Figure, b: compare.Figure, expected: str) -> None:
    assert compare.killed(claim(killed=a), claim("b", killed=b), SIDES).level == expected
    assert compare.killed(claim(killed=b), claim("b", killed=a), SIDES).level == expected


def told(one: Claim, words: str = "") -> Telling:
    """Return a claim in a report of which only ``words`` are told."""
    text = " " * one.trigger.end + words
    return telling(one, Report(one.report, one.report, text, date(2030, 5, 2), "stated", outlet=one.report))


def score(a: Claim, b: Claim, words: str = "") -> float:
    return total(weigh(told(a, words), told(b, words), SIDES))


def test_kind_day_and_town_link_and_no_two_of_them_do() -> None:
    whole = {"when": on("2030-05-01"), "places": (town("Marrow"),)}
    assert score(claim(**whole), claim("b", **whole)) >= ACROSS_BAR.link
    for kept in combinations(whole, 1):
        part = {name: whole[name] for name in kept}
        assert score(claim(**part), claim("b", **part)) < ACROSS_BAR.link


def test_neighbouring_days_in_one_town_stay_two_though_toll_and_words_agree() -> None:
    first = claim(when=on("2030-05-01"), places=(town("Marrow"),), killed=number(4), actors=(who("n", "north"),))
    second = claim("b", when=on("2030-05-02"), places=(town("Marrow"),), killed=number(4), actors=(who("n", "north"),))
    assert score(first, second, "Colonel Zubrik of the Ninth Lancers spoke at Quarry Lane") < ACROSS_BAR.link


def test_a_named_ship_outweighs_a_day_of_difference() -> None:
    ship = {"targets": (who("MV Blue Heron"),), "actors": (who("n", "north"),), "kind": Kind.SHELLING}
    first = claim(when=on("2030-05-01"), places=(_SEA,), weapons=(who("missile", "missile"),), **ship)
    second = claim("b", when=on("2030-05-02"), places=(_SEA,), killed=number(3), **ship)
    third = claim("c", when=on("2030-05-01"), places=(_SEA,), killed=number(3), **ship)
    assert VETO < score(first, second) < score(second, third) - 2
    assert score(first, third) >= ACROSS_BAR.link


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Zubrik Ostrowe Quarlane Pemberley Gant", "Zubrik Ostrowe Quarlane Pemberley Gant", "alike 0.50"),
        ("Zubrik Ostrowe Quarlane Pemberley", "Zubrik Hastrow Nimbleby Fentiman", "alike 0.12"),
        ("the people of the city said on the day", "the people of the city said on the day", NOTHING),
        ("Zubrik", "Ostrowe", NOTHING),
    ],
)
def test_rare_words_speak_for_one_event(a: str, b: str, level: str) -> None:
    assert compare.wordings(told(claim(), a), told(claim("b"), b)).level == level


def test_two_reports_that_tell_much_and_share_nothing_are_hardly_of_one_event() -> None:
    names = [f"Zub{letter}rik" for letter in "abcdefghijklmnopqrstuvwxyz"]
    left, right = told(claim(), " ".join(names[:13])), told(claim("b"), " ".join(names[13:]))
    assert compare.wordings(left, right).level == "unlike"


def test_every_level_has_a_weight_that_speaks_as_it_means() -> None:
    for weights in (ACROSS, WITHIN):
        for name in ("killed", "injured", "captured", "munitions"):
            assert set(weights[name]) == set(compare.FIGURE_LEVELS)
        assert weights["place"]["same"] > 0 > weights["place"]["near"]
        assert weights["day"]["equal"] > weights["day"]["overlap"] > 0 > weights["day"]["next day"]
    alike = [ACROSS["wording"][f"alike {step:.2f}"] for step in compare.ALIKE]
    assert min(alike) > 0 > ACROSS["wording"]["unlike"]
    assert ACROSS["place"]["abroad"] <= ACROSS["place"]["far"] < ACROSS["place"]["near"]


def test_claims_that_point_at_no_single_event_are_held_back() -> None:
    campaign = claim(when=on("2029-11-01", "2030-05-01"), targets=(who("shipping"),))
    assert compare.singled_out(campaign, claim("b", when=on("2030-05-01")), SIDES).level == "vague"


def test_another_attack_is_never_the_first_one() -> None:
    first = claim(at=10, places=(town("Marrow"),))
    second = claim(at=400, places=(town("Marrow"),), references=(refers(RelationKind.SERIES, first),))
    assert compare_in_report.reference(first, second, SIDES).level == NEVER
    assert score_in_report(first, second, SIDES) == VETO


def test_the_explanation_adds_up_to_the_score() -> None:
    a, b = claim(when=on("2030-05-01")), claim("b", when=on("2030-05-01"), killed=number(3))
    assert sum(one.score for one in explain_pair(told(a), told(b), SIDES)) == pytest.approx(score(a, b))
    assert {one.name for one in explain_pair(told(a), told(claim(at=900)), SIDES)} > {
        "lead",
        "reference",
    }  # one report, its own context


def test_no_sides_knows_only_itself() -> None:
    assert NoSides().same_side("north", "north") is True
    assert NoSides().same_side("north", "south") is None
    assert NoSides().country_of("north") is None


@pytest.mark.parametrize(
    ("left", "right", "meet"),
    [
        (on("2030-05-01"), on("2030-05-01"), True),
        (on("2030-05-01"), on("2030-05-02"), True),  # the next day: outlets slip
        (on("2030-05-01"), on("2030-05-03"), False),
        (on("2030-05-01"), published("2030-05-04"), True),
        (on("2030-05-01"), published("2030-05-30"), False),  # told as new, four weeks later
        (None, on("2030-05-01"), True),  # no day is known
    ],
)
def test_people_are_asked_only_about_two_whose_days_may_be_one(left: When | None, right: When, meet: bool) -> None:
    assert days_meet(claim("a", when=left), claim("b", when=right)) is meet


def test_context_may_be_of_any_day_of_the_weeks_before() -> None:
    assert days_meet(claim("a", when=on("2030-05-01")), claim("b", when=published("2030-05-30"), background=True))
