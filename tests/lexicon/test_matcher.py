"""Literal matching: whole words, longest first, offsets into the text as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.lexicon.matcher import Matcher

MATCHER = Matcher(
    [("US", "states"), ("car bomb", "car bomb"), ("bomb", "bomb"), ("Al-Shabaab", "shabaab"), ("raid", "raid"), ("raid", "other")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A car bomb, then a bomb.", ["car bomb", "bomb"]),  # the longest where two begin together or overlap
        ("Bombs and a bombing", []),  # inside a longer word is no match
        ("A BOMB and a Bomb", ["bomb", "bomb"]),  # small letters match any case
        ("US troops told us", ["states"]),  # a capital form matches its case only
        ("A bömb fell", ["bomb"]),  # diacritics are folded
        ("Al\u2011Shabaab", ["shabaab"]),  # another hyphen
        ("a raid", ["raid"]),  # of one form given twice the first wins
        ("", []),  # nothing
    ],
)
def test_find(text: str, expected: list[str]) -> None:
    assert [match.payload for match in MATCHER.find(text)] == expected
    assert MATCHER.matches(text) is bool(expected)


def test_a_matcher_of_nothing_finds_nothing() -> None:
    assert Matcher[str]([]).find("a bomb") == []


def test_a_longer_form_that_breaks_a_word_does_not_hide_a_shorter_whole_one() -> None:
    assert [m.payload for m in Matcher([("bomb", 1), ("bomb at", 2)]).find("a bomb attack")] == [1]


@given(st.lists(st.sampled_from(["US", "us", "car", "bomb", "raid", "bombs", "é", "-", "Al-Shabaab"]), max_size=12))
def test_matches_are_ordered_apart_and_whole(words: list[str]) -> None:
    text = " ".join(words)
    reached = 0
    for match in MATCHER.find(text):
        assert reached <= match.start < match.end <= len(text)
        assert not text[match.start - 1 : match.start].isalnum()
        assert not text[match.end : match.end + 1].isalnum()
        reached = match.end
