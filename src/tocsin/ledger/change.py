"""One change of a ledger: what is added or decided, and the incidents that follow from it, in one transaction.

Whoever derives incidents asks a change for the claims, links and judgements it needs and hands back what it made; what
that means is no matter of the ledger. All that a change brings has one time, later than that of any change before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, delete, insert, or_, select, text, union_all, update

from tocsin import wire
from tocsin.access import Act
from tocsin.discretion.rules import Rule, check
from tocsin.ledger import auditing, discretion, reading, schema, versions, writing
from tocsin.ledger.batches import BATCH, batched
from tocsin.ledger.catalogue import keeping
from tocsin.ledger.catalogue.keeping import Titles
from tocsin.ledger.documents import Arrival
from tocsin.ledger.rows import report_of, review_row
from tocsin.model import Claim, CodedReport, Incident, Judgement, Link, Lookup, Report, Standing, Version
from tocsin.review import Review

#: Finds claims by a list of what is looked for, each [key, least first day, greatest first day, least last day]. Written
#: out, as composing it for every report takes longer than finding the claims.
_MEETING = {
    "sqlite": text("""
SELECT s.claim FROM json_each(:looked) AS looked CROSS JOIN standings AS s
ON s.key = json_extract(looked.value, '$[0]')
AND s.first BETWEEN json_extract(looked.value, '$[1]') AND json_extract(looked.value, '$[2]')
AND s.last >= json_extract(looked.value, '$[3]')"""),
    "postgresql": text("""
SELECT s.claim FROM json_array_elements(CAST(:looked AS json)) AS looked(value) JOIN standings AS s
ON s.key = value->>0 AND s.first BETWEEN CAST(value->>1 AS integer) AND CAST(value->>2 AS integer)
AND s.last >= CAST(value->>3 AS integer)"""),
}


class Change:
    """A change that is being made; see :meth:`tocsin.ledger.Ledger.change`."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self.at = _tick(connection, now)
        self._titles = Titles()
        self._two_persons: bool | None = None

    # What comes in

    def add(self, coded: CodedReport, state: str) -> Arrival:
        """Add a report with all that was coded from it; return what that has changed."""
        arrival = writing.add(self._connection, coded, state, self.at)
        if arrival.renamed:
            self._titles.renamed.add(coded.report.id)
        elif arrival.new:
            self._titles.known[coded.report.id] = coded.report.title
        return arrival

    def recode(self, coded: CodedReport, state: str) -> None:
        """Put what was coded anew in the place of what was coded before.

        Raises:
            LedgerError: the report is not in the ledger.

        """
        writing.replace_coding(self._connection, coded, state)
        writing.touch(self._connection)

    def judge(self, judgement: Judgement) -> bool:
        """Add a person's decision; return whether it is new.

        Raises:
            LedgerError: it is about a claim that is not in the ledger.

        """
        return writing.add_judgement(self._connection, judgement)

    def record(self, act: Act) -> None:
        """Add to the audit what this change is about."""
        auditing.record(self._connection, act, self.at)

    # What there is

    def claims(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Return those of the claims that there are, by id."""
        table = schema.claims.c
        return {doc["id"]: wire.claim_from_json(doc) for (doc,) in self._chosen(select(table.doc), table.id, ids)}

    def claim_docs(self, ids: Iterable[str]) -> dict[str, str]:
        """Return those of the claims that there are as the JSON they are kept as, by id."""
        table = schema.claims.c
        return dict(self._chosen(select(table.id, cast(table.doc, Text)), table.id, ids))

    def claim_docs_of(self, reports: Iterable[str]) -> dict[str, str]:
        """Return the claims of some reports as the JSON they are kept as, by id."""
        table = schema.claims.c
        return dict(self._chosen(select(table.id, cast(table.doc, Text)), table.report, reports))

    def reports_of(self, claims: Iterable[str]) -> dict[str, Report]:
        """Return the reports of the claims, by id."""
        table, told = schema.reports, schema.claims.c
        named = {report for (report,) in self._chosen(select(told.report), told.id, claims)}
        found = self._chosen(select(table), table.c.id, named)
        reports = {row.id: report_of(row._asdict()) for row in found}
        self._titles.known.update((key, report.title) for key, report in reports.items())
        return reports

    def incidents(self, ids: Iterable[str]) -> tuple[Incident, ...]:
        """Return those of the incidents that there are, by id."""
        table = schema.incidents.c
        found = self._chosen(select(table.doc).order_by(table.id), table.id, ids)
        return tuple(wire.incident_from_json(doc) for (doc,) in found)

    def last_shown(self, incident: str) -> Incident | None:
        """Return an incident as it last was shown, whether it still is or not; ``None`` where it never was."""
        return versions.last_shown(self._connection, incident)

    def holders(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the incident that holds each of the claims; those that none holds are left out."""
        table = schema.incident_claims.c
        return dict(self._chosen(select(table.claim, table.incident), table.claim, claims))

    def judgements(self, claims: AbstractSet[str]) -> tuple[Judgement, ...]:
        """Return the decisions that bear on any of the claims."""
        table = schema.judgements
        found = {}
        for part in batched(sorted(claims)):
            bears = select(table).where(or_(table.c.left.in_(part), table.c.right.in_(part)))
            found.update({row.id: wire.judgement_from_json(row._asdict()) for row in self._connection.execute(bears)})
        return tuple(found[key] for key in sorted(found))

    def judgement(self, key: str) -> Judgement | None:
        """Return the decision with this id, ``None`` where there is none."""
        return reading.judgement(self._connection, key)

    def two_persons(self) -> bool:
        """Say whether decisions hold only once two people have made them."""
        if self._two_persons is None:
            self._two_persons = reading.two_persons(self._connection)
        return self._two_persons

    def require_two_persons(self, required: bool) -> None:
        """Set whether decisions hold only once two people have made them; the incidents are stale from then on."""
        self._two_persons = None
        writing.set_fact(self._connection, "two_persons", "1" if required else "0")
        writing.touch(self._connection)

    # How claims find each other

    def stand(self, standings: Mapping[str, Iterable[Standing]]) -> None:
        """Keep where claims, named by their ids, stand in the index."""
        rows = (
            {"key": one.key, "first": one.first, "claim": claim, "last": one.last}
            for claim, held in standings.items()
            for one in held
        )
        self._insert(schema.standings, rows)

    def meeting(self, lookups: Iterable[Lookup]) -> set[str]:
        """Return the ids of the claims that stand where is looked."""
        found: set[str] = set()
        for part in batched(lookups, BATCH // 4):
            looked = json.dumps([(one.key, one.first_from, one.first_to, one.last_from) for one in part])
            found.update(self._connection.scalars(_MEETING[self._connection.dialect.name], {"looked": looked}))
        return found

    def link(self, links: Iterable[Link]) -> None:
        """Keep links between claims."""
        self._insert(schema.links, ({"a": one.a, "b": one.b, "score": one.score} for one in links))

    def links(self, claims: AbstractSet[str]) -> tuple[Link, ...]:
        """Return the links that begin at any of the claims, by their ids."""
        table = schema.links.c
        found = self._chosen(select(table.a, table.b, table.score), table.a, claims)
        return tuple(sorted((Link(*row) for row in found), key=lambda link: (link.a, link.b)))

    def come_near(self, nears: Iterable[Link]) -> None:
        """Keep pairs of claims that are not linked, but that people are asked about."""
        self._insert(schema.nears, ({"a": one.a, "b": one.b, "score": one.score} for one in nears))

    def near(self, claims: AbstractSet[str]) -> tuple[Link, ...]:
        """Return the pairs, linked or near it, that any of the claims are in, by their ids."""
        found: set[Link] = set()
        tables = (schema.links.c, schema.nears.c)
        for part in batched(sorted(claims)):
            ends = [select(one.a, one.b, one.score).where(end.in_(part)) for one in tables for end in (one.a, one.b)]
            found.update(Link(*row) for row in self._connection.execute(union_all(*ends)))
        return tuple(sorted(found, key=lambda link: (link.a, link.b)))

    def beside(self, claims: AbstractSet[str]) -> set[str]:
        """Return the claims, others than these, that are linked with any of them or near it."""
        return {end for pair in self.near(claims) for end in (pair.a, pair.b)} - claims

    def block(self, claims: Iterable[str]) -> set[str]:
        """Return the claims with all that links, or decisions that two are the same, lead to from them."""
        found: set[str] = set()
        new = set(claims)
        while new:
            found |= new
            new = self._next_to(new) - found
        return found

    def _next_to(self, claims: Collection[str]) -> set[str]:
        links, decided = schema.links.c, schema.judgements.c
        pairs: list[tuple[Select[Any], Any]] = [
            (select(links.b), links.a),
            (select(links.a), links.b),
            (select(decided.right).where(decided.verdict == "same"), decided.left),
            (select(decided.left).where(decided.verdict == "same"), decided.right),
        ]
        return {row[0] for statement, key in pairs for row in self._chosen(statement, key, claims)}

    def forget(self, claims: AbstractSet[str]) -> None:
        """Take claims out of the index, with their links, to put them in anew."""
        standings, links, nears = schema.standings.c, schema.links.c, schema.nears.c
        writing.delete_chosen(self._connection, schema.standings, standings.claim, claims)
        for table, ends in ((schema.links, (links.a, links.b)), (schema.nears, (nears.a, nears.b))):
            for key in ends:
                writing.delete_chosen(self._connection, table, key, claims)

    def forget_links(self) -> None:
        """Empty the index and the links, to make them anew."""
        for table in (schema.standings, schema.links, schema.nears):
            self._connection.execute(delete(table))

    # What comes out

    def put(self, incidents: Sequence[Incident], block: AbstractSet[str], cause: str) -> None:
        """Put the incidents of some claims in the place of those that hold any of these claims now.

        ``incidents`` hold no other claims than those of ``block``, or are incidents that there are already and that
        hold what they held. Unchanged incidents get no new version.
        """
        versions.put(self._connection, incidents, block, versions.Stamp(self.at, cause, self._titles))

    def put_all(self, incidents: Sequence[Incident], cause: str) -> None:
        """Put the incidents in the place of all that there are."""
        versions.put(self._connection, incidents, None, versions.Stamp(self.at, cause, self._titles))

    def restrain(self, rule: Rule) -> frozenset[str]:
        """Withhold from readers what a rule says, from now on; return the ids of the incidents that it is about.

        Raises:
            UnfitRuleError: it withholds nothing, or has impossible numbers.

        """
        check(rule)
        discretion.insert_rule(self._connection, rule)
        return keeping.renew(self._connection, rule, self.at)

    def release(self, rule: str) -> Rule:
        """Take the rule of this id away; return what it was.

        Raises:
            UnknownIdError: there is none.

        """
        ended = discretion.delete_rule(self._connection, rule)
        keeping.renew(self._connection, ended, self.at)
        return ended

    def put_reviews(self, reviews: Iterable[Review]) -> None:
        """Put what needs a look of some incidents in the place of what did before."""
        for part in batched(reviews):
            writing.delete_chosen(
                self._connection, schema.reviews, schema.reviews.c.incident, (one.incident for one in part)
            )
            self._insert(schema.reviews, (review_row(one) for one in part))

    def written(self) -> set[str]:
        """Return the ids of the incidents that this change has written so far and that are there."""
        return versions.changed(self._connection, self.at)

    def versions(self) -> tuple[Version, ...]:
        """Return the versions that this change has written so far, by incident."""
        return tuple(versions.written(self._connection, self.at))

    def mark_linked(self, linker: str) -> None:
        """Say that the incidents follow from all claims and judgements that there are now, and what derived them."""
        facts = reading.meta(self._connection)
        for key, value in (("linked", facts["revision"]), ("linker", linker)):
            writing.set_fact(self._connection, key, value)

    def linked(self, linker: str) -> bool:
        """Say whether the incidents followed, by ``linker``, from all claims and judgements before this change."""
        return reading.linked(self._connection, linker)

    def all_claims(self) -> Iterator[Claim]:
        """Yield every claim by report, in its order."""
        yield from reading.read_docs(self._connection, schema.claims, wire.claim_from_json)

    def all_reports(self) -> Iterator[Report]:
        """Yield every report by id."""
        yield from reading.reports(self._connection)

    def all_judgements(self) -> Iterator[Judgement]:
        """Yield every decision, oldest first."""
        yield from reading.judgements(self._connection)

    def _chosen(self, statement: Select[*tuple[Any, ...]], key: Any, wanted: Iterable[str]) -> Iterator[Any]:
        yield from reading.chosen(self._connection, statement, key, wanted)

    def _insert(self, table: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        for part in batched(rows, 10 * BATCH):
            self._connection.execute(insert(table), part)


def _tick(connection: Connection, now: datetime) -> str:
    """Return the time of a change: now, or just after the last change where a clock was set back."""
    table = schema.meta
    last = connection.scalar(select(table.c.value).where(table.c.key == "clock"))
    at = now.astimezone(UTC)
    if last:
        at = max(at, datetime.fromisoformat(last) + timedelta(microseconds=1))
    written = wire.time_written(at)
    connection.execute(update(table).where(table.c.key == "clock").values(value=written))
    return written
