"""Text to what the encoder takes: word pieces, the shape of the word each belongs to, and offsets back into the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from functools import cache
from importlib.resources import files

from tokenizers import Encoding, Tokenizer

from tocsin.code.spotting import Spotters

#: The longest input the encoder has positions for, the two marks at its ends included.
LONGEST = 512


class Shape(IntEnum):
    """How a word is written. The pieces are uncased: without it "US" would be "us" and "March" would be "march"."""

    NONE = 0
    LOWER = 1
    CAPITALISED = 2
    UPPER = 3
    MIXED = 4
    DIGITS = 5
    OTHER = 6


class Hint(IntFlag):
    """What the lexicons and grammars know of a word: a piece may carry any of them."""

    TIME = 1
    PLACE = 2
    ACTOR = 4
    WEAPON = 8


#: How many combinations of hints there are.
HINTS = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """Pieces of one text, the marks at both ends included.

    ``offsets`` are (start, end) into the text, (0, 0) at the marks. ``words`` numbers the word each piece belongs to: a
    name with its particle ("al-Asad") or with an apostrophe in it ("Kata'ib") is one word; what follows another hyphen
    is a word that is ``glued`` to the one before it ("rocket" "-propelled"). ``endings`` are the "'s" of possessives,
    with which nothing begins.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    words: tuple[int | None, ...]
    glued: frozenset[int] = frozenset()
    endings: frozenset[int] = frozenset()


def shape_of(word: str) -> Shape:
    """Return how ``word`` is written."""
    if word.isdigit():
        return Shape.DIGITS
    if not any(letter.isalpha() for letter in word):
        return Shape.OTHER
    if word.islower():
        return Shape.LOWER
    if word.isupper():
        return Shape.UPPER if len(word) > 1 else Shape.CAPITALISED
    return Shape.CAPITALISED if word[0].isupper() and word[1:].islower() else Shape.MIXED


@cache
def tokenizer() -> Tokenizer:
    """Return the packaged tokenizer; loaded once."""
    kept = Tokenizer.from_str((files("tocsin.code.neural") / "tokenizer.json").read_text("utf-8"))
    kept.no_padding()
    kept.no_truncation()
    return kept


def encode(texts: Sequence[str]) -> list[Encoded]:
    """Cut each text into pieces, as far as the encoder has positions (:data:`LONGEST`)."""
    return [_encoded(text, found) for text, found in zip(texts, tokenizer().encode_batch(list(texts)), strict=True)]


def _encoded(text: str, found: Encoding) -> Encoded:
    keep = list(range(len(found.ids)))
    if len(keep) > LONGEST:
        # Of a sentence of pages the end is not seen, but for the mark that closes it.
        keep = [*keep[: LONGEST - 1], keep[-1]]
    offsets = [found.offsets[i] for i in keep]
    numbers = [found.word_ids[i] for i in keep]
    bounds: dict[int, tuple[int, int]] = {}
    for word, (start, end) in zip(numbers, offsets, strict=True):
        if word is not None:
            first, last = bounds.get(word, (start, end))
            bounds[word] = (min(first, start), max(last, end))
    shapes = {word: int(shape_of(text[start:end])) for word, (start, end) in bounds.items()}
    goes_to, glued, endings = _joined(text, bounds)
    return Encoded(
        tuple(found.ids[i] for i in keep),
        tuple(int(Shape.NONE) if word is None else shapes[word] for word in numbers),
        tuple(offsets),
        tuple(None if word is None else goes_to[word] for word in numbers),
        glued,
        endings,
    )


_HYPHENS, _APOSTROPHES = frozenset("-\u2010\u2011"), frozenset("'\u2019\u02bf\u02bc`")
_PARTICLES = frozenset("al el ad an ar as ash at az ul ud un ur us abu bin ibn ben".split())


def _joined(text: str, bounds: Mapping[int, tuple[int, int]]) -> tuple[dict[int, int], frozenset[int], frozenset[int]]:
    """Return the word that each word is part of, the words glued to the one before, and the possessive endings."""
    goes_to = {word: word for word in bounds}
    glued: set[int] = set()
    endings: set[int] = set()
    order = sorted(bounds)
    for before, mark, after in zip(order, order[1:], order[2:], strict=False):
        sign, name, rest = (text[slice(*bounds[word])] for word in (mark, before, after))
        if bounds[before][1] != bounds[mark][0] or bounds[mark][1] != bounds[after][0] or not rest[:1].isalnum():
            continue
        if sign in _APOSTROPHES and rest.casefold() == "s":
            goes_to[after] = mark
            endings.add(mark)
        elif (sign in _APOSTROPHES and name[-1:].isalpha() and rest.casefold() not in {"t", "re", "ve", "ll", "d"}) or (
            sign in _HYPHENS and name.casefold() in _PARTICLES
        ):
            goes_to[mark] = goes_to[after] = goes_to[before]
        elif sign in _HYPHENS and name[-1:].isalnum():
            goes_to[after] = mark
            glued.add(mark)
    return goes_to, frozenset(glued), frozenset(endings)


def hints(text: str, encoded: Encoded, spotters: Spotters) -> tuple[int, ...]:
    """Return the :class:`Hint` of each piece."""
    found = [0] * len(encoded.ids)
    kinds = (
        (Hint.TIME, spotters.times),
        (Hint.PLACE, spotters.places),
        (Hint.ACTOR, spotters.actors),
        (Hint.WEAPON, spotters.weapons),
    )
    for hint, spot in kinds:
        spans = sorted((one.start, one.end) for one in spot(text))
        at = 0
        for piece, (start, end) in enumerate(encoded.offsets):
            while at < len(spans) and spans[at][1] <= start:
                at += 1
            if start < end and at < len(spans) and spans[at][0] < end:
                found[piece] |= hint
    return tuple(found)
