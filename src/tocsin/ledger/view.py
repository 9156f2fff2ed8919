"""What somebody is shown of a ledger. Everything that is printed, served or exported is read through a view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from tocsin.ledger.search import Filter, answers
from tocsin.ledger.store import Ledger
from tocsin.model import Claim, Incident, Report, Version


class Order(StrEnum):
    """How incidents are listed: by first day, or by the time of their last change."""

    NEWEST = "newest"
    OLDEST = "oldest"
    UPDATED = "updated"


#: What incidents are ordered by: a day (or a time) as text, "" where there is none, and the id.
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents in order, the key of the last one where more follow, and how many there are in all."""

    incidents: tuple[Incident, ...]
    following: Key | None
    total: int


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim with its report."""

    claim: Claim
    report: Report


class View:
    """A ledger as it is shown to somebody. May be used by several threads."""

    def __init__(self, ledger: Ledger, *, in_full: bool = False) -> None:
        self._ledger = ledger
        self._in_full = in_full

    def page(
        self, wanted: Filter, order: Order, limit: int, after: Key | None = None, as_of: datetime | None = None
    ) -> Page:
        """Return at most ``limit`` of the incidents wanted, those after the key where one is given."""
        found = self._ledger.incidents() if as_of is None else self._ledger.as_of(as_of)
        listed = sorted(
            ((_key(one, order), one) for one in found if answers(one, wanted)),
            key=lambda pair: pair[0],
            reverse=order is not Order.OLDEST,
        )
        later = [
            (key, one)
            for key, one in listed
            if after is None or (key > after if order is Order.OLDEST else key < after)
        ]
        chosen = later[:limit]
        more = len(later) > limit
        return Page(tuple(one for _, one in chosen), chosen[-1][0] if more else None, len(listed))

    def incident(self, identifier: str) -> Incident:
        """Return the incident with this id; a retired id leads to its successor.

        Raises:
            RemovedError: it was removed; the message gives the reason.
            UnknownIdError: there never was one.

        """
        return self._ledger.incident(identifier)

    def tellings(self, incident: Incident) -> Sequence[Telling]:
        """Return the claims of an incident, each with its report, in the incident's order."""
        claims = [self._ledger.claim(claim) for claim in incident.claims]
        return [Telling(claim, self._ledger.report(claim.report)) for claim in claims]

    def history(self, identifier: str) -> Iterator[Version]:
        """Yield the versions of the incident, past or present, with this id, oldest first.

        Raises:
            UnknownIdError: there never was one.

        """
        return self._ledger.history(identifier)


def _key(incident: Incident, order: Order) -> Key:
    if order is Order.UPDATED:
        return incident.updated.isoformat(), incident.id
    day: date | None = None if incident.when is None else incident.when.start
    return "" if day is None else day.isoformat(), incident.id
