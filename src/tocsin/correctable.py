"""The fields of a claim that people may correct and what each of them takes, for forms that ask for a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.link import CORRECTABLE
from tocsin.terms import Term, terms


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its id on the wire, a label to show, and what it takes.

    It takes one of the ``terms``; where there are none, words of the report or what is written like one of the
    ``examples``.
    """

    id: str
    label: str
    terms: tuple[Term, ...]
    examples: tuple[str, ...]


_LABELS: Mapping[str, str] = {
    "background": "told as background",
    "speaker": "said by",
    "actor": "who did it",
    "actor_basis": "basis of who did it",
    "place": "where",
    "launched_from": "launched from",
}
_NO = Term("no", "no", "the telling does not say so")
_TERMS: Mapping[str, tuple[Term, ...]] = {
    **{field: tuple(terms()[name]) for field, name in (
        ("kind", "kinds"), ("status", "statuses"), ("actor_basis", "bases"),
    )},
    "hedged": (Term("yes", "yes", "reportedly, allegedly, suspected"), _NO),
    "background": (Term("yes", "yes", "told as context of something else"), Term("no", "no", "told as news")),
}  # fmt: skip
_FIGURE = ("5", "20+", "-30", "10-15", "~50", "none")
_NAMES = ("a name", "one; another", "none")
_PLACE = ("36.24,43.96", "Erbil", "none")
_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("munitions", "killed", "injured", "captured"), _FIGURE),
    **dict.fromkeys(("speaker", "actor", "target", "weapon"), _NAMES),
    **dict.fromkeys(("place", "launched_from"), _PLACE),
    "damage": ("yes", "no", "none"),
    "when": ("2021-07-05", "2021-07-05/2021-07-06", "none"),
}


def fields() -> tuple[Field, ...]:
    """Return the fields in the order of the codebook."""
    return tuple(
        Field(name, _LABELS.get(name, name), _TERMS.get(name, ()), _EXAMPLES.get(name, ())) for name in CORRECTABLE
    )
