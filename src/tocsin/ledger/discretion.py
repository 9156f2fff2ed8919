"""The rules of what is withheld from readers, as the ledger keeps them, and which reports and incidents they bear on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select

from tocsin import wire
from tocsin.codebook import Kind
from tocsin.discretion.rules import Area, Restraint, Rule, concerns
from tocsin.ledger import schema
from tocsin.ledger.errors import UnknownIdError
from tocsin.ledger.reading import chosen, stream
from tocsin.ledger.rows import Row
from tocsin.model import Incident


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


def concerned(connection: Connection, rule: Rule) -> Iterator[Incident]:
    """Yield the incidents that a rule is about."""
    table = schema.incidents
    statement = select(table.c.doc)
    for column, wanted in ((table.c.kind, rule.kind), (table.c.country, rule.country), (table.c.id, rule.incident)):
        if wanted is not None:
            statement = statement.where(column == str(wanted))
    if rule.area is not None:
        statement = statement.where(table.c.lat.is_not(None))
    for row in stream(connection, statement):
        incident = wire.incident_from_json(row["doc"])
        if concerns(rule, incident):
            yield incident


# What is withheld because of them ------------------------------------------------------------------------------------


def withhold(connection: Connection, held: Mapping[str, tuple[Incident, Restraint]], ids: Iterable[str]) -> set[str]:
    """Keep which reports are withheld because of some incidents; return the reports of which that changed."""
    table = schema.withheld
    sought = sorted(set(ids))
    before = {tuple(row) for row in chosen(connection, select(table), table.c.incident, sought)}
    after = {
        (report.id, incident.id, wire.time_json(restraint.until), restraint.blur_km is not None)
        for incident, restraint in held.values()
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
