"""How many incidents there are, and why some are on no map."""

from __future__ import annotations

from dataclasses import replace

import pytest
from publish_samples import INCIDENT

from tocsin.model import Incident
from tocsin.publish.census import census

_BACKGROUND, _NOWHERE = replace(INCIDENT, background=True), replace(INCIDENT, place=None)


@pytest.mark.parametrize(
    ("incidents", "words"),
    [
        ([], "0 incidents"),
        ([INCIDENT], "1 incident"),
        ([INCIDENT, _BACKGROUND], "2 incidents, 1 of them told as background only"),
        ([INCIDENT, _NOWHERE, _NOWHERE], "3 incidents, 2 of them without a place on the map"),
        (
            [INCIDENT, _NOWHERE, _BACKGROUND],
            "3 incidents, 1 of them told as background only and 1 more without a place on the map",
        ),
        # background without a place is named once
        ([replace(_BACKGROUND, place=None)], "1 incident, 1 of them told as background only"),
    ],
)
def test_the_words(incidents: list[Incident], words: str) -> None:
    assert census(incidents).words() == words


def test_a_place_without_a_point_is_on_no_map() -> None:
    assert INCIDENT.place is not None
    somewhere = replace(INCIDENT, place=replace(INCIDENT.place, lat=None, lon=None))
    assert census([somewhere, INCIDENT]).placeless == 1
