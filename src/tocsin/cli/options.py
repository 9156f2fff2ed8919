"""Options and arguments that several commands take, and how their values are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tocsin.codebook import Kind
from tocsin.publish.figures import FigurePolicy
from tocsin.read import calendar_date
from tocsin.read.columns import FIELDS, Columns, ColumnsError


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


def _day(value: str | None) -> str | None:
    """Check a day; it stays as it is written."""
    if value is not None:
        as_day(value)
    return value


def as_day(value: str) -> date:
    """Read a day."""
    try:
        return calendar_date(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _time(value: str | None) -> str | None:
    """Check a time; it stays as it is written."""
    if value is not None:
        as_time(value)
    return value


def as_time(value: str) -> datetime:
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


InFullOption = Annotated[
    bool,
    typer.Option(
        "--in-full", help="Show all: what rules of discretion withhold from readers, and names of private persons."
    ),
]


FiguresOption = Annotated[
    FigurePolicy,
    typer.Option(
        "--figures",
        help="Which of the figures told: lowest to highest, the lowest, or that of the latest report that has one.",
    ),
]


SourceArgument = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE…", help="Files or folders of reports, or - for standard input."),
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


WorkersOption = Annotated[
    int,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        help="Processes that code reports [default: one a processor].",
        show_default=False,
    ),
]


ColumnsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=NAME,…|FILE.toml",
        help=f"Which column of a table, or key of JSON, holds what ({', '.join(FIELDS)}).",
    ),
]


DateFormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT", help="How dates are written in tables and JSON, such as %d/%m/%Y [default: ISO 8601]."
    ),
]


UrlOption = Annotated[str | None, typer.Option(help="Address, where a source does not say it.")]


def columns_given(columns: str | None, date_format: str | None) -> Columns | None:
    """Read what is said of the columns of tables and the keys of JSON."""
    if columns is None and date_format is None:
        return None
    try:
        if columns is None:
            return Columns(date_format=date_format)
        if columns.lower().endswith(".toml"):
            return Columns.from_toml(_file_text(columns), date_format)
        return Columns.parse(columns, date_format)
    except ColumnsError as error:
        raise typer.BadParameter(str(error), param_hint="'--columns' / '--date-format'") from error


def _file_text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not text in UTF-8"
        raise typer.BadParameter(f"{path}: {why}", param_hint="'--columns'") from error


def period(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Read a period of days."""
    first, last = as_day(since) if since else None, as_day(until) if until else None
    if first is not None and last is not None and first > last:
        raise typer.BadParameter(
            f"no day is on or after {first} and on or before {last}", param_hint="'--since' / '--until'"
        )
    return first, last
