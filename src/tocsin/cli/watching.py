"""Commands that watch sources: watch, sources, evidence."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from tocsin.cli.console import (
    LedgerOption,
    census_words,
    counted,
    fail,
    opened_ledger,
    out,
    said,
    tell,
    warn,
    write_out,
)
from tocsin.cli.options import CoderOption, ShowFormat
from tocsin.cli.reading import coding_with
from tocsin.ledger import Ledger
from tocsin.ledger.catalogue.columns import Columns
from tocsin.ledger.catalogue.listing import Listing
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.evidence import EvidenceFolder
from tocsin.ledger.opening import address
from tocsin.ledger.view import View
from tocsin.ledger.watching import Watching
from tocsin.publish.file import write_pieces
from tocsin.publish.warc import warc_pieces
from tocsin.watch.keeping import check, prune
from tocsin.watch.status import (
    Health,
    OutletStanding,
    Standing,
    outlet_standings,
    standing_json,
    standings,
    unwatched_json,
)

if TYPE_CHECKING:
    from tocsin.watch.watcher import Watcher

evidence_app = typer.Typer(
    no_args_is_help=True, help="Look after the bytes as they were fetched, in a folder beside the ledger.",
)  # fmt: skip

FolderOption = Annotated[
    Path | None, typer.Option("--folder", help="The folder of evidence [default: the ledger's name and .evidence].")
]


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


def _logger(form: LogFormat) -> Any:
    import structlog

    last: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form is LogFormat.TEXT:
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[structlog.processors.TimeStamper(fmt="iso", utc=True), last],
    )


def evidence_folder(ledger: str, given: Path | None = None) -> Path:
    """Return the folder of evidence of a ledger."""
    path = address(ledger).path
    if given is not None or path is None:
        return given or Path("tocsin.evidence")
    return path.with_name(path.name + ".evidence")


def watch_command(
    settings: Annotated[Path, typer.Argument(metavar="FEEDS.toml", help="The sources and how they are read.")],
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Read every source once, and the pages they name, and end.")
    ] = False,
    log: Annotated[LogFormat, typer.Option("--log", help="How the log on standard error is written.")] = LogFormat.TEXT,
    coder: CoderOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Read feeds, pages and site maps again and again into the ledger, until interrupted."""
    # The network client and what checks settings take a quarter of a second to load, which other commands don't need.
    from tocsin.watch.settings import SettingsError, read_settings
    from tocsin.watch.watcher import Watcher

    try:
        chosen = read_settings(settings)
    except SettingsError as error:
        tell(str(error))
        raise typer.Exit(2) from error
    coding = coding_with(coder)
    with opened_ledger(ledger, create=True) as opened:
        watcher = Watcher(
            chosen, opened, coding, _logger(log).info,
            environment=dict(os.environ), evidence=evidence_folder(ledger),
        )  # fmt: skip
        with _stopping(watcher):
            watcher.run(once=once)
        _tell_health(opened)


@contextmanager
def _stopping(watcher: Watcher) -> Iterator[None]:
    """End the watch at SIGINT and SIGTERM, when what is under way is done; at the second of them at once."""

    def stop(*_: object) -> None:
        if watcher.stop.is_set():
            raise KeyboardInterrupt
        watcher.stop.set()

    before = [(number, signal.signal(number, stop)) for number in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _tell_health(opened: Ledger) -> None:
    found = standings(Watching(opened), datetime.now(UTC))
    for one in found:
        if one.health is not Health.OK:
            warn(one.state.source.name, f"{one.health}{f': {one.state.reason}' if one.state.reason else ''}")
    tell(f"{opened.name}: {counted(len(found), 'source')} watched; {census_words(opened)}.")


def sources_command(
    *,
    form: Annotated[ShowFormat, typer.Option("--format", help="table or json (one source a line).")] = ShowFormat.TABLE,
    ledger: LedgerOption = "",
) -> None:
    """Show how it goes with the sources, and what there is of each outlet: a source that went dark is not peace."""
    now = datetime.now(UTC)
    with opened_ledger(ledger) as opened:
        view = View(opened, Viewer())
        counts, incidents = view.outlet_counts(), Listing(view, Columns()).outlets()
        found = standings(Watching(opened), now, counts)
    outlets = outlet_standings(counts, incidents, found)
    if form is ShowFormat.JSON:
        lines = [standing_json(one) for one in found] + [unwatched_json(one) for one in outlets if not one.watched]
        write_out(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        return
    if found:
        out.print(_standing_table(found, now))
    if outlets:
        out.print(_outlet_table(outlets))
    watched = sum(one.watched for one in outlets)
    tell(f"{counted(len(found), 'source')} watched; {counted(len(outlets), 'outlet')}, {watched} of them watched.")


def _standing_table(found: list[Standing], now: datetime) -> Table:
    table = Table(box=None, pad_edge=False, header_style="", show_edge=False)
    for name in ("outlet", "source", "state", "read", "newest", "fails", "why"):
        table.add_column(name, justify="right" if name == "fails" else "left", overflow="fold")
    for one in found:
        state = one.state
        table.add_row(
            one.outlet.name, state.source.name, str(one.health), _ago(now - state.succeeded if state.succeeded else None),
            _ago(one.lag), str(state.failures), state.reason or "",
        )  # fmt: skip
    return table


def _outlet_table(outlets: Iterable[OutletStanding]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="", show_edge=False)
    for name in ("outlet", "reports", "claims", "incidents", "first", "last", "watched"):
        table.add_column(
            name, justify="right" if name in {"reports", "claims", "incidents"} else "left", overflow="fold"
        )
    for one in outlets:
        counts = one.counts
        days = ("" if day is None else day.isoformat() for day in (counts.first, counts.last))
        numbers = (f"{number:,}" for number in (counts.reports, counts.claims, one.incidents))
        table.add_row(Text(one.name), *numbers, *days, "yes" if one.watched else "no")
    return table


def _ago(length: timedelta | None) -> str:
    if length is None:
        return "never"
    minutes = int(max(length.total_seconds(), 0) // 60)
    for size, letter in ((1440, "d"), (60, "h")):
        if minutes >= 2 * size:
            return f"{minutes // size}{letter}"
    return f"{minutes}m"


@evidence_app.command("prune")
def prune_command(
    *,
    days: Annotated[int | None, typer.Option(min=0, help="Take away what was last fetched so many days ago.")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=0, help="Take away the oldest beyond so many bytes.")] = None,
    folder: FolderOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Take away old evidence; what it was, and what was read from it, stays known."""
    if days is None and max_bytes is None:
        raise typer.BadParameter("say --days, --max-bytes or both")
    with opened_ledger(ledger) as opened:
        kept = EvidenceFolder(evidence_folder(ledger, folder))
        files, size = prune(Watching(opened), kept, datetime.now(UTC), days, max_bytes)
    tell(f"{counted(files, 'file')} taken away, {size:,} bytes.")


@evidence_app.command("check")
def check_command(*, folder: FolderOption = None, ledger: LedgerOption = "") -> None:
    """Hash every file of evidence and read its report again; what differs is named."""
    right = wrong = 0
    with opened_ledger(ledger) as opened:
        for fault in check(opened, Watching(opened), EvidenceFolder(evidence_folder(ledger, folder))):
            if fault is None:
                right += 1
            else:
                wrong += 1
                warn(fault.name, fault.matter)
    tell(f"{right} right, {wrong} wrong.")
    if wrong:
        raise typer.Exit(1)


@evidence_app.command("export")
def export_command(
    path: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="The file to write; it must not be there yet.")],
    *,
    folder: FolderOption = None,
    ledger: LedgerOption = "",
) -> None:
    """Write all evidence as a web archive (WARC 1.1)."""
    kept = EvidenceFolder(evidence_folder(ledger, folder))
    with opened_ledger(ledger) as opened:
        fetches = list(Watching(opened).fetches())
        try:
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            write_pieces(path, warc_pieces(fetches, kept.read, datetime.now(UTC)))
        except (OSError, ValueError) as error:
            raise fail(f"{path}: {said(error)}") from error
    tell(f"{path}: {counted(len(fetches), 'record')}.")
