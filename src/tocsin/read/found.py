"""From what a document says of itself to a report, whatever its format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from tocsin.identity import document_id, report_id
from tocsin.model import Report
from tocsin.read.addresses import document_address
from tocsin.read.canonical import canonical, one_line, with_headline
from tocsin.read.columns import Columns
from tocsin.read.language import language_code, language_of

_REASON_LENGTH = 200
_SHOWN_LENGTH = 60
_ISO_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ][0-9:.,]+(?: ?[Zz]| ?[+-][0-9:]+)?)?")
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


class RefusedError(ValueError):
    """A document that cannot become a report; its words say why."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for a report that does not say it itself.

    ``address`` is the one it was fetched from, ``retrieved_at`` when, in UTC. ``publisher`` is who publishes it for
    certain, whatever it calls itself. ``columns`` say what the columns of a table and the keys of objects are called.
    """

    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    retrieved_at: datetime | None = None
    address: str | None = None
    publisher: str | None = None
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that was not read: its name ("reports.jsonl:17") and the reason, on one line."""

    name: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name))
        object.__setattr__(self, "reason", one_line(self.reason, _REASON_LENGTH))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know of what was read: the name it concerns, and the matter on one line."""

    name: str
    matter: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name))
        object.__setattr__(self, "matter", one_line(self.matter, _REASON_LENGTH))


Outcome: TypeAlias = Report | Refusal | Notice


@dataclass(frozen=True, slots=True)
class Found:
    """What a document says of itself.

    ``ref`` is its name, ``basis`` where its date stands: "header", "page", "feed" or "line"; ``updated_basis`` the same
    of the time of its last change. ``address`` is the web address under which this document, and no other, is read;
    ``url`` may be any that it gives. Times are in UTC.
    """

    ref: str
    body: str
    basis: str
    published: date | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    updated_basis: str | None = None
    retrieved_at: datetime | None = None
    address: str | None = None


def report_of(found: Found, defaults: Defaults) -> Report:
    """Make the report of a document: its own words first, ``defaults`` where it is silent.

    A text too short to be judged, of which nobody says the language, is taken for English as
    :class:`~tocsin.model.Report` has it.

    Raises:
        RefusedError: no text, no date of publication, or a language that is none.

    """
    title, outlet = _line(found.title or defaults.title), _line(defaults.publisher or found.outlet or defaults.outlet)
    body = canonical(found.body)
    if not body:
        raise RefusedError("no text in it")
    published = found.published or defaults.published
    if published is None:
        raise RefusedError(
            'no date of publication: give --published YYYY-MM-DD, a header "Date: YYYY-MM-DD" (text), '
            'a "published" key (JSON lines) or a dated page'
        )
    text = with_headline(title, body, outlet)
    address = document_address(found.address or defaults.address or "")
    updated = found.updated_at or defaults.updated_at
    return Report(
        id=report_id(text, outlet, published),
        ref=one_line(found.ref),
        text=text,
        published=published,
        published_basis=found.basis if found.published else "given",
        title=title,
        outlet=outlet,
        url=web_address(found.url or defaults.url or defaults.address or ""),
        language=_language(found.language or defaults.language, text),
        author=_line(found.author or defaults.author),
        published_at=_of_day(found.published_at or defaults.published_at, published),
        updated_at=updated,
        updated_basis=None if updated is None else (found.updated_basis or "given"),
        retrieved_at=found.retrieved_at or defaults.retrieved_at,
        document=document_id(address, outlet, published) if address else None,
    )


def _of_day(moment: datetime | None, day: date) -> datetime | None:
    """Return a time of publication unless it is of another day, whatever the zone: then it is not this one's."""
    return moment if moment is not None and abs((moment.date() - day).days) <= 1 else None


#: What is longer is no headline and no name; it is cut.
_LINE_LENGTH = 1000


def _line(value: str | None) -> str | None:
    return one_line(value, _LINE_LENGTH) or None if value else None


def _language(said: str | None, text: str) -> str:
    if not said or not said.strip():
        return language_of(text) or "en"
    code = language_code(said)
    if code is None:
        raise RefusedError(f"language {shown(said)} is not a language tag such as en or pt-BR")
    return language_of(text, code) or code


def web_address(value: str) -> str | None:
    """Return an http or https address as it is kept, ``None`` for anything else."""
    line = one_line(value)
    return line if _WEB_ADDRESS.fullmatch(line) else None


def calendar_date(value: str) -> date:
    """Return the day of an ISO 8601 date ("2021-07-08") or date and time, as it is written, in no other zone.

    Raises:
        ValueError: not such a date, or a day that no calendar has; the value is named.

    """
    value = value.strip()
    match = _ISO_DATE.fullmatch(value)
    if match is None:
        raise ValueError(f"date {shown(value)} is not an ISO date such as 2021-07-08")
    try:
        if match[2]:
            datetime.fromisoformat(value.upper().replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
        return date.fromisoformat(match[1])
    except ValueError as error:
        raise ValueError(f"date {shown(value)} is impossible") from error


def shown(value: object) -> str:
    """Return a value as a message quotes it: on one line, its beginning only."""
    if isinstance(value, str):
        return repr(one_line(value[: 4 * _SHOWN_LENGTH], _SHOWN_LENGTH))
    return type(value).__name__
