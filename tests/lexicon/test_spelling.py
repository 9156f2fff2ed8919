"""Spellings under which names are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.lexicon.spelling import holds, no_places, sought, sound, spellings, tokens

_MAP = {"kiev": ("Kyiv",), "new york": ("New York City",), "york": ("York",)}


def known(phrase: str) -> tuple[str, ...]:
    return _MAP.get(phrase, ())


def finds(text: str, *names: str) -> bool:
    wanted = sought(text, known)
    return wanted is not None and holds({word for name in names for word in spellings(name)}, wanted)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ain al Assad", ("Ain al-Asad air base",)),  # a letter doubled
        ("Ayn al-Asad", ("Ain al-Asad air base",)),  # y for i
        ("ain asad", ("Ain al-Asad air base",)),  # nothing is looked for by an article
        ("Deir Ezzor", ("Deir ez-Zor",)),  # the article written on
        ("Dayr az-Zor", ("Deir ez-Zor",)),  # another article
        ("Deir ez-Zor", ("Deir ez-Zor",)),
        ("Kiev", ("Kyiv",)),
        ("kiev bridge", ("Kyiv", "bridge")),  # a name among other words
        ("Kie", ("Kyiv", "Kiel")),  # the beginning of a word, as it is typed
        ("Sanaa", ("Sana'a",)),
        ("Sana'a", ("Sanaa",)),
        ("Sana\u2019a", ("Sana'a",)),
        ("Hodeida", ("Al-Hudaydah",)),
        ("Khan Younis", ("Khan Yunis",)),
        ("al", ("Al-Hudaydah",)),  # nothing but an article is looked for as it is
        ("Östra", ("Ostra Ham",)),
    ],
)  # fmt: skip
def test_a_name_is_found_under_another_spelling(text: str, names: tuple[str, ...]) -> None:
    assert finds(text, *names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aden", "Ain al-Asad air base"),
        ("Kyiv Kharkiv", "Kyiv"),  # every word has to stand there
        ("Deir Hafir", "Deir ez-Zor"),
        ("Idlib", "Irbil"),
    ],
)
def test_another_name_is_not_found(text: str, name: str) -> None:
    assert not finds(text, name)


def test_another_name_of_a_place_has_to_stand_there_whole() -> None:
    assert not finds("kiev", "Kyivska")


def test_the_longest_name_of_a_place_is_taken() -> None:
    assert finds("new york", "New York City")
    assert not finds("new york", "York")  # not "new", and the place called York


@given(st.text(max_size=30))
def test_words_are_letters_and_digits_in_small(text: str) -> None:
    for token in tokens(text):
        assert token.isalnum()
        assert tokens(token) == [token]
        assert tokens(sound(token)) == [sound(token)]


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=3))
def test_a_name_is_found_by_itself(name: str, beside: list[str]) -> None:
    wanted = sought(name, no_places)
    assert (wanted is None) == (not tokens(name))
    if wanted is not None:
        assert holds({word for one in (*beside, name) for word in spellings(one)}, wanted)


@given(st.text(max_size=30), st.text(max_size=10))
def test_more_names_find_no_less(name: str, other: str) -> None:
    plain, mapped = sought(name), sought(name, lambda _: (other,))
    assert (plain is None) == (mapped is None)
    words = set(tokens(name))
    if plain is not None and mapped is not None and holds(words, plain):
        assert holds(words, mapped)
