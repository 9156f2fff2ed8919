"""Which words of a claim's place expressions name a place at all, and where a name that was read in part begins.

A tanker is called after a city, flies the flag of an island and burns off a port: only the port is where it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tocsin.model import Mention, Place, Span
from tocsin.resolve.places import PlaceResolver

#: What makes a ship's name of the name after it.
_SHIP_BEFORE = re.compile(
    r"\b(?:M/?V|M/?T|M/?S|USS|HMS|tanker|vessel|ship|carrier|freighter|ferry|trawler)\s+(?:[A-Z][\w-]*\s+)?$"
)
#: What makes a flag, an owner or a port of call of the name before it.
_FLAG_AFTER = re.compile(r"^(?:-|\u2010|\u2011| )(?:flagged|registered|owned|operated)\b", re.IGNORECASE)
#: A word that begins a name.
_CAPITALISED = re.compile(r"[A-Z][\w'\u2019-]+$")
#: A noun right after a name: which sort of place it is of.
_NOUN_AFTER = re.compile(
    r" (?:sub-?district|district|raion|province|region|oblast|governorate"
    r"|junction|crossroads|checkpoint)\b"
)
#: So far before a place its name may have begun, in characters.
_NAME_REACH = 40


def places_told(
    places: Iterable[Place], targets: Sequence[Mention], text: str, resolver: PlaceResolver
) -> Iterator[tuple[Span, str]]:
    """Yield the spans of the places told, each with why it is none after all, or "" where it is one."""
    for place in places:
        span = place.span
        yield _with_noun(_whole(span, text, resolver), text), _why_none(span, targets, text)


def _why_none(span: Span, targets: Sequence[Mention], text: str) -> str:
    if _FLAG_AFTER.match(text[span.end : span.end + 12]):
        return "says whose it is, not where"
    if _SHIP_BEFORE.search(text[max(0, span.start - _NAME_REACH) : span.start]):
        return "is the name of a ship"
    if any(_is_last_name(span, target.span, text) for target in targets):
        return "is part of the name of what was attacked"
    return ""


def _is_last_name(span: Span, target: Span, text: str) -> bool:
    """Tell whether the place is the later word of a name of a ship: "Marlin Luanda"."""
    if not (target.start < span.start and span.end == target.end):
        return False
    before = text[target.start : span.start].rstrip()
    near = text[max(0, target.start - _NAME_REACH) : target.end + _NAME_REACH]
    return _CAPITALISED.search(before) is not None and _SHIP_WORDS.search(near) is not None


_SHIP_WORDS = re.compile(r"\b(?:M/?V|M/?T|tankers?|vessels?|ships?|carrier|freighter|crew|cargo)\b")


def _with_noun(span: Span, text: str) -> Span:
    """Return the span with the noun that says what sort of place it names: "the Holosiivskyi district"."""
    noun = _NOUN_AFTER.match(text, span.end) if _CAPITALISED.search(span.text) else None
    return span if noun is None else Span(span.start, noun.end(), text[span.start : noun.end()], span.confidence)


def _whole(span: Span, text: str, resolver: PlaceResolver) -> Span:
    """Return the span from where the name begins: "Sea port" in "Red Sea port" is the Red Sea."""
    start = max(0, span.start - _NAME_REACH)
    before = text[start : span.start].rstrip(" ")
    if not (span.start and text[span.start - 1] == " " and _CAPITALISED.search(before)):
        return span
    for found in resolver.spot(text[start : span.end]):
        first, last = start + found.core_start, start + found.core_end
        if first < span.start < last:
            return Span(first, span.end, text[first : span.end], span.confidence)
    return span
