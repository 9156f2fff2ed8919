"""What somebody is shown of a ledger. All that is listed, served or exported is read through a view.

A reader's view leaves out what does not exist yet for readers, tells places roughly where a rule says so, and holds no
names of private persons. A view in full is for whoever holds the ledger, and for reviewers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import case, func, select

from tocsin import wire
from tocsin.code.sentences import sentences
from tocsin.codebook import Status
from tocsin.ledger import discretion, documents, reading, schema, versions
from tocsin.ledger.batches import batched
from tocsin.ledger.catalogue.entries import Edition
from tocsin.ledger.disclosing import Disclosing, Telling, Viewer
from tocsin.ledger.errors import AmbiguousIdError, RemovedError, UnknownIdError
from tocsin.ledger.reading import chosen, stream
from tocsin.ledger.rows import report_of
from tocsin.ledger.search import ALL, Filter, answers, conditions
from tocsin.ledger.store import Ledger, by_day
from tocsin.ledger.watching import Counts, Watching
from tocsin.lexicon.spelling import Sought, sought
from tocsin.model import Claim, Incident, Judgement, Report, Total, Version
from tocsin.publish.census import Census

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Paper:
    """A report with what hangs on it: its claims, the incidents they belong to, the versions of its document."""

    report: Report
    claims: tuple[Claim, ...]
    incidents: tuple[str, ...]
    wordings: tuple[documents.Wording, ...]

    def sentences(self) -> str:
        """Return the sentences that the claims stand in, one a line."""
        standing = [
            (start, end)
            for start, end in sentences(self.report.text)
            if any(start <= one.trigger.start < end for one in self.claims)
        ]
        return "\n".join(self.report.text[start:end] for start, end in standing)


class View:
    """A ledger as it is shown to somebody. May be used by several threads."""

    def __init__(self, ledger: Ledger, viewer: Viewer) -> None:
        self.ledger = ledger
        self.viewer = viewer

    @contextmanager
    def disclosing(self) -> Iterator[Disclosing]:
        """Begin to read: within the block the ledger stands still."""
        with self.ledger.transaction() as connection:
            yield Disclosing(connection, self.viewer)

    def sought(self, text: str) -> Sought | None:
        """Return what has to stand in an incident for it to be found by words, ``None`` where there are none."""
        return sought(text, self.viewer.places)

    # Incidents

    def incidents(self, wanted: Filter = ALL) -> Iterator[Incident]:
        """Yield the incidents wanted by first day and id, those without a day last.

        What is wanted is asked of what is shown: a place that is blurred is not found by its name.
        """
        table = schema.incidents
        words = self.sought(wanted.text)
        # What blurring alters is asked of what is shown alone, lest the answer tell of what is not.
        untouched = replace(wanted, text="", sides=(), outlets=(), box=None, near=None)
        statement = (
            select(table.c.doc).where(*conditions(untouched)).order_by(table.c.start_day.asc().nulls_last(), table.c.id)
        )
        with self.disclosing() as disclosing:
            found = (wire.incident_from_json(row["doc"]) for row in stream(disclosing.connection, statement))
            for batch in batched(found, _BATCH):
                yield from (one for one in disclosing.incidents(batch) if answers(one, wanted, words))

    def incidents_named(self, ids: Sequence[str]) -> list[Incident]:
        """Return those of the incidents that there are, in the order of the ids."""
        table = schema.incidents.c
        with self.disclosing() as disclosing:
            docs = dict(chosen(disclosing.connection, select(table.id, table.doc), table.id, ids))
            told = [wire.incident_from_json(docs[one]) for one in dict.fromkeys(ids) if one in docs]
            return disclosing.incidents(told)

    def census(self) -> Census:
        """Return how many incidents there are, and how many of them no map of the news shows."""
        table = schema.catalogue.c
        own = Edition.IN_FULL if self.viewer.in_full else Edition.READERS
        placeless = ~table.background & table.lat.is_(None)
        statement = select(
            func.count(), func.count(case((table.background, 1))), func.count(case((placeless, 1)))
        ).where(table.edition.in_([Edition.ALL.value, own.value]))
        with self.disclosing() as disclosing:
            if not self.viewer.in_full:
                now = wire.time_written(disclosing.now)
                statement = statement.where(table.hidden_until.is_(None) | (table.hidden_until <= now))
            number, background, without_point = disclosing.connection.execute(statement).one()
            return Census(number, background, without_point)

    def hidden(self, incidents: Collection[str]) -> set[str]:
        """Return those of the incidents that do not exist yet for readers."""
        with self.disclosing() as disclosing:
            return discretion.hidden(disclosing.connection, incidents, wire.time_written(disclosing.now))

    def as_of(self, at: datetime, wanted: Filter = ALL) -> list[Incident]:
        """Return the incidents wanted as they stood at a time, by first day and id, those without a day last."""
        words = self.sought(wanted.text)
        with self.disclosing() as disclosing:
            standing = versions.as_of(disclosing.connection, wire.time_written(at))
            shown = (one for batch in batched(standing, _BATCH) for one in disclosing.earlier(batch))
            found = [one for one in shown if answers(one, wanted, words)]
        return sorted(found, key=by_day)

    def incident(self, id_or_prefix: str) -> Incident:
        """Return the incident with this id, or whose id begins so; a retired id leads to its successor.

        Raises:
            RemovedError: it was removed; the message gives the reason.
            UnknownIdError: there never was one, or it is not shown yet.
            AmbiguousIdError: there are several.

        """
        with self.disclosing() as disclosing:
            return self._disclosed(disclosing, self._raw(disclosing, id_or_prefix), id_or_prefix)

    def _disclosed(self, disclosing: Disclosing, told: Incident, asked: str) -> Incident:
        shown = disclosing.incidents([told])
        if not shown:
            raise UnknownIdError(f"no incident {asked!r}")
        return shown[0]

    def _raw(self, disclosing: Disclosing, id_or_prefix: str) -> Incident:
        connection, table = disclosing.connection, schema.incidents.c
        try:
            found = reading.find_incident(connection, id_or_prefix)
        except RemovedError as error:
            raise self._removed(disclosing, id_or_prefix, error) from error
        except AmbiguousIdError as error:
            if not disclosing.rules:
                raise
            raise AmbiguousIdError(f"several incidents begin with {id_or_prefix!r}") from error
        return wire.incident_from_json(connection.scalars(select(table.doc).where(table.id == found)).one())

    def _removed(self, disclosing: Disclosing, id_or_prefix: str, error: RemovedError) -> UnknownIdError:
        """Return what is said of an incident that is no more, in words that a viewer may read."""
        if disclosing.in_full:
            return error
        last = list(disclosing.versions(versions.history(disclosing.connection, id_or_prefix)))
        if not last or last[-1].reason is None:
            return UnknownIdError(f"no incident {id_or_prefix!r}")
        return RemovedError(f"the incident {last[-1].incident} was removed: {last[-1].reason}")

    def beside(self, incident: Incident) -> list[Incident]:
        """Return the other incidents that reports of this one tell of: only these may speak of it."""
        with self.disclosing() as disclosing:
            found = discretion.beside(disclosing.connection, [one.id for one in incident.reports])
            return disclosing.incidents(sorted((one for one in found if one.id != incident.id), key=by_day))

    def incident_of(self, claim: str) -> Incident | None:
        """Return the incident that holds the claim with this id, ``None`` where none does that is shown."""
        held = self.ledger.incident_of(claim)
        if held is None:
            return None
        with self.disclosing() as disclosing:
            return next(iter(disclosing.incidents([held])), None)

    # Ids

    def ids(self, noun: str, prefix: str) -> list[str]:
        """Return the ids that begin so of what is shown, sorted; ``noun`` is incident, claim or report.

        What is hidden neither answers nor stands in the way. Of incidents, one that was removed answers where no
        present one does, and a retired id counts as the one it went into.
        """
        with self.disclosing() as disclosing:
            begun = reading.ids_beginning(disclosing.connection, noun, prefix)
        if noun == "incident":
            return self._incidents_meant(begun)
        look = self.telling if noun == "claim" else self.paper
        return [one for one in begun if _answers(look, one)]

    def _incidents_meant(self, begun: Sequence[str]) -> list[str]:
        present, removed = set(), set()
        for one in begun:
            try:
                present.add(self.incident(one).id)
            except RemovedError:
                removed.add(one)
            except UnknownIdError:
                continue
        return sorted(present or removed)

    # Claims

    def tellings(self, identifier: str) -> list[Telling]:
        """Return the claims of the incident with this id, each with its report, in the incident's order.

        Raises:
            UnknownIdError: there is none, or it is not shown yet.

        """
        with self.disclosing() as disclosing:
            told = self._raw(disclosing, identifier)
            self._disclosed(disclosing, told, identifier)
            return disclosing.tellings(told, _tellings(disclosing, told.claims))

    def telling(self, id_or_prefix: str) -> Telling:
        """Return the claim with this id, or whose id begins so, with its report.

        Raises:
            UnknownIdError: there is none, or none that is shown: readers see the claims of incidents only.
            AmbiguousIdError: there are several.

        """
        claim = self.ledger.claim(id_or_prefix)
        held = self.ledger.incident_of(claim.id)
        if held is None and self.viewer.in_full:
            return Telling(claim, self.ledger.report(claim.report))
        shown = [] if held is None else self._tellings_of(held)
        for one in shown:
            if one.claim.id == claim.id:
                return one
        raise UnknownIdError(f"no claim {id_or_prefix!r}")

    def _tellings_of(self, held: Incident) -> list[Telling]:
        with self.disclosing() as disclosing:
            if not disclosing.incidents([held]):
                return []
            return disclosing.tellings(held, _tellings(disclosing, held.claims))

    # Reports

    def paper(self, id_or_prefix: str) -> Paper:
        """Return a report, by its id or its beginning, with its claims as they are shown.

        Raises:
            UnknownIdError: there is none, or none that is shown: readers see the reports that tell of an incident.
            AmbiguousIdError: there are several.

        """
        report = self.ledger.report(id_or_prefix)
        if self.viewer.in_full:
            claims = self.ledger.coded(report.id).claims
            return Paper(report, claims, self._holders(claims), self.ledger.wordings(report.id))
        held = self._holders(self.ledger.coded(report.id).claims)
        told = [(one, self._tellings_of(one)) for one in self._raw_incidents(held)]
        mine = [one for _, found in told for one in found if one.report.id == report.id]
        with self.disclosing() as disclosing:
            shown = {one.id for one in disclosing.incidents([one for one, _ in told])}
            if not shown:
                raise UnknownIdError(f"no report {id_or_prefix!r}")
            bare = disclosing.report(report, disclosing.known([report])[report.id], kept_back=not mine)
        claims = tuple(sorted((one.claim for one in mine), key=lambda claim: (claim.trigger.start, claim.id)))
        return Paper(bare, claims, tuple(one for one in held if one in shown), ())

    def papers(self, limit: int, after: tuple[str, str] | None) -> tuple[list[Report], tuple[str, str] | None]:
        """Return reports, the latest published first, those after the key (day, id); and the key of the last, if more follow.

        Readers are shown the reports that tell of an incident.
        """
        shown: list[Report] = []
        while len(shown) <= limit:
            rows = self._rows(after, limit + 1)
            if not rows:
                return shown[:limit], _key(shown[limit - 1]) if len(shown) > limit else None
            shown += self._shown(rows)
            after = _key(rows[-1])
        return shown[:limit], _key(shown[limit - 1])

    def _rows(self, after: tuple[str, str] | None, number: int) -> list[Report]:
        table = schema.reports.c
        statement = select(schema.reports).order_by(table.published.desc(), table.id.desc()).limit(number)
        if after is not None:
            day = datetime.fromisoformat(after[0]).date()
            statement = statement.where((table.published < day) | ((table.published == day) & (table.id < after[1])))
        with self.ledger.transaction() as connection:
            return [report_of(row) for row in connection.execute(statement).mappings()]

    def _shown(self, reports: Sequence[Report]) -> list[Report]:
        if self.viewer.in_full:
            return list(reports)
        held, claims = schema.incident_claims.c, schema.claims
        with self.disclosing() as disclosing:
            connection = disclosing.connection
            told = select(claims.c.report, held.incident).join(claims, claims.c.id == held.claim)
            by_report: dict[str, set[str]] = {}
            for report, incident in chosen(connection, told, claims.c.report, [one.id for one in reports]):
                by_report.setdefault(report, set()).add(incident)
            known = disclosing.known(one for one in reports if one.id in by_report)
            table = schema.incidents.c
            ids = {one for found in by_report.values() for one in found}
            docs = [wire.incident_from_json(doc) for (doc,) in chosen(connection, select(table.doc), table.id, ids)]
            shown = {one.id for one in disclosing.incidents(docs)}
            kept_back = disclosing.kept_back([one.id for one in reports])
            return [
                disclosing.report(one, known[one.id], kept_back=one.id in kept_back)
                for one in reports
                if by_report.get(one.id, set()) & shown
            ]

    def _holders(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        table = schema.incident_claims.c
        ids = [claim.id for claim in claims]
        with self.ledger.transaction() as connection:
            return tuple(sorted({row[0] for row in chosen(connection, select(table.incident), table.claim, ids)}))

    def _raw_incidents(self, ids: Iterable[str]) -> list[Incident]:
        table = schema.incidents.c
        with self.ledger.transaction() as connection:
            found = chosen(connection, select(table.doc).order_by(table.id), table.id, ids)
            return [wire.incident_from_json(doc) for (doc,) in found]

    def outlet_counts(self) -> dict[str, Counts]:
        """Return how many reports and claims there are of each outlet; what does not exist yet is not counted."""
        with self.disclosing() as disclosing:
            hidden_after = wire.time_written(disclosing.now) if disclosing.rules else None
        return Watching(self.ledger).counts(hidden_after=hidden_after)

    # People's decisions

    def judgements(self) -> list[Judgement]:
        """Return the decisions, oldest first."""
        with self.disclosing() as disclosing:
            return disclosing.judgements(list(reading.judgements(disclosing.connection)))

    # Cumulative figures

    def totals(self) -> list[tuple[Total, Report]]:
        """Return the cumulative figures by report, in its order, each with its report."""
        with self.disclosing() as disclosing:
            listed = list(reading.read_docs(disclosing.connection, schema.totals, wire.total_from_json))
            told = disclosing.totals(listed)
            table = schema.reports
            found = chosen(disclosing.connection, select(table), table.c.id, {one.report for one in told})
            reports = {row.id: report_of(row._asdict()) for row in found}
        return [(one, reports[one.report]) for one in told]

    def occurred(self) -> list[Incident]:
        """Return the incidents that occurred, which cumulative figures are put beside."""
        return list(self.incidents(Filter(statuses=(Status.OCCURRED,))))

    # History

    def history(self, id_or_prefix: str) -> list[Version]:
        """Return the versions of the incident, past or present, with this id or whose id begins so, oldest first.

        Raises:
            UnknownIdError: there never was one, or it is not shown yet.
            AmbiguousIdError: there are several.

        """
        with self.disclosing() as disclosing:
            told = list(disclosing.versions(versions.history(disclosing.connection, id_or_prefix)))
        if not told:
            raise UnknownIdError(f"no incident {id_or_prefix!r}")
        return told

    def changes(self, since: datetime | None = None) -> Iterator[Version]:
        """Yield every version of an incident that came after a time, or ever, oldest first."""
        with self.disclosing() as disclosing:
            found = versions.changes(disclosing.connection, wire.time_written(since) if since else "")
            yield from disclosing.versions(found)

    def disclosed(self, told: Iterable[Version]) -> list[Version]:
        """Return versions that a trial brought as they are shown."""
        with self.disclosing() as disclosing:
            return list(disclosing.versions(told))

    def deleted(self, since: datetime | None = None) -> Iterator[Version]:
        """Yield the last version of every incident that is no more and went after a time, or ever, oldest first."""
        with self.disclosing() as disclosing:
            found = versions.deleted(disclosing.connection, wire.time_written(since) if since else "")
            yield from disclosing.versions(found)


def _answers(look: Callable[[str], object], identifier: str) -> bool:
    try:
        look(identifier)
    except UnknownIdError:
        return False
    return True


def _tellings(disclosing: Disclosing, ids: Sequence[str]) -> list[Telling]:
    """Return claims with their reports, in the order of the ids; those that are coded no more are left out."""
    claims, reports = schema.claims.c, schema.reports
    found = {
        row[0]: wire.claim_from_json(row[1])
        for row in chosen(disclosing.connection, select(claims.id, claims.doc), claims.id, ids)
    }
    rows = chosen(disclosing.connection, select(reports), reports.c.id, {one.report for one in found.values()})
    papers = {row.id: report_of(row._asdict()) for row in rows}
    return [Telling(found[one], papers[found[one].report]) for one in ids if one in found]


def _key(report: Report) -> tuple[str, str]:
    return report.published.isoformat(), report.id
