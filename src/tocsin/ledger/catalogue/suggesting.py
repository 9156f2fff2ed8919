"""What somebody may have meant whose words nothing holds: names that the ledger knows and that are spelled almost so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from tocsin.ledger.catalogue.columns import Array, Columns
from tocsin.ledger.catalogue.counting import by_line
from tocsin.lexicon.folding import fold
from tocsin.lexicon.spelling import tokens

#: So many names, the most frequent, are compared with: a few hundredths of a second.
_NAMES = 10_000
_ALIKE, _ALIKE_WORDS = 70, 60
_SHORTEST = 3


def names(columns: Columns, mask: Array) -> list[str]:
    """Return the names of places and sides of the rows, the most frequent first."""
    found: Counter[str] = by_line(columns["place"][mask], columns.places)
    for line, number in by_line(columns["sides"][mask], columns.sides).items():
        found[line.partition("\t")[2]] += number
    return [name for name, _ in found.most_common(_NAMES) if name]


def meant(text: str, known: Sequence[str], most: int) -> list[str]:
    """Return what may have been meant by a text, nearest first: names like it, else the text with its words set right."""
    asked = fold(text).strip()
    if len(asked) < _SHORTEST:
        return []
    near = process.extract(asked, [fold(name) for name in known], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=most)
    if near:
        return list(dict.fromkeys(known[at] for _, _, at in near))
    words = list(dict.fromkeys(word for name in known for word in tokens(name)))
    right = [_nearest(word, words) for word in tokens(asked)]
    return [" ".join(right)] if right != tokens(asked) else []


def _nearest(word: str, words: Sequence[str]) -> str:
    if len(word) < _SHORTEST or any(one.startswith(word) for one in words):
        return word
    near = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_ALIKE_WORDS)
    return word if near is None else str(near[0])
