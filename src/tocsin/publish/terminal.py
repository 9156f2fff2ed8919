"""Incidents, claims and tallies as tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.codebook import Grade, Status, WhenBasis
from tocsin.link.compare import Evidence
from tocsin.model import Claim, Figure, Incident, Mention, Place, Range, Report, Step, When
from tocsin.publish.tally import TallyRow

#: Claims set side by side before a new block begins; three fit 80 columns.
SIDE_BY_SIDE = 3

_GRADES = {
    Grade.CONFIRMED: "green",
    Grade.CORROBORATED: "cyan",
    Grade.SINGLE_SOURCE: "default",
    Grade.CONTESTED: "yellow",
    Grade.DENIED: "red",
}


def figure_words(figure: Range | Figure | None) -> str:
    """Return a figure as people write it: "4", "4–9", "20+", "≤30", "some", or a dot for not told."""
    if figure is None:
        return "·"
    low, high = figure.min, figure.max
    if low is None and high is None:
        return "some"
    if high is None:
        return f"{low}+"
    if low is None:
        return f"≤{high}"
    about = "~" if figure.approximate else ""
    return f"{about}{low}" if low == high else f"{about}{low}–{high}"


def day_words(when: When | None) -> str:
    """Return the days of an event; a question mark where only the publication dates it."""
    if when is None:
        return "?"
    start = when.start.isoformat()
    words = start if when.start == when.end else f"{start}/{when.end.isoformat()[5:]}"
    return f"{words}?" if when.basis is WhenBasis.PUBLICATION else words


def place_words(place: Place | None) -> str:
    """Return the name of a place with its country."""
    if place is None:
        return "·"
    name = place.name or place.span.text
    return f"{name}, {place.country}" if place.country and place.country != name else name


def _kind_words(incident: Incident) -> str:
    words = str(incident.kind).replace("_", " ")
    if incident.status is not Status.OCCURRED and str(incident.status) != "threatened":
        words += f" ({incident.status})"
    return words


def incident_table(incidents: Iterable[Incident]) -> Table:
    """Lay out incidents, one a row."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0), expand=True)
    table.add_column("id", no_wrap=True, width=8)
    table.add_column("day", width=11, overflow="fold")
    table.add_column("what", ratio=3)
    table.add_column("where", ratio=4)
    table.add_column("who", ratio=4)
    table.add_column("dead", justify="right", width=6, overflow="fold")
    table.add_column("hurt", justify="right", width=6, overflow="fold")
    table.add_column("src", justify="right", width=3)
    for one in incidents:
        style = "dim" if one.background else ""
        who = one.actors[0].name if one.actors else "·"
        if one.actors and str(one.actors[0].basis) not in ("stated",):
            who += f" ({one.actors[0].basis})"
        table.add_row(
            one.id[:8], day_words(one.when), Text(_kind_words(one)), Text(place_words(one.place)), Text(who),
            figure_words(one.killed), figure_words(one.injured), Text(str(one.sources), style=_GRADES[one.grade]),
            style=style,
        )  # fmt: skip
    return table


def incident_head(incident: Incident) -> RenderableType:
    """Lay out what an incident's claims amount to."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, words in _head_rows(incident):
        if words:
            grid.add_row(name, Text(words))
    return grid


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
        ("what", _kind_words(incident) + ("  [told only as background]" if incident.background else "")),
        ("when", when),
        ("where", where),
        ("who", "; ".join(f"{a.name} ({a.basis}: {', '.join(a.said_by) or 'the reports'})" for a in incident.actors)),
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
        ("relations", "; ".join(f"{r.relation} → {r.incident[:8]} (“{r.words}”)" for r in incident.relations)),
    ]


def claims_side_by_side(claims: Sequence[Claim], reports: Mapping[str, Report]) -> RenderableType:
    """Lay out claims as columns, their fields as rows, :data:`SIDE_BY_SIDE` to a block."""
    blocks: list[RenderableType] = []
    for at in range(0, len(claims), SIDE_BY_SIDE):
        blocks.append(Padding(_claims_block(claims[at : at + SIDE_BY_SIDE], reports), (1, 0, 0, 0)))
    return Group(*blocks)


def _claims_block(claims: Sequence[Claim], reports: Mapping[str, Report]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1, 0, 0), expand=True)
    table.add_column(style="bold", width=9, no_wrap=True)
    for _ in claims:
        table.add_column(ratio=1, overflow="fold")
    for name, cells in _claim_rows(claims, reports):
        if any(cells):
            table.add_row(name, *[Text(cell) for cell in cells])
    return table


def _claim_rows(claims: Sequence[Claim], reports: Mapping[str, Report]) -> list[tuple[str, list[str]]]:
    def row(name: str, cells: Iterable[str]) -> tuple[str, list[str]]:
        return name, list(cells)

    return [
        row("claim", (claim.id[:8] for claim in claims)),
        row("outlet", (reports[claim.report].outlet or reports[claim.report].ref for claim in claims)),
        row("published", (reports[claim.report].published.isoformat() for claim in claims)),
        row("told", ("as background" if claim.background else "as news" for claim in claims)),
        row("said by", (_names(claim.speakers) for claim in claims)),
        row("what", (f"{claim.kind} ({claim.status})" + (" hedged" if claim.hedged else "") for claim in claims)),
        row("who", (f"{_names(claim.actors)} ({claim.actor_basis})" if claim.actors else "" for claim in claims)),
        row("target", (_names(claim.targets) for claim in claims)),
        row("weapon", (_names(claim.weapons) for claim in claims)),
        row("munitions", (_told(claim.munitions) for claim in claims)),
        row("where", ("; ".join(place.span.text for place in claim.places) for claim in claims)),
        row("when", (f"{claim.when.span.text} = {day_words(claim.when)}" if claim.when and claim.when.span else "" for claim in claims)),
        row("killed", (_told(claim.killed) + _also(claim, "killed") for claim in claims)),
        row("injured", (_told(claim.injured) + _also(claim, "injured") for claim in claims)),
        row("captured", (_told(claim.captured) for claim in claims)),
        row("damage", (claim.damage.span.text if claim.damage else "" for claim in claims)),
        row("words", (f"“{quote(claim, reports[claim.report])}”" for claim in claims)),
    ]


def _names(mentions: Iterable[Mention]) -> str:
    return ", ".join(mention.span.text for mention in mentions)


def _told(figure: Figure | None) -> str:
    return f"{figure_words(figure)} (“{figure.span.text}”)" if figure is not None else ""


def _also(claim: Claim, field: str) -> str:
    others = [figure_words(told.figure) for told in claim.also_told if told.field == field]
    return f"; also {', '.join(others)}" if others else ""


def quote(claim: Claim, report: Report, reach: int = 70) -> str:
    """Return the report's words around the trigger of a claim."""
    start, end = max(0, claim.trigger.start - reach), min(len(report.text), claim.trigger.end + reach)
    words = " ".join(report.text[start:end].split())
    return f"{'…' if start else ''}{words}{'…' if end < len(report.text) else ''}"


def steps_table(steps: Iterable[Step]) -> Table:
    """Lay out how a claim was read, step by step."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0), expand=True)
    table.add_column("field", width=13, no_wrap=True)
    table.add_column("how it was read", ratio=1, overflow="fold")
    for step in steps:
        table.add_row(step.field, Text(step.reason))
    return table


def linking(pairs: Iterable[tuple[Claim, Sequence[Evidence]]], incident: Incident) -> RenderableType:
    """Lay out why a claim stands in its incident: against each other claim, the comparisons and their scores."""
    blocks: list[RenderableType] = [Text(f"\nincident {incident.id}: {incident.grade}, {incident.grade_reason}")]
    for other, evidence in pairs:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0), expand=True)
        table.add_column(f"with {other.id[:8]}", width=13, no_wrap=True)
        table.add_column("score", justify="right", width=6)
        table.add_column("because", ratio=1, overflow="fold")
        for one in evidence:
            table.add_row(one.name, f"{one.score:+.1f}", Text(one.detail))
        table.add_row("sum", f"{sum(one.score for one in evidence):+.1f}", "")
        blocks.append(Padding(table, (1, 0, 0, 0)))
    return Group(*blocks)


def tally_table(rows: Iterable[TallyRow], by: str) -> Table:
    """Lay out a tally."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column(f"{by} of" if by in ("week",) else by)
    for name in ("incidents", "foiled", "killed", "injured", "dead not told"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            escape(row.group), str(row.incidents), str(row.foiled), _span(row.killed_min, row.killed_max),
            _span(row.injured_min, row.injured_max), str(row.unknown_killed),
        )  # fmt: skip
    return table


def _span(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"
