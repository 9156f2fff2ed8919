"""Commands that look into a ledger: incidents, show, explain, tally, totals, export, and its history."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from tocsin.cli.console import (
    DEFAULT_LEDGER,
    LedgerOption,
    counted,
    err,
    fail,
    knowledge,
    out,
    said,
    tell,
    viewed,
    write_out,
)
from tocsin.cli.options import (
    AsOfOption,
    CountryOption,
    ExportFormat,
    FiguresOption,
    InFullOption,
    KindOption,
    ListFormat,
    ShowFormat,
    SinceOption,
    SinceTimeOption,
    TallyFormat,
    UntilOption,
    as_time,
    period,
)
from tocsin.codebook import Grade, Status
from tocsin.ledger import Filter, UnknownIdError
from tocsin.ledger.catalogue.columns import Columns
from tocsin.ledger.catalogue.listing import Listing, Suggestion
from tocsin.ledger.disclosing import Telling
from tocsin.ledger.view import View
from tocsin.link import explain_pair, telling
from tocsin.link.joined import Joining
from tocsin.link.totals import reconcile
from tocsin.model import Claim, Incident, Reconciliation, Report, Total, Version
from tocsin.publish import terminal
from tocsin.publish.census import census
from tocsin.publish.csv import csv_lines, tally_csv_lines
from tocsin.publish.figures import FigurePolicy, shown
from tocsin.publish.file import write_whole
from tocsin.publish.geojson import geojson_lines
from tocsin.publish.json import json_lines, tally_json_lines, version_json_lines
from tocsin.publish.tally import TallyBy, TallyRow, tally
from tocsin.wire import incident_json, reconciliation_json, total_json

_WRITERS: dict[str, Callable[[Iterable[Incident]], Iterator[str]]] = {
    "json": json_lines,
    "csv": csv_lines,
    "geojson": geojson_lines,
}


_TALLY_WRITERS: dict[str, Callable[[Iterable[TallyRow]], Iterator[str]]] = {
    "json": tally_json_lines,
    "csv": tally_csv_lines,
}


def incidents(
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    country: CountryOption = None,
    status: Annotated[
        list[Status] | None,
        typer.Option("--status", metavar="STATUS", help=f"Only this status ({', '.join(Status)}); may be given again."),
    ] = None,
    grade: Annotated[
        list[Grade] | None,
        typer.Option("--grade", metavar="GRADE", help=f"Only this grade ({', '.join(Grade)}); may be given again."),
    ] = None,
    text: Annotated[str, typer.Option(help="Words to find in names of places and actors, in any spelling.")] = "",
    background: Annotated[
        bool | None,
        typer.Option("--background/--no-background", help="Only those told as background, or none of them."),
    ] = None,
    as_of: AsOfOption = None,
    figures: FiguresOption = FigurePolicy.RANGE,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print them.")] = ListFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List incidents, as they stand or as they stood."""
    first, last = period(since, until)
    wanted = Filter(
        kinds=tuple(kind or ()), statuses=tuple(status or ()), countries=tuple(country or ()), grades=tuple(grade or ()),
        since=first, until=last, background=background, text=text,
    )  # fmt: skip
    with viewed(ledger, in_full=in_full) as view:
        found = view.incidents(wanted) if as_of is None else view.as_of(as_time(as_of), wanted)
        chosen = (shown(incident, figures) for incident in found)
        if form is ListFormat.TABLE:
            listed = list(chosen)
            _print_incidents(listed, figures)
            if text and not listed:
                _tell_suggestions(Listing(view, Columns()).suggestions(text), view.ledger.name)
        else:
            write_out(_WRITERS[form](chosen))


def _print_incidents(listed: Sequence[Incident], figures: FigurePolicy) -> None:
    if listed:
        out.print(terminal.incident_table(listed))
        err.print(terminal.LEGEND, markup=False)
    tell(f"{census(listed).words()}.{_chosen_by(figures)}")


def _tell_suggestions(found: Sequence[Suggestion], ledger: str) -> None:
    if found:
        tell("Perhaps you meant " + ", ".join(f"{one.text} ({one.incidents:,})" for one in found) + ":")
        named = "" if ledger == DEFAULT_LEDGER or "://" in ledger else f"--ledger {quote(ledger)} "
        tell(f"  tocsin {named}incidents --text {quote(found[0].text)}")


def _chosen_by(figures: FigurePolicy) -> str:
    return "" if figures is FigurePolicy.RANGE else f" Figures: {figures} told."


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An incident or one of its claims, or the beginning of its id.")
    ],
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """Show one incident with its claims side by side."""
    with viewed(ledger, in_full=in_full) as view:
        incident = _incident(view, identifier)
        if form is ShowFormat.JSON:
            write_out([json.dumps(incident_json(incident), ensure_ascii=False) + "\n"])
        else:
            told = view.tellings(incident.id)
            print_incident(incident, told)
            if len(told) < len(incident.claims):
                tell(f"{counted(len(incident.claims) - len(told), 'claim')} withheld; --in-full shows all.")


def print_incident(incident: Incident, told: Sequence[Telling]) -> None:
    """Print an incident and claims side by side."""
    out.print(terminal.incident_head(incident))
    if told:
        reports = {one.report.id: one.report for one in told}
        out.print(terminal.claims_side_by_side([one.claim for one in told], reports))


def _incident(view: View, identifier: str) -> Incident:
    """Find the incident that an id means: its own, the one it went into, or that of one of its claims."""
    if identifier.startswith("c"):
        claim = view.ledger.claim(identifier)
        held = view.incident_of(claim.id)
        if held is None:
            raise UnknownIdError(f"claim {claim.id} belongs to no incident")
        return held
    found = view.incident(identifier)
    if not found.id.startswith(identifier):
        tell(f"{identifier} has become part of {found.id}.")
    return found


def explain(
    identifier: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim, or the beginning of its id.")],
    *,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """Explain how a claim was read and linked, step by step."""
    with viewed(ledger, in_full=in_full) as view:
        told = view.telling(identifier)
        _print_reading(told.claim, told.report)
        incident = view.incident_of(told.claim.id)
        if incident is not None:
            sides = knowledge().resolvers.actors
            own = telling(told.claim, told.report)
            others = [
                telling(one.claim, one.report) for one in view.tellings(incident.id) if one.claim.id != told.claim.id
            ]
            weighed = [(other.claim, explain_pair(own, other, sides)) for other in others]
            joining = Joining(incident, view.judgements(), two_persons=view.ledger.two_persons())
            joined = {
                other.id: why
                for other, evidence in weighed
                if (why := joining.why(told.claim, other, sum(one.score for one in evidence))) is not None
            }
            out.print(terminal.linking(weighed, incident, joined))


def _print_reading(claim: Claim, report: Report) -> None:
    coder = claim.coder
    out.print(f"claim {claim.id}: {claim.kind}, {claim.status}", style="bold", markup=False)
    by = f"{coder.name} {coder.version}" + (f": {coder.rule}" if coder.rule else "")
    out.print(f"{report.outlet or report.ref}, {report.published}, by {by}", markup=False)
    out.print(f"“{terminal.quote(claim, report, 160)}”\n", markup=False)
    out.print(terminal.steps_table(claim.steps))


def history(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An incident, past or present, or the beginning of its id.")
    ],
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """Show every version of an incident: when it changed, by what, and field by field how."""
    with viewed(ledger, in_full=in_full) as view:
        print_versions(view.history(identifier), form, view, "version")


def changes(
    *,
    since: SinceTimeOption = None,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List what became of incidents since a time: new, changed field by field, merged or removed."""
    with viewed(ledger, in_full=in_full) as view:
        print_versions(view.changes(as_time(since) if since else None), form, view)


def deleted(
    *,
    since: SinceTimeOption = None,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List incidents that are shown no more: merged into which other, or removed and why."""
    with viewed(ledger, in_full=in_full) as view:
        print_versions(view.deleted(as_time(since) if since else None), form, view, "former incident")


def print_versions(found: Iterable[Version], form: ShowFormat, view: View, noun: str = "change") -> None:
    """Print versions of incidents; ``noun`` is what they are counted as."""
    if form is ShowFormat.JSON:
        write_out(version_json_lines(found))
        return
    listed = list(found)
    if listed:
        out.print(terminal.version_table(listed, _causes(listed, view)))
    tell(f"{counted(len(listed), noun)}.")


def _causes(versions: Sequence[Version], view: View) -> dict[str, str]:
    """Return in words by what incidents changed: the outlet and day of a report, the person of a judgement."""
    reports = {report.id: report for one in versions if one.state is not None for report in one.state.reports}
    judgements = {one.id: one for one in view.judgements()}
    told: dict[str, str] = {}
    for cause in dict.fromkeys(one.cause for one in versions):
        sort, _, which = cause.partition(" ")
        if sort == "report":
            told[cause] = terminal.report_cause(reports.get(which) or _report(view, which))
        elif sort == "judgement":
            told[cause] = terminal.judgement_cause(judgements.get(which))
    return told


def _report(view: View, identifier: str) -> Report | None:
    """Return a report as it is shown, ``None`` where it is not."""
    try:
        return view.paper(identifier).report
    except UnknownIdError:
        return None


def tally_command(
    *,
    by: Annotated[TallyBy, typer.Option(help="What to group by.")] = TallyBy.WEEK,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    country: CountryOption = None,
    figures: FiguresOption = FigurePolicy.RANGE,
    form: Annotated[TallyFormat, typer.Option("--format", help="How to print it.")] = TallyFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """Count incidents and their dead and injured, lowest and highest."""
    first, last = period(since, until)
    wanted = Filter(kinds=tuple(kind or ()), countries=tuple(country or ()), since=first, until=last)
    with viewed(ledger, in_full=in_full) as view:
        listed = list(view.incidents(wanted))
    rows = tally(listed, by, figures)
    if form is not TallyFormat.TABLE:
        write_out(_TALLY_WRITERS[form](rows))
        return
    if rows:
        out.print(terminal.tally_table(rows, by))
        err.print(terminal.TALLY_LEGEND, markup=False)
    held = sum(row.incidents for row in rows)
    tell(
        f"{counted(held, 'incident')} counted, {len(listed) - held} left out: background, threatened, denied or "
        f"hypothetical. Quiet is not peace: reports tell of some events only.{_chosen_by(figures)}"
    )


def totals(
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table, or json: one object a line.")] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """List cumulative figures beside the ledger's own count. The two are never summed."""
    with viewed(ledger, in_full=in_full) as view:
        found = _reconciled(view)
    if form is ShowFormat.JSON:
        write_out(
            json.dumps({**total_json(total), "reconciled": reconciliation_json(own)}, ensure_ascii=False) + "\n"
            for total, own in found
        )
        return
    if found:
        out.print(terminal.totals_table(found))
        err.print(terminal.TOTALS_LEGEND, markup=False)
    tell(f"{counted(len(found), 'total')}.")


def _reconciled(view: View) -> list[tuple[Total, Reconciliation]]:
    """Return all totals, by report and in its order, each with the ledger's own count."""
    listed = view.totals()
    occurred = view.occurred() if listed else []
    return [(total, reconcile(total, report, occurred)) for total, report in listed]


def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="json, csv or geojson.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to write; - for standard output.")],
    *,
    figures: FiguresOption = FigurePolicy.RANGE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
) -> None:
    """Write all incidents to a file: whole or not at all."""
    with viewed(ledger, in_full=in_full) as view:
        number = 0

        def each() -> Iterator[Incident]:
            nonlocal number
            for incident in view.incidents():
                number += 1
                yield shown(incident, figures)

        lines = _WRITERS[form](each())
        if str(path) == "-":
            write_out(lines)
            return
        try:
            write_whole(path, lines)
        except OSError as error:
            raise fail(f"{path}: {said(error)}") from error
        tell(f"{path}: {counted(number, 'incident')} written.")
