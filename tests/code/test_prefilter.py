"""The prefilter may pass too much, never too little."""

from __future__ import annotations

import pytest

from tocsin.code.prefilter import may_hold_violence
from tocsin.code.rules.lexemes import event_matcher
from tocsin.lexicon.loader import load


def test_no_example_of_an_event_word_is_filtered_out() -> None:
    examples = [text for entry in load("events") if entry.facts["part"] != "support" for text in entry.must]
    assert len(examples) > 50
    assert [text for text in examples if not may_hold_violence(text)] == []


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("SHELLING was heard in Goma.", True),  # any case
        ("Séveral villages were bömbed.", True),  # diacritics are folded
        ("No group claimed responsibility.", True),  # an attribution without an event word
        ("The army blamed rebels.", True),  # likewise
        ("Parliament passed a budget.", False),  # nothing of violence
        ("", False),  # nothing at all
    ],
)
def test_prefilter(text: str, passes: bool) -> None:
    assert may_hold_violence(text) is passes


@pytest.mark.parametrize(
    "text",
    [
        "He shot them.", "Rebels fought on.", "Rockets struck.", "They slew him.",
        "It blew up.", "They took hostages.", "They burnt huts.",
    ],
)  # fmt: skip
def test_irregular_pasts_pass(text: str) -> None:
    assert may_hold_violence(text)
    assert event_matcher().find(text), "no event word: the row says nothing"
