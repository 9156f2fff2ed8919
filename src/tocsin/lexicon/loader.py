"""Loading of the YAML lexicons: every entry has an id, forms, a source, and may have examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

_OWN_KEYS = {"id", "forms", "source", "examples"}


class LexiconError(ValueError):
    """A lexicon file that does not hold what it must."""


@dataclass(frozen=True)
class Entry:
    """One entry of a lexicon.

    ``forms`` are the words it is known by; a form with a capital letter matches in that case only. ``must`` and
    ``must_not`` are example sentences in which the entry has to match, and has not to. ``facts`` holds whatever
    else the file says of it.
    """

    id: str
    forms: tuple[str, ...]
    source: str
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@cache
def load(name: str) -> tuple[Entry, ...]:
    """Read the lexicon ``data/<name>.yml``.

    Raises:
        LexiconError: an entry lacks its id, forms or source, or an id stands twice.

    """
    path = resources.files("tocsin.lexicon") / "data" / f"{name}.yml"
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both loaders are safe ones
    shared_source = document.get("source", "")
    entries = tuple(_entry(name, raw, shared_source) for raw in document["entries"])
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise LexiconError(f"{name}.yml: id {entry.id!r} stands twice")
        seen.add(entry.id)
    return entries


def _entry(name: str, raw: dict[str, Any], shared_source: str) -> Entry:
    identifier = raw.get("id")
    forms = raw.get("forms")
    source = raw.get("source", shared_source)
    if not identifier or not forms or not source:
        raise LexiconError(f"{name}.yml: entry {identifier or raw!r} needs an id, forms and a source")
    examples = raw.get("examples", {})
    return Entry(
        id=str(identifier),
        forms=tuple(str(form) for form in forms),
        source=str(source),
        must=tuple(examples.get("must", ())),
        must_not=tuple(examples.get("must_not", ())),
        facts={key: value for key, value in raw.items() if key not in _OWN_KEYS},
    )
