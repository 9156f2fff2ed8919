"""The ledger: what was read, coded, decided and derived, in one database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, column, func, select, table
from sqlalchemy.exc import SQLAlchemyError

from tocsin import wire
from tocsin.discretion.rules import Rule
from tocsin.ledger import discretion, documents, reading, schema, versions, writing
from tocsin.ledger.change import Change
from tocsin.ledger.documents import Arrival, Wording
from tocsin.ledger.errors import LedgerError
from tocsin.ledger.opening import WRITES, address, one_line, open_engine
from tocsin.ledger.rows import report_of
from tocsin.ledger.search import ALL, Filter, answers, conditions
from tocsin.model import Blame, Claim, CodedReport, Incident, Judgement, Presence, Report, Total, Version


class Ledger:
    """A ledger in a database; see :meth:`open`.

    Every method runs in one transaction of its own, and an iterator in one from its first value to its last: it gives
    the ledger as it was when it began. A ledger may be used by several threads, and by several processes at once:
    writers wait for one another. Every error of the database is a :class:`LedgerError`.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self.name = name

    @classmethod
    def open(cls, where: str | os.PathLike[str], *, create: bool = True) -> Self:
        """Open the ledger at a path or database URL, make it where there is none and ``create`` allows.

        A ledger with an older schema is brought to the present one.

        Raises:
            LedgerMissingError: there is none, and ``create`` is false; nothing is made.
            NotALedgerError: the file or database holds something else; it is left as it is.
            NewerLedgerError: a later version made it.
            LedgerError: it cannot be reached.

        """
        found = address(where)
        return cls(open_engine(found, create=create), found.name)

    @property
    def file(self) -> str | None:
        """The name of the ledger's file without its folder, ``None`` where a server keeps it."""
        url = self._engine.url
        return Path(url.database).name if url.database and url.get_backend_name() == "sqlite" else None

    def close(self) -> None:
        """Give back the connections. The ledger may not be used any more."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._named_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._named_errors(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def transaction(self, *, writes: bool = False) -> Iterator[Connection]:
        """Begin a transaction for a module of this package that keeps tables of its own."""
        with self._writing() if writes else self._reading() as connection:
            yield connection

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, UnicodeEncodeError, wire.WireError) as error:
            raise LedgerError(f"{self.name}: {one_line(error)}") from error
        except LedgerError as error:
            if str(error).startswith(f"{self.name}: "):
                raise
            raise type(error)(f"{self.name}: {error}") from error

    # Changes

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Begin a change: all that is done with it is kept when the block ends, and nothing when it raises.

        Other writers wait until then.
        """
        with self._writing() as connection:
            yield Change(connection, datetime.now(UTC))

    @contextmanager
    def trial(self) -> Iterator[Change]:
        """Begin a change of which nothing is kept, to see what it would bring."""
        with self._named_errors(), self._writer.connect() as connection, connection.begin() as transaction:
            yield Change(connection, datetime.now(UTC))
            transaction.rollback()

    def schema(self) -> str:
        """Return the id of the schema that the ledger has now; another process may have brought it further."""
        with self._reading() as connection:
            return str(connection.scalar(select(column("version_num")).select_from(table(schema.VERSION_TABLE))))

    # Reports and what was coded from them

    def add(self, coded: CodedReport, state: str = "coded") -> Arrival:
        """Add a report with all that was coded from it, whole or not at all; return what that has changed.

        Of a report that is there already nothing changes, but that the name under which it was met is kept. Where two
        inputs of one report differ in name, address or title, the alphabetically first is shown, whichever came
        first. A report that is a version of a document counts as long as no later version is there.

        Raises:
            LedgerError: a part belongs to another report, a claim stands twice, or the database refuses.

        """
        with self._named_errors():
            writing.check_coded(coded)
        with self.change() as change:
            return change.add(coded, state)

    def replace_claims(self, codings: Iterable[tuple[CodedReport, str]]) -> None:
        """Put new codings, each with its state, in the place of the old ones; all of them or none.

        Reports that ``codings`` does not name keep what they have. Other writers wait until it is exhausted.

        Raises:
            LedgerError: a report is not in the ledger, or as for :meth:`add`.

        """
        with self.change() as change:
            for coded, state in codings:
                change.recode(coded, state)

    def has_report(self, report: str) -> bool:
        """Say whether the report with this id is in the ledger."""
        with self._reading() as connection:
            return connection.scalar(select(schema.reports.c.id).where(schema.reports.c.id == report)) is not None

    def report(self, id_or_prefix: str) -> Report:
        """Return the report with this id, or the one whose id begins so.

        Raises:
            UnknownIdError: there is none.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            found = reading.find(connection, schema.reports, "report", id_or_prefix)
            row = connection.execute(select(schema.reports).where(schema.reports.c.id == found)).mappings().one()
            return report_of(row)

    def refs(self, report: str) -> tuple[str, ...]:
        """Return every name under which inputs gave the report, sorted."""
        with self._reading() as connection:
            return reading.refs(connection, report)

    def states(self) -> dict[str, int]:
        """Return how many reports are in each state ("coded", "not coded: " and a reason)."""
        column = schema.reports.c.state
        with self._reading() as connection:
            counted = connection.execute(select(column, func.count()).group_by(column).order_by(column))
            return dict(counted.all())

    def reports(self) -> Iterator[Report]:
        """Yield the reports by id."""
        with self._reading() as connection:
            yield from reading.reports(connection)

    def coded(self, report: str) -> CodedReport:
        """Return a report, by its id, with all that was coded from it.

        Raises:
            UnknownIdError: there is none.

        """
        with self._reading() as connection:
            return reading.coded(connection, report)

    def wordings(self, report: str) -> tuple[Wording, ...]:
        """Return the versions of the document that a report is one of, oldest first, the report alone if it is none."""
        with self._reading() as connection:
            return documents.wordings(connection, report)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims by report, in its order."""
        with self._reading() as connection:
            yield from reading.read_docs(connection, schema.claims, wire.claim_from_json)

    def claim(self, id_or_prefix: str) -> Claim:
        """Return the claim with this id, or the one whose id begins so.

        Raises:
            UnknownIdError: there is none.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            found = reading.find(connection, schema.claims, "claim", id_or_prefix)
            doc = connection.scalars(select(schema.claims.c.doc).where(schema.claims.c.id == found)).one()
            return wire.claim_from_json(doc)

    def totals(self) -> Iterator[Total]:
        """Yield the cumulative figures by report, in its order."""
        with self._reading() as connection:
            yield from reading.read_docs(connection, schema.totals, wire.total_from_json)

    def presence(self) -> Iterator[Presence]:
        """Yield the forces said to be stationed somewhere, by report, in its order."""
        with self._reading() as connection:
            yield from reading.read_docs(connection, schema.presence, wire.presence_from_json)

    def blame(self) -> Iterator[Blame]:
        """Yield the general accusations by report, in its order."""
        with self._reading() as connection:
            yield from reading.read_docs(connection, schema.blame, wire.blame_from_json)

    # People's decisions

    def judge(self, judgement: Judgement) -> bool:
        """Add a person's decision; return whether it is new. Decisions are never changed or taken away.

        Raises:
            LedgerError: it is about a claim that is not in the ledger.

        """
        with self.change() as change:
            return change.judge(judgement)

    def two_persons(self) -> bool:
        """Say whether decisions hold only once two people have made them."""
        with self._reading() as connection:
            return reading.two_persons(connection)

    def judgements(self) -> Iterator[Judgement]:
        """Yield the decisions, oldest first."""
        with self._reading() as connection:
            yield from reading.judgements(connection)

    def judgement(self, key: str) -> Judgement:
        """Return the decision with this id, or the one whose id begins so.

        Raises:
            UnknownIdError: there is none.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            found = reading.judgement(connection, reading.find(connection, schema.judgements, "judgement", key))
            assert found is not None
            return found

    # What is withheld from readers

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of discretion, oldest first."""
        with self._reading() as connection:
            return discretion.kept_rules(connection)

    def restrain(self, rule: Rule) -> None:
        """Withhold from readers what a rule says, from now on.

        Raises:
            UnfitRuleError: it withholds nothing, or has impossible numbers.
            LedgerError: there is one of this id already.

        """
        with self.change() as change:
            change.restrain(rule)

    def release(self, rule: str) -> Rule:
        """Take the rule of this id away; return what it was.

        Raises:
            UnknownIdError: there is none.

        """
        with self.change() as change:
            return change.release(rule)

    # Incidents

    def revision(self) -> int:
        """Return the number of changes to claims and judgements so far."""
        with self._reading() as connection:
            return int(reading.meta(connection)["revision"])

    def stale(self, linker: str = "") -> bool:
        """Say whether the incidents do not follow, by ``linker``, from all claims and judgements there are."""
        with self._reading() as connection:
            return not reading.linked(connection, linker)

    def replace_incidents(self, incidents: Iterable[Incident], *, linker: str = "", cause: str = "linker") -> None:
        """Put these incidents in the place of all others, in one transaction.

        An id that was shown before and is not among them redirects to the incident that now holds the claim it was
        minted from; where none does, a tombstone keeps the reason.

        Raises:
            LedgerError: an incident stands twice, or the database refuses.

        """
        with self.change() as change:
            change.put_all(tuple(incidents), cause)
            change.mark_linked(linker)

    def as_of(self, at: datetime, wanted: Filter = ALL) -> Iterator[Incident]:
        """Yield the incidents wanted as they stood at a time, by first day and id, those without a day last."""
        with self._reading() as connection:
            standing = [one for one in versions.as_of(connection, wire.time_written(at)) if answers(one, wanted)]
        yield from sorted(standing, key=by_day)

    def changes(self, since: datetime | None = None) -> Iterator[Version]:
        """Yield every version of an incident that came after a time, or ever, oldest first."""
        with self._reading() as connection:
            yield from versions.changes(connection, wire.time_written(since) if since else "")

    def deleted(self, since: datetime | None = None) -> Iterator[Version]:
        """Yield the last version of every incident that is no more and went after a time, or ever, oldest first."""
        with self._reading() as connection:
            yield from versions.deleted(connection, wire.time_written(since) if since else "")

    def history(self, id_or_prefix: str) -> Iterator[Version]:
        """Yield the versions of the incident, past or present, with this id or whose id begins so, oldest first.

        Raises:
            UnknownIdError: there never was one.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            yield from versions.history(connection, id_or_prefix)

    def incidents(self, wanted: Filter = ALL, *, limit: int | None = None, offset: int = 0) -> Iterator[Incident]:
        """Yield the incidents wanted by first day and id, those without a day last."""
        table = schema.incidents
        statement = (
            select(table.c.doc)
            .where(*conditions(wanted))
            .order_by(table.c.start_day.asc().nulls_last(), table.c.id)
            .limit(limit)
            .offset(offset or None)
        )
        with self._reading() as connection:
            for row in reading.stream(connection, statement):
                yield wire.incident_from_json(row["doc"])

    def count_incidents(self, wanted: Filter = ALL) -> int:
        """Return how many incidents are wanted."""
        statement = select(func.count()).select_from(schema.incidents).where(*conditions(wanted))
        with self._reading() as connection:
            return connection.scalars(statement).one()

    def incident(self, id_or_prefix: str) -> Incident:
        """Return the incident with this id, or the one whose id begins so; a retired id leads to its successor.

        Raises:
            RemovedError: the incident was removed; the message gives the reason.
            UnknownIdError: there never was one.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            found = reading.find_incident(connection, id_or_prefix)
            doc = connection.scalars(select(schema.incidents.c.doc).where(schema.incidents.c.id == found)).one()
            return wire.incident_from_json(doc)

    def founding(self, id_or_prefix: str) -> str:
        """Return the claim by which the incident with this id is judged: the one that the id was minted from.

        Raises:
            UnknownIdError: there never was such an incident.
            AmbiguousIdError: there are several.

        """
        with self._reading() as connection:
            return reading.founding(connection, id_or_prefix)

    def incident_of(self, claim: str) -> Incident | None:
        """Return the incident that holds the claim with this id, ``None`` where none does."""
        docs = select(schema.incidents.c.doc).join(schema.incident_claims)
        with self._reading() as connection:
            doc = connection.scalars(docs.where(schema.incident_claims.c.claim == claim)).one_or_none()
            return None if doc is None else wire.incident_from_json(doc)

    def redirects(self) -> dict[str, str]:
        """Return the retired incident ids and the ids that stand in for them."""
        with self._reading() as connection:
            return reading.pairs(connection, select(schema.redirects.c.id, schema.redirects.c.incident))

    def tombstones(self) -> dict[str, str]:
        """Return the removed incident ids and why they are gone."""
        with self._reading() as connection:
            return reading.pairs(connection, select(schema.tombstones.c.id, schema.tombstones.c.reason))

    def dump(self, *, history: bool = False) -> Iterator[str]:
        """Yield the ledger as lines of JSON in one canonical order, to compare two ledgers.

        Two ledgers of the same reports and judgements give the same lines in whatever order these came. With
        ``history`` the retired ids follow, which depend on when incidents were derived.
        """
        with self._reading() as connection:
            for table, doc in reading.everything(connection, history=history):
                yield json.dumps({"table": table, **doc}, ensure_ascii=False, sort_keys=True)


def by_day(incident: Incident) -> tuple[bool, date, str]:
    """Return the key by which incidents are listed: first day and id, those without a day last."""
    return incident.when is None, incident.when.start if incident.when else date.min, incident.id
