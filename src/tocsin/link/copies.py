"""Near copies among texts: candidates by MinHash, each then compared exactly, grouped by connected components.

The time grows with the number of texts and not with its square, however many of them are copies of one text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from tocsin.lexicon.folding import fold
from tocsin.link.groups import Groups

#: Two texts that share this part of their four-word shingles are one text.
SAME_TEXT = 0.8
_SHINGLE = 4
_WORD = re.compile(r"\w+")

#: Texts are compared where one band of their signatures is equal. Of two texts that share 0.8 of their shingles 3 in
#: 10**8 are missed, as (1 - 0.8**3)**24; of two that share a tenth, as reports of one event may, 2 in 100 are compared.
_BANDS, _ROWS = 24, 3
_BINS = _BANDS * _ROWS


@lru_cache(maxsize=4096)
def shingles(text: str) -> frozenset[int]:
    """Return the 64-bit hashes of the four-word shingles of a text, the same everywhere; a shorter text is one."""
    told = _WORD.findall(fold(text))
    starts = range(max(1, len(told) - _SHINGLE + 1))
    return frozenset(_hashed(" ".join(told[n : n + _SHINGLE])) for n in starts)


def _hashed(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def same_text(a: str, b: str) -> bool:
    """Return whether two texts are near copies: shingle Jaccard of at least :data:`SAME_TEXT`."""
    left, right = shingles(a), shingles(b)
    if min(len(left), len(right)) < SAME_TEXT * max(len(left), len(right)):
        return False
    return len(left & right) >= SAME_TEXT * len(left | right)


def near_copies(texts: Sequence[str]) -> list[int]:
    """Return for each text the position of the first text of its group: near copies, and near copies of those."""
    groups = Groups(range(len(texts)))
    for bucket in _buckets(texts):
        _group(bucket, texts, groups)
    first = {position: min(group) for group in groups.all() for position in group}
    return [first[position] for position in range(len(texts))]


def _group(bucket: Sequence[int], texts: Sequence[str], groups: Groups[int]) -> None:
    """Join the near copies of a bucket, comparing no text with one that is known to be of its group.

    The latest of a group is compared first: a story rewritten again and again is most like its last version.
    """
    parts: dict[int, list[int]] = {}
    for late in bucket:
        own = parts.pop(groups.name(late), [])
        for name, members in list(parts.items()):
            if any(same_text(texts[early], texts[late]) for early in reversed(members)):
                groups.join(name, late)
                del parts[name]
                members.extend(own)
                own = members
        own.append(late)
        parts[groups.name(late)] = own


def _buckets(texts: Sequence[str]) -> list[list[int]]:
    """Return the positions of texts that have a band of their signatures in common, in order."""
    found: dict[tuple[int, tuple[int, ...]], list[int]] = {}
    for position, text in enumerate(texts):
        rows = _signature(shingles(text))
        for band in range(_BANDS):
            found.setdefault((band, rows[band * _ROWS : (band + 1) * _ROWS]), []).append(position)
    return [bucket for bucket in found.values() if len(bucket) > 1]


def _signature(hashes: frozenset[int]) -> tuple[int, ...]:
    """Return the least hash of each bin; an empty bin, as short texts leave many, takes that of the next filled one.

    Two signatures agree in a bin about as often as the sets share an element: MinHash with one hash function.
    """
    least: dict[int, int] = {}
    for value in hashes:
        at = value % _BINS
        least[at] = min(value, least.get(at, value))
    filled, rows = -1, [0] * _BINS
    # Twice around, so that the bins at the end take from those at the beginning.
    for n in reversed(range(2 * _BINS)):
        filled = least.get(n % _BINS, filled)
        rows[n % _BINS] = filled
    return tuple(rows)
