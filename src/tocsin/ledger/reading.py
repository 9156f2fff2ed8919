"""What is read from a ledger. Each function reads through the connection it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, select

from tocsin import wire
from tocsin.identity import incident_id
from tocsin.ledger import schema
from tocsin.ledger.batches import batched
from tocsin.ledger.errors import AmbiguousIdError, RemovedError, UnknownIdError
from tocsin.ledger.rows import report_of
from tocsin.model import CodedReport, Judgement, Report

#: Rows fetched at a time by what streams.
_FETCH = 200

Value = TypeVar("Value")


def stream(connection: Connection, statement: Select[Any]) -> Iterator[Mapping[Any, Any]]:
    """Yield the rows of a statement, a few at a time."""
    yield from connection.execute(statement, execution_options={"yield_per": _FETCH}).mappings()


def chosen(
    connection: Connection, statement: Select[*tuple[Any, ...]], key: Any, wanted: Iterable[str]
) -> Iterator[Any]:
    """Yield the rows of ``statement`` whose ``key`` is wanted."""
    for part in batched(sorted(set(wanted))):
        yield from connection.execute(statement.where(key.in_(part)))


def read_docs(
    connection: Connection, table: Any, read: Callable[[Mapping[str, Any]], Value], report: str | None = None
) -> Iterator[Value]:
    """Yield the values of a table of documents by report, of one report where it is named."""
    statement = select(table.c.doc).order_by(table.c.report, table.c.position)
    if report is not None:
        statement = statement.where(table.c.report == report)
    for row in stream(connection, statement):
        yield read(row["doc"])


def reports(connection: Connection) -> Iterator[Report]:
    """Yield the reports by id."""
    for row in stream(connection, select(schema.reports).order_by(schema.reports.c.id)):
        yield report_of(row)


def coded(connection: Connection, report: str) -> CodedReport:
    """Return a report, by its id, with all that was coded from it, also where a later version took its place.

    Raises:
        UnknownIdError: there is none.

    """
    table, shelved = schema.reports, schema.earlier
    row = connection.execute(select(table).where(table.c.id == report)).mappings().one_or_none()
    if row is None:
        raise UnknownIdError(f"no report {report}")
    doc: Mapping[str, Any] | None = connection.scalar(select(shelved.c.doc).where(shelved.c.report == report))

    def parts(held: Any, read: Callable[[Mapping[str, Any]], Value]) -> tuple[Value, ...]:
        if doc is not None:
            return tuple(read(part) for part in doc[held.name])
        return tuple(read_docs(connection, held, read, report))

    return CodedReport(
        report=report_of(row),
        claims=parts(schema.claims, wire.claim_from_json),
        totals=parts(schema.totals, wire.total_from_json),
        presence=parts(schema.presence, wire.presence_from_json),
        blame=parts(schema.blame, wire.blame_from_json),
        warnings=tuple(row["warnings"]),
    )


def judgements(connection: Connection) -> Iterator[Judgement]:
    """Yield the decisions, oldest first."""
    table = schema.judgements
    for row in connection.execute(select(table).order_by(table.c.at, table.c.id)):
        yield wire.judgement_from_json(row._asdict())


def judgement(connection: Connection, key: str) -> Judgement | None:
    """Return the decision with this id, ``None`` where there is none."""
    table = schema.judgements
    row = connection.execute(select(table).where(table.c.id == key)).one_or_none()
    return None if row is None else wire.judgement_from_json(row._asdict())


def known_claims(connection: Connection, claims: Iterable[str]) -> set[str]:
    """Return those of the claims that are in the ledger."""
    key = schema.claims.c.id
    return {claim for (claim,) in chosen(connection, select(key), key, claims)}


def meta(connection: Connection) -> dict[str, str]:
    """Return the facts about the ledger itself."""
    return pairs(connection, select(schema.meta.c.key, schema.meta.c.value))


def linked(connection: Connection, linker: str) -> bool:
    """Say whether the incidents follow, by ``linker``, from all claims and judgements that there are."""
    facts = meta(connection)
    if facts["revision"] == "0":  # nothing to follow from
        return True
    return facts["revision"] == facts["linked"] and facts["linker"] == linker


def two_persons(connection: Connection) -> bool:
    """Say whether decisions hold only once two people have made them."""
    return meta(connection)["two_persons"] == "1"


def pairs(connection: Connection, statement: Select[Any, Any]) -> dict[Any, Any]:
    """Return the rows of two columns as a dictionary."""
    return dict(connection.execute(statement).all())


def refs(connection: Connection, report: str) -> tuple[str, ...]:
    """Return every name under which inputs gave a report, sorted."""
    return tuple(sorted(connection.scalars(select(schema.refs.c.ref).where(schema.refs.c.report == report))))


def find(connection: Connection, table: Any, noun: str, id_or_prefix: str, key: Any = None) -> str:
    """Return the one id of ``table`` (in the column ``key``, or ``id``) that is or begins with ``id_or_prefix``."""
    return _only(noun, id_or_prefix, _candidates(connection, table.c.id if key is None else key, id_or_prefix))


def ids_beginning(connection: Connection, noun: str, prefix: str) -> list[str]:
    """Return all ids that begin so, sorted, those of retired and removed incidents among them."""
    tables = {
        "incident": (schema.incidents, schema.redirects, schema.tombstones),
        "claim": (schema.claims,),
        "report": (schema.reports,),
    }
    begun = (select(table.c.id).where(table.c.id.startswith(prefix, autoescape=True)) for table in tables[noun])
    return sorted({one for statement in begun for one in connection.scalars(statement)})


def _candidates(connection: Connection, key: Any, id_or_prefix: str) -> list[str]:
    if not id_or_prefix:
        return []
    exact = connection.scalars(select(key).where(key == id_or_prefix).distinct()).all()
    if exact:
        return list(exact)
    begin = select(key).where(key.startswith(id_or_prefix, autoescape=True)).distinct()
    return list(connection.scalars(begin.order_by(key).limit(4)))


def _only(noun: str, id_or_prefix: str, found: list[str]) -> str:
    if not found:
        raise UnknownIdError(f"no {noun} {id_or_prefix!r}")
    if len(found) > 1:
        some = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")  # noqa: PLR2004 - three examples suffice
        raise AmbiguousIdError(f"several {noun}s begin with {id_or_prefix!r}: {some}")
    return found[0]


def find_incident(connection: Connection, id_or_prefix: str) -> str:
    """Return the one present incident that the id, a retired id, or the beginning of one leads to."""
    redirects, tombstones = schema.redirects.c, schema.tombstones.c
    present = _candidates(connection, schema.incidents.c.id, id_or_prefix)
    retired = _candidates(connection, schema.redirects.c.id, id_or_prefix)
    removed = _candidates(connection, schema.tombstones.c.id, id_or_prefix)
    for exact in (present, retired, removed):
        if id_or_prefix in exact:
            present, retired, removed = (
                [id_or_prefix] if found is exact else [] for found in (present, retired, removed)
            )
    successors = connection.scalars(select(redirects.incident).where(redirects.id.in_(retired)))
    found = sorted({*present, *successors})
    if found or not removed:
        return _only("incident", id_or_prefix, found)
    gone = _only("incident", id_or_prefix, removed)
    reason = connection.scalars(select(tombstones.reason).where(tombstones.id == gone)).one()
    raise RemovedError(f"the incident {gone} was removed: {reason}")


def founding(connection: Connection, id_or_prefix: str) -> str:
    """Return the claim by which an incident, present, retired or removed, is judged."""
    try:
        present = find_incident(connection, id_or_prefix)
    except RemovedError:
        table = schema.tombstones.c
        gone = _only("incident", id_or_prefix, _candidates(connection, table.id, id_or_prefix))
        return connection.scalars(select(table.founding).where(table.id == gone)).one()
    held = schema.incident_claims.c
    claims = connection.scalars(select(held.claim).where(held.incident == present).order_by(held.claim))
    minted = next((claim for claim in claims if incident_id(claim).startswith(id_or_prefix)), None)
    shown = schema.incidents.c
    return minted or connection.scalars(select(shown.founding).where(shown.id == present)).one()


def everything(connection: Connection, *, history: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the parts of the ledger, in canonical order, with the name of their table."""
    held = schema.reports
    for row in stream(connection, select(held).order_by(held.c.id)):
        doc = wire.report_json(report_of(row))
        yield (
            "reports",
            {**doc, "refs": list(refs(connection, row["id"])), "state": row["state"], "warnings": row["warnings"]},
        )
    for table in (schema.claims, schema.totals, schema.presence, schema.blame):
        docs: Select[Any] = select(table.c.doc).order_by(table.c.report, table.c.position)
        yield from ((table.name, row["doc"]) for row in stream(connection, docs))
    shelved: Select[Any] = select(schema.earlier).order_by(schema.earlier.c.report)
    yield from (("earlier", dict(row)) for row in stream(connection, shelved))
    yield from (("judgements", wire.judgement_json(judgement)) for judgement in judgements(connection))
    incidents = select(schema.incidents.c.doc).order_by(schema.incidents.c.id)
    yield from (("incidents", row["doc"]) for row in stream(connection, incidents))
    reviews: Select[Any] = select(schema.reviews).order_by(schema.reviews.c.incident)
    yield from (("reviews", dict(row)) for row in stream(connection, reviews))
    if history:
        for retired in (schema.redirects, schema.tombstones):
            rows: Select[Any] = select(retired).order_by(retired.c.id)
            yield from ((retired.name, dict(row)) for row in stream(connection, rows))
