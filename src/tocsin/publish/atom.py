"""Incidents as an Atom feed (RFC 4287): the new and the changed, latest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from tocsin.model import Incident, Range
from tocsin.terms import label

#: What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What is said of a feed: its own address, how those of the pages of incidents begin, and when anything in it changed last."""

    address: str
    pages: str
    updated: datetime


def atom_lines(feed: Feed, entries: Iterable[tuple[Incident, datetime]]) -> Iterator[str]:
    """Yield the lines of a feed; each entry is an incident with the time of its last change."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>{_text(feed.address)}</id>\n<title>Tocsin: incidents</title>\n"
    yield f'<updated>{feed.updated.isoformat()}</updated>\n<link rel="self" href={_attribute(feed.address)}/>\n'
    yield "<author><name>Tocsin</name></author>\n"
    for incident, updated in entries:
        yield _entry(incident, updated, feed.pages)
    yield "</feed>\n"


def _entry(incident: Incident, updated: datetime, pages: str) -> str:
    place = incident.place
    where = "place not known" if place is None else place.name or place.span.text or place.country or "place not known"
    address = f"{pages}{incident.id}"
    return (
        f"<entry>\n<id>urn:tocsin:{incident.id}</id>\n"
        f"<title>{_text(f'{label(incident.kind)}, {where}')}</title>\n"
        f"<updated>{updated.isoformat()}</updated>\n<link href={_attribute(address)}/>\n"
        f"<summary>{_text('; '.join(_told(incident)))}</summary>\n</entry>\n"
    )


def _told(incident: Incident) -> Iterator[str]:
    if incident.when is not None:
        days = incident.when.start, incident.when.end
        yield str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"
    yield f"{incident.status}, {incident.grade}"
    if incident.actors:
        yield "by " + ", ".join(f"{actor.name} ({actor.basis})" for actor in incident.actors)
    for noun, told in (("killed", incident.killed), ("injured", incident.injured)):
        if told is not None:
            yield f"{noun}: {_interval(told)}"
    outlets = dict.fromkeys(report.outlet for report in incident.reports if report.outlet)
    yield f"{incident.sources} independent source{'' if incident.sources == 1 else 's'}" + (
        f": {', '.join(outlets)}" if outlets else ""
    )


def _interval(told: Range) -> str:
    low, high = told.min, told.max
    if low is None:
        return "some" if high is None else f"up to {high}"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"


def _text(value: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", value))


def _attribute(value: str) -> str:
    return quoteattr(_UNWRITABLE.sub("\ufffd", value))
