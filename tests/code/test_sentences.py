"""Sentences: where they begin and end, what is left out, and that passages hold them all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.code.sentences import dateline_end, headline_end, passages, sentences
from tocsin.code.tags import Reach
from tocsin.model import Report

PIECES = st.sampled_from(
    ["Lt. Col. Diarra", "spoke", "at 3 a.m.", ".", "?", " ", "\n", "\n\n", '"', "Rockets hit Erbil.", "\u2019", "KYIV (Steppe) - "]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # two plain sentences
        ("Rockets hit Erbil. Nobody was hurt.", ["Rockets hit Erbil.", "Nobody was hurt."]),
        # a rank is no end
        ("Lt. Col. Ba Diarra said so. Police agreed.", ["Lt. Col. Ba Diarra said so.", "Police agreed."]),
        # a title is no end
        ("Gen. Musa was shot dead.", ["Gen. Musa was shot dead."]),
        # a point inside a number is no end
        ("It fell 3.5 km from Gao. Troops left.", ["It fell 3.5 km from Gao.", "Troops left."]),
        # a headline has no full stop, its line break ends it
        ("Blast in Goma\nTwo people died.", ["Blast in Goma", "Two people died."]),
        # blank lines hold no sentence
        ("One.\n\n \nTwo.", ["One.", "Two."]),
        # the dateline tells where the report was filed
        ("KYIV (Steppe Wire) - Drones hit a depot.", ["Drones hit a depot."]),
        # with a date, which is not that of the event
        ("BAMAKO, June 14 (Steppe Wire) - Gunmen fled.", ["Gunmen fled."]),
        # a place before a colon is no dateline when nothing else says so
        ("Mali: gunmen fled.", ["Mali: gunmen fled."]),
        # nothing in, nothing out
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    ("paragraph", "after"),
    [
        ("KYIV (Steppe Wire) - Drones hit.", "Drones hit."),  # agency in brackets
        ("LAGOS - Gunmen fled.", "Gunmen fled."),  # capitals alone
        ("Gunmen fled.", "Gunmen fled."),  # none
        ("Car bomb - the second - hit Gao.", "Car bomb - the second - hit Gao."),  # dashes in a sentence
    ],
)
def test_where_the_text_after_a_dateline_begins(paragraph: str, after: str) -> None:
    assert paragraph[dateline_end(paragraph) :] == after


@given(TEXTS)
def test_sentences_are_ordered_stripped_and_apart(text: str) -> None:
    reached = 0
    for start, end in sentences(text):
        assert reached <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        reached = end


@given(TEXTS, st.integers(1, 6), st.integers(1, 60))
def test_passages_hold_all_sentences_in_order(text: str, longest: int, letters: int) -> None:
    cut = passages(text, Reach(longest, letters))
    held = [(one.start + start, one.start + end) for one in cut for start, end in one.sentences]
    assert held == sentences(text)
    for one in cut:
        assert text[one.start : one.start + len(one.text)] == one.text
        assert len(one.sentences) <= longest
        assert len(one.text) <= letters or len(one.sentences) == 1


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        ("Blast in Goma\nTwo died.", "Blast in Goma", True),  # the title is the first paragraph
        ("Blast in Goma\nTwo died.", None, False),  # none is known
        ("Two died.", "Blast in Goma", False),  # the title stands not in the text
    ],
)
def test_only_a_passage_that_begins_with_the_title_has_the_headline(
    text: str, title: str | None, headline: bool
) -> None:
    assert [one.headline for one in passages(text, Reach(60, 1000), title)] == [headline]


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        ("Blast in Goma. Two dead.\nTwo died.", "Blast in Goma. Two dead.", "Blast in Goma. Two dead."),
        ("Blast in Goma\nTwo died.", None, "Blast in Goma"),
        ("Two died in Goma.\nA third was hurt.", None, ""),  # a first paragraph, no headline
        ("Two died.", "Blast in Goma", ""),
    ],
)
def test_a_headline_is_the_title_or_a_first_line_that_ends_no_sentence(
    text: str, title: str | None, headline: str
) -> None:
    report = Report("r", "ref", text, date(2030, 5, 2), "given", title=title)
    assert text[: headline_end(report)] == headline
