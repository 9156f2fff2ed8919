"""An incident as the catalogue has it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from itertools import chain

from tocsin.discretion.disclose import known_names
from tocsin.discretion.names import Names
from tocsin.ledger.rows import Row, figure_columns, told_columns
from tocsin.lexicon.spelling import spellings, tokens
from tocsin.model import Incident, Range
from tocsin.publish.figures import FigurePolicy, shown_figure


class Edition(IntEnum):
    """Who sees a row of the catalogue."""

    ALL = 0
    READERS = 1
    IN_FULL = 2
    NOBODY = 3


@cache
def names() -> Names:
    """Return what takes names of people out of the words of the catalogue.

    It knows the lexicons and what stands in the incident, and no gazetteer, so that a ledger is the same on every machine.
    """
    return Names()


def entry(incident: Incident, titles: Iterable[str]) -> Row:
    """Return the columns that tell of an incident; ``titles`` are those of its reports that may be found by."""
    place, known = incident.place, known_names(incident)
    return {
        "incident": incident.id,
        **told_columns(incident),
        "first_reported": incident.first_reported,
        "precision": None if place is None or place.precision is None else int(place.precision),
        "radius_km": None if place is None else place.radius_km,
        "place": None if place is None else names()(place.name or place.span.text, known),
        "sources": incident.sources,
        "conflicts": bool(incident.conflicts),
        **figure_columns("injured", incident.injured),
        **_latest("killed", incident.killed),
        **_latest("injured", incident.injured),
        "sides": _sides(incident, known),
        "outlets": "\n".join(dict.fromkeys(_line(one.outlet) for one in incident.reports if one.outlet)),
        "words": words(incident, titles, known),
    }


def words(incident: Incident, titles: Iterable[str], known: frozenset[str]) -> str:
    """Return the words that an incident is found by, folded, each once: place, actors, targets, weapons, titles.

    Those of names stand there in all the forms of :func:`tocsin.lexicon.spelling.spellings`.
    ``known`` are names in it that are of no private person.
    """
    place, mask = incident.place, names().mask
    named = [] if place is None else [place.span.text, place.name, place.admin1, place.country]
    named += [one.name for one in incident.actors]
    named += [one.value for one in incident.targets]
    told = chain((one.value for one in incident.weapons), titles)
    found = chain(
        (word for said in named if said for word in spellings(mask(said, known).text)),
        (word for said in told if said for word in tokens(mask(said, known).text)),
    )
    return " ".join(dict.fromkeys(found))


def _latest(name: str, told: Range | None) -> Row:
    return figure_columns(f"{name}_latest", shown_figure(told, FigurePolicy.LATEST))


def _sides(incident: Incident, known: frozenset[str]) -> str:
    named = ((one.entity or "", one.name if one.entity else names()(one.name, known)) for one in incident.actors)
    return "\n".join(dict.fromkeys(f"{_line(entity)}\t{_line(name)}" for entity, name in named))


def _line(name: str) -> str:
    return " ".join(name.split())
