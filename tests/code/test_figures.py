"""Figures: what counts, what does not, and what a whole phrase adds up to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.code.figures import find_counts, number_value, read_figure

ONES = [
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int) -> str:
    """Spell 1 to 9999 in words, with "and" before the last two digits."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    head, rest = divmod(number, size)
    if rest == 0:
        return f"{spell(head)} {name}"
    link = "and " if rest < 100 else ""
    return f"{spell(head)} {name} {link}{spell(rest)}"


COUNTS = [
    ("It hit 12 houses.", ("12", 12, 12, "exact"), "digits"),
    ("Some 1,250 fighters left.", ("Some 1,250", 1250, 1250, "about"), "thousands separator, approximate"),
    ("About 1.5 million people fled.", ("About 1.5 million", 1_500_000, 1_500_000, "about"), "decimal millions"),
    ("two hundred and five shells", ("two hundred and five", 205, 205, "exact"), "words with and"),
    ("twenty-one shells", ("twenty-one", 21, 21, "exact"), "hyphenated words"),
    ("a hundred shells", ("a hundred", 100, 100, "exact"), "article as one"),
    ("at least 20 people", ("at least 20", 20, None, "at least"), "open above"),
    ("no fewer than six men", ("no fewer than six", 6, None, "at least"), "open above, in other words"),
    ("more than 50 rockets", ("more than 50", 51, None, "more than"), "strictly more"),
    ("upwards of two dozen men", ("upwards of two dozen", 25, None, "more than"), "strictly more than 24"),
    ("up to 30 men", ("up to 30", None, 30, "up to"), "open below"),
    ("as many as five men", ("as many as five", None, 5, "up to"), "open below, no vague many"),
    ("fewer than ten men", ("fewer than ten", None, 9, "fewer than"), "strictly fewer"),
    ("between 12 and 19 men", ("between 12 and 19", 12, 19, "range"), "both ends"),
    ("12-19 men", ("12-19", 12, 19, "range"), "hyphen range"),
    ("12 to 19 men", ("12 to 19", 12, 19, "range"), "range with to"),
    ("four or five men", ("four or five", 4, 5, "range"), "range with or"),
    ("around 30 to 50 men", ("around 30 to 50", 30, 50, "range"), "approximate range"),
    ("the toll rose from 12 to 19", ("19", 19, 19, "exact"), "a change gives its new value"),
    ("20 or more men", ("20 or more", 20, None, "at least"), "modifier behind"),
    ("100+ drones", ("100+", 100, None, "at least"), "plus sign"),
    ("dozens of people", ("dozens of", None, None, "vague"), "no number imputed"),
    ("a large number of people", ("a large number of", None, None, "vague"), "no number imputed"),
    ("several hundred men", ("several hundred", None, None, "vague"), "vague hundreds"),
    ("a dozen men", ("a dozen", 12, 12, "exact"), "dozen"),
    ("half a dozen men", ("half a dozen", 6, 6, "exact"), "half a dozen"),
    ("a couple of men", ("a couple of", 2, 2, "fixed"), "couple"),
    ("a pair of drones", ("a pair of", 2, 2, "fixed"), "pair"),
    ("twin blasts", ("twin", 2, 2, "fixed"), "twin"),
    ("both missiles fell", ("both", 2, 2, "fixed"), "both of two things"),
    ("no casualties", ("no", 0, 0, "none"), "nothing is zero"),
    ("no one was hurt", ("no one", 0, 0, "none"), "nobody is zero"),
    ("In all 2,014 people died", ("2,014", 2014, 2014, "exact"), "a separator is never in a year"),
    ("two barrel bombs fell", ("two", 2, 2, "exact"), "barrel bombs are no measure"),
]


@pytest.mark.parametrize(("text", "expected", "why"), COUNTS, ids=[row[2] for row in COUNTS])
def test_a_count_is_found_with_its_modifiers_and_bounds(text: str, expected: tuple[object, ...], why: str) -> None:
    found = [(text[count.start : count.end], count.min, count.max, count.rule) for count in find_counts(text)]
    assert found == [expected], why


NO_COUNTS = [
    ("the second attack in the third week", "ordinals"),
    ("an attack in 2014", "a year"),
    ("the 2014 attacks", "a year before a plural"),
    ("shelled on July 7 and on 8 June", "dates"),
    ("June 11-12, 2022", "a span of days"),
    ("after 9/11", "a known date"),
    ("at 3 a.m., at 10:30 and at 0300 GMT", "times"),
    ("a boy aged 14", "an age"),
    ("a 14-year-old", "an age in one word"),
    ("Ali Hamid, 34, was shot", "an age between commas"),
    ("Brigade 55 left Camp 7", "numbered units and places"),
    ("T4, MH17, KN-23, Su-24 and F-16", "names holding digits"),
    ("a Boeing 737", "an aircraft type"),
    ("12 km from the border, 30 kilometres away", "distances"),
    ("$5m, $500 and 40 dollars", "money"),
    ("10 percent, 12%", "shares"),
    ("a 7.62mm rifle", "a calibre"),
    ("for three days, two straight nights and 24 hours", "durations"),
    ("a two-day battle", "a compound"),
    ("they will no longer fight", "no as an adverb"),
    ("both in the north and the south", "both as a conjunction"),
    ("a soldier", "an article is no count"),
    ("9" * 400, "an identifier longer than any count"),
]


@pytest.mark.parametrize(("text", "why"), NO_COUNTS, ids=[row[1] for row in NO_COUNTS])
def test_a_number_that_counts_nothing_is_left_alone(text: str, why: str) -> None:
    assert find_counts(text) == [], why


def test_several_counts_come_in_order() -> None:
    text = "At least 20 people died and five were hurt when two rockets fell 3 km away."
    assert [text[count.start : count.end] for count in find_counts(text)] == ["At least 20", "five", "two"]


READINGS = [
    ("At least 20 people were killed", (20, None), "people", "open count with a noun"),
    ("killing four civilians and three soldiers", (7, 7), "four civilians and three soldiers", "parts add"),
    ("two children and a woman", (3, 3), "two children and a woman", "an article is one"),
    ("kills at least 20 villagers and six rebels", (26, None), "at least 20 villagers and six rebels", "open sum"),
    ("up to ten men and two boys", (None, 12), "up to ten men and two boys", "open below adds above"),
    ("a soldier", (1, 1), "a soldier", "singular noun"),
    ("its leader Omar Haddad", (1, 1), "its leader Omar Haddad", "a named person"),
    ("murder of Omar Haddad", (1, 1), "Omar Haddad", "a name after the deed"),
    (
        "Omar Haddad and six members of his family",
        (7, 7),
        "Omar Haddad and six members of his family",
        "name and count",
    ),
    ("Omar Haddad, head of the militia, and his guard", (2, 2), None, "an apposition is the same man"),
    ("Omar Haddad, reporter Lea Roy and a driver", (3, 3), None, "a list of three"),
    ("a gunman, a guard and a medic", (3, 3), None, "articles stand for people apart"),
    ("the deaths of 33 militants", (33, 33), "militants", "count after the deed"),
    ("killed", (1, 1), None, "a deed done to one who is not named"),
    ("shot and killed", (1, 1), None, "two words for one deed"),
    ("arrested by police", (1, 1), None, "a deed and who did it"),
    ("killed at least 12 people", (12, None), "people", "a deed and its count"),
    ("deaths", (None, None), None, "deaths that nobody counted"),
    ("without hurting anyone", (0, 0), None, "nobody hurt"),
    ("the toll had gone up to 47", (47, 47), None, "a toll that rose so far"),
    ("death toll from clashes between the Hausa and Berta increases to 220", (220, 220), None, "a toll and its cause"),
    ("death toll rose to 15, including three children", (15, 15), None, "a toll and a part of it"),
    ("The toll stands at 40 dead and 12 missing", (40, 40), None, "the dead of a toll"),
    ("A seventh person dies", (7, 7), None, "the death that makes seven"),
    ("A U.S. Border Patrol agent is shot dead", (1, 1), None, "one verb in the singular"),
    (
        "Yetunde Price, sister of Venus Williams and Serena Williams was shot down",
        (1, 1),
        None,
        "one, and whose sister",
    ),
    ("killed three soldiers, two policemen and a civilian cook", (6, 6), None, "three kinds of victims"),
    ("two men aged 41 and 56 were killed", (2, 2), None, "ages are no counts"),
    ("A girl of seven was killed", (1, 1), None, "an age in a word"),
    ("Dale Oakes, 57, is being held", (1, 1), None, "an age between commas"),
    ("ten, one officer and nine soldiers", (10, 10), None, "a breakdown of the first number"),
    ("12 people, including three children", (12, 12), "people", "included are parts"),
    ("three villagers, two of them children", (3, 3), "villagers", "of them are parts"),
    ("15 people (including 4 children) are killed", (15, 15), "people", "brackets are parts"),
    ("at least 40 army and militia fighters", (40, None), None, "the count is shared"),
    ("at least 9 fighters from Hamas and Islamic Jihad", (9, None), "fighters", "a place or group name adds nobody"),
    ("dozens", (None, None), "", "vague"),
    ("him and several officers", (None, None), None, "a vague part leaves the whole open"),
    ("many casualties", (None, None), "casualties", "vague with a noun"),
    ("people were killed", (None, None), "people", "a bare plural"),
    ("the attackers", (None, None), "the attackers", "a definite plural"),
    ("no casualties", (0, 0), "casualties", "none"),
    ("without causing any casualties", (0, 0), "", "none, said with without"),
    ("no one was hurt", (0, 0), "", "nobody"),
    ("another eight", (8, 8), "", "further ones"),
    ("another", (1, 1), "another", "one more"),
    ("more than 50", (51, None), "", "strictly more"),
    ("14 missiles", (14, 14), "missiles", "munitions"),
    ("34 of 67 missiles and 20 of 21 drones", (88, 88), None, "of so many launched, all count"),
    ("four of his guards", (4, 4), "his guards", "of so many people, the first counts"),
    ("an elderly couple and their son", (3, 3), None, "a couple is two"),
    ("a police officer and court employee", (2, 2), None, "a shared article"),
    ("the abduction and killing of two deputies", (2, 2), "deputies", "two deeds, one object"),
    ("was killed", (1, 1), "", "a singular verb"),
    ("were killed", (None, None), "", "a plural verb"),
]


@pytest.mark.parametrize(("words", "bounds", "who", "why"), READINGS, ids=[row[3] for row in READINGS])
def test_a_phrase_is_read_as_one_figure(
    words: str, bounds: tuple[int | None, int | None], who: str | None, why: str
) -> None:
    reading = read_figure(words)
    assert reading is not None, why
    assert (reading.min, reading.max) == bounds, why
    assert who is None or reading.who == who, why


@pytest.mark.parametrize("words", ["", "and", " . "])
def test_words_that_name_nobody_give_no_figure(words: str) -> None:
    assert read_figure(words) is None


def test_about_is_exact_bounds_and_marked() -> None:
    reading = read_figure("about 40 people")
    assert reading is not None
    assert (reading.min, reading.max, reading.approximate) == (40, 40, True)


@given(st.integers(min_value=1, max_value=9999))
def test_number_words_are_read_back(number: int) -> None:
    assert number_value(spell(number)) == number
    text = f"They fired {spell(number)} rockets."
    (count,) = find_counts(text)
    assert (count.min, count.max) == (number, number)
    assert text[count.start : count.end] == spell(number)


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_separators_are_read_back(number: int) -> None:
    assert number_value(f"{number:,}") == number


PIECES = (
    "at least|more than|up to|between|and|20|12-19|five|hundred|dozen|several|no|killed|people|a woman|,|.|of|them|"
    "Omar Haddad|including|%|km|-|2014|July|is|are|dying|lyly|the"
)


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES.split("|")), max_size=14).map(" ".join)))
def test_any_text_is_read_without_raising_and_in_order(text: str) -> None:
    counts = find_counts(text)
    reached = 0
    for count in counts:
        assert reached <= count.start < count.end <= len(text)
        assert text[count.start : count.end].strip()
        reached = count.end
    for reading in (read_figure(text), *counts):
        if reading is not None and reading.min is not None and reading.max is not None:
            assert 0 <= reading.min <= reading.max
