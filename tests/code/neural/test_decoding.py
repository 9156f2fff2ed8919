from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.code.neural.decoding import Stretch, stretches_over
from tocsin.code.neural.encoding import Encoded

OUT, BEGIN, IN = (0.9, 0.05, 0.05), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def over(words: tuple[int | None, ...], glued: frozenset[int] = frozenset()) -> Encoded:
    return Encoded((0,) * len(words), (0,) * len(words), ((0, 0),) * len(words), words, glued)


def test_what_is_glued_to_a_word_begins_nothing() -> None:
    rows = tags(OUT, BEGIN, BEGIN, BEGIN)
    found = stretches_over(rows, over((None, 0, 1, 2), frozenset({1})), 0.5)
    assert [(one.first, one.last) for one in found] == [(1, 2), (3, 3)]


def test_with_the_ending_of_a_possessive_nothing_begins() -> None:
    encoded = replace(over((None, 0, 1, 1, 2)), endings=frozenset({1}))
    assert [(one.first, one.last) for one in stretches_over(tags(OUT, OUT, BEGIN, IN, IN), encoded, 0.5)] == [(4, 4)]
    assert [(one.first, one.last) for one in stretches_over(tags(OUT, BEGIN, BEGIN, IN, IN), encoded, 0.5)] == [(1, 4)]


def tags(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32)


@pytest.mark.parametrize(
    ("rows", "words", "found"),
    [
        ((OUT, BEGIN, IN, OUT), (None, 0, 1, None), [(1, 2)]),
        ((OUT, BEGIN, BEGIN, OUT), (None, 0, 1, None), [(1, 1), (2, 2)]),  # two that stand side by side
        ((OUT, BEGIN, OUT, IN), (None, 0, 1, 2), [(1, 1), (3, 3)]),
        ((OUT, BEGIN, OUT, OUT), (None, 0, 0, 1), [(1, 2)]),  # one likely piece takes its whole word
        ((BEGIN, OUT, OUT, OUT), (None, 0, 1, None), []),  # marks at the ends are no words
        ((OUT, IN, IN, IN), (None, 0, 1, 2), [(1, 3)]),
        ((OUT, OUT, OUT, OUT), (None, 0, 1, None), []),
    ],
)
def test_stretches(rows: tuple, words: tuple[int | None, ...], found: list[tuple[int, int]]) -> None:
    assert [(one.first, one.last) for one in stretches_over(tags(*rows), over(words), 0.5)] == found


@st.composite
def scored_words(draw: st.DrawFn) -> tuple[np.ndarray, tuple[int, ...]]:
    lengths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=12))
    words = tuple(word for word, many in enumerate(lengths) for _ in range(many))
    rows = draw(st.lists(st.tuples(*[st.floats(0.01, 1.0)] * 3), min_size=len(words), max_size=len(words)))
    scores = np.array(rows, dtype=np.float32)
    return scores / scores.sum(1, keepdims=True), words


@given(scored_words(), st.floats(0.05, 0.95))
def test_stretches_are_whole_words_apart_and_score_enough(
    given_words: tuple[np.ndarray, tuple[int, ...]], least: float
) -> None:
    scores, words = given_words
    found = stretches_over(scores, over(words), least)
    at = -1
    for one in found:
        assert at < one.first <= one.last
        at = one.last
        assert one.first == 0 or words[one.first] != words[one.first - 1]
        assert one.last == len(words) - 1 or words[one.last] != words[one.last + 1]
        assert one.score >= least - 1e-6
    covered = {piece for one in found for piece in range(one.first, one.last + 1)}
    likely = {piece for piece in range(len(words)) if 1 - scores[piece, 0] >= least + 1e-6}
    assert likely <= covered


def test_a_stretch_scores_the_mean_of_its_words() -> None:
    assert stretches_over(tags(OUT, (0.2, 0.8, 0.0), (0.4, 0.0, 0.6), OUT), over((None, 0, 1, None)), 0.5) == [
        Stretch(1, 2, pytest.approx(0.7))
    ]
