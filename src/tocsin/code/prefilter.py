"""The literal prefilter: a passage without any word of violence is never tagged."""

from __future__ import annotations

from functools import cache

import ahocorasick_rs

from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load

#: Stems are cut to this length at least, so that inflections of a word share one pattern.
_STEM = 4


@cache
def _automaton() -> ahocorasick_rs.AhoCorasick:
    stems = {_stem(form) for entry in load("events") if entry.facts["part"] != "support" for form in entry.forms}
    stems |= {"responsib", "blame", "shot", "fought", "struck", "stole", "blew", "slew", "took", "hung", "burnt"}
    kept = {stem for stem in stems if not any(other != stem and other in stem for other in stems)}
    return ahocorasick_rs.AhoCorasick(sorted(kept), store_patterns=False)


def _stem(form: str) -> str:
    """Cut the longest word of a form to what all its inflections begin with."""
    word = max(fold(form).split(), key=len)
    return word[: max(_STEM, len(word) - 2)] if len(word) > _STEM else word


def may_hold_violence(text: str) -> bool:
    """Tell whether ``text`` holds any literal of the event lexicon; ``False`` is certain, ``True`` is not."""
    return bool(_automaton().find_matches_as_indexes(fold(text), overlapping=False))
