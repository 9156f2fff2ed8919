"""What a tagger may ask of the knowledge below it, without knowing where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tocsin.codebook import Kind


class Spotted(Protocol):
    """Anything found in a text: offsets, ``end`` exclusive."""

    @property
    def start(self) -> int: ...  # noqa: D102 - see the class
    @property
    def end(self) -> int: ...  # noqa: D102 - see the class


class Named(Spotted, Protocol):
    """A spotted thing with the id of its lexicon entry."""

    @property
    def payload(self) -> str: ...  # noqa: D102 - see the class


@dataclass(frozen=True, slots=True)
class Spotters:
    """Finders of time, place, actor and weapon expressions in a stretch of text."""

    times: Callable[[str], Sequence[Spotted]]
    places: Callable[[str], Sequence[Spotted]]
    actors: Callable[[str], Sequence[Named]]
    weapons: Callable[[str], Sequence[Named]]
    weapon_kind: Callable[[str], Kind | None]
