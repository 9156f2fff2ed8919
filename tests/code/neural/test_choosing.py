from __future__ import annotations

import numpy as np
import pytest

from tocsin.code.neural.calibration import Asked
from tocsin.code.neural.choosing import Event, told
from tocsin.code.neural.decoding import Stretch
from tocsin.code.neural.encoding import Encoded, encode
from tocsin.code.neural.outputs import ROLES
from tocsin.code.tags import Role

TEXT = "Gunmen attacked Mopti and killed four ; bandits burned Gao"
ASKED = Asked(first=0.4, further=0.6, same=0.7)


@pytest.fixture(scope="module")
def encoded() -> Encoded:
    return encode([TEXT])[0]


def event(encoded: Encoded, named: str, score: float, **roles: str) -> Event:
    """Propose an event at a word of the text, with words of it in roles."""
    scored = np.zeros((len(encoded.ids), len(ROLES), 3), dtype=np.float32)
    scored[..., 0] = 1
    for role, words in roles.items():
        for word in words.split():
            scored[at(encoded, word), ROLES.index(Role(role))] = (0.1, 0.0, 0.9)
    return Event(0, Stretch(at(encoded, named), at(encoded, named), score), score, scored, {})


def at(encoded: Encoded, word: str) -> int:
    start = TEXT.index(word)
    return next(piece for piece, (a, b) in enumerate(encoded.offsets) if a <= start < b)


def names(events: list[Event], encoded: Encoded) -> list[str]:
    return [TEXT[slice(*encoded.offsets[one.stretch.first])] for one in events]


def test_one_event_named_twice_is_told_once_by_its_likelier_name(encoded: Encoded) -> None:
    attack = event(encoded, "attacked", 0.7, actor="Gunmen", place="Mopti", killed="four")
    killing = event(encoded, "killed", 0.9, actor="Gunmen", place="Mopti", killed="four")
    assert names(told([attack, killing], encoded, ASKED), encoded) == ["killed"]


def test_events_with_words_of_their_own_are_both_told_in_text_order(encoded: Encoded) -> None:
    attack = event(encoded, "attacked", 0.7, actor="Gunmen", place="Mopti")
    arson = event(encoded, "burned", 0.9, actor="bandits", place="Gao")
    assert names(told([arson, attack], encoded, ASKED), encoded) == ["attacked", "burned"]


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((0.45, 0.3), ["attacked"]),  # the first may be less sure
        ((0.45, 0.42), ["attacked"]),  # a further one not
        ((0.65, 0.62), ["attacked", "burned"]),
        ((0.3, 0.2), []),
        ((0.62, 0.65), ["attacked", "burned"]),
    ],
)
def test_the_likeliest_is_asked_less_than_any_further_one(
    encoded: Encoded, scores: tuple[float, float], found: list[str]
) -> None:
    events = [
        event(encoded, "attacked", scores[0], place="Mopti"),
        event(encoded, "burned", scores[1], place="Gao"),
    ]
    assert names(told(events, encoded, ASKED), encoded) == found


def test_what_is_told_does_not_depend_on_the_order_of_proposals(encoded: Encoded) -> None:
    events = [
        event(encoded, "attacked", 0.7, actor="Gunmen", place="Mopti"),
        event(encoded, "killed", 0.7, actor="Gunmen", place="Mopti"),
        event(encoded, "burned", 0.9, actor="bandits", place="Gao"),
    ]
    assert told(events, encoded, ASKED) == told(events[::-1], encoded, ASKED)
