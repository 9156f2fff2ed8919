"""Weapons: which is meant, what kind of attack it makes, and which tellings contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.codebook import Kind
from tocsin.lexicon.loader import load
from tocsin.model import Span
from tocsin.resolve import weapons


def _resolve(words: str) -> str | None:
    return weapons.resolve_weapon(Span(0, len(words), words)).entity


@pytest.mark.parametrize(
    ("words", "entity", "why"),
    [
        ("rockets", "rocket", "a plural"),
        ("an armed drone", "drone", "an article"),
        ("explosive-laden drones", "explosive-drone", "a hyphen"),
        ("explosives laden drones", "explosive-drone", "no hyphen"),
        ("rocket-propelled grenades", "rpg", "neither rocket nor grenade"),
        ("mortar shells", "mortar", "not any shell"),
        ("Katyusha rockets", "katyusha", "the exact rocket"),
        ("Kinzhal hypersonic missiles", "kinzhal", "the exact missile"),
        ("a suicide car bomb", "suicide-car-bomb", "the whole expression"),
        ("a truck packed with explosives", "car-bomb", "words for a car bomb"),
        ("IEDs", "ied", "an acronym"),
        ("missiles fired from helicopters", "missile", "the munition, not what carries it"),
        ("a car", "vehicle", "an everyday word that was marked as the weapon"),
    ],
)
def test_resolving(words: str, entity: str, why: str) -> None:
    assert _resolve(words) == entity, why


@pytest.mark.parametrize(
    ("words", "reason"),
    [("a strange thing", "no weapon known"), ("rockets and mortars", "more than one is named: mortar, rocket")],
)
def test_undecided_with_a_reason(words: str, reason: str) -> None:
    mention = weapons.resolve_weapon(Span(0, len(words), words))
    assert (mention.entity, mention.name, mention.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Three rockets and a drone hit the car near the tank.", ["rocket", "drone"]),
        ("The bomb squad boarded the aircraft carrier.", []),
        ("The Qassam Brigades fired a Qassam rocket.", ["qassam"]),
        ("Air raids and car bombs", ["airstrike", "car-bomb"]),
    ],
)
def test_spotting_leaves_everyday_words_and_masked_phrases(text: str, found: list[str]) -> None:
    assert [match.payload for match in weapons.spot(text)] == found


@pytest.mark.parametrize(
    ("left", "right", "conflict", "why"),
    [
        ("rocket", "missile", True, "two munitions"),
        ("rocket", "mortar", True, "two munitions"),
        ("drone", "missile", True, "two munitions"),
        ("shahed", "kalibr", True, "exact ones of two classes"),
        ("car-bomb", "suicide-vest", True, "two ways to carry a bomb"),
        ("drone", "explosive-drone", False, "general and exact"),
        ("bomb", "car-bomb", False, "general and exact"),
        ("explosive", "ied", False, "general and exact"),
        ("projectile", "rocket", False, "any munition"),
        ("suicide-car-bomb", "car-bomb", False, "it is both"),
        ("katyusha", "grad", False, "one class"),
        ("aircraft", "missile", False, "what carries and what is carried"),
        ("shell", "artillery", False, "what is fired and what fires"),
        ("cluster-munition", "rocket", False, "a rocket may carry bomblets"),
        ("firearm", "blade", False, "attackers may have both"),
        (None, "rocket", False, "nothing told"),
        ("nothing", "rocket", False, "unknown to the lexicon"),
    ],
)
def test_conflicting(left: str | None, right: str | None, conflict: bool, why: str) -> None:
    assert weapons.conflicting(left, right) is conflict, why
    assert weapons.conflicting(right, left) is conflict, why


IDS = [entry.id for entry in load("weapons")]


@given(st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_weapon_never_conflicts_with_a_more_general_one(left: str, right: str) -> None:
    assert weapons.conflicting(left, right) is weapons.conflicting(right, left)
    for general in weapons.WeaponResolver.default().broader(left):
        assert not weapons.conflicting(left, general)


@pytest.mark.parametrize(
    ("entity", "kind", "why"),
    [
        ("missile", Kind.SHELLING, "the codebook's decision"),
        ("cluster-munition", Kind.SHELLING, "the codebook's decision"),
        ("petrol-bomb", Kind.BOMBING, "a firebomb is a bombing"),
        ("drone", Kind.DRONE_STRIKE, "by drone"),
        ("suicide-vest", Kind.SUICIDE_BOMBING, "worn by the attacker"),
        ("suicide-car-bomb", Kind.SUICIDE_BOMBING, "the attacker drives it"),
        ("car-bomb", Kind.BOMBING, "planted"),
        ("hand-grenade", Kind.GRENADE, "thrown"),
        ("rpg", Kind.SHELLING, "fired"),
        ("sarin", Kind.CHEMICAL, "gas"),
        ("machete", Kind.ASSAULT, "a blade"),
        ("kalashnikov", Kind.SHOOTING, "a gun"),
        ("air-defence", None, "says nothing of an attack"),
        ("nothing", None, "unknown"),
    ],
)
def test_the_kind_a_weapon_hints_at(entity: str, kind: Kind | None, why: str) -> None:
    assert weapons.kind_of(entity) is kind, why


def test_classes() -> None:
    assert weapons.weapon_class("katyusha") == "rocket"
    assert weapons.weapon_class("nothing") is None


@given(st.text(max_size=60))
def test_any_text_is_resolved_or_given_a_reason(text: str) -> None:
    mention = weapons.resolve_weapon(Span(0, len(text), text))
    assert (mention.entity is None) == (mention.name is None)
    assert mention.reason
