"""Days and moments, as documents of every format write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

# No way of writing a moment needs more; numbers without end are not even looked at.
_LENGTH = 80
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ]+([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?) ?([Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?)?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})Z?)?")
_UTC_ZONES = frozenset({"Z", "z", "UTC", "GMT"})
# What software writes where it knows no time: the first second of Unix, and the first one of Go and of C#.
_NEVER = frozenset({date(1970, 1, 1), date(1, 1, 1)})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the moment in UTC where a time of day and its zone are written beside it.

    ``day`` is the day as written, in the writer's own zone. A time of day without a zone is no moment: ``at`` is
    ``None`` then.
    """

    day: date
    at: datetime | None = None


def moment(value: str) -> Moment:
    """Read ISO 8601 ("2021-07-08", "2021-07-08T10:00:00+03:00") or the way of mail ("Thu, 08 Jul 2021 10:00 GMT").

    Raises:
        ValueError: neither of them, a day that no calendar has, or the zero of a clock (1 January 1970), which
            programs write where they know no time.

    """
    value = value.strip()
    if len(value) > _LENGTH:
        raise ValueError("too long for a date")
    match = _ISO.fullmatch(value)
    found = _iso(match[1], match[2], match[3]) if match else _mail(value)
    if found.day in _NEVER:
        raise ValueError("the zero of a clock, not a date")
    return found


def instant(value: str) -> datetime | None:
    """Return the moment in UTC that :func:`moment` reads; ``None`` where there is none in it, or only a day."""
    try:
        return moment(value).at
    except ValueError:
        return None


def compact_moment(value: str) -> Moment:
    """Read "20210708" or "20210708101500", the latter in UTC, as lists of pages and archives write them.

    Raises:
        ValueError: not of this form, or a day or time that does not exist.

    """
    match = _COMPACT.fullmatch(value.strip())
    if match is None:
        raise ValueError("not a date such as 20210708 or 20210708101500")
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups())
    at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return Moment(at.date(), at if match[4] else None)


def _iso(day: str, time: str | None, zone: str | None) -> Moment:
    written = date.fromisoformat(day)
    if not time:
        return Moment(written)
    zone = "+00:00" if zone in _UTC_ZONES else zone or ""
    return Moment(written, _utc(datetime.fromisoformat(f"{day}T{time.replace(',', '.')}{zone}")))


def _mail(value: str) -> Moment:
    try:
        written = parsedate_to_datetime(value)
    except (TypeError, IndexError, OverflowError) as error:  # it promises ValueError, and breaks on odd values
        raise ValueError("not a date") from error
    if value.endswith("-0000"):  # by RFC 5322 this is UTC, told by somebody who hides the own zone
        written = written.replace(tzinfo=UTC)
    return Moment(written.date(), _utc(written))


def _utc(written: datetime) -> datetime | None:
    if written.tzinfo is None:
        return None
    try:
        return written.astimezone(UTC)
    except OverflowError as error:  # the first hours of year 1
        raise ValueError("a date beyond the calendar") from error
