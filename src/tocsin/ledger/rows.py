"""Values to rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table

from tocsin import wire
from tocsin.ledger import schema
from tocsin.ledger.search import words_of
from tocsin.model import CodedReport, Incident, Range, Report
from tocsin.review import Review

#: A row to insert: the names of its columns and their values.
Row = dict[str, Any]

# The columns that only help to search hold what a 64-bit integer can; the document keeps the figure as it is.
_MOST = 2**63 - 1


def report_row(coded: CodedReport, state: str) -> Row:
    """Return the row of a report."""
    report = coded.report
    return {
        "id": report.id,
        "text": report.text,
        "published": report.published,
        "outlet": report.outlet,
        "document": report.document,
        "first_read": read_at(report),
        "last_read": read_at(report),
        **sighting_row(report),
        **state_row(coded, state),
    }


def state_row(coded: CodedReport, state: str) -> Row:
    """Return the columns of a report that coding decides."""
    return {"state": state, "warnings": list(coded.warnings)}


def sighting_row(report: Report) -> Row:
    """Return the columns that may differ between two inputs of the same report."""
    return {
        "ref": report.ref,
        "url": report.url,
        "title": report.title,
        "published_basis": report.published_basis,
        "language": report.language,
        "author": report.author,
        "published_at": wire.time_json(report.published_at),
        "updated_at": wire.time_json(report.updated_at),
        "updated_basis": report.updated_basis,
    }


#: The columns that may differ between two inputs of the same report, the most telling first.
SIGHTING = (
    "ref",
    "url",
    "title",
    "published_basis",
    "language",
    "author",
    "published_at",
    "updated_at",
    "updated_basis",
)


def sighting_order(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return the key by which the sighting to be shown is chosen: the least, so that no order of arrival matters."""
    return tuple(row[column] or "" for column in SIGHTING)


def read_at(report: Report) -> str | None:
    """Return when a report was there: when it was fetched, or else when its publisher says to have changed it last."""
    return wire.time_json(report.retrieved_at or report.updated_at)


def report_of(row: Mapping[Any, Any]) -> Report:
    """Return the report of a row of ``reports``."""
    return Report(
        id=row["id"],
        ref=row["ref"],
        text=row["text"],
        published=row["published"],
        published_basis=row["published_basis"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        language=row["language"],
        author=row["author"],
        published_at=wire.time_read(row["published_at"]),
        updated_at=wire.time_read(row["updated_at"]),
        updated_basis=row["updated_basis"],
        retrieved_at=wire.time_read(row["first_read"]),
        document=row["document"],
    )


def coding_rows(coded: CodedReport) -> Iterator[tuple[Table[Any], list[Row]]]:
    """Yield the tables that what was coded goes to, with their rows; tables without rows are left out."""
    claims = [
        {
            "id": claim.id,
            "report": claim.report,
            "position": position,
            "kind": claim.kind.value,
            "status": claim.status.value,
            "coder": claim.coder.name,
            "coder_version": claim.coder.version,
            "doc": wire.claim_json(claim),
        }
        for position, claim in enumerate(coded.claims)
    ]
    parts = (
        (schema.claims, claims),
        (schema.totals, _part_rows(coded, [wire.total_json(total) for total in coded.totals])),
        (schema.presence, _part_rows(coded, [wire.presence_json(presence) for presence in coded.presence])),
        (schema.blame, _part_rows(coded, [wire.blame_json(blame) for blame in coded.blame])),
    )
    yield from ((table, rows) for table, rows in parts if rows)


def _part_rows(coded: CodedReport, docs: list[wire.Json]) -> list[Row]:
    return [{"report": coded.report.id, "position": position, "doc": doc} for position, doc in enumerate(docs)]


def incident_row(incident: Incident) -> Row:
    """Return the row of an incident."""
    return {
        "id": incident.id,
        "founding": incident.founding,
        **told_columns(incident),
        "words": words_of(incident),
        "doc": wire.incident_json(incident),
    }


def told_columns(incident: Incident) -> Row:
    """Return the columns that an incident and its rows of the catalogue have in common."""
    when, place = incident.when, incident.place
    return {
        "kind": incident.kind.value,
        "status": incident.status.value,
        "grade": incident.grade.value,
        "background": incident.background,
        "start_day": None if when is None else when.start,
        "end_day": None if when is None else when.end,
        "country": None if place is None else place.country,
        "lat": None if place is None else place.lat,
        "lon": None if place is None else place.lon,
        **figure_columns("killed", incident.killed),
    }


def figure_columns(name: str, told: Range | None) -> Row:
    """Return the columns of a figure, named ``name``: its two ends."""
    low, high = (None, None) if told is None else (told.min, told.max)
    return {f"{name}_min": searchable(low), f"{name}_max": searchable(high)}


def review_row(review: Review) -> Row:
    """Return the row of what needs a look."""
    return {
        "incident": review.incident,
        "weight": review.weight,
        "state": review.state.value,
        "why": f"|{'|'.join(sorted({one.why.value for one in review.reasons}))}|",
        "reasons": [
            {"reason": one.why.value, "detail": one.detail, **({"pair": list(one.pair)} if one.pair else {})}
            for one in review.reasons
        ],
        "content": review.content,
        "other": review.other,
    }


def searchable(count: int | None) -> int | None:
    """Return a count as a column for searching holds it."""
    return None if count is None else min(count, _MOST)
