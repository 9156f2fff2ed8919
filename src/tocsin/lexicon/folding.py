"""Folding of text for matching. :func:`fold` keeps every offset; :func:`name_key` does not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "\u2018\u2019\u02bc\u02bb\u02be\u02bf\u0060\u00b4\u2032"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2212\u00ad"
_SPACES = "\u00a0\u2007\u202f\u2009\u200a\t"


class _FoldTable(dict[int, str]):
    """Maps one code point to exactly one folded code point, worked out on first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _APOSTROPHES:
            folded = "'"
        elif char in "\u201c\u201d\u201e\u00ab\u00bb":
            folded = '"'
        elif char in _HYPHENS:
            folded = "-"
        elif char in _SPACES:
            folded = " "
        else:
            base = unicodedata.normalize("NFKD", char)[0]
            lowered = base.lower()
            folded = lowered if len(lowered) == 1 else base
        self[code] = folded
        return folded


class _CaseFoldTable(_FoldTable):
    """As :class:`_FoldTable`, but keeps the letter case."""

    def __missing__(self, code: int) -> str:
        lowered = super().__missing__(code)
        base = unicodedata.normalize("NFKD", chr(code))[0]
        folded = base if base.lower() == lowered else lowered
        self[code] = folded
        return folded


_FOLD = _FoldTable()
_FOLD_KEEPING_CASE = _CaseFoldTable()


#: One sentence is folded for matcher after matcher; a handful of remembered texts serve them all.
_REMEMBERED = 16


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Lower-case ``text`` and strip diacritics and typographic variants; the length never changes."""
    return text.translate(_FOLD)


@lru_cache(maxsize=32768)
def fold_word(word: str) -> str:
    """As :func:`fold`, for single words, which come again and again."""
    return word.translate(_FOLD)


@lru_cache(maxsize=_REMEMBERED)
def fold_keeping_case(text: str) -> str:
    """As :func:`fold` but with the letter case kept; the length never changes."""
    return text.translate(_FOLD_KEEPING_CASE)


_ARTICLE = re.compile(r"\b(?:al|el|ad|ar|as|ash|at|an|az|ul|ed|er|es|et|ez|dar) (?=\w{3})")
_DROPPED = re.compile(r"['\u02bf\u02be]")
_NOT_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Reduce a name to the key under which its spellings meet.

    Ayin and apostrophes go, hyphens and points become spaces, Arabic articles are dropped: "Al-Mayādīn",
    "al Mayadin" and "Mayadin" share one key.
    """
    folded = _DROPPED.sub("", fold(name))
    spaced = _NOT_WORD.sub(" ", folded).strip()
    return _ARTICLE.sub("", spaced) or spaced
