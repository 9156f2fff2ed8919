"""From the networks' numbers to spans: where events are named, and which words play which role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tocsin.code.neural.encoding import Encoded
from tocsin.code.neural.networks import Floats

_OUTSIDE, _BEGINS, _INSIDE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive pieces of whole words, with how likely they are what they are taken for."""

    first: int
    last: int
    score: float


def stretches_over(tags: Floats, encoded: Encoded, least: float) -> list[Stretch]:
    """Return the stretches of ``tags`` (pieces, 3) whose words are inside with a probability of at least ``least``.

    A word is as likely as its likeliest piece; a word that rather begins than goes on starts a stretch of its own, unless
    it is glued to the one before. With the ending of a possessive no stretch begins.
    """
    words = encoded.words
    inside = 1.0 - tags[:, _OUTSIDE]
    if not (inside >= least).any():
        return []
    found: list[Stretch] = []
    scores: list[float] = []
    first = last = -1
    for start, end in _words(words):
        score = float(inside[start:end].max())
        opens = bool(tags[start, _BEGINS] > tags[start, _INSIDE]) and words[start] not in encoded.glued
        if words[start] in encoded.endings:
            opens, score = False, score if first >= 0 else 0.0
        if score >= least and first >= 0 and not opens:
            last = end - 1
            scores.append(score)
            continue
        if first >= 0:
            found.append(Stretch(first, last, sum(scores) / len(scores)))
            first = -1
        if score >= least:
            first, last, scores = start, end - 1, [score]
    if first >= 0:
        found.append(Stretch(first, last, sum(scores) / len(scores)))
    return found


def _words(words: tuple[int | None, ...]) -> Iterator[tuple[int, int]]:
    """Yield (first piece, end) of each word."""
    at = 0
    while at < len(words):
        if words[at] is None:
            at += 1
            continue
        end = at + 1
        while end < len(words) and words[end] == words[at]:
            end += 1
        yield at, end
        at = end


def bounds(encoded: Encoded, stretch: Stretch) -> tuple[int, int]:
    """Return the (start, end) of a stretch in the text, without a hyphen it begins with."""
    first = stretch.first + (encoded.words[stretch.first] in encoded.glued)
    return encoded.offsets[min(first, stretch.last)][0], encoded.offsets[stretch.last][1]


def best(probabilities: Floats) -> tuple[int, float]:
    """Return the likeliest option and its probability."""
    option = int(np.argmax(probabilities))
    return option, float(probabilities[option])
