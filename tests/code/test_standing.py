"""What is told of no event: forces stationed somewhere, accusations in general."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.code.standing import find_blame, find_presence
from tocsin.identity import report_id
from tocsin.model import CodedReport, Report
from tocsin.pipeline import Coding, code

DAY = date(2024, 3, 13)


def report_of(text: str) -> Report:
    return Report(report_id(text, None, DAY), "-", text, DAY, "given")


def coded(text: str, coding: Coding) -> CodedReport:
    return code(report_of(text), coding)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a counted force
        ("2,500 US troops are stationed in Iraq.", [("2,500 US troops", "Iraq")]),
        # a named one
        ("French soldiers were deployed in northern Niger.", [("French soldiers", "northern Niger")]),
        # a place of one's own is not said of forces with another verb
        ("French soldiers were welcomed in Niger.", []),
    ],
)
def test_presence(text: str, expected: list[tuple[str, str]]) -> None:
    found = list(find_presence(report_of(text), (0, len(text))))
    assert [(one.who.text, one.place.text if one.place else "") for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # about attacks in general
        (
            "The US has repeatedly blamed militias for attacks on its forces.",
            [("The US", "militias", "attacks on its forces")],
        ),
        # a series of them
        ("Niger has accused rebels of a series of raids.", [("Niger", "rebels", "a series of raids")]),
        # about one event: the actor of that event, no general blame
        ("The US has blamed militias for the bombing in Erbil.", []),
    ],
)
def test_blame(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = list(find_blame(report_of(text), (0, len(text))))
    assert [(one.speaker.text, one.blamed.text, one.what.text if one.what else "") for one in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "About 2,500 US troops are stationed in Iraq.",  # presence
        "The US has repeatedly blamed militias for attacks on its forces.",  # blame
        "Kenya has accused militants of a string of bombings.",  # blame of a series
    ],
)
def test_no_claim_comes_from_them(text: str, coding: Coding) -> None:
    assert coded(text, coding).claims == ()


def test_both_are_kept_beside_an_event(coding: Coding) -> None:
    text = (
        "A drone struck a fuel depot in Erbil on Monday. 2,500 US troops are stationed in Iraq. "
        "The US has repeatedly blamed militias for attacks on its forces."
    )
    found = coded(text, coding)
    assert len(found.claims) == 1
    assert [one.who.text for one in found.presence] == ["2,500 US troops"]
    assert [one.blamed.text for one in found.blame] == ["militias"]
