"""The days on which a claim lets its event have happened."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.codebook import WhenBasis, WhenPrecision
from tocsin.model import Claim, Report, When

#: A report that names no day tells of something new: of its day of publication or of the three days before.
#: Of the dated claims told as new, 90 of 100 in the training reports and 94 of 100 in the development articles do.
NEWS_DAYS = 3
#: How far back an undated mention told only as context is looked for.
BACKGROUND_DAYS = 60
#: Up to this many days an interval still points at one event ("the night of 11 to 12 June", "at the weekend").
NARROW_DAYS = 4

#: Words for hours that outlets date by the day before or the day after.
_AT_NIGHT = re.compile(r"\b(?:night|overnight|midnight|late|early|dawn|small hours|predawn)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last day an event may have happened, both included; whether the text states them.

    ``loose`` is true where the day next to a stated one may be meant as well: told by the event before, or at night.
    """

    start: date
    end: date
    stated: bool
    loose: bool = False

    @property
    def width(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def narrow(self) -> bool:
        """Whether the window points at one event rather than at a period."""
        return self.width <= NARROW_DAYS


def states_day(claim: Claim) -> bool:
    """Return whether the text of the claim itself gives a time."""
    return claim.when is not None and claim.when.basis is not WhenBasis.PUBLICATION


def window(claim: Claim) -> Window | None:
    """Return the days the claim leaves open; ``None`` when neither text nor publication gives any."""
    when = claim.when
    if when is None:
        return None
    if states_day(claim):
        return Window(when.start, when.end, stated=True, loose=_is_loose(when))
    back = BACKGROUND_DAYS if claim.background else NEWS_DAYS
    return Window(when.end - timedelta(days=back), when.end, stated=False)


def _is_loose(when: When) -> bool:
    words = f"{when.span.text if when.span else ''} {when.time or ''}"
    return when.basis is WhenBasis.RELATIVE or _AT_NIGHT.search(words) is not None


def gap_days(a: Window, b: Window) -> int:
    """Return the days between two windows: 1 for neighbouring days, 0 or less when they overlap."""
    return (max(a.start, b.start) - min(a.end, b.end)).days


def days_meet(a: Claim, b: Claim) -> bool:
    """Tell whether one day, or the days next to each other, may be those of both; what gives no day may be of any."""
    left, right = window(a), window(b)
    return left is None or right is None or gap_days(left, right) <= 1


def dated(claim: Claim, report: Report) -> Claim:
    """Return the claim with the day of publication as its time where it has none; the basis says so."""
    if claim.when is not None:
        return claim
    day = report.published
    when = When(None, day, day, WhenPrecision.DAY, WhenBasis.PUBLICATION, reason="no time in the text")
    return replace(claim, when=when)
