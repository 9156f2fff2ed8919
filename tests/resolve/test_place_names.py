"""Names of places that say where nothing happened: of ships, flags and owners; and names read in part."""

from __future__ import annotations

import pytest

from tocsin.model import Mention, Place, Span
from tocsin.resolve.place_names import places_told
from tocsin.resolve.places import PlaceResolver


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver.default()


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


@pytest.mark.parametrize(
    ("text", "place", "target", "kept"),
    [
        ("A missile hit the tanker Marlin Luanda in the gulf.", "Luanda", "Marlin Luanda", None),
        ("A missile hit the Marlin Luanda, whose crew is safe.", "Luanda", "Marlin Luanda", None),
        ("Drones hit MV Genoa on Monday.", "Genoa", "MV Genoa", None),
        ("A Palau-flagged freighter was hit.", "Palau", "freighter", None),
        ("A Panama registered freighter was hit.", "Panama", "freighter", None),
        ("A tanker off Yemen was hit.", "Yemen", "tanker", "Yemen"),
        ("A vessel in Aden was hit.", "Aden", "vessel", "Aden"),
        ("Gunmen attacked New Luanda on Monday.", "Luanda", "New Luanda", "Luanda"),
        ("Rockets fell on the Red Sea port of Eilat.", "Sea port", "port", "Red Sea port"),
        ("Shells hit Aden.", "Aden", "Aden", "Aden"),
        ("Shells hit the Zarqani district.", "Zarqani", "Shells", "Zarqani district"),
        ("Shells hit Aden villages.", "Aden", "villages", "Aden"),
    ],
)
def test_what_names_a_place(resolver: PlaceResolver, text: str, place: str, target: str, kept: str | None) -> None:
    ((span, why),) = places_told([Place(at(text, place))], [Mention(at(text, target))], text, resolver)
    assert (None if why else span.text) == kept
    assert text[span.start : span.end] == span.text
