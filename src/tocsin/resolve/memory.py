"""What a report has told so far: which place "the base" is, which night "the previous night" followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from tocsin.model import Claim, Mention, Place, Span

#: Nouns that may stand for a place named before. The longer phrase is tried first.
_PLACE_NOUNS = (
    "oil field", "gas field", "air base", "military base", "base", "airport", "airfield", "camp", "town", "city",
    "village", "area", "site", "compound", "mosque", "hospital", "school", "prison", "port", "district", "province",
    "region", "crossing", "checkpoint", "outpost", "hotel", "market", "church", "embassy", "field", "border", "capital",
)  # fmt: skip
_DEFINITE = re.compile(r"(?:(?:the|this|that|its|same)\s+)+", re.IGNORECASE)
#: How the ids of towns begin; those of sites begin otherwise.
_TOWNS = "geonames:"
_ORDINARY = frozenset({"area", "site", "region", "compound"})
_PARTY_NOUNS = frozenset("group militia militants forces army organisation organization insurgents rebels".split())


@dataclass
class Memory:
    """The places, parties and days told of in one report, in text order."""

    places: list[Place] = field(default_factory=list)
    parties: list[Mention] = field(default_factory=list)
    day: tuple[date, date] | None = None

    def remember(self, claim: Claim) -> None:
        """Take in what a resolved claim told."""
        self.places += [place for place in claim.places if place.lat is not None or place.country is not None]
        self.parties += [mention for mention in (*claim.actors, *claim.speakers) if mention.entity is not None]
        if claim.when is not None:
            self.day = (claim.when.start, claim.when.end)

    def place_meant(self, span: Span, countries: frozenset[str]) -> Place | None:
        """Return the place that "the base" and the like stand for.

        ``countries`` are those of the claim's own parties: a place elsewhere is not meant. ``None`` where nothing
        told before answers.
        """
        noun = _place_noun(span.text)
        if noun is None:
            return None
        for place in reversed(self.places):
            if countries and place.country is not None and place.country not in countries:
                continue
            if noun in _ORDINARY or _names(place, noun):
                return place
        return None

    def party_meant(self, mention: Mention) -> Mention | None:
        """Return the party that "the group" and the like stand for, the last one named."""
        words = mention.span.text.casefold().split()
        if not words or words[0] not in ("the", "this", "its") or words[-1] not in _PARTY_NOUNS or words[1:-1]:
            return None
        return self.parties[-1] if self.parties else None


def _place_noun(text: str) -> str | None:
    words = text.casefold()
    rest = _DEFINITE.sub("", words, count=1) if _DEFINITE.match(words) else words
    for noun in _PLACE_NOUNS:
        if rest == noun or rest.endswith(f" {noun}"):
            return noun
    return None


def _names(place: Place, noun: str) -> bool:
    told = f"{place.span.text} {place.name or ''}".casefold()
    town = (place.feature or "").startswith(_TOWNS)
    return noun in told or (noun == "base" and "air base" in told) or (noun == "capital" and town)
