"""Disjoint groups that grow together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Hashable)


class Groups(Generic[Member]):
    """Disjoint groups that know their members. A group goes by the name of one of them, until it is joined to another."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._of = {member: member for member in members}
        self._members: dict[Member, list[Member]] = {member: [member] for member in self._of}

    def members(self, member: Member) -> list[Member]:
        """Return all of the group, in no order."""
        return self._members[self._of[member]]

    def knows(self, member: Member) -> bool:
        """Say whether it is in any group."""
        return member in self._of

    def name(self, member: Member) -> Member:
        """Return the name of the group."""
        return self._of[member]

    def together(self, a: Member, b: Member) -> bool:
        """Say whether two are in one group."""
        return self._of[a] == self._of[b]

    def join(self, a: Member, b: Member) -> None:
        """Make one group of two; the larger keeps its name."""
        keep, drop = sorted((self._of[a], self._of[b]), key=lambda name: -len(self._members[name]))
        if keep == drop:
            return
        for member in self._members[drop]:
            self._of[member] = keep
        self._members[keep].extend(self._members.pop(drop))

    def all(self) -> list[list[Member]]:
        """Return the groups, in no order."""
        return list(self._members.values())
