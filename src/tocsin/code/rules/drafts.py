"""The event being put together while a passage is read: mutable, private to the rules."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.code.rules.lexemes import Lexeme
from tocsin.code.tags import Role
from tocsin.codebook import ActorBasis, Kind, Status


@dataclass
class Draft:
    """An event under construction; offsets are relative to the passage."""

    kind: Kind
    start: int
    end: int
    lexeme: Lexeme
    sentence: int
    rule: str
    general: bool = False
    definite: bool = False
    anaphoric: bool = False
    anaphoric_noun: bool = False
    separate: bool = False
    status: Status = Status.OCCURRED
    hedged: bool = False
    background: bool = False
    basis: ActorBasis | None = None
    arguments: list[tuple[int, int, Role, str]] = field(default_factory=list)

    def add(self, span: tuple[int, int] | None, role: Role, rule: str) -> None:
        """Add an argument unless the same span already has the role."""
        if span is not None and not any(a[:3] == (*span, role) for a in self.arguments):
            self.arguments.append((*span, role, rule))

    def has(self, role: Role) -> bool:
        """Tell whether an argument in ``role`` is there."""
        return any(argument[2] is role for argument in self.arguments)

    def spans(self, role: Role) -> list[tuple[int, int]]:
        """Return the spans in ``role``."""
        return [(start, end) for start, end, of, _ in self.arguments if of is role]
