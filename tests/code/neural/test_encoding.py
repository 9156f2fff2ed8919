from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.code.neural.encoding import LONGEST, Hint, Shape, encode, hints, shape_of
from tocsin.pipeline import Coding

WORDS = st.sampled_from(
    ["US", "troops", "March", "5", "McNair", "—", "São", "naïve", "Ирак", "IED", "a", "Erbil's", "\n"]
)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("troops", Shape.LOWER),
        ("March", Shape.CAPITALISED),
        ("A", Shape.CAPITALISED),
        ("US", Shape.UPPER),
        ("McNair", Shape.MIXED),
        ("eBay", Shape.MIXED),
        ("14", Shape.DIGITS),
        ("—", Shape.OTHER),
    ],
)
def test_how_a_word_is_written_is_kept(word: str, shape: Shape) -> None:
    assert shape_of(word) is shape


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=120))
def test_pieces_lie_in_the_text_in_order(text: str) -> None:
    (encoded,) = encode([text])
    assert len(encoded.ids) == len(encoded.shapes) == len(encoded.offsets) == len(encoded.words)
    assert encoded.words[0] is None
    assert encoded.words[-1] is None
    inner = encoded.offsets[1:-1]
    assert all(0 <= start <= end <= len(text) for start, end in inner)
    assert list(inner) == sorted(inner)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at Ain al-Asad now", ["at", "Ain", "al-Asad", "now"]),
        ("Kata'ib fighters", ["Kata'ib", "fighters"]),
        ("Iraq's west", ["Iraq", "'s", "west"]),  # a possessive is no part of the name
        ("rocket-propelled grenades", ["rocket", "-propelled", "grenades"]),
        ("Kurdish-led and - well - armed", ["Kurdish", "-led", "and", "-", "well", "-", "armed"]),
    ],
)
def test_which_pieces_are_one_word(text: str, words: list[str]) -> None:
    (encoded,) = encode([text])
    found: dict[int, list[tuple[int, int]]] = {}
    for word, bounds in zip(encoded.words, encoded.offsets, strict=True):
        if word is not None:
            found.setdefault(word, []).append(bounds)
    assert [text[bounds[0][0] : bounds[-1][1]] for bounds in found.values()] == words


def test_a_sentence_of_pages_is_seen_as_far_as_there_are_positions() -> None:
    (encoded,) = encode(["word " * 2 * LONGEST])
    assert len(encoded.ids) == len(encoded.words) == LONGEST
    assert encoded.words[-1] is None


def test_company_does_not_change_how_a_text_is_cut() -> None:
    texts = [
        "Rockets hit Erbil.",
        "",
        "At least 14 missiles hit the Ain al-Asad air base in western Iraq on Wednesday.",
    ]
    assert encode(texts) == [encode([text])[0] for text in texts]


def test_hints_say_what_lexicons_know() -> None:
    text = "Taliban gunmen fired rockets at Kabul on Wednesday."
    (encoded,) = encode([text])
    known = hints(text, encoded, Coding.rules().spotters)
    told = {
        text[start:end]: Hint(hint) for hint, (start, end) in zip(known, encoded.offsets, strict=True) if start < end
    }
    assert told["Taliban"] & Hint.ACTOR
    assert told["rockets"] & Hint.WEAPON
    assert told["Kabul"] & Hint.PLACE
    assert told["Wednesday"] & Hint.TIME
    assert not told["fired"]
