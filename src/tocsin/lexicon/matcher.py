"""Literal matching of many forms at once: whole words, leftmost and longest, offsets into the text as given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import ahocorasick_rs

from tocsin.lexicon.folding import fold, fold_keeping_case

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A form found in a text, and what it stands for."""

    start: int
    end: int
    payload: T


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalnum()


class Matcher(Generic[T]):
    """Finds many forms in texts by Aho-Corasick.

    A form holding a capital letter matches only in that case ("US" is not "us"); one without matches in any.
    Diacritics, quotes and hyphens are folded on both sides. When one form is given twice the first wins.
    """

    def __init__(self, forms: Iterable[tuple[str, T]]) -> None:
        lowered: dict[str, T] = {}
        cased: dict[str, T] = {}
        for form, payload in forms:
            if form == form.lower():
                lowered.setdefault(fold(form), payload)
            else:
                cased.setdefault(fold_keeping_case(form), payload)
        self._lowered = _automaton(lowered)
        self._lowered_payloads = list(lowered.values())
        self._cased = _automaton(cased)
        self._cased_payloads = list(cased.values())

    def find(self, text: str) -> list[Match[T]]:
        """Return the matches in ``text``, leftmost and longest, none overlapping another."""
        found: list[Match[T]] = []
        if self._lowered is not None:
            found += _whole_words(self._lowered, self._lowered_payloads, fold(text))
        if self._cased is not None:
            found += _whole_words(self._cased, self._cased_payloads, fold_keeping_case(text))
        found.sort(key=lambda m: (m.start, -m.end))
        kept: list[Match[T]] = []
        reached = 0
        for match in found:
            if match.start >= reached:
                kept.append(match)
                reached = match.end
        return kept

    def matches(self, text: str) -> bool:
        """Tell whether any form stands in ``text``."""
        return bool(self.find(text))


def _automaton(forms: dict[str, T]) -> ahocorasick_rs.AhoCorasick | None:
    return ahocorasick_rs.AhoCorasick(list(forms), store_patterns=False) if forms else None


def _whole_words(automaton: ahocorasick_rs.AhoCorasick, payloads: list[T], folded: str) -> list[Match[T]]:
    # Overlapping matches are wanted: a longer one that breaks a word must not hide a shorter whole one.
    return [
        Match(start, end, payloads[index])
        for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
        if not (_is_word(folded, start - 1) or _is_word(folded, end))
    ]
