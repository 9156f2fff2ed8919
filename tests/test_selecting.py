"""What words that a person selected in a report say."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.codebook import Kind
from tocsin.correcting import Ground, UnreadableValueError
from tocsin.identity import claim_id, report_id
from tocsin.model import Claim, Report, Span
from tocsin.pipeline import Coding
from tocsin.selecting import LONGEST, select, value_said

TEXT = (
    "Mosul, 2 June: At least 20 people, among them three children, were killed and dozens wounded on Tuesday night "
    "when Islamic State militants fired rockets and two mortars at a market near Mosul in northern Iraq. Nobody "
    "was captured, and the bridge was not damaged."
)
DAY = date(2016, 6, 2)
REPORT = Report(report_id(TEXT, "Post", DAY), "post", TEXT, DAY, "stated", outlet="Post")


def ground(coding: Coding) -> Ground:
    at = TEXT.index("fired")
    trigger = Span(at, at + 5, "fired")
    claim = Claim(claim_id(REPORT.id, at, at + 5), REPORT.id, Kind.SHELLING, trigger)
    return Ground(claim, REPORT, None, coding.resolvers)


def read(field: str, words: str, coding: Coding) -> object:
    at = TEXT.index(words)
    return json.loads(value_said(field, select(REPORT, at, at + len(words)), ground(coding)))


@pytest.mark.parametrize(
    ("field", "words", "bounds"),
    [
        ("killed", "At least 20 people, among them three children,", (20, None)),
        ("killed", "20", (20, 20)),
        ("killed", "three children", (3, 3)),
        ("injured", "dozens wounded", (None, None)),
        ("munitions", "two mortars", (2, 2)),
        ("captured", "Nobody was captured", (0, 0)),
    ],
)
def test_figures_are_read_as_the_coder_reads_them(
    coding: Coding, field: str, words: str, bounds: tuple[int | None, int | None]
) -> None:
    value = read(field, words, coding)
    assert isinstance(value, dict)
    assert (value["min"], value["max"]) == bounds
    assert TEXT[value["start"] : value["end"]] == value["text"] == words


def test_days_places_people_and_weapons_are_resolved(coding: Coding) -> None:
    when = read("when", "on Tuesday night", coding)
    assert isinstance(when, dict)
    assert (when["start"], when["basis"], when["text"]) == ("2016-05-31", "stated", "on Tuesday night")
    (place,) = read("place", "near Mosul in northern Iraq", coding) or [None]  # type: ignore[misc]
    assert (place["country"], place["precision"]) == ("IQ", 2)
    (actor,) = read("actor", "Islamic State militants", coding)  # type: ignore[misc]
    assert actor["actor"] is not None
    (target,) = read("target", "a market", coding)  # type: ignore[misc]
    assert (target["text"], target.get("actor")) == ("a market", None)
    (weapon,) = read("weapon", "rockets", coding)  # type: ignore[misc]
    assert weapon["weapon"] == "rocket"
    damage = read("damage", "not damaged", coding)
    assert isinstance(damage, dict)
    assert damage["none"] is True


@pytest.mark.parametrize("field", ["kind", "status", "hedged", "background", "actor_basis", "trigger", ""])
def test_what_takes_a_term_has_to_be_written(coding: Coding, field: str) -> None:
    with pytest.raises(UnreadableValueError, match=r"is not read out of words .*: write its value"):
        read(field, "rockets", coding)


@pytest.mark.parametrize("field", ["killed", "injured", "captured", "munitions", "when", "weapon"])
@pytest.mark.parametrize("words", ["militants", "were killed and", "market near"])
def test_words_that_say_no_value_are_named(coding: Coding, field: str, words: str) -> None:
    with pytest.raises(UnreadableValueError, match=f"'{words}'"):
        read(field, words, coding)


def test_people_who_are_in_no_lexicon_stand_by_the_words_alone(coding: Coding) -> None:
    (speaker,) = read("speaker", "three children", coding)  # type: ignore[misc]
    assert (speaker["text"], speaker.get("actor")) == ("three children", None)
    assert speaker["reason"]


@given(st.integers(-5, len(TEXT) + 5), st.integers(-5, len(TEXT) + 5))
def test_whatever_is_selected_is_words_of_the_report_or_refused(start: int, end: int) -> None:
    try:
        words = select(REPORT, start, end)
    except UnreadableValueError:
        assert not 0 <= start < end <= len(TEXT) or not any(one.isalnum() for one in TEXT[start:end])
    else:
        assert TEXT[words.start : words.end] == words.text == TEXT[start:end].strip()


def test_no_more_than_a_long_sentence_is_selected() -> None:
    long = "word " * LONGEST
    report = Report(report_id(long, None, DAY), "x", long, DAY, "stated")
    with pytest.raises(UnreadableValueError, match=f"select at most {LONGEST}"):
        select(report, 0, LONGEST + 3)
