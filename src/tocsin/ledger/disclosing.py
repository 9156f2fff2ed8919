"""Disclosing: the one gate between what a ledger holds and what somebody is shown of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import reduce

from sqlalchemy import Connection, select

from tocsin import wire
from tocsin.discretion import disclose
from tocsin.discretion.names import Names
from tocsin.discretion.rules import NONE, Restraint
from tocsin.identity import incident_id
from tocsin.ledger import discretion, schema
from tocsin.ledger.catalogue.keeping import titles_of
from tocsin.ledger.reading import chosen
from tocsin.lexicon.spelling import Places, no_places
from tocsin.model import Claim, FieldChange, Incident, Judgement, Report, Total, Version


@dataclass(frozen=True)
class Viewer:
    """Who looks: somebody who is shown all, or a reader.

    ``names`` takes names of people out of texts, ``places`` knows by what other names places may be looked for.
    """

    names: Names = field(default_factory=Names)
    in_full: bool = False
    places: Places = no_places


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim with its report."""

    claim: Claim
    report: Report


class Disclosing:
    """What one viewer is shown of a ledger at one moment, within one transaction."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime | None = None) -> None:
        self.connection = connection
        self.in_full = viewer.in_full
        self.names = viewer.names
        self.now = now or datetime.now(UTC)
        self.rules = () if viewer.in_full else discretion.rules(connection)

    # Incidents

    def incidents(self, told: Sequence[Incident]) -> list[Incident]:
        """Return incidents as they are shown; those that do not exist yet are left out."""
        return self._shown(told, {})

    def earlier(self, told: Sequence[Incident]) -> list[Incident]:
        """Return earlier states of incidents; what is withheld of them now is withheld of what they were."""
        return self._shown(told, self._present(one.id for one in told) if self.rules else {})

    def _shown(self, told: Sequence[Incident], present: Mapping[str, Incident]) -> list[Incident]:
        if self.in_full:
            return list(told)
        held = dict(enumerate(self._restraints(told, present)))
        seen = [(one, held[number]) for number, one in enumerate(told) if not held[number].hides(self.now)]
        reports = {report.id for one, _ in seen for report in one.reports}
        others = {relation.incident for one, _ in seen for relation in one.relations}
        hidden = self._hidden(others)
        kept_back = self.kept_back(reports)
        titles = titles_of(self.connection, reports)
        places = self._places(one.id for one, _ in seen)
        return [
            disclose.incident(
                one, disclose.Shown(self.names, hidden, kept_back, titles, restrained, places.get(one.id, frozenset()))
            )
            for one, restrained in seen
        ]

    def _places(self, incidents: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return, by incident, the names that its claims have for places that are known."""
        held, claims = schema.incident_claims.c, schema.claims.c
        told = select(held.incident, claims.doc).join(schema.claims, claims.id == held.claim)
        found: dict[str, set[str]] = {}
        for incident, doc in chosen(self.connection, told, held.incident, incidents):
            for place in doc["place"]:
                if place.get("lat") is not None and place.get("name"):
                    found.setdefault(incident, set()).update((place["name"], place["text"]))
                if (name := disclose.told_as_place(place["text"])) is not None:
                    found.setdefault(incident, set()).add(name)
        return {incident: frozenset(names) for incident, names in found.items()}

    def _restraints(self, told: Sequence[Incident], present: Mapping[str, Incident]) -> list[Restraint]:
        """Return what is withheld of incidents, and of what has become of them since."""
        now = dict(
            zip(present, discretion.restraints(self.connection, list(present.values()), self.rules), strict=True)
        )
        held = discretion.restraints(self.connection, told, self.rules)
        return [then.over(now.get(one.id, NONE)) for one, then in zip(told, held, strict=True)]

    def _present(self, ids: Iterable[str]) -> dict[str, Incident]:
        """Return what the incidents are now, or those they went into."""
        table, retired = schema.incidents.c, schema.redirects.c
        sought = set(ids)
        leads = {
            row[0]: row[1] for row in chosen(self.connection, select(retired.id, retired.incident), retired.id, sought)
        }
        docs = {
            row[0]: wire.incident_from_json(row[1])
            for row in chosen(self.connection, select(table.id, table.doc), table.id, sought | set(leads.values()))
        }
        return {one: docs[leads.get(one, one)] for one in sought if leads.get(one, one) in docs}

    def _hidden(self, incidents: Collection[str]) -> set[str]:
        if not self.rules or not incidents:
            return set()
        return discretion.hidden(self.connection, incidents, wire.time_written(self.now))

    # Reports and claims

    def kept_back(self, reports: Collection[str]) -> set[str]:
        """Return those of the reports that show no words."""
        if not self.rules or not reports:
            return set()
        return discretion.kept_back(self.connection, reports, wire.time_written(self.now))

    def tellings(self, incident: Incident, told: Sequence[Telling]) -> list[Telling]:
        """Return claims of an incident with their reports; those that show no words are left out."""
        if self.in_full:
            return list(told)
        [held] = self._restraints([incident], {})
        if held.blur_km is not None:
            return []
        reports = {one.report.id: one.report for one in told}
        kept_back = self.kept_back(reports.keys())
        known = self.known(reports.values())
        return [self._telling(one, known[one.report.id]) for one in told if one.report.id not in kept_back]

    def _telling(self, one: Telling, known: frozenset[str]) -> Telling:
        masked = self.names.mask(one.report.text, known)

        def mask(words: str) -> str:
            return self.names(words, known)

        return Telling(disclose.claim(one.claim, masked, mask), self.report(one.report, known, kept_back=False))

    def known(self, reports: Iterable[Report]) -> dict[str, frozenset[str]]:
        """Return, by report, names in it that are of no private person: its outlet, and what its claims were resolved to."""
        table = schema.claims.c
        outlets = {one.id: one.outlet for one in reports}
        claims: dict[str, list[Claim]] = {one: [] for one in outlets}
        for report, doc in chosen(self.connection, select(table.report, table.doc), table.report, outlets):
            claims[report].append(wire.claim_from_json(doc))
        return {
            one: disclose.names_in_claims(claims[one]) | ({outlet} if outlet else set())
            for one, outlet in outlets.items()
        }

    def report(self, report: Report, known: frozenset[str], *, kept_back: bool) -> Report:
        """Return a report as it is shown, its text without names; what of the text is shown is another matter."""
        if self.in_full:
            return report
        masked = self.names.mask(report.text, known)
        title = None if report.title is None else self.names.title(report.title, report.text, known)
        return disclose.report(
            report, masked, kept_back=kept_back, mask=lambda words: self.names(words, known), title=title
        )

    def totals(self, told: Sequence[Total]) -> list[Total]:
        """Return cumulative figures; those of reports that show no words are left out."""
        if self.in_full:
            return list(told)
        kept_back = self.kept_back({one.report for one in told})
        return [disclose.total(one, self.names) for one in told if one.report not in kept_back]

    # People's decisions

    def judgements(self, told: Sequence[Judgement]) -> list[Judgement]:
        """Return decisions; those on what does not exist yet are left out, and of what is told roughly their words."""
        if self.in_full:
            return list(told)
        claims = {claim for one in told for claim in (one.left, one.right) if claim is not None}
        held = self._held_claims(claims) if self.rules else {}
        shown = []
        for one in told:
            restrained = held.get(one.left, NONE).over(held.get(one.right or one.left, NONE))
            if restrained.hides(self.now):
                continue
            roughly = restrained.blur_km is not None
            value = None if one.value is None or roughly else disclose.masked_json(one.value, self.names)
            shown.append(replace(one, reason="" if roughly else self.names(one.reason), value=value))
        return shown

    def _held_claims(self, claims: Iterable[str]) -> dict[str, Restraint]:
        """Return what is withheld of the incidents that hold the claims, or once were minted from them."""
        held = schema.incident_claims.c
        incidents = dict(chosen(self.connection, select(held.claim, held.incident), held.claim, claims))
        minted = {claim: incident_id(claim) for claim in claims if claim not in incidents}
        present = self._present([*incidents.values(), *minted.values()])
        last = self._last_of(set(minted.values()) - present.keys())
        meant = {claim: present.get(incident) or last.get(incident) for claim, incident in (incidents | minted).items()}
        known = {claim: one for claim, one in meant.items() if one is not None}
        return dict(zip(known, self._restraints(list(known.values()), {}), strict=True))

    def _last_of(self, incidents: Iterable[str]) -> dict[str, Incident]:
        """Return what incidents that are no more were last."""
        table = schema.versions.c
        statement = select(table.incident, table.doc).where(table.doc.is_not(None)).order_by(table.number)
        found = chosen(self.connection, statement, table.incident, incidents)
        return {row[0]: wire.incident_from_json(row[1]) for row in found}

    # Versions

    def versions(self, told: Iterable[Version]) -> Iterator[Version]:
        """Yield versions of incidents as they are shown; those of incidents that do not exist yet are left out."""
        if self.in_full:
            yield from told
            return
        present: dict[str, Incident | None] = {}
        for version in told:
            shown = self._version(version, present)
            if shown is not None:
                yield shown

    def _version(self, version: Version, present: dict[str, Incident | None]) -> Version | None:
        after = version.state
        before = _before(version) if after is not None else None
        held = self._held_of(version, (before, after), present)
        if held.hides(self.now):
            return None
        told = [self._state(one, held) for one in (before, after)]
        docs = [None if one is None else wire.incident_json(one) for one in told]
        reason = version.reason if held.blur_km is None else None
        if version.reason is not None and reason is None:
            reason = "removed"
        return disclose.version(
            version, changes=disclose.changes(docs[0], docs[1]), state=told[1], reason=reason, mask=self.names
        )

    def _held_of(
        self, version: Version, states: tuple[Incident | None, ...], present: dict[str, Incident | None]
    ) -> Restraint:
        """Return what is withheld of an incident by what it was before, is after, and is now."""
        if not self.rules:
            return NONE
        if version.incident not in present:
            present[version.incident] = self._present([version.incident]).get(version.incident)
        gone = () if version.state is not None else self._last_states(version)
        known = [one for one in (*states, present[version.incident], *gone) if one is not None]
        return reduce(Restraint.over, self._restraints(known, {}), NONE)

    def _last_states(self, version: Version) -> tuple[Incident, ...]:
        """Return what an incident that went was before."""
        table = schema.versions.c
        doc = self.connection.scalar(
            select(table.doc).where(table.incident == version.incident, table.number == version.number - 1)
        )
        return () if doc is None else (wire.incident_from_json(doc),)

    def _state(self, state: Incident | None, held: Restraint) -> Incident | None:
        if state is None:
            return None
        reports = {report.id for report in state.reports}
        hidden = self._hidden({relation.incident for relation in state.relations})
        titles, places = titles_of(self.connection, reports), self._places([state.id])
        shown = disclose.Shown(
            self.names, hidden, self.kept_back(reports), titles, held, places.get(state.id, frozenset())
        )
        return disclose.incident(state, shown)


def _before(version: Version) -> Incident | None:
    """Return what an incident was before a version, ``None`` where it is the first."""
    assert version.state is not None
    if not version.changes:
        return None
    doc = wire.incident_json(version.state) | _values(version.changes)
    return wire.incident_from_json(doc)


def _values(changes: Iterable[FieldChange]) -> dict[str, object]:
    return {one.field: json.loads(one.before) for one in changes}
