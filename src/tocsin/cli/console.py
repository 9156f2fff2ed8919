"""What all commands share: the consoles, the ledger, progress, errors in one line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from tocsin.ledger import Ledger, LedgerError
from tocsin.ledger.disclosing import Viewer
from tocsin.ledger.errors import LedgerMissingError
from tocsin.ledger.opening import ledgers_in
from tocsin.ledger.view import View
from tocsin.link import LINKER
from tocsin.link.cluster import ConflictingJudgementsError
from tocsin.pipeline import (
    Coding,
    bring_up_to_date,
    names_of_places,
    reader_names,
)
from tocsin.resolve.gazetteer import GazetteerError, compiled_path, ensure_compiled

DEFAULT_LEDGER = "tocsin.db"


DEMO_LEDGER = "tocsin-demo.db"


#: How a program that was interrupted (SIGINT) ends, as shells count it.
INTERRUPTED = 130


out = Console(highlight=False, emoji=False)


err = Console(stderr=True, highlight=False, emoji=False)


def _ledger(context: typer.Context, value: str | None) -> str:
    """Return the ledger named after the command, or before it, or the default one."""
    return value or _named_before(context) or DEFAULT_LEDGER


def _named_before(context: typer.Context) -> str | None:
    """Return the ledger named before a command: after the command that it belongs to, or at the beginning."""
    above = context.parent
    while above is not None:
        if above.params.get("ledger"):
            return str(above.params["ledger"])
        above = above.parent
    return None


def demo_ledger(context: typer.Context, value: str | None) -> str:
    """Return the ledger named after the command, or before it, or the demonstration's."""
    return value or context.find_root().params["ledger"] or DEMO_LEDGER


LedgerOption = Annotated[
    str, typer.Option("--ledger", metavar="PATH|URL", callback=_ledger, help=f"The ledger [default: {DEFAULT_LEDGER}].")
]


def fail(message: str) -> typer.Exit:
    """Say in one line why the command failed; raise what is returned."""
    err.print(f"tocsin: {message}", style="red", markup=False, soft_wrap=True)
    return typer.Exit(1)


def tell(message: str) -> None:
    """Say something on standard error."""
    err.print(message, markup=False, soft_wrap=True)


def write_out(lines: Iterable[str]) -> None:
    """Write lines to standard output."""
    for line in lines:
        sys.stdout.write(line)


def warn(name: str, matter: str) -> None:
    """Say on standard error what a person should know of an input."""
    tell(f"{name}: {matter}")


@contextmanager
def opened_ledger(ledger: str, *, create: bool = False) -> Iterator[Ledger]:
    """Open a ledger; its errors end the command."""
    try:
        with Ledger.open(ledger, create=create) as opened:
            yield opened
    except LedgerMissingError as error:
        raise fail(f"{error}{_ledgers_beside(ledger)}") from error
    except (LedgerError, ConflictingJudgementsError) as error:
        raise fail(str(error)) from error


def _ledgers_beside(ledger: str) -> str:
    """Return in words which ledgers lie in the folder where one was looked for, if any do."""
    folder = Path(ledger).parent
    if "://" in ledger or not folder.is_dir():
        return ""
    there = [path.name if folder == Path() else str(path) for path in ledgers_in(folder)]
    if not there:
        return ""
    named = "is one" if len(there) == 1 else "are some"
    return f"; {', '.join(there)} {named}: --ledger {quote(there[0])}"


class Bar:
    """A progress bar that is shown: called with a number it moves on."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task
        self._count = 0
        self._began = monotonic()

    def __call__(self, step: int) -> None:
        """Move on by so much of the whole."""
        self._progress.advance(self._task, step)

    def counted(self) -> None:
        """Count a report that is done, for the rate."""
        self._count += 1
        rate = self._count / max(monotonic() - self._began, 1e-3)
        self._progress.update(self._task, rate=f"{self._count:,} reports, {rate:.1f}/s")


@contextmanager
def bar(words: str, total: int | None, *, shown: bool = True) -> Iterator[Bar]:
    """Show a progress bar, with rate and time left, on standard error if that is a terminal."""
    share = (TextColumn("{task.percentage:>3.0f}%"), TimeRemainingColumn()) if total else ()
    columns = (TextColumn("{task.description}"), BarColumn(), *share, TextColumn("{task.fields[rate]}"))
    # Standard output is left alone: what goes there may go to a file.
    with Progress(*columns, console=err, disable=not (shown and err.is_terminal), redirect_stdout=False) as progress:
        yield Bar(progress, progress.add_task(words, total=total or None, rate=""))


def knowledge() -> Coding:
    """Return the coding by rules; the first time on a machine the gazetteer is compiled, which is shown."""
    try:
        if not compiled_path().exists():
            tell("Compiling the gazetteer, once on this machine …")
            with bar("gazetteer", 100) as advance:
                ensure_compiled(_in_percent(advance))
        return Coding.rules()
    except (GazetteerError, OSError) as error:
        raise fail(f"the gazetteer cannot be compiled: {said(error)}") from error


def said(error: Exception) -> str:
    """Return what an error says, without its number."""
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


def counted(number: int, noun: str) -> str:
    """Return "1 report", "2 reports"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def incidents_held(opened: Ledger) -> str:
    """Return how many incidents the ledger holds for readers, in words."""
    return counted(View(opened, Viewer()).census().incidents, "incident")


def census_words(opened: Ledger) -> str:
    """Return how many incidents the ledger holds for readers, and how many of them no map of the news shows."""
    return View(opened, Viewer()).census().words()


@contextmanager
def viewed(ledger: str, *, in_full: bool) -> Iterator[View]:
    """Open a ledger that exists, its incidents brought up to date, as readers are shown it or in full."""
    with fresh(ledger) as opened:
        yield View(opened, viewer(in_full=in_full))


def viewer(*, in_full: bool) -> Viewer:
    """Return who looks: a reader, or somebody who is shown all and needs no names taken out."""
    return Viewer(in_full=True, places=names_of_places) if in_full else Viewer(reader_names(), places=names_of_places)


@contextmanager
def fresh(ledger: str) -> Iterator[Ledger]:
    """Open a ledger that exists, its incidents brought up to date."""
    with opened_ledger(ledger) as opened:
        refresh(opened)
        yield opened


def refresh(opened: Ledger) -> None:
    """Bring the incidents up to date, as after an upgrade."""
    if opened.stale(LINKER):
        bring_up_to_date(opened, knowledge())
