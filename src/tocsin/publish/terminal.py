"""Incidents, claims and tallies as tables for a terminal of 80 columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.access import Token
from tocsin.codebook import ActorBasis, Grade, PlacePrecision, Status, WhenBasis
from tocsin.link.compare import Evidence
from tocsin.link.decisions import Outcome
from tocsin.link.totals import is_ordinal
from tocsin.model import (
    Claim,
    Correction,
    FieldChange,
    Figure,
    Incident,
    IncidentActor,
    IncidentReport,
    Judgement,
    Mention,
    Place,
    Range,
    Reconciliation,
    Report,
    Step,
    Total,
    Version,
    When,
)
from tocsin.publish.tally import TallyBy, TallyRow

#: Claims set side by side before a new block begins; three fit 80 columns.
SIDE_BY_SIDE = 3

#: So much of an id is shown: enough to name it again, and short enough for a table.
SHOWN_ID = 8

#: Parties named in a row of the table; the others are counted.
_ACTORS_SHOWN = 2

_DASH = "\N{EN DASH}"
_UNKNOWN = "\N{MIDDLE DOT}"

_GRADES = {
    Grade.CONFIRMED: "green",
    Grade.CORROBORATED: "cyan",
    Grade.SINGLE_SOURCE: "default",
    Grade.CONTESTED: "yellow",
    Grade.DENIED: "red",
}


def figure_words(figure: Range | Figure | None) -> str:
    """Return a figure as people write it: "4", "4" to "9" with a dash, "20+", "≤30", "some", or a dot for not told."""
    if figure is None:
        return _UNKNOWN
    low, high = figure.min, figure.max
    if low is None and high is None:
        return "some"
    if high is None:
        return f"{low}+"
    if low is None:
        return f"≤{high}"
    about = "~" if figure.approximate else ""
    return f"{about}{low}" if low == high else f"{about}{low}{_DASH}{high}"


def day_words(when: When | None) -> str:
    """Return the days of an event; a question mark where only the publication dates it."""
    if when is None:
        return "?"
    words = _interval_words(when.start, when.end)
    return f"{words}?" if when.basis is WhenBasis.PUBLICATION else words


def _interval_words(start: date, end: date) -> str:
    """Return an interval: "2022-10-03", "2022" or "2022-10" where it is all of it, else "2022-10-03 to 10-05"."""
    if start == end:
        return start.isoformat()
    after = end + timedelta(days=1)
    if start.day == after.day == 1:
        if start.month == after.month == 1 and after.year == start.year + 1:
            return str(start.year)
        if (after - start).days <= 31:  # noqa: PLR2004 - no month is longer
            return f"{start:%Y-%m}"
    return f"{start.isoformat()} to {end.isoformat() if end.year != start.year else end.strftime('%m-%d')}"


def place_words(place: Place | None) -> str:
    """Return the name of a place with its country; the report's own words in quotes where it was not found."""
    if place is None:
        return _UNKNOWN
    if place.name is None:
        return f"“{place.span.text}”"
    if not place.country or place.precision is PlacePrecision.COUNTRY or place.country == place.name:
        return place.name
    return f"{place.name}, {place.country}"


def _kind_words(incident: Incident, between: str = ", ") -> str:
    words = str(incident.kind).replace("_", " ")
    if incident.status in (Status.OCCURRED, Status.THREATENED):
        return words
    return f"{words}{between}{incident.status}"


def _actor_words(actor: IncidentActor) -> str:
    name = actor.name if actor.entity is not None else f"“{actor.name}”"
    return name if actor.basis is ActorBasis.STATED else f"{name} ({actor.basis})"


def _actors_words(actors: Sequence[IncidentActor]) -> str:
    if not actors:
        return _UNKNOWN
    words = ", ".join(_actor_words(actor) for actor in actors[:_ACTORS_SHOWN])
    more = len(actors) - _ACTORS_SHOWN
    return f"{words} and {more} more" if more > 0 else words


#: What the table's shorthand means, for the line under it.
LEGEND = (
    f"? the day of publication, no other is told  {_UNKNOWN} not told  “…” as the reports put it, not known by name  "
    "src independent sources"
)


def incident_table(incidents: Iterable[Incident]) -> Table:
    """Lay out incidents, one a row."""
    table = _table()
    table.add_column("id", no_wrap=True)
    table.add_column("day", width=11, overflow="fold")
    table.add_column("what", width=12, overflow="fold")  # the longest word, "interception"
    table.add_column("where", ratio=1, overflow="fold")
    table.add_column("who", ratio=1, overflow="fold")
    for name in ("dead", "hurt", "src"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in incidents:
        table.add_row(
            one.id[:SHOWN_ID], day_words(one.when), _kind_words(one, "\n"), Text(place_words(one.place)),
            Text(_actors_words(one.actors)), figure_words(one.killed), figure_words(one.injured),
            Text(str(one.sources), style=_GRADES[one.grade]), style="dim" if one.background else "",
        )  # fmt: skip
    return table


def _table(*, show_header: bool = True) -> Table:
    """Return an empty table without rules, as wide as the terminal."""
    return Table(
        box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0), expand=True, show_header=show_header
    )


def incident_head(incident: Incident) -> RenderableType:
    """Lay out what an incident's claims amount to."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, words in _head_rows(incident):
        if words:
            grid.add_row(name, Text(words))
    return grid


def _relations(incident: Incident) -> str:
    """Return each relation once, however many reports tell it in the same words."""
    told = (f"{one.relation} → {one.incident[:SHOWN_ID]} (“{one.words}”)" for one in incident.relations)
    return "; ".join(dict.fromkeys(told))


def _head_rows(incident: Incident) -> list[tuple[str, str]]:
    place = incident.place
    where = place_words(place)
    if place is not None and place.lat is not None:
        where += f"  ({place.lat:.3f}, {place.lon:.3f}, ±{place.radius_km or 0:g} km)"
    when = day_words(incident.when)
    if incident.when is not None:
        when += f"  ({incident.when.basis}{', ' + incident.when.time if incident.when.time else ''})"
    return [
        ("incident", incident.id),
        ("what", _kind_words(incident) + (" (told only as background)" if incident.background else "")),
        ("when", when),
        ("where", where),
        (
            "who",
            "; ".join(
                f"{a.name} ({a.basis}{' by ' if a.said_by else ''}{', '.join(a.said_by)})" for a in incident.actors
            ),
        ),
        ("target", "; ".join(value.value for value in incident.targets)),
        ("weapons", "; ".join(value.value for value in incident.weapons)),
        ("munitions", figure_words(incident.munitions) if incident.munitions else ""),
        ("killed", figure_words(incident.killed) if incident.killed else ""),
        ("injured", figure_words(incident.injured) if incident.injured else ""),
        ("captured", figure_words(incident.captured) if incident.captured else ""),
        ("damage", incident.damage or ""),
        ("launched", f"from {incident.launched_from.span.text}" if incident.launched_from else ""),
        ("grade", f"{incident.grade}: {incident.grade_reason}"),
        ("conflicts", "; ".join(f"{c.field}: {' / '.join(v.value for v in c.values)}" for c in incident.conflicts)),
        ("relations", _relations(incident)),
        ("corrected", "; ".join(_correction_words(one) for one in incident.corrections)),
    ]


def _correction_words(one: Correction) -> str:
    why = f", {one.reason}" if one.reason else ""
    return f"{one.field} of {one.claim[:SHOWN_ID]} → {_value_words(json.loads(one.value))} (by {one.by}{why})"


def claims_side_by_side(claims: Sequence[Claim], reports: Mapping[str, Report]) -> RenderableType:
    """Lay out claims as columns, their fields as rows, :data:`SIDE_BY_SIDE` to a block."""
    blocks = (claims[at : at + SIDE_BY_SIDE] for at in range(0, len(claims), SIDE_BY_SIDE))
    return Group(*(Padding(_claims_block(block, reports), (1, 0, 0, 0)) for block in blocks))


def _claims_block(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Table:
    table = _table(show_header=False)
    table.add_column(style="bold", width=9, no_wrap=True)
    for _ in claims:
        table.add_column(ratio=1, overflow="fold")
    for name, cells in _claim_rows(claims, reports):
        if any(cells):
            table.add_row(name, *[Text(cell) for cell in cells])
    return table


def _claim_rows(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Iterator[tuple[str, list[str]]]:
    columns = [_claim_cells(claim, reports[claim.report]) for claim in claims]
    for name in columns[0]:
        yield name, [cells[name] for cells in columns]


def _claim_cells(claim: Claim, report: Report) -> dict[str, str]:
    return {
        "claim": claim.id[:SHOWN_ID],
        "outlet": report.outlet or report.ref,
        "published": report.published.isoformat(),
        "told": "as background" if claim.background else "as news",
        "said by": _names(claim.speakers),
        "what": str(claim.kind).replace("_", " ") + f", {claim.status}" + (", hedged" if claim.hedged else ""),
        "who": f"{_names(claim.actors)} ({claim.actor_basis})" if claim.actors else "",
        "target": _names(claim.targets),
        "weapon": _names(claim.weapons),
        "munitions": _told(claim.munitions),
        "where": ", ".join(place.span.text for place in claim.places),
        "when": f"{day_words(claim.when)} (“{claim.when.span.text}”)" if claim.when and claim.when.span else "",
        "killed": _told(claim.killed) + _also(claim, "killed"),
        "injured": _told(claim.injured) + _also(claim, "injured"),
        "captured": _told(claim.captured),
        "damage": f"“{claim.damage.span.text}”" if claim.damage else "",
        "words": f"“{quote(claim, report)}”",
    }


def _names(mentions: Iterable[Mention]) -> str:
    return ", ".join(mention.span.text for mention in mentions)


def _told(figure: Figure | None) -> str:
    return f"{figure_words(figure)} (“{figure.span.text}”)" if figure is not None else ""


def _also(claim: Claim, field: str) -> str:
    others = [figure_words(told.figure) for told in claim.also_told if told.field == field]
    return f"; also {', '.join(others)}" if others else ""


def quote(claim: Claim, report: Report, reach: int = 70) -> str:
    """Return the report's words around the trigger of a claim, some ``reach`` characters to each side, none cut."""
    text = report.text
    start, end = max(0, claim.trigger.start - reach), min(len(text), claim.trigger.end + reach)
    while 0 < start < claim.trigger.start and not text[start - 1].isspace():
        start += 1
    while claim.trigger.end < end < len(text) and not text[end].isspace():
        end -= 1
    words = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{words}{' …' if end < len(text) else ''}"


def report_head(report: Report, claims: int) -> Text:
    """Return the line above the claims of one report."""
    name = report.ref if report.outlet is None else f"{report.ref}, {report.outlet}"
    return Text(f"{name}, {report.published}: {claims or 'no'} claim{'' if claims == 1 else 's'}", style="bold")


def steps_table(steps: Iterable[Step]) -> Table:
    """Lay out how a claim was read, step by step."""
    table = _table()
    table.add_column("field", width=13, no_wrap=True)
    table.add_column("how it was read", ratio=1, overflow="fold")
    for step in steps:
        table.add_row(step.field, Text(step.reason))
    return table


def linking(
    pairs: Iterable[tuple[Claim, Sequence[Evidence]]], incident: Incident, joined: Mapping[str, str]
) -> RenderableType:
    """Lay out why a claim stands in its incident: against each other claim, the comparisons and their scores.

    ``joined`` says by claim, where the sum alone would not join the two, by what rule they are one all the same.
    """
    blocks: list[RenderableType] = [Text(f"\nincident {incident.id}: {incident.grade}, {incident.grade_reason}")]
    for other, evidence in pairs:
        table = _table()
        table.add_column(f"with {other.id[:SHOWN_ID]}", width=13, no_wrap=True)
        table.add_column("score", justify="right", width=6)
        table.add_column("because", ratio=1, overflow="fold")
        for one in evidence:
            if one.score:
                table.add_row(one.name, f"{one.score:+.1f}", Text(one.detail))
        table.add_row("sum", f"{round(sum(one.score for one in evidence), 1) + 0.0:+.1f}", "")
        if other.id in joined:
            table.add_row("all the same", "", Text(joined[other.id]))
        silent = [one.name for one in evidence if not one.score]
        if silent:
            table.add_row("nothing", "", Text("says nothing either way: " + ", ".join(silent), style="dim"))
        blocks.append(Padding(table, (1, 0, 0, 0)))
    return Group(*blocks)


#: What the table of a tally means by its shorthand, for the line under it.
TALLY_LEGEND = (
    f"{_DASH} not told with a number  not told: incidents of which no report gives a number of dead, or of injured; "
    "“some” and “several” are told without one"
)


def tally_table(rows: Iterable[TallyRow], by: TallyBy) -> Table:
    """Lay out a tally."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("week of" if by is TallyBy.WEEK else str(by), overflow="fold")
    for name in ("incidents", "foiled", "killed", "not told", "injured", "not told"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(
            Text(row.group.replace("_", " ") if by is TallyBy.KIND else row.group), str(row.incidents), str(row.foiled),
            _sum_words(row.killed_min, row.killed_max, row.killed_open), str(row.unknown_killed),
            _sum_words(row.injured_min, row.injured_max, row.injured_open), str(row.unknown_injured),
        )  # fmt: skip
    return table


def _sum_words(low: int | None, high: int | None, open_ended: bool) -> str:
    if low is None:
        return _DASH
    words = str(low) if low == high else f"{low}{_DASH}{high}"
    return f"{words}+" if open_ended else words


#: What the table of totals means by its shorthand, for the line under it.
TOTALS_LEGEND = (
    f"{_UNKNOWN} not counted, as the scope says why  untold: incidents without a figure  maybe: incidents that "
    "may belong there, by day and place"
)


def totals_table(totals: Iterable[tuple[Total, Reconciliation]]) -> Table:
    """Lay out cumulative figures and the ledger's own count, one total a row."""
    table = _table()
    table.add_column("words", ratio=1, overflow="fold")
    table.add_column("what", no_wrap=True)
    table.add_column("claimed", justify="right", no_wrap=True)
    table.add_column("own count", justify="right", no_wrap=True)
    table.add_column("scope", ratio=1, overflow="fold")
    for total, own in totals:
        claimed = figure_words(Range(total.min, total.max, total.approximate))
        if is_ordinal(total):
            claimed = f"no. {claimed}"
        words = Text(f"“{' '.join(total.span.text.split())}”")
        table.add_row(words, str(total.what), claimed, _own_count_words(own), Text(_scope_words(own)))
    return table


def _own_count_words(own: Reconciliation) -> str:
    if own.unresolved:
        return _UNKNOWN
    untold = f"+{own.without_figure} untold" if own.without_figure else ""
    maybe = f"+{len(own.undecided)} maybe" if own.undecided else ""
    number = figure_words(None if own.min is None and own.max is None else Range(own.min, own.max))
    return "\n".join(words for words in (number, untold, maybe) if words)


def _scope_words(own: Reconciliation) -> str:
    if own.unresolved:
        return "; ".join(own.unresolved)
    scope = own.scope
    reach = "" if scope.radius_km is None else f" ±{scope.radius_km:g} km"
    days = _interval_words(scope.since, scope.until) if scope.since is not None else ""
    return f"{scope.place}{reach}, {days}"


def version_table(versions: Iterable[Version], causes: Mapping[str, str]) -> Table:
    """Lay out what became of incidents, one version a row; ``causes`` says in words what changed them, by the cause."""
    table = _table()
    table.add_column("id", no_wrap=True)
    table.add_column("no.", justify="right")
    table.add_column("when (UTC)", width=10, overflow="fold")
    table.add_column("by", ratio=1, overflow="fold")
    table.add_column("what", ratio=2, overflow="fold")
    for version in versions:
        moment = datetime.fromisoformat(version.at)
        table.add_row(
            version.incident[:SHOWN_ID],
            str(version.number),
            f"{moment:%Y-%m-%d %H:%M:%S}",
            Text(causes.get(version.cause, version.cause)),
            Text(_version_words(version)),
        )
    return table


def report_cause(report: Report | IncidentReport | None) -> str:
    """Return the outlet and the day of a report that changed an incident; no more than that where it is not shown."""
    if report is None:
        return "a report"
    day = report.published
    return f"{report.outlet or report.ref}, {day.day} {day:%b %Y}"


def judgement_cause(judgement: Judgement | None) -> str:
    """Return a decision that changed an incident and whose it is."""
    if judgement is None:
        return "a person's decision"
    return f"{_decision_words(judgement)}, by {judgement.by or 'a reviewer'}"


def _version_words(version: Version) -> str:
    if version.successor is not None:
        return f"merged into {version.successor[:SHOWN_ID]}"
    if version.state is None:
        return f"removed: {version.reason}"
    if not version.changes:
        return f"new: {_kind_words(version.state)}, {place_words(version.state.place)}, {day_words(version.state.when)}"
    told = [_change_words(one) for one in version.changes if one.field not in _FOLLOWS]
    return "; ".join(told) or "told again"


#: Fields whose values say little at a glance: that they changed is enough.
_LONG_FIELDS = frozenset(
    {"corrections", "reports", "claims", "merge_reasons", "conflicts", "speakers", "targets", "relations"}
)
_LONGEST_VALUE = 40
#: Fields that change with others that are shown.
_FOLLOWS = frozenset({"claims", "grade_reason", "merge_reasons", "sources", "updated", "version"})


#: Fields whose names say little by themselves.
_FIELD_WORDS = {
    "conflicts": "where sources differ",
    "actors": "who did it",
    "speakers": "who says so",
    "targets": "hit",
    "relations": "other incidents meant",
    "corrections": "set right by people",
    "place": "where",
    "when": "day",
    "hedged": "told with doubt",
    "background": "told as background",
    "launched_from": "launched from",
    "first_reported": "first reported",
}


def _change_words(change: FieldChange) -> str:
    before, after = json.loads(change.before), json.loads(change.after)
    name = _FIELD_WORDS.get(change.field, change.field.replace("_", " "))
    if change.field in _LONG_FIELDS and isinstance(before, list) and isinstance(after, list):
        said = f"{len(before)} → {len(after)}" if len(before) != len(after) else f"other than before ({len(after)})"
        return f"{name}: {said}"
    left, right = _value_words(before), _value_words(after)
    return f"{name}: {left} → {right}" if left != right else f"{name}: still {right}, other reports tell it"


def _value_words(value: Any) -> str:
    if isinstance(value, dict) and {"min", "max"} <= value.keys():
        return figure_words(Range(value["min"], value["max"], value.get("approximate", False)))
    if isinstance(value, dict):
        value = value.get("name") or value.get("text") or value.get("start") or value
    if isinstance(value, list):
        value = ", ".join(_one_word(one) for one in value if isinstance(one, dict))
    words = "none" if value in (None, "") else str(value)
    return words if len(words) <= _LONGEST_VALUE else f"{words[:_LONGEST_VALUE]}…"


def _one_word(value: Mapping[str, Any]) -> str:
    return str(value.get("name") or value.get("value") or "not named")


def judgement_table(judgements: Iterable[Judgement], outcomes: Mapping[str, Outcome]) -> Table:
    """Lay out decisions of people, one a row, and what became of each, by id."""
    table = _table()
    table.add_column("id", no_wrap=True)
    table.add_column("when (UTC)", width=10, overflow="fold")
    table.add_column("by", overflow="fold")
    table.add_column("decision", overflow="fold")
    table.add_column("state", overflow="fold")
    table.add_column("on", no_wrap=True)
    table.add_column("why", ratio=1, overflow="fold")
    for one in judgements:
        claims = "\n".join(claim[:SHOWN_ID] for claim in (one.left, one.right) if claim is not None)
        outcome = outcomes[one.id]
        said = Text(_decision_words(one), style="default" if outcome is Outcome.HOLDING else "dim strike")
        when = f"{datetime.fromisoformat(one.at):%Y-%m-%d %H:%M:%S}"
        table.add_row(one.id[:SHOWN_ID], when, one.by, said, outcome.value, claims, one.reason)
    return table


def token_table(tokens: Iterable[Token]) -> Table:
    """Lay out tokens, one a row."""
    table = _table()
    for name in ("name", "role", "made (UTC)", "last used", "revoked"):
        table.add_column(name, overflow="fold")
    for one in tokens:
        times = (f"{at:%Y-%m-%d %H:%M}" if at is not None else "" for at in (one.made, one.used, one.revoked))
        table.add_row(one.name, one.role.value, *times, style="default" if one.revoked is None else "dim")
    return table


def _decision_words(judgement: Judgement) -> str:
    if judgement.undoes is not None:
        return f"undo {judgement.undoes[:SHOWN_ID]}"
    if judgement.field is None:
        return str(judgement.verdict)
    value = "as coded" if judgement.value is None else _value_words(json.loads(judgement.value))
    return f"{judgement.field} → {value}"
