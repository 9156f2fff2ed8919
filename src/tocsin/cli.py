"""The command line: thin. It parses, calls the pipeline and prints; standard output carries results only.

Exit codes: 0 done; 1 some inputs refused or not coded (each named on standard error, the rest done), or the command
failed; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tocsin import __version__
from tocsin.code.neural import NetworksMissingError
from tocsin.codebook import Grade, Kind, Status, Verdict
from tocsin.identity import incident_id, judgement_id
from tocsin.ledger import Filter, Ledger, LedgerError, RemovedError, UnknownIdError
from tocsin.link import LINKER
from tocsin.link.cluster import ConflictingJudgementsError
from tocsin.link.compare import explain_pair
from tocsin.model import Claim, CodedReport, Incident, Judgement, Report, Version
from tocsin.pipeline import (
    CODED,
    Coding,
    add_reports,
    bring_up_to_date,
    code_all,
    in_batches,
    judge,
    rebuild,
    state_of,
)
from tocsin.publish import terminal
from tocsin.publish.csv import csv_lines, tally_csv_lines
from tocsin.publish.file import write_whole
from tocsin.publish.geojson import geojson_lines
from tocsin.publish.json import json_lines, tally_json_lines, version_json_lines
from tocsin.publish.tally import TallyBy, TallyRow, tally
from tocsin.read import Defaults, Notice, Refusal, calendar_date, read_sources, size_of
from tocsin.resolve.gazetteer import GazetteerError, add_dump, compiled_path, ensure_compiled
from tocsin.samples import sample_path
from tocsin.wire import coded_json, incident_json, total_json

DEFAULT_LEDGER = "tocsin.db"
DEMO_LEDGER = "tocsin-demo.db"

#: How a program that was interrupted (SIGINT) ends, as shells count it.
INTERRUPTED = 130

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


class ListFormat(StrEnum):
    """How incidents are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"


class TallyFormat(StrEnum):
    """How a tally is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class CoderName(StrEnum):
    """What can read claims out of reports."""

    NEURAL = "neural"
    RULES = "rules"


class ShowFormat(StrEnum):
    """How claims are printed."""

    TABLE = "table"
    JSON = "json"


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
_TALLY_WRITERS: dict[str, Callable[[Iterable[TallyRow]], Iterator[str]]] = {
    "json": tally_json_lines,
    "csv": tally_csv_lines,
}


def _ledger(context: typer.Context, value: str | None) -> str:
    """Return the ledger named after the command, or before it, or the default one."""
    return value or context.find_root().params["ledger"] or DEFAULT_LEDGER


def _demo_ledger(context: typer.Context, value: str | None) -> str:
    return value or context.find_root().params["ledger"] or DEMO_LEDGER


def _day(value: str | None) -> str | None:
    """Check a day; it stays as it is written."""
    if value is not None:
        _as_day(value)
    return value


def _as_day(value: str) -> date:
    try:
        return calendar_date(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _time(value: str | None) -> str | None:
    """Check a time; it stays as it is written."""
    if value is not None:
        _as_time(value)
    return value


def _as_time(value: str) -> datetime:
    """Return a time; of a day its last moment."""
    try:
        found = datetime.fromisoformat(value)
        if len(value) <= len("2026-11-25"):
            found = datetime.combine(found.date(), time.max)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no time such as 2026-11-25 or 2026-11-25T14:30Z") from error
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _countries(values: list[str] | None) -> list[str]:
    for value in values or ():
        if not (len(value) == 2 and value.isascii() and value.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
            raise typer.BadParameter(f"{value!r} is not a country code of two letters such as IQ")
    return [value.upper() for value in values or ()]


LedgerOption = Annotated[
    str, typer.Option("--ledger", metavar="PATH|URL", callback=_ledger, help=f"The ledger [default: {DEFAULT_LEDGER}].")
]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DAY", callback=_day, help="Only events on or after this day.")
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DAY", callback=_day, help="Only events on or before this day.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        callback=_time,
        help="As the ledger stood at this time (ISO 8601, UTC where no zone is given; a day means its end).",
    ),
]
SinceTimeOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="TIME",
        callback=_time,
        help="Only what came after this time (ISO 8601, UTC where no zone is given; a day means its end).",
    ),
]
KindOption = Annotated[
    list[Kind] | None,
    typer.Option("--kind", metavar="KIND", help=f"Only this kind ({', '.join(Kind)}); may be given again."),
]
CountryOption = Annotated[
    list[str] | None,
    typer.Option(
        "--country",
        metavar="CODE",
        callback=_countries,
        help="Only this country (ISO 3166, two letters); may be given again.",
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar="PATH|URL",
            help=f"The ledger, a file or a database URL; may stand after the command too [default: {DEFAULT_LEDGER}].",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read published reports of attacks into a sourced ledger of incidents."""


def _fail(message: str) -> typer.Exit:
    err.print(f"tocsin: {message}", style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


def _tell(message: str) -> None:
    err.print(message, markup=False, soft_wrap=True)


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line)


def _warn(name: str, matter: str) -> None:
    _tell(f"{name}: {matter}")


@contextmanager
def _open(ledger: str, *, create: bool = False) -> Iterator[Ledger]:
    try:
        with Ledger.open(ledger, create=create) as opened:
            yield opened
    except (LedgerError, ConflictingJudgementsError) as error:
        raise _fail(str(error)) from error


@contextmanager
def _bar(words: str, total: int | None, *, shown: bool = True) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on standard error if that is a terminal; the function given back moves it on."""
    share = (TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn()) if total else ()
    columns = (TextColumn("{task.description}"), BarColumn(), *share)
    # Standard output is left alone: what goes there may go to a file.
    with Progress(*columns, console=err, disable=not (shown and err.is_terminal), redirect_stdout=False) as progress:
        task = progress.add_task(words, total=total or None)
        yield lambda step: progress.advance(task, step)


def _knowledge() -> Coding:
    """Return the coding by rules; the first time on a machine the gazetteer is compiled, which is shown."""
    try:
        if not compiled_path().exists():
            _tell("Compiling the gazetteer, once on this machine …")
            with _bar("gazetteer", 100) as advance:
                ensure_compiled(_in_percent(advance))
        return Coding.rules()
    except (GazetteerError, OSError) as error:
        raise _fail(f"the gazetteer cannot be compiled: {_said(error)}") from error


def _coding(coder: CoderName | None) -> Coding:
    """Return what to code with: what was asked for, else the trained tagger, else rules, which is said."""
    rules = _knowledge()
    if coder is CoderName.RULES:
        return rules
    try:
        return Coding.neural()
    except NetworksMissingError as error:
        if coder is CoderName.NEURAL:
            raise _fail(str(error)) from error
        _tell(f"{error}; coding by rules.")
        return rules


def _said(error: Exception) -> str:
    return str(error.strerror if isinstance(error, OSError) and error.strerror else error)


def _in_percent(advance: Callable[[int], None]) -> Callable[[int, int | None], None]:
    """Turn (done, total) into steps of a bar of a hundred."""
    shown = 0

    def moved(done: int, total: int | None) -> None:
        nonlocal shown
        percent = 100 * done // total if total else shown
        advance(percent - shown)
        shown = percent

    return moved


class Reading:
    """The reports of some sources; counts what was refused or not coded and says it on standard error."""

    def __init__(self, sources: Sequence[str], defaults: Defaults) -> None:
        self.sources = sources
        self.defaults = defaults
        self.refused = 0
        self.uncoded = 0

    def reports(self, consumed: Callable[[int], None]) -> Iterator[Report]:
        """Yield the reports; refusals and notices go to standard error."""
        stdin = sys.stdin.buffer if sys.stdin is not None else None  # none is open under some schedulers
        for outcome in read_sources(self.sources, self.defaults, stdin, consumed=consumed):
            if isinstance(outcome, Refusal):
                self.refused += 1
                _warn(outcome.name, outcome.reason)
            elif isinstance(outcome, Notice):
                _warn(outcome.name, outcome.matter)
            else:
                yield outcome

    def told(self, coded: CodedReport) -> None:
        """Say on standard error what a person should know of a report that was coded, or was not."""
        state = state_of(coded.report)
        self.uncoded += state != CODED
        for warning in coded.warnings or ([] if state == CODED else [state]):
            _warn(coded.report.ref, warning)

    def finish(self) -> None:
        """End with code 1 if anything was refused or not coded."""
        if self.refused or self.uncoded:
            raise typer.Exit(1)


def _reading(
    sources: list[str], published: str | None, outlet: str | None, title: str | None, url: str | None
) -> Reading:
    return Reading(sources, Defaults(_as_day(published) if published else None, outlet, title, url))


SourceArgument = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="Files or folders (text, HTML, JSON lines), or - for standard input."),
]
PublishedOption = Annotated[
    str | None, typer.Option(metavar="DAY", callback=_day, help="Day of publication, where a source does not say it.")
]
OutletOption = Annotated[str | None, typer.Option(help="Who published it, where a source does not say it.")]
TitleOption = Annotated[str | None, typer.Option(help="Headline, where a source does not say it.")]
CoderOption = Annotated[
    CoderName | None,
    typer.Option("--coder", help="What reads the claims [default: neural where its networks are installed]."),
]
UrlOption = Annotated[str | None, typer.Option(help="Address, where a source does not say it.")]


@app.command("code")
def code_command(
    sources: SourceArgument,
    *,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    coder: CoderOption = None,
    form: Annotated[
        ShowFormat, typer.Option("--format", help="json (one coded report a line) or table.")
    ] = ShowFormat.JSON,
) -> None:
    """Print the claims of reports; no ledger is touched."""
    reading = _reading(sources, published, outlet, title, url)
    coding = _coding(coder)
    # Where results go to the terminal as well, a bar would stand between them.
    with _bar("coding", size_of(sources), shown=not out.is_terminal) as consumed:
        for batch in in_batches(reading.reports(consumed)):
            for coded in code_all(batch, coding):
                reading.told(coded)
                _show_coded(coded, form)
    reading.finish()


def _show_coded(coded: CodedReport, form: ShowFormat) -> None:
    if form is ShowFormat.JSON:
        _write([json.dumps(coded_json(coded), ensure_ascii=False) + "\n"])
        return
    report = coded.report
    out.print(terminal.report_head(report, len(coded.claims)))
    out.print(terminal.claims_side_by_side(coded.claims, {report.id: report}))


@app.command()
def add(
    sources: SourceArgument,
    *,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    coder: CoderOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Read, code and link reports into the ledger."""
    reading = _reading(sources, published, outlet, title, url)
    coding = _coding(coder)
    with _open(ledger, create=True) as opened:
        _add(opened, reading, coding)
    reading.finish()


def _add(opened: Ledger, reading: Reading, coding: Coding) -> None:
    new = known = claims = 0
    with _bar("reading", size_of(reading.sources)) as consumed:
        for coded, added in add_reports(opened, reading.reports(consumed), coding):
            new, known, claims = new + added, known + (not added), claims + len(coded.claims)
            reading.told(coded)
    told = [
        _counted(new, "new report") + f" with {_counted(claims, 'claim')}",
        f"{known} known before",
        f"{reading.refused} refused",
    ]
    if reading.uncoded:
        told.append(f"{reading.uncoded} not coded")
    _tell(f"{opened.name}: {', '.join(told)}; {_incidents_held(opened)}.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _incidents_held(opened: Ledger) -> str:
    return _counted(opened.count_incidents(Filter()), "incident")


@app.command()
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
    text: Annotated[str, typer.Option(help="Words to find in names of places and actors.")] = "",
    background: Annotated[
        bool | None,
        typer.Option("--background/--no-background", help="Only those told as background, or none of them."),
    ] = None,
    as_of: AsOfOption = None,
    form: Annotated[ListFormat, typer.Option("--format", help="How to print them.")] = ListFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """List incidents, as they stand or as they stood."""
    first, last = _period(since, until)
    wanted = Filter(
        kinds=tuple(kind or ()), statuses=tuple(status or ()), countries=tuple(country or ()), grades=tuple(grade or ()),
        since=first, until=last, background=background, text=text,
    )  # fmt: skip
    with _fresh(ledger) as opened:
        found = opened.incidents(wanted) if as_of is None else opened.as_of(_as_time(as_of), wanted)
        if form is ListFormat.TABLE:
            _print_incidents(list(found))
        else:
            _write(_WRITERS[form](found))


def _period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    first, last = _as_day(since) if since else None, _as_day(until) if until else None
    if first is not None and last is not None and first > last:
        raise typer.BadParameter(
            f"no day is on or after {first} and on or before {last}", param_hint="'--since' / '--until'"
        )
    return first, last


def _print_incidents(listed: Sequence[Incident]) -> None:
    if listed:
        out.print(terminal.incident_table(listed))
        err.print(terminal.LEGEND, markup=False)
    _tell(f"{_counted(len(listed), 'incident')}.")


@contextmanager
def _fresh(ledger: str) -> Iterator[Ledger]:
    """Open a ledger that exists, its incidents brought up to date."""
    with _open(ledger) as opened:
        _bring_up_to_date(opened)
        yield opened


def _bring_up_to_date(opened: Ledger) -> None:
    if opened.stale(LINKER):
        bring_up_to_date(opened, _knowledge())


@app.command()
def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An incident or one of its claims, or the beginning of its id.")
    ],
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """Show one incident with its claims side by side."""
    with _fresh(ledger) as opened:
        incident = _incident(opened, identifier)
        if form is ShowFormat.JSON:
            _write([json.dumps(incident_json(incident), ensure_ascii=False) + "\n"])
        else:
            _print_incident(opened, incident, [opened.claim(claim) for claim in incident.claims])


def _print_incident(opened: Ledger, incident: Incident, claims: Sequence[Claim]) -> None:
    reports = {claim.report: opened.report(claim.report) for claim in claims}
    out.print(terminal.incident_head(incident))
    out.print(terminal.claims_side_by_side(claims, reports))


def _incident(opened: Ledger, identifier: str) -> Incident:
    """Find the incident that an id means: its own, the one it went into, or that of one of its claims."""
    if identifier.startswith("c"):
        claim = opened.claim(identifier)
        found = opened.incident_of(claim.id)
        if found is None:
            raise UnknownIdError(f"claim {claim.id} belongs to no incident")
        return found
    found = opened.incident(identifier)
    if not found.id.startswith(identifier):
        _tell(f"{identifier} has become part of {found.id}.")
    return found


@app.command()
def explain(
    identifier: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim, or the beginning of its id.")],
    *,
    ledger: LedgerOption = "",
) -> None:
    """Explain how a claim was read and linked, step by step."""
    with _fresh(ledger) as opened:
        claim = opened.claim(identifier)
        _print_reading(claim, opened.report(claim.report))
        incident = opened.incident_of(claim.id)
        if incident is not None:
            sides = _knowledge().resolvers.actors
            others = [opened.claim(other) for other in incident.claims if other != claim.id]
            out.print(terminal.linking([(other, explain_pair(claim, other, sides)) for other in others], incident))


def _print_reading(claim: Claim, report: Report) -> None:
    coder = claim.coder
    out.print(f"claim {claim.id}: {claim.kind}, {claim.status}", style="bold", markup=False)
    by = f"{coder.name} {coder.version}" + (f": {coder.rule}" if coder.rule else "")
    out.print(f"{report.outlet or report.ref}, {report.published}, by {by}", markup=False)
    out.print(f"“{terminal.quote(claim, report, 160)}”\n", markup=False)
    out.print(terminal.steps_table(claim.steps))


@app.command()
def history(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An incident, past or present, or the beginning of its id.")
    ],
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """Show every version of an incident: when it changed, by what, and field by field how."""
    with _fresh(ledger) as opened:
        _print_versions(opened.history(identifier), form)


@app.command()
def changes(
    *,
    since: SinceTimeOption = None,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """List what became of incidents since a time: new, changed field by field, merged or removed."""
    with _fresh(ledger) as opened:
        _print_versions(opened.changes(_as_time(since) if since else None), form)


@app.command()
def deleted(
    *,
    since: SinceTimeOption = None,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json.")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """List incidents that are shown no more: merged into which other, or removed and why."""
    with _fresh(ledger) as opened:
        _print_versions(opened.deleted(_as_time(since) if since else None), form)


def _print_versions(found: Iterable[Version], form: ShowFormat) -> None:
    if form is ShowFormat.JSON:
        _write(version_json_lines(found))
        return
    listed = list(found)
    if listed:
        out.print(terminal.version_table(listed))
    _tell(f"{_counted(len(listed), 'change')}.")


@app.command("tally")
def tally_command(
    *,
    by: Annotated[TallyBy, typer.Option(help="What to group by.")] = TallyBy.WEEK,
    since: SinceOption = None,
    until: UntilOption = None,
    kind: KindOption = None,
    country: CountryOption = None,
    form: Annotated[TallyFormat, typer.Option("--format", help="How to print it.")] = TallyFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """Count incidents and their dead and injured, lowest and highest."""
    first, last = _period(since, until)
    wanted = Filter(kinds=tuple(kind or ()), countries=tuple(country or ()), since=first, until=last)
    with _fresh(ledger) as opened:
        rows = tally(opened.incidents(wanted), by)
        listed = opened.count_incidents(wanted)
    if form is not TallyFormat.TABLE:
        _write(_TALLY_WRITERS[form](rows))
        return
    if rows:
        out.print(terminal.tally_table(rows, by))
    counted = sum(row.incidents for row in rows)
    _tell(
        f"{_counted(counted, 'incident')} counted, {listed - counted} left out: background, threatened, denied or "
        "hypothetical. Quiet is not peace: reports tell of some events only."
    )


@app.command()
def totals(*, ledger: LedgerOption = "") -> None:
    """Print cumulative figures as JSON lines. They are never summed with incidents."""
    with _open(ledger) as opened:
        _write(json.dumps(total_json(total), ensure_ascii=False) + "\n" for total in opened.totals())


@app.command()
def export(
    form: Annotated[ExportFormat, typer.Argument(metavar="FORMAT", help="json, csv or geojson.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to write; - for standard output.")],
    *,
    ledger: LedgerOption = "",
) -> None:
    """Write all incidents to a file: whole or not at all."""
    with _fresh(ledger) as opened:
        lines = _WRITERS[form](opened.incidents(Filter()))
        if str(path) == "-":
            _write(lines)
            return
        try:
            write_whole(path, lines)
        except OSError as error:
            raise _fail(f"{path}: {_said(error)}") from error
        _tell(f"{path}: {_incidents_held(opened)} written.")


@app.command("judge")
def judge_command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID [ID] VERDICT", help="Two ids and same or different; or one id and accept or reject."
        ),
    ],
    *,
    by: Annotated[str | None, typer.Option(help="Who judges [default: your login name].")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    ledger: LedgerOption = "",
) -> None:
    """Record a decision on incidents. It survives recoding, and a later one answers it."""
    ids, verdict = _verdict(words)
    judging = by or _login_name()
    with _open(ledger) as opened:
        with suppress(ConflictingJudgementsError):  # this decision may be the one that settles it
            _bring_up_to_date(opened)
        claims = [_claim_of(opened, identifier) for identifier in ids]
        if len(set(claims)) != len(claims):
            raise _fail("both ids mean the same: name two claims of the incident to tell them apart")
        judge(opened, _judgement(verdict, claims, judging, reason), _knowledge())
        _tell(f"Recorded: {verdict}, by {judging}. {_incidents_held(opened)} now.")


def _verdict(words: Sequence[str]) -> tuple[list[str], Verdict]:
    *ids, last = words
    try:
        verdict = Verdict(last)
    except ValueError as error:
        raise typer.BadParameter(
            f"{last!r} is no verdict: same, different, accept or reject", param_hint="VERDICT"
        ) from error
    wanted = 2 if verdict in (Verdict.SAME, Verdict.DIFFERENT) else 1
    if len(ids) != wanted:
        raise typer.BadParameter(f"{verdict} takes {_counted(wanted, 'id')}", param_hint="ID")
    return ids, verdict


def _login_name() -> str:
    """Return who is logged in; a container may have a user without a name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise typer.BadParameter("you have no login name here: say who judges", param_hint="'--by'") from error


def _claim_of(opened: Ledger, identifier: str) -> str:
    """Return the claim that an id stands for in a judgement: of an incident, past or present, its founding claim."""
    if identifier.startswith("c"):
        return opened.claim(identifier).id
    try:
        incident = opened.incident(identifier)
    except RemovedError:
        founding = _founding(identifier, (claim.id for claim in opened.claims()))
        if founding is None:
            raise
        return founding
    return _founding(identifier, incident.claims) or incident.founding


def _founding(identifier: str, claims: Iterable[str]) -> str | None:
    """Return the claim that the id of an incident was minted from, the incident itself being merged away or removed."""
    return next((claim for claim in claims if incident_id(claim).startswith(identifier)), None)


def _judgement(verdict: Verdict, claims: Sequence[str], by: str, reason: str) -> Judgement:
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    left, right = claims[0], claims[1] if len(claims) > 1 else None
    return Judgement(judgement_id(verdict, left, right or "", by, at), verdict, left, right, by, at, reason)


@app.command("rebuild")
def rebuild_command(*, ledger: LedgerOption = "", coder: CoderOption = None) -> None:
    """Code every report and derive all incidents anew. Judgements are kept."""
    with _open(ledger) as opened:
        coding = _coding(coder)
        total = sum(opened.states().values())
        with _bar("rebuilding", total) as advance:
            rebuild(opened, coding, advance)
        _tell(f"{opened.name}: {_counted(total, 'report')} coded anew; {_incidents_held(opened)}.")


@gazetteer_app.command("add")
def gazetteer_add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="GeoNames dumps: 19 tab-separated columns, .txt or .zip.")
    ],
) -> None:
    """Add places from GeoNames dumps to the gazetteer of this user."""
    whole = [_add_dump(path) for path in files]  # a bad file keeps no other from being read
    _tell("What is added from now on is read with them; tocsin rebuild reads a ledger anew.")
    if not all(whole):
        raise typer.Exit(1)


def _add_dump(path: Path) -> bool:
    """Add one dump and say what came of it; return whether all of it was good."""
    try:
        with _bar(path.name, None) as advance:
            added = add_dump(path, lambda _done, _total: advance(1))
    except (GazetteerError, OSError) as error:
        _warn(str(path), _said(error).removeprefix(f"{path}: "))
        return False
    for line, why in added.bad[:BAD_ROWS_NAMED]:
        _warn(f"{path}:{line}", why)
    _tell(
        f"{path}: {_counted(added.kept, 'place')} added, {added.left_out} left out (roads, streams and the like), {len(added.bad)} bad rows."
    )
    return not added.bad


@app.command()
def demo(
    *,
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger",
            metavar="PATH|URL",
            callback=_demo_ledger,
            help=f"Where the sample ledger is kept [default: {DEMO_LEDGER}].",
        ),
    ] = "",
) -> None:
    """Read the sample reports and show what comes of them."""
    reading = Reading([str(sample_path())], Defaults())
    coding = _coding(None)
    with _open(ledger, create=True) as opened:
        _add(opened, reading, coding)
        _print_demo(opened)


def _print_demo(opened: Ledger) -> None:
    found = list(opened.incidents(Filter()))
    telling = max(found, key=lambda one: (len(one.conflicts), len(_outlets(one)), one.id))
    out.rule("Incidents", align="left")
    out.print(terminal.incident_table(one for one in found if not one.background))
    out.print(terminal.LEGEND, style="dim", markup=False)
    out.rule("One incident on which the reports differ", align="left")
    claims = [opened.claim(claim) for claim in _differing(telling)]
    _print_incident(opened, telling, claims)
    if len(claims) < len(telling.claims):
        out.print(f"{len(claims)} of its {len(telling.claims)} claims.", style="dim")
    out.rule("Tally by week", align="left")
    out.print(terminal.tally_table(tally(found, TallyBy.WEEK), TallyBy.WEEK))
    out.rule("What to try next", align="left")
    words = _NEXT.format(
        ledger=opened.name, incident=telling.id[: terminal.SHOWN_ID], claim=claims[0].id[: terminal.SHOWN_ID]
    )
    out.print(words, markup=False, soft_wrap=True, end="")


def _outlets(incident: Incident) -> set[str]:
    return {report.outlet or report.ref for report in incident.reports}


def _differing(incident: Incident) -> list[str]:
    """Return claims that differ most on the first thing in conflict: the lowest value, a middle one, the highest."""
    if not incident.conflicts:
        return list(incident.claims[: terminal.SIDE_BY_SIDE])
    values = incident.conflicts[0].values
    chosen = (values[0], values[len(values) // 2], values[-1])
    return list(dict.fromkeys(value.claims[0] for value in chosen))


_NEXT = """The outlets of these reports are invented; the events are not.
  tocsin --ledger {ledger} show {incident}
  tocsin --ledger {ledger} explain {claim}
  tocsin --ledger {ledger} incidents --country IQ --since 2021-07-01
  tocsin --ledger {ledger} tally --by kind
  tocsin --ledger {ledger} export geojson incidents.geojson
Your own reports, into tocsin.db:
  tocsin add my-reports/ --published 2026-01-31
"""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _tell("tocsin: interrupted; reports read so far are kept.")
        _let_go_of_a_broken_pipe()
        raise
    except KeyboardInterrupt:
        _tell("tocsin: interrupted.")
        sys.exit(INTERRUPTED)


def _let_go_of_a_broken_pipe() -> None:
    """Write out what is still held; where nobody reads any more, end quietly."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
