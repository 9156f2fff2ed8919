"""Commands that read reports: code, add, rebuild."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated

import typer

from tocsin.cli.console import (
    LedgerOption,
    bar,
    census_words,
    counted,
    fail,
    knowledge,
    opened_ledger,
    out,
    tell,
    viewer,
    warn,
    write_out,
)
from tocsin.cli.looking import print_versions
from tocsin.cli.options import (
    CoderName,
    CoderOption,
    ColumnsOption,
    DateFormatOption,
    InFullOption,
    OutletOption,
    PublishedOption,
    ShowFormat,
    SourceArgument,
    TitleOption,
    UrlOption,
    WorkersOption,
    as_day,
    columns_given,
)
from tocsin.code.neural import NetworksMissingError
from tocsin.engines import processors
from tocsin.ledger import Ledger
from tocsin.ledger.view import View
from tocsin.model import CodedReport, Report
from tocsin.pipeline import (
    CODED,
    Coding,
    add_reports,
    code_in_order,
    in_batches,
    preview_rebuild,
    rebuild,
    state_of,
)
from tocsin.publish import terminal
from tocsin.read import Defaults, Notice, Refusal, read_sources, size_of
from tocsin.read.columns import Columns
from tocsin.wire import coded_json


def coding_with(coder: CoderName | None) -> Coding:
    """Return what to code with: what was asked for, else the trained tagger, else rules, which is said."""
    rules = knowledge()
    if coder is CoderName.RULES:
        return rules
    try:
        return Coding.neural()
    except NetworksMissingError as error:
        if coder is CoderName.NEURAL:
            raise fail(str(error)) from error
        tell(f"{error}; coding by rules.")
        return rules


class Reading:
    """The reports of some sources; counts what was refused or not coded and says it on standard error."""

    def __init__(self, sources: Sequence[str], defaults: Defaults) -> None:
        self.sources = sources
        self.defaults = defaults
        self.refused = 0
        #: How many reports were not coded, by their language.
        self.uncoded: Counter[str] = Counter()

    def reports(self, consumed: Callable[[int], None]) -> Iterator[Report]:
        """Yield the reports; refusals and notices go to standard error."""
        stdin = sys.stdin.buffer if sys.stdin is not None else None  # none is open under some schedulers
        for outcome in read_sources(self.sources, self.defaults, stdin, consumed=consumed):
            if isinstance(outcome, Refusal):
                self.refused += 1
                warn(outcome.name, outcome.reason)
            elif isinstance(outcome, Notice):
                warn(outcome.name, outcome.matter)
            else:
                yield outcome

    def told(self, coded: CodedReport) -> None:
        """Say on standard error what a person should know of a report that was coded, or was not."""
        if coded.failure is not None:
            self.refused += 1
            warn(coded.report.ref, coded.failure)
            return
        state = state_of(coded.report)
        if state != CODED:
            self.uncoded[coded.report.language] += 1
        for warning in coded.warnings or ([] if state == CODED else [state]):
            warn(coded.report.ref, warning)

    def finish(self) -> None:
        """End with code 1 if anything was refused or not coded."""
        if self.refused or self.uncoded:
            raise typer.Exit(1)


def _defaults(
    published: str | None, outlet: str | None, title: str | None, url: str | None, columns: Columns | None
) -> Defaults:
    return Defaults(as_day(published) if published else None, outlet, title, url, columns=columns)


def code_command(
    sources: SourceArgument,
    *,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    columns: ColumnsOption = None,
    date_format: DateFormatOption = None,
    coder: CoderOption = None,
    workers: WorkersOption = processors(),
    form: Annotated[
        ShowFormat, typer.Option("--format", help="json (one coded report a line) or table.")
    ] = ShowFormat.JSON,
) -> None:
    """Print the claims of reports; no ledger is touched."""
    reading = Reading(sources, _defaults(published, outlet, title, url, columns_given(columns, date_format)))
    coding = coding_with(coder)
    # Where results go to the terminal as well, a bar would stand between them.
    with bar("coding", size_of(sources), shown=not out.is_terminal) as moved:
        for portion in code_in_order(in_batches(reading.reports(moved)), coding, workers):
            for coded in portion:
                moved.counted()
                reading.told(coded)
                if coded.failure is None:
                    _show_coded(coded, form)
    reading.finish()


def _show_coded(coded: CodedReport, form: ShowFormat) -> None:
    if form is ShowFormat.JSON:
        write_out([json.dumps(coded_json(coded), ensure_ascii=False) + "\n"])
        return
    report = coded.report
    out.print(terminal.report_head(report, len(coded.claims)))
    out.print(terminal.claims_side_by_side(coded.claims, {report.id: report}))


def add(
    sources: SourceArgument,
    *,
    published: PublishedOption = None,
    outlet: OutletOption = None,
    title: TitleOption = None,
    url: UrlOption = None,
    columns: ColumnsOption = None,
    date_format: DateFormatOption = None,
    coder: CoderOption = None,
    workers: WorkersOption = processors(),
    ledger: LedgerOption = "",
) -> None:
    """Read, code and link reports into the ledger."""
    reading = Reading(sources, _defaults(published, outlet, title, url, columns_given(columns, date_format)))
    coding = coding_with(coder)
    with opened_ledger(ledger, create=True) as opened:
        add_all(opened, reading, coding, workers)
    reading.finish()


def add_all(opened: Ledger, reading: Reading, coding: Coding, workers: int = 1) -> None:
    """Add all reports and say what came of it."""
    new = revised = known = claims = 0
    with bar("reading", size_of(reading.sources)) as moved:
        for coded, arrival in add_reports(opened, reading.reports(moved), coding, workers):
            moved.counted()
            new, revised = new + arrival.new, revised + (arrival.new and arrival.revises)
            known = known + (not arrival.new and coded.failure is None)
            claims += len(coded.claims)
            reading.told(coded)
    told = [
        counted(new, "new report") + f" with {counted(claims, 'claim')}",
        *([f"{revised} of them new versions of documents"] if revised else []),
        f"{known} known before",
        f"{reading.refused} refused",
    ]
    if reading.uncoded:
        told.append(f"{reading.uncoded.total()} not coded ({_by_language(reading.uncoded)})")
    tell(f"{opened.name}: {', '.join(told)}; {census_words(opened)}.")


def _by_language(counted_by: Counter[str]) -> str:
    """Return "2 uk, 1 ar": the most first."""
    return ", ".join(f"{count} {language}" for language, count in sorted(counted_by.items(), key=_most_first))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    language, count = item
    return -count, language


def rebuild_command(
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would change, field by field, and change nothing.")
    ] = False,
    form: Annotated[
        ShowFormat, typer.Option("--format", help="How the preview is printed: table or json.")
    ] = ShowFormat.TABLE,
    in_full: InFullOption = False,
    ledger: LedgerOption = "",
    coder: CoderOption = None,
    workers: WorkersOption = processors(),
) -> None:
    """Code every report and derive all incidents anew. Judgements are kept; --preview shows what would change."""
    with opened_ledger(ledger) as opened:
        coding = coding_with(coder)
        total = sum(opened.states().values())
        failed: tuple[CodedReport, ...] = ()
        with bar("rebuilding", total) as moved:
            if preview:
                found = preview_rebuild(opened, coding, moved, workers)
            else:
                failed = rebuild(opened, coding, moved, workers)
        for one in failed:
            warn(one.report.ref, f"{one.failure}; it keeps what was coded before")
        if preview:
            view = View(opened, viewer(in_full=in_full))
            print_versions(view.disclosed(found), form, view)
        else:
            tell(f"{opened.name}: {counted(total - len(failed), 'report')} coded anew; {census_words(opened)}.")
    if failed:
        raise typer.Exit(1)
