"""The command line: thin. It parses, calls the pipeline and prints; standard output carries results only.

Exit codes: 0 done; 1 some inputs refused (each named on standard error, the rest done) or the command failed;
2 wrong usage.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tocsin import __version__
from tocsin.codebook import Grade, Kind, Status, Verdict
from tocsin.identity import judgement_id
from tocsin.ledger import Filter, Ledger, LedgerError, UnknownIdError
from tocsin.link.cluster import ConflictingJudgementsError, verdicts
from tocsin.link.compare import explain_pair
from tocsin.model import Claim, Incident, Judgement, Report
from tocsin.pipeline import Coding, add_reports, bring_up_to_date, code, rebuild, relink
from tocsin.publish import terminal
from tocsin.publish.csv import csv_lines
from tocsin.publish.geojson import geojson_lines
from tocsin.publish.json import json_lines
from tocsin.publish.tally import TallyBy, tally
from tocsin.read import Defaults, Notice, Refusal, calendar_date, read_sources, size_of
from tocsin.resolve.gazetteer import GazetteerError, add_dump, compiled_path, ensure_compiled
from tocsin.samples import sample_path
from tocsin.wire import coded_json, incident_json, total_json

DEFAULT_LEDGER = "tocsin.db"

#: So many bad rows of a dump are named one by one; the rest are counted.
BAD_ROWS_NAMED = 20

app = typer.Typer(
    name="tocsin", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Read published reports of attacks into a sourced ledger of incidents.",
)  # fmt: skip
gazetteer_app = typer.Typer(no_args_is_help=True, help="The list of places that names are looked up in.")
app.add_typer(gazetteer_app, name="gazetteer")

out = Console(highlight=False, emoji=False)
err = Console(stderr=True, highlight=False, emoji=False)


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


class ExportFormat(StrEnum):
    """What a ledger is exported as."""

    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


_WRITERS: dict[str, Callable[[Iterable[Incident]], Iterator[str]]] = {
    "json": json_lines,
    "csv": csv_lines,
    "geojson": geojson_lines,
}

LedgerOption = Annotated[str | None, typer.Option("--ledger", metavar="PATH|URL", help="The ledger [default: tocsin.db].")]
SinceOption = Annotated[str | None, typer.Option(metavar="DAY", help="Only events on or after this day.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DAY", help="Only events on or before this day.")]
KindOption = Annotated[list[Kind] | None, typer.Option("--kind", help="Only this kind; may be given again.")]
CountryOption = Annotated[list[str] | None, typer.Option("--country", help="Only this country (ISO code).")]


class State:
    """What the options before the command say."""

    ledger = DEFAULT_LEDGER


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    ledger: Annotated[str, typer.Option("--ledger", metavar="PATH|URL", help="The ledger, a file or a database URL.")] = DEFAULT_LEDGER,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Read published reports of attacks into a sourced ledger of incidents."""
    State.ledger = ledger


def _fail(message: str) -> typer.Exit:
    err.print(f"tocsin: {message}", style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


def _warn(name: str, matter: str) -> None:
    err.print(f"{name}: {matter}", markup=False, soft_wrap=True)


@contextmanager
def _open(ledger: str | None, *, create: bool = False) -> Iterator[Ledger]:
    try:
        with Ledger.open(ledger or State.ledger, create=create) as opened:
            yield opened
    except (LedgerError, ConflictingJudgementsError) as error:
        raise _fail(str(error)) from error


@contextmanager
def _bar(words: str, total: int | None, unit: Callable[[int], int] = lambda done: done) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error; the function given back moves it on."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=not err.is_terminal, disable=not err.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda step: progress.advance(task, unit(step))


def _coding() -> Coding:
    """Build the coding; the first time on a machine the gazetteer is compiled, which is shown."""
    try:
        if not compiled_path().exists():
            err.print("Compiling the gazetteer (once on this machine) …", markup=False)
            with _bar("gazetteer", 100) as advance:
                ensure_compiled(_in_percent(advance))
        return Coding.default()
    except (GazetteerError, OSError) as error:
        raise _fail(f"the gazetteer cannot be compiled: {error}") from error


def _in_percent(advance: Callable[[int], None]) -> Callable[[int, int | None], None]:
    """Turn (done, total) into steps of a bar of a hundred."""
    shown = 0

    def moved(done: int, total: int | None) -> None:
        nonlocal shown
        percent = 100 * done // total if total else shown
        advance(percent - shown)
        shown = percent

    return moved


def _day(value: str | None, name: str) -> date | None:
    if value is None:
        return None
    try:
        return calendar_date(value)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=name) from error


class Reading:
    """The reports of some sources; counts what was refused and says it on standard error."""

    def __init__(self, sources: Sequence[str], defaults: Defaults) -> None:
        self.sources = sources
        self.defaults = defaults
        self.refused = 0

    def reports(self, consumed: Callable[[int], None]) -> Iterator[Report]:
        """Yield the reports; refusals and notices go to standard error."""
        for outcome in read_sources(self.sources, self.defaults, sys.stdin.buffer, consumed=consumed):
            if isinstance(outcome, Refusal):
                self.refused += 1
                _warn(outcome.name, outcome.reason)
            elif isinstance(outcome, Notice):
                _warn(outcome.name, outcome.matter)
            else:
                yield outcome


def _reading(sources: list[str], published: str | None, outlet: str | None, title: str | None, url: str | None) -> Reading:
    return Reading(sources, Defaults(_day(published, "--published"), outlet, title, url))


SourceArgument = Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files or folders (text, HTML, JSON lines), or - for standard input.")]
PublishedOption = Annotated[str | None, typer.Option(metavar="DAY", help="Day of publication, where a source does not say it.")]
OutletOption = Annotated[str | None, typer.Option(help="Who published it, where a source does not say it.")]
TitleOption = Annotated[str | None, typer.Option(help="Headline, where a source does not say it.")]
UrlOption = Annotated[str | None, typer.Option(help="Address, where a source does not say it.")]


@app.command("code")
def code_command(
    sources: SourceArgument,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    form: Annotated[Format, typer.Option("--format", help="json (one coded report a line) or table.")] = Format.JSON,
) -> None:
    """Print the claims of reports as JSON lines; no ledger is touched."""
    if form not in (Format.JSON, Format.TABLE):
        raise typer.BadParameter("claims are printed as json or table", param_hint="--format")
    reading = _reading(sources, published, outlet, title, url)
    coding = _coding()
    with _bar("coding", size_of(sources)) as consumed:
        for report in reading.reports(consumed):
            coded = code(report, coding)
            for warning in coded.warnings:
                _warn(report.ref, warning)
            if form is Format.JSON:
                sys.stdout.write(json.dumps(coded_json(coded), ensure_ascii=False) + "\n")
            else:
                out.print(terminal.claims_side_by_side(coded.claims, {report.id: report}))
    if reading.refused:
        raise typer.Exit(1)


@app.command()
def add(
    sources: SourceArgument,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Read, code and link reports into the ledger."""
    reading = _reading(sources, published, outlet, title, url)
    with _open(ledger, create=True) as opened:
        _add(opened, reading, _coding())
    if reading.refused:
        raise typer.Exit(1)


def _add(opened: Ledger, reading: Reading, coding: Coding) -> None:
    new = known = claims = 0
    with _bar("reading", size_of(reading.sources)) as consumed:
        for coded, added in add_reports(opened, reading.reports(consumed), coding):
            new, known = new + added, known + (not added)
            claims += len(coded.claims) if added else 0
            if added:
                for warning in coded.warnings:
                    _warn(coded.report.ref, warning)
    bring_up_to_date(opened, coding)
    told = f"{new} new reports with {claims} claims, {known} known before, {reading.refused} refused"
    err.print(f"{opened.name}: {told}; {opened.count_incidents(Filter())} incidents.", markup=False, soft_wrap=True)


@app.command()
def incidents(  # noqa: PLR0917 - a filter has as many options as it has
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    country: CountryOption = None,
    status: Annotated[list[Status] | None, typer.Option("--status", help="Only this status; may be given again.")] = None,
    grade: Annotated[list[Grade] | None, typer.Option("--grade", help="Only this grade; may be given again.")] = None,
    text: Annotated[str, typer.Option(help="Words to find in names of places and actors.")] = "",
    background: Annotated[bool | None, typer.Option("--background/--no-background", help="Only those told as background, or none of them.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print them.")] = Format.TABLE,
    ledger: LedgerOption = None,
) -> None:
    """List incidents."""
    wanted = Filter(
        kinds=tuple(kind or ()), statuses=tuple(status or ()), countries=tuple(c.upper() for c in country or ()),
        grades=tuple(grade or ()), since=_day(since, "--since"), until=_day(until, "--until"), background=background,
        text=text,
    )  # fmt: skip
    with _fresh(ledger) as opened:
        found = opened.incidents(wanted)
        if form is Format.TABLE:
            listed = list(found)
            out.print(terminal.incident_table(listed))
            err.print(f"{len(listed)} incidents. A day with ? is the day of publication; src counts independent sources.", markup=False)
        else:
            for line in _WRITERS[form](found):
                sys.stdout.write(line + "\n")


@contextmanager
def _fresh(ledger: str | None) -> Iterator[Ledger]:
    """Open a ledger that exists, its incidents brought up to date."""
    with _open(ledger) as opened:
        if opened.stale():
            bring_up_to_date(opened, _coding())
        yield opened


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An incident, claim or report, or the beginning of its id.")],
    form: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.TABLE,
    ledger: LedgerOption = None,
) -> None:
    """Show one incident with its claims side by side."""
    with _fresh(ledger) as opened:
        incident = _incident(opened, identifier)
        claims = [opened.claim(claim) for claim in incident.claims]
        if form is Format.JSON:
            sys.stdout.write(json.dumps(incident_json(incident), ensure_ascii=False) + "\n")
            return
        _print_incident(opened, incident, claims)


def _print_incident(opened: Ledger, incident: Incident, claims: Sequence[Claim]) -> None:
    reports = {claim.report: opened.report(claim.report) for claim in claims}
    out.print(terminal.incident_head(incident))
    out.print(terminal.claims_side_by_side(claims, reports))


def _incident(opened: Ledger, identifier: str) -> Incident:
    """Find the incident that an id means: its own, or that of one of its claims."""
    if identifier.startswith("c"):
        claim = opened.claim(identifier)
        found = opened.incident_of(claim.id)
        if found is None:
            raise UnknownIdError(f"claim {claim.id} belongs to no incident")
        return found
    return opened.incident(identifier)


@app.command()
def explain(
    identifier: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim, or the beginning of its id.")],
    ledger: LedgerOption = None,
) -> None:
    """Explain how a claim was read, step by step, and why it was linked where it is."""
    with _fresh(ledger) as opened:
        claim = opened.claim(identifier)
        report = opened.report(claim.report)
        coding = _coding()
        out.print(f"claim {claim.id}: {claim.kind}, {claim.status}", style="bold", markup=False)
        out.print(f"{report.outlet or report.ref}, {report.published}, by {claim.coder.name} {claim.coder.version}: {claim.coder.rule}", markup=False)
        out.print(f"“{terminal.quote(claim, report, 160)}”\n", markup=False)
        out.print(terminal.steps_table(claim.steps))
        incident = opened.incident_of(claim.id)
        if incident is not None:
            others = [opened.claim(other) for other in incident.claims if other != claim.id]
            pairs = [(other, explain_pair(claim, other, coding.resolvers.actors)) for other in others]
            out.print(terminal.linking(pairs, incident))


@app.command("tally")
def tally_command(
    by: Annotated[TallyBy, typer.Option(help="What to group by.")] = TallyBy.WEEK,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    country: CountryOption = None,
    form: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.TABLE,
    ledger: LedgerOption = None,
) -> None:
    """Count incidents and their dead and injured, lowest and highest."""
    wanted = Filter(
        kinds=tuple(kind or ()), countries=tuple(c.upper() for c in country or ()), since=_day(since, "--since"), until=_day(until, "--until")
    )
    with _fresh(ledger) as opened:
        rows = tally(opened.incidents(wanted), by)
    if form is Format.TABLE:
        out.print(terminal.tally_table(rows, by))
        err.print("Quiet is not peace: a tally counts what the reports tell, no more.", markup=False)
    else:
        _print_rows(rows, form)


def _print_rows(rows: Sequence[Any], form: Format) -> None:
    """Print rows of a dataclass as JSON or CSV."""
    if form not in (Format.JSON, Format.CSV):
        raise typer.BadParameter("this is printed as table, json or csv", param_hint="--format")
    names = [name for name in rows[0].__slots__] if rows else []
    if form is Format.JSON:
        sys.stdout.write(json.dumps([{name: getattr(row, name) for name in names} for row in rows]) + "\n")
        return
    for line in [names, *[[str(getattr(row, name)) for name in names] for row in rows]]:
        sys.stdout.write(",".join(line) + "\n")


@app.command()
def totals(ledger: LedgerOption = None) -> None:
    """Print the cumulative figures that reports give, as JSON lines; they are never summed with incidents."""
    with _open(ledger) as opened:
        for total in opened.totals():
            sys.stdout.write(json.dumps(total_json(total), ensure_ascii=False) + "\n")


@app.command()
def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="json, csv or geojson.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to write; - for standard output.")],
    ledger: LedgerOption = None,
) -> None:
    """Write all incidents to a file: whole or not at all."""
    with _fresh(ledger) as opened:
        lines = _WRITERS[form](opened.incidents(Filter()))
        if str(path) == "-":
            for line in lines:
                sys.stdout.write(line + "\n")
            return
        _write_whole(path, lines)
    err.print(f"{path}: written.", markup=False, soft_wrap=True)


def _write_whole(path: Path, lines: Iterable[str]) -> None:
    """Write lines beside the file first, so that a failure leaves the old one."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(line + "\n" for line in lines)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise _fail(f"{path}: {error.strerror or error}") from error


@app.command()
def judge(
    words: Annotated[list[str], typer.Argument(metavar="ID [ID] VERDICT", help="Two ids and same or different; or one id and accept or reject.")],
    by: Annotated[str | None, typer.Option(help="Who judges [default: your login name].")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    ledger: LedgerOption = None,
) -> None:
    """Record a decision: are two incidents the same, is one to stand. It survives recoding and can be answered by a later one."""
    *ids, last = words
    try:
        verdict = Verdict(last)
    except ValueError as error:
        raise typer.BadParameter(f"{last!r} is no verdict: same, different, accept or reject", param_hint="VERDICT") from error
    wanted = 2 if verdict in (Verdict.SAME, Verdict.DIFFERENT) else 1
    if len(ids) != wanted:
        raise typer.BadParameter(f"{verdict} takes {wanted} id{'s' if wanted > 1 else ''}", param_hint="ID")
    with _fresh(ledger) as opened:
        coding = _coding()
        claims = [_claim_of(opened, identifier) for identifier in ids]
        if len(set(claims)) != len(claims):
            raise _fail("these are one incident already: name two of its claims to tell them apart")
        _record(opened, coding, verdict, claims, (by or getpass.getuser(), reason))


def _claim_of(opened: Ledger, identifier: str) -> str:
    return opened.claim(identifier).id if identifier.startswith("c") else opened.incident(identifier).founding


def _record(opened: Ledger, coding: Coding, verdict: Verdict, claims: Sequence[str], who: tuple[str, str]) -> None:
    by, reason = who
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    left, right = claims[0], claims[1] if len(claims) > 1 else None
    identifier = judgement_id(verdict, left, right or "", by, at)
    made = Judgement(identifier, verdict, left, right, by, at, reason)
    verdicts([*opened.judgements(), made])  # refuses what contradicts an earlier judgement
    opened.judge(made)
    relink(opened, coding)
    err.print(f"Recorded: {verdict} by {by}. {opened.count_incidents(Filter())} incidents now.", markup=False, soft_wrap=True)


@app.command("rebuild")
def rebuild_command(ledger: LedgerOption = None) -> None:
    """Code every kept report anew and derive all incidents anew; judgements are kept."""
    with _open(ledger) as opened:
        coding = _coding()
        total = sum(1 for _ in opened.reports())
        with _bar("rebuilding", total) as advance:
            rebuild(opened, coding, advance)
        err.print(f"{opened.name}: {total} reports coded anew; {opened.count_incidents(Filter())} incidents.", markup=False, soft_wrap=True)


@gazetteer_app.command("add")
def gazetteer_add(files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="GeoNames dumps: 19 tab-separated columns, .txt or .zip.")]) -> None:
    """Add places from GeoNames dumps to the gazetteer of this user."""
    failed = False
    for path in files:
        try:
            with _bar(path.name, None) as advance:
                added = add_dump(path, lambda _done, _total: advance(1))
        except (GazetteerError, OSError) as error:
            failed = True
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            _warn(str(path), str(reason))
            continue
        for line, why in added.bad[:BAD_ROWS_NAMED]:
            _warn(f"{path}:{line}", why)
        failed = failed or bool(added.bad)
        told = f"{added.kept} places added, {added.left_out} left out (roads, streams and the like), {len(added.bad)} bad rows"
        err.print(f"{path}: {told}.", markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def demo(
    ledger: Annotated[str, typer.Option("--ledger", metavar="PATH", help="Where the sample ledger is kept.")] = "tocsin-demo.db",
) -> None:
    """Read the sample reports and show what comes of them."""
    State.ledger = ledger
    reading = Reading([str(sample_path())], Defaults())
    with _open(ledger, create=True) as opened:
        _add(opened, reading, _coding())
        _print_demo(opened, ledger)


def _print_demo(opened: Ledger, ledger: str) -> None:
    found = list(opened.incidents(Filter()))
    out.rule("Incidents", align="left")
    out.print(terminal.incident_table(one for one in found if not one.background))
    richest = max(found, key=lambda one: (len(one.conflicts) > 0, one.sources, len(one.claims), one.id))
    out.rule("One incident, its claims side by side", align="left")
    _print_incident(opened, richest, [opened.claim(claim) for claim in richest.claims[:terminal.SIDE_BY_SIDE]])
    out.rule("Tally by week", align="left")
    out.print(terminal.tally_table(tally(found, TallyBy.WEEK), TallyBy.WEEK))
    out.rule("What to try next", align="left")
    out.print(_NEXT.format(ledger=ledger, incident=richest.id[:8], claim=richest.claims[0][:8]), markup=False)


_NEXT = """The outlets of these reports are invented; the events are not.
  tocsin --ledger {ledger} show {incident}
  tocsin --ledger {ledger} explain {claim}
  tocsin --ledger {ledger} incidents --country IQ --since 2021-07-01
  tocsin --ledger {ledger} tally --by kind
  tocsin --ledger {ledger} export geojson incidents.geojson
  tocsin add my-reports/ --published 2026-01-31    your own reports, into tocsin.db
"""


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
