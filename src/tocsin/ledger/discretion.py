"""The rules of what is withheld from readers, as the ledger keeps them, and which reports and incidents they bear on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select

from tocsin import wire
from tocsin.codebook import Kind
from tocsin.discretion.rules import NONE, Area, Restraint, Rule, concerns, covers, restraint
from tocsin.ledger import schema
from tocsin.ledger.errors import UnknownIdError
from tocsin.ledger.reading import chosen, stream
from tocsin.ledger.rows import Row
from tocsin.model import Incident, Place


def kept_rules(connection: Connection) -> tuple[Rule, ...]:
    """Return the rules as they were made, oldest first."""
    table = schema.discretion
    return tuple(_rule(row) for row in connection.execute(select(table).order_by(table.c.at, table.c.id)).mappings())


def rules(connection: Connection) -> tuple[Rule, ...]:
    """Return the rules, oldest first; one about an incident that went into another one is about that one too."""
    return followed(connection, kept_rules(connection))


def followed(connection: Connection, kept: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return rules, and those about incidents that went into others as rules about these."""
    named = {rule.incident for rule in kept if rule.incident is not None}
    if not named:
        return kept
    table = schema.redirects.c
    leads = {row[0]: row[1] for row in chosen(connection, select(table.id, table.incident), table.id, named)}
    return (*kept, *(replace(rule, incident=leads[rule.incident]) for rule in kept if rule.incident in leads))


def insert_rule(connection: Connection, rule: Rule) -> None:
    """Keep a rule."""
    area = rule.area
    row = {
        **{
            name: getattr(rule, name)
            for name in ("id", "country", "incident", "delay_hours", "blur_km", "reason", "by", "at")
        },
        "kind": None if rule.kind is None else rule.kind.value,
        "lat": None if area is None else area.lat,
        "lon": None if area is None else area.lon,
        "radius_km": None if area is None else area.radius_km,
    }
    connection.execute(insert(schema.discretion), [row])


def delete_rule(connection: Connection, identifier: str) -> Rule:
    """Take a rule away; return what it was.

    Raises:
        UnknownIdError: there is none.

    """
    table = schema.discretion
    row = connection.execute(select(table).where(table.c.id == identifier)).mappings().one_or_none()
    if row is None:
        raise UnknownIdError(f"no rule of discretion {identifier!r}")
    connection.execute(delete(table).where(table.c.id == identifier))
    return _rule(row)


def _rule(row: Mapping[Any, Any]) -> Rule:
    area = None if row["lat"] is None else Area(row["lat"], row["lon"], row["radius_km"])
    kept = {name: row[name] for name in ("id", "country", "incident", "delay_hours", "blur_km", "reason", "by", "at")}
    return Rule(kind=None if row["kind"] is None else Kind(row["kind"]), area=area, **kept)


def concerned(connection: Connection, rule: Rule) -> set[str]:
    """Return the ids of the incidents that a rule is about."""
    table, held, claims = schema.incidents.c, schema.incident_claims.c, schema.claims.c
    asked = [
        column == str(wanted)
        for column, wanted in ((table.kind, rule.kind), (table.id, rule.incident))
        if wanted is not None
    ]
    if not rule.by_place:
        return set(connection.scalars(select(table.id).where(*asked)))
    own = stream(connection, select(table.doc).where(*asked))
    found = {one.id for one in (wire.incident_from_json(row["doc"]) for row in own) if concerns(rule, one)}
    told = (
        select(held.incident, claims.doc)
        .join(schema.incident_claims, held.claim == claims.id)
        .join(schema.incidents, table.id == held.incident)
        .where(*asked)
    )
    for row in stream(connection, told):
        if row["incident"] not in found and any(covers(rule, place) for place in wire.places_of_claim_json(row["doc"])):
            found.add(row["incident"])
    return found


def restraints(connection: Connection, incidents: Sequence[Incident], held: Collection[Rule]) -> list[Restraint]:
    """Return what rules withhold of each of the incidents, by its own place and by those that its claims name."""
    named: Mapping[str, tuple[Place, ...]] = {}
    if any(rule.by_place for rule in held):
        named = _places_named(connection, incidents)
    return [
        restraint(one, held, [place for claim in one.claims for place in named.get(claim, ())]) if held else NONE
        for one in incidents
    ]


def _places_named(connection: Connection, incidents: Iterable[Incident]) -> dict[str, tuple[Place, ...]]:
    """Return, by claim, the places that claims of the incidents name; of claims told no more, as they were coded last."""
    table, shelved = schema.claims.c, schema.earlier.c
    reports = {claim: {report.id for report in one.reports} for one in incidents for claim in one.claims}
    found = {
        row[0]: wire.places_of_claim_json(row[1])
        for row in chosen(connection, select(table.id, table.doc), table.id, reports)
    }
    missing = {report for claim in reports.keys() - found.keys() for report in reports[claim]}
    for (doc,) in chosen(connection, select(shelved.doc), shelved.report, missing):
        found.update({one["id"]: wire.places_of_claim_json(one) for one in doc["claims"] if one["id"] not in found})
    return found


# What is withheld because of them ------------------------------------------------------------------------------------


def withhold(connection: Connection, held: Mapping[str, tuple[Incident, Restraint]], ids: Iterable[str]) -> set[str]:
    """Keep which reports are withheld because of some incidents; return the reports of which that changed."""
    table = schema.withheld
    sought = sorted(set(ids))
    before = {tuple(row) for row in chosen(connection, select(table), table.c.incident, sought)}
    after = {
        (report.id, incident.id, wire.time_json(kept.until), kept.blur_km is not None)
        for incident, kept in held.values()
        for report in incident.reports
    }
    if before == after:
        return set()
    for incident in {row[1] for row in before}:
        connection.execute(delete(table).where(table.c.incident == incident))
    rows: list[Row] = [
        dict(zip(("report", "incident", "hidden_until", "blurred"), row, strict=True)) for row in sorted(after, key=str)
    ]
    if rows:
        connection.execute(insert(table), rows)
    return {str(row[0]) for row in before ^ after}


def kept_back(connection: Connection, reports: Iterable[str], now: str | None = None) -> set[str]:
    """Return those of the reports that show no words; without a time, those that ever are withheld."""
    table = schema.withheld
    statement = select(table.c.report)
    if now is not None:
        statement = statement.where(or_(table.c.blurred, table.c.hidden_until > now))
    return {row[0] for row in chosen(connection, statement, table.c.report, reports)}


def hidden(connection: Connection, incidents: Collection[str], now: str) -> set[str]:
    """Return those of the incidents that do not exist yet for readers."""
    table = schema.catalogue.c
    statement = select(table.incident).where(and_(table.hidden_until.is_not(None), table.hidden_until > now))
    return {row[0] for row in chosen(connection, statement, table.incident, incidents)}


def beside(connection: Connection, reports: Iterable[str]) -> Iterator[Incident]:
    """Yield the incidents that claims of the reports belong to."""
    held, claims, table = schema.incident_claims.c, schema.claims.c, schema.incidents.c
    ids = select(held.incident).join(schema.claims, claims.id == held.claim).distinct()
    found = {row[0] for row in chosen(connection, ids, claims.report, reports)}
    for (doc,) in chosen(connection, select(table.doc), table.id, found):
        yield wire.incident_from_json(doc)


def untold(now: str) -> Select[str]:
    """Select the ids of reports that tell of nothing but incidents that do not exist yet for readers."""
    shelf, other = schema.withheld, schema.withheld.alias()
    claims, held = schema.claims.c, schema.incident_claims.c
    hidden_too = exists().where(
        and_(other.c.report == shelf.c.report, other.c.incident == held.incident, other.c.hidden_until > now)
    )
    tells_more = exists().where(
        and_(
            claims.report == shelf.c.report,
            held.claim == claims.id,
            ~hidden_too.correlate(shelf, schema.incident_claims),
        )
    )
    return select(shelf.c.report).where(and_(shelf.c.hidden_until > now, ~tells_more.correlate(shelf)))


def claims_hidden_beside(now: str) -> Select[str | None, int]:
    """Select, by outlet, how many claims are of incidents that do not exist yet, in reports that tell of others too."""
    shelf, held, claims, reports = schema.withheld.c, schema.incident_claims.c, schema.claims.c, schema.reports.c
    return (
        select(reports.outlet, func.count())
        .join(schema.withheld, shelf.report == reports.id)
        .join(schema.claims, claims.report == reports.id)
        .join(schema.incident_claims, and_(held.claim == claims.id, held.incident == shelf.incident))
        .where(and_(shelf.hidden_until > now, reports.id.not_in(untold(now))))
        .group_by(reports.outlet)
    )
