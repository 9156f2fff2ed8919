"""Incidents as JSON: one array, one incident a line, in the wire shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from tocsin.model import Incident
from tocsin.wire import incident_json


def json_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Yield the lines of a JSON array of incidents; nothing is held in memory."""
    yield "["
    held: str | None = None
    for incident in incidents:
        if held is not None:
            yield held + ","
        held = json.dumps(incident_json(incident), ensure_ascii=False)
    if held is not None:
        yield held
    yield "]"
