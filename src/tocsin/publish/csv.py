"""Incidents and tallies as CSV (RFC 4180): one row each, columns named as analysts of event data expect them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields

from tocsin.codebook import acled_sub_event
from tocsin.model import Incident, Place, Range
from tocsin.publish.tally import TallyRow

COLUMNS = (
    "id", "kind", "status", "grade", "background", "hedged", "start", "end", "when_precision", "when_basis", "place",
    "country", "admin1", "lat", "lon", "place_precision", "radius_km", "geonameid", "actors", "actor_basis",
    "said_by", "targets", "weapons", "munitions_min", "munitions_max", "killed_min", "killed_max", "injured_min",
    "injured_max", "captured_min", "captured_max", "damage", "conflicts", "sources", "reports", "outlets",
    "first_reported", "updated", "acled_sub_event_type", "figure_rule",
)  # fmt: skip

#: A cell that begins with one of these is taken for a formula by spreadsheets; some take the wide forms for one too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the records of a CSV file, heading first, each with its line end.

    Empty cells are not known; they are never zero. Words that a spreadsheet would run as a formula begin with an
    apostrophe.
    """
    yield _line(COLUMNS)
    for incident in incidents:
        yield _line(_row(incident))


def tally_csv_lines(rows: Iterable[TallyRow]) -> Iterator[str]:
    """Yield the records of a tally as CSV, heading first, each with its line end."""
    yield _line(field.name for field in fields(TallyRow))
    for row in rows:
        yield _line(astuple(row))


def _line(cells: Iterable[object]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return held.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _bounds(figure: Range | None) -> tuple[int | None, int | None]:
    return (figure.min, figure.max) if figure is not None else (None, None)


def _rule(incident: Incident) -> str:
    """Return by which rule the figures of a row were chosen; a row without figures has none."""
    figures = (incident.munitions, incident.killed, incident.injured, incident.captured)
    return " / ".join(dict.fromkeys(figure.rule for figure in figures if figure is not None and figure.rule))


def _joined(values: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


#: Words that point at a place told before and are no name of one.
_POINTERS = re.compile(
    r"(?:at |in )?(?:the )?(?:same|there|here|scene|site|spot|area|place|location|(?:same )?(?:place|area|site|spot|town|city|village))",
    re.IGNORECASE,
)


def _place_name(place: Place | None) -> str | None:
    """Return the name of a place, else the words it is told in, if they are more than "the same place"."""
    if place is None or (place.name is None and _POINTERS.fullmatch(place.span.text.strip())):
        return None
    return place.name or place.span.text


def _row(incident: Incident) -> list[object]:
    when, place = incident.when, incident.place
    feature = place.feature if place is not None else None
    return [
        incident.id, incident.kind, incident.status, incident.grade, incident.background, incident.hedged,
        when.start if when else None, when.end if when else None, when.precision if when else None,
        when.basis if when else None, _place_name(place),
        place.country if place else None, place.admin1 if place else None, place.lat if place else None,
        place.lon if place else None, int(place.precision) if place and place.precision is not None else None,
        place.radius_km if place else None,
        feature.removeprefix("geonames:") if feature and feature.startswith("geonames:") else None,
        _joined(actor.name for actor in incident.actors), _joined(str(actor.basis) for actor in incident.actors),
        _joined(who for actor in incident.actors for who in actor.said_by),
        _joined(target.value for target in incident.targets), _joined(weapon.value for weapon in incident.weapons),
        *_bounds(incident.munitions), *_bounds(incident.killed), *_bounds(incident.injured),
        *_bounds(incident.captured), incident.damage, _joined(conflict.field for conflict in incident.conflicts),
        incident.sources, len(incident.reports), _joined(report.outlet for report in incident.reports),
        incident.first_reported, incident.updated, acled_sub_event(incident.kind, incident.status),
        _rule(incident),
    ]  # fmt: skip
