"""What became of the victims."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.code.fates import checked, with_tolls
from tocsin.codebook import Kind
from tocsin.model import Claim, Figure, Report, Span

FILLER = " The street was closed. Nobody has been charged. A neighbour brought water."


def report(text: str) -> Report:
    return Report("r", "r", text, date(2024, 6, 10), "stated")


def figure(text: str, words: str, number: int | None) -> Figure:
    at = text.index(words)
    return Figure(Span(at, at + len(words), words), number, number)


def told(
    text: str, *, kind: Kind = Kind.SHOOTING, killed: Figure | None = None, injured: Figure | None = None
) -> Claim:
    return Claim("c", "r", kind, Span(0, 4, text[:4]), killed=killed, injured=injured)


def tolls(text: str, claim: Claim) -> tuple[int | None, int | None]:
    (found,) = with_tolls(report(text), [claim])
    return found.killed and found.killed.min, found.injured and found.injured.min


@pytest.mark.parametrize(
    ("text", "words", "killed", "injured"),
    [
        ("Four men were shot at a bar.", "Four men were shot", None, 4),
        ("Four men were shot dead at a bar.", "Four men were shot", 4, None),
        ("Four men met at a bar.", "Four men", None, None),
    ],
)
def test_no_one_is_dead_without_a_word_of_it(text: str, words: str, killed: int | None, injured: int | None) -> None:
    (found,) = checked(report(text), [told(text, killed=figure(text, words, 4))])
    assert (found.killed and found.killed.min, found.injured and found.injured.min) == (killed, injured)
    assert bool(found.steps) == (killed is None)


def test_an_injured_figure_of_its_own_stays() -> None:
    text = "Four men were shot and two were hurt."
    claim = told(text, killed=figure(text, "Four men", 4), injured=figure(text, "two were hurt", 2))
    (found,) = checked(report(text), [claim])
    assert found.killed is None
    assert found.injured == claim.injured


def test_nobody_dead_is_no_death_to_be_told() -> None:
    text = "Shots hit a wall and no one was there."
    claim = told(text, killed=figure(text, "no one", 0))
    assert checked(report(text), [claim]) == [claim]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One dead, three hurt in shooting at a bar.", (1, 3)),
        ("Shots rang out at a bar. Two men were killed and five were wounded.", (2, 5)),
        ("Shots rang out at a bar. A man was pronounced dead at the scene.", (1, None)),
        ("Shots rang out at a bar. A boy was shot in the leg.", (None, 1)),
        ("Shots rang out at a bar. A man died. Another man is in critical condition.", (1, 1)),
        ("Four people were shot, one of them fatally, at a bar. A man died.", (1, 3)),
        ("Shots rang out at a bar. No one was shot.", (None, None)),
    ],
)
def test_a_toll_is_read_from_the_whole_report(text: str, expected: tuple[int | None, int | None]) -> None:
    assert tolls(text + FILLER, told(text)) == expected


def test_single_victims_give_way_to_the_toll_and_are_kept() -> None:
    text = "Five people hurt in a shooting at a bar. A woman was wounded as she left." + FILLER
    (found,) = with_tolls(report(text), [told(text, injured=figure(text, "A woman was wounded", 1))])
    assert found.injured is not None
    assert found.injured.min == 5
    assert [(one.field, one.figure.min) for one in found.also_told] == [("injured", 1)]


def test_a_toll_that_is_told_of_the_event_stands() -> None:
    text = "Five people hurt in shootings. Two people were wounded at a bar." + FILLER
    claim = told(text, injured=figure(text, "Two people", 2))
    assert with_tolls(report(text), [claim])[0].injured == claim.injured


@pytest.mark.parametrize("kind", [Kind.BOMBING, Kind.SHELLING])
def test_a_report_of_war_is_left_as_it_is(kind: Kind) -> None:
    text = "Two men were killed. Shots rang out." + FILLER
    claims = (told(text), Claim("d", "r", kind, Span(5, 8, text[5:8])))
    assert with_tolls(report(text), claims) == claims


def test_a_short_report_is_left_to_the_tagger() -> None:
    text = "Two men were killed at a bar."
    assert tolls(text, told(text)) == (None, None)
