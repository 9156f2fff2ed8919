"""Which words name a party: cut names made whole, accusers that speak, what names nobody left out."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import ActorBasis, Kind
from tocsin.model import Claim, Mention, Place, Report, Span
from tocsin.resolve.actors import ActorResolver
from tocsin.resolve.parties import names_nobody, set_right, whole

ACTORS = ActorResolver.default()


def words(text: str, part: str) -> Span:
    at = text.index(part)
    return Span(at, at + len(part), part)


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Kurdish-led fighters fought off the drones", "led", "Kurdish-led fighters"),
        ("Three gunmen ran into the hotel", "Three", "Three gunmen"),
        ("Obscure brigade says it fired", "Obscure", "Obscure brigade"),
        ("the Wagner mercenary group said", "Wagner", "Wagner mercenary group"),
        ("the Revenge of al-Muhandis Brigade claimed it", "al-Muhandis", "al-Muhandis Brigade"),
        ("Members of Jemaah Islamiyah on Tuesday", "Jemaah", "Jemaah Islamiyah"),
        ("Air defences shot down a drone", "Air", "Air defences"),
        ("Overnight air defences had shot them down", "defences", "air defences"),
        ("rebels Tuesday attacked", "rebels", "rebels"),
        ("Yusuf Monday said", "Yusuf", "Yusuf"),  # a day is no name
        ("the army attacked soldiers", "the army", "the army"),  # names a role already
        ("Moscow's troops", "Moscow", "Moscow"),
        ("militias of the north", "north", "north"),
        ("war of the soldiers", "war", "war"),  # the noun stands not beside it
    ],
)
def test_what_was_cut_off_a_party_is_put_back(text: str, part: str, expected: str) -> None:
    found = whole(words(text, part), text, ACTORS)
    assert found.text == expected
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "part", "nobody"),
    [
        ("In the evening, guns at the embassy shot down a drone.", "guns", True),
        ("The party, who run the field", "run", True),
        ("Air defences shot it down in the air.", "Air", True),
        ("Zarqa said it did it.", "Zarqa", False),  # a name, for all one knows
        ("Two gunmen fled.", "gunmen", False),
        ("The bomb was laid by Zarqa.", "Zarqa", False),
        ("Shelling by anti-Houthi units", "anti-Houthi", False),
    ],
)
def test_words_without_a_name_or_a_role_name_nobody(text: str, part: str, nobody: bool) -> None:
    assert names_nobody(words(text, part), text, ACTORS) is nobody


def told(text: str, actors: list[Mention], **more: object) -> tuple[Claim, Report]:
    more.setdefault("actor_basis", ActorBasis.BLAMED)
    claim = Claim("c", "r", Kind.SHELLING, Span(0, 3, text[:3]), actors=tuple(actors), **more)  # type: ignore[arg-type]
    return claim, Report("r", "ref", text, date(2030, 5, 2), "given")


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("But the president, Hassan Zarqa, accused al-Shabaab.", True),
        ("On Monday Zarqa has blamed the rebels.", True),
        ("On Monday Zarqa, accused of the attack, fled.", False),
        ("On Monday Zarqa was blamed by the army.", False),
        ("On Monday Zarqa attacked the town.", False),
    ],
)
def test_who_accuses_another_speaks_and_is_not_accused(text: str, speaks: bool) -> None:
    claim, report = told(text, [Mention(words(text, "Zarqa"))])
    done = set_right(claim, report, ACTORS)
    assert [one.span.text for one in done.speakers] == (["Zarqa"] if speaks else [])
    assert [one.span.text for one in done.actors] == ([] if speaks else ["Zarqa"])
    assert done.actor_basis is (ActorBasis.NONE if speaks else ActorBasis.BLAMED)


def test_who_held_out_against_an_attack_did_not_make_it() -> None:
    claim, report = told("Zarqa fought off a drone attack.", [Mention(Span(0, 5, "Zarqa"))])
    assert set_right(claim, report, ACTORS).actors == ()
    claim, report = told("Zarqa attacked and was repelled.", [Mention(Span(0, 5, "Zarqa"))])
    assert len(set_right(claim, report, ACTORS).actors) == 1


def test_who_wages_no_war_and_a_silent_state_take_no_responsibility() -> None:
    text = "A group known to few Iraqis said to the United Nations that its men did it."
    group, state = Mention(words(text, "A group")), Mention(words(text, "Iraqis"), "state:IQ", "Iraq")
    agency = Mention(words(text, "United Nations"), "un", "United Nations")
    place = Place(Span(0, 1, "A"), country="IQ")
    claim, report = told(text, [group, state, agency], actor_basis=ActorBasis.CLAIMED, places=(place,))
    assert [one.span.text for one in set_right(claim, report, ACTORS).actors] == ["A group"]
    claim, report = told(text, [state], actor_basis=ActorBasis.CLAIMED, places=(place,))
    assert [one.span.text for one in set_right(claim, report, ACTORS).actors] == ["Iraqis"]  # alone, it may have
    claim, report = told(text, [group, state], actor_basis=ActorBasis.CLAIMED, places=(place,), speakers=(state,))
    assert len(set_right(claim, report, ACTORS).actors) == 2


def test_a_body_may_speak_that_is_no_party() -> None:
    text = "The electricity company said so to those who run the field."
    claim, report = told(
        text, [], speakers=(Mention(words(text, "The electricity company")), Mention(words(text, "run")))
    )
    assert [one.span.text for one in set_right(claim, report, ACTORS).speakers] == ["The electricity company"]
