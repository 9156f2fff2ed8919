"""The named rules by which tellings and incidents keep their values, and the same answer for any order of anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import TwoSides, claim, judged, on, refers, report, span, town, who

from strategies import coded_reports
from tocsin.codebook import Kind, RelationKind, Verdict
from tocsin.link import NoSides, link, merge_tellings
from tocsin.link.wording import union
from tocsin.model import Claim, CodedReport, Mention

SIDES = TwoSides()
TOLD = claim(at=300, places=(town("Marrow"),), when=on("2030-05-01"))


@pytest.mark.parametrize(
    ("words", "claims", "reason"),
    [
        ("another attack", 2, "sets itself off from what was told before"),
        ("a separate incident", 2, "sets itself off as well"),
        ("the second such attack this week", 1, "a count may be of the event told all along"),
    ],
)
def test_another_attack_without_a_known_first_one(words: str, claims: int, reason: str) -> None:
    other = replace(TOLD, id="c2", trigger=span("hit", 900), references=(refers(RelationKind.SERIES, None, words),))
    assert len(merge_tellings([TOLD, other], SIDES)) == claims, reason


def test_another_attack_may_be_told_again_further_down() -> None:
    refers_back = (refers(RelationKind.SERIES, None),)
    other = replace(TOLD, id="c2", trigger=span("hit", 900), references=refers_back)
    again = replace(TOLD, id="c3", trigger=span("hit", 1200))
    assert len(merge_tellings([other, again], SIDES)) == 1


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (Kind.ASSAULT, Kind.SHOOTING, Kind.SHOOTING),  # "attack" says least
        (Kind.BOMBING, Kind.SUICIDE_BOMBING, Kind.SUICIDE_BOMBING),  # a blast, then who set it off
        (Kind.SUICIDE_BOMBING, Kind.BOMBING, Kind.SUICIDE_BOMBING),
        (Kind.AIR_STRIKE, Kind.DRONE_STRIKE, Kind.DRONE_STRIKE),
        (Kind.SHOOTING, Kind.ARMED_CLASH, Kind.ARMED_CLASH),  # they fired back
    ],
)
def test_the_more_exact_kind_of_two_tellings_is_kept(first: Kind, second: Kind, kept: Kind) -> None:
    again = replace(TOLD, id="c2", trigger=span("hit", 600), kind=second)
    assert [c.kind for c in merge_tellings([replace(TOLD, kind=first), again], SIDES)] == [kept]


@pytest.mark.parametrize(
    ("mentions", "kept"),
    [
        ([who("gunmen"), who("masked gunmen")], [("gunmen", None)]),  # the first words
        ([who("the fighters of North"), who("North", "north")], [("the fighters of North", "north")]),  # resolved later
        ([who("North", "north"), who("the north-army of North", "north-army")], [("North", "north"), ("the north-army of North", "north-army")]),
        ([who("police"), who("villagers")], [("police", None), ("villagers", None)]),
    ],
)  # fmt: skip
def test_of_two_mentions_that_are_one_the_first_is_kept(
    mentions: list[Mention], kept: list[tuple[str, str | None]]
) -> None:
    assert [(m.span.text, m.entity) for m in union([mentions])] == kept


def test_an_air_strike_without_a_weapon_shows_the_word_of_the_report() -> None:
    (strike,) = link({"a": report("a")}, [replace(TOLD, kind=Kind.AIR_STRIKE)], [], SIDES)
    (shelling,) = link({"a": report("a")}, [replace(TOLD, kind=Kind.SHELLING)], [], SIDES)
    assert [value.value for value in strike.weapons] == ["attacked"]
    assert shelling.weapons == ()


def _claims(coded: list[CodedReport]) -> list[Claim]:
    return [one for whole in coded for one in whole.claims]


_CODED = st.lists(coded_reports(), max_size=4, unique_by=lambda coded: coded.report.id)


@settings(max_examples=20)
@given(_CODED, st.randoms(use_true_random=False))
def test_any_claims_in_any_order_give_the_same_incidents(coded: list[CodedReport], random: st.random.Random) -> None:
    reports = {whole.report.id: whole.report for whole in coded}
    claims = _claims(coded)
    expected = link(reports, claims, [], NoSides())
    assert link(reports, claims, [], NoSides()) == expected
    backwards = dict(reversed(reports.items()))
    assert link(backwards, random.sample(claims, len(claims)), [], NoSides()) == expected
    assert sorted(one for incident in expected for one in incident.claims) == sorted(one.id for one in claims)


@settings(max_examples=20)
@given(coded_reports(), st.randoms(use_true_random=False))
def test_tellings_merge_the_same_in_any_order_and_only_once(coded: CodedReport, random: st.random.Random) -> None:
    merged = merge_tellings(coded.claims, NoSides())
    assert merge_tellings(random.sample(coded.claims, len(coded.claims)), NoSides()) == merged
    told = {passage for one in coded.claims for passage in one.passages}
    assert {passage for one in merged for passage in one.passages} == told  # no telling is lost
    assert len({one.id for one in merged}) == len(merged)


@settings(max_examples=20)
@given(_CODED.filter(lambda coded: len(_claims(coded)) > 1), st.sampled_from([Verdict.SAME, Verdict.DIFFERENT]))
def test_a_judgement_holds_whatever_the_claims_say(coded: list[CodedReport], verdict: Verdict) -> None:
    reports = {whole.report.id: whole.report for whole in coded}
    a, b = _claims(coded)[:2]
    found = link(reports, _claims(coded), [judged(verdict, a, b)], NoSides())
    assert any({a.id, b.id} <= set(incident.claims) for incident in found) is (verdict is Verdict.SAME)
