"""What "the base" and "the group" stand for, by what was told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tocsin.codebook import Kind, PlacePrecision, WhenBasis, WhenPrecision
from tocsin.model import Claim, Mention, Place, Span, When
from tocsin.resolve.memory import Memory

NOWHERE: frozenset[str] = frozenset()


def span(text: str) -> Span:
    return Span(0, len(text), text)


def place(words: str, country: str) -> Place:
    return Place(span(words), words, country, lat=1.0, lon=2.0, precision=PlacePrecision.SITE)


def memory() -> Memory:
    held = Memory()
    for one in (
        place("Ain al-Asad air base", "IQ"),
        place("Khor Mor gas field", "IQ"),
        place("Rmelan oil field", "SY"),
    ):
        held.remember(Claim("c", "r", Kind.SHELLING, span("hit"), places=(one,)))
    return held


@pytest.mark.parametrize(
    ("words", "countries", "expected"),
    [
        ("the base", NOWHERE, "Ain al-Asad air base"),  # by its noun, though others were told after it
        ("the air base", NOWHERE, "Ain al-Asad air base"),  # the longer noun
        ("the field", NOWHERE, "Rmelan oil field"),  # the last that fits
        ("the field", frozenset({"IQ"}), "Khor Mor gas field"),  # not one in another country
        ("the field", frozenset({"ML"}), None),  # nor if there is no other
        ("this site", NOWHERE, "Rmelan oil field"),  # any place may be a site
        ("the hospital", NOWHERE, None),  # none was told
        ("Gao", NOWHERE, None),  # a name stands for itself
    ],
)
def test_place_meant(words: str, countries: frozenset[str], expected: str | None) -> None:
    meant = memory().place_meant(span(words), countries)
    assert (meant.name if meant else None) == expected


def test_the_capital_is_a_town_and_no_site_in_it() -> None:
    held = Memory()
    town = replace(place("Mogadishu", "SO"), feature="geonames:53654")
    for one in (town, replace(place("Bakara market", "SO"), feature="site:bakara")):
        held.remember(Claim("c", "r", Kind.SHELLING, span("hit"), places=(one,)))
    meant = held.place_meant(span("the capital"), NOWHERE)
    assert meant is not None
    assert meant.name == "Mogadishu"


def test_an_undecided_place_is_not_remembered() -> None:
    held = Memory()
    held.remember(Claim("c", "r", Kind.SHELLING, span("hit"), places=(Place(span("the base")),)))
    assert held.place_meant(span("the base"), NOWHERE) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the group", "B"),  # the last one named
        ("The militia", "B"),  # in capitals too
        ("the army of Mali", None),  # names itself
        ("group", None),  # not the one told of
        ("the teachers", None),  # no party
    ],
)
def test_party_meant(words: str, expected: str | None) -> None:
    held = Memory()
    parties = (Mention(span("A"), "a", "A"), Mention(span("B"), "b", "B"), Mention(span("gunmen")))
    held.remember(Claim("c", "r", Kind.SHELLING, span("hit"), actors=parties))
    meant = held.party_meant(Mention(span(words)))
    assert (meant.name if meant else None) == expected


def test_the_day_is_that_of_the_event_told_last() -> None:
    held = Memory()
    assert held.day is None
    for day in (11, 12):
        when = When(span("then"), date(2024, 3, day), date(2024, 3, day), WhenPrecision.DAY, WhenBasis.STATED)
        held.remember(Claim("c", "r", Kind.SHELLING, span("hit"), when=when))
    held.remember(Claim("c", "r", Kind.SHELLING, span("hit")))
    assert held.day == (date(2024, 3, 12), date(2024, 3, 12))
