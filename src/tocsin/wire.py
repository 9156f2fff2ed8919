"""The JSON shapes in which values leave Tocsin and are kept: plain dictionaries, both ways.

Writing never fails. Reading back gives a value equal to the one written, or raises :class:`WireError`. Offsets are
code points into the report's text, days are ISO 8601 dates, and an open end of a figure is ``null``, never 0. Keys
that this module does not know are passed over, so that older readers accept newer writers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from tocsin.codebook import (
    ActorBasis,
    Grade,
    Kind,
    PlacePrecision,
    RelationKind,
    Status,
    TotalOf,
    Verdict,
    WhenBasis,
    WhenPrecision,
)
from tocsin.model import (
    Blame,
    Claim,
    CodedReport,
    Coder,
    Conflict,
    Correction,
    Damage,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Judgement,
    Mention,
    Place,
    Presence,
    Range,
    Reconciliation,
    Reference,
    Relation,
    Report,
    Scope,
    SourcedValue,
    Span,
    Step,
    Told,
    ToldFigure,
    Total,
    Version,
    When,
)

#: A JSON object.
Json = dict[str, Any]

_GEONAMES = "geonames:"


class WireError(ValueError):
    """A JSON value that is not of the shape it should be."""


@contextmanager
def _reading(shape: str, value: object) -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise WireError(f"{shape}: the key {error} is missing") from error
    except (TypeError, ValueError, AttributeError) as error:
        name = value.get("id", "without id") if isinstance(value, Mapping) else f"a {type(value).__name__}"
        raise WireError(f"{shape} {name}: {error}") from error


# Spans and the values read from them


def _span_json(span: Span) -> Json:
    value: Json = {"text": span.text, "start": span.start, "end": span.end}
    if span.confidence is not None:
        value["confidence"] = span.confidence
    return value


def _span(value: Mapping[str, Any]) -> Span:
    return Span(value["start"], value["end"], value["text"], value.get("confidence"))


def _maybe_span_json(span: Span | None) -> Json | None:
    return None if span is None else _span_json(span)


def _maybe_span(value: Mapping[str, Any] | None) -> Span | None:
    return None if value is None else _span(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _day_json(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _mention_json(mention: Mention, entity_key: str) -> Json:
    value = _span_json(mention.span)
    if mention.entity is not None:
        value[entity_key] = mention.entity
    if mention.name is not None:
        value["name"] = mention.name
    if mention.reason:
        value["reason"] = mention.reason
    return value


def _mentions_json(mentions: Sequence[Mention], entity_key: str = "actor") -> list[Json]:
    return [_mention_json(mention, entity_key) for mention in mentions]


def _mentions(values: Sequence[Mapping[str, Any]], entity_key: str = "actor") -> tuple[Mention, ...]:
    return tuple(
        Mention(_span(value), value.get(entity_key), value.get("name"), value.get("reason", "")) for value in values
    )


def _figure_json(figure: Figure | None) -> Json | None:
    if figure is None:
        return None
    return {
        **_span_json(figure.span),
        "min": figure.min,
        "max": figure.max,
        "approximate": figure.approximate,
        "who": figure.who,
    }


def _figure(value: Mapping[str, Any]) -> Figure:
    return Figure(_span(value), value["min"], value["max"], value["approximate"], value["who"])


def _maybe_figure(value: Mapping[str, Any] | None) -> Figure | None:
    return None if value is None else _figure(value)


def _when_json(when: When | None) -> Json | None:
    if when is None:
        return None
    span = when.span
    value: Json = {
        "text": None if span is None else span.text,
        "start_char": None if span is None else span.start,
        "end_char": None if span is None else span.end,
        "start": when.start.isoformat(),
        "end": when.end.isoformat(),
        "precision": when.precision.value,
        "basis": when.basis.value,
        "time": when.time,
    }
    if span is not None and span.confidence is not None:
        value["confidence"] = span.confidence
    return {**value, "reason": when.reason} if when.reason else value


def _when(value: Mapping[str, Any] | None) -> When | None:
    if value is None:
        return None
    text = value["text"]
    return When(
        span=None if text is None else Span(value["start_char"], value["end_char"], text, value.get("confidence")),
        start=date.fromisoformat(value["start"]),
        end=date.fromisoformat(value["end"]),
        precision=WhenPrecision(value["precision"]),
        basis=WhenBasis(value["basis"]),
        time=value["time"],
        reason=value.get("reason", ""),
    )


def _geonameid(feature: str | None) -> int | None:
    """Return the number in a feature id of the form ``geonames:99072``, else ``None``."""
    number = feature.removeprefix(_GEONAMES) if feature is not None and feature.startswith(_GEONAMES) else ""
    return int(number) if number.isascii() and number.isdigit() else None


def _place_json(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {
        **_span_json(place.span),
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "precision": None if place.precision is None else int(place.precision),
        "radius_km": place.radius_km,
        "geonameid": _geonameid(place.feature),
        "feature": place.feature,
        "relation": place.relation,
        "candidates": place.candidates,
        "reason": place.reason,
    }


def places_of_claim_json(doc: Mapping[str, Any]) -> tuple[Place, ...]:
    """Return the places that the JSON object of a claim names: of the event, and where it was launched from."""
    return tuple(_place(value) for value in (*doc["place"], doc.get("launched_from")) if value is not None)


def _place(value: Mapping[str, Any]) -> Place:
    precision = value["precision"]
    return Place(
        span=_span(value),
        name=value["name"],
        country=value["country"],
        admin1=value["admin1"],
        lat=value["lat"],
        lon=value["lon"],
        precision=None if precision is None else PlacePrecision(precision),
        radius_km=value["radius_km"],
        feature=value["feature"],
        relation=value["relation"],
        candidates=value["candidates"],
        reason=value["reason"],
    )


def _maybe_place(value: Mapping[str, Any] | None) -> Place | None:
    return None if value is None else _place(value)


def _damage_json(damage: Damage | None) -> Json | None:
    return None if damage is None else {**_span_json(damage.span), "none": damage.none, "hedged": damage.hedged}


def _damage(value: Mapping[str, Any] | None) -> Damage | None:
    return None if value is None else Damage(_span(value), value["none"], value["hedged"])


def _told_json(told: Told) -> Json:
    return {"field": told.field, "figure": _figure_json(told.figure), "speakers": _mentions_json(told.speakers)}


def _told(value: Mapping[str, Any]) -> Told:
    return Told(value["field"], _figure(value["figure"]), _mentions(value["speakers"]))


def _reference_json(reference: Reference) -> Json:
    return {
        "relation": reference.relation.value,
        **_span_json(reference.span),
        "to": reference.to,
        "ordinal": reference.ordinal,
    }


def _reference(value: Mapping[str, Any]) -> Reference:
    return Reference(RelationKind(value["relation"]), _span(value), value["to"], value["ordinal"])


# Claims


def claim_json(claim: Claim) -> Json:
    """Return the JSON object of a claim."""
    return {
        "id": claim.id,
        "report": claim.report,
        "kind": claim.kind.value,
        "trigger": _span_json(claim.trigger),
        "status": claim.status.value,
        "hedged": claim.hedged,
        "background": claim.background,
        "speaker": _mentions_json(claim.speakers),
        "actor": _mentions_json(claim.actors),
        "actor_basis": claim.actor_basis.value,
        "target": _mentions_json(claim.targets),
        "weapon": _mentions_json(claim.weapons, "weapon"),
        "munitions": _figure_json(claim.munitions),
        "place": [_place_json(place) for place in claim.places],
        "when": _when_json(claim.when),
        "killed": _figure_json(claim.killed),
        "injured": _figure_json(claim.injured),
        "captured": _figure_json(claim.captured),
        "damage": _damage_json(claim.damage),
        "launched_from": _place_json(claim.launched_from),
        "passages": [_span_json(span) for span in claim.passages],
        "also_told": [_told_json(told) for told in claim.also_told],
        "references": [_reference_json(reference) for reference in claim.references],
        "coder": {"name": claim.coder.name, "version": claim.coder.version, "rule": claim.coder.rule},
        "confidence": claim.confidence,
        "certainty": dict(claim.certainty),
        "steps": [{"field": step.field, "reason": step.reason} for step in claim.steps],
    }


def claim_from_json(value: Mapping[str, Any]) -> Claim:
    """Return the claim that :func:`claim_json` wrote.

    Raises:
        WireError: a key is missing, or a value is not of the codebook.

    """
    with _reading("claim", value):
        coder = value["coder"]
        return Claim(
            id=value["id"],
            report=value["report"],
            kind=Kind(value["kind"]),
            trigger=_span(value["trigger"]),
            status=Status(value["status"]),
            hedged=value["hedged"],
            background=value["background"],
            speakers=_mentions(value["speaker"]),
            actors=_mentions(value["actor"]),
            actor_basis=ActorBasis(value["actor_basis"]),
            targets=_mentions(value["target"]),
            weapons=_mentions(value["weapon"], "weapon"),
            munitions=_maybe_figure(value["munitions"]),
            places=tuple(_place(place) for place in value["place"]),
            when=_when(value["when"]),
            killed=_maybe_figure(value["killed"]),
            injured=_maybe_figure(value["injured"]),
            captured=_maybe_figure(value["captured"]),
            damage=_damage(value["damage"]),
            launched_from=_maybe_place(value["launched_from"]),
            passages=tuple(_span(span) for span in value["passages"]),
            also_told=tuple(_told(told) for told in value["also_told"]),
            references=tuple(_reference(reference) for reference in value["references"]),
            coder=Coder(coder["name"], coder["version"], coder["rule"]),
            confidence=value["confidence"],
            certainty=tuple(value.get("certainty", {}).items()),
            steps=tuple(Step(step["field"], step["reason"]) for step in value["steps"]),
        )


# What else a report holds


def total_json(total: Total) -> Json:
    """Return the JSON object of a cumulative figure; ``target`` and ``since_text`` are its words."""
    return {
        "id": total.id,
        "report": total.report,
        **_span_json(total.span),
        "what": total.what.value,
        "target": None if total.target is None else total.target.text,
        "place": _place_json(total.place),
        "min": total.min,
        "max": total.max,
        "approximate": total.approximate,
        "since": _day_json(total.since),
        "since_text": None if total.since_words is None else total.since_words.text,
        "until": _day_json(total.until),
        "spans": {"target": _maybe_span_json(total.target), "since": _maybe_span_json(total.since_words)},
    }


def total_from_json(value: Mapping[str, Any]) -> Total:
    """Return the total that :func:`total_json` wrote.

    Raises:
        WireError: a key is missing, or a value is not of the codebook.

    """
    with _reading("total", value):
        return Total(
            id=value["id"],
            report=value["report"],
            span=_span(value),
            what=TotalOf(value["what"]),
            min=value["min"],
            max=value["max"],
            approximate=value["approximate"],
            target=_maybe_span(value["spans"]["target"]),
            place=_maybe_place(value["place"]),
            since_words=_maybe_span(value["spans"]["since"]),
            since=_day(value["since"]),
            until=_day(value["until"]),
        )


def reconciliation_json(found: Reconciliation) -> Json:
    """Return the JSON object of the ledger's own count beside a total."""
    scope = found.scope
    return {
        "total": found.total,
        "place": scope.place,
        "country": scope.country,
        "radius_km": scope.radius_km,
        "since": _day_json(scope.since),
        "until": scope.until.isoformat(),
        "unresolved": list(found.unresolved),
        "incidents": list(found.incidents),
        "undecided": list(found.undecided),
        "min": found.min,
        "max": found.max,
        "without_figure": found.without_figure,
        "words": found.words,
    }


def reconciliation_from_json(value: Mapping[str, Any]) -> Reconciliation:
    """Return the count that :func:`reconciliation_json` wrote.

    Raises:
        WireError: a key is missing, or a day is none.

    """
    with _reading("reconciliation", value):
        until = date.fromisoformat(value["until"])
        return Reconciliation(
            total=value["total"],
            scope=Scope(value["place"], value["country"], value["radius_km"], _day(value["since"]), until),
            unresolved=tuple(value["unresolved"]),
            incidents=tuple(value["incidents"]),
            undecided=tuple(value["undecided"]),
            min=value["min"],
            max=value["max"],
            without_figure=value["without_figure"],
            words=value["words"],
        )


def presence_json(presence: Presence) -> Json:
    """Return the JSON object of stationed forces; ``who`` and ``place`` are their words."""
    return {
        "report": presence.report,
        **_span_json(presence.span),
        "who": presence.who.text,
        "place": None if presence.place is None else presence.place.text,
        "spans": {"who": _span_json(presence.who), "place": _maybe_span_json(presence.place)},
    }


def presence_from_json(value: Mapping[str, Any]) -> Presence:
    """Return the presence that :func:`presence_json` wrote.

    Raises:
        WireError: a key is missing.

    """
    with _reading("presence", value):
        spans = value["spans"]
        return Presence(value["report"], _span(value), _span(spans["who"]), _maybe_span(spans["place"]))


def blame_json(blame: Blame) -> Json:
    """Return the JSON object of a general accusation; ``speaker``, ``blamed`` and ``what`` are their words."""
    return {
        "report": blame.report,
        **_span_json(blame.span),
        "speaker": blame.speaker.text,
        "blamed": blame.blamed.text,
        "what": None if blame.what is None else blame.what.text,
        "spans": {
            "speaker": _span_json(blame.speaker),
            "blamed": _span_json(blame.blamed),
            "what": _maybe_span_json(blame.what),
        },
    }


def blame_from_json(value: Mapping[str, Any]) -> Blame:
    """Return the accusation that :func:`blame_json` wrote.

    Raises:
        WireError: a key is missing.

    """
    with _reading("blame", value):
        spans = value["spans"]
        return Blame(
            report=value["report"],
            span=_span(value),
            speaker=_span(spans["speaker"]),
            blamed=_span(spans["blamed"]),
            what=_maybe_span(spans["what"]),
        )


def coded_json(coded: CodedReport) -> Json:
    """Return the JSON object of a coded report: ``id`` is the input's own name for it, ``report`` its hash."""
    return {
        "id": coded.report.ref,
        "report": coded.report.id,
        "claims": [claim_json(claim) for claim in coded.claims],
        "totals": [total_json(total) for total in coded.totals],
        "presence": [presence_json(presence) for presence in coded.presence],
        "blame": [blame_json(blame) for blame in coded.blame],
        "warnings": list(coded.warnings),
    }


def report_json(report: Report) -> Json:
    """Return the JSON object of a report, its text included."""
    return {
        "id": report.id,
        "ref": report.ref,
        "text": report.text,
        "published": report.published.isoformat(),
        "published_basis": report.published_basis,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "language": report.language,
        "author": report.author,
        "published_at": time_json(report.published_at),
        "updated_at": time_json(report.updated_at),
        "updated_basis": report.updated_basis,
        "retrieved_at": time_json(report.retrieved_at),
        "document": report.document,
    }


def time_json(time: datetime | None) -> str | None:
    """Return a time as JSON has it."""
    return None if time is None else time_written(time)


def time_written(time: datetime) -> str:
    """Return a time as it is written everywhere: ISO 8601 in UTC, so that later times are greater strings."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def time_read(value: str | None) -> datetime | None:
    """Return the time that :func:`time_written` wrote."""
    return None if value is None else datetime.fromisoformat(value)


def report_from_json(value: Mapping[str, Any]) -> Report:
    """Return the report that :func:`report_json` wrote.

    Raises:
        WireError: a key is missing, or the day is none.

    """
    with _reading("report", value):
        return Report(
            id=value["id"],
            ref=value["ref"],
            text=value["text"],
            published=date.fromisoformat(value["published"]),
            published_basis=value["published_basis"],
            title=value["title"],
            outlet=value["outlet"],
            url=value["url"],
            language=value["language"],
            author=value["author"],
            published_at=time_read(value["published_at"]),
            updated_at=time_read(value["updated_at"]),
            updated_basis=value["updated_basis"],
            retrieved_at=time_read(value["retrieved_at"]),
            document=value["document"],
        )


def version_json(version: Version) -> Json:
    """Return a version of an incident with its changes; ``state`` says whether it is there, merged or removed."""
    gone = "merged" if version.successor is not None else "removed"
    return {
        "incident": version.incident,
        "number": version.number,
        "at": version.at,
        "cause": version.cause,
        "state": gone if version.state is None else "present",
        "successor": version.successor,
        "reason": version.reason,
        "changes": [
            {"field": one.field, "before": json.loads(one.before), "after": json.loads(one.after)}
            for one in version.changes
        ],
    }


def judgement_json(judgement: Judgement) -> Json:
    """Return the JSON object of a person's decision."""
    return {
        "id": judgement.id,
        "verdict": judgement.verdict.value,
        "left": judgement.left,
        "right": judgement.right,
        "by": judgement.by,
        "at": judgement.at,
        "reason": judgement.reason,
        "field": judgement.field,
        "value": judgement.value,
        "undoes": judgement.undoes,
    }


def judgement_from_json(value: Mapping[str, Any]) -> Judgement:
    """Return the decision that :func:`judgement_json` wrote.

    Raises:
        WireError: a key is missing, or the verdict is unknown.

    """
    with _reading("judgement", value):
        return Judgement(
            id=value["id"],
            verdict=Verdict(value["verdict"]),
            left=value["left"],
            right=value["right"],
            by=value["by"],
            at=value["at"],
            reason=value["reason"],
            field=value.get("field"),
            value=value.get("value"),
            undoes=value.get("undoes"),
        )


# Incidents


def _sourced_json(values: Sequence[SourcedValue], key: str) -> list[Json]:
    return [{key: sourced.value, "claims": list(sourced.claims)} for sourced in values]


def _sourced(values: Sequence[Mapping[str, Any]], key: str) -> tuple[SourcedValue, ...]:
    return tuple(SourcedValue(value[key], tuple(value["claims"])) for value in values)


def _range_json(shown: Range | None) -> Json | None:
    if shown is None:
        return None
    return {
        "min": shown.min,
        "max": shown.max,
        "approximate": shown.approximate,
        "rule": shown.rule,
        "values": [_told_figure_json(told) for told in shown.values],
    }


def _range(value: Mapping[str, Any] | None) -> Range | None:
    if value is None:
        return None
    values = tuple(_told_figure(told) for told in value["values"])
    return Range(value["min"], value["max"], value["approximate"], value["rule"], values)


def _told_figure_json(told: ToldFigure) -> Json:
    return {
        "value": told.value,
        "min": told.min,
        "max": told.max,
        "approximate": told.approximate,
        "told": _day_json(told.told),
        "claims": list(told.claims),
    }


def _told_figure(value: Mapping[str, Any]) -> ToldFigure:
    # Versions of incidents that were kept before the numbers and the day were have the words and the claims alone.
    return ToldFigure(
        value["value"],
        tuple(value["claims"]),
        value.get("min"),
        value.get("max"),
        value.get("approximate", False),
        _day(value.get("told")),
    )


def _incident_actor_json(actor: IncidentActor) -> Json:
    return {
        "name": actor.name,
        "id": actor.entity,
        "basis": actor.basis.value,
        "said_by": list(actor.said_by),
        "claims": list(actor.claims),
    }


def _incident_actor(value: Mapping[str, Any]) -> IncidentActor:
    return IncidentActor(
        name=value["name"],
        entity=value["id"],
        basis=ActorBasis(value["basis"]),
        said_by=tuple(value["said_by"]),
        claims=tuple(value["claims"]),
    )


def _incident_report_json(report: IncidentReport) -> Json:
    return {
        "id": report.id,
        "ref": report.ref,
        "outlet": report.outlet,
        "published": report.published.isoformat(),
        "url": report.url,
        "background": report.background,
        "source": report.source,
    }


def _incident_report(value: Mapping[str, Any]) -> IncidentReport:
    return IncidentReport(
        id=value["id"],
        ref=value["ref"],
        outlet=value["outlet"],
        published=date.fromisoformat(value["published"]),
        url=value["url"],
        background=value["background"],
        source=value["source"],
    )


def _relation_json(relation: Relation) -> Json:
    return {
        "relation": relation.relation.value,
        "incident": relation.incident,
        "words": relation.words,
        "claim": relation.claim,
        "ordinal": relation.ordinal,
    }


def _relation(value: Mapping[str, Any]) -> Relation:
    return Relation(
        relation=RelationKind(value["relation"]),
        incident=value["incident"],
        claim=value["claim"],
        words=value["words"],
        ordinal=value["ordinal"],
    )


def _correction_json(correction: Correction) -> Json:
    return {
        "claim": correction.claim,
        "field": correction.field,
        "value": json.loads(correction.value),
        "by": correction.by,
        "at": correction.at,
        "reason": correction.reason,
    }


def _correction(value: Mapping[str, Any]) -> Correction:
    return Correction(
        claim=value["claim"],
        field=value["field"],
        value=json.dumps(value["value"], ensure_ascii=False, sort_keys=True),
        by=value["by"],
        at=value["at"],
        reason=value["reason"],
    )


def incident_json(incident: Incident) -> Json:
    """Return the JSON object of an incident."""
    return {
        "id": incident.id,
        "founding": incident.founding,
        "kind": incident.kind.value,
        "status": incident.status.value,
        "grade": incident.grade.value,
        "grade_reason": incident.grade_reason,
        "hedged": incident.hedged,
        "background": incident.background,
        "when": _when_json(incident.when),
        "place": _place_json(incident.place),
        "actors": [_incident_actor_json(actor) for actor in incident.actors],
        "speakers": _sourced_json(incident.speakers, "name"),
        "targets": _sourced_json(incident.targets, "name"),
        "weapons": _sourced_json(incident.weapons, "name"),
        "munitions": _range_json(incident.munitions),
        "killed": _range_json(incident.killed),
        "injured": _range_json(incident.injured),
        "captured": _range_json(incident.captured),
        "damage": incident.damage,
        "launched_from": _place_json(incident.launched_from),
        "conflicts": [
            {"field": conflict.field, "values": _sourced_json(conflict.values, "value")}
            for conflict in incident.conflicts
        ],
        "reports": [_incident_report_json(report) for report in incident.reports],
        "claims": list(incident.claims),
        "sources": incident.sources,
        "relations": [_relation_json(relation) for relation in incident.relations],
        "merge_reasons": list(incident.merge_reasons),
        "corrections": [_correction_json(correction) for correction in incident.corrections],
        "first_reported": incident.first_reported.isoformat(),
        "version": incident.version,
        "updated": incident.updated.isoformat(),
    }


def incident_from_json(value: Mapping[str, Any]) -> Incident:
    """Return the incident that :func:`incident_json` wrote.

    Raises:
        WireError: a key is missing, or a value is not of the codebook.

    """
    with _reading("incident", value):
        return Incident(
            id=value["id"],
            founding=value["founding"],
            kind=Kind(value["kind"]),
            status=Status(value["status"]),
            grade=Grade(value["grade"]),
            grade_reason=value["grade_reason"],
            background=value["background"],
            when=_when(value["when"]),
            place=_maybe_place(value["place"]),
            actors=tuple(_incident_actor(actor) for actor in value["actors"]),
            speakers=_sourced(value["speakers"], "name"),
            targets=_sourced(value["targets"], "name"),
            weapons=_sourced(value["weapons"], "name"),
            munitions=_range(value["munitions"]),
            killed=_range(value["killed"]),
            injured=_range(value["injured"]),
            captured=_range(value["captured"]),
            damage=value["damage"],
            launched_from=_maybe_place(value["launched_from"]),
            conflicts=tuple(
                Conflict(conflict["field"], _sourced(conflict["values"], "value")) for conflict in value["conflicts"]
            ),
            reports=tuple(_incident_report(report) for report in value["reports"]),
            claims=tuple(value["claims"]),
            sources=value["sources"],
            relations=tuple(_relation(relation) for relation in value["relations"]),
            first_reported=date.fromisoformat(value["first_reported"]),
            version=value["version"],
            updated=date.fromisoformat(value["updated"]),
            hedged=value["hedged"],
            merge_reasons=tuple(value["merge_reasons"]),
            corrections=tuple(_correction(one) for one in value.get("corrections", ())),
        )
