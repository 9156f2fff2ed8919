"""Incidents and tallies as JSON: one array, one element a line; incidents in the wire shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from tocsin.model import Incident, Version
from tocsin.publish.tally import TallyRow
from tocsin.wire import incident_json, version_json


def json_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the lines of a JSON array of incidents, each with its line end; nothing is held in memory."""
    return array_lines("[", (incident_json(incident) for incident in incidents), "]")


def version_json_lines(versions: Iterable[Version]) -> Iterator[str]:
    """Yield the lines of a JSON array of versions of incidents, without the incidents themselves."""
    return array_lines("[", (version_json(version) for version in versions), "]")


def tally_json_lines(rows: Iterable[TallyRow]) -> Iterator[str]:
    """Yield the lines of a JSON array of tally rows, their fields by name."""
    return array_lines("[", (asdict(row) for row in rows), "]")


def array_lines(opening: str, elements: Iterable[dict[str, Any]], closing: str) -> Iterator[str]:
    """Yield ``opening``, the elements with commas between them, and ``closing``, each a line."""
    yield opening + "\n"
    held: str | None = None
    for element in elements:
        if held is not None:
            yield held + ",\n"
        held = json.dumps(element, ensure_ascii=False, allow_nan=False)
    if held is not None:
        yield held + "\n"
    yield closing + "\n"
