"""Claims resolved with one memory a report: days, places told before, background by day, houses of states."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.codebook import WhenBasis
from tocsin.identity import report_id
from tocsin.model import Claim, Report
from tocsin.pipeline import Coding, code

DAY = date(2024, 3, 13)  # a Wednesday


def claims(text: str, coding: Coding) -> tuple[Claim, ...]:
    return code(Report(report_id(text, None, DAY), "-", text, DAY, "given"), coding).claims


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # "the base" by its noun
        ("Rockets hit the Ain al-Asad air base on Monday. The base was shelled again on Tuesday.", "Ain al-Asad air base"),
        # "the gas field" likewise
        ("A drone attacked the Khor Mor gas field on Tuesday. A rocket hit the gas field again on Wednesday, wounding a guard.", "Khor Mor gas field"),
    ],
)  # fmt: skip
def test_the_second_event_is_at_the_place_told_before(text: str, name: str, coding: Coding) -> None:
    first, second = claims(text, coding)
    assert first.id != second.id
    assert [place.name for place in second.places] == [name]
    assert second.places[0].feature == first.places[0].feature


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # counted from the event before, not from publication
        (
            "Militants attacked a checkpoint in Kirkuk on Monday. The previous night a car bomb exploded in Tikrit.",
            [date(2024, 3, 11), date(2024, 3, 10)],
        ),
        # each by its own weekday
        (
            "A car bomb exploded in Tikrit on Sunday. On Tuesday drones struck a depot in Erbil.",
            [date(2024, 3, 10), date(2024, 3, 12)],
        ),
    ],
)
def test_days(text: str, days: list[date], coding: Coding) -> None:
    assert [claim.when.start for claim in claims(text, coding) if claim.when] == days


def test_no_time_said_is_the_day_of_publication_and_says_so(coding: Coding) -> None:
    (claim,) = claims("Gunmen killed five people in Gao.", coding)
    assert claim.when is not None
    assert (claim.when.start, claim.when.basis, claim.when.span) == (DAY, WhenBasis.PUBLICATION, None)


def test_an_event_told_without_a_time_is_of_the_one_day_of_its_article(coding: Coding) -> None:
    text = (
        "Three die in Gao\n\nGunmen killed three people in Gao on Monday night. The road was closed. Schools stayed shut. "
        "A trader had seen them come. Nobody has been held. The mayor asked for calm. It rained.\n\nThe gunmen attacked a shop."
    )
    told = [claim.when for claim in claims(text, coding) if claim.when is not None]
    assert told
    assert {when.start for when in told} == {date(2024, 3, 11)}


@pytest.mark.parametrize(
    ("day", "background"),
    [
        ("on 28 February", False),  # fourteen days before: still news
        ("on 27 February", True),  # a day more
        ("last year", True),  # a whole period long gone
        ("on Monday", False),  # this week
    ],
)
def test_what_is_long_past_is_background(day: str, background: bool, coding: Coding) -> None:
    (claim,) = claims(f"Gunmen killed five people in Gao {day}.", coding)
    assert claim.background is background


@pytest.mark.parametrize(
    "text",
    [
        "Rockets landed near the US embassy in Baghdad on Monday.",  # beside a named town
        "Rockets hit the US embassy on Monday.",  # alone: nowhere
        "Rockets hit the American embassy on Monday night, police said.",  # as an adjective
        "Gunmen attacked a French army base in Gao on Monday.",  # a base abroad
    ],
)
def test_a_house_of_a_state_is_not_placed_in_that_state(text: str, coding: Coding) -> None:
    (claim,) = claims(text, coding)
    assert {place.country for place in claim.places} & {"US", "FR"} == set()


def test_every_step_of_resolving_is_told(coding: Coding) -> None:
    (claim,) = claims("Gunmen killed five people in Gao on Monday.", coding)
    assert {"trigger", "when", "place", "actor"} <= {step.field for step in claim.steps}
