"""Event words, words of speaking and cues: every example is matched by its own entry, and by no wrong one."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import pytest

from tocsin.code.report import code_report
from tocsin.code.rules.lexemes import cue_matcher, event_matcher
from tocsin.codebook import Kind
from tocsin.identity import report_id
from tocsin.lexicon.loader import load
from tocsin.model import Report
from tocsin.pipeline import Coding

LEXICONS = ("events", "speech", "cues")


class Example(NamedTuple):
    """A sentence of a lexicon file, and the entry it stands under."""

    lexicon: str
    entry: str
    sentence: str


def _examples(which: str) -> list[Example]:
    return [
        Example(name, entry.id, text) for name in LEXICONS for entry in load(name) for text in getattr(entry, which)
    ]


def _matched(example: Example) -> set[str]:
    """Return the entries that have a form in the example, as the rules look them up."""
    matcher = event_matcher() if example.lexicon == "events" else cue_matcher()
    return {reading.entry for match in matcher.find(example.sentence) for reading in match.payload}


def _name(example: object) -> str:
    return f"{example.entry}: {example.sentence}" if isinstance(example, Example) else str(example)


@pytest.mark.parametrize("example", _examples("must"), ids=_name)
def test_a_form_of_the_entry_stands_in_its_example(example: Example) -> None:
    assert example.entry in _matched(example)


@pytest.mark.parametrize("example", _examples("must_not"), ids=_name)
def test_no_form_of_the_entry_stands_in_its_counter_example(example: Example) -> None:
    assert example.entry not in _matched(example)


@pytest.mark.parametrize("lexicon", LEXICONS)
def test_every_entry_shows_a_whole_sentence(lexicon: str) -> None:
    # A sentence with a comma that is not quoted is read as two examples.
    wrong = [
        entry.id
        for entry in load(lexicon)
        if not entry.must or not all(s.endswith(".") for s in (*entry.must, *entry.must_not))
    ]
    assert wrong == []


def test_ids_are_unique_in_and_across_the_files() -> None:
    counted = Counter(entry.id for name in LEXICONS for entry in load(name))
    assert [name for name, times in counted.items() if times > 1] == []


def test_every_event_word_has_a_kind_of_the_codebook() -> None:
    unknown = [entry.id for entry in load("events") if entry.facts["kind"] not in set(Kind)]
    assert unknown == []


def test_every_kind_of_the_codebook_has_words_of_its_own() -> None:
    assert {Kind(entry.facts["kind"]) for entry in load("events")} == set(Kind)


@pytest.mark.parametrize(
    ("lexicon", "parts"),
    [
        ("events", {"verb", "fire", "hit", "burst", "clash", "noun", "device", "outcome", "stop", "support", "threat"}),
        ("speech", {"verb", "blame", "deny", "cue", "claim"}),
        ("cues", {"hedge", "suspect", "negation", "court", "frame", "past", "reason", "disaster", "industrial", "sport", "figurative"}),
    ],
)  # fmt: skip
def test_every_part_is_one_the_rules_know(lexicon: str, parts: set[str]) -> None:
    assert {entry.facts["part"] for entry in load(lexicon)} == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "He suffered a heart attack.",  # an illness
        "The storm moved north.",  # weather
        "He will take a stab at it.",  # an idiom
        "The film was shot in Rome.",  # a camera
        "Teachers voted for a general strike.",  # work stopped
        "Doctors went on a hunger strike.",  # food refused
        "A fire broke out.",  # flames, nobody's act
        "Health workers fought the virus.",  # an illness is no side
        "He sat down.",  # a direction
        "The striker scored a goal.",  # a game
        "An earthquake killed forty people.",  # dead, but by nobody
    ],
)
def test_a_word_of_violence_in_another_sense_is_no_event(sentence: str) -> None:
    published = date(2026, 3, 2)
    report = Report(report_id(sentence, None, published), "-", sentence, published, "given")
    assert code_report(report, Coding.rules().tagger).claims == ()
