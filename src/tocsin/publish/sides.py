"""Sides under one heading each, however reports write them: "air defences" and "Air defences" are counted together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.lexicon.folding import fold

#: The heading of those who are told of but named as no party: "three gunmen".
NOT_NAMED = "not named"

#: An actor as incidents have it: the id of its entity, if it is known, and its name.
Side = tuple[str | None, str]

#: "United States (US)".
_SHORT_FORM = re.compile(r"\s*\([^()]*\)$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_PERSONS = re.compile(
    r"(?:suicide[ -])?(?:bomb|attack|assail|strik|shoot|hijack|kidnapp|raid|infiltrat)(?:ers?|ants?)"
    r"|(?:gun)?m[ae]n|persons?|people|suspects?|perpetrators?|militants?|drivers?|individuals?"
)
_DETAIL = re.compile(
    r"(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many|other|another|unknown|unidentified"
    r"|unnamed|armed|masked|suspected|alleged|local|lone|female|male|suicide|car|truck|group|of|\d+)"
)


def headings(sides: Iterable[Side]) -> dict[Side, str]:
    """Return the heading of each side: one for those of an entity, else one for those of a name, whatever its spelling.

    Words that name no party stand under :data:`NOT_NAMED`.
    """
    ordered = sorted(set(sides), key=lambda side: (side[0] or "", side[1]))
    by_entity: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for entity, name in ordered:
        if entity:
            by_name.setdefault(_folded(name), by_entity.setdefault(entity, name))
    for entity, name in ordered:
        if not entity:
            by_name.setdefault(_folded(name), name)
    return {side: _heading(side, by_entity, by_name) for side in ordered}


def _heading(side: Side, by_entity: dict[str, str], by_name: dict[str, str]) -> str:
    entity, name = side
    if entity:
        return by_entity[entity]
    return NOT_NAMED if names_no_party(name) else by_name[_folded(name)]


def names_no_party(name: str) -> bool:
    """Return whether words say no more than that there was somebody: "a suicide bomber", "strikers"."""
    *details, noun = name.lower().split() or [""]
    return _PERSONS.fullmatch(noun) is not None and all(_DETAIL.fullmatch(word) for word in details)


def _folded(name: str) -> str:
    return fold(_ARTICLE.sub("", _SHORT_FORM.sub("", name.strip())))
