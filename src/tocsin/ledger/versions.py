"""Every version of every incident: written with each change, read as of a time, as changes, as deletions.

The tables ``incidents``, ``incident_claims``, ``redirects`` and ``tombstones`` hold what is so now; ``versions`` holds
what was so from when to when, and why it changed. Rows of ``versions`` are never altered.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, update

from tocsin import wire
from tocsin.ledger import discretion, reading, schema, writing
from tocsin.ledger.batches import batched
from tocsin.ledger.catalogue import keeping
from tocsin.ledger.catalogue.keeping import Titles
from tocsin.ledger.reading import chosen, find, stream
from tocsin.ledger.retired import removal_reasons, retire
from tocsin.ledger.rows import Row, incident_row
from tocsin.link.decisions import in_force
from tocsin.model import FieldChange, Incident, Judgement, Version


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by what incidents change; ``titles`` are those of reports that the change has read."""

    at: str
    cause: str
    titles: Titles = field(default_factory=Titles)


# Writing -------------------------------------------------------------------------------------------------------------


def put(connection: Connection, incidents: Sequence[Incident], claims: Collection[str] | None, stamp: Stamp) -> None:
    """Put ``incidents`` in the place of those that hold any of ``claims`` now (of all, where that is ``None``).

    An id that is shown no more redirects to the incident that now holds the claim it was minted from; where none does,
    a tombstone keeps the reason. An incident that did not change gets no new version.
    """
    before = _holding(connection, claims)
    after = {incident.id for incident in incidents}
    retired = _release(connection, before, after, claims)
    writing.delete_chosen(connection, schema.incidents, schema.incidents.c.id, set(before) - after)
    keeping.drop(connection, set(before) - after, stamp.at)
    for batch in batched(incidents):
        renewed = _write(connection, batch, stamp)
        listed = [one for one in batch if one.id in renewed or claims is None or _renamed(one, stamp)]
        # Claims may name other places than before though the incident says the same: rules may be about it now.
        if len(listed) < len(batch) and any(rule.by_place for rule in discretion.kept_rules(connection)):
            listed = batch
        keeping.put(connection, listed, stamp.titles, stamp.at, renewed)
    gone = {incident: founding for incident, founding in before.items() if incident not in after}
    _retire(connection, {**retired, **gone}, gone, stamp)
    keeping.follow(connection, gone, stamp.titles, stamp.at)


def _renamed(incident: Incident, stamp: Stamp) -> bool:
    return any(report.id in stamp.titles.renamed for report in incident.reports)


def _holding(connection: Connection, claims: Collection[str] | None) -> dict[str, str]:
    """Return the incidents that hold any of the claims, each with its founding claim."""
    table, held = schema.incidents.c, schema.incident_claims.c
    statement = select(table.id, table.founding)
    if claims is None:
        return dict(connection.execute(statement).all())
    return dict(chosen(connection, statement.join(schema.incident_claims).distinct(), held.claim, claims))


def _release(
    connection: Connection, before: Collection[str], after: Collection[str], claims: Collection[str] | None
) -> dict[str, str]:
    """Take claims from incidents and forget what became of retired ids wherever that may change; return these ids."""
    held = schema.incident_claims
    writing.delete_chosen(connection, held, held.c.incident, {*before, *after})
    retired: dict[str, str] = {}
    for table, keys in (
        (schema.redirects, ((schema.redirects.c.id, after), (schema.redirects.c.incident, before))),
        (schema.tombstones, ((schema.tombstones.c.id, after), (schema.tombstones.c.founding, claims or ()))),
    ):
        ids: Any = select(table.c.id, table.c.founding)
        if claims is None:
            found = dict(connection.execute(ids).all())
        else:
            found = {row[0]: row[1] for key, wanted in keys for row in chosen(connection, ids, key, wanted)}
        writing.delete_chosen(connection, table, table.c.id, found)
        retired.update(found)
    return {incident: founding for incident, founding in retired.items() if incident not in after}


def _write(connection: Connection, batch: Sequence[Incident], stamp: Stamp) -> set[str]:
    """Write those of the incidents that are new or differ from what is there, and which claims all of them hold.

    Return the ids of those written.
    """
    table = schema.incidents
    rows = [incident_row(incident) for incident in batch]
    ids = [row["id"] for row in rows]
    present: dict[str, Any] = dict(connection.execute(select(table.c.id, table.c.doc).where(table.c.id.in_(ids))).all())
    changed = [row for row in rows if present.get(row["id"]) != row["doc"]]
    for row in changed:
        if row["id"] in present:
            connection.execute(update(table).where(table.c.id == row["id"]).values(row))
    new = [row for row in changed if row["id"] not in present]
    if new:
        connection.execute(insert(table), new)
    bound = [{"incident": incident.id, "claim": claim} for incident in batch for claim in incident.claims]
    if bound:
        connection.execute(insert(schema.incident_claims), bound)
    _append(connection, [{"incident": row["id"], "doc": row["doc"]} for row in changed], stamp)
    return {row["id"] for row in changed}


def _append(connection: Connection, rows: Sequence[Row], stamp: Stamp) -> None:
    """Write versions, each numbered after the last of its incident."""
    table = schema.versions
    last = select(table.c.incident, func.max(table.c.number)).group_by(table.c.incident)
    numbers = dict(chosen(connection, last, table.c.incident, [row["incident"] for row in rows]))
    numbered = [
        {"doc": None, "successor": None, "reason": None, "at": stamp.at, "cause": stamp.cause, **row,
         "number": numbers.get(row["incident"], 0) + 1}
        for row in rows
    ]  # fmt: skip
    if numbered:
        connection.execute(insert(table), numbered)


def _retire(connection: Connection, known: Mapping[str, str], gone: Collection[str], stamp: Stamp) -> None:
    """Say of ids that are shown no more what became of them; of those ``gone`` with this change as a version too."""
    held = schema.incident_claims.c
    holders = dict(chosen(connection, select(held.claim, held.incident), held.claim, known.values()))
    lost = sorted({founding for founding in known.values() if founding not in holders})
    reasons = removal_reasons(lost, reading.known_claims(connection, lost), _in_force(connection, lost))
    retired = retire(known, holders, reasons)
    redirects = [{"id": old, "founding": known[old], "incident": new} for old, new in retired.redirects.items()]
    tombstones = [{"id": old, "founding": known[old], "reason": why} for old, why in retired.tombstones.items()]
    for table, rows in ((schema.redirects, redirects), (schema.tombstones, tombstones)):
        if rows:
            connection.execute(insert(table), rows)
    ends: list[Row] = [{"incident": old, "successor": new} for old, new in retired.redirects.items() if old in gone]
    ends += [{"incident": old, "reason": why} for old, why in retired.tombstones.items() if old in gone]
    _append(connection, sorted(ends, key=lambda row: row["incident"]), stamp)


def _in_force(connection: Connection, claims: Collection[str]) -> list[Judgement]:
    """Return the decisions that hold and were made of any of the claims, each first of two or alone."""
    table = schema.judgements
    rows = chosen(connection, select(table), table.c.left, claims)
    made = [wire.judgement_from_json(row._asdict()) for row in rows]
    return in_force(made, two_persons=reading.two_persons(connection)) if made else []


# Reading -------------------------------------------------------------------------------------------------------------


def as_of(connection: Connection, at: str) -> Iterator[Incident]:
    """Yield the incidents as they stood at a time, by id."""
    table = schema.versions
    latest = (
        select(table.c.incident, func.max(table.c.number).label("number"))
        .where(table.c.at <= at)
        .group_by(table.c.incident)
        .subquery()
    )
    joined = and_(table.c.incident == latest.c.incident, table.c.number == latest.c.number)
    standing = select(table.c.doc).join(latest, joined).where(table.c.doc.is_not(None)).order_by(table.c.incident)
    for row in stream(connection, standing):
        yield wire.incident_from_json(row["doc"])


def last_shown(connection: Connection, incident: str) -> Incident | None:
    """Return an incident as it last was shown, ``None`` where it never was."""
    table = schema.versions.c
    shown = select(table.doc).where(table.incident == incident, table.doc.is_not(None))
    doc = connection.scalars(shown.order_by(table.number.desc()).limit(1)).one_or_none()
    return None if doc is None else wire.incident_from_json(doc)


def history(connection: Connection, id_or_prefix: str) -> Iterator[Version]:
    """Yield the versions of the incident with this id, or whose id begins so, oldest first."""
    found = find(connection, schema.versions, "incident", id_or_prefix, schema.versions.c.incident)
    yield from _versions(connection, schema.versions.c.incident == found)


def changes(connection: Connection, since: str) -> Iterator[Version]:
    """Yield every version later than a time, oldest first."""
    yield from _versions(connection, schema.versions.c.at > since)


def changed(connection: Connection, at: str) -> set[str]:
    """Return the ids of the incidents that one change has written and left there."""
    table, shown = schema.versions.c, schema.incidents.c
    there = select(shown.id).where(shown.id == table.incident).exists()
    return set(connection.scalars(select(table.incident).where(table.at == at, there)))


def written(connection: Connection, at: str) -> Iterator[Version]:
    """Yield the versions of one change, by incident."""
    yield from _versions(connection, schema.versions.c.at == at)


def deleted(connection: Connection, since: str) -> Iterator[Version]:
    """Yield the last version of every incident that went later than a time and did not come back, oldest first."""
    table = schema.versions
    came_back = select(schema.incidents.c.id).where(schema.incidents.c.id == table.c.incident).exists()
    later = table.alias()
    last = select(func.max(later.c.number)).where(later.c.incident == table.c.incident).scalar_subquery()
    yield from _versions(
        connection, and_(table.c.at > since, table.c.doc.is_(None), table.c.number == last, ~came_back)
    )


def _versions(connection: Connection, wanted: ColumnElement[bool]) -> Iterator[Version]:
    table = schema.versions
    earlier = table.alias()
    before = and_(earlier.c.incident == table.c.incident, earlier.c.number == table.c.number - 1)
    statement = (
        select(table, earlier.c.doc.label("doc_before"))
        .outerjoin(earlier, before)
        .where(wanted)
        .order_by(table.c.at, table.c.incident, table.c.number)
    )
    for row in stream(connection, statement):
        yield Version(
            incident=row["incident"],
            number=row["number"],
            at=row["at"],
            cause=row["cause"],
            changes=_field_changes(row["doc_before"], row["doc"]),
            state=None if row["doc"] is None else wire.incident_from_json(row["doc"]),
            successor=row["successor"],
            reason=row["reason"],
        )


def _field_changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[FieldChange, ...]:
    if before is None or after is None:
        return ()
    fields = sorted({*before, *after})
    return tuple(
        FieldChange(field, _as_json(before.get(field)), _as_json(after.get(field)))
        for field in fields
        if before.get(field) != after.get(field)
    )


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
