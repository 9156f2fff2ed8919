from __future__ import annotations

import numpy as np
import pytest

from tocsin.code.neural.calibration import Asked, Calibration
from tocsin.code.neural.encoding import LONGEST, encode
from tocsin.code.neural.networks import Flags, Floats, Found, Reading, Whole
from tocsin.code.neural.outputs import BASES, CHOICES, KINDS, ROLES, STATUSES
from tocsin.code.neural.tagger import NeuralTagger
from tocsin.code.tags import Passage, Role
from tocsin.codebook import ActorBasis, Kind, Status
from tocsin.pipeline import Coding

TEXT = "Taliban gunmen killed four soldiers in Kabul"


class Scripted:
    """Networks that find one event at the words of ``named`` and give roles to the words they are told to."""

    def __init__(self, named: str, roles: dict[Role, tuple[str, float]], chosen: dict[str, int] | None = None) -> None:
        self.vocabulary = {piece: word for word in [named, *(w for w, _ in roles.values())] for piece in pieces(word)}
        self.named, self.roles = set(pieces(named)), roles
        self.chosen = {"kind": 0, "status": 0, "actor_basis": 0, "hedged": 0, "background": 0, "event": 1} | (
            chosen or {}
        )
        self.ids: Whole | None = None

    def find(self, ids: Whole, shapes: Whole, hints: Whole) -> Found:
        assert ids.shape == shapes.shape == hints.shape
        self.ids = ids
        likely = np.isin(ids, list(self.named)).astype(np.float32)
        return Found(_tags(likely * 0.9), np.zeros((*ids.shape, 4), dtype=np.float32))

    def read(self, shared: Floats, marked: Flags, present: Flags) -> Reading:
        assert self.ids is not None
        assert shared.shape[:2] == marked.shape == present.shape
        roles = np.zeros((len(marked), marked.shape[1], len(ROLES), 3), dtype=np.float32)
        roles[..., 0] = 1
        for role, (words, score) in self.roles.items():
            likely = np.isin(np.repeat(self.ids, len(marked), axis=0), pieces(words)).astype(np.float32) * score
            roles[:, :, ROLES.index(role)] = _tags(likely, begins=False)
        choices = {}
        for name, options in CHOICES.items():
            choices[name] = np.full((len(marked), options), 0.01, dtype=np.float32)
            choices[name][:, self.chosen[name]] = 0.9
        return Reading(roles, choices)


def _tags(likely: Floats, *, begins: bool = True) -> Floats:
    zero = np.zeros_like(likely)
    return np.stack([1 - likely, likely if begins else zero, zero if begins else likely], axis=-1)


def pieces(words: str) -> list[int]:
    return list(encode([words])[0].ids[1:-1])


def passage(text: str) -> Passage:
    return Passage(text, 0, ((0, len(text)),))


def tagger(networks: Scripted, least: dict[str, float] | None = None) -> NeuralTagger:
    return NeuralTagger(
        networks, Coding.rules().spotters, Calibration("t", Asked(0.5, 0.5), Asked(0.5, 0.5), least or {}), workers=1
    )


def test_an_event_with_its_values() -> None:
    chosen = {"kind": KINDS.index(Kind.SHOOTING), "status": STATUSES.index(Status.FOILED), "hedged": 1}
    roles = {Role.ACTOR: ("Taliban gunmen", 0.8), Role.KILLED: ("four soldiers", 0.7)}
    (tags,) = tagger(Scripted("killed", roles, chosen)).tag([passage(TEXT)])
    (trigger,) = tags.triggers
    assert TEXT[trigger.start : trigger.end] == "killed"
    assert (trigger.kind, trigger.status, trigger.hedged, trigger.background) == (
        Kind.SHOOTING,
        Status.FOILED,
        True,
        False,
    )
    assert {(one.role, TEXT[one.start : one.end]) for one in tags.arguments} == {
        (Role.ACTOR, "Taliban gunmen"),
        (Role.KILLED, "four soldiers"),
    }


def test_what_scores_too_little_is_left_to_people() -> None:
    roles = {Role.ACTOR: ("Taliban gunmen", 0.4), Role.PLACE: ("Kabul", 0.9)}
    (tags,) = tagger(Scripted("killed", roles), {"actor": 0.5}).tag([passage(TEXT)])
    assert [TEXT[one.start : one.end] for one in tags.arguments] == ["Kabul"]
    assert [(one.role, TEXT[one.start : one.end]) for one in tags.unsure] == [(Role.ACTOR, "Taliban gunmen")]
    assert tags.triggers[0].actor_basis is ActorBasis.NONE


@pytest.mark.parametrize("event", [0, 1])
def test_the_reader_can_say_that_it_is_no_event(event: int) -> None:
    (tags,) = tagger(Scripted("killed", {}, {"event": event})).tag([passage(TEXT)])
    assert len(tags.triggers) == event


def test_an_actor_always_has_a_basis() -> None:
    networks = Scripted("killed", {Role.ACTOR: ("Taliban", 0.9)}, {"actor_basis": BASES.index(ActorBasis.NONE)})
    (tags,) = tagger(networks).tag([passage(TEXT)])
    assert tags.triggers[0].actor_basis is not ActorBasis.NONE


def test_of_a_single_value_the_likeliest_is_taken() -> None:
    networks = Scripted("killed", {Role.KILLED: ("four", 0.9)})
    text = "killed four at dawn and four at dusk"
    (tags,) = tagger(networks).tag([passage(text)])
    assert len(tags.arguments) == 1


def test_a_passage_beyond_the_positions_is_read_as_far_as_they_go() -> None:
    networks = Scripted("killed", {})
    text = "word " * 2 * LONGEST + "killed"
    first, second = tagger(networks).tag([passage(text), passage(TEXT)])
    assert first.triggers == ()
    assert len(second.triggers) == 1


def test_nothing_is_nothing() -> None:
    assert tagger(Scripted("killed", {})).tag([]) == []
