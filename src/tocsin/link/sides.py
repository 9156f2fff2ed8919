"""What linking must know of who belongs to whom, and the trivial answer."""

from __future__ import annotations

from typing import Protocol


class Sides(Protocol):
    """Answers whether two actors stand on one side, and which country an actor belongs to.

    Actors are named by the id of their lexicon entry (:attr:`tocsin.model.Mention.entity`).
    """

    def same_side(self, a: str, b: str) -> bool | None:
        """Return whether ``a`` and ``b`` are one side; ``None`` where nothing is known."""
        ...

    def country_of(self, entity: str) -> str | None:
        """Return the ISO 3166 alpha-2 code of the country ``entity`` belongs to; ``None`` where it has none."""
        ...

    def may_fight(self, entity: str) -> bool:
        """Return whether ``entity`` may have done an act of war; a court, a relief agency or a monitor has not."""
        ...

    def __hash__(self) -> int:
        """Return what it is remembered by: what it answers never changes."""
        ...


class NoSides:
    """Knows no sides: an actor is on the side of itself, and of nobody else for all one knows."""

    def same_side(self, a: str, b: str) -> bool | None:
        """Return ``True`` for one and the same actor, ``None`` otherwise."""
        return True if a == b else None

    def country_of(self, entity: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Return ``None``: no country is known."""
        return None

    def may_fight(self, entity: str) -> bool:  # noqa: ARG002 - the protocol's signature
        """Return ``True``: nobody is known not to."""
        return True
