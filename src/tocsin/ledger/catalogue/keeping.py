"""The catalogue is kept in the transaction that changes incidents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from tocsin import wire
from tocsin.discretion import disclose
from tocsin.discretion.rules import NONE, Restraint, Rule
from tocsin.ledger import discretion, schema
from tocsin.ledger.batches import batched
from tocsin.ledger.catalogue.entries import Edition, entry, names
from tocsin.ledger.reading import chosen, stream
from tocsin.ledger.rows import Row
from tocsin.model import Incident


@dataclass
class Titles:
    """Titles of reports: those that a change has read already need not be read again.

    ``renamed`` are reports whose title may have changed.
    """

    known: dict[str, str | None] = field(default_factory=dict)
    renamed: set[str] = field(default_factory=set)

    def of(self, connection: Connection, incidents: Iterable[Incident]) -> Mapping[str, str | None]:
        """Return the titles of the reports of incidents, by id."""
        missing = {report.id for one in incidents for report in one.reports} - self.known.keys()
        if missing:
            self.known.update(titles_of(connection, missing))
        return self.known


def titles_of(connection: Connection, reports: Iterable[str]) -> dict[str, str | None]:
    """Return the titles of reports, by id."""
    table = schema.reports.c
    return {row[0]: row[1] for row in chosen(connection, select(table.id, table.title), table.id, reports)}


def put(
    connection: Connection, incidents: Sequence[Incident], titles: Titles, at: str, renewed: Collection[str] = ()
) -> None:
    """Put incidents in the catalogue, at the time of a change; ``renewed`` are those that got a new version with it."""
    if not incidents:
        return
    rules = discretion.rules(connection)
    held: dict[str, Restraint] = {}
    kept_back: Collection[str] = ()
    if rules:
        held = _held(connection, incidents, rules)
        others = list(_neighbours(connection, incidents, held))
        held |= _held(connection, others, rules)
        incidents = [*incidents, *others]
        kept_back = discretion.kept_back(connection, {report.id for one in incidents for report in one.reports})
    titled = titles.of(connection, incidents)
    rows: dict[str, list[Row]] = {}
    for one in incidents:
        told = [title for report in one.reports if report.id not in kept_back and (title := titled.get(report.id))]
        rows[one.id] = list(_editions(one, told, held.get(one.id, NONE)))
    _write(connection, rows, at, renewed)


def _held(connection: Connection, incidents: Sequence[Incident], rules: Collection[Rule]) -> dict[str, Restraint]:
    found = discretion.restraints(connection, incidents, rules)
    return {one.id: restraint for one, restraint in zip(incidents, found, strict=True)}


def _neighbours(
    connection: Connection, incidents: Sequence[Incident], held: Mapping[str, Restraint]
) -> Iterator[Incident]:
    """Keep which reports are withheld; yield the other incidents that are found by their titles, or are no more."""
    ids = {one.id for one in incidents}
    restrained = {one.id: (one, held[one.id]) for one in incidents if held[one.id] != NONE}
    touched = discretion.withhold(connection, restrained, ids)
    if touched:
        yield from (one for one in discretion.beside(connection, touched) if one.id not in ids)


def _editions(incident: Incident, titles: Sequence[str], held: Restraint) -> Iterator[Row]:
    until = wire.time_json(held.until)
    if held.blur_km is None:
        yield {**entry(incident, titles), "edition": Edition.ALL.value, "hidden_until": until}
        return
    roughly = disclose.incident(incident, disclose.Shown(names(), held_back=held))
    yield {**entry(roughly, ()), "edition": Edition.READERS.value, "hidden_until": until}
    yield {**entry(incident, titles), "edition": Edition.IN_FULL.value, "hidden_until": None}


def _write(connection: Connection, rows: Mapping[str, Sequence[Row]], at: str, renewed: Collection[str]) -> None:
    table = schema.catalogue
    numbers: dict[str, list[int]] = {}
    updated: dict[str, str] = dict.fromkeys(renewed, at)
    present = select(table.c.number, table.c.incident, table.c.updated)
    for number, incident, when in chosen(connection, present, table.c.incident, rows):
        numbers.setdefault(incident, []).append(number)
        updated.setdefault(incident, when)
    missing = rows.keys() - updated.keys()
    if missing:
        _look_up_versions(connection, missing, updated, at)
    new: list[Row] = []
    old: list[Row] = []
    gone: list[int] = []
    for incident, editions in rows.items():
        free = sorted(numbers.get(incident, ()), reverse=True)
        for row in editions:
            stamped = {**row, "changed": at, "updated": updated[incident]}
            if free:
                old.append({**stamped, "at_number": free.pop()})
            else:
                new.append(stamped)
        gone += free
    if new:
        connection.execute(insert(table), new)
    if old:
        connection.execute(update(table).where(table.c.number == bindparam("at_number")), old)
    for part in batched(gone):
        _end(connection, table.c.number.in_(part), at)


def _look_up_versions(connection: Connection, missing: Iterable[str], updated: dict[str, str], at: str) -> None:
    """Find when incidents that the catalogue has not got yet were changed last."""
    table = schema.versions.c
    last = select(table.incident, func.max(table.at)).group_by(table.incident)
    ids = sorted(missing)
    updated.update(dict.fromkeys(ids, at))
    updated.update({row[0]: row[1] for row in chosen(connection, last, table.incident, ids)})


def drop(connection: Connection, incidents: Iterable[str], at: str) -> None:
    """Take incidents out of the catalogue, at the time of a change."""
    for part in batched(sorted(incidents)):
        _end(connection, schema.catalogue.c.incident.in_(part), at)
        if discretion.rules(connection):
            discretion.withhold(connection, {}, part)


def _end(connection: Connection, which: ColumnElement[bool], at: str) -> None:
    table = schema.catalogue
    ended = {"edition": Edition.NOBODY.value, "words": "", "changed": at}
    connection.execute(update(table).where(which).values(ended))


def follow(connection: Connection, gone: Collection[str], titles: Titles, at: str) -> None:
    """Put incidents in the catalogue anew that others went into which rules are about by name."""
    named = {rule.incident for rule in discretion.kept_rules(connection)} & set(gone) if gone else set()
    table, docs = schema.redirects.c, schema.incidents.c
    into = {row[0] for row in chosen(connection, select(table.incident), table.id, [one for one in named if one])}
    found = [wire.incident_from_json(doc) for (doc,) in chosen(connection, select(docs.doc), docs.id, into)]
    put(connection, found, titles, at)


def renew(connection: Connection, rule: Rule, at: str) -> frozenset[str]:
    """Put the incidents that a rule is about in the catalogue anew, when it has come or gone; return their ids."""
    titles, table = Titles(), schema.incidents.c
    followed = discretion.followed(connection, (rule,))
    about = frozenset(one for each in followed for one in discretion.concerned(connection, each))
    for ids in map(set, batched(sorted(about))):
        docs = chosen(connection, select(table.doc), table.id, ids)
        batch = [wire.incident_from_json(doc) for (doc,) in docs]
        touched = discretion.withhold(connection, {}, ids)
        others = [one for one in discretion.beside(connection, touched) if one.id not in ids]
        put(connection, [*batch, *others], titles, at)
    return about


def fill(connection: Connection, at: str) -> None:
    """Put all incidents of a ledger in its empty catalogue."""
    statement = select(schema.incidents.c.doc).order_by(schema.incidents.c.id)
    incidents = (wire.incident_from_json(row["doc"]) for row in stream(connection, statement))
    for batch in batched(incidents):
        put(connection, batch, Titles(), at)
