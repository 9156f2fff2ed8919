"""What people accept when they accept an incident: what it says happened, by a digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tocsin.model import Incident, Range


def content_of(incident: Incident) -> str:
    """Return the digest of what an incident says: 16 hexadecimal digits.

    Kind, status, days, place, actors and their basis, figures, and on what its claims do not agree. Another report that
    says the same, other words for a target and other reasons for a choice are no other content.
    """
    when, place = incident.when, incident.place
    said = {
        "kind": incident.kind,
        "status": incident.status,
        "background": incident.background,
        "when": when and [when.start.isoformat(), when.end.isoformat()],
        "place": place and [place.name or place.span.text, place.country, place.lat, place.lon],
        "actors": sorted({f"{one.entity or one.name} {one.basis}" for one in incident.actors}),
        "figures": [_figure(one) for one in (incident.killed, incident.injured, incident.captured, incident.munitions)],
        "conflicts": sorted([one.field, *sorted(told.value for told in one.values)] for one in incident.conflicts),
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()[:16]


def _figure(shown: Range | None) -> list[Any] | None:
    return None if shown is None else [shown.min, shown.max, shown.approximate]
