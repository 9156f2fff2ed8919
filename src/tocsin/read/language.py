"""Which language a text is in."""

from __future__ import annotations

import math
import re

# Fewer letters than this name a place and a number: too little to judge by.
JUDGED_FROM_LETTERS = 40
# The judgement of a long text does not change after this many characters, it only takes time.
_JUDGED_CHARACTERS = 2000
# Names pull short English reports from Nigeria towards Pidgin and from the Philippines towards Bikol. What leads
# English by no more than this (log-likelihood over the square root of the bytes) is English: of 32,670 one-sentence
# English reports the furthest astray led by 3.6, sentences in other languages lead by 7.1 (Pidgin) and more.
_LEAD = 5.0
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_ENGLISH = {"eng": "en", "english": "en"}


def language_of(text: str, said: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, or ``None`` where there is too little to judge by.

    ``said`` is the language that the text is declared to be in: it holds unless another is far likelier, as templates
    declare what articles are not.
    """
    sample = text[:_JUDGED_CHARACTERS]
    if sum(map(str.isalpha, sample)) < JUDGED_FROM_LETTERS:
        return said
    import py3langid  # noqa: PLC0415 - its model takes time and memory that most runs do not need

    scores: dict[str, float] = dict(py3langid.rank(sample))
    expected = said or "en"
    if expected not in scores:
        return expected
    language = max(scores, key=lambda code: scores[code])
    lead = (scores[language] - scores[expected]) / math.sqrt(len(sample.encode()))
    return language if lead > _LEAD else expected


def language_code(tag: str) -> str | None:
    """Return the language of a tag ("en-GB", "EN", "English") as a short code, or ``None`` if it is no tag."""
    tag = tag.strip()
    if tag.lower() in _ENGLISH:
        return _ENGLISH[tag.lower()]
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    code = match[1].lower()
    return _ENGLISH.get(code, code)
