"""Words that are looked for, and the spellings under which they are found.

A text is indexed by its words, folded; a name also without its apostrophes ("Sana'a": sanaa), with its articles written on
("ez-Zor": ezzor), and reduced to how it sounds ("Assad" and "Asad": asad). What is looked for has to hold, of every word,
one of its forms. Words that are the name of a place may also be found by the name that the place has on the map.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from tocsin.lexicon.folding import fold

#: Returns the names on the map of the places that are called so.
Places: TypeAlias = Callable[[str], Iterable[str]]

#: Arabic articles before a name, as they are written in Latin letters; nothing is looked for by them.
ARTICLES = frozenset("al el ad ar as ash at an az ul ed er es et ez".split())

_APOSTROPHE = re.compile(r"(?<=\w)['\u02be\u02bf](?=\w)")
_PHRASE_WORDS = 4
_SOUNDED_LETTERS, _SOUND_LETTERS = 3, 3
#: What sounds alike in the ways of writing Arabic, Persian and Slavic names; in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("(.)\\1+", "\\1"), ("[ea][iy]", "ai"), ("ou|o", "u"), ("ie", "i"), ("(?<!^)y", "i"), ("e(?!$)", "i"), ("[ae]h$", "a"),
        ("e$", "a"), ("q|kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("dj", "j"), ("(.)\\1+", "\\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word that has to stand in a text; not ``whole``, one that begins so will do."""

    word: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Things that have to stand in a text, every one."""

    parts: tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Things of which one has to stand in a text."""

    parts: tuple[Sought, ...]


Sought: TypeAlias = Word | All | Either


def no_places(_phrase: str) -> tuple[str, ...]:
    """Return that no place is called so: for whoever has no map."""
    return ()


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are looked for: folded, without anything but letters and digits."""
    return "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return how a folded word sounds, under which its spellings meet; one too short to tell is left as it is."""
    if len(word) < _SOUNDED_LETTERS or not (word.isascii() and word.isalpha()):
        return word
    found = word
    for pattern, same in _SOUNDS:
        found = pattern.sub(same, found)
    return found if len(found) >= _SOUND_LETTERS else word


def spellings(name: str) -> Iterator[str]:
    """Yield the words that a name is found by, in all their forms; some may come twice."""
    words = tokens(name)
    joined = tokens(_APOSTROPHE.sub("", fold(name)))
    yield from words
    for each in (words, joined) if joined != words else (words,):
        yield from each
        yield from (sound(word) for word in each)
        for article, word in pairwise(each):
            if article in ARTICLES:
                yield article + word
                yield sound(article + word)


def sought(text: str, places: Places = no_places) -> Sought | None:
    """Return what has to stand in a text for it to be found by these words; ``None`` where they hold no word."""
    words = [word for part in fold(text).split() if (word := _word(part)) is not None]
    parts: list[Sought] = []
    at = 0
    while at < len(words):
        number, names = _longest_name([written for written, _ in words[at : at + _PHRASE_WORDS]], places)
        literal = _every([form for _, form in words[at : at + number]])
        parts.append(_either([literal, *names]))
        at += number
    bare = [part for part in parts if not (isinstance(part, Word) and part.word in ARTICLES)]
    return _every(bare or parts) if parts else None


def _longest_name(words: Sequence[str], places: Places) -> tuple[int, list[Sought]]:
    """Return with how many words the longest name of a place begins, and its other names; one and none where none does."""
    for number in range(len(words), 0, -1):
        found = list(dict.fromkeys(places(" ".join(words[:number]))))
        if found:
            return number, [name for name in map(_name, found) if name is not None]
    return 1, []


def _word(written: str) -> tuple[str, Sought] | None:
    """Return a part of what is looked for, without blanks, as it is written and as what has to stand in a text."""
    split = tokens(written)
    if not split:
        return None
    apart = _every([_one(word) for word in split if word not in ARTICLES] or [Word(word) for word in split])
    together = tokens(_APOSTROPHE.sub("", written))
    return written, apart if together == split else _either([apart, _every([_one(word) for word in together])])


def _one(word: str) -> Sought:
    return _either([Word(word), Word(sound(word), whole=True)])


def _name(name: str) -> Sought | None:
    words = [Word(word, whole=True) for word in tokens(name) if word not in ARTICLES]
    return _every(words) if words else None


def _every(parts: Iterable[Sought]) -> Sought:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else All(found)


def _either(parts: Iterable[Sought]) -> Sought:
    found = dict.fromkeys(parts)
    begun = {part.word for part in found if isinstance(part, Word) and not part.whole}
    kept = tuple(part for part in found if not (isinstance(part, Word) and part.whole and part.word in begun))
    return kept[0] if len(kept) == 1 else Either(kept)


def holds(words: Collection[str], wanted: Sought) -> bool:
    """Say whether what is looked for stands among words."""
    if isinstance(wanted, All):
        return all(holds(words, part) for part in wanted.parts)
    if isinstance(wanted, Either):
        return any(holds(words, part) for part in wanted.parts)
    return wanted.word in words or (not wanted.whole and any(word.startswith(wanted.word) for word in words))
