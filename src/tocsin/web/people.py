"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from tocsin.access import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks; readers have no name."""

    name: str | None
    role: Role

    @property
    def sees_all(self) -> bool:
        """Say whether nothing is withheld from this person."""
        return self.role is not Role.READER


READER = Person(None, Role.READER)


def person_of(request: Request) -> Person:
    """Return who asks, as whoever checked the request's credentials left it in ``request.state.person``."""
    found = getattr(request.state, "person", READER)
    assert isinstance(found, Person)
    return found
